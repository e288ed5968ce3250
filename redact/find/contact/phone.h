/*
 * phone.h -- a number as phone.c read it, and the national forms that
 * phone_national.c knows.
 */
#ifndef REDACT_FIND_PHONE_H
#define REDACT_FIND_PHONE_H

#include "redact/find/view/digits.h"

struct number {
	const struct view *v;
	struct digits digits;
	size_t start;		/* offset of the '+', '(' or first digit */
	size_t first;		/* offset of the first digit */
	bool plus, bracket;
	bool trunk;		/* a "(0)" was taken out */
	bool inside;		/* of a longer run of digit groups */
	enum { NOT_ASKED, NO, YES } cue, against;
};

/* Does a word for telephones stand before, or one for another kind of number?
 * Looked for once, and only where digits look like a number to dial. */
bool phone_cue(struct number *n);
bool phone_against(struct number *n);

/*
 * phone_national(n, confidence, why):
 * How many of the digits are a national number; 0 when none is.
 */
size_t phone_national(struct number *n, double *confidence, const char **why);

#endif
