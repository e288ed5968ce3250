/*
 * form.h -- numbers with letters in them, by tables: a row says how an
 * identifier is written, what checks it, and which words name it.
 *
 * Where a number begins, the engine reads the groups of letters and digits
 * that stand there, with what separates them, once, and compares their shape
 * with the forms of the rows; so a number in prose costs little.  A form is
 * a string of
 *
 *	9	a digit
 *	A	a letter, either case
 *	X	a letter or a digit
 *	a-z	this letter, in either case
 *	' '	here a separator may stand: a space, '-' or '.' (dashes and
 *		spaces of every sort are folded to these), or a '-' between
 *		two spaces
 *	-	here such a separator must stand
 *	/	here a '/' must stand
 *	~	first of all: a separator may stand between any two characters
 *
 * so "aa 99 99 99 A" is "AA123456C" and "AA 12-34-56 C".  A form has 4 to 34
 * characters; no more than 12 letters stand before its first digit.
 *
 * What is matched begins and ends with whole groups.  Where it is part of a
 * longer number (a digit follows the same separator) it needs both a check
 * and a word; where letters are joined to it ("scan-85010112345"), one of
 * the two.  Lower case letters need a word, or the row's FORM_ANY_CASE.
 * A number of up to four digits with nothing but words around it is none.
 * A label may be glued to it ("PESEL85010112345", "SSN-123-45-6789").
 */
#ifndef REDACT_FIND_FORM_H
#define REDACT_FIND_FORM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "redact/find/view/view.h"

#define FORM_CHARS_MAX 40u	/* read at one place, without separators */
#define FORM_FORMS_MAX 8u	/* of one row */
#define FORM_SHAPES_MAX 256u	/* of one table */
#define FORM_LONGEST 34u

enum form_flags {
	FORM_ANY_CASE = 1,	/* lower case is as good as upper */
	FORM_MONEY = 2,		/* may stand beside a currency */
	FORM_CLOSE = 4		/* its word stands right before it, and no
				 * other number between */
};

struct form {
	const char *kind;		/* "UK_NINO"; static */
	const char *forms[FORM_FORMS_MAX];	/* NULL ends */
	/*
	 * check(c, n): do the n characters, without separators, upper case
	 * and with a NUL behind them, make one?  NULL: any of the form do.
	 */
	bool (*check)(const char *c, size_t n);
	const char *const *cues;	/* words as for near.h; may be NULL */
	const char *const *against;	/* words that speak against it */
	/* Confidence; 0 is not reported.  What fails `check` never is. */
	double alone, cued;
	const char *why;	/* "weighted sum mod 11 holds" */
	unsigned flags;		/* enum form_flags */
};

/* A form as it is compared: a bit for each character. */
struct form_shape {
	uint64_t letters, digits, literals;
	uint64_t may, must, slash;	/* a separator before the character */
	const struct form *row;
	const char *form;
	struct form_shape *next;	/* of the same length */
};

/* Set the first three; the rest is built at the first use. */
struct form_table {
	const char *finder;		/* "uk" */
	const struct form *rows;
	size_t nrows;
	atomic_bool ready;
	struct form_shape shapes[FORM_SHAPES_MAX];
	struct form_shape *by_length[FORM_LONGEST + 1];
	uint64_t lengths;		/* bit n: there is a form of n */
};

/*
 * form_at(t, v, at, next):
 * For the `at` of a finder with TRIGGER_DIGIT: report what of the table
 * stands here.  Any number of threads may call it for one table.
 */
int form_at(struct form_table *t, const struct view *v, size_t at,
    size_t *next);

/* The sum of digits times weights; other characters count `c - 'A' + 10`. */
unsigned form_sum(const char *c, const uint8_t *weights, size_t n);

/* Luhn's check over n digits. */
bool form_luhn(const char *c, size_t n);

/* n digits as a number; n is at most 18. */
uint64_t form_value(const char *c, size_t n);

/* Is there such a day?  Years 1800 to 2199. */
bool form_is_date(unsigned year, unsigned month, unsigned day);

/* Does one of the words of n characters, single spaces between, begin `c`? */
bool form_in_list(const char *list, const char *c, size_t n);

/* Are all n characters the same, or 123456... (samples, fillers)? */
bool form_is_filler(const char *c, size_t n);

#endif
