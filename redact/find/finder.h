/*
 * finder.h -- find what would tell on a source, in plain text.
 *
 * A finder is one row: it looks at the folded view of the text (fold.h:
 * marks.h characters dropped, look-alikes and full-width forms folded; every
 * folded byte knows its place in the original) and reports byte ranges of the
 * original text.  Finders never change the text.
 *
 * Kinds: EMAIL PHONE URL ONION SIGNAL_USERNAME MESSENGER_HANDLE IP MAC IBAN
 * CREDIT_CARD GPS WATCHLIST.
 */
#ifndef REDACT_FIND_FINDER_H
#define REDACT_FIND_FINDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define FIND_FINDINGS_MAX 1000000u
#define FIND_WHY_SIZE 96

struct finding {
	const char *kind;	/* "EMAIL"; static */
	const char *finder;	/* "email"; static */
	uint64_t start, end;	/* bytes of the text */
	double confidence;	/* 0 to 1 */
	char why[FIND_WHY_SIZE];	/* "mod 97 holds, country PL"; no document text */
};

struct findings {
	struct finding *list;	/* sorted by start, then longer first */
	size_t n;
};

/* The text and its folded view. */
struct fold;

struct finder {
	const char *name;	/* "email" */
	const char *const *kinds;	/* the kinds it reports; NULL ends */
	const char *what;	/* one line for --list-kinds */
	int (*run)(const struct fold *f, struct findings *out);
};

extern const struct finder find_email;
extern const struct finder find_phone;
extern const struct finder find_url;
extern const struct finder find_onion;
extern const struct finder find_messenger;
extern const struct finder find_ip;
extern const struct finder find_mac;
extern const struct finder find_iban;
extern const struct finder find_card;
extern const struct finder find_gps;

/* All finders, NULL at the end, in the order they run. */
extern const struct finder *const finders[];

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

/*
 * find_in(text, len, watchlist, out):
 * Run all finders (and the watchlist, may be NULL; kind "WATCHLIST") over
 * valid UTF-8 and settle overlaps (settle.h): an equal range is reported once;
 * what lies inside another finding gives way to it, unless that one is
 * doubtful (confidence below 0.5); else the higher confidence wins, then the
 * longer, and the loser keeps what reaches beyond.  What lies inside a
 * watchlist match gives way to it; what reaches beyond one stays whole beside
 * it, so that either can be redacted alone.  These are the only overlaps left.
 *
 * ERR_FORMAT when the text is not UTF-8; ERR_TOO_BIG over FIND_FINDINGS_MAX
 * or FOLD_TEXT_MAX.  After an error `out` is empty.
 */
int find_in(const void *text, size_t len, const struct watchlist *w,
    struct findings *out);
int findings_add(struct findings *out, const struct finding *f);
void findings_free(struct findings *f);

/* Fold a value so that equal things compare equal (labels, leftovers): case,
 * accents, marks, white space and hyphens gone.  Appended to `b`. */
int fold_value(struct bytes *b, const void *value, size_t len);

#endif
