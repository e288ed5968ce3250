/* rule_kit.h -- for the tests of rules: say what a sentence must tell. */
#ifndef TESTS_REDACT_RULE_KIT_H
#define TESTS_REDACT_RULE_KIT_H

#include "find_kit.h"

#include "redact/find/name/names.h"
#include "redact/find/view/fold.h"
#include "redact/find/view/view.h"

#define RULE_LEAST 0.3	/* confidence that is reported */

static inline const char *
rule_name(unsigned kind)
{
	static const char *const names[RULE_COUNT] = { "none", "PERSON", "ORG",
		"LOCATION", "ADDRESS", "NATIONALITY", "PROFESSION", "DATE",
		"AGE", "AMOUNT", "CASE_NUMBER", "CODE", "law" };

	return names[kind];
}

/*
 * How many spans of the kind stand in the text, surer than `least`; when
 * `value` is not NULL, only those that are exactly this.  `say` prints all.
 */
static inline size_t
rule_count(const char *text, enum rule_kind kind, const char *value,
    double least, bool say)
{
	static struct tokens t;
	static uint32_t bits[TOKENS_MAX];
	static struct rule_span spans[RULE_SPANS_MAX];
	struct fold *f;
	struct view v = { 0 };
	size_t found = 0, n;

	assert_int_equal(fold_new(&f, text, strlen(text), FOLD_READ), 0);
	v.fold = f;
	v.s = fold_bytes(f, &v.len);
	for (size_t at = 0; tokens_next(&t, &v, at); at = t.next) {
		lists_mark(&t, bits);
		n = rules_mark(&t, bits, spans);
		for (size_t i = 0; i < n; i++) {
			const struct rule_span *x = &spans[i];
			size_t from = t.list[x->from].start;
			size_t len = t.list[x->to - 1].end - from;

			if (say)
				print_error("  %s %.2f [%.*s] %s\n",
				    rule_name(x->kind), x->confidence,
				    (int)len, v.s + from, x->why);
			if (x->kind != kind || x->confidence < least)
				continue;
			found += value == NULL || (strlen(value) == len &&
			    memcmp(v.s + from, value, len) == 0);
		}
	}
	fold_free(f);
	return found;
}

/* The text tells exactly this value, of this kind. */
static inline void
rule_expect(const char *text, enum rule_kind kind, const char *value)
{
	if (rule_count(text, kind, value, RULE_LEAST, false) > 0)
		return;
	print_error("in: %s\n", text);
	(void)rule_count(text, kind, NULL, 0, true);
	fail_msg("no %s \"%s\"", rule_name(kind), value);
}

/* The text tells nothing of this kind. */
static inline void
rule_expect_none(const char *text, enum rule_kind kind)
{
	if (rule_count(text, kind, NULL, RULE_LEAST, false) == 0)
		return;
	print_error("in: %s\n", text);
	(void)rule_count(text, kind, NULL, 0, true);
	fail_msg("a %s where none is", rule_name(kind));
}

#endif
