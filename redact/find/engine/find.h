/*
 * find.h -- look through a text with all finders.
 */
#ifndef REDACT_FIND_FIND_H
#define REDACT_FIND_FIND_H

#include <stdbool.h>

#include "redact/find/view/finder.h"

/* All finders, NULL at the end, in the order they run. */
extern const struct finder *const finders[];

struct known;		/* known/known.h */
struct choice;		/* engine/choice.h */

/* {0} is a document's text, all finders, the safe mode. */
struct find_options {
	enum find_where where;
	enum find_mode mode;
	const struct choice *choice;	/* of kinds; NULL: all */
	const struct known *known;	/* ready; NULL: nothing */
	size_t window;	/* bytes looked at at once (window.h); 0: WINDOW_MAX */
};

/*
 * find_in(text, len, options, out):
 * Run the finders over valid UTF-8, then look for what they found, and for
 * what is known beforehand (known.h; a watchlist's entries are of the kind
 * "WATCHLIST"), in every form; leave out what is not chosen or below the
 * mode's confidence, and settle overlaps (settle.h): an equal range is reported once; what lies inside
 * another finding gives way to it, unless that one is doubtful (confidence
 * below 0.5, or a guess of the tagger that the other is the most of); else
 * what is no guess wins, then the higher confidence, then the longer, and the loser
 * keeps what reaches beyond.  What lies inside a watchlist match gives way to
 * it; what reaches beyond one stays whole beside it, so that either can be
 * redacted alone.  These are the only overlaps left.  The watchlist's matches
 * are never left out.
 *
 * ERR_FORMAT when the text is not UTF-8; ERR_TOO_BIG over FIND_FINDINGS_MAX
 * or FOLD_TEXT_MAX.  After an error `out` is empty.
 */
int find_in(const void *text, size_t len, const struct find_options *options,
    struct findings *out);

/*
 * find_known(text, len, options, known, out):
 * Add to what find_in() found in this text where the values of `known` (ready)
 * stand, and settle again.
 */
int find_known(const void *text, size_t len,
    const struct find_options *options, const struct known *known,
    struct findings *out);

#endif
