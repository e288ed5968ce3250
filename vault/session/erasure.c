/* erasure.c -- see erasure.h. */
#include "vault/session/erasure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vault/base/err.h"

#define NAMES_MAX (1u << 20)	/* bytes of names in one of these folders */
#define WHO_SIZE 700		/* bytes of who signed, and why */

static int
list_below(struct session *s, const struct id *submission, const char *what,
    struct bytes *names)
{
	char folder[PATH_SIZE];
	size_t n;

	path_submission(folder, submission);
	n = strlen(folder);
	(void)snprintf(folder + n, sizeof(folder) - n, "/%s", what);
	return store_list(s->store, folder, names);
}

int
erasure_done(struct session *s, const struct id *submission, bool *done)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	const char *name;
	size_t at;
	int r;

	*done = false;
	r = list_below(s, submission, "erased", &names);
	for (at = 0; at < names.len && r == 0; at += strlen(name) + 1) {
		name = (const char *)names.data + at;
		*done = *done || strcmp(name, "done") == 0;
	}
	bytes_free(&names);
	return r;
}

static int
damaged(const char *name)
{
	return err_set(ERR_INTEGRITY, "%s in the vault is damaged; run tipline "
	    "audit", name);
}

static int
read_signature(struct erasure *e, struct session *s, const struct path *p)
{
	struct bytes text = BYTES_INIT(REASON_FILE_MAX);
	struct eraser *to = &e->v[e->n];
	char name[PATH_SIZE];
	int r;

	path_format(name, p);
	to->member = p->member;
	if ((r = store_read(s->store, name, &text)) == 0 &&
	    !reason_parse(to->reason, "reason", text.data, text.len))
		r = damaged("the signature under an erasure");
	e->n += r == 0;
	bytes_free(&text);
	return r;
}

static int
read_signatures(struct erasure *e, struct session *s,
    const struct id *submission)
{
	struct path p = { .kind = PATH_ERASURE, .submission = *submission };
	struct bytes names = BYTES_INIT(NAMES_MAX);
	const char *name;
	size_t at;
	int r;

	if ((r = list_below(s, submission, "erased", &names)) < 0)
		goto done;
	e->v = calloc(names.len / FPR_HEX_SIZE + 1, sizeof(*e->v));
	if (e->v == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	for (at = 0; at < names.len && r == 0; at += strlen(name) + 1) {
		name = (const char *)names.data + at;
		if (strcmp(name, "done") == 0)
			e->done = true;
		else if (fpr_parse(&p.member, name) == 0)
			r = read_signature(e, s, &p);
	}
done:
	bytes_free(&names);
	return r;
}

static int
read_hold(struct erasure *e, struct session *s, const struct id *submission)
{
	struct path p = { .kind = PATH_HOLD, .submission = *submission };
	struct bytes text = BYTES_INIT(REASON_FILE_MAX);
	char name[PATH_SIZE];
	int r;

	if ((r = store_latest(s->store, &p, &e->holds)) < 0 || e->holds == 0)
		return r;
	p.version = e->holds;
	path_format(name, &p);
	if ((r = store_read(s->store, name, &text)) == 0) {
		e->held = reason_parse(e->hold, "hold", text.data, text.len);
		if (!e->held && !reason_parse(e->hold, "lift", text.data,
		    text.len))
			r = damaged("the hold of a submission");
	}
	bytes_free(&text);
	return r;
}

int
erasure_read(struct erasure *e, struct session *s,
    const struct id *submission)
{
	int r;

	memset(e, 0, sizeof(*e));
	if ((r = read_signatures(e, s, submission)) < 0 ||
	    (r = read_hold(e, s, submission)) < 0)
		erasure_free(e);
	return r;
}

void
erasure_free(struct erasure *e)
{
	free(e->v);
	memset(e, 0, sizeof(*e));
}

static int
take_time(const struct entry_read *e, void *arg)
{
	*(int64_t *)arg = e->time;
	return 0;
}

/* The newest entry `erase` on it is the one that completed it. */
int
erasure_time(struct session *s, const struct id *submission, int64_t *when)
{
	const struct log_ask ask = { .submission = submission,
	    .events = "erase", .most = 1 };

	*when = 0;
	return store_log_with(s->store, &ask, take_time, when);
}

/* "desk (why), two (why)": labels where there are any, else words. */
static void
name_people(char who[WHO_SIZE], struct session *s, const struct erasure *e)
{
	char label[LABEL_SIZE], words[FPR_WORDS_SIZE];
	size_t i, n = 0;

	who[0] = '\0';
	for (i = 0; i < e->n && n < WHO_SIZE - 1; i++) {
		session_label(s, &e->v[i].member, label);
		fpr_words(words, &e->v[i].member);
		(void)snprintf(who + n, WHO_SIZE - n, "%s%s (%s)",
		    i > 0 ? ", " : "", label[0] != '\0' ? label : words,
		    e->v[i].reason);
		n = strlen(who);
	}
}

static int
refuse(struct session *s, const struct id *submission,
    const struct erasure *e)
{
	char name[ID_NAME_SIZE], who[WHO_SIZE], when[16] = "?";
	int64_t seconds;
	struct tm tm;
	time_t t;
	int r;

	if ((r = erasure_time(s, submission, &seconds)) < 0)
		return r;
	t = (time_t)seconds;
	if (gmtime_r(&t, &tm) != NULL)
		(void)strftime(when, sizeof(when), "%Y-%m-%d", &tm);
	id_name(name, submission);
	name_people(who, s, e);
	return err_set(ERR_NOT_PERMITTED, "%s was erased on %s by %s; nothing "
	    "can be done with it; tipline access %s tells who may still hold "
	    "a key", name, when, who, name);
}

int
erasure_refuse(struct session *s, const struct id *submission)
{
	struct erasure e;
	bool done;
	int r;

	if (id_equal(&s->alive, submission))
		return 0;
	if ((r = erasure_done(s, submission, &done)) < 0)
		return r;
	if (!done) {
		s->alive = *submission;
		return 0;
	}
	if ((r = erasure_read(&e, s, submission)) < 0)
		return r;
	r = refuse(s, submission, &e);
	erasure_free(&e);
	return r;
}
