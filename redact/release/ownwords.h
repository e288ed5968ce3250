/*
 * ownwords.h -- single words that file formats say of themselves: names of
 * styles, fonts, colours and parts.  Some are names of people too; where
 * people read, they are looked for in the text.
 */
#ifndef REDACT_RELEASE_OWNWORDS_H
#define REDACT_RELEASE_OWNWORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool is_own_word(const void *p, size_t len);

#endif
