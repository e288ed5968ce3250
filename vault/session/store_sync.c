/* store_sync.c -- see store_sync.h. */
#include "vault/session/store_sync.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/store_link.h"

int
store_sync_look(struct store *s, const char *remote, const char *theirs,
    bool fetched, struct sync_state *state)
{
	struct wire_reader rd;
	uint8_t stand;
	int r;

	memset(state, 0, sizeof(*state));
	wire_put_str(&s->out, remote);
	wire_put_str(&s->out, theirs);
	wire_put_u8(&s->out, fetched);
	if ((r = store_link_ask(s, STORE_SYNC_LOOK, -1, STORE_SYNC_STATE,
	    &rd)) < 0)
		return r;
	stand = wire_get_u8(&rd);
	wire_get_str(&rd, state->head, sizeof(state->head));
	state->number = wire_get_u64(&rd);
	state->base = wire_get_u64(&rd);
	state->mine = wire_get_u64(&rd);
	state->theirs = wire_get_u64(&rd);
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		return r;
	if (stand < STAND_EQUAL || stand > STAND_SPLIT ||
	    (state->head[0] != '\0' && !store_link_is_commit(state->head)) ||
	    (fetched && stand == STAND_UNKNOWN))
		return store_link_lied("a comparison");
	state->stand = (enum sync_stand)stand;
	return 0;
}

int
store_sync_outgoing(struct store *s, const char *from, struct bytes *list)
{
	wire_put_str(&s->out, from);
	return store_link_ask_parts(s, STORE_SYNC_OUTGOING, list);
}

int
store_sync_judge(struct store *s, struct bytes *list)
{
	return store_link_ask_parts(s, STORE_SYNC_JUDGE, list);
}

int
store_sync_take(struct store *s)
{
	return store_link_ask_ok(s, STORE_SYNC_TAKE, -1);
}

static int
get_files(struct wire_reader *rd, struct own_entry *e)
{
	uint32_t n = wire_get_u32(rd);
	struct own_file *f;
	uint8_t stand;

	/* A file is its stand, a length and a name: six bytes at least. */
	if (rd->bad || rd->left / 6 < n)
		return store_link_lied("an entry");
	if ((e->files = calloc((size_t)n + 1, sizeof(*e->files))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (; e->nfiles < n; e->nfiles++) {
		f = &e->files[e->nfiles];
		stand = wire_get_u8(rd);
		wire_get_str(rd, f->name, sizeof(f->name));
		f->path = path_parse(f->name);
		if (rd->bad || stand < FILE_NEW || stand > FILE_STALE ||
		    f->path.kind == PATH_NONE)
			return store_link_lied("a file of an entry");
		f->stand = (enum file_stand)stand;
	}
	return wire_done(rd, "the store's answer");
}

int
store_sync_entry(struct store *s, uint64_t i, struct own_entry *e)
{
	struct bytes b = BYTES_INIT(STORE_SYNC_ENTRY_MAX);
	struct wire_reader rd;
	uint32_t n;
	int r;

	memset(e, 0, sizeof(*e));
	wire_put_u64(&s->out, i);
	if ((r = store_link_ask_parts(s, STORE_SYNC_ENTRY, &b)) < 0)
		goto done;
	rd = wire_reader(b.data, b.len);
	(void)wire_get_u64(&rd);	/* its time: the store sees to it */
	wire_get_str(&rd, e->entry.event, sizeof(e->entry.event));
	wire_get_str(&rd, e->entry.subject, sizeof(e->entry.subject));
	wire_get_raw(&rd, e->entry.actor.b, FPR_BYTES);
	wire_get_raw(&rd, e->entry.item.b, ID_BYTES);
	n = wire_get_u32(&rd);
	if (rd.bad || rd.left / ID_BYTES < n) {
		r = store_link_lied("an entry");
		goto done;
	}
	e->entry.submissions = calloc((size_t)n + 1, sizeof(struct id));
	if (e->entry.submissions == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	e->entry.nsubmissions = n;
	wire_get_raw(&rd, e->entry.submissions, n * sizeof(struct id));
	r = get_files(&rd, e);
done:
	if (r < 0)
		own_entry_free(e);
	bytes_free(&b);
	return r;
}

void
own_entry_free(struct own_entry *e)
{
	free(e->entry.submissions);
	free(e->files);
	memset(e, 0, sizeof(*e));
}

int
store_sync_keep(struct store *s, uint64_t i, const uint32_t *left,
    size_t nleft)
{
	size_t k;

	wire_put_u64(&s->out, i);
	wire_put_u32(&s->out, (uint32_t)nleft);
	for (k = 0; k < nleft; k++)
		wire_put_u32(&s->out, left[k]);
	return store_link_ask_ok(s, STORE_SYNC_KEEP, -1);
}

int
store_sync_side(struct store *s, bool made)
{
	wire_put_u8(&s->out, made);
	return store_link_ask_ok(s, STORE_SYNC_SIDE, -1);
}

int
store_sync_skip(struct store *s, uint64_t i, bool aside)
{
	wire_put_u64(&s->out, i);
	wire_put_u8(&s->out, aside);
	return store_link_ask_ok(s, STORE_SYNC_SKIP, -1);
}

int
store_sync_finish(struct store *s, char head[41])
{
	struct wire_reader rd;
	char hex[41];
	int r;

	if ((r = store_link_ask(s, STORE_SYNC_FINISH, -1, STORE_COMMITTED,
	    &rd)) < 0)
		return r;
	wire_get_str(&rd, hex, sizeof(hex));
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		return r;
	if (!store_link_is_commit(hex))
		return store_link_lied("a commit");
	memcpy(head, hex, sizeof(hex));
	s->made = false;	/* a vault now: it stays */
	return 0;
}

int
store_sync_note(struct store *s)
{
	return store_link_ask_ok(s, STORE_SYNC_NOTE, -1);
}
