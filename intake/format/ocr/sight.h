/*
 * sight.h -- make a grey picture fit to be read, and read it: small letters
 * are enlarged, dark grounds turned light, specks taken out, pages that lie
 * on their side or stand on their head turned, crooked ones straightened.
 */
#ifndef INTAKE_FORMAT_OCR_SIGHT_H
#define INTAKE_FORMAT_OCR_SIGHT_H

#include <stdbool.h>

#include "intake/format/ocr/engine.h"

/* The most that is looked at: larger pictures are made smaller before. */
#define OCR_PIXELS_MAX ((uint64_t)40 * 1000 * 1000)

/* Is there anything on the ground at all? */
bool sight_blank(PIX *grey);

/*
 * sight_read(w, grey, dpi):
 * The words of an 8 bit grey picture, with boxes in its own pixels.  `grey`
 * stays the caller's; `w` is empty.  Errors are those of engine_read().
 */
int sight_read(struct ocr_words *w, PIX *grey, int dpi);

#endif
