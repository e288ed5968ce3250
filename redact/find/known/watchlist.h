/*
 * watchlist.h -- words that a person wants found wherever they stand.
 */
#ifndef REDACT_FIND_WATCHLIST_H
#define REDACT_FIND_WATCHLIST_H

#include "redact/find/known/known.h"

/*
 * A watchlist: one entry per line, UTF-8; empty lines and lines that begin
 * with '#' are skipped.  An entry is found whatever its case, accents, white
 * space and punctuation between words, with a hyphen and a line break inside a
 * word, look-alikes and invisible characters seen through.  Parts of a longer
 * word do not match unless the entry ends (or begins) with '*', and then the
 * whole word is found.  "A|B" on one line are forms of the same entry; a
 * two-word entry also matches as "B, A" and "B A".  An entry of 8 letters or
 * more also matches with spaces between its letters, or without those between
 * its words.  White space around an entry, a BOM and CR at line ends do not
 * count.
 *
 * "PERSON: Jan Kowalski" is found in every form of a person's name (known.h);
 * so do EMAIL, PHONE and USER_NAME say what an entry is.  Other kinds are
 * looked for as they stand.
 *
 * watchlist_read(k, p, len) adds the entries; their findings are of the kind
 * WATCHLIST.  ERR_FORMAT with the line's number for bytes that are not UTF-8
 * and for an entry without a letter or digit; ERR_TOO_BIG over a limit below.
 */
#define WATCHLIST_MAX (8u << 20)	/* bytes of the file */
#define WATCHLIST_ENTRIES_MAX 100000u	/* forms count as entries */
#define WATCHLIST_ENTRY_MAX KNOWN_LETTERS_MAX	/* letters and digits of one */
int watchlist_read(struct known *k, const void *p, size_t len);

#endif
