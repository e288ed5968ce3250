/* reply.h -- an answer while it is put together. */
#ifndef REDACT_PAGE_REPLY_H
#define REDACT_PAGE_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "intake/web/web.h"

#define REPLY_MAX (64u << 20)	/* bytes of JSON or of a part of a file */
#define REPLY_RANGE_SIZE 80	/* of Content-Range, with NUL */
#define REPLY_COOKIE_SIZE 160	/* of Set-Cookie, with NUL */

struct reply {
	unsigned status;
	const char *type;	/* static; NULL: no content */
	struct bytes body;
	int fd;			/* borrowed; -1: the body */
	char cookie[REPLY_COOKIE_SIZE];	/* "": none */
	char range[REPLY_RANGE_SIZE];	/* "": none */
	bool later;		/* it comes when something was made */
};

#define REPLY_INIT ((struct reply){ .status = 200, .fd = -1, \
	.body = BYTES_INIT(REPLY_MAX) })

#define REPLY_JSON "application/json"
#define REPLY_HTML "text/html; charset=utf-8"

void reply_free(struct reply *r);

/* Begin anew with this status and nothing else. */
void reply_status(struct reply *r, unsigned status);

/* {"error":line,"state":state}; no state when it is NULL. */
void reply_error(struct reply *r, unsigned status, const char *state,
    const char *line);

/* The same of a failure whose line is err_line(). */
void reply_failure(struct reply *r, int code);

/*
 * The file, all of it, or the part that a Range field asks for: one range of
 * bytes, cut at REPLY_PART_MAX.  Other forms are as if there were none
 * (RFC 9110, 14.2), one that begins behind the end is 416.
 */
#define REPLY_PART_MAX ((uint64_t)8 << 20)
void reply_file(struct reply *r, const char *type, int fd, uint64_t size,
    const char *range);

/* The form in which the wall takes it; borrows from `r`. */
struct web_answer reply_answer(const struct reply *r);

#endif
