/*
 * date.h -- a date as people write it, in English, Polish and French.
 */
#ifndef REDACT_FIND_DATE_H
#define REDACT_FIND_DATE_H

#include "redact/find/view/view.h"

struct date {
	size_t start, end;	/* of the folded text */
	unsigned year;		/* two digits are of the last hundred years */
	unsigned month, day;	/* 0: not told */
};

/*
 * date_read(d, v, at):
 * `at` is a digit without a digit before it: the first of the date, or of the
 * day in "October 3, 1998".  "1983-02-05", "23.08.1987", "5/2/83", "8 septembre
 * 1995", "3rd of May, 1980", "12 III 1980", "19830205", "1983" alone.  False
 * when there is no such day.
 */
bool date_read(struct date *d, const struct view *v, size_t at);

#endif
