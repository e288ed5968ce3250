/*
 * general.h -- what says less than a value and is still true: the year of a
 * date, the ten years of an age, the size of an amount.
 *
 *   DATE, DATE_OF_BIRTH	"[1998]", "[1998-2001]", "[1990s]"
 *   AGE			"[40-49]", "[90 or older]"
 *   AMOUNT			"[over 10,000 EUR]"
 *
 * Years of two digits, ages in months, numbers in words, per cent and what has
 * two readings ("1.500 million") are not guessed at.
 */
#ifndef REDACT_DOC_GENERAL_H
#define REDACT_DOC_GENERAL_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/examine/limits.h"

/* Is there such a thing for values of this kind? */
bool general_can(const char *kind);

/* Is "[over 10,000 EUR]" or the like what the `len` bytes at `p` are?  What
 * stands in it is nobody's value. */
bool general_is(const void *p, size_t len);

/* What stands for the value; false: nothing certain can. */
bool general_of(const char *kind, const void *value, size_t len,
    char label[LABEL_MAX + 1]);

#endif
