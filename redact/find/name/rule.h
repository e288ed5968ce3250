/*
 * rule.h -- one rule each: is there a span of its kind at token i?
 *
 * A rule looks at a sentence and returns the token behind its span, which
 * begins at i, having set `span` (but for `from` and `to`); 0 when there is
 * none.  rules.c asks them in turn and keeps the first that answers.
 */
#ifndef REDACT_FIND_RULE_H
#define REDACT_FIND_RULE_H

#include "redact/find/name/names.h"

struct seen {
	const struct tokens *t;
	const uint32_t *bits;
	bool flat;	/* one case throughout: a capital says nothing */
};

size_t rule_address(const struct seen *s, size_t i, struct rule_span *span);
size_t rule_law(const struct seen *s, size_t i, struct rule_span *span);
size_t rule_case(const struct seen *s, size_t i, struct rule_span *span);
size_t rule_code(const struct seen *s, size_t i, struct rule_span *span);
size_t rule_age(const struct seen *s, size_t i, struct rule_span *span);
size_t rule_date(const struct seen *s, size_t i, struct rule_span *span);
size_t rule_numeric_date(const struct seen *s, size_t i,
    struct rule_span *span);
size_t rule_duration(const struct seen *s, size_t i, struct rule_span *span);
size_t rule_amount(const struct seen *s, size_t i, struct rule_span *span);
size_t rule_org(const struct seen *s, size_t i, struct rule_span *span);
size_t rule_person(const struct seen *s, size_t i, struct rule_span *span);
size_t rule_place(const struct seen *s, size_t i, struct rule_span *span);
size_t rule_nation(const struct seen *s, size_t i, struct rule_span *span);
size_t rule_profession(const struct seen *s, size_t i,
    struct rule_span *span);

/* What is seen at a token; all are false, 0 or -1 outside the sentence. */

bool seen_in(const struct seen *s, size_t i, enum name_list list);
bool seen_any(const struct seen *s, size_t i, uint32_t bits);
bool seen_is(const struct seen *s, size_t i, unsigned is);	/* any of */
bool seen_word(const struct seen *s, size_t i, const char *low);
/* One of these words, lower case; NULL at the end. */
bool seen_one_of(const struct seen *s, size_t i, const char *const words[]);
bool seen_mark(const struct seen *s, size_t i, char mark);
/* No white space before it. */
bool seen_joined(const struct seen *s, size_t i);
/* A word with a capital, or an initial; in a flat sentence, a word that is in
 * no dictionary. */
bool seen_capital(const struct seen *s, size_t i);
/* A word of small letters that an ordinary text uses. */
bool seen_ordinary(const struct seen *s, size_t i);
/* The value of a number of 1 to 9 digits and nothing else. */
long seen_number(const struct seen *s, size_t i);
/* Digits of a number token without other marks; 0 when it is none. */
size_t seen_digits(const struct seen *s, size_t i);

/* Fill the span; returns `to`. */
size_t rule_says(struct rule_span *span, size_t to, enum rule_kind kind,
    double confidence, const char *why);

#endif
