/* page_kit.h -- for tests of the review page: requests without a wall, by a
 * browser that came in by the door. */
#ifndef TESTS_REDACT_PAGE_KIT_H
#define TESTS_REDACT_PAGE_KIT_H

#include "board_kit.h"

#include <poll.h>
#include <sodium.h>

#include "redact/page/parts.h"
#include "vault/base/io.h"

#define RIG_PORT 41234
#define RIG_HOST "127.0.0.1:41234"
#define RIG_ORIGIN "http://127.0.0.1:41234"

struct rig {
	struct kit k;
	struct desk desk;
	struct page_vault vault;
	struct review_page *page;
	struct web_request q;
	struct reply reply;
	char cookie[DOOR_COOKIE_SIZE];
	unsigned signed_, returned, closed;
	int fails;			/* what the desk returns */
	unsigned originals, layouts;	/* how often they were fetched */
	struct bytes files[KIT_ITEMS];	/* instead of texts, where not empty */
	uint32_t later;			/* the last that was answered so */
};

static inline int
rig_standing(void *arg, struct desk_standing *out)
{
	(void)arg;
	memset(out, 0, sizeof(*out));
	out->needed = 2;
	return 0;
}

static inline void
rig_label(void *arg, const struct fpr *who, char label[DESK_LABEL_SIZE])
{
	(void)arg;
	(void)snprintf(label, DESK_LABEL_SIZE, "person-%u", who->b[0]);
}

static inline int
rig_done(struct rig *r, unsigned *count)
{
	*count += r->fails == 0;
	return r->fails == 0 ? 0 : err_set((enum err)r->fails, "not now; wait");
}

static inline int
rig_sign(void *arg, bool myself)
{
	struct rig *r = arg;

	(void)myself;
	return r->fails == 0 && board_stored(r->k.board) < 0 ? ERR_FAILED :
	    rig_done(r, &r->signed_);
}

static inline int
rig_back(void *arg, const char *text)
{
	struct rig *r = arg;

	(void)text;
	return r->fails == 0 && board_stored(r->k.board) < 0 ? ERR_FAILED :
	    rig_done(r, &r->returned);
}

static inline int
rig_close(void *arg)
{
	return rig_done(arg, &((struct rig *)arg)->closed);
}

/* A text is its own original. */
static inline int
rig_original(void *arg, size_t item, int *fd)
{
	struct rig *r = arg;
	const struct bytes *b = r->files[item].len > 0 ? &r->files[item] :
	    &r->k.texts[item];

	r->originals++;
	return io_memfd_from(fd, "original", b->data, b->len);
}

static inline int
rig_layout(void *arg, size_t item, struct layout *out)
{
	struct rig *r = arg;
	const struct layout *l = &r->k.layouts[item];
	size_t i;

	r->layouts++;
	for (i = 0; i < l->npages; i++)
		assert_int_equal(layout_add_page(out, &l->pages[i]), 0);
	for (i = 0; i < l->nplaces; i++)
		assert_int_equal(layout_add_place(out, &l->places[i]), 0);
	return 0;
}

/* The page over the board of r->k. */
static inline void
rig_open(struct rig *r)
{
	struct page_setup setup = { .name = "brisk-otter", .desk = &r->desk,
	    .vault = &r->vault, .board = r->k.board };

	assert_true(sodium_init() >= 0);
	r->desk = (struct desk){ r, rig_standing, rig_label, rig_sign,
	    rig_back, rig_close };
	r->vault = (struct page_vault){ r, rig_original, rig_layout };
	r->q = WEB_REQUEST_INIT;
	r->reply = REPLY_INIT;
	assert_int_equal(page_new(&r->page, &setup, RIG_PORT), 0);
}

/* Two texts; NULL: those of kit_make(). */
static inline void
rig_make(struct rig *r, const char *first, const char *second)
{
	memset(r, 0, sizeof(*r));
	if (first == NULL)
		kit_make(&r->k);
	else
		kit_make_of(&r->k, first, second);
	rig_open(r);
}

static inline void
rig_end(struct rig *r)
{
	page_free(r->page);
	bytes_free(&r->q.body);
	reply_free(&r->reply);
	for (size_t i = 0; i < KIT_ITEMS; i++)
		bytes_free(&r->files[i]);
	kit_end(&r->k);
}

/* A request as another program would make it: nothing but its first line. */
static inline struct web_request *
rig_bare(struct rig *r, enum web_method method, const char *target)
{
	struct bytes body = r->q.body;
	uint32_t id = r->q.id + 1;
	const char *mark = strchr(target, '?');
	size_t len = mark == NULL ? strlen(target) : (size_t)(mark - target);

	bytes_reset(&body);
	r->q = (struct web_request){ .id = id, .method = method };
	r->q.body = body;
	memcpy(r->q.path, target, len);
	if (mark != NULL)
		(void)snprintf(r->q.query, sizeof(r->q.query), "%s", mark + 1);
	(void)snprintf(r->q.host, sizeof(r->q.host), "%s", RIG_HOST);
	return &r->q;
}

static inline unsigned
rig_send(struct rig *r)
{
	page_answer(r->page, &r->q, &r->reply);
	return r->reply.status;
}

static inline const char *
rig_says(struct rig *r)
{
	const char *s = bytes_str(&r->reply.body);

	return s == NULL ? "" : s;
}

/* What a browser sends that came in. */
static inline struct web_request *
rig_get(struct rig *r, const char *target)
{
	struct web_request *q = rig_bare(r, WEB_GET, target);

	(void)snprintf(q->cookie, sizeof(q->cookie), "%s", r->cookie);
	(void)snprintf(q->fetch_site, sizeof(q->fetch_site), "same-origin");
	return q;
}

static inline struct web_request *
rig_post(struct rig *r, const char *target, const char *body)
{
	struct web_request *q = rig_bare(r, WEB_POST, target);

	(void)snprintf(q->cookie, sizeof(q->cookie), "%s", r->cookie);
	(void)snprintf(q->fetch_site, sizeof(q->fetch_site), "same-origin");
	(void)snprintf(q->origin, sizeof(q->origin), "%s", RIG_ORIGIN);
	(void)snprintf(q->token, sizeof(q->token), "%s",
	    door_form(r->page->door));
	(void)snprintf(q->content_type, sizeof(q->content_type),
	    "application/json");
	assert_int_equal(bytes_add_str(&q->body, body), 0);
	return q;
}

/* A form that a file posts: /enter with this token. */
static inline unsigned
rig_enter(struct rig *r, const char *token)
{
	struct web_request *q = rig_bare(r, WEB_POST, "/enter");
	unsigned status;

	(void)snprintf(q->origin, sizeof(q->origin), "null");
	(void)snprintf(q->fetch_site, sizeof(q->fetch_site), "cross-site");
	(void)snprintf(q->content_type, sizeof(q->content_type),
	    "application/x-www-form-urlencoded");
	assert_int_equal(bytes_addf(&q->body, "token=%s", token), 0);
	status = rig_send(r);
	if (r->reply.cookie[0] != '\0') {
		memcpy(r->cookie, r->reply.cookie, sizeof(r->cookie));
		*strchr(r->cookie, ';') = '\0';
	}
	return status;
}

static inline void
rig_in(struct rig *r)
{
	char token[DOOR_SECRET_HEX];

	memcpy(token, door_token(r->page->door), sizeof(token));
	assert_int_equal(rig_enter(r, token), 200);
}

static inline void
rig_later(void *arg, uint32_t id, const struct reply *reply)
{
	struct rig *r = arg;

	r->later = id;
	reply_status(&r->reply, reply->status);
	r->reply.type = reply->type;
	r->reply.fd = reply->fd;	/* kept by the page */
	(void)bytes_add(&r->reply.body, reply->body.data, reply->body.len);
}

/* Wait for what is made aside. */
static inline void
rig_wait(struct rig *r)
{
	struct pollfd one = { .fd = page_fd(r->page), .events = POLLIN };

	assert_int_equal(poll(&one, 1, 60000), 1);
	page_settle(r->page, rig_later, r);
}

#endif
