/*
 * address.h -- addresses as they are read from pictures: an "@" is taken for
 * other round signs, and has so much room around it that spaces are seen where
 * there are none.  "anna ©example.org" is no address to any finder.
 */
#ifndef INTAKE_FORMAT_OCR_ADDRESS_H
#define INTAKE_FORMAT_OCR_ADDRESS_H

#include <stdbool.h>

#include "intake/format/ocr/engine.h"

/* Put "@" where one of the words has what is taken for it, before what may be
 * the name of a host. */
void address_mend(struct ocr_words *w);

/* Does the address in w[0] go on in w[1], its neighbour on the line? */
bool address_goes_on(const struct ocr_words *all, const struct ocr_word *w);

#endif
