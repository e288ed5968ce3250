/*
 * web.h -- a page for a browser: the clean side of the HTTP wall.  libexec's
 * tipline-web accepts, parses and limits what arrives; here come only requests
 * of known methods, with every field checked again.  Who may ask, and for
 * what, is decided by the caller.
 *
 * There are two kinds.  web_start() is for the person at this machine: the wall
 * listens on a port that it chooses, takes connections of this user alone, and
 * every request is whole before it is told (web_next()).  web_serve() is for
 * strangers, through a socket that the caller listens on: files stream in
 * while they are sent (web_event()), nothing about a peer is asked or told.
 *
 * The wall holds no key and no file; what passes through it is what the
 * browser sees or sends anyway.  RFC 9110, 9112, 7578.
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
#define WEB_SERVED_MAX 4096u		/* connections of web_serve() */
#define WEB_IDLE_MAX 3600u		/* seconds that may be asked for */
#define WEB_NAME_MAX 1024u		/* bytes of a file's name */
#define WEB_PART_FIELD_MAX 64u		/* bytes of a form field's name */
#define WEB_PARTS_MAX 1024u		/* parts of one upload */
#define WEB_DATA_MAX (128u << 10)	/* bytes of one WEB_EV_DATA */
#define WEB_KEPT_MAX 32u		/* pieces of content */
#define WEB_EARLY_MAX (256u << 10)	/* bytes of an answer that ends an
					 * upload */

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
	BYTES_WIPED(WEB_BODY_MAX) })

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
 * Every answer is sent with: Cache-Control: no-store, a Content-Security-Policy,
 * Cross-Origin-Opener-Policy and -Resource-Policy: same-origin, a
 * Referrer-Policy, X-Content-Type-Options: nosniff, X-Frame-Options: DENY, no
 * date and no name of a server.  For web_start() the policy loads nothing but
 * from here and runs no inline script, and there is no referrer; for
 * web_serve() no script runs at all, and forms tell where they came from (with
 * no-referrer a browser sends Origin: null).
 *
 * An upload may be answered at any time after WEB_EV_UPLOAD: before it is whole
 * that ends it, nothing more of it comes, and the wall ends the connection when
 * the browser has had time to read (at most WEB_EARLY_MAX bytes of content).
 *
 * One thread at a time may speak to a wall.
 */
int web_answer(struct web *w, uint32_t id, const struct web_answer *answer);

/* --- for strangers --- */

struct web_limits {
	unsigned connections;	/* at once, at most WEB_SERVED_MAX; more wait */
	/* Silence that ends a connection; the time for a head, and for each
	 * KiB of an upload; five times that is the time for a small body, and
	 * to fetch an answer. */
	unsigned idle_seconds;
	uint64_t body_max;	/* bytes of an upload */
	size_t form_max;	/* bytes of another body; 0: WEB_BODY_MAX */
};

/*
 * web_serve(out, limits, listening):
 * Start the wall on `listening`, a unix or loopback stream socket that listens
 * already and stays the caller's.  The wall can do no more with it than
 * accept4().  ERR_USAGE for limits or a socket that are none; ERR_WALL when it
 * cannot be started or cannot sandbox itself.
 */
int web_serve(struct web **out, const struct web_limits *limits, int listening);

enum web_event_kind {
	/* A request that is whole: GET, or POST of any type but multipart.
	 * Answer it. */
	WEB_EV_REQUEST = 1,
	/* The head of a POST of multipart/form-data: web_go_on(), or answer.
	 * Nothing of its body was read yet. */
	WEB_EV_UPLOAD,
	WEB_EV_PART,		/* a part begins: `field`, `file`, `name` */
	WEB_EV_DATA,		/* the next bytes of it, 1 ... WEB_DATA_MAX */
	WEB_EV_PART_END,	/* it is whole */
	WEB_EV_WHOLE,		/* so is the upload: answer it */
	/* The browser left, was too slow, sent too much or what is no form:
	 * nothing more of this id comes, and no answer is needed (one that was
	 * given meanwhile does no harm).  Never behind WEB_EV_WHOLE. */
	WEB_EV_GONE
};

enum web_gone { WEB_LEFT = 1, WEB_TOO_MUCH, WEB_NO_FORM };

struct web_event {
	enum web_event_kind kind;
	uint32_t id;			/* of the request */
	/* REQUEST and UPLOAD fill this, owned by the caller: */
	struct web_request *request;
	uint64_t announced;		/* UPLOAD: Content-Length; 0: not told */
	/* PART: */
	char field[WEB_PART_FIELD_MAX + 1];	/* letters, digits, "._-" */
	bool file;			/* there is a file name, maybe "" */
	/* As the browser wrote it but for %22, %0D, %0A (HTML, "multipart form
	 * data"), which are a quote and line ends again; any bytes but NUL,
	 * UTF-8 or not. */
	char name[WEB_NAME_MAX + 1];
	/* DATA, until the next web_event() or web_keep(): */
	const uint8_t *data;
	size_t len;
	enum web_gone gone;		/* GONE */
};

/*
 * web_event(w, e):
 * Await the next event of any request; e->request is a WEB_REQUEST_INIT or was
 * used before.  An event that is not awaited waits in the wall, which then
 * reads no more from anybody: memory does not grow.  Between UPLOAD and WHOLE
 * or GONE parts come one after the other, each with its end.  ERR_WALL when the
 * wall is gone.
 */
int web_event(struct web *w, struct web_event *e);

/*
 * web_keep(w):
 * After a WEB_EV_DATA: e->data stays where it is until web_give_back(), which
 * wipes it and may be called by any thread.  At most WEB_KEPT_MAX are kept, for
 * then no more content comes.  It lies in memory that the wall can write to
 * (slots.h): whoever reads it twice may read two things.
 */
void web_keep(struct web *w);
void web_give_back(struct web *w, const uint8_t *data, size_t len);

/* Take the body of an upload, after its WEB_EV_UPLOAD.  One that turns out
 * larger than body_max ends with WEB_EV_GONE. */
int web_go_on(struct web *w, uint32_t id);

#endif
