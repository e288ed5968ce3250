/* submit.c -- see submit.h. */
#include "intake/receive/submit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/receive/bring.h"
#include "intake/receive/retried.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define CHANNEL_DEFAULT "files"
#define MESSAGE_MAX (16u << 20)		/* bytes */

struct call {
	char **files;			/* owned array, borrowed words */
	int nfiles;
	const char *message;		/* "-": read from stdin; NULL: none */
	const char *channel;
	struct bringer bringer;
};

static int
parse(struct call *c, int argc, char **argv)
{
	int i, r, stdins = 0;

	for (i = 1; i < argc; i++) {
		if ((r = bringer_option(&c->bringer, argc, argv, &i)) != 0) {
			if (r < 0)
				return r;
		} else if (option_is(argc, argv, &i, "--message",
		    &c->message)) {
			if (c->message == NULL)
				return usage("--message needs the text, or - "
				    "to read it");
		} else if (option_is(argc, argv, &i, "--channel",
		    &c->channel)) {
			if (c->channel == NULL)
				return usage("--channel needs a name");
		} else if (option_is(argc, argv, &i, "--", NULL)) {
			continue;
		} else if (!operand(argc, argv, i)) {
			return usage("unknown option %s", argv[i]);
		} else {
			stdins += strcmp(argv[i], "-") == 0;
			c->files[c->nfiles++] = argv[i];
		}
	}
	if (c->message != NULL && strcmp(c->message, "-") == 0)
		stdins++;
	if (c->nfiles == 0 && c->message == NULL)
		return usage("name a file, or give a message");
	if (stdins > 1)
		return usage("- can be read once only");
	return bringer_check(&c->bringer);
}

/* Look at every file before the first is sealed: most mistakes show here. */
static int
check_files(const struct call *c)
{
	struct stat st;
	int i;

	for (i = 0; i < c->nfiles; i++) {
		if (strcmp(c->files[i], "-") == 0)
			continue;
		if (stat(c->files[i], &st) != 0 && errno == ENOENT)
			return err_set(ERR_NOT_FOUND, "%s: no such file; check "
			    "its name", c->files[i]);
		if (stat(c->files[i], &st) != 0 ||
		    access(c->files[i], R_OK) != 0)
			return err_sys("%s cannot be read; check its "
			    "permissions", c->files[i]);
		if (S_ISDIR(st.st_mode))
			return err_set(ERR_USAGE, "%s is a folder; name its "
			    "files", c->files[i]);
	}
	return 0;
}

static int
add_file(struct bringing *g, const char *path)
{
	const char *name = strrchr(path, '/');
	struct stat st;
	int fd, r;

	if (strcmp(path, "-") == 0)
		return bringing_file(g, STDIN_FILENO, "stdin");
	name = name != NULL ? name + 1 : path;
	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)) < 0)
		return err_sys("%s cannot be read", path);
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		r = err_set(ERR_USAGE, "%s is a folder; name its files", path);
	else
		r = bringing_file(g, fd, name);
	io_close(&fd);
	return r;
}

static int
add_message(struct bringing *g, const char *message)
{
	struct bytes text = BYTES_INIT(MESSAGE_MAX);
	int r;

	r = strcmp(message, "-") == 0 ? io_read_all(STDIN_FILENO, &text) :
	    bytes_add_str(&text, message);
	if (r == ERR_TOO_BIG)
		r = err_set(ERR_TOO_BIG, "a message is %u bytes at most; submit "
		    "it as a file", MESSAGE_MAX);
	if (r == 0)
		r = bringing_message(g, text.data, text.len);
	if (text.data != NULL)
		explicit_bzero(text.data, text.cap);
	bytes_free(&text);
	return r;
}

static int
add_all(struct bringing *g, const struct call *c)
{
	int i, r = 0;

	for (i = 0; i < c->nfiles && r == 0; i++)
		r = add_file(g, c->files[i]);
	if (r == 0 && c->message != NULL)
		r = add_message(g, c->message);
	return r;
}

/* 1 when it came in before, by a submit that was ended; then it is told. */
static int
came_in_before(const struct call *c)
{
	const struct offer offer = { .channel = c->channel,
	    .files = c->files, .nfiles = c->nfiles, .message = c->message };
	struct session *s = c->bringer.session;
	struct manifest m;
	struct id id;
	int r;

	if (s->store == NULL || (r = retried_find(s, &offer, &id, &m)) == 0)
		return 0;
	if (r < 0)
		return r;
	say(s->options, "it came in before, by a submit that was ended");
	if ((r = bringer_tell(&c->bringer, &id, &m)) == 0)
		r = store_told(s->store, &id);
	manifest_free(&m);
	return r < 0 ? r : 1;
}

static int
submit(struct call *c)
{
	struct bringing g = { .bringer = NULL };
	int r;

	if ((r = bringer_open(&c->bringer)) < 0 ||
	    (r = came_in_before(c)) != 0 ||
	    (r = bringing_begin(&g, &c->bringer, c->channel,
	    (size_t)c->nfiles + (c->message != NULL))) < 0 ||
	    (r = add_all(&g, c)) < 0)
		goto done;
	r = bringing_finish(&g);
done:
	if (r == 1)		/* it was there, and is told */
		r = 0;
	if (r == ERR_NO_SPACE && !g.in)
		r = err_set(ERR_NO_SPACE, "the disk is full; nothing was "
		    "submitted; free some space and submit again");
	bringing_free(&g);
	bringer_close(&c->bringer);
	return r;
}

int
submit_main(const struct options *o, int argc, char **argv)
{
	struct call c = { .channel = CHANNEL_DEFAULT,
	    .bringer.options = o };
	int r;

	if ((c.files = calloc((size_t)argc, sizeof(*c.files))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = parse(&c, argc, argv)) == 0 && (r = check_files(&c)) == 0)
		r = submit(&c);
	free(c.files);
	return r;
}
