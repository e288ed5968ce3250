/*
 * marks.h -- characters that can carry a hidden mark, for both who removes
 * them (the worker's cleaner) and who looks through them (the finders).
 * Tables only: no library, no state.
 */
#ifndef INTAKE_MARKS_MARKS_H
#define INTAKE_MARKS_MARKS_H

#include <stdbool.h>
#include <stdint.h>

/* Zero-width, fillers, format controls, tags, selectors, soft hyphen, BOM;
 * bidi controls and variation selectors are among them. */
bool mark_is_invisible(uint32_t cp);
bool mark_is_bidi(uint32_t cp);
bool mark_is_variation(uint32_t cp);
/* The look-alikes of U+0020 (U+00A0, U+2000-200A, U+202F, U+3000 ...). */
bool mark_is_space(uint32_t cp);
/* Joiners and selectors belong between these (emoji, Arabic, Indic ...):
 * is `cp` kept between `before`, the last character that was kept, and
 * `after`, the next one (0: none)?  Only where it changes what is seen. */
bool mark_belongs(uint32_t cp, uint32_t before, uint32_t after);
/* The Latin letter that a Cyrillic, Greek, Armenian, mathematical or full-width
 * one looks like (for full-width forms any ASCII character); 0. */
uint32_t mark_latin_of(uint32_t cp);
/* The plain character for a curly quote, apostrophe or prime; 0. */
uint32_t mark_plain_quote(uint32_t cp);

#endif
