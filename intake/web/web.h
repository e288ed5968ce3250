/*
 * web.h -- a page for a browser on this machine: the clean side of the HTTP
 * wall.  libexec's tipline-web listens, parses and limits what arrives; here
 * come only requests that are whole, of known methods, with every field
 * checked again.  Who may ask, and for what, is decided by the caller.
 *
 * The wall holds no key, no file and no document; what passes through it is
 * what the browser sees anyway.  RFC 9110, 9112.
 */
#ifndef INTAKE_WEB_WEB_H
#define INTAKE_WEB_WEB_H

#include <stdbool.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define WEB_PATH_MAX 1024u		/* bytes, with the query */
#define WEB_FIELD_MAX 512u		/* bytes of a header field that is kept */
#define WEB_BODY_MAX (512u << 10)	/* bytes of a request's body */
#define WEB_ANSWER_MAX (256u << 20)	/* bytes of an answer's content */
#define WEB_CONNECTIONS_MAX 256u
#define WEB_IDLE_SECONDS 30u
#define WEB_WAITING_MAX 32u		/* requests told and not answered yet */

struct web;

enum web_method { WEB_GET = 1, WEB_POST = 2 };	/* HEAD comes as GET */

/* Absent fields are "".  A field that comes twice, is too long or holds
 * control characters was refused by the wall with 400 or 431. */
struct web_request {
	uint32_t id;			/* for web_answer() */
	enum web_method method;
	char path[WEB_PATH_MAX + 1];	/* "/item/3", decoded never; no query */
	char query[WEB_PATH_MAX + 1];	/* behind '?', as it came */
	char host[WEB_FIELD_MAX + 1];
	char origin[WEB_FIELD_MAX + 1];
	char cookie[WEB_FIELD_MAX + 1];	/* those called tipline...; ";" between */
	char content_type[WEB_FIELD_MAX + 1];
	char fetch_site[WEB_FIELD_MAX + 1];	/* Sec-Fetch-Site */
	char token[WEB_FIELD_MAX + 1];	/* X-Tipline-Token */
	char language[WEB_FIELD_MAX + 1];	/* Accept-Language */
	char range[WEB_FIELD_MAX + 1];
	struct bytes body;		/* any bytes */
};

#define WEB_REQUEST_INIT ((struct web_request){ .body = \
	BYTES_INIT(WEB_BODY_MAX) })

struct web_answer {
	unsigned status;		/* 200, 303, 400, ... */
	const char *type;		/* Content-Type; NULL with no content */
	const char *cookie;		/* Set-Cookie; NULL: none */
	const char *location;		/* NULL: none */
	const char *range;		/* Content-Range; NULL: none */
	const void *data;		/* the content ... */
	size_t len;
	int fd;				/* ... or a memory file, all of it; -1:
					 * `data` */
};

/*
 * web_start(out, port):
 * Start the wall on a port of 127.0.0.1 that it chooses, told in *port.
 * ERR_WALL when it cannot be started or cannot sandbox itself.
 */
int web_start(struct web **out, uint16_t *port);
void web_stop(struct web *w);		/* NULL is fine */

/* A descriptor that is readable when web_next() has something to say. */
int web_fd(const struct web *w);

/*
 * web_next(w, request): await the next request.  `request` is WEB_REQUEST_INIT
 * or was used before.  ERR_WALL when the wall is gone.
 */
int web_next(struct web *w, struct web_request *request);

/*
 * Answer a request, once, in any order; a browser that went away is no error.
 * Every answer is sent with: Cache-Control: no-store, a Content-Security-Policy
 * that loads nothing but from here and runs no inline script,
 * Cross-Origin-Opener-Policy and -Resource-Policy: same-origin, Referrer-Policy:
 * no-referrer, X-Content-Type-Options: nosniff, X-Frame-Options: DENY, and no
 * name of a server.
 */
int web_answer(struct web *w, uint32_t id, const struct web_answer *answer);

#endif
