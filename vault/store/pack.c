/* pack.c -- see pack.h. */
#include "vault/store/pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/delta.h"
#include "vault/store/inflate.h"
#include "vault/store/loose.h"
#include "vault/store/span.h"

#define MAGIC "PACK\0\0\0\2"
#define MAGIC_BYTES 8
#define ENTRY_BYTES_MAX 40	/* kind, length, and a base */
#define LENGTH_SHIFT_MAX 53	/* a length's last bits go here */
#define PLACE_MAX (UINT64_MAX >> 8)
#define ROOM_MAX 65536		/* bytes made room for on an entry's word */

static int
damaged(const struct pack *k, const char *what)
{
	return err_set(ERR_INTEGRITY, "objects/pack/%s.pack is damaged (%s); "
	    "run `tipline repair`", k->name, what);
}

static int
check_heads(struct pack *k, uint64_t idx_size)
{
	uint8_t head[PACK_HEAD_BYTES], sum[SHA1_BYTES];
	uint32_t n;
	int r;

	if (k->size < PACK_HEAD_BYTES + SHA1_BYTES)
		return damaged(k, "it is cut");
	if ((r = span_read(k->fd, 0, head, sizeof(head))) < 0 ||
	    (r = span_read(k->fd, k->size - SHA1_BYTES, sum,
	    sizeof(sum))) < 0 ||
	    (r = idx_head(&k->idx, k->idx_fd, idx_size)) < 0)
		return r;
	n = (uint32_t)head[8] << 24 | (uint32_t)head[9] << 16 |
	    (uint32_t)head[10] << 8 | head[11];
	if (memcmp(head, MAGIC, MAGIC_BYTES) != 0)
		return damaged(k, "it is not of version 2");
	if (n != k->idx.n)
		return damaged(k, "its index is of another number of objects");
	return memcmp(sum, k->idx.pack_sum, sizeof(sum)) == 0 ? 0 :
	    damaged(k, "its index is of another pack, or it is cut");
}

int
pack_open(struct pack *k, int dir)
{
	char file[PACK_NAME_SIZE + 8];
	uint64_t idx_size;
	int r;

	k->fd = k->idx_fd = -1;
	(void)snprintf(file, sizeof(file), "%s.idx", k->name);
	if ((r = span_open(dir, file, &k->idx_fd, &idx_size)) < 0)
		return r;
	(void)snprintf(file, sizeof(file), "%s.pack", k->name);
	if ((r = span_open(dir, file, &k->fd, &k->size)) < 0 ||
	    (r = check_heads(k, idx_size)) < 0)
		pack_close(k);
	return r;
}

void
pack_close(struct pack *k)
{
	io_close(&k->fd);
	io_close(&k->idx_fd);
	ahead_free(k->ahead);
	k->ahead = NULL;
	idx_forget(&k->idx);
}

/* --- one entry --- */

struct head {
	const uint8_t *p;
	size_t left;
	bool bad;
};

static unsigned
next(struct head *h)
{
	if (h->left == 0) {
		h->bad = true;
		return 0;
	}
	h->left--;
	return *h->p++;
}

static void
get_kind(struct head *h, struct pack_entry *e)
{
	unsigned byte = next(h), shift = 4;

	e->kind = byte >> 4 & 7;
	e->len = byte & 15;
	while ((byte & 0x80) != 0 && !h->bad) {
		byte = next(h);
		if (shift > LENGTH_SHIFT_MAX)
			h->bad = true;
		else
			e->len |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	}
}

/* How far before the entry its base begins. */
static uint64_t
get_back(struct head *h)
{
	unsigned byte = next(h);
	uint64_t back = byte & 0x7f;

	while ((byte & 0x80) != 0 && !h->bad) {
		if (back > PLACE_MAX)
			h->bad = true;
		byte = next(h);
		back = (back + 1) << 7 | (byte & 0x7f);
	}
	return back;
}

/* Up to `len` bytes at `at`; *got says how many. */
static int
peek(struct pack *k, uint64_t at, uint8_t *p, size_t len, size_t *got)
{
	const uint64_t end = k->size - SHA1_BYTES;
	const uint8_t *from;
	size_t n;
	int r;

	for (*got = 0; *got < len && at < end; *got += n, at += n) {
		if ((r = ahead_get(&k->ahead, k->fd, at, end, &from, &n)) < 0)
			return r;
		n = n < len - *got ? n : len - *got;
		memcpy(p + *got, from, n);
	}
	return 0;
}

int
pack_entry(struct pack *k, uint64_t at, struct pack_entry *e)
{
	const uint64_t end = k->size - SHA1_BYTES;
	uint8_t bytes[ENTRY_BYTES_MAX];
	struct head h = { .p = bytes };
	uint64_t back;
	unsigned i;
	int r;

	memset(e, 0, sizeof(*e));
	if (at < PACK_HEAD_BYTES || at >= end)
		return damaged(k, "an object's place is outside");
	if ((r = peek(k, at, bytes, sizeof(bytes), &h.left)) < 0)
		return r;
	get_kind(&h, e);
	if (e->kind == PACK_OFS) {
		back = get_back(&h);
		if (h.bad || back == 0 || back > at - PACK_HEAD_BYTES)
			return damaged(k, "a base is not before its "
			    "difference");
		e->base = at - back;
	} else if (e->kind == PACK_REF) {
		for (i = 0; i < SHA1_BYTES; i++)
			e->base_id.id[i] = (uint8_t)next(&h);
	} else if (e->kind < GIT_OBJECT_COMMIT || e->kind > GIT_OBJECT_TAG) {
		return damaged(k, "an object has no such type");
	}
	if (h.bad)
		return damaged(k, "an object's head is cut");
	if (e->len > LOOSE_OBJECT_MAX)
		return damaged(k, "an object is longer than any of a vault");
	e->data = at + (uint64_t)(h.p - bytes);
	return 0;
}

/* The pack's bytes up to its trailer, a block at a time. */
struct source {
	struct inflate_in in;	/* first: inflate hands back a pointer to it */
	struct pack *k;
	uint64_t at;
	int code;
};

static bool
more(struct inflate_in *in)
{
	struct source *s = (struct source *)in;
	const uint64_t end = s->k->size - SHA1_BYTES;

	if (s->at >= end)
		return false;
	s->code = ahead_get(&s->k->ahead, s->k->fd, s->at, end, &s->in.p,
	    &s->in.left);
	if (s->code < 0)
		return false;
	s->at += s->in.left;
	return true;
}

int
pack_inflate(struct pack *k, const struct pack_entry *e,
    struct bytes *out, uint64_t *end)
{
	struct source s = { .in = { .more = more }, .k = k, .at = e->data };
	const size_t from = out->len;
	uint8_t *room;
	bool ok;

	/* As far as its word goes, it need not grow. */
	if (bytes_room(out, e->len < ROOM_MAX ? (size_t)e->len : ROOM_MAX,
	    &room) < 0)
		return bytes_ok(out);
	out->len = from;
	ok = inflate_stream(out, &s.in);
	if (s.code < 0)
		return s.code;
	if (s.in.starved)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if (!ok || out->len - from != e->len)
		return damaged(k, "an object cannot be unpacked");
	*end = e->data + s.in.used;
	return 0;
}

/* --- an object --- */

/* The differences that lead from an object to what it is made of. */
struct chain {
	struct step {
		uint64_t at;
		struct pack_entry entry;
	} *v;
	size_t n, cap;
};

static int
chain_add(struct chain *c, const struct pack *k, uint64_t at,
    const struct pack_entry *e)
{
	size_t cap = c->cap > 0 ? 2 * c->cap : 16;
	struct step *v;

	if (c->n >= PACK_CHAIN_MAX)
		return damaged(k, "an object is a difference from too many "
		    "others");
	if (c->n == c->cap) {
		if ((v = realloc(c->v, cap * sizeof(*v))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		c->v = v;
		c->cap = cap;
	}
	c->v[c->n].at = at;
	c->v[c->n++].entry = *e;
	return 0;
}

/* Where a base lies that goes by its name. */
static int
find_base(const struct pack *k, const git_oid *id, uint64_t *at)
{
	size_t i;

	if (k->idx_fd >= 0)
		return idx_find(&k->idx, k->idx_fd, id, at);
	for (i = 0; i < k->nnames; i++)
		if (git_oid_equal(&k->names[i].id, id)) {
			*at = k->names[i].at;
			return 0;
		}
	return ERR_NOT_FOUND;
}

/* Down to what is whole: its type and content, and the way back up. */
static int
find_whole(struct pack *k, uint64_t at, struct bases *bases,
    struct chain *c, git_object_t *type, struct bytes *whole)
{
	struct pack_entry e;
	uint64_t end;
	int r;

	while (!bases_get(bases, k->serial, at, type, whole)) {
		if ((r = pack_entry(k, at, &e)) < 0)
			return r;
		if (e.kind != PACK_OFS && e.kind != PACK_REF) {
			*type = (git_object_t)e.kind;
			if ((r = pack_inflate(k, &e, whole, &end)) == 0 &&
			    c->n > 0)
				bases_put(bases, k->serial, at, *type, whole);
			return r;
		}
		if ((r = chain_add(c, k, at, &e)) < 0)
			return r;
		at = e.base;
		if (e.kind == PACK_REF) {
			r = find_base(k, &e.base_id, &at);
			if (r == ERR_NOT_FOUND)
				return damaged(k, "a base is missing");
			if (r < 0)
				return r;
		}
	}
	return 0;
}

/* One difference: `whole` becomes what it makes of it. */
static int
climb(struct pack *k, const struct step *s, struct bytes *whole)
{
	struct bytes delta = BYTES_INIT(LOOSE_OBJECT_MAX);
	struct bytes next_whole = BYTES_INIT(LOOSE_OBJECT_MAX);
	uint64_t end;
	int r;

	if ((r = pack_inflate(k, &s->entry, &delta, &end)) == 0 &&
	    !delta_apply(&next_whole, whole, &delta) &&
	    (r = bytes_ok(&next_whole)) != ERR_NO_MEMORY)
		r = damaged(k, "a difference does not fit its base");
	bytes_free(&delta);
	if (r == 0) {
		bytes_free(whole);
		*whole = next_whole;
	} else {
		bytes_free(&next_whole);
	}
	return r;
}

int
pack_read(struct pack *k, uint64_t at, struct bases *bases,
    git_object_t *type, struct bytes *out)
{
	struct bytes whole = BYTES_INIT(LOOSE_OBJECT_MAX);
	struct chain c = { .v = NULL };
	uint64_t work = 0;
	int r;

	r = find_whole(k, at, bases, &c, type, &whole);
	while (r == 0 && c.n > 0) {
		c.n--;
		work += whole.len + c.v[c.n].entry.len;
		if (work > PACK_WORK_MAX)
			r = damaged(k, "an object takes too much to put "
			    "together");
		else if ((r = climb(k, &c.v[c.n], &whole)) == 0)
			bases_put(bases, k->serial, c.v[c.n].at, *type,
			    &whole);
	}
	if (r == 0)
		r = bytes_take(out, &whole);
	free(c.v);
	bytes_free(&whole);
	return r;
}
