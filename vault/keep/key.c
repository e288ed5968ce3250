/* key.c -- see key.h. */
#include "vault/keep/key.h"

#include "vault/base/err.h"
#include "vault/keep/keydisk.h"
#include "vault/keep/keyfile.h"
#include "vault/keep/keyplace.h"
#include "vault/keep/passphrase.h"

static const struct keyfile_cost cost = KEYFILE_COST;

static int
new_passphrase(struct secret **out, const char *path, int fd)
{
	int r;

	if (fd < 0)
		return passphrase_ask_new(out, path);
	if ((r = passphrase_read(out, fd)) < 0)
		return r;
	return passphrase_check(*out);
}

int
key_write_new(const struct keys *keys, const char *path, bool plain,
    int passphrase_fd)
{
	struct secret *passphrase = NULL, *file = NULL;
	int r = 0;

	if (!plain)
		r = new_passphrase(&passphrase, path, passphrase_fd);
	if (r == 0 &&
	    (r = keyfile_write(&file, keys, passphrase, &cost)) == 0)
		r = keydisk_create(path, file);
	secret_free(passphrase);
	secret_free(file);
	return r;
}

int
key_new(struct card *card, const char *path, bool plain, int passphrase_fd)
{
	struct keys *keys = NULL;
	int r;

	if ((r = keydisk_check_free(path)) == 0 &&
	    (r = keys_new(&keys)) == 0 &&
	    (r = key_write_new(keys, path, plain, passphrase_fd)) == 0)
		*card = *keys_card(keys);
	keys_free(keys);
	return r;
}

int
key_card(struct card *card, const char *path)
{
	struct secret *file = NULL;
	int r;

	if ((r = keydisk_read(&file, path)) == 0)
		r = keyfile_read_card(card, file, path);
	secret_free(file);
	return r;
}

/* The keys in what was read; asks for the passphrase if there is one. */
static int
unlock(struct keys **keys, const struct secret *file, const char *path, int fd)
{
	struct secret *passphrase = NULL;
	int r = 0;

	if (keyfile_is_locked(file))
		r = fd >= 0 ? passphrase_read(&passphrase, fd) :
		    passphrase_ask(&passphrase, "Present passphrase for",
		    path);
	if (r == 0)
		r = keyfile_read(keys, file, passphrase, path);
	secret_free(passphrase);
	return r;
}

int
key_open(struct keys **keys, const char *path, int passphrase_fd)
{
	struct secret *file = NULL;
	int r;

	if ((r = keydisk_read(&file, path)) == 0)
		r = unlock(keys, file, path, passphrase_fd);
	secret_free(file);
	return r;
}

int
key_passphrase(struct card *card, const char *path, int passphrase_fd)
{
	struct secret *passphrase = NULL, *old = NULL, *file = NULL;
	struct keyplace *place = NULL;
	struct keys *keys = NULL;
	int r;

	if ((r = keyplace_open(&place, path)) < 0 ||
	    (r = keyplace_read(&old, place)) < 0 ||
	    (r = unlock(&keys, old, path, passphrase_fd)) < 0 ||
	    (r = new_passphrase(&passphrase, path, passphrase_fd)) < 0 ||
	    (r = keyfile_write(&file, keys, passphrase, &cost)) < 0 ||
	    (r = keyplace_swap(place, file)) < 0)
		goto done;
	*card = *keys_card(keys);
done:
	secret_free(passphrase);
	secret_free(old);
	secret_free(file);
	keys_free(keys);
	keyplace_free(place);
	return r;
}
