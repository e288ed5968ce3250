/*
 * letter.h -- what one character becomes in a folded view (see fold.h).
 */
#ifndef REDACT_FIND_LETTER_H
#define REDACT_FIND_LETTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LETTERS_MAX 4	/* characters that one may become */

/* A letter, and whether it is of the Latin script. */
bool letter_is(uint32_t cp);
bool letter_is_latin(uint32_t cp);
/* A letter, a digit or a mark on one: part of a word. */
bool letter_in_word(uint32_t cp);

/* A mark or a control that both views drop (but see mark_belongs()). */
bool letter_shows_nothing(uint32_t cp);

/* Spaces, dashes, quotes, full-width forms, digits; `cp` itself if none. */
uint32_t letter_plain(uint32_t cp);

/*
 * Case folded, accents stripped, ligatures expanded, look-alikes Latin, into
 * to[]; returns how many (0: it is only an accent).  `latin_first`: look-alikes
 * before case (the word is Latin: a Cyrillic capital Ve stands for B).
 */
size_t letter_compare(uint32_t to[LETTERS_MAX], uint32_t cp, bool latin_first);

#endif
