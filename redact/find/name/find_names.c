/*
 * find_names.c -- persons, organisations, places, traits, dates, amounts and
 * codes: what rules are sure of, and what the tagger thinks likely.
 */
#include "redact/find/name/find_names.h"

#include <stdlib.h>
#include <string.h>

#include "redact/find/name/tagger.h"
#include "redact/find/view/near.h"
#include "vault/base/err.h"

#define DOUBTFUL 0.55	/* confidence */
#define HOUSE_MAX 6u	/* digits of a house or postal code that stands alone */

struct work {
	const struct sentence *s;
	const float (*p)[LABEL_COUNT];
	enum label label[TOKENS_MAX];	/* the likeliest that tells */
	double confidence[TOKENS_MAX];
	bool taken[RULE_SPANS_MAX];	/* by a span of the tagger */
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
 * an address; a name has a letter, an amount and a date have a number or a
 * word that counts. */
static bool
is_whole(const struct work *w, const struct view *v, size_t from, size_t to)
{
	enum label label = w->label[from];
	const uint32_t counted = LIST_BIT(LIST_NUMBER_WORD) |
	    LIST_BIT(LIST_UNIT) | LIST_BIT(LIST_MONTH) | LIST_BIT(LIST_DAY) |
	    LIST_BIT(LIST_TIME_UNIT);
	size_t end = w->s->t.list[to - 1].end;
	bool digits = false, words = false;
	uint32_t bits = 0;

	for (size_t i = from; i < to; i++) {
		bits |= w->s->bits[i];
		digits = digits || (w->s->t.list[i].is & TOKEN_DIGIT) != 0;
		words = words || w->s->t.list[i].sort == TOKEN_WORD;
	}
	if ((label == LABEL_AMOUNT || label == LABEL_DATE) && !digits &&
	    (bits & counted) == 0)
		return false;
	if (words)
		return true;
	/* "123" of "123-00-4567" */
	if (byte_at(v, end) == '-' && is_digit(byte_at(v, end + 1)))
		return false;
	if (label == LABEL_ADDRESS)
		return to - from == 1 &&
		    w->s->t.list[from].low_len <= HOUSE_MAX;
	return label == LABEL_DATE || label == LABEL_AMOUNT ||
	    label == LABEL_CODE;
}

/* A stretch of tokens that is to be reported. */
struct span {
	size_t from, to;
	const char *kind, *finder, *why;
	double confidence;
};

/* Report a span, unless it is a part of something else. */
static int
report_tokens(const struct work *w, const struct view *v,
    const struct span *s)
{
	size_t start = w->s->t.list[s->from].start;
	size_t end = w->s->t.list[s->to - 1].end;

	if (is_in_zone(v, start, end))
		return 0;
	return report(v, start, end, s->kind, s->finder, s->confidence, "%s",
	    s->why);
}

/*
 * How sure a rule's span is.  A date, a place or an organisation that the
 * tagger takes for one that tells on nobody (of a law, a state) is doubtful;
 * one, or a nationality, that the rule doubts too is none.
 */
static double
sure_of(const struct work *w, const struct rule_span *x)
{
	double sum = 0, n = x->to - x->from;

	for (size_t i = x->from; i < x->to; i++)
		sum += w->confidence[i];
	if (x->confidence < DOUBTFUL && (x->kind == RULE_NATIONALITY ||
	    x->kind == RULE_ORG || x->kind == RULE_LOCATION))
		return sum < FIND_LEAST_SAFE * n ? 0 : x->confidence;
	if (x->confidence > DOUBTFUL && sum < FIND_LEAST_PRECISE * n &&
	    (x->kind == RULE_DATE || x->kind == RULE_LOCATION ||
	    x->kind == RULE_ORG))
		return DOUBTFUL;
	return x->confidence;
}

/* What rules say of the same kind, and where the span is, becomes a part of
 * it. */
static void
take_rules(struct work *w, struct span *s)
{
	for (size_t i = 0; i < w->s->nrules; i++) {
		const struct rule_span *x = &w->s->rules[i];

		if (w->taken[i] || sure_of(w, x) < FIND_LEAST_SAFE ||
		    rule_kinds[x->kind] == NULL || x->from >= s->to ||
		    x->to <= s->from || strcmp(rule_kinds[x->kind], s->kind) != 0)
			continue;
		w->taken[i] = true;
		s->from = x->from < s->from ? x->from : s->from;
		s->to = x->to > s->to ? x->to : s->to;
		if (sure_of(w, x) >= s->confidence) {
			s->confidence = sure_of(w, x);
			s->finder = "names";
			s->why = x->why;
		}
	}
}

static int
report_span(struct work *w, const struct view *v, size_t from, size_t to)
{
	struct span s = { .finder = "tagger",
	    .why = "likely by its words and their neighbours" };

	while (from < to && w->s->t.list[from].sort == TOKEN_MARK)
		from++;
	while (to > from && w->s->t.list[to - 1].sort == TOKEN_MARK)
		to--;
	if (from == to || !is_whole(w, v, from, to))
		return 0;
	for (size_t i = from; i < to; i++)
		s.confidence += w->confidence[i] / (double)(to - from);
	s.from = from;
	s.to = to;
	s.kind = kind_of(w, from, to);
	take_rules(w, &s);
	return report_tokens(w, v, &s);
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

/* What the tagger did not see, too. */
static int
report_rules(const struct work *w, const struct view *v)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < w->s->nrules; i++) {
		const struct rule_span *x = &w->s->rules[i];
		struct span s = { .from = x->from, .to = x->to,
		    .kind = rule_kinds[x->kind], .finder = "names",
		    .why = x->why, .confidence = sure_of(w, x) };

		if (!w->taken[i] && s.kind != NULL &&
		    s.confidence >= FIND_LEAST_SAFE)
			r = report_tokens(w, v, &s);
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
		memset(w->taken, 0, sizeof(w->taken));
		if ((r = report_tags(w, v, m)) == 0)
			r = report_rules(w, v);
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
