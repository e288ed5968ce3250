/* page.c -- see page.h: who asks for what, and whose business that is. */
#include "redact/page/page.h"

#include <stdlib.h>
#include <string.h>

#include "redact/page/parts.h"
#include "vault/base/err.h"

struct route {
	enum web_method method;
	const char *pattern;	/* of query_path() */
	handler *run;
};

static const struct route routes[] = {
	{ WEB_GET, "/", page_root },
	{ WEB_GET, "/api/state", page_state },
	{ WEB_GET, "/api/changes", page_changes },
	{ WEB_GET, "/api/item/#", page_item },
	{ WEB_GET, "/api/item/#/sheet/#", page_sheet },
	{ WEB_GET, "/api/made/#/#", page_made_text },
	{ WEB_GET, "/picture/#/#", page_picture },
	{ WEB_GET, "/made/#/#", page_made },
	{ WEB_GET, "/media/#", page_media },
	{ WEB_GET, "/madem/#", page_made_media },
	{ WEB_POST, "/api/decide", page_decide },
	{ WEB_POST, "/api/equal", page_equal },
	{ WEB_POST, "/api/words", page_words },
	{ WEB_POST, "/api/add", page_add },
	{ WEB_POST, "/api/edges", page_edges },
	{ WEB_POST, "/api/box", page_box },
	{ WEB_POST, "/api/unbox", page_unbox },
	{ WEB_POST, "/api/time", page_time },
	{ WEB_POST, "/api/untime", page_untime },
	{ WEB_POST, "/api/seen", page_seen },
	{ WEB_POST, "/api/options", page_options },
	{ WEB_POST, "/api/undo", page_undo },
	{ WEB_POST, "/api/sign", page_sign },
	{ WEB_POST, "/api/return", page_return },
	{ WEB_POST, "/api/close", page_close },
};

static void
run(struct review_page *p, struct call *c, handler *h)
{
	int r;

	if ((r = h(p, c)) == 0 && !c->reply->later)
		r = bytes_ok(&c->reply->body);
	if (r < 0)
		reply_failure(c->reply, r);
}

/* What is found under a path, for somebody who was let in. */
static void
serve(struct review_page *p, struct call *c)
{
	static const char folder[] = "/static/";
	bool there = false;
	size_t i;

	for (i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
		if (!query_path(c->q->path, routes[i].pattern, c->n))
			continue;
		there = true;
		if (routes[i].method == c->q->method) {
			run(p, c, routes[i].run);
			return;
		}
	}
	if (strncmp(c->q->path, folder, sizeof(folder) - 1) == 0) {
		if (c->q->method == WEB_GET) {
			run(p, c, page_static);
			return;
		}
		there = true;
	}
	reply_error(c->reply, there ? 405 : 404, NULL, there ?
	    "this is asked for in another way; load the page again" :
	    "there is no such thing here; load the page again");
}

void
page_answer(struct review_page *p, const struct web_request *q, struct reply *reply)
{
	struct call c = { .q = q, .reply = reply };

	reply_status(reply, 200);
	switch (door_ask(p->door, q)) {
	case DOOR_IN:
		if (p->ended)
			reply_error(reply, 403, NULL, "this review is over; "
			    "start it again with tipline review");
		else
			serve(p, &c);
		break;
	case DOOR_FORM:
		page_form(&c, false);
		break;
	case DOOR_WELCOME:
		page_welcome(p, &c);
		break;
	case DOOR_WRONG:
		page_form(&c, true);
		break;
	case DOOR_OVER:
		p->ended = true;
		p->failure = err_set(ERR_NOT_PERMITTED, "somebody typed %u "
		    "wrong codes, so the page was closed; start the review "
		    "again, nothing decided is lost", DOOR_TRIES);
		reply_error(reply, 403, NULL, err_line());
		break;
	case DOOR_NO_TYPE:
		reply_error(reply, 415, NULL, "this takes JSON alone; load "
		    "the page again");
		break;
	case DOOR_NO_METHOD:
		reply_error(reply, 405, NULL, "this is asked for in another "
		    "way; load the page again");
		break;
	case DOOR_NO:
		reply_error(reply, 403, NULL, "this page is for the browser "
		    "that tipline review opened; start the review again to "
		    "open another");
		break;
	}
}

static void
send_later(void *arg, uint32_t id, const struct aside_thing *thing)
{
	struct review_page *p = arg;
	struct reply reply = REPLY_INIT;

	p->parked--;
	page_show(&reply, thing);
	p->send(p->send_arg, id, &reply);
	reply_free(&reply);
}

void
page_settle(struct review_page *p, void (*send)(void *, uint32_t,
    const struct reply *), void *arg)
{
	p->send = send;
	p->send_arg = arg;
	aside_settle(p->aside, send_later, p);
}

int
page_fd(const struct review_page *p)
{
	return aside_fd(p->aside);
}

bool
page_ended(const struct review_page *p, enum page_end *end, int *failure)
{
	*end = p->end;
	*failure = p->failure;
	return p->ended;
}

int
page_new(struct review_page **out, const struct page_setup *setup, uint16_t port)
{
	struct review_page *p;
	size_t i;
	int r;

	*out = NULL;
	if ((p = calloc(1, sizeof(*p))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	for (i = 0; i < PAGE_ORIGINALS; i++)
		p->originals[i].fd = -1;
	p->board = setup->board;
	p->setup = *setup;
	if ((r = door_new(&p->door, port)) == 0 &&
	    (r = aside_new(&p->aside)) == 0) {
		*out = p;
		return 0;
	}
	page_free(p);
	return r;
}

void
page_free(struct review_page *p)
{
	if (p == NULL)
		return;
	aside_free(p->aside);
	kept_free(p);
	door_free(p->door);
	free(p);
}
