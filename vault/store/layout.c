/* layout.c -- see layout.h. */
#include "vault/store/layout.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/config.h"

#define DEPTH_MAX 8		/* folders in folders that are emptied */
#define NAMES_MAX (1u << 20)	/* bytes of names in one folder */

static int
make_folder(int dir, const char *name)
{
	if (mkdirat(dir, name, 0777) != 0)
		return err_sys("cannot make the folder %s", name);
	return io_sync_dir(dir, name);
}

static int
make_objects(int dir)
{
	char name[16];
	unsigned i;
	int r;

	if ((r = make_folder(dir, "objects")) < 0)
		return r;
	for (i = 0; i < 256; i++) {
		(void)snprintf(name, sizeof(name), "objects/%02x", i);
		if (mkdirat(dir, name, 0777) != 0)
			return err_sys("cannot make the folder %s", name);
	}
	if ((r = make_folder(dir, "objects/info")) < 0 ||
	    (r = make_folder(dir, "objects/pack")) < 0)
		return r;
	return io_sync_dir(dir, "objects");
}

static int
need_empty(int dir)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	int r;

	r = config_folder(dir, ".", &names);
	if (r == ERR_TOO_BIG || (r == 0 && names.len > 0))
		r = err_set(ERR_EXISTS, "the folder is not empty; name one "
		    "that does not exist yet");
	bytes_free(&names);
	return r;
}

static int
make_all(int dir)
{
	static const char *const folders[] = { "refs", "refs/heads",
	    "refs/tags", "lfs", "lfs/objects", "incoming" };
	size_t i;
	int r;

	if ((r = make_objects(dir)) < 0)
		return r;
	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if ((r = make_folder(dir, folders[i])) < 0)
			return r;
	if ((r = io_write_file(dir, "lock", "", 0, 0644)) < 0 ||
	    (r = io_write_file(dir, "config", CONFIG_TEXT,
	    strlen(CONFIG_TEXT), 0644)) < 0)
		return r;
	return io_write_file(dir, "HEAD", LAYOUT_HEAD, strlen(LAYOUT_HEAD),
	    0644);
}

static void
empty(int dir, unsigned depth)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	const char *name;
	size_t at;
	int sub;

	if (depth > DEPTH_MAX || config_folder(dir, ".", &names) < 0)
		goto done;
	for (at = 0; at < names.len; at += strlen(name) + 1) {
		name = (const char *)names.data + at;
		if (unlinkat(dir, name, 0) == 0)
			continue;
		sub = openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
		    O_NOFOLLOW);
		if (sub < 0)
			continue;
		empty(sub, depth + 1);
		io_close(&sub);
		(void)unlinkat(dir, name, AT_REMOVEDIR);
	}
done:
	bytes_free(&names);
}

int
layout_make(const char *path)
{
	int dir, r;

	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return err_sys("%s", path);
	if ((r = need_empty(dir)) == 0 && (r = make_all(dir)) < 0)
		empty(dir, 0);
	io_close(&dir);
	return r;
}

int
layout_unmake(const char *path)
{
	int dir, r;

	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return err_sys("%s", path);
	empty(dir, 0);
	r = need_empty(dir);
	io_close(&dir);
	return r;
}
