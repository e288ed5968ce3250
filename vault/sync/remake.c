/* remake.c -- see remake.h. */
#include "vault/sync/remake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define CONTENT_MAX (4ull << 30)	/* bytes of an object sealed again */
#define SMALL_MAX (32u << 20)		/* bytes of an approval */

void
moves_free(struct moves *m)
{
	free(m->v);
	*m = (struct moves){ .v = NULL };
}

uint32_t
moves_release(const struct moves *m, const struct id *submission,
    uint32_t number)
{
	struct path p;
	size_t i;

	for (i = 0; i < m->n; i++) {
		p = path_parse(m->v[i].from);
		if (p.object == OBJECT_RELEASES && p.version == number &&
		    id_equal(&p.submission, submission))
			return path_parse(m->v[i].to).version;
	}
	return number;
}

int
remake_next(struct session *s, const struct path *path, uint32_t *version)
{
	int r = store_latest(s->store, path, version);

	++*version;
	return r;
}

/* SHA-256 of the object as it lies on the side that is read now. */
static int
sum_of(struct session *s, const struct path *path, uint8_t *sum)
{
	uint64_t size;
	int fd, r;

	if ((r = store_open_object(s->store, path, &fd, &size)) < 0)
		return r;
	r = sha256_fd(sum, fd, NULL);
	io_close(&fd);
	return r;
}

/* What our own entry sealed, opened again. */
static int
open_own(struct session *s, const struct path *path, uint32_t *handle,
    struct object_ctx *ctx, int *fd, struct moved *m)
{
	uint64_t len;
	int r, back;

	*ctx = (struct object_ctx){ .submission = path->submission,
	    .item = path->item, .kind = path->object,
	    .version = path->version };
	path_format(m->from, path);
	if ((r = store_sync_side(s->store, false)) < 0)
		return r;
	if ((r = session_unlock(s, &path->submission,
	    id_is_zero(&path->item) ? NULL : &path->item,
	    object_tier(path->object), handle)) == 0 &&
	    (r = sum_of(s, path, m->from_sum)) == 0)
		r = session_object_memfd(s, *handle, ctx, CONTENT_MAX, fd,
		    &len);
	back = store_sync_side(s->store, true);
	return r < 0 ? r : back;
}

int
remake_object(struct session *s, const struct path *path, uint32_t version,
    struct moves *moves)
{
	struct object_ctx ctx;
	struct stored stored;
	struct moved m, *v;
	uint32_t handle;
	int fd = -1, r;

	memset(&m, 0, sizeof(m));
	if ((r = open_own(s, path, &handle, &ctx, &fd, &m)) < 0)
		goto done;
	ctx.version = version;
	if ((r = session_add_object(s, handle, &ctx, fd, &stored)) < 0)
		goto done;
	path_format(m.to, &stored.path);
	memcpy(m.to_sum, stored.sha256, SHA256_BYTES);
	if ((v = realloc(moves->v, (moves->n + 1) * sizeof(*v))) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	moves->v = v;
	moves->v[moves->n++] = m;
done:
	io_close(&fd);
	return r;
}

/* A small file of our own entry. */
static int
read_own(struct session *s, const struct path *path, struct bytes *b)
{
	char name[PATH_SIZE];
	int r, back;

	path_format(name, path);
	if ((r = store_sync_side(s->store, false)) < 0)
		return r;
	r = store_read(s->store, name, b);
	back = store_sync_side(s->store, true);
	return r < 0 ? r : back;
}

int
remake_small(struct session *s, const struct path *path, uint32_t version)
{
	struct bytes b = BYTES_INIT(SMALL_MAX);
	struct path p = *path;
	int r;

	p.version = version;
	if ((r = read_own(s, path, &b)) == 0)
		r = store_add(s->store, &p, b.data, b.len);
	bytes_free(&b);
	return r;
}

/* One line of an approval: "<sha256 hex> <path>". */
struct line {
	char text[2 * SHA256_BYTES + 1 + PATH_SIZE];
};

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct line *)a)->text + 2 * SHA256_BYTES,
	    ((const struct line *)b)->text + 2 * SHA256_BYTES);
}

static void
format_line(struct line *l, const uint8_t *sum, const char *name)
{
	char hex[SHA256_HEX_SIZE];

	hex_of(hex, sum, SHA256_BYTES);
	(void)snprintf(l->text, sizeof(l->text), "%s %s", hex, name);
}

/* What the line says once its plan moved; true when it did. */
static bool
move_line(struct line *l, const struct moves *moves)
{
	struct line was;
	size_t i;

	for (i = 0; i < moves->n; i++) {
		format_line(&was, moves->v[i].from_sum, moves->v[i].from);
		if (strcmp(was.text, l->text) != 0)
			continue;
		format_line(l, moves->v[i].to_sum, moves->v[i].to);
		return true;
	}
	return false;
}

/* The text with every plan that moved in its new place; sorted again. */
static int
move_text(const struct bytes *text, const struct moves *moves,
    struct bytes *out, bool *moved)
{
	const char *at = (const char *)text->data, *end = at + text->len;
	struct line *lines;
	const char *nl;
	size_t i, n = 0, most = 1;

	*moved = false;
	for (i = 0; i < text->len; i++)
		most += text->data[i] == '\n';
	if ((lines = calloc(most, sizeof(*lines))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (; at < end; at = nl + 1) {
		nl = memchr(at, '\n', (size_t)(end - at));
		if (nl == NULL || (size_t)(nl - at) >= sizeof(lines->text))
			break;
		memcpy(lines[n].text, at, (size_t)(nl - at));
		if (strlen(lines[n].text) <= 2 * SHA256_BYTES)
			break;
		*moved |= move_line(&lines[n++], moves);
	}
	if (at < end) {
		free(lines);
		return err_set(ERR_INTEGRITY, "an approval of this vault is "
		    "not of its form; run `tipline audit`");
	}
	qsort(lines, n, sizeof(*lines), by_path);
	for (i = 0; i < n; i++)
		(void)bytes_addf(out, "%s\n", lines[i].text);
	free(lines);
	return bytes_ok(out);
}

int
remake_approval(struct session *s, const struct path *path,
    const struct moves *moves, bool *same)
{
	struct bytes text = BYTES_INIT(SMALL_MAX), out = BYTES_INIT(SMALL_MAX);
	struct path p = *path, all = *path;
	uint32_t own, highest;
	bool moved;
	int r;

	*same = false;
	memset(&all.member, 0, sizeof(all.member));
	if ((r = read_own(s, path, &text)) < 0 ||
	    (r = move_text(&text, moves, &out, &moved)) < 0 ||
	    (r = store_latest(s->store, &p, &own)) < 0 ||
	    (r = store_latest(s->store, &all, &highest)) < 0)
		goto done;
	*same = !moved && p.version > own && p.version <= highest + 1;
	if (*same)
		goto done;
	p.version = highest + 1;
	r = store_add(s->store, &p, out.data, out.len);
done:
	bytes_free(&text);
	bytes_free(&out);
	return r;
}

int
remake_grant(struct session *s, const struct path *path)
{
	struct grant_ctx ctx = { .submission = path->submission,
	    .item = path->item, .tier = path->tier };
	uint32_t handle;
	bool has;
	int r, back;

	if ((r = session_has_grant(s, &ctx, &path->member, &has)) < 0 || has)
		return r;
	if ((r = store_sync_side(s->store, false)) < 0)
		return r;
	r = session_unlock(s, &path->submission,
	    id_is_zero(&path->item) ? NULL : &path->item, path->tier, &handle);
	back = store_sync_side(s->store, true);
	if (r < 0 || (r = back) < 0)
		return r;
	return session_add_grant(s, handle, &ctx, &path->member);
}
