/* upload.c -- see upload.h. */
#include "intake/serve/upload.h"

#include <stdlib.h>
#include <string.h>

#include "intake/receive/submit.h"
#include "intake/serve/answer.h"
#include "intake/serve/door.h"
#include "intake/serve/look.h"
#include "intake/serve/keeping.h"
#include "intake/serve/sending.h"
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
	bool for_parts;
	bool bound;			/* the token was right */
	enum in_field in;
	bool begun;			/* the item of this field is */
	char field[sizeof(((struct web_event *)0)->field)];
	char name[sizeof(((struct web_event *)0)->name)];
	char small[SERVE_SMALL_MAX];
	size_t nsmall;
	uint64_t came;			/* bytes of files and message */
	uint64_t reserved, written;	/* bytes of the space */
	unsigned files;
	bool message;
	bool twinned;			/* what is sent is kept as parts too */
	struct sending *sending;	/* NULL: nothing came yet */
	struct keeping *keeping;	/* parts, or twins; NULL */
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

/* What was handed on is not here any more.  Parts that came stay if it only
 * broke. */
static void
forget(struct upload *u, bool broke)
{
	struct server *s = u->server;

	unlink_it(u);
	space_give(&s->space, u->reserved, u->written);
	if (u->sending != NULL)
		sent_discard(s, u->sending);
	if (u->keeping != NULL) {
		if (broke)
			keeping_end(u->keeping);
		else
			keeping_undo(u->keeping);
	}
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
		return;
	}
	trouble_set(&t, r);
	trouble_tell(u->server, &t);
	refuse(u, 503, r == ERR_NO_SPACE ? VIEW_NOTICE_FULL :
	    VIEW_NOTICE_FAILED);
}

/* --- its beginning --- */

static void
on_head(struct server *s, const struct web_event *e)
{
	const struct web_request *q = e->request;
	struct asker to = answer_asker(q);
	struct visit *visit = visits_find(s->visits, to.came / 1000,
	    q->cookie);
	const uint64_t most = s->set->limit + SERVE_FORM_OVERHEAD;
	const uint64_t comes = e->announced > 0 ? e->announced : most;
	const bool parts = strcmp(q->path, "/part") == 0;
	const bool twins = !parts && comes >= SERVE_TWINS_LEAST;
	const uint64_t takes = twins ? 2 * comes : comes;
	struct upload *u;

	if (!door_from_here(q)) {
		answer_notice(s, &to, NULL, 403, VIEW_NOTICE_FOREIGN);
	} else if (!parts && strcmp(q->path, "/send") != 0) {
		answer_notice(s, &to, visit, 404, VIEW_NOTICE_NO_PAGE);
	} else if (visit == NULL) {
		answer_home(s, &to, VIEW_NOTICE_ENDED);
	} else if (comes > most) {
		answer_notice(s, &to, visit, 413, VIEW_NOTICE_TOO_BIG);
	} else if (s->ending || !space_take(&s->space, takes)) {
		answer_notice(s, &to, visit, 503, VIEW_NOTICE_FULL);
	} else if ((u = calloc(1, sizeof(*u))) == NULL) {
		space_give(&s->space, takes, 0);
		answer_notice(s, &to, visit, 503, VIEW_NOTICE_BUSY);
	} else {
		u->server = s;
		u->to = to;
		u->visit = visit;
		u->reserved = takes;
		u->for_parts = parts;
		u->twinned = twins;
		memcpy(u->accepted, q->language, sizeof(u->accepted));
		visits_busy(visit);
		u->next = s->uploads;
		s->uploads = u;
		if (web_go_on(s->web, e->id) < 0)
			s->failed = ERR_WALL;
	}
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

static int
begin_part(struct upload *u, const char *name)
{
	int r;

	if (u->keeping == NULL && (r = keeping_begin(&u->keeping, u->server,
	    &u->visit->pub)) < 0)
		return r;
	return keeping_part(u->keeping, name);
}

/* It goes on without: what breaks is lost then, nothing else. */
static void
no_twins(struct upload *u)
{
	u->twinned = false;
	if (u->keeping != NULL)
		keeping_undo(u->keeping);
	u->keeping = NULL;
}

/* The first byte of a file or message, or the end of an empty file. */
static int
begin_item(struct upload *u)
{
	const bool message = u->in == IN_MESSAGE;
	const char *name = message ? SUBMIT_MESSAGE_NAME : last_name(u->name);
	int r;

	u->begun = true;
	if (message)
		u->message = true;
	else if (++u->files > (u->for_parts ? SERVE_PARTS_MAX :
	    SERVE_FILES_MAX))
		return ERR_TOO_BIG;
	if (u->for_parts)
		return begin_part(u, name);
	if (u->twinned && begin_part(u, name) < 0)
		no_twins(u);
	if (u->sending == NULL && (r = sending_begin(&u->sending, u->server,
	    &u->visit->pub, SERVE_FILES_MAX + 1)) < 0)
		return r;
	return sending_item(u->sending, message ? ITEM_MESSAGE : ITEM_FILE,
	    name);
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

static int
write_item(struct upload *u, const struct web_event *e)
{
	uint64_t takes;
	int r;

	if (!u->begun) {
		if (e->len == 0 || (u->in == IN_MESSAGE && (u->for_parts ||
		    u->message || is_blank(e->data, e->len))))
			return 0;
		if ((r = begin_item(u)) < 0)
			return r;
	}
	takes = u->twinned ? 2 * e->len : e->len;
	if (takes > u->reserved - u->written ||
	    u->came + e->len > u->server->set->limit)
		return ERR_TOO_BIG;
	u->came += e->len;
	u->written += takes;
	space_wrote(&u->server->space, takes);
	if (u->for_parts)
		return keeping_write(u->keeping, e->data, e->len);
	if (u->twinned && keeping_write(u->keeping, e->data, e->len) < 0)
		no_twins(u);
	return sending_write(u->sending, e->data, e->len);
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

static int
end_item(struct upload *u)
{
	if (u->for_parts)
		return keeping_part_end(u->keeping);
	if (u->twinned && keeping_part_end(u->keeping) < 0)
		no_twins(u);
	return sending_item_end(u->sending);
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
	if (in == IN_FILE && !u->begun && u->name[0] != '\0') {
		u->in = in;
		r = begin_item(u);
		u->in = IN_NONE;
	}
	if (r == 0 && u->begun)
		r = end_item(u);
	if (r < 0)
		failed(u, r);
}

static void
on_whole(struct upload *u)
{
	struct server *s = u->server;
	const struct sent_what what = { .sending = u->sending,
	    .twins = u->keeping, .message = u->message, .files = u->files };

	if (!u->bound) {
		refuse(u, 403, VIEW_NOTICE_FOREIGN);
		return;
	}
	u->visit->did = true;
	if (u->sending != NULL)
		sent_finish(s, &u->to, u->visit, &what);
	else if (u->keeping != NULL)
		keeping_finish(u->keeping, &u->to, u->visit);
	else
		look_box(s, &u->to, u->visit, VIEW_NOTICE_NOTHING);
	u->sending = NULL;
	u->keeping = NULL;
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
