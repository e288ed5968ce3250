/* audit.c -- tipline audit: does the history hold?  Needs no key. */
#include "vault/cmd/cmd.h"

#include <stdlib.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/checkpoint.h"
#include "vault/cmd/words.h"
#include "vault/session/session.h"

#define FINDINGS_KEPT 10000	/* shown; all are counted */
#define EXIT_FINDINGS 3

/* The verdict comes first, so what was found waits here for it. */
struct found {
	struct finding_read *list;
	size_t n, cap;
};

static int
keep(const struct finding_read *f, void *arg)
{
	struct found *found = arg;
	struct finding_read *list;
	size_t cap;

	if (found->n >= FINDINGS_KEPT)
		return 0;
	if (found->n == found->cap) {
		cap = found->cap > 0 ? found->cap * 2 : 16;
		if ((list = realloc(found->list, cap * sizeof(*list))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		found->list = list;
		found->cap = cap;
	}
	found->list[found->n++] = *f;
	return 0;
}

static int
tell_verdict_json(const struct verdict *v)
{
	struct bytes line = BYTES_INIT(4096);
	struct json j = json_writer(&line);
	int r;

	json_open(&j, '{');
	json_kstr(&j, "verdict", v->findings == 0 ? "holds" : "broken");
	json_kuint(&j, "findings", v->findings);
	json_kuint(&j, "entries", v->entries);
	json_kuint(&j, "objects", v->objects);
	json_kuint(&j, "large", v->large);
	json_kuint(&j, "submissions", v->submissions);
	json_kuint(&j, "members", v->members);
	json_kstr(&j, "head", v->head);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
tell_verdict(const struct options *o, const char *since,
    const struct verdict *v)
{
	if (o->json)
		return tell_verdict_json(v);
	if (v->findings == 0)
		(void)printf("%s: %llu entries, %llu objects "
		    "(%llu large), %llu submissions, %llu members; head %s\n",
		    since == NULL ? "the history holds" :
		    "it extends the checkpoint, and what is new holds",
		    (unsigned long long)v->entries,
		    (unsigned long long)v->objects,
		    (unsigned long long)v->large,
		    (unsigned long long)v->submissions,
		    (unsigned long long)v->members, v->head);
	if (v->findings == 0)
		(void)printf("this copy is complete: every object and every "
		    "large object is here\n");
	else
		(void)printf("%llu finding%s: do not trust this vault until "
		    "each is explained\n", (unsigned long long)v->findings,
		    v->findings == 1 ? "" : "s");
	return 0;
}

static int
tell_finding(const struct options *o, const struct finding_read *f)
{
	struct bytes line = BYTES_INIT(65536);
	struct json j = json_writer(&line);
	int r;

	if (!o->json) {
		(void)fputs("  ", stdout);
		print_word(f->rule);
		if (f->entry != 0)
			(void)printf(", entry %llu",
			    (unsigned long long)f->entry);
		(void)fputs(": ", stdout);
		print_word(f->line);
		if (f->path[0] != '\0') {
			(void)fputs("\n      ", stdout);
			print_word(f->path);
		}
		(void)fputc('\n', stdout);
		return 0;
	}
	json_open(&j, '{');
	json_kstr(&j, "rule", f->rule);
	json_kuint(&j, "entry", f->entry);
	json_kstr(&j, "commit", f->commit);
	json_kstr(&j, "path", f->path);
	json_kstr(&j, "line", f->line);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
parse(const char **since, const char **other, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--since", since)) {
			if (*since == NULL)
				return usage("--since needs a checkpoint");
		} else if (option_is(argc, argv, &i, "--compare", other)) {
			if (*other == NULL)
				return usage("--compare needs a vault, or a "
				    "checkpoint");
		} else {
			return usage("audit takes no %s", argv[i]);
		}
	}
	if (*since != NULL && *other != NULL)
		return usage("--since and --compare are two questions");
	return 0;
}

/* All of the history, or with `since` what is newer than that checkpoint. */
static int
walk(struct session *s, const char *since, struct found *found,
    struct verdict *v)
{
	struct audit_from from;
	struct audit_ask ask = { .each = keep, .arg = found };
	int r;

	if (since != NULL) {
		if ((r = checkpoint_since(s, since, &from)) < 0)
			return r;
		ask.from = &from;
	}
	return store_audit_with(s->store, &ask, v);
}

int
cmd_audit(const struct options *o, int argc, char **argv)
{
	const char *since = NULL, *other = NULL;
	struct session *s = NULL;
	struct found found = { .n = 0 };
	struct verdict v = { .findings = 0 };
	size_t i;
	int r;

	if ((r = parse(&since, &other, argc, argv)) < 0 ||
	    (r = session_open(&s, o, NEED_STORE | TAKE_DAMAGED)) < 0)
		return r;
	if (other != NULL) {
		r = checkpoint_compare(s, other);
		session_close(s);
		return r;
	}
	if ((r = walk(s, since, &found, &v)) == 0)
		r = tell_verdict(o, since, &v);
	for (i = 0; i < found.n && r == 0; i++)
		r = tell_finding(o, &found.list[i]);
	if (r == 0 && v.findings > found.n)
		say(o, "%llu more findings are not shown",
		    (unsigned long long)(v.findings - found.n));
	free(found.list);
	session_close(s);
	return r == 0 && v.findings > 0 ? EXIT_FINDINGS : r;
}
