/*
 * pdf_job.h -- the pages of a redacted copy, one after the other: what is
 * common to copies of pictures (pdf_apply.c) and to those that stay what they
 * are made of (pdf_keep.c).
 */
#ifndef INTAKE_FORMAT_PDF_PDF_JOB_H
#define INTAKE_FORMAT_PDF_PDF_JOB_H

#include "intake/format/pdf/pdf_redact.h"

/* Where the edits stand when a page begins. */
struct pdf_at {
	size_t first;		/* range that the page begins with */
	size_t labelled;	/* ranges below this have their box */
	uint64_t start;		/* of the page in the text */
};

struct pdf_job {
	struct pdf pdf;
	struct answer *a;
	struct font *font;
	const struct edits *edits;	/* NULL: none */
	struct pdf_at at;
	bool fine;		/* draw pages without pictures finely */
	bool pictured;		/* it has pictures somewhere */
	struct pdf_range *ranges;	/* of the page at hand */
	struct pdf_box *boxes;
	struct pdf_picture picture;	/* its pixels, used again */
};

/* What is done with a page once it is redacted; and before (NULL), with `r` as
 * far as it is known. */
struct pdf_use {
	int (*before)(struct pdf_redaction *r, uint32_t number, void *ctx);
	int (*after)(struct pdf_redaction *r, uint32_t number, void *ctx);
	bool inks;		/* `after` sees to it that the ink is drawn */
	void *ctx;
};

/* Once j->pdf is open.  0, or -1 after a refusal, as all of these. */
int pdf_job_begin(struct pdf_job *j);
/* Page `number`; in the open document it is page `index`. */
int pdf_job_page(struct pdf_job *j, uint32_t number, uint32_t index,
    const struct pdf_use *use);
/* After the last page: did the edits speak of this document? */
int pdf_job_check(struct pdf_job *j);
void pdf_job_end(struct pdf_job *j);

/*
 * pdf_keep(d, e, at, number, a): the copy that stays what it is made of, to
 * answer_file().  All of it with a NULL `at`; else `d` is one page of a
 * document, page `number`, that begins at `at`.
 */
int pdf_keep(const struct doc *d, const struct edits *e,
    const struct pdf_at *at, uint32_t number, struct answer *a);

#endif
