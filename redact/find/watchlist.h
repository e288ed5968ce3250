/*
 * watchlist.h -- the watchlist as its matcher sees it; the contract for
 * everybody else stands in finder.h.
 *
 * A form of an entry is its key: the folded bytes (FOLD_COMPARE) of its
 * letters and digits, with a flag on each byte that a gap precedes (the form
 * has something else between two words there).  Forms are sorted by key, a
 * shorter one before the longer that it begins.
 */
#ifndef REDACT_FIND_WATCHLIST_H
#define REDACT_FIND_WATCHLIST_H

#include "redact/find/finder.h"

#define FORM_BYTES_MAX (4 * WATCHLIST_ENTRY_MAX)
#define FORM_SPACED_MIN 8u	/* letters from which spaces are seen through */

struct form {
	uint32_t key;		/* where it begins in `keys` and `gaps` */
	uint32_t line;		/* of the file, from 1 */
	uint16_t len;		/* bytes */
	bool open_start, open_end;	/* '*' */
	bool spaced;		/* long enough to be seen through spaces */
};

/* Forms that begin at the same kind of place. */
struct forms {
	struct form *list;
	size_t n, cap;
	uint32_t *first;	/* [65537] by the first two bytes (0: none) */
};

struct watchlist {
	struct bytes keys;
	struct bytes gaps;	/* as long as keys; 1: a gap precedes */
	struct forms closed;	/* begin where a word begins */
	struct forms open;	/* "*...": begin anywhere */
};

/* Find every entry in a text of valid UTF-8 and add the findings. */
int watchlist_run(const struct watchlist *w, const void *text, size_t len,
    struct findings *out);

#endif
