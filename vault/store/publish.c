/* publish.c -- see publish.h. */
#include "vault/store/publish.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/loose.h"
#include "vault/store/place.h"

int
publish_begin(struct repo *r, struct stages *incoming)
{
	int folder, fd, code;

	if ((code = stages_folder(incoming, repo_dir(r), &folder)) < 0 ||
	    (code = place_open(folder, PLACE_PACK, &fd)) < 0)
		return code;
	repo_set_aside(r, folder);
	return spool_begin(repo_spool(r), fd);
}

static int
make_loose(const struct packout *o, size_t i, int folder, struct move *m)
{
	struct bytes content = BYTES_INIT(LOOSE_OBJECT_MAX);
	struct bytes file = BYTES_INIT(LOOSE_FILE_MAX);
	char name[LOOSE_NAME_SIZE];
	int fd = -1, r;

	loose_name(name, &o->v[i].id);
	(void)snprintf(m->from, sizeof(m->from), "loose%zu", i);
	(void)snprintf(m->to, sizeof(m->to), "objects/%.41s", name);
	if ((r = packout_read(o, i, &content)) < 0 ||
	    (r = loose_format(&file, (git_object_t)o->v[i].type, content.data,
	    content.len)) < 0 || (r = place_open(folder, m->from, &fd)) < 0)
		goto done;
	if ((r = io_write_all(fd, file.data, file.len)) == 0)
		r = io_sync(fd);
done:
	io_close(&fd);
	bytes_free(&content);
	bytes_free(&file);
	return r;
}

static int
make_files(struct packout *o, int folder, struct moves *m)
{
	int r = 0;

	m->n = 0;
	if (o->n > PUBLISH_LOOSE_MAX)
		return place_finish_pack(o, folder, m);
	for (; m->n < o->n && r == 0; m->n++)
		r = make_loose(o, m->n, folder, &m->v[m->n]);
	return r;
}

static int
write_journal(struct repo *r, int folder, const git_oid *from,
    const git_oid *to, const struct moves *m, const struct larges *l)
{
	struct journal j = JOURNAL_INIT;
	char name[LFS_NAME_SIZE];
	size_t i;
	int code;

	journal_move(&j, from, to);
	place_note(m, &j);
	for (i = 0; i < l->n; i++) {
		lfs_name(name, &l->v[i].pointer);
		/* One that is there is another entry's. */
		if (faccessat(repo_dir(r), name, F_OK,
		    AT_SYMLINK_NOFOLLOW) != 0)
			journal_put(&j, name);
	}
	code = journal_write(&j, r, folder);
	journal_free(&j);
	return code;
}

static int
place_larges(const struct repo *r, int folder, struct larges *l)
{
	char name[STAGE_NAME_SIZE];
	size_t i;
	int code = 0;

	for (i = 0; i < l->n && code == 0; i++) {
		stage_name(name, &l->v[i].stage);
		code = lfs_take(r, &l->v[i].pointer, folder, name);
		if (code == 0)
			l->v[i].stage.live = false;
	}
	return code;
}

/* A pack was read back as it was finished: here it is found under its name. */
static int
read_back(struct repo *r, const git_oid *ids, size_t n)
{
	size_t i;
	int code;

	spool_end(repo_spool(r));
	code = repo_rescan(r);
	for (i = 0; i < n && code == 0; i++)
		code = repo_reread(r, REPO_STORED, &ids[i], NULL, NULL);
	return code;
}

int
publish(struct repo *r, struct stages *incoming, const git_oid *from,
    const git_oid *to, struct larges *l)
{
	struct packout *o = spool_take(repo_spool(r));
	git_oid ids[PUBLISH_LOOSE_MAX] = { *to };
	struct moves m;
	size_t i, n = 1;
	int folder, code;

	if ((code = stages_folder(incoming, repo_dir(r), &folder)) < 0)
		return code;
	for (i = 0; o->n <= PUBLISH_LOOSE_MAX && i < o->n; n = ++i)
		ids[i] = o->v[i].id;
	if ((code = make_files(o, folder, &m)) < 0 ||
	    (code = write_journal(r, folder, from, to, &m, l)) < 0 ||
	    (code = place_larges(r, folder, l)) < 0 ||
	    (code = place_all(r, folder, &m)) < 0 ||
	    (code = read_back(r, ids, n)) < 0)
		return code;
	return repo_move_head(r, from, to);
}

void
publish_end(struct repo *r, struct stages *incoming)
{
	spool_end(repo_spool(r));
	repo_set_aside(r, -1);
	/* What cannot be taken back now, the next writer takes back. */
	if (incoming->fd < 0 || journal_settle(r, incoming->fd) < 0)
		return;
	place_clear(incoming->fd);
	journal_remove(incoming->fd);
}
