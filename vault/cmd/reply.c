/*
 * reply.c -- tipline reply: answer a source that can come back.
 *
 * The reply is sealed twice: to the source, as a file that somebody copies to
 * the folder its page looks in; and, file and all, into the working tier.  The
 * entry is durable before the file is written, so a file that was lost is
 * written again, the same bytes: a source that deleted it does not get it back.
 */
#include "vault/cmd/cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"
#include "vault/cmd/words.h"
#include "vault/session/given.h"

#define OUTBOX_NAME "replies"		/* in the vault's folder */
#define LINE_MAX_BYTES 8192		/* of --json */
#define FILE_MODE 0600

struct replying {
	struct session *s;
	struct id id;
	char name[ID_NAME_SIZE];
	uint32_t key;			/* of the working tier */
	struct reply_to to;
	const char *message;		/* --message; NULL, "-": to be read */
	const char *outbox;		/* --outbox; NULL: the vault's */
	bool again;
	char *folder;			/* owned; where files go */
	int dir;			/* the same */
};

/* The text: of the call, or all of standard input. */
static int
read_text(const struct replying *rp, struct bytes *text)
{
	int r;

	if (rp->message != NULL && strcmp(rp->message, "-") != 0)
		r = bytes_add_str(text, rp->message);
	else {
		if (isatty(STDIN_FILENO))
			say(rp->s->options, "write the reply; end it with "
			    "Ctrl-D on a line of its own");
		r = io_read_all(STDIN_FILENO, text);
		while (r == 0 && text->len > 0 &&
		    text->data[text->len - 1] == '\n')
			text->len--;
	}
	return r == ERR_TOO_BIG ? err_set(ERR_USAGE, "a reply holds %d bytes "
	    "at most; send it in two", REPLY_TEXT_MAX) : r;
}

/* Before anything is said to the source: is there a place for the file? */
static int
open_outbox(struct replying *rp)
{
	const char *vault = rp->s->options->vault;

	if (rp->outbox != NULL) {
		rp->folder = strdup(rp->outbox);
	} else if (asprintf(&rp->folder, "%s/" OUTBOX_NAME, vault) < 0) {
		rp->folder = NULL;
	} else if (mkdir(rp->folder, 0700) != 0 && errno != EEXIST) {
		return err_sys("%s cannot be made; name a folder with "
		    "--outbox", rp->folder);
	}
	if (rp->folder == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	rp->dir = open(rp->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return rp->dir < 0 ? err_sys("%s cannot hold replies; name a folder "
	    "with --outbox", rp->folder) : 0;
}

/* Seal it to the source, and sign that. */
static int
make_file(struct replying *rp, struct given *g)
{
	struct bytes b = BYTES_INIT(REPLY_SIGNED_BYTES + SSHSIG_ARMOR_MAX);
	int r;

	if ((r = reply_seal(&b, &rp->to, g->sent, g->text, g->len)) < 0 ||
	    (r = keeper_sign(rp->s->keeper, SSHSIG_NS_REPLY, b.data, b.len,
	    &b)) < 0)
		goto done;
	if (b.len != REPLY_FILE_BYTES)
		r = err_set(ERR_FAILED, "a signature of %zu bytes where %d are "
		    "due; install tipline again", b.len - REPLY_SIGNED_BYTES,
		    REPLY_SIG_BYTES);
	else if ((g->file = malloc(REPLY_FILE_BYTES)) == NULL)
		r = err_set(ERR_NO_MEMORY, "out of memory");
	else
		memcpy(g->file, b.data, REPLY_FILE_BYTES);
done:
	bytes_free(&b);
	return r;
}

static int
add(struct replying *rp, struct given *g)
{
	struct path p = { .kind = PATH_OBJECT, .submission = rp->id,
	    .object = OBJECT_REPLY, .tier = TIER_WORKING };
	struct object_ctx ctx = { .submission = rp->id,
	    .kind = OBJECT_REPLY };
	struct bytes b = BYTES_INIT(GIVEN_RECORD_MAX);
	int r;

	g->member = rp->s->my_fpr;
	g->sent = (uint64_t)store_time(rp->s->store);
	if ((r = store_latest(rp->s->store, &p, &g->number)) < 0)
		return r;
	if (g->number == GIVEN_MAX)
		return err_set(ERR_TOO_BIG, "this source got %d replies "
		    "already; answer another submission of it", GIVEN_MAX);
	ctx.version = ++g->number;
	if ((r = make_file(rp, g)) == 0 && (r = given_write(&b, g)) == 0)
		r = session_add_object_bytes(rp->s, rp->key, &ctx, b.data,
		    b.len, NULL);
	bytes_free(&b);
	return r;
}

static int
commit(struct replying *rp, struct given *g)
{
	struct entry e = { .event = "reply", .submissions = &rp->id,
	    .nsubmissions = 1 };
	char hex[41];
	int r;

	if ((r = session_begin(rp->s)) < 0)
		return r;
	if ((r = add(rp, g)) < 0)
		return session_abort(rp->s, r);
	(void)snprintf(e.subject, sizeof(e.subject), "reply %u", g->number);
	return session_commit(rp->s, &e, hex);
}

/* The file for the source's page, as old as the entry; *fresh: it is new. */
static int
write_file(const struct replying *rp, const struct given *g,
    char name[REPLY_NAME_SIZE], bool *fresh)
{
	const struct timespec when[2] = { { .tv_sec = (time_t)g->sent },
	    { .tv_sec = (time_t)g->sent } };
	struct id letterbox, reply;
	int r;

	memcpy(letterbox.b, g->file + REPLY_MAGIC_BYTES, ID_BYTES);
	reply_id(&reply, g->file);
	reply_name(name, &letterbox, &reply);
	r = io_write_file(rp->dir, name, g->file, REPLY_FILE_BYTES, FILE_MODE);
	*fresh = r == 0;
	if (r == 0 && utimensat(rp->dir, name, when, 0) != 0)
		r = err_sys("%s: its time cannot be set", name);
	return r == ERR_EXISTS ? 0 : r;
}

static int
tell(const struct replying *rp, const struct given *g, const char *file,
    bool fresh)
{
	struct bytes line = BYTES_INIT(LINE_MAX_BYTES);
	struct json j = json_writer(&line);
	char hex[ID_HEX_SIZE];
	int r;

	if (!rp->s->options->json) {
		(void)printf("%s: reply %u %s ", rp->name, g->number,
		    fresh ? "is in" : "was already in");
		print_word(rp->folder);
		(void)printf("/%s\n", file);
		return 0;
	}
	id_hex(hex, &rp->id);
	json_open(&j, '{');
	json_kstr(&j, "submission", hex);
	json_kuint(&j, "reply", g->number);
	json_kstr(&j, "folder", rp->folder);
	json_kstr(&j, "file", file);
	json_key(&j, "written");
	json_bool(&j, fresh);
	json_close(&j, '}');
	if ((r = bytes_ok(&line)) == 0)
		r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
write_and_tell(const struct replying *rp, const struct given *g)
{
	char name[REPLY_NAME_SIZE], why[ERR_LINE_MAX / 2];
	bool fresh;
	int r;

	if ((r = write_file(rp, g, name, &fresh)) == 0)
		return tell(rp, g, name, fresh);
	(void)snprintf(why, sizeof(why), "%s", err_line());
	return err_set((enum err)r, "the reply is in the vault, but not in %s "
	    "(%s); write it with tipline reply %s --again", rp->folder, why,
	    rp->name);
}

static int
answer(struct replying *rp)
{
	struct bytes text = BYTES_INIT(REPLY_TEXT_MAX + 1);
	struct given g = { .file = NULL };
	int r;

	if ((r = read_text(rp, &text)) == 0) {
		g.text = (char *)text.data;
		g.len = text.len;
		if ((r = commit(rp, &g)) == 0 &&
		    (r = write_and_tell(rp, &g)) == 0)
			say(rp->s->options, "copy it to the replies folder of "
			    "the source's page");
	}
	free(g.file);
	bytes_free(&text);
	return r;
}

static int
answer_again(struct replying *rp)
{
	struct given_all all;
	size_t i;
	int r;

	if ((r = given_read(rp->s, rp->key, &rp->id, &all)) < 0)
		return r;
	if (all.n == 0)
		r = err_set(ERR_NOT_FOUND, "%s was not answered yet; say "
		    "--message", rp->name);
	for (i = 0; i < all.n && r == 0; i++)
		r = write_and_tell(rp, &all.v[i]);
	given_free(&all);
	return r;
}

static int
reply(struct replying *rp)
{
	bool can;
	int r;

	id_name(rp->name, &rp->id);
	if ((r = session_unlock(rp->s, &rp->id, NULL, TIER_WORKING,
	    &rp->key)) < 0 ||
	    (r = given_to(rp->s, rp->key, &rp->id, &rp->to, &can)) < 0)
		return r;
	if (!can)
		return err_set(ERR_NOT_FOUND, "%s did not come by the source's "
		    "page, so there is no letterbox to answer to; answer by "
		    "the way it came", rp->name);
	if ((r = open_outbox(rp)) < 0)
		return r;
	return rp->again ? answer_again(rp) : answer(rp);
}

static int
parse(struct replying *rp, const char **word, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--message", &rp->message)) {
			if (rp->message == NULL)
				return usage("--message needs the text, or - "
				    "to read it");
		} else if (option_is(argc, argv, &i, "--outbox",
		    &rp->outbox)) {
			if (rp->outbox == NULL)
				return usage("--outbox needs a folder");
		} else if (option_is(argc, argv, &i, "--again", NULL)) {
			rp->again = true;
		} else if (option_is(argc, argv, &i, "--", NULL)) {
			continue;
		} else if (!operand(argc, argv, i)) {
			return usage("unknown option %s", argv[i]);
		} else if (*word != NULL) {
			return usage("one submission at a time");
		} else {
			*word = argv[i];
		}
	}
	if (rp->again && rp->message != NULL)
		return usage("--again writes what was answered; it takes no "
		    "--message");
	return *word == NULL ? usage("name the submission to answer") : 0;
}

int
cmd_reply(const struct options *o, int argc, char **argv)
{
	struct replying rp = { .dir = -1 };
	const char *word = NULL;
	int r;

	if ((r = parse(&rp, &word, argc, argv)) < 0 ||
	    (r = session_open(&rp.s, o, NEED_STORE | NEED_KEY |
	    NEED_MEMBER)) < 0)
		return r;
	if ((r = session_need_role(rp.s, ROLE_DESK | ROLE_REPORTER,
	    "answering a source")) == 0 &&
	    (r = session_find(rp.s, word, &rp.id)) == 0)
		r = reply(&rp);
	io_close(&rp.dir);
	free(rp.folder);
	session_close(rp.s);
	return r;
}
