/* store_write.c -- see store.h: making an entry. */
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/session/store_link.h"

#define WAIT_MS 10000		/* for another writer */
#define PREPARED_MAX (1u << 20)	/* bytes of a commit to sign */

int
store_begin_within(struct store *s, uint32_t ms)
{
	struct wire_reader rd;
	int r;

	wire_put_u32(&s->out, ms);
	if ((r = store_link_ask(s, STORE_BEGIN, -1, STORE_BEGUN, &rd)) < 0)
		return r;
	s->time = (int64_t)wire_get_u64(&rd);
	return wire_done(&rd, "the store's answer");
}

int64_t
store_time(const struct store *s)
{
	return s->time;
}

int
store_begin(struct store *s)
{
	return store_begin_within(s, WAIT_MS);
}

int
store_stage(struct store *s, int *fd, uint32_t *stage)
{
	struct wire_reader rd;
	int r;

	*fd = -1;
	if ((r = store_link_ask(s, STORE_STAGE, -1, STORE_STAGED, &rd)) < 0)
		return r;
	*stage = wire_get_u32(&rd);
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		return r;
	if ((*fd = wire_take_fd(&s->wall.frame, 0)) < 0)
		return store_link_lied("no descriptor");
	return 0;
}

int
store_stage_bytes(struct store *s, const void *p, size_t len, uint32_t *stage)
{
	struct wire_reader rd;
	int r;

	wire_put_bytes(&s->out, p, len);
	if ((r = store_link_ask(s, STORE_STAGE_BYTES, -1, STORE_NUMBER,
	    &rd)) < 0)
		return r;
	*stage = wire_get_u32(&rd);
	return wire_done(&rd, "the store's answer");
}

int
store_stage_grows(struct store *s, uint32_t stage, uint64_t upto)
{
	int r;

	wire_put_u32(&s->out, stage);
	wire_put_u64(&s->out, upto);
	if ((r = bytes_ok(&s->out)) == 0)
		r = wire_send(s->wall.sock, STORE_STAGE_GROWS, s->out.data,
		    s->out.len, NULL, 0);
	bytes_reset(&s->out);
	return r;
}

int
store_stage_sum(struct store *s, uint32_t stage,
    uint8_t sha256_out[SHA256_BYTES], uint64_t *size)
{
	struct wire_reader rd;
	int r;

	wire_put_u32(&s->out, stage);
	if ((r = store_link_ask(s, STORE_STAGE_SUM, -1, STORE_TAKEN, &rd)) < 0)
		return r;
	(void)wire_get_u8(&rd);		/* whether it will be large */
	wire_get_raw(&rd, sha256_out, SHA256_BYTES);
	*size = wire_get_u64(&rd);
	return wire_done(&rd, "the store's answer");
}

int
store_add(struct store *s, const struct path *path, const void *p, size_t len)
{
	const bool big = len > STORE_SMALL_MAX;
	int fd = -1, r;

	store_link_put_path(s, path);
	wire_put_bytes(&s->out, p, big ? 0 : len);
	if (big && (r = io_memfd_from(&fd, "add", p, len)) < 0) {
		bytes_reset(&s->out);
		return r;
	}
	r = store_link_ask_ok(s, STORE_ADD, fd);
	io_close(&fd);
	return r;
}

int
store_add_stage(struct store *s, struct path *path, uint32_t stage,
    const uint8_t expect[SHA256_BYTES], uint8_t sha256_out[SHA256_BYTES],
    uint64_t *size)
{
	struct wire_reader rd;
	uint8_t large;
	int r;

	store_link_put_path(s, path);
	wire_put_u32(&s->out, stage);
	wire_put_bytes(&s->out, expect, expect != NULL ? SHA256_BYTES : 0);
	if ((r = store_link_ask(s, STORE_ADD_STAGE, -1, STORE_TAKEN, &rd)) < 0)
		return r;
	large = wire_get_u8(&rd);
	wire_get_raw(&rd, sha256_out, SHA256_BYTES);
	*size = wire_get_u64(&rd);
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		return r;
	if (large != (*size > PATH_SEALED_MAX) || (expect != NULL &&
	    memcmp(expect, sha256_out, SHA256_BYTES) != 0))
		return store_link_lied("a staged file");
	path->large = large;
	return 0;
}

/*
 * What is about to be signed must be a commit that says of itself what the
 * caller asked for: its message begins and its actor is as given.
 */
static int
prepared_is(struct bytes *text, const struct entry *e)
{
	struct bytes due = BYTES_INIT(PREPARED_MAX);
	char fpr[FPR_HEX_SIZE];
	const char *is, *message;
	bool same;

	fpr_hex(fpr, &e->actor);
	(void)bytes_addf(&due, "\n\n%s: %s\n\nEvent: %s\nActor: %s\n",
	    e->event, e->subject, e->event, fpr);
	is = bytes_str(text);
	same = is != NULL && strlen(is) == text->len &&
	    strncmp(is, "tree ", 5) == 0 && bytes_str(&due) != NULL &&
	    (message = strstr(is, "\n\n")) != NULL &&
	    strncmp(message, (const char *)due.data, due.len) == 0;
	bytes_free(&due);
	return same ? 0 : store_link_lied("an entry to sign");
}

int
store_prepare(struct store *s, const struct entry *e, struct bytes *to_sign)
{
	struct bytes text = BYTES_INIT(PREPARED_MAX);
	int r;

	wire_put_str(&s->out, e->event);
	wire_put_str(&s->out, e->subject);
	wire_put_raw(&s->out, e->actor.b, FPR_BYTES);
	wire_put_raw(&s->out, e->item.b, ID_BYTES);
	wire_put_u32(&s->out, (uint32_t)e->nsubmissions);
	wire_put_raw(&s->out, e->submissions,
	    e->nsubmissions * sizeof(struct id));
	if ((r = store_link_ask_parts(s, STORE_PREPARE, &text)) == 0)
		r = prepared_is(&text, e);
	if (r == 0)
		r = bytes_add(to_sign, text.data, text.len);
	bytes_free(&text);
	return r;
}

int
store_commit(struct store *s, const void *armored, size_t len,
    char commit[41])
{
	struct wire_reader rd;
	char hex[41];
	int r;

	wire_put_bytes(&s->out, armored, len);
	if ((r = store_link_ask(s, STORE_COMMIT, -1, STORE_COMMITTED, &rd)) < 0)
		return r;
	wire_get_str(&rd, hex, sizeof(hex));
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		return r;
	if (!store_link_is_commit(hex))
		return store_link_lied("a commit");
	memcpy(commit, hex, sizeof(hex));
	s->made = false;	/* a vault now: it stays */
	return 0;
}

int
store_abort(struct store *s)
{
	return store_link_ask_ok(s, STORE_ABORT, -1);
}
