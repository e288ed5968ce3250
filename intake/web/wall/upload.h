/*
 * upload.h -- the body of an upload on its way to the clean side: a form's
 * parts (multipart.h) become records, small pieces of content go together.
 */
#ifndef INTAKE_WEB_WALL_UPLOAD_H
#define INTAKE_WEB_WALL_UPLOAD_H

#include <stddef.h>
#include <stdint.h>

#include "intake/web/wall/multipart.h"
#include "intake/web/web.h"

struct request;

struct upload {
	struct multipart form;
	uint64_t got;			/* bytes of the body */
	enum web_gone gone;		/* why, when it does not become whole */
	struct bytes pieces;		/* of content, not told yet */
};

/* Begin one; *status says how it is refused.  NULL then, or without memory. */
struct upload *upload_new(const char *content_type, unsigned *status);
void upload_free(struct upload *u);	/* NULL is fine */

/*
 * The next bytes of its body: 0; MULTIPART_BAD, with u->gone; another failure
 * of the clean side.  An answer may come meanwhile: then q->over.
 */
int upload_feed(struct request *q, const void *p, size_t len);

/* The body is there: tells that it is whole.  Returns as upload_feed(). */
int upload_end(struct request *q);

/* It will not become whole: what was kept is told, then that it is gone. */
int upload_gone(struct request *q);

#endif
