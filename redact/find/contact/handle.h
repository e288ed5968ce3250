/*
 * handle.h -- names of people in messengers, as they are written: @names,
 * links, schemes, and names behind a service's own.
 */
#ifndef REDACT_FIND_HANDLE_H
#define REDACT_FIND_HANDLE_H

#include "redact/find/view/near.h"

#define HANDLE "MESSENGER_HANDLE"
#define MESSENGER "messenger"	/* the finder */

/* ASCII letter or digit. */
bool handle_is_alnum(uint8_t c);
bool handle_has_letter(const struct view *v, size_t start, size_t end);
/* Is [start, end) one of the words (lower case), in either case? */
bool handle_is_one_of(const struct view *v, size_t start, size_t end,
    const char *const words[]);

/*
 * Read what stands at `at`: the '@' of a name, the '/' behind the host of a
 * link, the ':' of a scheme or of a Matrix room, the name of a service.  They
 * report what they find; *next as in finder.h.
 */
int handle_sign(const struct view *v, size_t at, size_t *next);
int handle_link(const struct view *v, size_t at, size_t *next);
int handle_scheme(const struct view *v, size_t at, size_t *next);
int handle_named(const struct view *v, size_t at, size_t *next);

#endif
