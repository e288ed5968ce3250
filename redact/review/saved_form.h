/*
 * saved_form.h -- inside: numbers of the form that a board is saved in
 * (docs/format.md "Draft"), for the writer and the reader.
 */
#ifndef REDACT_REVIEW_SAVED_FORM_H
#define REDACT_REVIEW_SAVED_FORM_H

#define SAVED_VERSION 2
#define SAVED_MAX (64u << 20)	/* bytes, as a draft's */
#define SAVED_ITEMS_MAX 100000u
#define SAVED_SURE 1000		/* a confidence is in thousandths */

enum saved_flag { SAVED_WAS = 1, SAVED_IS = 2, SAVED_FLAGS = 3 };

/* Whose: the member's whose draft it is, or a fingerprint follows. */
enum saved_who { SAVED_NOBODY = 0, SAVED_ME = 1, SAVED_OTHER = 2 };

#endif
