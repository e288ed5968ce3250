/* serve_sync.c -- questions about this vault and a copy elsewhere (sync.h). */
#include "vault/store/serve_sync.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/store_records.h"
#include "vault/store/serving.h"

/* A commit as 40 hex digits; *none for "". */
static int
get_commit(struct serve *s, git_oid *id, bool *none)
{
	char hex[GIT_OID_HEXSZ + 1];

	memset(id, 0, sizeof(*id));
	wire_get_str(&s->rd, hex, sizeof(hex));
	*none = hex[0] == '\0';
	if (s->rd.bad || (!*none && !hex_parse(id->id, GIT_OID_RAWSZ, hex,
	    strlen(hex))))
		return err_set(ERR_PROTOCOL, "a commit is not one");
	return 0;
}

int
serve_sync_look(struct serve *s)
{
	char remote[SHA256_HEX_SIZE], hex[GIT_OID_HEXSZ + 1] = "";
	struct sync *y = &s->sync;
	git_oid theirs;
	bool none, fetched;
	int r;

	wire_get_str(&s->rd, remote, sizeof(remote));
	if ((r = get_commit(s, &theirs, &none)) < 0)
		return r;
	fetched = wire_get_u8(&s->rd) != 0;
	if ((r = serving_done(s)) < 0 || (r = sync_look(y, remote,
	    none ? NULL : &theirs, fetched)) < 0)
		return r;
	if (y->born)
		(void)git_oid_tostr(hex, sizeof(hex), &y->head);
	wire_put_u8(&s->out, (uint8_t)y->relation);
	wire_put_str(&s->out, hex);
	wire_put_u64(&s->out, y->number);
	wire_put_u64(&s->out, y->base_number);
	wire_put_u64(&s->out, y->mine.n);
	wire_put_u64(&s->out, y->new.n);
	return serving_send(s, STORE_SYNC_STATE, NULL);
}

int
serve_sync_outgoing(struct serve *s)
{
	struct bytes list = BYTES_INIT(SYNC_LIST_MAX);
	git_oid from;
	bool none;
	int r;

	if ((r = get_commit(s, &from, &none)) == 0 &&
	    (r = serving_done(s)) == 0 &&
	    (r = sync_outgoing(&s->sync, &from, &list)) == 0)
		r = serving_parts(s, &list);
	bytes_free(&list);
	return r;
}

int
serve_sync_judge(struct serve *s)
{
	int r;

	if ((r = serving_done(s)) < 0 || (r = sync_judge(&s->sync)) < 0)
		return r;
	return serving_parts(s, &s->sync.wanted);
}

int
serve_sync_take(struct serve *s)
{
	int r;

	if ((r = serving_done(s)) < 0 ||
	    (r = sync_take(&s->sync, s->writer)) < 0)
		return r;
	return serving_send(s, STORE_OK, NULL);
}

int
serve_sync_entry(struct serve *s)
{
	struct bytes b = BYTES_INIT(STORE_SYNC_ENTRY_MAX);
	uint64_t i = wire_get_u64(&s->rd);
	int r;

	if ((r = serving_done(s)) == 0 &&
	    (r = sync_entry(&s->sync, s->writer, (size_t)i, &b)) == 0)
		r = serving_parts(s, &b);
	bytes_free(&b);
	return r;
}

int
serve_sync_keep(struct serve *s)
{
	uint64_t i = wire_get_u64(&s->rd);
	uint32_t n = wire_get_u32(&s->rd), k, *left;
	int r;

	if (s->rd.bad || s->rd.left / sizeof(*left) < n)
		return err_set(ERR_PROTOCOL, "a list is cut");
	if ((left = calloc((size_t)n + 1, sizeof(*left))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (k = 0; k < n; k++)
		left[k] = wire_get_u32(&s->rd);
	if ((r = serving_done(s)) == 0 && (r = sync_keep(&s->sync, s->writer,
	    (size_t)i, left, n)) == 0)
		r = serving_send(s, STORE_OK, NULL);
	free(left);
	return r;
}

/* What reading questions are about: our entries, or what is being made. */
int
serve_sync_side(struct serve *s)
{
	const bool made = wire_get_u8(&s->rd) != 0;
	git_oid commit = s->sync.head, tree;
	int r;

	if (made)
		writer_head(s->writer, &commit, &tree);
	if ((r = serving_done(s)) < 0 ||
	    (r = look_at(s->repo, &s->look, &commit)) < 0)
		return r;
	return serving_send(s, STORE_OK, NULL);
}

int
serve_sync_skip(struct serve *s)
{
	uint64_t i = wire_get_u64(&s->rd);
	bool aside = wire_get_u8(&s->rd) != 0;
	int r;

	if ((r = serving_done(s)) < 0 ||
	    (r = sync_skip(&s->sync, s->writer, (size_t)i, aside)) < 0)
		return r;
	return serving_send(s, STORE_OK, NULL);
}

int
serve_sync_finish(struct serve *s)
{
	char hex[GIT_OID_HEXSZ + 1];
	int r;

	if ((r = serving_done(s)) < 0 ||
	    (r = sync_finish(&s->sync, s->writer)) < 0)
		return r;
	s->unborn = false;
	if ((r = look_refresh(s->repo, &s->look)) < 0)
		return r;
	wire_put_str(&s->out, git_oid_tostr(hex, sizeof(hex), &s->look.head));
	return serving_send(s, STORE_COMMITTED, NULL);
}

int
serve_sync_note(struct serve *s)
{
	int r;

	if ((r = serving_done(s)) < 0 || (r = sync_note(&s->sync)) < 0)
		return r;
	return serving_send(s, STORE_OK, NULL);
}
