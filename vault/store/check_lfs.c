/* check_lfs.c -- see checking.h: every file below lfs/objects is that of its
 * name.  Whether all that the history needs are there: check_history.c. */
#include "vault/store/checking.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"
#include "vault/store/config.h"
#include "vault/store/lfs.h"
#include "vault/store/span.h"

#define FOLDER "lfs/objects"
#define PATH_BYTES 320

static int
check_file(struct check *c, const char *path, const uint8_t *name)
{
	uint8_t is[SHA256_BYTES];
	uint64_t size;
	int fd, r;

	r = span_open(repo_dir(c->repo), path, &fd, &size);
	if (r == ERR_NOT_FOUND)
		return 0;
	if (r < 0)
		return checking_tell(c, r, "damage", path, REMEDY_ASIDE);
	if (checking_mine(c, name)) {
		(void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
		if ((r = sha256_fd(is, fd, NULL)) < 0)
			r = checking_tell(c, r, "damage", path, REMEDY_ASIDE);
		else if (memcmp(is, name, sizeof(is)) != 0)
			r = trouble_say(c->to, "damage", path, REMEDY_ASIDE,
			    "%s is damaged (its content is another than its "
			    "name says); run `tipline repair --from COPY`",
			    path);
		else
			r = checking_step(c, size);
	}
	io_close(&fd);
	return r;
}

/* A name in the folder `above`; `depth` 0: lfs/objects itself. */
static int
check_name(struct check *c, const char *above, const char *name,
    unsigned depth);

static int
check_folder(struct check *c, const char *folder, unsigned depth)
{
	struct bytes names = BYTES_INIT(CHECK_NAMES_MAX);
	const char *name;
	size_t at;
	int fd, r;

	r = span_folder(repo_dir(c->repo), folder, &fd);
	if (r == ERR_NOT_FOUND)
		return 0;
	if (r == 0)
		r = config_folder(fd, ".", &names);
	if (r < 0)
		r = checking_tell(c, r, "damage", folder, REMEDY_ASIDE);
	for (at = 0; at < names.len && r == 0; at += strlen(name) + 1) {
		name = (const char *)names.data + at;
		r = check_name(c, folder, name, depth);
	}
	io_close(&fd);
	bytes_free(&names);
	return r;
}

static int
check_name(struct check *c, const char *above, const char *name,
    unsigned depth)
{
	uint8_t sha256[SHA256_BYTES], byte;
	char path[PATH_BYTES], place[LFS_NAME_SIZE] = "";
	struct lfs_pointer p = { .size = 0 };

	(void)snprintf(path, sizeof(path), "%.40s/%.255s", above, name);
	if (depth < 2 && hex_parse(&byte, 1, name, strlen(name)))
		return check_folder(c, path, depth + 1);
	if (depth == 2 && hex_parse(sha256, sizeof(sha256), name,
	    strlen(name))) {
		memcpy(p.sha256, sha256, sizeof(sha256));
		lfs_name(place, &p);
	}
	if (strcmp(place, path) == 0)
		return check_file(c, path, sha256);
	return trouble_say(c->to, "foreign", path, REMEDY_ASIDE, "%s is no "
	    "large object; run `tipline repair`", path);
}

int
check_lfs(struct check *c)
{
	return check_folder(c, FOLDER, 0);
}
