/*
 * normalise.h -- text in which no character carries a hidden mark: copies of
 * one text that differ only in what a reader does not see become the same.
 *
 * Line endings become \n; trailing white space goes, inner runs of spaces
 * become one (tabs stay, so does what stands before a line's first word);
 * unusual spaces become U+0020; invisible characters go where marks.h says
 * that they do nothing; look-alike letters among Latin ones become Latin;
 * characters are composed (NFC); curly quotes, primes and other apostrophes
 * become ' and ", hyphens, dots, colons and ligatures that cannot be told from
 * plain ones the plain ones, an ellipsis three dots.  Newlines at the end
 * become one.
 *
 * Nothing is left for a second time: normalising twice is normalising once.
 */
#ifndef INTAKE_FORMAT_NORMAL_NORMALISE_H
#define INTAKE_FORMAT_NORMAL_NORMALISE_H

#include <stddef.h>
#include <stdint.h>

#include "intake/examine/kinds.h"
#include "vault/base/bytes.h"

#define NORMALISE_EXAMPLES 5	/* places remembered of each kind of mark */

enum normalise_flags {
	/* One run of a longer line: white space at its ends and line breaks
	 * are not its own, and stay (doubled spaces inside become one). */
	NORMALISE_NODE = 1,
	/* Quotes stay: in names of files, where a plain " is none. */
	NORMALISE_KEEP_QUOTES = 2,
	/* With NORMALISE_NODE: it is all of its line, so that white space at
	 * its start is indentation, and stays; at its end it goes. */
	NORMALISE_INDENTED = 4
};

/* What there was to normalise. */
struct marks_seen {
	uint64_t count[MARK_LAST + 1];
	uint64_t at[MARK_LAST + 1][NORMALISE_EXAMPLES];	/* byte offsets */
	uint32_t cp[MARK_LAST + 1][NORMALISE_EXAMPLES];
};

/*
 * normalise_text(out, utf8, len, flags):
 * Append the normalised form of valid UTF-8 to `out`.  ERR_TOO_BIG over out's
 * maximum; ERR_NO_MEMORY; ERR_FORMAT when it is not UTF-8.
 */
int normalise_text(struct bytes *out, const void *utf8, size_t len,
    unsigned flags);

/*
 * normalise_runs(out, utf8, len, ends, n, flags):
 * The same for one line that is cut into `n` runs (by markup, say): look-alike
 * letters, composition and doubled spaces are judged over the whole line.
 * ends[i] is where run i ends in the text, rising, the last is `len`; after
 * the call it is where the run ends in what was appended.  `flags` must hold
 * NORMALISE_NODE.
 */
int normalise_runs(struct bytes *out, const void *utf8, size_t len,
    size_t *ends, size_t n, unsigned flags);

/* Count what normalise_text() would change; `seen` may hold counts already. */
int normalise_look(struct marks_seen *seen, const void *utf8, size_t len,
    unsigned flags);

#endif
