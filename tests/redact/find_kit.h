/* find_kit.h -- for the tests of the finders: say what a text must yield. */
#ifndef TESTS_REDACT_FIND_KIT_H
#define TESTS_REDACT_FIND_KIT_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "redact/find/engine/choice.h"
#include "redact/find/engine/find.h"
#include "vault/base/err.h"

static inline void
find_say(const char *text, const struct findings *f)
{
	print_error("in: %s\n", text);
	for (size_t i = 0; i < f->n; i++)
		print_error("  %s [%llu,%llu) %.*s (%.2f, %s)\n",
		    f->list[i].kind, (unsigned long long)f->list[i].start,
		    (unsigned long long)f->list[i].end,
		    (int)(f->list[i].end - f->list[i].start),
		    text + f->list[i].start, f->list[i].confidence,
		    f->list[i].why);
}

/* Is this of the kind?  NULL: any but what is a name, which has its own tests. */
static inline bool
find_is(const struct finding *f, const char *kind)
{
	return kind == NULL ? strcmp(f->finder, "names") != 0 &&
	    strcmp(f->finder, "tagger") != 0 : strcmp(f->kind, kind) == 0;
}

/* How many findings of the kind (NULL: find_is()) stand in the text. */
static inline size_t
find_count(const char *text, const char *kind)
{
	struct findings f;
	size_t n = 0;

	if (find_in(text, strlen(text),
	    &(struct find_options){ 0 }, &f) < 0)
		fail_msg("%s: %s", text, err_line());
	for (size_t i = 0; i < f.n; i++)
		n += find_is(&f.list[i], kind);
	findings_free(&f);
	return n;
}

static inline void
find_expect_with(const struct find_options *options, const char *text,
    const char *kind, const char *value)
{
	struct findings f;
	bool found = false;

	if (find_in(text, strlen(text), options, &f) < 0)
		fail_msg("%s: %s", text, err_line());
	for (size_t i = 0; i < f.n; i++)
		found |= strcmp(f.list[i].kind, kind) == 0 &&
		    f.list[i].end - f.list[i].start == strlen(value) &&
		    memcmp(text + f.list[i].start, value, strlen(value)) == 0;
	if (!found) {
		find_say(text, &f);
		fail_msg("no %s \"%s\"", kind, value);
	}
	findings_free(&f);
}

/* The text yields a finding of this kind that is exactly `value`. */
static inline void
find_expect(const char *text, const char *kind, const char *value)
{
	find_expect_with(&(struct find_options){ 0 }, text, kind, value);
}

/* ... when this kind alone is looked for: no other takes its place. */
static inline void
find_expect_only(const char *text, const char *kind, const char *value)
{
	struct find_options options = { 0 };
	struct choice *choice = NULL;

	if (choice_new(&choice, kind, NULL) < 0)
		fail_msg("%s: %s", kind, err_line());
	options.choice = choice;
	find_expect_with(&options, text, kind, value);
	choice_free(choice);
}

/* A text, and what find_expect_only() expects of it. */
struct find_vector {
	const char *text, *kind, *value;
};

static inline void
find_expect_all(const struct find_vector *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		find_expect_only(v[i].text, v[i].kind, v[i].value);
}

#define FIND_EXPECT(v) find_expect_all(v, sizeof(v) / sizeof((v)[0]))

/* The text yields nothing of this kind (NULL: find_is()). */
static inline void
find_expect_none(const char *text, const char *kind)
{
	struct findings f;
	size_t n = 0;

	if (find_in(text, strlen(text),
	    &(struct find_options){ 0 }, &f) < 0)
		fail_msg("%s: %s", text, err_line());
	for (size_t i = 0; i < f.n; i++)
		n += find_is(&f.list[i], kind);
	if (n > 0) {
		find_say(text, &f);
		fail_msg("%zu %s where none is", n, kind ? kind : "findings");
	}
	findings_free(&f);
}

#endif
