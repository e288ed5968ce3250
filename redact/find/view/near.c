/* near.c -- see near.h. */
#include "redact/find/view/near.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "redact/find/view/fields.h"
#include "redact/find/view/fold.h"

static uint8_t
lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

/* Bytes that words are looked for in. */
struct span {
	const uint8_t *s;
	size_t len;
};

/* Does `word` stand at `at`, and end before `end`? */
static bool
stands_at(struct span t, size_t at, size_t end, const char *word)
{
	size_t len = strlen(word);
	bool stem = word[len - 1] == '-';

	len -= stem;
	if (at + len > end)
		return false;
	for (size_t i = 0; i < len; i++)
		if (lower(t.s[at + i]) != (uint8_t)word[i])
			return false;
	return stem || at + len == t.len || !is_wordly(t.s[at + len]) ||
	    !is_wordly((uint8_t)word[len - 1]);
}

/* A bit for what two bytes a word may begin with. */
static uint64_t
bit_of(uint8_t first, uint8_t second)
{
	return UINT64_C(1) << ((first * 7u + second) & 63);
}

/* The bits of all words: most places of a text have none of them. */
static uint64_t
beginnings(const char *const words[])
{
	uint64_t bits = 0;

	for (; *words != NULL; words++) {
		const char *w = *words;

		if (w[1] == '\0' || (w[1] == '-' && w[2] == '\0'))
			return UINT64_MAX;
		bits |= bit_of((uint8_t)w[0], (uint8_t)w[1]);
	}
	return bits;
}

static bool
near_in(struct span t, size_t start, size_t end, const char *const words[])
{
	uint64_t bits = beginnings(words);
	uint8_t first, second;

	for (size_t at = start; at < end; at++) {
		/* No word of the lists begins with a digit or a space. */
		first = lower(t.s[at]);
		if (first == ' ' || is_digit(first) ||
		    (is_wordly(first) && at > 0 && is_wordly(t.s[at - 1])))
			continue;
		second = at + 1 < end ? lower(t.s[at + 1]) : 0;
		if ((bits & bit_of(first, second)) == 0)
			continue;
		for (size_t i = 0; words[i] != NULL; i++)
			if ((uint8_t)words[i][0] == first &&
			    stands_at(t, at, end, words[i]))
				return true;
	}
	return false;
}

static struct span
whole(const struct view *v)
{
	return (struct span){ .s = v->s, .len = v->len };
}

/* A cell's neighbours have labels of their own, unless its head says nothing
 * ("value"): then the cell before may say what it is. */
static bool
is_apart(const struct field *x)
{
	return x != NULL && x->form == FIELD_CELL && x->kind != LABEL_OTHER;
}

bool
near_before(const struct view *v, size_t at, size_t reach,
    const char *const words[])
{
	const struct field *x = v->fields != NULL ? fields_at(v->fields, at) :
	    NULL;
	size_t start;

	if (x != NULL && x->label_len > 0 && near_in((struct span){
	    .s = fields_label(v->fields, x), .len = x->label_len }, 0,
	    x->label_len, words))
		return true;
	if (reach > NEAR_MAX)
		reach = NEAR_MAX;
	start = at > reach ? at - reach : 0;
	if (is_apart(x) && start < x->start)
		start = x->start;
	return near_in(whole(v), start, at, words);
}

bool
near_after(const struct view *v, size_t at, size_t reach,
    const char *const words[])
{
	const struct field *x = v->fields != NULL && at > 0 ?
	    fields_at(v->fields, at - 1) : NULL;
	size_t end;

	if (reach > NEAR_MAX)
		reach = NEAR_MAX;
	end = v->len - at > reach ? at + reach : v->len;
	if (is_apart(x) && end > x->end)
		end = x->end > at ? x->end : at;
	return near_in(whole(v), at, end, words);
}

bool
near_stands(const struct view *v, size_t at, const char *word)
{
	return stands_at(whole(v), at, v->len, word);
}

static const struct field *
cell_at(const struct view *v, size_t at)
{
	const struct field *x = v->fields != NULL ? fields_at(v->fields, at) :
	    NULL;

	return x != NULL && x->form == FIELD_CELL ? x : NULL;
}

/* Nothing reaches over the edge of a cell: two cells are two things. */
static void
keep_in_cell(const struct view *v, size_t *start, size_t *end)
{
	const struct field *first = cell_at(v, *start), *last;

	if (first != NULL && *end > first->end) {
		*end = first->end;
	} else if (first == NULL &&
	    (last = cell_at(v, *end - 1)) != NULL && last->start > *start) {
		*start = last->start;
	}
}

/* "Subject: ...": the known label of the field behind it. */
static bool
is_before_colon(const struct view *v, size_t start, size_t end)
{
	const struct field *x;
	size_t at = end;

	if (byte_at(v, at) != ':' || (start > 0 && v->s[start - 1] != '\n'))
		return false;
	for (at++; byte_at(v, at) == ' ' || byte_at(v, at) == '\t'; at++)
		;
	x = at < v->len ? fields_at(v->fields, at) : NULL;
	return x != NULL && x->start >= end && x->kind != LABEL_UNKNOWN &&
	    (x->form == FIELD_HEADER || x->form == FIELD_LINE);
}

/* Is it the head of a column, or another label, taken for a name? */
static bool
is_label(const struct view *v, size_t start, size_t end, const char *finder)
{
	const struct field *x;

	if (v->fields == NULL ||
	    (strcmp(finder, "names") != 0 && strcmp(finder, "tagger") != 0))
		return false;
	x = fields_at(v->fields, start);
	return (x != NULL && x->form == FIELD_HEAD && end <= x->end) ||
	    is_before_colon(v, start, end);
}

int
report(const struct view *v, size_t start, size_t end, const char *kind,
    const char *finder, double confidence, const char *why, ...)
{
	struct finding f = { .kind = kind, .finder = finder,
	    .confidence = confidence };
	va_list ap;

	keep_in_cell(v, &start, &end);
	if (is_label(v, start, end, finder))
		return 0;
	f.start = fold_start(v->fold, start);
	f.end = fold_end(v->fold, end);
	va_start(ap, why);
	(void)vsnprintf(f.why, sizeof(f.why), why, ap);
	va_end(ap);
	return findings_add(v->out, &f);
}
