/* untold.c -- see untold.h. */
#include "vault/store/untold.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/config.h"

#define FOLDER "untold"
#define NAME_SIZE (sizeof(FOLDER "/") + ID_HEX_SIZE)
#define NAMES_MAX (1u << 20)	/* bytes of names in the folder */
#define DAY 86400

static void
name_of(char name[NAME_SIZE], const struct id *id)
{
	char hex[ID_HEX_SIZE];

	id_hex(hex, id);
	(void)snprintf(name, NAME_SIZE, FOLDER "/%s", hex);
}

int
untold_add(int vault, const struct id *id, int *fd)
{
	char name[NAME_SIZE];
	int r;

	*fd = -1;
	if (mkdirat(vault, FOLDER, 0700) != 0 && errno != EEXIST)
		return err_sys("cannot make the folder " FOLDER);
	name_of(name, id);
	*fd = openat(vault, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (*fd < 0)
		return err_sys("cannot make a file in the vault");
	r = flock(*fd, LOCK_EX | LOCK_NB) != 0 ?
	    err_sys("cannot hold a file in the vault") : 0;
	if (r == 0 && (r = io_sync_dir(vault, FOLDER)) == 0)
		r = io_sync_dir(vault, ".");
	if (r < 0) {
		untold_drop(vault, id);
		io_close(fd);
	}
	return r;
}

void
untold_drop(int vault, const struct id *id)
{
	char name[NAME_SIZE];

	name_of(name, id);
	(void)unlinkat(vault, name, 0);
}

/* Is its writer dead?  What was made too long ago is dropped. */
static bool
is_left(int vault, const struct id *id)
{
	char name[NAME_SIZE];
	struct stat st;
	bool left;
	int fd;

	name_of(name, id);
	fd = openat(vault, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK);
	if (fd < 0)
		return false;
	left = flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &st) == 0;
	if (left && st.st_mtime + UNTOLD_DAYS * DAY < time(NULL)) {
		untold_drop(vault, id);
		left = false;
	}
	io_close(&fd);
	return left;
}

int
untold_list(int vault, struct bytes *ids)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	struct id id;
	const char *name;
	size_t i, n = 0;
	int r;

	r = config_folder(vault, FOLDER, &names);
	for (i = 0; r == 0 && i < names.len && n < UNTOLD_MAX;
	    i += strlen(name) + 1) {
		name = (const char *)names.data + i;
		if (strlen(name) != ID_HEX_SIZE - 1 || !hex_parse(id.b,
		    ID_BYTES, name, ID_HEX_SIZE - 1) || !is_left(vault, &id))
			continue;
		r = bytes_add(ids, id.b, ID_BYTES);
		n++;
	}
	bytes_free(&names);
	return r;
}
