/*
 * finder.h -- what a finder is: something that sees, in plain text, what would
 * tell on a source.
 *
 * A finder looks at a view of the text (view.h: marks dropped, look-alikes and
 * full-width forms folded; every folded byte knows its place in the original)
 * and reports byte ranges of the original text.  Finders never change the text.
 *
 * The engine (engine/find.h) goes over the text once and calls `at` where one
 * of the finder's triggers stands; `run` is called once for a view, for finders
 * that read words and sentences.  A finder has one of the two, or both; or
 * none, when it reads fields of metadata instead (trace/meta.h).
 *
 * A view is a window on a text that may be longer: nothing may depend on what
 * stands more than FIND_REACH bytes away, and what is found is no longer than
 * that.  Work for one place is bounded, so that a pass is linear whatever the
 * text.
 *
 * Confidence: 0.95 and above when a check digit or a checksum holds, or the
 * form is unmistakable; 0.6 to 0.95 for a rare form, or a common one beside a
 * word that names it; 0.3 to 0.6 for what is rather redacted once too often;
 * below 0.3 nothing is reported.  FIND_PRECISE leaves out what is below 0.6.
 */
#ifndef REDACT_FIND_FINDER_H
#define REDACT_FIND_FINDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FIND_FINDINGS_MAX 1000000u
#define FIND_WHY_SIZE 96
#define FIND_REACH 4096u	/* bytes of the folded text */

#define FIND_LEAST_SAFE 0.3	/* confidence */
#define FIND_LEAST_PRECISE 0.6

struct finding {
	const char *kind;	/* "EMAIL"; static */
	const char *finder;	/* "email"; static */
	uint64_t start, end;	/* bytes of the text */
	double confidence;	/* 0 to 1 */
	char why[FIND_WHY_SIZE];	/* "mod 97 holds, country PL"; no document text */
};

struct findings {
	struct finding *list;	/* sorted by start, then longer first */
	size_t n;
};

int findings_add(struct findings *out, const struct finding *f);
void findings_free(struct findings *f);

/* What the text is. */
enum find_where {
	FIND_TEXT,	/* of a document */
	FIND_META,	/* the value of a metadata field */
	FIND_NAME	/* a file name, or a path inside an archive */
};

/* Rather one too many, or only what is rather sure. */
enum find_mode { FIND_SAFE, FIND_PRECISE };

/* Where `at` is called; any set.  Letters and digits are ASCII here. */
enum trigger {
	TRIGGER_DIGIT = 1,	/* a digit, none before it */
	TRIGGER_AT = 2,		/* '@' */
	TRIGGER_COLON = 4,
	TRIGGER_SLASH = 8,
	TRIGGER_BACKSLASH = 16,
	TRIGGER_DOT = 32,	/* '.' between two bytes of words: is_wordly() */
	TRIGGER_LESS = 64,	/* '<', none before it */
	TRIGGER_LONG = 128,	/* where a run of TRIGGER_LONG_LEAST and more
				 * letters, digits, '_', '-', '+', '/', '=' begins */
	TRIGGER_WORD = 256,	/* where one of the finder's words begins */
	TRIGGER_DASHES = 512,	/* where a run of five '-' and more begins */
	TRIGGER_EQUALS = 1024	/* '=', none before it */
};
#define TRIGGER_LONG_LEAST 16u

struct view;

struct finder {
	const char *name;	/* "email" */
	const char *const *kinds;	/* the kinds it reports; NULL ends */
	const char *what;	/* one line for --list-kinds */
	unsigned triggers;
	/* For TRIGGER_WORD: lower case, begin with an ASCII letter, NULL ends;
	 * a word that ends in '-' may go on, others end where a word ends. */
	const char *const *words;
	/*
	 * at(v, at, trigger, next): `at` is the place in the folded text.
	 * Setting *next spares this finder all calls before that place.
	 */
	int (*at)(const struct view *v, size_t at, enum trigger trigger,
	    size_t *next);
	int (*run)(const struct view *v);
};

#endif
