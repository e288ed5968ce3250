/* pages.c -- see pages.h.  Forms with files are upload.c's. */
#include "intake/serve/pages.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/serve/answer.h"
#include "intake/serve/ask.h"
#include "intake/serve/covering.h"
#include "intake/serve/door.h"
#include "intake/serve/form.h"
#include "intake/serve/join.h"
#include "intake/serve/look.h"

#define TYPE_FORM "application/x-www-form-urlencoded"

struct call {
	struct server *server;
	const struct web_request *request;
	struct asker to;
	struct visit *visit;		/* NULL: none, or it ended */
};

/* --- without a visit --- */

static void
get_home(struct call *c)
{
	if (c->visit != NULL)
		look_box(c->server, &c->to, c->visit, VIEW_NOTICE_NONE);
	else
		answer_home(c->server, &c->to, VIEW_NOTICE_NONE);
}

static void
get_box(struct call *c)
{
	c->to.stepped = true;
	if (c->visit != NULL)
		look_box(c->server, &c->to, c->visit, VIEW_NOTICE_NONE);
	else
		answer_home(c->server, &c->to, VIEW_NOTICE_ENDED);
}

/* Of cover mode: a page that somebody leaves open. */
static void
get_wait(struct call *c)
{
	c->to.stepped = true;
	if (!c->server->set->cover)
		answer_notice(c->server, &c->to, c->visit, 404,
		    VIEW_NOTICE_NO_PAGE);
	else if (c->visit != NULL)
		look_wait(c->server, &c->to, c->visit);
	else
		answer_home(c->server, &c->to, VIEW_NOTICE_ENDED);
}

static void
get_help(struct call *c)
{
	struct view v = { .notice = VIEW_NOTICE_NONE };

	answer_page(c->server, &c->to, c->visit, 200, view_help_parts, &v);
}

static void
get_style(struct call *c)
{
	struct web_answer answer = { .status = 200, .fd = -1,
	    .type = "text/css; charset=utf-8" };

	answer.data = view_style(&answer.len);
	answer_raw(c->server, c->to.id, &answer);
}

static void
post_begin(struct call *c)
{
	c->to.stepped = true;
	if (c->visit != NULL)
		look_box(c->server, &c->to, c->visit, VIEW_NOTICE_SHOWN_ONCE);
	else
		ask_new(c->server, &c->to);
}

/* Who comes with a code name ends the visit that the browser had. */
static void
post_enter(struct call *c)
{
	char words[LETTERBOX_TYPED_MAX + 1];
	const struct bytes *body = &c->request->body;

	c->to.stepped = true;
	if (c->visit != NULL)
		visits_end(c->server->visits, c->visit);
	if (form_get(body->data, body->len, "words", words, sizeof(words)))
		ask_enter(c->server, &c->to, words);
	else
		answer_home(c->server, &c->to, VIEW_NOTICE_NOT_WORDS);
	explicit_bzero(words, sizeof(words));
}

/* --- of a visit: its token came along --- */

static void
post_delete(struct call *c)
{
	char hex[ID_HEX_SIZE];
	struct id id;

	(void)form_get(c->request->body.data, c->request->body.len, "reply",
	    hex, sizeof(hex));
	if (id_parse(&id, hex) < 0)
		answer_notice(c->server, &c->to, c->visit, 400,
		    VIEW_NOTICE_MISUSE);
	else
		look_after(c->server, &c->to, c->visit, LOOK_DELETE, &id, 1,
		    VIEW_NOTICE_DELETED);
}

/* The parts that were chosen: their number, or -1 when there are too many or
 * one is none. */
static int
chosen(const struct call *c, struct id ids[LETTERBOX_PARTS_MAX])
{
	const struct bytes *body = &c->request->body;
	char hex[ID_HEX_SIZE];
	size_t at = 0;
	int n = 0;

	while (form_next(body->data, body->len, &at, "part", hex, sizeof(hex)))
		if (n == LETTERBOX_PARTS_MAX || id_parse(&ids[n++], hex) < 0)
			return -1;
	return n;
}

static void
use_parts(struct call *c, const struct id *ids, size_t n)
{
	const struct bytes *body = &c->request->body;
	char how[8], name[PART_NAME_SIZE];

	if (strcmp(c->request->path, "/drop") == 0) {
		look_after(c->server, &c->to, c->visit, LOOK_DROP, ids, n,
		    VIEW_NOTICE_DROPPED);
		return;
	}
	(void)form_get(body->data, body->len, "how", how, sizeof(how));
	(void)form_get(body->data, body->len, "name", name, sizeof(name));
	join_parts(c->server, &c->to, c->visit, ids, n,
	    strcmp(how, "each") == 0 ? NULL : name);
}

static void
post_parts(struct call *c)
{
	struct id *ids = calloc(LETTERBOX_PARTS_MAX, sizeof(*ids));
	int n = ids == NULL ? -1 : chosen(c, ids);

	if (n < 0)
		answer_notice(c->server, &c->to, c->visit, 400,
		    VIEW_NOTICE_MISUSE);
	else if (n == 0)
		look_box(c->server, &c->to, c->visit, VIEW_NOTICE_NO_PART);
	else
		use_parts(c, ids, (size_t)n);
	free(ids);
}

static void
post_leave(struct call *c)
{
	c->to.stepped = true;		/* the cookie goes too */
	visits_end(c->server->visits, c->visit);
	answer_home(c->server, &c->to, VIEW_NOTICE_LEFT);
}

/* --- which --- */

static const struct page {
	const char *path;
	enum web_method method;
	bool of_visit;
	void (*answer)(struct call *c);
} pages[] = {
	{ "/", WEB_GET, false, get_home },
	{ "/box", WEB_GET, false, get_box },
	{ "/wait", WEB_GET, false, get_wait },
	{ "/help/parts", WEB_GET, false, get_help },
	{ "/style.css", WEB_GET, false, get_style },
	{ "/begin", WEB_POST, false, post_begin },
	{ "/enter", WEB_POST, false, post_enter },
	{ "/delete", WEB_POST, true, post_delete },
	{ "/join", WEB_POST, true, post_parts },
	{ "/drop", WEB_POST, true, post_parts },
	{ "/leave", WEB_POST, true, post_leave },
};

static bool
is_form(const struct web_request *q)
{
	const size_t len = strlen(TYPE_FORM);

	return strncasecmp(q->content_type, TYPE_FORM, len) == 0 &&
	    (q->content_type[len] == '\0' || q->content_type[len] == ';');
}

static bool
has_token(const struct call *c)
{
	char token[VISIT_HEX];

	return form_get(c->request->body.data, c->request->body.len, "token",
	    token, sizeof(token)) && visit_token(c->visit, token);
}

static void
answer(struct call *c, const struct page *page)
{
	struct server *s = c->server;

	if (page->method == WEB_POST && !door_from_here(c->request))
		answer_notice(s, &c->to, NULL, 403, VIEW_NOTICE_FOREIGN);
	else if (page->method == WEB_POST && !is_form(c->request))
		answer_notice(s, &c->to, NULL, 400, VIEW_NOTICE_MISUSE);
	else if (page->of_visit && c->visit == NULL)
		answer_home(s, &c->to, VIEW_NOTICE_ENDED);
	else if (page->of_visit && !has_token(c))
		answer_notice(s, &c->to, c->visit, 403, VIEW_NOTICE_FOREIGN);
	else
		page->answer(c);
}

void
pages_answer(struct server *s, const struct web_request *q)
{
	struct call c = { .server = s, .request = q, .to = answer_asker(q) };
	size_t i;

	if (s->covering != NULL && strcmp(q->path, "/cover") == 0) {
		covering_request(s, q, c.to.came);
		return;
	}
	c.visit = visits_find(s->visits, c.to.came / 1000, q->cookie);
	for (i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (pages[i].method == q->method &&
		    strcmp(pages[i].path, q->path) == 0) {
			answer(&c, &pages[i]);
			return;
		}
	answer_notice(s, &c.to, c.visit, 404, VIEW_NOTICE_NO_PAGE);
}
