/*
 * format.h -- what a format family gives the worker, on the dirty side.
 *
 * The code behind it runs in a child that has nothing: no files but read-only
 * fonts, no network, no other process, no second document.  It may crash; it
 * must not hang on purpose, and it must never say it did what it did not.
 * Each family is one `struct format` and its files; formats.c lists them.
 */
#ifndef INTAKE_WORKER_FORMAT_H
#define INTAKE_WORKER_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/examine/edits.h"
#include "intake/examine/kinds.h"
#include "intake/examine/layout.h"
#include "intake/examine/limits.h"
#include "vault/base/bytes.h"

/* The document, mapped read-only and whole. */
struct doc {
	const uint8_t *data;
	size_t len;
};

/*
 * The answer: calls append records to the pipe (buffered); a broken pipe ends
 * the child.  Strings may be any bytes: they are made valid UTF-8 (bad bytes
 * become U+FFFD), cut at limits.h, control characters kept.
 */
struct answer;

void answer_meta(struct answer *a, const char *group, const char *name,
    const void *value, size_t len);
void answer_metaf(struct answer *a, const char *group, const char *name,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void answer_mark(struct answer *a, enum mark_kind kind, uint64_t count,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Text must be valid UTF-8; NUL is refused.  answer_text_len() is the offset. */
void answer_text(struct answer *a, const void *utf8, size_t len);
uint64_t answer_text_len(const struct answer *a);
void answer_page(struct answer *a, const struct page *p);
void answer_place(struct answer *a, const struct place *p);
void answer_file(struct answer *a, const void *p, size_t len);

/*
 * End badly: remember the reason and one line of detail (no document text),
 * and return -1, so that a format can `return answer_refuse(...)`.
 */
int answer_refuse(struct answer *a, enum exam_reason reason,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void answer_pages(struct answer *a, uint32_t pages);

struct format {
	enum format_id id;
	const char *const *mimes;	/* what libmagic says for it; NULL ends */
	uint32_t pages;		/* 1: a picture; 0: the code below counts */

	/* Second opinion: is it one, by its structure?  No library, no trust. */
	bool (*structure)(const struct doc *d);

	/* Each returns 0, or -1 after answer_refuse(). */
	/* Metadata and marks.  On a cleaned file it must report no metadata. */
	int (*report)(const struct doc *d, struct answer *a);
	/* Text, with places when `layout`. */
	int (*text)(const struct doc *d, struct answer *a, bool layout);
	/* The cleaned copy, to answer_file(). */
	int (*clean)(const struct doc *d, struct answer *a);
	/* The cleaned copy with `edits` applied; offsets are of text(). */
	int (*apply)(const struct doc *d, const struct edits *e,
	    struct answer *a);
	/* A PDF of page pictures with a text layer. */
	int (*safe)(const struct doc *d, struct answer *a);
};

extern const struct format format_text;
extern const struct format format_pdf;
extern const struct format format_jpeg;
extern const struct format format_png;
extern const struct format format_docx;

/* Called once in the worker before it forks, on no input: load libraries'
 * tables, fonts, lazily opened files.  NULL where a family needs none. */
void format_pdf_prepare(void);

/*
 * A format's code cleans a document nested in another by the table's own row:
 * the cleaned bytes of `d` as format `f`, appended to `out` (its max is the
 * limit).  -1 when it cannot be cleaned.
 */
int format_clean_nested(const struct format *f, const struct doc *d,
    struct bytes *out);

#endif
