/*
 * chars.h -- characters of words, of any script.  Offsets are of the folded
 * text.
 */
#ifndef REDACT_FIND_CHARS_H
#define REDACT_FIND_CHARS_H

#include "redact/find/view/view.h"

/* Bytes of the letter, digit or mark on one that begins at `at`; 0 when none
 * does. */
size_t char_of_word(const struct view *v, size_t at);

/* Bytes of the one that ends there. */
size_t char_of_word_before(const struct view *v, size_t at);

#endif
