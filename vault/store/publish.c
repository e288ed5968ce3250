/* publish.c -- see publish.h. */
#include "vault/store/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/journal.h"
#include "vault/store/loose.h"

#define SPOOL "objects"		/* names in the writer's folder */
#define INDEX "index"
#define JOURNAL "journal"
#define ASIDE_SIZE 32
#define PLACE_SIZE 80		/* "objects/pack/pack-<40 hex>.pack" */

/* One file on its way from the writer's folder. */
struct move {
	char from[ASIDE_SIZE];
	char to[PLACE_SIZE];
};

struct moves {
	struct move v[PUBLISH_LOOSE_MAX > 2 ? PUBLISH_LOOSE_MAX : 2];
	size_t n;
};

/* A new, empty file of the writer's folder. */
static int
open_aside(int folder, const char *name, int *fd)
{
	*fd = openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
	    0444);
	return *fd < 0 ? err_sys("cannot make a file in the vault") : 0;
}

int
publish_begin(struct repo *r, struct stages *incoming)
{
	int folder, fd, code;

	if ((code = stages_folder(incoming, repo_dir(r), &folder)) < 0 ||
	    (code = open_aside(folder, SPOOL, &fd)) < 0)
		return code;
	repo_set_aside(r, folder);
	return spool_begin(repo_spool(r), fd);
}

static int
make_pack(struct packout *o, int folder, struct moves *m)
{
	char name[PACKOUT_NAME_SIZE];
	int fd, r;

	if ((r = packout_finish(o)) < 0 ||
	    (r = open_aside(folder, INDEX, &fd)) < 0)
		return r;
	r = packout_index(o, fd);
	io_close(&fd);
	packout_name(name, o, ".pack");
	(void)snprintf(m->v[0].to, PLACE_SIZE, "objects/pack/%s", name);
	memcpy(m->v[0].from, SPOOL, sizeof(SPOOL));
	packout_name(name, o, ".idx");
	(void)snprintf(m->v[1].to, PLACE_SIZE, "objects/pack/%s", name);
	memcpy(m->v[1].from, INDEX, sizeof(INDEX));
	m->n = 2;
	return r;
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
	    content.len)) < 0 || (r = open_aside(folder, m->from, &fd)) < 0)
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
		return make_pack(o, folder, m);
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
	for (i = 0; i < m->n; i++)
		journal_put(&j, m->v[i].to);
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

/* The folder of a place, made if it is not there. */
static int
make_parent(const struct repo *r, char parent[PLACE_SIZE], const char *place)
{
	const size_t n = (size_t)(strrchr(place, '/') - place);

	memcpy(parent, place, n);
	parent[n] = '\0';
	if (mkdirat(repo_dir(r), parent, 0777) == 0)
		return io_sync_dir(repo_dir(r), "objects");
	return errno == EEXIST ? 0 : err_sys("cannot make %s", parent);
}

static int
place_files(const struct repo *r, int folder, const struct moves *m)
{
	char parent[PLACE_SIZE];
	size_t i;
	int code = 0;

	for (i = 0; i < m->n && code == 0; i++) {
		if ((code = make_parent(r, parent, m->v[i].to)) < 0)
			break;
		if (renameat(folder, m->v[i].from, repo_dir(r),
		    m->v[i].to) != 0)
			code = err_sys("cannot make %s", m->v[i].to);
		else if (i + 1 == m->n || m->v[i].to[8] != 'p')
			code = io_sync_dir(repo_dir(r), parent);
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
		code = repo_reread(r, &ids[i]);
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
	    (code = place_files(r, folder, &m)) < 0 ||
	    (code = read_back(r, ids, n)) < 0)
		return code;
	return repo_move_head(r, from, to);
}

void
publish_end(struct repo *r, struct stages *incoming)
{
	char name[ASIDE_SIZE];
	size_t i;

	spool_end(repo_spool(r));
	repo_set_aside(r, -1);
	if (incoming->fd < 0)
		return;
	/* What cannot be taken back now, the next writer takes back. */
	if (journal_settle(r, incoming->fd) < 0)
		return;
	(void)unlinkat(incoming->fd, SPOOL, 0);
	(void)unlinkat(incoming->fd, INDEX, 0);
	for (i = 0; i < PUBLISH_LOOSE_MAX; i++) {
		(void)snprintf(name, sizeof(name), "loose%zu", i);
		(void)unlinkat(incoming->fd, name, 0);
	}
	(void)unlinkat(incoming->fd, JOURNAL, 0);
}
