/* quarantine.c -- see quarantine.h. */
#include "vault/store/quarantine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"
#include "vault/store/span.h"

#define FOLDER "quarantine"
#define PATH_BYTES 512
#define LINE_MAX_BYTES 4096

/* The first folder of today that is not there yet. */
static int
make(struct quarantine *q)
{
	char date[16] = "";
	const time_t now = time(NULL);
	struct tm tm;
	unsigned n;

	if (gmtime_r(&now, &tm) == NULL ||
	    strftime(date, sizeof(date), "%Y-%m-%d", &tm) == 0)
		return err_set(ERR_FAILED, "the clock tells no date; set it");
	if (mkdirat(q->vault, FOLDER, 0700) != 0 && errno != EEXIST)
		return err_sys("cannot make the folder " FOLDER);
	for (n = 1; n <= QUARANTINES_MAX; n++) {
		(void)snprintf(q->name, sizeof(q->name), FOLDER "/%.10s-%u",
		    date, n);
		if (mkdirat(q->vault, q->name, 0700) == 0)
			return io_sync_dir(q->vault, FOLDER);
		if (errno != EEXIST)
			break;
	}
	q->name[0] = '\0';
	return err_sys("cannot make a folder in " FOLDER);
}

static int
open_all(struct quarantine *q)
{
	int r;

	if (q->list >= 0)
		return 0;
	if ((r = make(q)) < 0 ||
	    (r = span_folder(q->vault, q->name, &q->dir)) < 0)
		return r;
	q->list = openat(q->dir, "list", O_WRONLY | O_CREAT | O_EXCL |
	    O_APPEND | O_CLOEXEC, 0600);
	return q->list < 0 ? err_sys("cannot write %s/list", q->name) :
	    io_sync(q->dir);
}

int
quarantine_note(struct quarantine *q, const char *what, const char *why)
{
	struct bytes line = BYTES_INIT(LINE_MAX_BYTES);
	int r;

	if ((r = open_all(q)) < 0)
		return r;
	(void)print_escape(&line, what, strlen(what));
	(void)bytes_add_str(&line, "\t");
	(void)print_escape(&line, why, strlen(why));
	(void)bytes_add_str(&line, "\n");
	if ((r = bytes_ok(&line)) == 0 &&
	    (r = io_write_all(q->list, line.data, line.len)) == 0)
		r = io_sync(q->list);
	bytes_free(&line);
	return r;
}

/* The folders above `path`, there. */
static int
make_above(const struct quarantine *q, const char *path)
{
	char folder[PATH_BYTES];
	size_t n;

	for (n = strcspn(path, "/"); path[n] != '\0';
	    n += 1 + strcspn(path + n + 1, "/")) {
		if (n >= sizeof(folder))
			return err_set(ERR_TOO_BIG, "%s is too long a name",
			    path);
		memcpy(folder, path, n);
		folder[n] = '\0';
		if (mkdirat(q->dir, folder, 0700) != 0 && errno != EEXIST)
			return err_sys("cannot make %s/%s", q->name, folder);
	}
	return 0;
}

/* Both folders know of it. */
static int
sync_above(const struct quarantine *q, const char *path)
{
	char folder[PATH_BYTES];
	const char *slash = strrchr(path, '/');
	size_t n = slash != NULL ? (size_t)(slash - path) : 0;
	int r;

	if (n >= sizeof(folder))
		n = 0;
	memcpy(folder, path, n);
	folder[n] = '\0';
	if ((r = io_sync_dir(q->dir, n > 0 ? folder : ".")) == 0)
		r = io_sync_dir(q->vault, n > 0 ? folder : ".");
	return r;
}

int
quarantine_move(struct quarantine *q, const char *path, const char *why)
{
	struct stat st;
	int r;

	if (fstatat(q->vault, path, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 :
		    err_sys("%s of the vault", path);
	if ((r = quarantine_note(q, path, why)) < 0 ||
	    (r = make_above(q, path)) < 0)
		return r;
	if (renameat(q->vault, path, q->dir, path) != 0)
		return err_sys("cannot move %s to %s", path, q->name);
	return sync_above(q, path);
}

void
quarantine_close(struct quarantine *q)
{
	io_close(&q->list);
	io_close(&q->dir);
}
