/* input.c -- see input.h. */
#include "redact/cmd/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "redact/cmd/show.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define NAME_SIZE 512		/* bytes of an output's name, with NUL */

int
call_parse(struct call *c, unsigned takes, int argc, char **argv)
{
	const char *value = NULL;
	const char **into;
	bool ended = false;
	int i;

	memset(c, 0, sizeof(*c));
	c->files = argv + 1;
	for (i = 1; i < argc; i++) {
		/* The file words move to the front of argv, over the "--". */
		if (ended || argv[i][0] != '-' || argv[i][1] == '\0') {
			c->files[c->nfiles++] = argv[i];
			continue;
		}
		if (strcmp(argv[i], "--") == 0) {
			ended = true;
			continue;
		}
		if ((takes & TAKES_LIST_KINDS) != 0 &&
		    option_is(argc, argv, &i, "--list-kinds", NULL)) {
			c->list_kinds = 1;
			continue;
		}
		if ((takes & TAKES_OUTDIR) != 0 &&
		    (option_is(argc, argv, &i, "-o", &value) ||
		    option_is(argc, argv, &i, "--output", &value)))
			into = &c->outdir;
		else if ((takes & TAKES_WATCHLIST) != 0 &&
		    option_is(argc, argv, &i, "--watchlist", &value))
			into = &c->watchlist;
		else if ((takes & TAKES_ACCEPT) != 0 &&
		    option_is(argc, argv, &i, "--accept", &value))
			into = &c->accept;
		else
			return usage("%s is no option of this verb", argv[i]);
		if (value == NULL)
			return usage("%s needs a value", argv[i]);
		*into = value;
	}
	if (c->nfiles == 0 && !c->list_kinds && (takes & TAKES_NO_WORDS) == 0)
		return usage("name at least one file");
	if ((takes & TAKES_OUTDIR) != 0 && c->outdir == NULL)
		return usage("name the folder for the results with -o DIR");
	return 0;
}

/* Standard input, whole, in a memory file. */
static int
open_stdin(int *fd)
{
	int r;

	if ((r = io_memfd(fd, "stdin")) < 0)
		return r;
	if ((r = io_copy(*fd, STDIN_FILENO, NULL)) < 0) {
		io_close(fd);
		return r;
	}
	if (lseek(*fd, 0, SEEK_SET) != 0) {
		io_close(fd);
		return err_sys("cannot rewind a memory file");
	}
	return 0;
}

int
input_open(int *fd, const char *name)
{
	struct stat st;

	if (strcmp(name, "-") == 0)
		return open_stdin(fd);
	/* O_NONBLOCK: a fifo by this name must not hold us up. */
	*fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (*fd < 0 && errno == ENOENT)
		return err_set(ERR_NOT_FOUND, "%s is not there; check the name",
		    name);
	if (*fd < 0)
		return err_sys("%s cannot be read", name);
	if (fstat(*fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		io_close(fd);
		return err_set(ERR_FAILED, "%s is no ordinary file; name files, "
		    "not folders or devices", name);
	}
	return 0;
}

const char *
input_base(const char *name)
{
	const char *slash = strrchr(name, '/');

	if (strcmp(name, "-") == 0)
		return "stdin";
	return slash != NULL ? slash + 1 : name;
}

int
input_read(struct bytes *b, const char *name)
{
	int fd, r;

	if ((r = input_open(&fd, name)) < 0)
		return r;
	r = io_read_all(fd, b);
	io_close(&fd);
	return r;
}

int
output_path(const char *path, const void *p, size_t len)
{
	const char *base = input_base(path);
	char *folder;
	int dirfd, r;

	folder = base == path ? strdup(".") :
	    strndup(path, (size_t)(base - path));
	if (folder == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	dirfd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dirfd < 0)
		r = err_sys("the folder of %s cannot be used", path);
	else
		r = io_write_file(dirfd, base, p, len, 0600);
	io_close(&dirfd);
	free(folder);
	return r;
}

int
outdir_open(int *dirfd, const char *name)
{
	if (mkdir(name, 0700) != 0 && errno != EEXIST)
		return err_sys("the folder %s cannot be made", name);
	*dirfd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*dirfd < 0)
		return err_sys("%s cannot be used as a folder for results", name);
	return 0;
}

/* One file: open, examine, hand on. */
static int
visit_one(struct visit *v, unsigned want,
    int (*each)(const struct visit *v))
{
	struct exam exam = EXAM_INIT;
	struct exam_request request = { .want = want };
	int r;

	v->fd = -1;
	if ((r = input_open(&v->fd, v->file)) < 0)
		return r;
	request.fd = v->fd;
	v->exam = &exam;
	if ((r = worker_run(v->worker, &request, &exam)) == 0)
		r = each(v);
	exam_free(&exam);
	v->exam = NULL;
	io_close(&v->fd);
	return r;
}

int
visit_files(const struct options *o, const struct call *c, unsigned want,
    int (*each)(const struct visit *v), void *arg)
{
	struct visit v = { .options = o, .call = c, .arg = arg };
	int i, r, result;

	if ((result = worker_start(&v.worker)) < 0)
		return result;
	for (i = 0; i < c->nfiles; i++) {
		if (c->nfiles > 1)
			progress(o, "examining", (uint64_t)i,
			    (uint64_t)c->nfiles);
		v.file = c->files[i];
		if ((r = visit_one(&v, want, each)) < 0) {
			progress_end(o);
			show_failure(o, v.file);
			if (result == 0 || result == EXIT_SOME_REFUSED)
				result = r;
			if (r == ERR_WALL)
				break;	/* nothing further can be examined */
		} else if (r != 0 && result == 0) {
			result = r;
		}
	}
	progress_end(o);
	worker_stop(v.worker);
	return result;
}

int
output_file(const struct visit *v, int dirfd, const char *ending)
{
	char name[NAME_SIZE];
	int n;

	n = snprintf(name, sizeof(name), "%s%s", input_base(v->file), ending);
	if (n < 0 || (size_t)n >= sizeof(name))
		return err_set(ERR_TOO_BIG, "%s is too long a name", v->file);
	if (lseek(v->exam->file, 0, SEEK_SET) != 0)
		return err_sys("cannot rewind a memory file");
	return io_install(dirfd, name, v->exam->file, 0600);
}
