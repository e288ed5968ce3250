/* log.c -- tipline log: the history, newest first. */
#include "vault/cmd/cmd.h"

#include <stdlib.h>
#include <string.h>

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

/* What is asked for, as it was typed. */
struct words {
	const char *member, *submission, *events, *since, *until, *most;
};

static int
read_words(struct words *w, int argc, char **argv)
{
	const struct {
		const char *name;
		const char **value;
	} options[] = { { "--member", &w->member },
	    { "--submission", &w->submission }, { "--event", &w->events },
	    { "--since", &w->since }, { "--until", &w->until },
	    { "-n", &w->most } };
	const size_t n = sizeof(options) / sizeof(options[0]);
	size_t k;
	int i;

	for (i = 1; i < argc; i++) {
		for (k = 0; k < n; k++)
			if (option_is(argc, argv, &i, options[k].name,
			    options[k].value))
				break;
		if (k == n)
			return usage("log takes no %s", argv[i]);
		if (*options[k].value == NULL)
			return usage("%s takes a value", options[k].name);
	}
	return 0;
}

static int
get_number(uint64_t *out, const char *word, const char *what)
{
	char *end;

	*out = strtoull(word, &end, 10);
	if (*word < '0' || *word > '9' || *end != '\0' || *out == 0)
		return usage("%s is no number %s", word, what);
	return 0;
}

/* A number of an entry, a day, or a second of it. */
static int
get_bound(const char *word, bool until, struct log_ask *ask)
{
	int64_t from, to;

	if (word == NULL)
		return 0;
	if (strchr(word, '-') == NULL)
		return get_number(until ? &ask->until : &ask->since, word,
		    "of an entry");
	if (!when_parse(&from, &to, word))
		return usage("%s is neither an entry's number nor a date "
		    "(2026-01-31, or 2026-01-31T12:00:00Z)", word);
	if (!ask->by_time) {
		ask->by_time = true;
		ask->since_time = INT64_MIN;
		ask->until_time = INT64_MAX;
	}
	if (until)
		ask->until_time = to;
	else
		ask->since_time = from;
	return 0;
}

static bool
is_events(const char *words)
{
	return strlen(words) < LOG_EVENTS_SIZE && *words != '\0' &&
	    strspn(words, "abcdefghijklmnopqrstuvwxyz-,") == strlen(words);
}

int
cmd_log(const struct options *o, int argc, char **argv)
{
	struct words w = { .member = NULL };
	struct log_ask ask = { .most = 0 };
	struct session *s = NULL;
	struct fpr member;
	struct id submission;
	int r;

	if ((r = read_words(&w, argc, argv)) < 0 ||
	    (r = get_bound(w.since, false, &ask)) < 0 ||
	    (r = get_bound(w.until, true, &ask)) < 0 || (w.most != NULL &&
	    (r = get_number(&ask.most, w.most, "of entries")) < 0))
		return r;
	if (w.events != NULL && !is_events(w.events))
		return usage("--event takes events as tipline log shows them, "
		    "with commas between");
	ask.events = w.events;
	if ((r = session_open(&s, o, NEED_STORE)) < 0)
		return r;
	if (w.member != NULL) {
		ask.member = &member;
		r = session_member(s, w.member, &member);
	}
	if (r == 0 && w.submission != NULL) {
		ask.submission = &submission;
		r = session_find_any(s, w.submission, &submission);
	}
	if (r == 0)
		r = store_log_with(s->store, &ask, tell, s);
	session_close(s);
	return r;
}
