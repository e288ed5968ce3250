/* publish.c -- see publish.h. */
#include "vault/store/publish.h"

#include <fcntl.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
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

int
publish(struct repo *r, struct stages *incoming, const git_oid *from,
    const git_oid *to, struct larges *l)
{
	struct packout *o = spool_take(repo_spool(r));
	struct moves m = { .n = 0 };
	int folder, code;

	if ((code = stages_folder(incoming, repo_dir(r), &folder)) < 0 ||
	    (o->n > 0 &&
	    (code = place_finish_pack(o, folder, &m)) < 0) ||
	    (code = write_journal(r, folder, from, to, &m, l)) < 0 ||
	    (code = place_larges(r, folder, l)) < 0 ||
	    (code = place_all(r, folder, &m)) < 0)
		return code;
	/* All was read back as it was finished; now it is found by its name. */
	spool_end(repo_spool(r));
	if ((code = repo_rescan(r)) < 0 ||
	    (code = repo_reread(r, REPO_STORED, to, NULL, NULL)) < 0)
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
