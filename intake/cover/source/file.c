/* file.c -- see file.h. */
#include "intake/cover/source/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define FILE_MODE 0600

struct file {
	int folder;
	char name[NAME_MAX + 1];
	uint8_t salt[STATE_SALT];
	struct secret *key;
};

/* The folder of the path, and its name in it. */
static int
find_place(struct file *f, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	char folder[PATH_MAX];

	if (name[0] == '\0' || strlen(name) > NAME_MAX ||
	    strlen(path) >= sizeof(folder))
		return err_set(ERR_USAGE, "%s cannot be a file's name; choose "
		    "another with --state", path);
	memcpy(f->name, name, strlen(name) + 1);
	memcpy(folder, path, strlen(path) + 1);
	folder[name - path] = '\0';
	f->folder = open(folder[0] != '\0' ? folder : ".", O_RDONLY |
	    O_DIRECTORY | O_CLOEXEC);
	if (f->folder < 0)
		return err_sys("cannot open the folder of %s; name one that is "
		    "there", path);
	return 0;
}

/* The lock is on the folder: the file itself is replaced each time. */
static int
lock(struct file *f)
{
	while (flock(f->folder, LOCK_EX) != 0)
		if (errno != EINTR)
			return err_sys("cannot lock the folder of %s", f->name);
	return 0;
}

void
file_leave(struct file *f)
{
	(void)flock(f->folder, LOCK_UN);
}

static int
read_file(struct file *f, struct bytes *b)
{
	int r;

	if ((r = io_read_file(f->folder, f->name, b)) < 0)
		return r;
	if (b->len != STATE_FILE_BYTES)
		return err_set(ERR_FORMAT, "%s is no state of this program; "
		    "name the one that tipline-source begin made", f->name);
	return 0;
}

/* salt | nonce | box */
static int
seal(struct file *f, const struct state *s, struct bytes *b)
{
	struct secret *plain = NULL;
	uint8_t *p;
	int r;

	if ((r = secret_new(&plain, STATE_BYTES)) < 0 ||
	    (r = state_put(s, plain)) < 0 ||
	    (r = bytes_room(b, STATE_FILE_BYTES, &p)) < 0)
		goto done;
	memcpy(p, f->salt, STATE_SALT);
	randombytes_buf(p + STATE_SALT, STATE_NONCE);
	(void)crypto_secretbox_easy(p + STATE_SALT + STATE_NONCE,
	    secret_peek(plain), STATE_BYTES, p + STATE_SALT,
	    secret_peek(f->key));
done:
	secret_free(plain);
	return r;
}

int
file_make(const char *path, const struct code_name *name,
    const struct state *s)
{
	struct file f = { .folder = -1 };
	struct bytes b = BYTES_INIT(STATE_FILE_BYTES);
	int r;

	randombytes_buf(f.salt, sizeof(f.salt));
	if ((r = find_place(&f, path)) == 0 &&
	    (r = state_key(&f.key, name, f.salt)) == 0 &&
	    (r = seal(&f, s, &b)) == 0)
		r = io_write_file(f.folder, f.name, b.data, b.len, FILE_MODE);
	bytes_free(&b);
	secret_free(f.key);
	io_close(&f.folder);
	return r;
}

int
file_open(struct file **out, const char *path, const struct code_name *name)
{
	struct file *f = calloc(1, sizeof(*f));
	struct bytes b = BYTES_INIT(STATE_FILE_BYTES);
	int r;

	*out = NULL;
	if (f == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	f->folder = -1;
	if ((r = find_place(f, path)) == 0 && (r = read_file(f, &b)) == 0) {
		memcpy(f->salt, b.data, STATE_SALT);
		r = state_key(&f->key, name, f->salt);
	}
	bytes_free(&b);
	if (r < 0)
		file_close(f);
	else
		*out = f;
	return r;
}

void
file_close(struct file *f)
{
	if (f == NULL)
		return;
	secret_free(f->key);
	io_close(&f->folder);
	free(f);
}

static int
unseal(struct file *f, const struct bytes *b, struct state **s)
{
	struct secret *plain = NULL;
	int r;

	if (memcmp(b->data, f->salt, STATE_SALT) != 0)
		return err_set(ERR_FORMAT, "%s was replaced by another; start "
		    "again", f->name);
	if ((r = secret_new(&plain, STATE_BYTES)) < 0)
		return r;
	if (crypto_secretbox_open_easy(secret_bytes(plain), b->data +
	    STATE_SALT + STATE_NONCE, STATE_BYTES + 16, b->data + STATE_SALT,
	    secret_peek(f->key)) != 0)
		r = err_set(ERR_WRONG_KEY, "%s is not this code name's, or is "
		    "damaged; try the words again", f->name);
	else if ((r = state_new(s)) == 0 &&
	    (r = state_get(*s, secret_peek(plain), STATE_BYTES)) < 0) {
		state_free(*s);
		*s = NULL;
	}
	secret_free(plain);
	return r;
}

int
file_take(struct file *f, struct state **s)
{
	struct bytes b = BYTES_INIT(STATE_FILE_BYTES);
	int r;

	*s = NULL;
	if ((r = lock(f)) < 0)
		return r;
	if ((r = read_file(f, &b)) == 0)
		r = unseal(f, &b, s);
	bytes_free(&b);
	if (r < 0)
		file_leave(f);
	return r;
}

int
file_give(struct file *f, const struct state *s)
{
	struct bytes b = BYTES_INIT(STATE_FILE_BYTES);
	int r;

	if ((r = seal(f, s, &b)) == 0)
		r = io_replace_file(f->folder, f->name, b.data, b.len,
		    FILE_MODE);
	bytes_free(&b);
	file_leave(f);
	return r;
}
