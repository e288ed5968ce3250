/* left.h -- what was redacted and is still found in a result, told: a line for
 * each place, on stderr; with --json a line on stdout. */
#ifndef REDACT_CMD_LEFT_H
#define REDACT_CMD_LEFT_H

#include "redact/release/hits.h"
#include "vault/session/options.h"

/* `of` is the file that the result is of, or the item. */
int left_tell(const struct options *o, const char *of,
    const struct hits *hits);

#endif
