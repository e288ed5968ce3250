/* ring.c -- see ring.h. */
#include "vault/keep/ring.h"

#include <stdlib.h>

#include "vault/base/err.h"
#include "vault/keep/keydisk.h"
#include "vault/keep/keyplace.h"
#include "vault/keep/passphrase.h"

struct ring {
	const char *path;		/* borrowed; for error lines */
	struct keyplace *place;		/* NULL: the file is only read */
	struct secret *file, *passphrase;	/* until ring_unlock() */
	struct keylock *lock;		/* NULL: plain, or no place */
	struct keys *keys;
};

void
ring_free(struct ring *g)
{
	if (g == NULL)
		return;
	keyplace_free(g->place);
	secret_free(g->file);
	secret_free(g->passphrase);
	keylock_free(g->lock);
	keys_free(g->keys);
	free(g);
}

static int
gather(struct ring *g, int passphrase_fd, bool renew)
{
	int r;

	if (renew && (r = keyplace_open(&g->place, g->path)) < 0)
		return r;
	if ((r = renew ? keyplace_read(&g->file, g->place) :
	    keydisk_read(&g->file, g->path)) < 0)
		return r;
	if (!keyfile_is_locked(g->file))
		return 0;
	if (passphrase_fd >= 0)
		return passphrase_read(&g->passphrase, passphrase_fd);
	return passphrase_ask(&g->passphrase, "Passphrase for", g->path);
}

int
ring_open(struct ring **out, const char *path, int passphrase_fd, bool renew)
{
	struct ring *g;
	int r;

	*out = NULL;
	if ((g = calloc(1, sizeof(*g))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	g->path = path;
	if ((r = gather(g, passphrase_fd, renew)) < 0)
		ring_free(g);
	else
		*out = g;
	return r;
}

int
ring_folder(const struct ring *g)
{
	return g->place != NULL ? keyplace_folder(g->place) : -1;
}

int
ring_unlock(struct ring *g)
{
	int r;

	r = keyfile_open(&g->keys, g->place != NULL ? &g->lock : NULL,
	    g->file, g->passphrase, g->path);
	secret_free(g->file);
	secret_free(g->passphrase);
	g->file = g->passphrase = NULL;
	return r;
}

const struct keys *
ring_keys(const struct ring *g)
{
	return g->keys;
}

static int
need_place(const struct ring *g)
{
	return g->place != NULL ? 0 : err_set(ERR_NOT_PERMITTED, "this keeper "
	    "may not write its key file; run tipline rotate");
}

/* From now on these keys, in the file and here. */
static int
become(struct ring *g, struct keys *keys)
{
	struct secret *file = NULL;
	int r;

	if ((r = keyfile_write_again(&file, keys, g->lock)) == 0)
		r = keyplace_swap(g->place, file);
	secret_free(file);
	if (r < 0) {
		keys_free(keys);
		return r;
	}
	keys_free(g->keys);
	g->keys = keys;
	return 0;
}

int
ring_next(struct ring *g)
{
	struct keys *keys;
	int r;

	if ((r = need_place(g)) < 0 || (r = keys_next(&keys, g->keys)) < 0)
		return r;
	return become(g, keys);
}

int
ring_forget(struct ring *g, uint32_t first)
{
	struct keys *keys;
	int r;

	if ((r = need_place(g)) < 0 ||
	    (r = keys_from(&keys, g->keys, first)) < 0)
		return r;
	return become(g, keys);
}
