/*
 * large.c -- see large.h.
 *
 * git-lfs fetches what a commit points at: the wanted pointers are put into
 * one that exists for nothing else.  It pushes objects by name, from its own
 * storage, where the vault's are linked.
 */
#include "vault/sync/large.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define WANTED "refs/tipline/wanted"
#define PUSH_BATCH 1000		/* objects of one call of git-lfs */
#define STREAM_MAX (512u << 20)	/* bytes of the wanted commit */

bool
large_next(const struct bytes *list, size_t *at, struct large_line *l)
{
	const char *line = (const char *)list->data + *at;
	const size_t left = list->len - *at;
	const char *nl = left > 0 ? memchr(line, '\n', left) : NULL;
	char size[24];
	size_t n;

	if (nl == NULL || nl - line < 2 * SHA256_BYTES + 2)
		return false;
	n = (size_t)(nl - line) - 2 * SHA256_BYTES - 1;
	if (n >= sizeof(size) || line[2 * SHA256_BYTES] != ' ')
		return false;
	memcpy(l->oid, line, 2 * SHA256_BYTES);
	l->oid[2 * SHA256_BYTES] = '\0';
	memcpy(size, line + 2 * SHA256_BYTES + 1, n);
	size[n] = '\0';
	l->size = strtoull(size, NULL, 10);
	(void)snprintf(l->place, sizeof(l->place), "%.2s/%.2s/%s", l->oid,
	    l->oid + 2, l->oid);
	*at += (size_t)(nl - line) + 1;
	return strspn(l->oid, "0123456789abcdef") == 2 * SHA256_BYTES &&
	    strspn(size, "0123456789") == n;
}

int
large_folders(struct transport *t, const struct large_line *l)
{
	char name[128];
	size_t i;
	static const size_t cut[] = { 0, 2, 5 };

	if (mkdirat(t->dir, "lfs", 0700) != 0 && errno != EEXIST)
		return err_sys("cannot make the folder lfs");
	for (i = 0; i < sizeof(cut) / sizeof(cut[0]); i++) {
		(void)snprintf(name, sizeof(name), "lfs/objects/%.*s",
		    (int)cut[i], l->place);
		if (mkdirat(t->dir, name, 0700) != 0 && errno != EEXIST)
			return err_sys("cannot make the folder %s", name);
	}
	return 0;
}

/* A commit of pointers, as git fast-import reads it. */
static int
wanted_stream(struct bytes *b, const struct bytes *list)
{
	struct bytes pointer = BYTES_INIT(512);
	struct large_line l;
	size_t at = 0, n = 0;

	(void)bytes_addf(b, "commit " WANTED "\n"
	    "committer tipline <tipline> 0 +0000\ndata 0\n");
	while (large_next(list, &at, &l)) {
		bytes_reset(&pointer);
		(void)bytes_addf(&pointer,
		    "version https://git-lfs.github.com/spec/v1\n"
		    "oid sha256:%s\nsize %llu\n", l.oid, l.size);
		(void)bytes_addf(b, "M 100644 inline %zu.large\ndata %zu\n",
		    n++, pointer.len);
		(void)bytes_add(b, pointer.data, pointer.len);
		(void)bytes_add_str(b, "\n");
	}
	bytes_free(&pointer);
	return bytes_ok(b);
}

/* Is it there, as long as it should be? */
static bool
has(int dir, const char *folder, const struct large_line *l)
{
	char name[128];
	struct stat st;

	(void)snprintf(name, sizeof(name), "%s/%s", folder, l->place);
	return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISREG(st.st_mode) && (unsigned long long)st.st_size == l->size;
}

static int
all_there(struct transport *t, const struct bytes *list)
{
	struct large_line l;
	size_t at = 0;

	while (large_next(list, &at, &l))
		if (!has(t->dir, "lfs/objects", &l))
			return err_set(ERR_FAILED, "%s does not have the large "
			    "object %s; whoever pushed its entry must run "
			    "tipline sync again", t->remote.shown, l.oid);
	return 0;
}

int
large_fetch(struct transport *t, const struct bytes *list)
{
	static const char *const import[] = { "fast-import", "--quiet",
	    "--force", NULL };
	const char *const fetch[] = { "lfs", "fetch", t->remote.url, WANTED,
	    NULL };
	struct bytes stream = BYTES_INIT(STREAM_MAX);
	int r;

	if ((r = wanted_stream(&stream, list)) == 0 &&
	    (r = git_run(&t->git, import, &stream, NULL)) < 0)
		r = transport_failed(t, "git cannot prepare a fetch from", r);
	if (r == 0 && (r = git_run(&t->git, fetch, NULL, NULL)) < 0)
		r = transport_failed(t, "git-lfs cannot fetch large objects "
		    "from", r);
	bytes_free(&stream);
	return r == 0 ? all_there(t, list) : r;
}

/* The vault's file under git-lfs's eyes; a link costs nothing. */
static int
lend(struct transport *t, const struct large_line *l)
{
	char from[128], to[128];
	int in, r;

	if (has(t->dir, "lfs/objects", l))
		return 0;
	if (!has(t->vault, "lfs/objects", l))
		return err_set(ERR_INTEGRITY, "lfs/objects/%s of the vault is "
		    "missing or cut; restore it from a copy", l->place);
	if ((r = large_folders(t, l)) < 0)
		return r;
	(void)snprintf(from, sizeof(from), "lfs/objects/%s", l->place);
	(void)snprintf(to, sizeof(to), "lfs/objects/%s", l->place);
	if (unlinkat(t->dir, to, 0) != 0 && errno != ENOENT)
		return err_sys("cannot replace %s", to);
	if (linkat(t->vault, from, t->dir, to, 0) == 0)
		return 0;
	in = openat(t->vault, from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (in < 0)
		return err_sys("%s", from);
	r = io_install(t->dir, to, in, 0600);
	io_close(&in);
	return r;
}

static int
push_batch(struct transport *t, char (*oids)[SHA256_HEX_SIZE], size_t n)
{
	const char *args[PUSH_BATCH + 5] = { "lfs", "push", "--object-id",
	    t->remote.url };
	size_t i;
	int r;

	for (i = 0; i < n; i++)
		args[4 + i] = oids[i];
	args[4 + n] = NULL;
	if ((r = git_run(&t->git, args, NULL, NULL)) < 0)
		r = transport_failed(t, "git-lfs cannot push large objects "
		    "to", r);
	return r;
}

int
large_push(struct transport *t, const struct bytes *list)
{
	char (*oids)[SHA256_HEX_SIZE] = calloc(PUSH_BATCH, SHA256_HEX_SIZE);
	struct large_line l;
	size_t at = 0, n = 0;
	int r = 0;

	if (oids == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	while (r == 0 && large_next(list, &at, &l)) {
		if ((r = lend(t, &l)) < 0)
			break;
		memcpy(oids[n++], l.oid, SHA256_HEX_SIZE);
		if (n == PUSH_BATCH) {
			r = push_batch(t, oids, n);
			n = 0;
		}
	}
	if (r == 0 && n > 0)
		r = push_batch(t, oids, n);
	free(oids);
	return r;
}
