/*
 * earlier.h -- what is redacted in a submission and was left in a release that
 * is out: of another submission, or an earlier one of the same.
 *
 * Each release's text is what its plan left of the item's text, so nothing has
 * to be unpacked again; every text is read once, by one automaton.  Releases
 * that were recalled do not count.
 */
#ifndef REDACT_CMD_EARLIER_H
#define REDACT_CMD_EARLIER_H

#include "redact/cmd/work.h"

/*
 * earlier_tell(w, found):
 * Tell, a line for each release, file and value, where what the plans of `w`
 * redact (loaded) stands in earlier releases; *found of them, places in all.
 * How many releases could not be read, because the member has no key for them,
 * is told too.
 */
int earlier_tell(struct work *w, uint64_t *found);

#endif
