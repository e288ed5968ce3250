/*
 * multipart.h -- multipart/form-data, read while it streams in (RFC 7578, RFC
 * 2046, and what browsers write: HTML, "multipart form data").
 *
 * Strict where it frames: no preamble, nothing behind the last boundary, lines
 * end with CR LF, every part says its name.  Constant memory: content is never
 * kept, but for the beginning of what may be a boundary.
 */
#ifndef INTAKE_WEB_WALL_MULTIPART_H
#define INTAKE_WEB_WALL_MULTIPART_H

#include <stddef.h>
#include <stdint.h>

#include "intake/web/wall/part.h"

#define MULTIPART_BOUNDARY_MAX 70u	/* bytes; RFC 2046 section 5.1.1 */
#define MULTIPART_BAD (-1000)		/* this is no form */

/* What is told; a negative code ends the reading, and is what is returned. */
struct multipart_sink {
	int (*part)(void *arg, const struct part *part);
	int (*data)(void *arg, const uint8_t *p, size_t len);	/* len > 0 */
	int (*end)(void *arg);			/* of that part */
	void *arg;
};

enum multipart_where {
	MULTIPART_START, MULTIPART_BEHIND, MULTIPART_HEAD, MULTIPART_BODY,
	MULTIPART_CLOSED
};

struct multipart {
	enum multipart_where where;
	char mark[MULTIPART_BOUNDARY_MAX + 5];	/* CR LF "--" boundary */
	size_t mark_len;
	size_t held;		/* bytes of it that were seen and not told */
	char pair[2];		/* what stands behind a boundary */
	size_t pair_len;
	char head[PART_HEAD_MAX];
	size_t head_len;
	unsigned parts;
};

/* Begin, with the value of Content-Type.  MULTIPART_BAD: not of this kind. */
int multipart_start(struct multipart *m, const char *content_type);

/* The next bytes of the body: 0, MULTIPART_BAD, or what the sink said. */
int multipart_feed(struct multipart *m, const void *data, size_t len,
    const struct multipart_sink *sink);

/* Is it whole?  0 or MULTIPART_BAD. */
int multipart_end(const struct multipart *m);

#endif
