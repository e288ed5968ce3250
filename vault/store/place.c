/* place.c -- see place.h. */
#include "vault/store/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"
#include "vault/store/remembered.h"

int
place_open(int folder, const char *name, int *fd)
{
	*fd = openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
	    0444);
	return *fd < 0 ? err_sys("cannot make a file in the vault") : 0;
}

static void
add(struct moves *m, const char *from, const char *hex, const char *end)
{
	struct move *one = &m->v[m->n++];

	(void)snprintf(one->from, sizeof(one->from), "%s", from);
	(void)snprintf(one->to, sizeof(one->to), "objects/pack/pack-%.40s%s",
	    hex, end);
}

void
place_pack(struct moves *m, const uint8_t sum[SHA1_BYTES])
{
	char hex[2 * SHA1_BYTES + 1];

	hex_of(hex, sum, SHA1_BYTES);
	m->n = 0;
	add(m, PLACE_PACK, hex, ".pack");
	add(m, PLACE_INDEX, hex, ".idx");
}

int
place_finish_pack(struct packout *o, int folder, struct moves *m)
{
	int fd, r;

	if ((r = packout_finish(o)) < 0 ||
	    (r = place_open(folder, PLACE_INDEX, &fd)) < 0)
		return r;
	r = packout_index(o, fd);
	io_close(&fd);
	place_pack(m, o->sum);
	return r;
}

void
place_note(const struct moves *m, struct journal *j)
{
	size_t i;

	for (i = 0; i < m->n; i++)
		journal_put(j, m->v[i].to);
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

static bool
same_parent(const struct move *a, const struct move *b)
{
	const size_t n = (size_t)(strrchr(a->to, '/') - a->to) + 1;

	return strncmp(a->to, b->to, n) == 0;
}

int
place_all(const struct repo *r, int folder, const struct moves *m)
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
		else if (i + 1 == m->n || !same_parent(&m->v[i], &m->v[i + 1]))
			code = io_sync_dir(repo_dir(r), parent);
	}
	return code;
}

void
place_clear(int folder)
{
	static const char *const names[] = { PLACE_PACK, PLACE_INDEX, "main",
	    "main.lock", REMEMBERED_FILE, REMEMBERED_SYNCED };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)unlinkat(folder, names[i], 0);
}
