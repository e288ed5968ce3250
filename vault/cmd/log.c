/* log.c -- tipline log: the history, newest first. */
#include "vault/cmd/cmd.h"

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/words.h"
#include "vault/session/session.h"

#define LINE_MAX_BYTES (1u << 20)	/* of one entry as JSON */

static int
tell_json(const struct entry_read *e, const char *when, const char *actor)
{
	struct bytes line = BYTES_INIT(LINE_MAX_BYTES);
	struct json j = json_writer(&line);
	char hex[ID_HEX_SIZE];
	size_t i;
	int r;

	json_open(&j, '{');
	json_kuint(&j, "entry", e->number);
	json_kstr(&j, "commit", e->commit);
	json_kstr(&j, "time", when);
	json_kstr(&j, "event", e->entry.event);
	json_kstr(&j, "subject", e->entry.subject);
	json_kstr(&j, "actor", actor);
	json_key(&j, "submissions");
	json_open(&j, '[');
	for (i = 0; i < e->entry.nsubmissions; i++) {
		id_hex(hex, &e->entry.submissions[i]);
		json_str(&j, hex);
	}
	json_close(&j, ']');
	if (!id_is_zero(&e->entry.item)) {
		id_hex(hex, &e->entry.item);
		json_kstr(&j, "item", hex);
	}
	json_close(&j, '}');
	if ((r = bytes_ok(&line)) == 0)
		r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
tell(const struct entry_read *e, void *arg)
{
	struct session *s = arg;
	char when[WHEN_SIZE], actor[FPR_HEX_SIZE], label[LABEL_SIZE];
	char words[FPR_WORDS_SIZE], name[ID_NAME_SIZE];
	size_t i;

	when_format(when, e->time);
	if (s->options->json) {
		fpr_hex(actor, &e->entry.actor);
		return tell_json(e, when, actor);
	}
	fpr_words(words, &e->entry.actor);
	session_label(s, &e->entry.actor, label);
	(void)printf("%6llu  %s  ", (unsigned long long)e->number, when);
	print_word(e->entry.event);
	(void)fputs("  by ", stdout);
	print_word(label[0] != '\0' ? label : words);
	for (i = 0; i < e->entry.nsubmissions; i++) {
		id_name(name, &e->entry.submissions[i]);
		(void)printf("  %s", name);
	}
	if (e->entry.nsubmissions == 0 && e->entry.subject[0] != '\0') {
		(void)fputs("  ", stdout);
		print_word(e->entry.subject);
	}
	(void)fputc('\n', stdout);
	return 0;
}

int
cmd_log(const struct options *o, int argc, char **argv)
{
	struct session *s = NULL;
	int r;

	if (argc > 1)
		return usage("log takes no %s", argv[1]);
	if ((r = session_open(&s, o, NEED_STORE)) < 0)
		return r;
	r = store_log(s->store, tell, s);
	session_close(s);
	return r;
}
