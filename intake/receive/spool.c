/* spool.c -- see spool.h. */
#include "intake/receive/spool.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define QUEUE ".tipline"	/* claim.h: what was taken out of the folder */

struct look {
	int folder;
	bool all;		/* what is not whole, too */
	time_t still_since;	/* what changed later waits */
};

/* --- names --- */

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcasecmp(s + n - m, end) == 0;
}

/* What a program calls a file that it has not finished, and hidden ones. */
static bool
unfinished(const char *name)
{
	static const char *const ends[] = { ".part", ".partial", ".tmp",
	    ".temp", ".filepart", ".crdownload", ".download", ".swp", "~" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (ends_with(name, ends[i]))
			return true;
	return name[0] == '.';
}

static bool
digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isdigit((unsigned char)s[i]))
			return false;
	return true;
}

/* "2026-11-22" */
static bool
is_date(const char *s)
{
	return strlen(s) == 10 && digits(s, 4) && s[4] == '-' &&
	    digits(s + 5, 2) && s[7] == '-' && digits(s + 8, 2);
}

/* "140311" and digits of a second's parts: how many in all; 0: it is none. */
static size_t
time_digits(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n >= 6 && n <= 12 ? n : 0;
}

#define MESSAGE_END "-message.txt"

/* --- lists of names, sorted --- */

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
push(char ***list, size_t *n, const char *s)
{
	char **grown, *copy;

	if ((*n & (*n - 1)) == 0) {
		grown = realloc(*list, (*n ? *n * 2 : 1) * sizeof(*grown));
		if (grown == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		*list = grown;
	}
	if ((copy = strdup(s)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	(*list)[(*n)++] = copy;
	return 0;
}

void
spool_files_free(char **files, size_t n)
{
	while (n > 0)
		free(files[--n]);
	free(files);
}

static int
names_in(int folder, char ***names, size_t *n)
{
	struct dirent *e;
	DIR *dir;
	int fd, r = 0;

	*names = NULL;
	*n = 0;
	if ((fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		return err_sys("a folder cannot be read");
	if ((dir = fdopendir(fd)) == NULL) {
		io_close(&fd);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	while (r == 0 && (errno = 0, e = readdir(dir)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		r = *n >= 10 * SPOOL_FILES_MAX ? err_set(ERR_TOO_BIG,
		    "more than %u names in a watched folder; take some out",
		    10 * SPOOL_FILES_MAX) : push(names, n, e->d_name);
	}
	if (r == 0 && errno != 0)
		r = err_sys("a folder cannot be read");
	(void)closedir(dir);
	if (r < 0) {
		spool_files_free(*names, *n);
		*names = NULL;
		*n = 0;
	} else if (*n > 1) {
		qsort(*names, *n, sizeof(**names), by_name);
	}
	return r;
}

static int
open_below(int folder, const char *path, int flags)
{
	struct open_how how = { .flags = (uint64_t)(unsigned)(flags | O_CLOEXEC |
	    O_NOFOLLOW), .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
	    RESOLVE_NO_XDEV };

	return (int)syscall(SYS_openat2, folder, path, &how, sizeof(how));
}

int
spool_open(int folder, const char *path)
{
	return open_below(folder, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
}

/* --- the files of a gathering --- */

static int
join(char out[SPOOL_PATH_MAX + 1], const char *a, const char *b)
{
	int n = snprintf(out, SPOOL_PATH_MAX + 1, "%s%s%s", a,
	    a[0] != '\0' ? "/" : "", b);

	if (n < 0 || n > (int)SPOOL_PATH_MAX)
		return err_set(ERR_TOO_BIG, "a path in the watched folder is "
		    "over %u bytes; rename it", SPOOL_PATH_MAX);
	return 0;
}

static int
collect(int folder, const char *path, unsigned depth, char ***files, size_t *n)
{
	char **names = NULL, below[SPOOL_PATH_MAX + 1];
	size_t i, nnames = 0;
	struct stat st;
	int fd = -1, r = 0;

	if (fstatat(folder, path, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return err_sys("a watched file cannot be looked at");
	if (S_ISREG(st.st_mode))
		return *n < SPOOL_FILES_MAX ? push(files, n, path) :
		    err_set(ERR_TOO_BIG, "more than %u files in one folder; "
		    "submit them in parts", SPOOL_FILES_MAX);
	if (!S_ISDIR(st.st_mode))
		return err_set(ERR_FORMAT, "a link, pipe or device lies in "
		    "what is to be taken; take it out of the folder");
	if (depth == SPOOL_DEPTH_MAX)
		return err_set(ERR_TOO_BIG, "more than %u folders in folders; "
		    "pack them into an archive", SPOOL_DEPTH_MAX);
	if ((fd = open_below(folder, path, O_RDONLY | O_DIRECTORY)) < 0)
		return err_sys("a watched folder cannot be opened");
	r = names_in(fd, &names, &nnames);
	for (i = 0; r == 0 && i < nnames; i++)
		if ((r = join(below, path, names[i])) == 0)
			r = collect(folder, below, depth + 1, files, n);
	spool_files_free(names, nnames);
	io_close(&fd);
	return r;
}

int
spool_files(int folder, const char *path, char ***files, size_t *n)
{
	int r;

	*files = NULL;
	*n = 0;
	if ((r = collect(folder, path, 0, files, n)) < 0) {
		spool_files_free(*files, *n);
		*files = NULL;
		*n = 0;
	}
	return r;
}

/* --- is it whole? --- */

/* Somebody has it open for writing.  Where leases do not work, time alone
 * tells. */
static bool
has_writer(int fd)
{
	bool busy = fcntl(fd, F_SETLEASE, F_RDLCK) != 0 && errno == EAGAIN;

	(void)fcntl(fd, F_SETLEASE, F_UNLCK);
	return busy;
}

static bool
is_still(const struct look *l, const struct stat *st)
{
	return st->st_mtime <= l->still_since && st->st_ctime <= l->still_since;
}

static bool
file_is_whole(const struct look *l, const char *path)
{
	const char *name = strrchr(path, '/');
	struct stat st;
	bool whole;
	int fd;

	if (unfinished(name != NULL ? name + 1 : path) ||
	    (fd = spool_open(l->folder, path)) < 0)
		return false;
	whole = fstat(fd, &st) == 0 && is_still(l, &st) && !has_writer(fd);
	io_close(&fd);
	return whole;
}

/* All files of it, and no folder has got or lost a name lately. */
static bool
is_whole(const struct look *l, const char *path)
{
	char **files;
	struct stat st;
	size_t i, n;
	bool whole;

	if (fstatat(l->folder, path, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !is_still(l, &st) || spool_files(l->folder, path, &files, &n) < 0)
		return false;
	whole = n > 0;		/* an empty folder waits for its files */
	for (i = 0; whole && i < n; i++)
		whole = file_is_whole(l, files[i]);
	spool_files_free(files, n);
	return whole;
}

/* --- what belongs together --- */

void
spool_free(struct spool *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->list[i].path);
		free(s->list[i].message);
	}
	free(s->list);
	*s = (struct spool){ .list = NULL };
}

static int
add(struct spool *s, const struct look *l, const char *path,
    const char *message, const char *when)
{
	struct gathering *g;

	if (!l->all && ((path[0] != '\0' && !is_whole(l, path)) ||
	    (message != NULL && !is_whole(l, message)))) {
		s->waiting++;
		return 0;
	}
	g = realloc(s->list, (s->n + 1) * sizeof(*g));
	if (g == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	s->list = g;
	g = &s->list[s->n];
	*g = (struct gathering){ .path = strdup(path) };
	if (g->path == NULL || (message != NULL &&
	    (g->message = strdup(message)) == NULL)) {
		free(g->path);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	(void)snprintf(g->when, sizeof(g->when), "%s", when);
	s->n++;
	return 0;
}

/* Every name in a <date> folder is a <time>, or a message beside one; hidden
 * ones do not count. */
static bool
is_onionshare(char **names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t t = time_digits(names[i]);

		if (names[i][0] == '.')
			continue;
		if (t == 0 || (names[i][t] != '\0' &&
		    strcmp(names[i] + t, MESSAGE_END) != 0))
			return false;
	}
	return n > 0;
}

/* One <time>: its folder, its message, or both. */
static int
add_time(struct spool *s, const struct look *l, const char *date,
    char **names, size_t n, size_t *i)
{
	char path[SPOOL_PATH_MAX + 1] = "", message[SPOOL_PATH_MAX + 1];
	const char *time = names[*i];
	size_t t = time_digits(time);
	char when[32];
	bool has = false;
	int r = 0;

	(void)snprintf(when, sizeof(when), "%s%s%.2s:%.2s:%.2s", date,
	    date[0] != '\0' ? " " : "", time, time + 2, time + 4);
	if (time[t] == '\0') {
		r = join(path, date, time);
		/* The message sorts right behind its folder. */
		has = *i + 1 < n && strncmp(names[*i + 1], time, t) == 0 &&
		    names[*i + 1][t] == '-';
		*i += has;
	} else {
		has = true;
	}
	if (r == 0 && has)
		r = join(message, date, names[*i]);
	return r < 0 ? r : add(s, l, path, has ? message : NULL, when);
}

static int
add_times(struct spool *s, const struct look *l, const char *date,
    char **names, size_t n)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++)
		if (names[i][0] != '.')
			r = add_time(s, l, date, names, n, &i);
		else
			s->waiting += l->all;
	return r;
}

static int
add_dated(struct spool *s, const struct look *l, const char *date)
{
	char **names = NULL;
	size_t n = 0;
	int fd, r;

	if ((fd = open_below(l->folder, date, O_RDONLY | O_DIRECTORY)) < 0)
		return err_sys("a watched folder cannot be opened");
	if ((r = names_in(fd, &names, &n)) == 0) {
		r = n > 0 && !is_onionshare(names, n) ?
		    add(s, l, date, NULL, "") :
		    add_times(s, l, date, names, n);
	}
	spool_files_free(names, n);
	io_close(&fd);
	return r;
}

static int
look_at(struct spool *s, const struct look *l, const char *name)
{
	struct stat st;

	if (fstatat(l->folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return 0;	/* gone meanwhile */
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) {
		s->refused++;
		return 0;
	}
	if (strcmp(name, QUEUE) == 0)
		return 0;
	if (unfinished(name) && !l->all) {
		s->waiting += name[0] != '.';
		return 0;
	}
	if (S_ISDIR(st.st_mode) && is_date(name))
		return add_dated(s, l, name);
	return add(s, l, name, NULL, "");
}

static int
look(struct spool *s, const struct look *l)
{
	char **names;
	size_t i, n;
	int r;

	*s = (struct spool){ .list = NULL };
	if ((r = names_in(l->folder, &names, &n)) < 0)
		return r;
	/* What is looked at may be one of the <date> folders itself. */
	if (l->all && is_onionshare(names, n))
		r = add_times(s, l, "", names, n);
	else
		for (i = 0; r == 0 && i < n; i++)
			r = look_at(s, l, names[i]);
	spool_files_free(names, n);
	if (r < 0)
		spool_free(s);
	return r;
}

int
spool_look(struct spool *s, int folder, unsigned quiet)
{
	const struct look l = { .folder = folder,
	    .still_since = time(NULL) - (time_t)quiet };

	return look(s, &l);
}

int
spool_look_all(struct spool *s, int folder)
{
	const struct look l = { .folder = folder, .all = true };

	return look(s, &l);
}

bool
spool_unfinished(const char *path)
{
	const char *slash = strrchr(path, '/');

	return unfinished(slash != NULL ? slash + 1 : path);
}
