/* repack_loose.c -- see repack.h. */
#include "vault/store/repack_loose.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"
#include "vault/store/config.h"
#include "vault/store/loose.h"
#include "vault/store/repack.h"

#define SAMPLE "objects/17"	/* stands for all: names are spread evenly */
#define NAMES_MAX (64u << 20)	/* bytes of names in one folder */

struct packing {
	struct repo *repo;
	struct packout out;
	struct journal journal;
	size_t n;			/* of files that will be dropped */
};

static bool
due(const struct repo *r)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	size_t i, n = 0;

	if (config_folder(repo_dir(r), SAMPLE, &names) == 0)
		for (i = 0; i < names.len; i++)
			n += names.data[i] == '\0';
	bytes_free(&names);
	return n >= REPACK_LOOSE;
}

/* One file; what is damaged or foreign stays as it is. */
static int
pack_one(struct packing *p, const char *folder, const char *name)
{
	struct bytes b = BYTES_INIT(REPACK_OBJECT_MAX);
	char hex[GIT_OID_HEXSZ + 1], path[PLACE_SIZE];
	git_object_t type;
	struct stat st;
	git_oid id;
	int r = 0;

	if (strlen(name) != GIT_OID_HEXSZ - 2)
		return 0;
	(void)snprintf(hex, sizeof(hex), "%.2s%.38s",
	    folder + sizeof("objects/") - 1, name);
	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (!hex_parse(id.id, GIT_OID_RAWSZ, hex, GIT_OID_HEXSZ) ||
	    fstatat(repo_dir(p->repo), path, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(st.st_mode) || st.st_size > (off_t)REPACK_OBJECT_MAX)
		return 0;
	if (repo_reread(p->repo, REPO_PACKS, &id, NULL, NULL) < 0 &&
	    (repo_reread(p->repo, REPO_LOOSE, &id, &type, &b) < 0 ||
	    (r = packout_add(&p->out, &id, type, b.data, b.len)) < 0))
		goto done;
	journal_drop(&p->journal, path);
	p->n++;
done:
	bytes_free(&b);
	return r;
}

static int
pack_folder(struct packing *p, unsigned first)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	char folder[16];
	const char *name;
	size_t i;
	int r;

	(void)snprintf(folder, sizeof(folder), "objects/%02x", first & 255);
	r = config_folder(repo_dir(p->repo), folder, &names);
	for (i = 0; i < names.len && r == 0 && p->n < REPACK_LOOSE_MAX;
	    i += strlen(name) + 1) {
		name = (const char *)names.data + i;
		r = pack_one(p, folder, name);
	}
	bytes_free(&names);
	return r;
}

/* The puts come before the drops only for the eye: the form allows any. */
static int
finish(struct packing *p, int folder)
{
	struct moves m = { .n = 0 };
	int r = 0;

	if (p->out.n > 0 && (r = place_finish_pack(&p->out, folder, &m)) < 0)
		return r;
	place_note(&m, &p->journal);
	return repack_replace(p->repo, folder, &m, &p->journal);
}

void
repack_loose(struct repo *r, int folder)
{
	struct packing p = { .repo = r, .out = PACKOUT_INIT,
	    .journal = JOURNAL_INIT };
	unsigned first;
	int fd = -1, code;

	if (!due(r))
		return;
	journal_merge(&p.journal);
	place_clear(folder);
	if ((code = place_open(folder, PLACE_PACK, &fd)) == 0)
		code = packout_begin(&p.out, fd);
	for (first = 0; first < 256 && code == 0; first++)
		code = pack_folder(&p, first);
	if (code == 0)
		(void)finish(&p, folder);
	place_clear(folder);
	packout_free(&p.out);
	journal_free(&p.journal);
	io_close(&fd);
}
