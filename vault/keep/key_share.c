/* key_share.c -- a key file taken apart and put together again: see key.h. */
#include "vault/keep/key.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/keep/keydisk.h"
#include "vault/keep/sharetext.h"

/* --- split --- */

static int
share_path(char out[PATH_MAX], const char *folder, const char *path,
    unsigned number)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	int n;

	if (folder != NULL)
		n = snprintf(out, PATH_MAX, "%s/%s.share-%u", folder, name,
		    number);
	else
		n = snprintf(out, PATH_MAX, "%s.share-%u", path, number);
	return n >= 0 && n < PATH_MAX ? 0 : err_set(ERR_TOO_BIG, "%s has too "
	    "long a name to put shares beside it; name a folder with -o",
	    path);
}

/* Told before anybody is asked for a passphrase. */
static int
check_free(const char *folder, const char *path, unsigned n)
{
	char name[PATH_MAX];
	unsigned i;
	int r = 0;

	for (i = 1; i <= n && r == 0; i++)
		if ((r = share_path(name, folder, path, i)) == 0)
			r = keydisk_check_free(name);
	return r;
}

static int
write_share(const char *name, struct secret **raw)
{
	struct secret *text = NULL;
	struct share share;
	int r;

	/* What is written was read back first: nobody finds out years later. */
	if ((r = share_read(&share, raw, name)) < 0)
		return r;
	if ((r = sharetext_write(&text, &share)) == 0)
		r = keydisk_create(name, text);
	secret_free(text);
	share_free(&share);
	return r;
}

/* All of them or none. */
static int
write_all(const char *folder, const char *path,
    struct secret *raws[SHARES_MAX], unsigned n)
{
	char name[PATH_MAX];
	unsigned i;
	int r = 0;

	for (i = 1; i <= n && r == 0; i++)
		if ((r = share_path(name, folder, path, i)) == 0)
			r = write_share(name, &raws[i - 1]);
	if (r == 0)
		return 0;
	for (i -= 2; i > 0; i--)	/* the last one is not there */
		if (share_path(name, folder, path, i) == 0)
			(void)unlink(name);
	return r;
}

int
key_split(struct card *card, const char *path, const char *folder,
    unsigned k, unsigned n, int passphrase_fd)
{
	struct secret *raws[SHARES_MAX] = { NULL };
	struct keys *keys = NULL;
	unsigned i;
	int r;

	if ((r = check_free(folder, path, n < SHARES_MAX ? n :
	    SHARES_MAX)) < 0 ||
	    (r = key_open(&keys, path, passphrase_fd)) < 0 ||
	    (r = share_split(raws, keys, k, n)) < 0 ||
	    (r = write_all(folder, path, raws, n)) < 0)
		goto done;
	*card = *keys_card(keys);
done:
	for (i = 0; i < SHARES_MAX; i++)
		secret_free(raws[i]);
	keys_free(keys);
	return r;
}

/* --- join --- */

static int
read_text(struct secret **text, const char *path)
{
	struct stat st;
	size_t got;
	int fd, r;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT ? err_set(ERR_NOT_FOUND, "there is no "
		    "share %s; check its name", path) :
		    err_sys("%s cannot be read", path);
	if (fstat(fd, &st) != 0)
		r = err_sys("%s cannot be read", path);
	else if (!S_ISREG(st.st_mode) || st.st_size == 0 ||
	    st.st_size > SHARE_TEXT_MAX)
		r = err_set(ERR_FORMAT, "%s is no share of a key; name the "
		    "files that tipline key split made", path);
	else if ((r = secret_new(text, (size_t)st.st_size)) == 0 &&
	    (r = io_read(fd, secret_bytes(*text), (size_t)st.st_size,
	    &got)) == 0 && got != (size_t)st.st_size)
		r = err_set(ERR_FORMAT, "%s changed while it was read; try "
		    "again", path);
	io_close(&fd);
	return r;
}

static int
read_share(struct share *share, const char *path)
{
	struct secret *text = NULL, *raw = NULL;
	int r;

	if ((r = read_text(&text, path)) == 0 &&
	    (r = sharetext_read(&raw, text, path)) == 0)
		r = share_read(share, &raw, path);
	secret_free(text);
	secret_free(raw);
	return r;
}

int
key_join(struct card *card, const char *path, const char *const *names,
    size_t n, bool plain, int passphrase_fd)
{
	struct share shares[SHARES_MAX];
	struct keys *keys = NULL;
	size_t i;
	int r = 0;

	memset(shares, 0, sizeof(shares));
	if (n > SHARES_MAX)
		return err_set(ERR_TOO_BIG, "a key has at most %d shares; name "
		    "those of one key", SHARES_MAX);
	if ((r = keydisk_check_free(path)) < 0)
		return r;
	for (i = 0; i < n && r == 0; i++)
		r = read_share(&shares[i], names[i]);
	if (r == 0 && (r = share_join(&keys, shares, names, n)) == 0 &&
	    (r = key_write_new(keys, path, plain, passphrase_fd)) == 0)
		*card = *keys_card(keys);
	for (i = 0; i < SHARES_MAX; i++)
		share_free(&shares[i]);
	keys_free(keys);
	return r;
}
