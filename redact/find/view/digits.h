/*
 * digits.h -- a number as people write it: digits in groups, one or two
 * separators between them.  Offsets are of the folded text.
 */
#ifndef REDACT_FIND_DIGITS_H
#define REDACT_FIND_DIGITS_H

#include "redact/find/view/near.h"

#define DIGITS_MAX 40u
#define GROUPS_MAX 20u

struct digits {
	uint8_t d[DIGITS_MAX];		/* values 0-9 */
	size_t n;
	size_t end[DIGITS_MAX];		/* offset behind each digit */
	size_t group[GROUPS_MAX];	/* digits in each group */
	uint8_t sep[GROUPS_MAX];	/* first separator byte before a group; 0 */
	size_t ngroups;
	bool cut;			/* more digits follow at once */
};

/*
 * digits_read(v, at, seps, d):
 * Read from `at`, where a digit stands, groups of digits with one of the
 * bytes of `seps` between them (up to two, as in ") " or "--").
 */
void digits_read(const struct view *v, size_t at, const char *seps,
    struct digits *d);

/* Does a group end behind the n-th digit (n from 1)? */
bool digits_group_ends(const struct digits *d, size_t n);

/* The groups up to digit n, as "3-3-4"; true when they are this shape. */
bool digits_shape(const struct digits *d, const char *shape);

/* Luhn's check over the first n digits. */
bool digits_luhn(const struct digits *d, size_t n);

#endif
