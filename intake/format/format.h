/*
 * format.h -- what a format family gives the worker, on the dirty side.
 *
 * The code behind it runs in a child that has nothing: no files but read-only
 * fonts, no network, no other process, no second document.  It may crash; it
 * must not hang on purpose, and it must never say it did what it did not.
 * Each family is a room below intake/format, with one `struct format` for each
 * format; a program's table (intake/worker/<program>/formats.c) lists them.
 */
#ifndef INTAKE_FORMAT_FORMAT_H
#define INTAKE_FORMAT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/examine/edits.h"
#include "intake/examine/kinds.h"
#include "intake/examine/layout.h"
#include "intake/examine/limits.h"
#include "intake/examine/parts.h"
#include "vault/base/bytes.h"

/* The document, mapped read-only and whole. */
struct doc {
	const uint8_t *data;
	size_t len;
	const char *password;	/* somebody gave one for it; NULL */
	/* With WANT_OCR: page i is to be read when bit i % 8 of pages[i / 8],
	 * i / 8 < npages, is set. */
	const uint8_t *pages;
	size_t npages;
	bool only_codes;	/* no words are wanted of them */
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
/* A record of inside.h; the name may be any bytes, and is cut. */
void answer_inside(struct answer *a, const char *name, size_t name_len,
    const void *p, size_t len);

/*
 * End badly: remember the reason and one line of detail (no document text),
 * and return -1, so that a format can `return answer_refuse(...)`.
 */
int answer_refuse(struct answer *a, enum exam_reason reason,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void answer_pages(struct answer *a, uint32_t pages);

/*
 * A container's children, in an order that is the same each time: the first
 * has number 0.  A name is the member's path or the attachment's name, as it
 * stands (any bytes; made safe and cut as all strings are).  What cannot be
 * given (encrypted, a device, damaged) is told too, with its reason: nothing
 * is dropped silently.  Bytes follow in any number of calls.
 */
void answer_child(struct answer *a, const void *name, size_t len);
void answer_child_data(struct answer *a, const void *p, size_t len);
void answer_child_refused(struct answer *a, const void *name, size_t len,
    enum exam_reason reason, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* How many were told so far, of both kinds: the number of the next. */
uint32_t answer_children(const struct answer *a);

/* One page, to be looked at on a screen. */
struct pictured {
	uint32_t page;		/* from 0; of a film: milliseconds */
	uint32_t width;		/* pixels, 1 to PICTURE_WIDTH_MAX */
	uint64_t start;		/* bytes of the document's text before it */
	const struct edits *edits;	/* as in the redacted copy; NULL: as it
					 * is */
};

struct format {
	enum format_id id;
	const char *const *mimes;	/* what libmagic says for it; NULL ends */
	uint32_t pages;		/* 1: a picture; 0: the code below counts */

	/* Second opinion: is it one, by its structure?  No library, no trust. */
	bool (*structure)(const struct doc *d);
	/* It is what others are made of (text, XML, zip, OLE): its structure
	 * counts only when that of no other row holds.  The first in the table
	 * wins, so generic rows come last, text the very last. */
	bool generic;

	/* Where the calls below are.  The row of another program has none of
	 * them here: the document is examined there, by its row there. */
	enum program program;
	/* With times to redact it is coded anew there, when it is not
	 * PROGRAM_DOCUMENTS; the row there has nothing here. */
	enum program times;

	/* Each returns 0, or -1 after answer_refuse(). */
	/* Metadata and marks.  On a cleaned file it must report no metadata. */
	int (*report)(const struct doc *d, struct answer *a);
	/* Text, with places when `layout`. */
	int (*text)(const struct doc *d, struct answer *a, bool layout);
	/* The documents inside; NULL where there can be none. */
	int (*children)(const struct doc *d, struct answer *a);
	/* The cleaned copy, to answer_file(). */
	int (*clean)(const struct doc *d, struct answer *a);
	/* The cleaned copy with `edits` applied; offsets are of text().  Of
	 * what has no pages of its own the boxes are on the pictures inside,
	 * and not for this call (inner.h). */
	int (*apply)(const struct doc *d, const struct edits *e,
	    struct answer *a);
	/*
	 * In place of clean() and apply() where the children stay inside: the
	 * cleaned container, each child as `parts` says (every number of
	 * children() is there); `e` is NULL when there is nothing to redact.
	 */
	int (*pack)(const struct doc *d, const struct parts *parts,
	    const struct edits *e, struct answer *a);
	/* All it is made of, unpacked, to answer_inside(); NULL where nothing
	 * is packed. */
	int (*inside)(const struct doc *d, struct answer *a);
	/* A PDF of page pictures with a text layer. */
	int (*safe)(const struct doc *d, struct answer *a);
	/* That page alone as one PNG or JPEG, to answer_file(). */
	int (*picture)(const struct doc *d, const struct pictured *p,
	    struct answer *a);

	/* Called once before the worker forks, on no input: load libraries'
	 * tables, fonts, lazily opened files; but not before a job wants one
	 * of `prepare_for` (enum exam_want).  NULL where none is needed. */
	void (*prepare)(void);
	unsigned prepare_for;
};

/* The formats of this program; NULL ends.  Set once, by worker_main() or a
 * test. */
void formats_use(const struct format *const *table);
const struct format *const *formats_used(void);

/* How many rows hold for it by structure; *f is the first of them, NULL when
 * there is none.  A generic row counts as above. */
unsigned formats_holding(const struct doc *d, const struct format **f);

/*
 * A format's code cleans a document nested in another by the table's own row:
 * the cleaned bytes of `d` as format `f`, appended to `out` (its max is the
 * limit).  -1 when it cannot be cleaned.
 */
int format_clean_nested(const struct format *f, const struct doc *d,
    struct bytes *out);

/*
 * The same for whatever it is by its structure, among formats_used(); its
 * format.  NULL when it is none, more than one, or cannot be cleaned.
 */
const struct format *format_clean_embedded(const struct doc *d,
    struct bytes *out);

#endif
