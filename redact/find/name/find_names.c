/*
 * find_names.c -- persons, organisations, places, traits, dates, amounts and
 * codes: what rules are sure of, and what the tagger thinks likely.
 */
#include "redact/find/name/find_names.h"

#include <stdlib.h>

#include "redact/find/name/tagger.h"
#include "redact/find/view/near.h"
#include "vault/base/err.h"

#define HOUSE_MAX 6u	/* digits of a house or postal code that stands alone */

struct work {
	const struct sentence *s;
	const float (*p)[LABEL_COUNT];
	enum label label[TOKENS_MAX];	/* the likeliest that tells */
	double confidence[TOKENS_MAX];
};

static const char *const rule_kinds[RULE_COUNT] = {
	[RULE_PERSON] = "PERSON", [RULE_ORG] = "ORG",
	[RULE_LOCATION] = "LOCATION", [RULE_ADDRESS] = "ADDRESS",
	[RULE_NATIONALITY] = "NATIONALITY", [RULE_PROFESSION] = "PROFESSION",
	[RULE_DATE] = "DATE", [RULE_AGE] = "AGE", [RULE_AMOUNT] = "AMOUNT",
	[RULE_CASE_NUMBER] = "CASE_NUMBER", [RULE_CODE] = "CODE",
};

static const char *const label_kinds[LABEL_COUNT] = {
	[LABEL_PERSON] = "PERSON", [LABEL_ORG] = "ORG",
	[LABEL_PLACE] = "LOCATION", [LABEL_TRAIT] = "NATIONALITY",
	[LABEL_DATE] = "DATE", [LABEL_AMOUNT] = "AMOUNT",
	[LABEL_CODE] = "CODE", [LABEL_ADDRESS] = "ADDRESS",
	[LABEL_MISC] = "MISC",
};

/* The names of a machine-readable zone are its finder's: "P<POLNOWAK<<ANNA<<". */
static bool
is_in_zone(const struct view *v, size_t start, size_t end)
{
	return (byte_before(v, start) == '<' && start > 1 &&
	    byte_before(v, start - 1) == '<') ||
	    (byte_at(v, end) == '<' && byte_at(v, end + 1) == '<');
}

/* Report a span of tokens, unless it is a part of something else. */
static int
report_tokens(const struct work *w, const struct view *v, size_t from,
    size_t to, const char *kind, const char *finder, double confidence,
    const char *why)
{
	size_t start = w->s->t.list[from].start;
	size_t end = w->s->t.list[to - 1].end;

	if (is_in_zone(v, start, end))
		return 0;
	return report(v, start, end, kind, finder, confidence, "%s", why);
}

static int
report_rules(const struct work *w, const struct view *v)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < w->s->nrules; i++) {
		const struct rule_span *x = &w->s->rules[i];

		if (x->confidence < FIND_LEAST_SAFE ||
		    rule_kinds[x->kind] == NULL)
			continue;
		r = report_tokens(w, v, x->from, x->to, rule_kinds[x->kind],
		    "names", x->confidence, x->why);
	}
	return r;
}

/* For each token, what it most likely tells, and how surely it tells. */
static void
weigh(struct work *w, const struct model *m)
{
	for (size_t i = 0; i < w->s->t.n; i++) {
		enum label best = LABEL_NONE;
		float sum = 0;

		for (enum label y = LABEL_PERSON; y <= LABEL_MISC; y++) {
			sum += w->p[i][y];
			if (best == LABEL_NONE || w->p[i][y] > w->p[i][best])
				best = y;
		}
		w->label[i] = best;
		w->confidence[i] = tagger_confidence(m, best, sum);
	}
}

/* A trait by another name: a number in it is an age, a list tells an office. */
static const char *
kind_of(const struct work *w, size_t from, size_t to)
{
	enum label label = w->label[from];
	uint32_t bits = 0;

	if (label == LABEL_CODE && to - from == 3 &&
	    token_mark(&w->s->t, from + 1) == '/')
		return "CASE_NUMBER";
	if (label != LABEL_TRAIT)
		return label_kinds[label];
	for (size_t i = from; i < to; i++)
		bits |= w->s->bits[i] | ((w->s->t.list[i].is & TOKEN_DIGIT) ?
		    LIST_BIT(LIST_AGE_CUE) : 0);
	if ((bits & LIST_BIT(LIST_NATION)) != 0)
		return "NATIONALITY";
	return (bits & LIST_BIT(LIST_AGE_CUE)) != 0 ? "AGE" :
	    (bits & LIST_BIT(LIST_PROFESSION)) != 0 ? "PROFESSION" :
	    "NATIONALITY";
}

/* Numbers alone are a date, an amount, a code, or one that is short a part of
 * an address; a name has a letter. */
static bool
is_whole(const struct work *w, size_t from, size_t to)
{
	enum label label = w->label[from];

	for (size_t i = from; i < to; i++)
		if (w->s->t.list[i].sort == TOKEN_WORD)
			return true;
	if (label == LABEL_ADDRESS)
		return to - from == 1 &&
		    w->s->t.list[from].low_len <= HOUSE_MAX;
	return label == LABEL_DATE || label == LABEL_AMOUNT ||
	    label == LABEL_CODE;
}

static int
report_span(const struct work *w, const struct view *v, size_t from,
    size_t to)
{
	double most = 0;

	while (from < to && w->s->t.list[from].sort == TOKEN_MARK)
		from++;
	while (to > from && w->s->t.list[to - 1].sort == TOKEN_MARK)
		to--;
	if (from == to || !is_whole(w, from, to))
		return 0;
	for (size_t i = from; i < to; i++)
		most = w->confidence[i] > most ? w->confidence[i] : most;
	return report_tokens(w, v, from, to, kind_of(w, from, to), "tagger",
	    most, "likely by its words and their neighbours");
}

static int
report_tags(struct work *w, const struct view *v, const struct model *m)
{
	size_t i, j;
	int r = 0;

	weigh(w, m);
	for (i = 0; r == 0 && i < w->s->t.n; i = j) {
		for (j = i; j < w->s->t.n && w->label[j] == w->label[i] &&
		    w->confidence[j] >= FIND_LEAST_SAFE; j++)
			;
		if (j == i)
			j++;
		else
			r = report_span(w, v, i, j);
	}
	return r;
}

int
find_names_with(const struct model *m, const struct view *v)
{
	struct work *w = malloc(sizeof(*w));
	struct tagger *t = NULL;
	int r;

	if (w == NULL) {
		r = err_set(ERR_NO_MEMORY, "not enough memory to look for "
		    "names; close other programs");
		goto done;
	}
	if ((r = tagger_new(&t)) < 0)
		goto done;
	tagger_begin(t, v);
	while (r == 0 && tagger_read(t)) {
		w->s = tagger_sentence(t);
		w->p = tagger_run(t, m);
		if ((r = report_rules(w, v)) == 0)
			r = report_tags(w, v, m);
	}
done:
	tagger_free(t);
	free(w);
	return r;
}

static int
run(const struct view *v)
{
	const struct model *m = model_own();

	return m == NULL ? ERR_FORMAT : find_names_with(m, v);
}

static const char *const kinds[] = { "PERSON", "ORG", "LOCATION", "ADDRESS",
	"NATIONALITY", "PROFESSION", "DATE", "AGE", "AMOUNT", "CASE_NUMBER",
	"CODE", "MISC", NULL };

const struct finder find_names = {
	.name = "names", .kinds = kinds, .run = run,
	.what = "persons, organisations, places, dates, amounts, case numbers",
};
