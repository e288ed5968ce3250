/*
 * phone.h -- a number as phone.c read it, and the national forms that
 * phone_national.c knows.
 */
#ifndef REDACT_FIND_PHONE_H
#define REDACT_FIND_PHONE_H

#include "redact/find/view/digits.h"
#include "redact/find/view/pattern.h"

struct number {
	struct digits digits;
	size_t start;		/* offset of the '+', '(' or first digit */
	size_t first;		/* offset of the first digit */
	bool plus, bracket;
	bool trunk;		/* a "(0)" was taken out */
	bool cue;		/* a word for telephones stands before */
	bool against;		/* a word for another kind of number does */
	bool inside;		/* of a longer run of digit groups */
};

/*
 * phone_national(m, n, confidence, why):
 * How many of the digits are a national number; 0 when none is.
 */
size_t phone_national(const struct match *m, const struct number *n,
    double *confidence, const char **why);

#endif
