/* salvage.c -- see salvage.h. */
#include "vault/store/salvage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/loose.h"
#include "vault/store/pack.h"
#include "vault/store/packout.h"
#include "vault/store/span.h"

#define PACK_ASIDE "tmp_pack_repair"
#define INDEX_ASIDE "tmp_idx_repair"

struct salvage {
	int dir;		/* objects/pack */
	struct pack pack;
	struct bases bases;
	struct packout out;
	uint32_t said;		/* objects, as the pack's head has it */
	uint64_t seen;
	/* Found one behind the other, for bases that go by name. */
	struct pack_name *names;
	size_t nnames;
};

/* One object, if it is whole.  An error of the system stops all. */
static int
take(struct salvage *s, uint64_t at, const git_oid *name)
{
	struct bytes b = BYTES_INIT(LOOSE_OBJECT_MAX);
	struct pack_name *v;
	git_object_t type;
	git_oid id;
	int r;

	if ((r = pack_read(&s->pack, at, &s->bases, &type, &b)) < 0 ||
	    (r = sha1_object(&id, type, b.data, b.len)) < 0)
		goto done;
	if (name != NULL && !git_oid_equal(name, &id)) {
		r = ERR_INTEGRITY;
		goto done;
	}
	/* Doubled at each power of two. */
	if ((s->nnames & (s->nnames - 1)) == 0) {
		v = realloc(s->names, (s->nnames * 2 + 1) * sizeof(*v));
		if (v == NULL) {
			r = err_set(ERR_NO_MEMORY, "out of memory");
			goto done;
		}
		s->pack.names = s->names = v;
	}
	git_oid_cpy(&s->names[s->nnames].id, &id);
	s->names[s->nnames++].at = at;
	s->pack.nnames = s->nnames;
	r = packout_add(&s->out, &id, type, b.data, b.len);
done:
	bytes_free(&b);
	return r == ERR_INTEGRITY || r == ERR_TOO_BIG ? 1 : r;
}

static int
take_row(const struct idx_row *row, void *arg)
{
	struct salvage *s = arg;
	int r = take(s, row->at, &row->id);

	s->seen++;
	return r > 0 ? 0 : r;
}

static bool
taken(const struct salvage *s, uint64_t at)
{
	size_t i;

	for (i = 0; i < s->nnames; i++)
		if (s->names[i].at == at)
			return true;
	return false;
}

/* From the first entry to the last that can be told from the next; again and
 * again while bases that go by name turn up behind what is made of them. */
static int
take_in_order(struct salvage *s)
{
	struct pack_entry e;
	struct bytes b = BYTES_INIT(LOOSE_OBJECT_MAX);
	uint64_t at, end;
	size_t before;
	int r = 0;

	do {
		before = s->nnames;
		s->seen = 0;
		for (at = PACK_HEAD_BYTES; at < s->pack.size - SHA1_BYTES &&
		    r >= 0; at = end) {
			bytes_reset(&b);
			if ((r = pack_entry(&s->pack, at, &e)) < 0 ||
			    (r = pack_inflate(&s->pack, &e, &b, &end)) < 0)
				break;
			s->seen++;
			if (before == 0 || !taken(s, at))
				r = take(s, at, NULL);
		}
		if (r == ERR_INTEGRITY)
			r = 0;
	} while (r >= 0 && s->nnames > before && s->nnames < s->seen);
	bytes_free(&b);
	return r < 0 ? r : 0;
}

/* Open the pack, and its index if it has a sound one. */
static int
open_pack(struct salvage *s, const char *name, bool *indexed)
{
	uint8_t head[PACK_HEAD_BYTES];
	char file[PACK_NAME_SIZE + 8];
	int r;

	(void)snprintf(s->pack.name, sizeof(s->pack.name), "%s", name);
	s->pack.serial = 1;
	*indexed = pack_open(&s->pack, s->dir) == 0 &&
	    idx_check(&s->pack.idx, s->pack.idx_fd, s->pack.size) == 0;
	if (*indexed) {
		s->said = s->pack.idx.n;
		return 0;
	}
	pack_close(&s->pack);
	(void)snprintf(file, sizeof(file), "%s.pack", name);
	if ((r = span_open(s->dir, file, &s->pack.fd, &s->pack.size)) < 0)
		return r;
	if (s->pack.size < PACK_HEAD_BYTES + SHA1_BYTES) {
		s->pack.size = PACK_HEAD_BYTES + SHA1_BYTES;
		s->said = UINT32_MAX;
		return 0;	/* nothing to be had */
	}
	if ((r = span_read(s->pack.fd, 0, head, sizeof(head))) == 0)
		s->said = (uint32_t)head[8] << 24 | (uint32_t)head[9] << 16 |
		    (uint32_t)head[10] << 8 | head[11];
	return r;
}

static int
new_file(const struct salvage *s, const char *name, int *fd)
{
	(void)unlinkat(s->dir, name, 0);
	*fd = openat(s->dir, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
	    0444);
	return *fd < 0 ? err_sys("cannot write objects/pack/%s", name) : 0;
}

/* The new pack is whole: give it and its index their names. */
static int
finish(struct salvage *s, int (*aside)(void *arg), void *arg)
{
	char name[PACKOUT_NAME_SIZE];
	int fd = -1, r;

	if ((r = packout_finish(&s->out)) < 0 ||
	    (r = new_file(s, INDEX_ASIDE, &fd)) < 0 ||
	    (r = packout_index(&s->out, fd)) < 0 || (r = aside(arg)) < 0)
		goto done;
	packout_name(name, &s->out, ".pack");
	if (renameat(s->dir, PACK_ASIDE, s->dir, name) != 0) {
		r = err_sys("cannot make objects/pack/%s", name);
		goto done;
	}
	packout_name(name, &s->out, ".idx");
	if (renameat(s->dir, INDEX_ASIDE, s->dir, name) != 0)
		r = err_sys("cannot make objects/pack/%s", name);
	else
		r = io_sync(s->dir);
done:
	io_close(&fd);
	return r;
}

int
salvage_pack(int objects, const char *name, int (*aside)(void *arg),
    void *arg, uint64_t *saved, bool *whole)
{
	struct salvage *s = calloc(1, sizeof(*s));
	bool indexed = false;
	int fd = -1, r;

	*saved = 0;
	*whole = false;
	if (s == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	s->dir = s->pack.fd = s->pack.idx_fd = -1;
	s->out = PACKOUT_INIT;
	if ((r = span_folder(objects, "pack", &s->dir)) < 0 ||
	    (r = open_pack(s, name, &indexed)) < 0 ||
	    (r = new_file(s, PACK_ASIDE, &fd)) < 0 ||
	    (r = packout_begin(&s->out, fd)) < 0)
		goto done;
	r = indexed ? idx_each(&s->pack.idx, s->pack.idx_fd, take_row, s) :
	    take_in_order(s);
	*saved = s->out.n;
	*whole = r == 0 && s->out.n == s->said;
	if (r == 0)
		r = s->out.n > 0 ? finish(s, aside, arg) : aside(arg);
done:
	io_close(&fd);
	if (s->dir >= 0) {
		(void)unlinkat(s->dir, PACK_ASIDE, 0);
		(void)unlinkat(s->dir, INDEX_ASIDE, 0);
	}
	packout_free(&s->out);
	pack_close(&s->pack);
	bases_free(&s->bases);
	free(s->names);
	io_close(&s->dir);
	free(s);
	return r;
}
