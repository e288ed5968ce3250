/*
 * words.h -- words that are no names, or not only: lists in the folded form
 * (letter.h), for English, Polish and French.
 */
#ifndef REDACT_FIND_WORDS_H
#define REDACT_FIND_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A title or another word that stands with names and is none. */
bool word_is_title(const uint32_t *letters, size_t n);
/* "de", "van", "von": joins the words of a name. */
bool word_is_particle(const uint32_t *letters, size_t n);
/* A word of the language, though it may be a name too: "will", "krol". */
bool word_is_common(const uint32_t *letters, size_t n);
/* Whom an address without a person is for: "info", "biuro". */
bool word_is_office(const uint32_t *letters, size_t n);

#endif
