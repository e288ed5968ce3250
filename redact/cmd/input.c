/* input.c -- see input.h. */
#include "redact/cmd/input.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "redact/cmd/times.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/seal/secret.h"

int
input_password(struct secret **out, const char *word)
{
	struct secret *room = NULL;
	uint8_t *p;
	size_t got = 0;
	char *end;
	long fd;
	int r;

	errno = 0;
	fd = strtol(word, &end, 10);
	if (errno != 0 || end == word || *end != '\0' || fd < 0 || fd > INT_MAX)
		return usage("%s is no descriptor", word);
	if ((r = secret_new(&room, PASSWORD_MAX + 2)) < 0)
		return r;
	p = secret_bytes(room);
	if ((r = io_read((int)fd, p, PASSWORD_MAX + 2, &got)) < 0)
		goto done;
	if (got > 0 && p[got - 1] == '\n')
		got--;
	if (got == 0 || got > PASSWORD_MAX || memchr(p, '\0', got) != NULL) {
		r = err_set(ERR_USAGE, "a password has 1 to %u bytes and no NUL; "
		    "give another descriptor with --password-fd", PASSWORD_MAX);
		goto done;
	}
	if ((r = secret_new(out, got)) == 0) {
		memcpy(secret_bytes(*out), p, got);
		secret_freeze(*out);
	}
done:
	secret_free(room);
	return r;
}

static int
read_unknown(enum tree_unknown *out, const char *word)
{
	static const char *const words[] = {
		[UNKNOWN_ABORT] = "abort",
		[UNKNOWN_OMIT] = "omit",
		[UNKNOWN_KEEP] = "keep",
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i]) == 0) {
			*out = (enum tree_unknown)i;
			return 0;
		}
	return usage("--unknown-members is abort, omit or keep");
}

static int
read_mode(enum find_mode *out, const char *word)
{
	if (strcmp(word, "safe") == 0)
		*out = FIND_SAFE;
	else if (strcmp(word, "precise") == 0)
		*out = FIND_PRECISE;
	else
		return usage("--mode is safe or precise");
	return 0;
}

/* The options on what is looked for: 1 when argv[*i] was one. */
static int
parse_finding(struct call *c, int argc, char **argv, int *i)
{
	const char *name = argv[*i], *value = NULL;
	int r = 0;

	if (option_is(argc, argv, i, "--mode", &value))
		r = value == NULL ? 0 : read_mode(&c->mode, value);
	else if (option_is(argc, argv, i, "--only", &value))
		c->only = value;
	else if (option_is(argc, argv, i, "--without", &value))
		c->without = value;
	else if (option_is(argc, argv, i, "--watchlist", &value))
		c->watchlist = value;
	else
		return 0;
	if (r == 0 && value == NULL)
		r = usage("%s needs a value", name);
	return r < 0 ? r : 1;
}

/* The options on what is made of them: 1 when argv[*i] was one. */
static int
parse_making(struct call *c, unsigned takes, int argc, char **argv, int *i)
{
	const char *name = argv[*i], *value = NULL;
	int r;

	if ((takes & TAKES_WHITEN) != 0 &&
	    option_is(argc, argv, i, "--whiten", NULL)) {
		c->times.flags |= EDITS_WHITEN;
		return 1;
	}
	if ((takes & TAKES_KEEP) != 0 &&
	    option_is(argc, argv, i, "--keep-form", NULL)) {
		c->times.flags |= EDITS_KEEP;
		return 1;
	}
	if ((takes & TAKES_TIMES) == 0)
		return 0;
	if (option_is(argc, argv, i, "--unredacted", NULL)) {
		c->times.flags |= EDITS_UNREDACTED;
		return 1;
	}
	if (option_is(argc, argv, i, "--mute", &value))
		r = value == NULL ? 0 : times_mute(&c->times, value);
	else if (option_is(argc, argv, i, "--blank", &value))
		r = value == NULL ? 0 : times_blank(&c->times, value);
	else
		return 0;
	if (r == 0 && value == NULL)
		r = usage("%s needs a value", name);
	return r < 0 ? r : 1;
}

/* The options on how documents are examined: 1 when argv[*i] was one. */
static int
parse_examining(struct call *c, unsigned takes, int argc, char **argv, int *i)
{
	const char *value = NULL;
	int r;

	if ((takes & TAKES_DOCUMENTS) != 0 &&
	    option_is(argc, argv, i, "--patient", NULL)) {
		c->patient = true;
		return 1;
	}
	if ((takes & TAKES_AGAIN) != 0 &&
	    option_is(argc, argv, i, "--again", NULL)) {
		c->again = true;
		return 1;
	}
	if ((takes & TAKES_DOCUMENTS) != 0 &&
	    option_is(argc, argv, i, "--no-ocr", NULL)) {
		c->unseen = true;
		return 1;
	}
	if ((takes & TAKES_DOCUMENTS) != 0 &&
	    option_is(argc, argv, i, "--password-fd", &value)) {
		if (value == NULL || c->password != NULL)
			return usage("--password-fd takes one descriptor");
		r = input_password(&c->password, value);
		return r < 0 ? r : 1;
	}
	if ((takes & TAKES_MEMBERS) != 0 &&
	    option_is(argc, argv, i, "--unknown-members", &value)) {
		r = value == NULL ? usage("--unknown-members needs a value") :
		    read_unknown(&c->unknown, value);
		return r < 0 ? r : 1;
	}
	return 0;
}

static int
parse_words(struct call *c, unsigned takes, int argc, char **argv)
{
	const char *value = NULL;
	const char **into;
	bool ended = false;
	int i, r;

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
		if ((r = parse_examining(c, takes, argc, argv, &i)) < 0)
			return r;
		if (r == 0 && (r = parse_making(c, takes, argc, argv,
		    &i)) < 0)
			return r;
		if (r == 0 && (takes & TAKES_FINDING) != 0 &&
		    (r = parse_finding(c, argc, argv, &i)) < 0)
			return r;
		if (r > 0)
			continue;
		if ((takes & TAKES_OUTDIR) != 0 &&
		    (option_is(argc, argv, &i, "-o", &value) ||
		    option_is(argc, argv, &i, "--output", &value)))
			into = &c->outdir;
		else if ((takes & TAKES_ACCEPT) != 0 &&
		    option_is(argc, argv, &i, "--accept", &value))
			into = &c->accept;
		else if ((takes & TAKES_PSEUDONYMS) != 0 &&
		    option_is(argc, argv, &i, "--pseudonyms", &value))
			into = &c->pseudonyms;
		else
			return usage("%s is no option of this verb", argv[i]);
		if (value == NULL)
			return usage("%s needs a value", argv[i]);
		*into = value;
	}
	return 0;
}

int
call_parse(struct call *c, unsigned takes, int argc, char **argv)
{
	int r;

	memset(c, 0, sizeof(*c));
	c->files = argv + 1;
	if ((r = parse_words(c, takes, argc, argv)) == 0) {
		if (c->nfiles == 0 && !c->list_kinds &&
		    (takes & TAKES_NO_WORDS) == 0)
			r = usage("name at least one file");
		else if ((takes & TAKES_OUTDIR) != 0 && c->outdir == NULL)
			r = usage("name the folder for the results with -o "
			    "DIR");
	}
	if (r < 0)
		call_free(c);
	return r;
}

void
call_free(struct call *c)
{
	edits_free(&c->times);
	secret_free(c->password);
	c->password = NULL;
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

int
output_file(const struct tree_node *node, int dirfd, const char *name)
{
	if (lseek(node->exam.file, 0, SEEK_SET) != 0)
		return err_sys("cannot rewind a memory file");
	return io_install(dirfd, name, node->exam.file, 0600);
}
