/* list.c -- tipline list: the submissions, newest first, a page at a time. */
#include "vault/cmd/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/same.h"
#include "vault/cmd/standing.h"
#include "vault/cmd/words.h"
#include "vault/session/erasure.h"

#define LIST_PAGE 50		/* submissions on one page */
#define PAGE_NUMBER_MAX 1000000
#define MARK_SIZE 128
#define LINE_MAX_BYTES (64u << 20)	/* of one submission, as JSON */
#define EXIT_DAMAGED 3

struct list {
	struct session *s;
	uint32_t erasers;	/* signatures that an erasure takes */
	uint64_t page;		/* from 1; 0: all of them */
	bool threads;		/* those of one thread stand together */
	struct same *same;	/* NULL: this key may not know */
	size_t damaged;		/* told and counted; the rest is shown */
};

/* What is known of one of them. */
struct row {
	const struct standing *st;
	size_t nitems;
	struct erasure erasure;
	struct manifest manifest;
	bool readable;		/* the manifest */
};

/* "held", "erased", "erasing (1 of 2)", "not compared"; "" for most. */
static void
mark_of(char mark[MARK_SIZE], const struct list *l, const struct row *r)
{
	char erasing[MARK_SIZE / 2] = "";
	const char *held = r->erasure.held ? ", held" : "", *compared;

	if (r->erasure.done) {
		(void)snprintf(mark, MARK_SIZE, "erased");
		return;
	}
	if (r->erasure.n > 0)
		(void)snprintf(erasing, sizeof(erasing),
		    ", erasing (%zu of %u)", r->erasure.n, l->erasers);
	compared = same_compared(l->same, &r->st->submission) ? "" :
	    ", not compared";
	(void)snprintf(mark, MARK_SIZE, "%s%s%s", erasing, held, compared);
	if (mark[0] != '\0')	/* the first has no comma */
		memmove(mark, mark + 2, strlen(mark + 2) + 1);
}

static int
tell_json(const struct list *l, const struct row *r, const char *when)
{
	char hex[ID_HEX_SIZE], name[ID_NAME_SIZE];
	struct bytes line = BYTES_INIT(LINE_MAX_BYTES);
	struct json j = json_writer(&line);
	int code;

	id_hex(hex, &r->st->submission);
	id_name(name, &r->st->submission);
	json_open(&j, '{');
	json_kstr(&j, "submission", hex);
	json_kstr(&j, "name", name);
	json_kstr(&j, "received", when);
	json_kuint(&j, "items", r->nitems);
	json_kstr(&j, "state", r->st->state);
	json_kstr(&j, "erasure", r->erasure.done ? "done" :
	    r->erasure.n > 0 ? "begun" : "none");
	json_kuint(&j, "erasers", r->erasure.n);
	json_kuint(&j, "erasers_needed", l->erasers);
	json_key(&j, "held");
	json_bool(&j, r->erasure.held);
	if (r->readable)
		json_kstr(&j, "channel", r->manifest.channel);
	code = r->erasure.done ? 0 : same_json(l->same, &j,
	    &r->st->submission);
	json_close(&j, '}');
	if (code == 0 && (code = bytes_ok(&line)) == 0)
		code = json_line(&line);
	bytes_free(&line);
	return code;
}

static int
tell(const struct list *l, const struct row *r)
{
	char hex[ID_HEX_SIZE], name[ID_NAME_SIZE], when[WHEN_SIZE];
	char mark[MARK_SIZE];

	when_format(when, r->st->received);
	if (l->s->options->json)
		return tell_json(l, r, when);
	id_hex(hex, &r->st->submission);
	id_name(name, &r->st->submission);
	mark_of(mark, l, r);
	(void)printf("%s  %s  %s  %4zu item%s  %-8s", name, hex, when,
	    r->nitems, r->nitems == 1 ? " " : "s", r->st->state);
	if (mark[0] != '\0')
		(void)printf("  %s", mark);
	if (r->readable) {
		(void)fputs("  ", stdout);
		print_word(r->manifest.channel);
	}
	(void)fputc('\n', stdout);
	return r->erasure.done ? 0 : same_print(l->same, &r->st->submission);
}

/* One that is damaged is told and counted; it must not hide the others. */
static int
forgive(struct list *l, const struct row *r, int code)
{
	char name[ID_NAME_SIZE];

	switch (code) {
	case ERR_FORMAT:
	case ERR_INTEGRITY:
	case ERR_WRONG_KEY:
	case ERR_NOT_FOUND:
	case ERR_TOO_BIG:
		id_name(name, &r->st->submission);
		say(l->s->options, "%s: %s", name, err_line());
		l->damaged++;
		return 0;
	case ERR_NO_GRANT:
		return 0;
	default:
		return code;
	}
}

static int
list_one(struct list *l, const struct standing *st)
{
	struct row r = { .st = st };
	struct id *items = NULL;
	int code;

	if ((code = session_items(l->s, &st->submission, &items,
	    &r.nitems)) < 0 || (code = erasure_read(&r.erasure, l->s,
	    &st->submission)) < 0)
		code = forgive(l, &r, code);
	free(items);
	if (code == 0 && l->s->keeper != NULL && l->s->my_roles != 0 &&
	    !r.erasure.done) {
		code = standing_manifest(l->s, &st->submission, &r.manifest);
		r.readable = code == 0;
		code = code < 0 ? forgive(l, &r, code) : 0;
	}
	if (code == 0)
		code = tell(l, &r);
	manifest_free(&r.manifest);
	erasure_free(&r.erasure);
	return code;
}

/* Of a thread, the newest first: where its newest stands, the others follow. */
struct grouped {
	size_t group;
	struct standing st;
};

static int
by_group(const void *a, const void *b)
{
	const struct grouped *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->st.number < y->st.number ? 1 : x->st.number > y->st.number ?
	    -1 : memcmp(x->st.submission.b, y->st.submission.b, ID_BYTES);
}

static int
sort_threads(const struct list *l, struct standing *all, size_t n)
{
	struct grouped *g = calloc(n + 1, sizeof(*g));
	struct id *ids = calloc(n + 1, sizeof(*ids));
	size_t *group = calloc(n + 1, sizeof(*group)), i;
	int r = 0;

	if (g == NULL || ids == NULL || group == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	for (i = 0; i < n; i++)
		ids[i] = all[i].submission;
	if ((r = same_thread(l->same, ids, n, group)) < 0)
		goto done;
	for (i = 0; i < n; i++)
		g[i] = (struct grouped){ group[i], all[i] };
	qsort(g, n, sizeof(*g), by_group);
	for (i = 0; i < n; i++)
		all[i] = g[i].st;
done:
	free(g);
	free(ids);
	free(group);
	return r;
}

/* A page of what is sorted by threads: for that, all of it is looked at. */
static int
thread_page(const struct list *l, struct standing **page, size_t *n,
    bool *more)
{
	const size_t skip = l->page > 0 ? (size_t)(l->page - 1) * LIST_PAGE : 0;
	int r;

	if ((r = standing_all(l->s, page, n)) < 0 ||
	    (r = sort_threads(l, *page, *n)) < 0)
		return r;
	*n = *n > skip ? *n - skip : 0;
	*more = l->page > 0 && *n > LIST_PAGE;
	if (*more)
		*n = LIST_PAGE;
	if (*n > 0)
		memmove(*page, *page + skip, *n * sizeof(**page));
	return 0;
}

static int
list_page(struct list *l)
{
	const size_t most = l->page > 0 ? LIST_PAGE : 0;
	struct standing *page = NULL;
	size_t n = 0, i;
	bool more = false;
	int r;

	r = l->threads ? thread_page(l, &page, &n, &more) :
	    standing_page(l->s, l->page > 0 ? (size_t)(l->page - 1) *
	    LIST_PAGE : 0, most, &page, &n, &more);
	for (i = 0; i < n && r == 0; i++)
		r = list_one(l, &page[i]);
	if (r == 0 && n == 0)
		say(l->s->options, l->page > 1 ? "no submissions on this page; "
		    "name a lower one" :
		    "no submissions yet; tipline submit makes one");
	else if (r == 0 && more)
		say(l->s->options, "older ones: --page %llu, or --all",
		    (unsigned long long)l->page + 1);
	free(page);
	return r;
}

static int
count_one(const struct finding_read *f, void *arg)
{
	(void)f;
	++*(uint64_t *)arg;
	return 0;
}

/* Beside the list, and never instead of it. */
static int
warn(const struct list *l)
{
	uint64_t n = 0;
	int r = store_overdue(l->s->store, count_one, &n);

	if (r == 0 && n > 0)
		say(l->s->options, "%llu member%s past the policy's epoch-days"
		    " and should run tipline rotate; tipline audit names them",
		    (unsigned long long)n, n == 1 ? " is" : "s are");
	return r;
}

static int
read_words(struct list *l, int argc, char **argv)
{
	const char *value;
	char *end;
	int i;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--all", NULL)) {
			l->page = 0;
		} else if (option_is(argc, argv, &i, "--threads", NULL)) {
			l->threads = true;
		} else if (option_is(argc, argv, &i, "--page", &value)) {
			l->page = value != NULL ? strtoull(value, &end, 10) : 0;
			if (l->page < 1 || l->page > PAGE_NUMBER_MAX ||
			    *end != '\0')
				return usage("a page is a number from 1 on");
		} else {
			return usage("list takes no %s", argv[i]);
		}
	}
	return 0;
}

int
cmd_list(const struct options *o, int argc, char **argv)
{
	struct list l = { .page = 1 };
	struct policy policy;
	int r;

	if ((r = read_words(&l, argc, argv)) < 0 ||
	    (r = session_open(&l.s, o, NEED_STORE | WANT_KEY)) < 0)
		return r;
	if ((r = store_policy(l.s->store, &policy)) == 0) {
		l.erasers = policy.erasers;
		if ((r = same_open(&l.same, l.s)) == 0 &&
		    (r = list_page(&l)) == 0)
			r = warn(&l);
	}
	same_free(l.same);
	session_close(l.s);
	return r == 0 && l.damaged > 0 ? EXIT_DAMAGED : r;
}
