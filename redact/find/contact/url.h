/* url.h -- where an address in a text ends. */
#ifndef REDACT_FIND_URL_H
#define REDACT_FIND_URL_H

#include "redact/find/view/near.h"

#define URL_MAX 8192	/* bytes; a longer one is found in parts */

/*
 * The end of an address in [start, end) without the punctuation of the
 * sentence around it and without a closing bracket that it did not open.
 */
size_t url_end(const struct view *v, size_t start, size_t end);

/* Where the characters that may stand in an address stop, from `at` on. */
size_t url_stop(const struct view *v, size_t at);

#endif
