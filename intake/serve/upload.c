/* upload.c -- see upload.h. */
#include "intake/serve/upload.h"

#include <stdlib.h>
#include <string.h>

#include "intake/receive/submit.h"
#include "intake/serve/answer.h"
#include "intake/serve/door.h"
#include "intake/serve/incoming.h"
#include "intake/serve/look.h"
#include "intake/serve/sent.h"
#include "intake/serve/trouble.h"
#include "vault/base/err.h"

#define BLANKS " \t\r\n"

enum in_field { IN_NONE, IN_SMALL, IN_MESSAGE, IN_FILE };

struct upload {
	struct upload *next;
	struct server *server;
	struct asker to;
	struct visit *visit;		/* busy with it */
	char accepted[WEB_FIELD_MAX + 1];	/* languages */
	bool bound;			/* the token was right */
	enum in_field in;
	bool begun;			/* the item of this field is */
	char field[WEB_PART_FIELD_MAX + 1];
	char name[WEB_NAME_MAX + 1];
	char small[SERVE_SMALL_MAX];
	size_t nsmall;
	struct incoming incoming;
};

/* --- its end --- */

static void
unlink_it(struct upload *u)
{
	struct upload **at = &u->server->uploads;

	while (*at != u)
		at = &(*at)->next;
	*at = u->next;
}

static void
forget(struct upload *u, bool broke)
{
	struct server *s = u->server;

	unlink_it(u);
	incoming_end(&u->incoming, broke);
	visits_idle(s->visits, u->visit, answer_clock() / 1000);
	explicit_bzero(u, sizeof(*u));
	free(u);
}

static void
refuse(struct upload *u, unsigned status, enum view_notice notice)
{
	answer_notice(u->server, &u->to, u->bound ? u->visit : NULL, status,
	    notice);
	forget(u, false);
}

/* It cannot be stored. */
static void
failed(struct upload *u, int r)
{
	struct trouble t;

	if (r == ERR_TOO_BIG) {
		refuse(u, 413, VIEW_NOTICE_TOO_BIG);
	} else if (r == ERR_EXISTS) {
		refuse(u, 413, VIEW_NOTICE_TOO_MANY);
	} else {
		trouble_set(&t, r);
		trouble_tell(u->server, &t);
		refuse(u, 503, r == ERR_NO_SPACE ? VIEW_NOTICE_FULL :
		    VIEW_NOTICE_FAILED);
	}
}

/* --- its beginning --- */

static void
begin(struct server *s, const struct web_event *e, const struct asker *to,
    struct visit *visit)
{
	struct upload *u = calloc(1, sizeof(*u));
	int r;

	if (u == NULL) {
		answer_notice(s, to, visit, 503, VIEW_NOTICE_BUSY);
		return;
	}
	r = s->ending ? ERR_NO_SPACE : incoming_begin(&u->incoming, s,
	    &visit->pub, strcmp(e->request->path, "/part") == 0,
	    e->announced);
	if (r < 0) {
		free(u);
		answer_notice(s, to, visit, r == ERR_TOO_BIG ? 413 : 503,
		    r == ERR_TOO_BIG ? VIEW_NOTICE_TOO_BIG : VIEW_NOTICE_FULL);
		return;
	}
	u->server = s;
	u->to = *to;
	u->visit = visit;
	memcpy(u->accepted, e->request->language, sizeof(u->accepted));
	visits_busy(visit);
	u->next = s->uploads;
	s->uploads = u;
	if ((r = web_go_on(s->web, e->id)) < 0)
		s->failed = r;
}

static void
on_head(struct server *s, const struct web_event *e)
{
	const struct web_request *q = e->request;
	const struct asker to = answer_asker(q);
	struct visit *visit = visits_find(s->visits, to.came / 1000,
	    q->cookie);

	if (!door_from_here(q))
		answer_notice(s, &to, NULL, 403, VIEW_NOTICE_FOREIGN);
	else if (strcmp(q->path, "/part") != 0 && strcmp(q->path, "/send") != 0)
		answer_notice(s, &to, visit, 404, VIEW_NOTICE_NO_PAGE);
	else if (visit == NULL)
		answer_home(s, &to, VIEW_NOTICE_ENDED);
	else
		begin(s, e, &to, visit);
}

/* --- its fields --- */

static void
on_part(struct upload *u, const struct web_event *e)
{
	u->begun = false;
	u->nsmall = 0;
	memcpy(u->field, e->field, sizeof(u->field));
	memcpy(u->name, e->name, sizeof(u->name));
	if (!e->file)
		u->in = strcmp(e->field, "message") == 0 ? IN_MESSAGE :
		    IN_SMALL;
	else
		u->in = IN_FILE;
	if (u->in != IN_SMALL && !u->bound)
		refuse(u, 403, VIEW_NOTICE_FOREIGN);
}

/* The path that some browsers send before it is nobody's business. */
static const char *
last_name(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash != NULL ? slash + 1 : name;
}

/* The first byte of a file or message, or the end of an empty file. */
static int
begin_item(struct upload *u, bool message)
{
	u->begun = true;
	return incoming_item(&u->incoming, message, message ?
	    SUBMIT_MESSAGE_NAME : last_name(u->name));
}

/* A message of blanks is none. */
static bool
is_blank(const void *p, size_t len)
{
	const char *at = p;

	while (len > 0 && *at != '\0' && strchr(BLANKS, *at) != NULL)
		at++, len--;
	return len == 0;
}

/* A form has one message, and parts have none. */
static bool
is_no_message(const struct upload *u, const struct web_event *e)
{
	return u->incoming.for_parts || u->incoming.message ||
	    is_blank(e->data, e->len);
}

static int
write_item(struct upload *u, const struct web_event *e)
{
	const bool message = u->in == IN_MESSAGE;
	int r;

	if (!u->begun) {
		if (message && is_no_message(u, e))
			return 0;
		if ((r = begin_item(u, message)) < 0)
			return r;
	}
	return incoming_write(&u->incoming, e);
}

static void
on_data(struct upload *u, const struct web_event *e)
{
	int r;

	if (u->in == IN_SMALL) {
		if (e->len >= sizeof(u->small) - u->nsmall) {
			refuse(u, 400, VIEW_NOTICE_MISUSE);
			return;
		}
		memcpy(u->small + u->nsmall, e->data, e->len);
		u->nsmall += e->len;
	} else if (u->in != IN_NONE && (r = write_item(u, e)) < 0) {
		failed(u, r);
	}
}

static void
on_small(struct upload *u)
{
	u->small[u->nsmall] = '\0';
	if (strcmp(u->field, "token") == 0) {
		u->bound = visit_token(u->visit, u->small);
		if (!u->bound)
			refuse(u, 403, VIEW_NOTICE_FOREIGN);
	} else if (strcmp(u->field, "l") == 0) {
		u->to.lang = view_language(u->small, u->accepted);
	}
}

static void
on_part_end(struct upload *u)
{
	const enum in_field in = u->in;
	int r = 0;

	u->in = IN_NONE;
	if (in == IN_SMALL) {
		on_small(u);
		return;
	}
	/* A field that no file was chosen in has neither name nor bytes. */
	if (in == IN_FILE && !u->begun && u->name[0] != '\0')
		r = begin_item(u, false);
	if (r == 0 && u->begun)
		r = incoming_item_end(&u->incoming);
	if (r < 0)
		failed(u, r);
}

static void
on_whole(struct upload *u)
{
	struct server *s = u->server;
	struct incoming *in = &u->incoming;
	const struct sent_what what = { .sending = in->sending,
	    .twins = in->keeping, .message = in->message, .files = in->files };

	if (!u->bound) {
		refuse(u, 403, VIEW_NOTICE_FOREIGN);
		return;
	}
	u->visit->did = true;
	if (in->sending != NULL)
		sent_finish(s, &u->to, u->visit, &what);
	else if (in->keeping != NULL)
		keeping_finish(in->keeping, &u->to, u->visit);
	else
		look_box(s, &u->to, u->visit, VIEW_NOTICE_NOTHING);
	in->sending = NULL;
	in->keeping = NULL;
	forget(u, false);
}

/* --- what the wall tells --- */

static struct upload *
find(struct server *s, uint32_t id)
{
	struct upload *u = s->uploads;

	while (u != NULL && u->to.id != id)
		u = u->next;
	return u;
}

void
upload_event(struct server *s, const struct web_event *e)
{
	struct upload *u;

	if (e->kind == WEB_EV_UPLOAD) {
		on_head(s, e);
		return;
	}
	/* What was refused may have more on its way. */
	if ((u = find(s, e->id)) == NULL)
		return;
	switch (e->kind) {
	case WEB_EV_PART:
		on_part(u, e);
		break;
	case WEB_EV_DATA:
		on_data(u, e);
		break;
	case WEB_EV_PART_END:
		on_part_end(u);
		break;
	case WEB_EV_WHOLE:
		on_whole(u);
		break;
	case WEB_EV_GONE:
		forget(u, e->gone != WEB_NO_FORM);
		break;
	default:
		break;
	}
}

void
upload_end_all(struct server *s)
{
	while (s->uploads != NULL)
		forget(s->uploads, true);
}
