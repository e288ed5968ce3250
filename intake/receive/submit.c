/* submit.c -- see submit.h. */
#include "intake/receive/submit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/receive/recipients.h"
#include "intake/receive/retried.h"
#include "intake/receive/submission.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define CHANNEL_DEFAULT "files"
#define MESSAGE_MAX (16u << 20)		/* bytes */
#define ANSWER_MAX (16u << 20)		/* bytes of the line with every item */

struct call {
	char **files;			/* owned array, borrowed words */
	int nfiles;
	const char *message;		/* "-": read from stdin; NULL: none */
	const char *channel;
	const char *to;
	const char *outbox;
};

static int
parse(struct call *c, int argc, char **argv)
{
	int i, stdins = 0;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--message", &c->message)) {
			if (c->message == NULL)
				return usage("--message needs the text, or - "
				    "to read it");
		} else if (option_is(argc, argv, &i, "--channel",
		    &c->channel)) {
			if (c->channel == NULL)
				return usage("--channel needs a name");
		} else if (option_is(argc, argv, &i, "--to", &c->to)) {
			if (c->to == NULL)
				return usage("--to needs a file of cards");
		} else if (option_is(argc, argv, &i, "--outbox", &c->outbox)) {
			if (c->outbox == NULL)
				return usage("--outbox needs a folder");
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
	if ((c->to == NULL) != (c->outbox == NULL))
		return usage("--to and --outbox go together");
	if (stdins > 1)
		return usage("- can be read once only");
	return 0;
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
add_file(struct submission *sub, struct sink *k, const struct options *o,
    const char *path)
{
	const char *name = strrchr(path, '/');
	struct stat st;
	int fd, r;

	if (strcmp(path, "-") == 0)
		return submission_add(sub, k, o, STDIN_FILENO, ITEM_FILE,
		    "stdin");
	name = name != NULL ? name + 1 : path;
	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)) < 0)
		return err_sys("%s cannot be read", path);
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		r = err_set(ERR_USAGE, "%s is a folder; name its files", path);
	else
		r = submission_add(sub, k, o, fd, ITEM_FILE, name);
	io_close(&fd);
	return r;
}

static int
add_message(struct submission *sub, struct sink *k, const struct options *o,
    const char *message)
{
	struct bytes text = BYTES_INIT(MESSAGE_MAX);
	int fd = -1, r;

	r = strcmp(message, "-") == 0 ? io_read_all(STDIN_FILENO, &text) :
	    bytes_add_str(&text, message);
	if (r == ERR_TOO_BIG)
		r = err_set(ERR_TOO_BIG, "a message is %u bytes at most; submit "
		    "it as a file", MESSAGE_MAX);
	if (r == 0 && !utf8_valid(text.data, text.len))
		r = err_set(ERR_USAGE, "a message is UTF-8 text; submit it as a "
		    "file");
	if (r == 0 && (r = io_memfd_from(&fd, "tipline-message", text.data,
	    text.len)) == 0)
		r = submission_add(sub, k, o, fd, ITEM_MESSAGE, SUBMIT_MESSAGE_NAME);
	io_close(&fd);
	if (text.data != NULL)
		explicit_bzero(text.data, text.cap);
	bytes_free(&text);
	return r;
}

static int
add_all(struct submission *sub, struct sink *k, const struct options *o,
    const struct call *c)
{
	int i, r = 0;

	for (i = 0; i < c->nfiles && r == 0; i++)
		r = add_file(sub, k, o, c->files[i]);
	if (r == 0 && c->message != NULL)
		r = add_message(sub, k, o, c->message);
	return r;
}

static int
tell(const struct options *o, const struct id *submission,
    const struct manifest *m)
{
	struct bytes line = BYTES_INIT(ANSWER_MAX);
	struct json j = json_writer(&line);
	char hex[ID_HEX_SIZE], name[ID_NAME_SIZE];
	size_t i;
	int r;

	id_hex(hex, submission);
	id_name(name, submission);
	if (!o->json) {
		return printf("submitted %s (%s)\n", name, hex) < 0 ||
		    fflush(stdout) != 0 ? err_sys("%s is in the vault, but "
		    "that cannot be told; see tipline list", name) : 0;
	}
	json_open(&j, '{');
	json_kstr(&j, "submission", hex);
	json_kstr(&j, "name", name);
	json_key(&j, "items");
	json_open(&j, '[');
	for (i = 0; i < m->nitems; i++) {
		id_hex(hex, &m->items[i].id);
		json_open(&j, '{');
		json_kstr(&j, "item", hex);
		json_kuint(&j, "size", m->items[i].size);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	if ((r = bytes_ok(&line)) == 0)
		r = json_line(&line);
	bytes_free(&line);
	return r;
}

/* 1 when it came in before, by a submit that was ended; then it is told. */
static int
came_in_before(struct session *s, const struct call *c)
{
	const struct offer offer = { .channel = c->channel,
	    .files = c->files, .nfiles = c->nfiles, .message = c->message };
	struct manifest m;
	struct id id;
	int r;

	if ((r = retried_find(s, &offer, &id, &m)) != 1)
		return r;
	say(s->options, "it came in before, by a submit that was ended");
	if ((r = tell(s->options, &id, &m)) == 0)
		r = store_told(s->store, &id);
	manifest_free(&m);
	return r < 0 ? r : 1;
}

/* Tell of what came in; only then may it be forgotten that it was promised. */
static int
finish(struct session *s, const struct submission *sub)
{
	int r = tell(s->options, submission_id(sub), submission_manifest(sub));

	if (r == 0 && s->store != NULL)
		r = store_told(s->store, submission_id(sub));
	return r;
}

static int
submit(const struct options *o, const struct call *c)
{
	struct submission *sub = NULL;
	struct session *s = NULL;
	struct sink *k = NULL;
	bool away = c->to != NULL, in = false;
	int r;

	if ((r = submission_new(&sub, c->channel,
	    (size_t)c->nfiles + (c->message != NULL))) < 0 ||
	    (away && (r = recipients_of_file(sub, c->to)) < 0) ||
	    (r = session_open(&s, o, away ? NEED_KEY :
	    NEED_STORE | NEED_KEY | NEED_MEMBER)) < 0)
		goto done;
	if (!away && ((r = session_need_role(s, ROLE_DESK | ROLE_INTAKE,
	    "submitting")) < 0 ||
	    (r = recipients_of_vault(sub, s)) < 0 ||
	    (r = came_in_before(s, c)) != 0))
		goto done;
	if ((r = away ? sink_drop(&k, c->outbox, submission_id(sub)) :
	    sink_vault(&k, s)) < 0 ||
	    (r = add_all(sub, k, o, c)) < 0 ||
	    (r = submission_finish(sub, k, s->keeper, &s->my_fpr)) < 0)
		goto done;
	in = true;
	r = finish(s, sub);
done:
	if (r == 1)		/* it was there, and is told */
		r = 0;
	if (r == ERR_NO_SPACE && !in)
		r = err_set(ERR_NO_SPACE, "the disk is full; nothing was "
		    "submitted; free some space and submit again");
	sink_free(k);
	session_close(s);
	submission_free(sub);
	return r;
}

int
submit_main(const struct options *o, int argc, char **argv)
{
	struct call c = { .channel = CHANNEL_DEFAULT };
	int r;

	if ((c.files = calloc((size_t)argc, sizeof(*c.files))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = parse(&c, argc, argv)) == 0 && (r = check_files(&c)) == 0)
		r = submit(o, &c);
	free(c.files);
	return r;
}
