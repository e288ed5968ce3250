/*
 * fuzz_page.c -- requests to a review.  A byte says what they have of what a
 * browser that came in has; then a line for each field, then the body; more
 * requests behind 0x1e.  Who lacks something changes nothing and sees nothing.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/page/parts.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define PORT 41234
#define SECRET "jane@example.org"

enum has { HAS_COOKIE = 1, HAS_TOKEN = 2, HAS_ORIGIN = 4, HAS_HOST = 8,
	HAS_TYPE = 16, HAS_ALL = 31, IS_POST = 32 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const char text[] = "\xc5\xbb: " SECRET " and joe@example.org\n"
    "call +48 532 312 180\n";

struct one {
	struct bytes text;
	struct plan plan;
	struct layout layout;
	struct report report;
	struct board *board;
};

static int
standing(void *arg, struct desk_standing *out)
{
	(void)arg;
	memset(out, 0, sizeof(*out));
	return 0;
}

static void
label(void *arg, const struct fpr *who, char out[DESK_LABEL_SIZE])
{
	(void)arg;
	(void)who;
	out[0] = '\0';
}

static int
done(void *arg)
{
	(void)arg;
	return 0;
}

static int
sign_it(void *arg, bool myself)
{
	(void)arg;
	(void)myself;
	return 0;
}

static int
send_back(void *arg, const char *note)
{
	(void)arg;
	(void)note;
	return 0;
}

static int
no_original(void *arg, size_t item, int *fd)
{
	(void)arg;
	(void)item;
	(void)fd;
	return err_set(ERR_NOT_FOUND, "not here");
}

static int
no_layout(void *arg, size_t item, struct layout *out)
{
	(void)arg;
	(void)item;
	(void)out;
	return 0;
}

static const struct desk desk = { NULL, standing, label, sign_it, send_back,
	done };
static const struct page_vault vault = { NULL, no_original, no_layout };
static struct review_page *page;
static char cookie[DOOR_COOKIE_SIZE];

static void
make(struct one *o)
{
	static const uint64_t at[][2] = { { 4, 20 }, { 25, 40 } };
	struct planned f = { .kind = "EMAIL", .finder = "email",
	    .confidence = 1, .label = "[EMAIL-1]" };
	struct board_item item = { .number = 1, .plan = &o->plan,
	    .text = &o->text, .layout = &o->layout, .report = &o->report };
	struct board_setup setup = { .items = &item, .n = 1 };

	memset(o, 0, sizeof(*o));
	o->text = BYTES_INIT(4096);
	o->report.format = FORMAT_TEXT;
	if (bytes_add(&o->text, text, sizeof(text) - 1) < 0)
		abort();
	for (size_t i = 0; i < 2; i++) {
		f.start = at[i][0];
		f.end = at[i][1];
		if (plan_add(&o->plan, &f) < 0)
			abort();
	}
	memset(&setup.by, 9, sizeof(setup.by));
	if (board_new(&o->board, &setup) < 0)
		abort();
}

static void
open_page(struct one *o)
{
	const struct page_setup setup = { .board = o->board, .desk = &desk,
	    .vault = &vault, .name = "brisk-otter" };

	if (sodium_init() < 0 || page_new(&page, &setup, PORT) < 0)
		abort();
	door_cookie(page->door, cookie);
	*strchr(cookie, ';') = '\0';
}

/* The next line into a field. */
static void
field(const uint8_t **p, const uint8_t *end, char *to, size_t size)
{
	size_t n = 0;

	for (; *p < end && **p != '\n'; (*p)++)
		if (n + 1 < size && **p > 0x1f && **p < 0x7f)
			to[n++] = (char)**p;
	if (*p < end)
		(*p)++;
	to[n] = '\0';
}

static void
put(char *to, size_t size, const char *from)
{
	(void)snprintf(to, size, "%s", from);
}

static void
ask(struct one *o, const uint8_t *p, const uint8_t *end)
{
	static uint32_t id;
	struct web_request q = WEB_REQUEST_INIT;
	struct reply reply = REPLY_INIT;
	unsigned has = p < end ? *p++ : 0;
	uint64_t before = board_revision(o->board);

	q.id = ++id;
	q.method = (has & IS_POST) != 0 ? WEB_POST : WEB_GET;
	q.path[0] = '/';
	field(&p, end, q.path + 1, sizeof(q.path) - 1);
	field(&p, end, q.query, sizeof(q.query));
	field(&p, end, q.host, sizeof(q.host));
	field(&p, end, q.origin, sizeof(q.origin));
	field(&p, end, q.cookie, sizeof(q.cookie));
	field(&p, end, q.content_type, sizeof(q.content_type));
	field(&p, end, q.fetch_site, sizeof(q.fetch_site));
	field(&p, end, q.token, sizeof(q.token));
	field(&p, end, q.language, sizeof(q.language));
	field(&p, end, q.range, sizeof(q.range));
	if (p < end)
		(void)bytes_add(&q.body, p, (size_t)(end - p));
	if ((has & HAS_COOKIE) != 0)
		put(q.cookie, sizeof(q.cookie), cookie);
	if ((has & HAS_TOKEN) != 0)
		put(q.token, sizeof(q.token), door_form(page->door));
	if ((has & HAS_ORIGIN) != 0)
		put(q.origin, sizeof(q.origin), door_origin(page->door));
	if ((has & HAS_HOST) != 0)
		put(q.host, sizeof(q.host), "127.0.0.1:41234");
	if ((has & HAS_TYPE) != 0)
		put(q.content_type, sizeof(q.content_type), "application/json");
	page_answer(page, &q, &reply);
	if (reply.later || reply.status < 200 || reply.status > 599 ||
	    (reply.body.len > 0 && !utf8_valid(reply.body.data,
	    reply.body.len)))
		abort();
	/* A look needs cookie and host, a change all of it. */
	if (board_revision(o->board) != before &&
	    ((has & HAS_COOKIE) == 0 || (has & HAS_TOKEN) == 0 ||
	    (has & IS_POST) == 0))
		abort();
	if ((has & HAS_COOKIE) == 0 && reply.body.len > 0 &&
	    memmem(reply.body.data, reply.body.len, SECRET,
	    sizeof(SECRET) - 1) != NULL)
		abort();
	reply_free(&reply);
	bytes_free(&q.body);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const uint8_t *p = data, *end = data + len, *next;
	struct one o;

	make(&o);
	if (page == NULL)
		open_page(&o);
	page->board = o.board;
	page->ended = false;
	while (p < end) {
		next = memchr(p, 0x1e, (size_t)(end - p));
		if (next == NULL)
			next = end;
		ask(&o, p, next);
		p = next + (next < end);
	}
	board_free(o.board);
	plan_free(&o.plan);
	bytes_free(&o.text);
	return 0;
}
