/* list.c -- tipline list: the submissions, newest first. */
#include "vault/cmd/cmd.h"

#include <stdlib.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/standing.h"
#include "vault/cmd/words.h"

#define EXIT_DAMAGED 3

static int
tell(struct session *s, const struct standing *st, size_t nitems,
    const char *channel)
{
	char hex[ID_HEX_SIZE], name[ID_NAME_SIZE], when[WHEN_SIZE];
	struct bytes line = BYTES_INIT(4096);
	struct json j = json_writer(&line);
	int r;

	id_hex(hex, &st->submission);
	id_name(name, &st->submission);
	when_format(when, st->received);
	if (!s->options->json) {
		(void)printf("%s  %s  %s  %4zu item%s  %-8s", name, hex, when,
		    nitems, nitems == 1 ? " " : "s", st->state);
		if (channel != NULL) {
			(void)fputs("  ", stdout);
			print_word(channel);
		}
		(void)fputc('\n', stdout);
		return 0;
	}
	json_open(&j, '{');
	json_kstr(&j, "submission", hex);
	json_kstr(&j, "name", name);
	json_kstr(&j, "received", when);
	json_kuint(&j, "items", nitems);
	json_kstr(&j, "state", st->state);
	if (channel != NULL)
		json_kstr(&j, "channel", channel);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

/*
 * Read the manifest if this key may.  One that is damaged is told and counted;
 * it must not hide the other submissions.
 */
static int
read_channel(struct session *s, const struct id *id, struct manifest *m,
    bool *readable, size_t *damaged)
{
	char name[ID_NAME_SIZE];
	int r = standing_manifest(s, id, m);

	*readable = r == 0;
	if (r == ERR_FORMAT || r == ERR_INTEGRITY || r == ERR_WRONG_KEY ||
	    r == ERR_NOT_FOUND || r == ERR_TOO_BIG) {
		id_name(name, id);
		say(s->options, "%s: %s", name, err_line());
		++*damaged;
		return 0;
	}
	return r == ERR_NO_GRANT ? 0 : r;
}

static int
list_one(struct session *s, const struct standing *st, size_t *damaged)
{
	struct manifest m = { .nitems = 0 };
	struct id *items = NULL;
	bool readable = false;
	size_t n;
	int r;

	if ((r = session_items(s, &st->submission, &items, &n)) < 0)
		return r;
	free(items);
	if (s->keeper != NULL && s->my_roles != 0 &&
	    (r = read_channel(s, &st->submission, &m, &readable, damaged)) < 0)
		return r;
	r = tell(s, st, n, readable ? m.channel : NULL);
	manifest_free(&m);
	return r;
}

int
cmd_list(const struct options *o, int argc, char **argv)
{
	struct session *s = NULL;
	struct standing *all = NULL;
	size_t i, n = 0, damaged = 0;
	int r;

	if (argc > 1)
		return usage("list takes no %s", argv[1]);
	if ((r = session_open(&s, o, NEED_STORE | WANT_KEY)) < 0)
		return r;
	r = standing_all(s, &all, &n);
	for (i = 0; i < n && r == 0; i++)
		r = list_one(s, &all[i], &damaged);
	if (r == 0 && n == 0)
		say(o, "no submissions yet; tipline submit makes one");
	free(all);
	session_close(s);
	return r == 0 && damaged > 0 ? EXIT_DAMAGED : r;
}
