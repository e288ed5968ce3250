/*
 * watchlist.h -- words that a person wants found wherever they stand.
 */
#ifndef REDACT_FIND_WATCHLIST_H
#define REDACT_FIND_WATCHLIST_H

#include "redact/find/view/finder.h"
#include "vault/base/bytes.h"

/*
 * A watchlist: one entry per line, UTF-8; empty lines and lines that begin
 * with '#' are skipped.  Matching is whatever case, accents folded, any run of
 * white space or punctuation between words, hyphen-and-line-break inside one,
 * look-alikes and invisible characters seen through; parts of a longer word do
 * not match unless the entry ends (or begins) with '*', and then the whole
 * word is found.  "A|B" on one line are forms of the same entry; a two-word
 * entry also matches as "B, A" and "B A".  An entry of 8 letters or more also
 * matches with spaces between its letters, or without those between its words.
 * White space around an entry, a BOM and CR at line ends do not count.
 *
 * ERR_FORMAT with the line's number for bytes that are not UTF-8 and for an
 * entry without a letter or digit; ERR_TOO_BIG over a limit below.
 */
struct watchlist;
#define WATCHLIST_MAX (8u << 20)	/* bytes of the file */
#define WATCHLIST_ENTRIES_MAX 100000u	/* forms count as entries */
#define WATCHLIST_ENTRY_MAX 256u	/* letters and digits of one form */
int watchlist_read(struct watchlist **out, const void *p, size_t len);
void watchlist_free(struct watchlist *w);

/* Find every entry in a text of valid UTF-8 and add the findings. */
int watchlist_run(const struct watchlist *w, const void *text, size_t len,
    struct findings *out);

/*
 * What the matcher sees.  A form of an entry is its key: the folded bytes
 * (FOLD_COMPARE) of its letters and digits, with a flag on each byte that a gap precedes (the form
 * has something else between two words there).  Forms are sorted by key, a
 * shorter one before the longer that it begins.
 */
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

#endif
