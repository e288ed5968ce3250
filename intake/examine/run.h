/*
 * run.h -- have a document examined: the clean side of the parser wall.
 *
 * worker_start() runs libexec's tipline-worker once (and others later, when a
 * format needs them); each worker_run() makes it fork a child that drops
 * everything, reads the one document, answers in records, and ends.  Nothing it
 * says is believed: every length, enum, string and count is checked against
 * limits.h before it comes out here.
 */
#ifndef INTAKE_EXAMINE_RUN_H
#define INTAKE_EXAMINE_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "intake/examine/children.h"
#include "intake/examine/edits.h"
#include "intake/examine/layout.h"
#include "intake/examine/parts.h"
#include "intake/examine/report.h"

struct worker;
struct secret;

/* ERR_WALL when it cannot sandbox itself here: then nothing is examined. */
int worker_start(struct worker **out);
void worker_stop(struct worker *w);	/* NULL is fine */

/* What a worker program makes files with: "poppler 22.12.0, cairo 1.16.0"; ""
 * when it does not run.  Valid until the worker is asked again. */
#define WORKER_LIBRARIES_SIZE 256
const char *worker_libraries(const struct worker *w, enum program program);

/* What is asked; any set. */
enum exam_want {
	WANT_REPORT = 1,	/* metadata and marks (type and state always come) */
	WANT_TEXT = 2,
	WANT_LAYOUT = 4,	/* with WANT_TEXT */
	WANT_CLEAN = 8,		/* the cleaned copy, same format */
	WANT_APPLY = 16,	/* the redacted copy (clean too), by `edits` */
	WANT_SAFE = 32,		/* a PDF of page pictures with a text layer */
	WANT_CHILDREN = 64,	/* the documents inside */
	WANT_OCR = 128,		/* with TEXT: words that are seen only, too */
	WANT_CODES = 256,	/* with TEXT and REPORT: bar codes, and whether the
				 * text is what is seen; the text stays */
	WANT_PICTURE = 512,	/* alone: one page, to be looked at on a screen */
	WANT_INSIDE = 1024,	/* all it is made of, unpacked: inside.h; with no
				 * other file */
	WANT_PICTURES = 2048	/* alone: the pictures in a document that has no
				 * pages of its own, cleaned; inside.h, each named
				 * by the number, from 0, of its first page */
};				/* at most one of CLEAN, APPLY, SAFE */

struct exam_request {
	int fd;			/* the document: any descriptor that can be mapped */
	const char *name;	/* what it is called; NULL: nothing is known */
	unsigned want;
	/* With WANT_APPLY; with WANT_PICTURE the page is as it is in the
	 * redacted copy, or (NULL) as it is. */
	const struct edits *edits;
	/* What becomes of its children: all of them, and ended; NULL when that
	 * is not known (yet), or there are none. */
	const struct parts_file *parts;
	/* The document alone, without those in it: they are left out of its
	 * file, for each is a file of its own.  An archive that holds any is
	 * nothing without them and has no file: exam.waits. */
	bool alone;
	const struct secret *password;	/* for what is encrypted; NULL: none */
	bool patient;			/* PATIENT_FACTOR times the CPU time */
	/* With WANT_OCR: read the pages that were read there, no others; NULL:
	 * those that need it. */
	const struct layout *read_before;
	/* With WANT_APPLY: what the second child found in the file that came
	 * out (EXAM_INIT before), and what of TEXT, LAYOUT and OCR besides its
	 * report; NULL: nobody asks.  `read_before` is of that file then. */
	struct exam *again;
	unsigned want_again;
	/* With WANT_APPLY: done with the file that came out, while the second
	 * child looks at it; negative ends it all.  NULL: nothing. */
	int (*meanwhile)(int file, void *arg);
	void *meanwhile_arg;
	/* With WANT_PICTURE: which page, from 0 (of a film: milliseconds from
	 * its beginning), and how wide, at most PICTURE_WIDTH_MAX pixels; what
	 * is made of pixels is never made larger.  With `edits` of ranges: the
	 * layout of the whole text, which says where the page begins. */
	uint32_t page, width;
	const struct layout *layout;
};

struct exam {
	struct report report;
	struct bytes text;	/* valid UTF-8 without NUL */
	struct layout layout;
	int file;		/* the file asked for: a frozen memory file; -1.
				 * With WANT_PICTURE: a PNG or JPEG */
	struct children children;
	/* It holds documents, and its file can be made only when it is known
	 * what becomes of them (exam_request.parts); so `file` is -1.  With
	 * WANT_SAFE: it has no pages of its own. */
	bool waits;
	/* Another program has its format; never so after worker_run(). */
	bool elsewhere;
	enum program program;
};

#define EXAM_INIT ((struct exam){ .report = REPORT_INIT, \
	.text = BYTES_INIT(TEXT_MAX), .file = -1, \
	.children = CHILDREN_INIT })

/*
 * worker_run(w, request, exam):
 * 0 with exam->report.state saying how it ended: a document that is refused or
 * quarantined is no error.  Negative only when no examination was possible.
 * With WANT_CLEAN, WANT_APPLY or WANT_SAFE the file that came out is examined
 * again by a second child; what still holds metadata ends as EXAM_REFUSED,
 * REASON_METADATA_LEFT, and `file` is -1.  With `parts` it is also seen that as
 * many documents are in it as should be, each with the bytes that it was given.
 * A picture of a page that is not there, or of a format that has none, ends as
 * EXAM_REFUSED.  It is not examined again: it is shown, and goes nowhere.
 * A name that promises another kind ends as EXAM_QUARANTINED,
 * REASON_TYPE_DISAGREES (extension.h).
 */
int worker_run(struct worker *w, const struct exam_request *request,
    struct exam *exam);
void exam_free(struct exam *e);

#endif
