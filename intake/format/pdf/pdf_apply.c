/*
 * pdf_apply.c -- the redacted copy: every page a picture over a text layer of
 * the words that stay.  Nothing of the old file goes in but pixels.
 */
#include "intake/format/pdf/pdf_redact.h"

#include <stdlib.h>

#include "intake/format/answer.h"
#include "intake/format/page/drawn.h"
#include "intake/format/page/pages.h"

struct job {
	struct pdf pdf;
	struct answer *a;
	struct pages *pages;
	struct font *font;
	const struct edits *edits;	/* NULL: none */
	size_t first;			/* range that the next page begins with */
	size_t labelled;		/* ranges below this have their box */
	uint64_t start;			/* of the page in the text */
	struct pdf_range *ranges;	/* of the page at hand */
	struct pdf_box *boxes;
};

static int
refuse_memory(struct answer *a)
{
	return answer_refuse(a, REASON_LIMIT,
	    "the document does not fit the memory of an examination");
}

/* The edits' ranges that meet this page, in bytes of its text. */
static size_t
ranges_of(struct job *j, size_t len)
{
	uint64_t end = j->start + len;
	size_t n = 0, i;

	if (j->edits == NULL)
		return 0;
	while (j->first < j->edits->nranges &&
	    j->edits->ranges[j->first].end <= j->start)
		j->first++;
	for (i = j->first; i < j->edits->nranges; i++) {
		const struct edit *e = &j->edits->ranges[i];

		if (e->start >= end)
			break;
		j->ranges[n++] = (struct pdf_range){
		    e->start > j->start ? (uint32_t)(e->start - j->start) : 0,
		    e->end < end ? (uint32_t)(e->end - j->start) :
		    (uint32_t)len, e->label, i < j->labelled };
	}
	return n;
}

static size_t
boxes_of(struct job *j, uint32_t page)
{
	size_t n = 0, i;

	for (i = 0; j->edits != NULL && i < j->edits->nboxes; i++) {
		const struct box *b = &j->edits->boxes[i];

		if (b->page == page)
			j->boxes[n++] = (struct pdf_box){ b->x0, b->y0, b->x1,
			    b->y1 };
	}
	return n;
}

/* Words of the page that were read from its picture, in the text layer too. */
static int
add_read(struct job *j, struct pdf_redaction *r, uint32_t page)
{
	const struct edits *e = j->edits;
	size_t i;

	for (i = 0; e != NULL && i < e->nwords; i++) {
		const struct edit_word *w = &e->words[i];
		const struct pdf_box box = { w->box.x0, w->box.y0, w->box.x1,
		    w->box.y1 };

		if (w->box.page == page && pdf_redact_word(r,
		    (const char *)e->text.data + w->at, w->len, &box) < 0)
			return -1;
	}
	return 0;
}

/* Page `number`; in the open document it is page `index`. */
static int
do_page(struct job *j, uint32_t number, uint32_t index)
{
	struct pdf_picture picture = { .surface = NULL };
	struct pdf_words words = PDF_WORDS_INIT;
	struct pdf_redaction r = { .words = &words, .picture = &picture,
	    .font = j->font };
	struct pdf_page page;
	int e;

	if (pdf_page_open(&page, &j->pdf, index, j->a) < 0)
		return -1;
	if ((e = pdf_words_load(&words, &page, j->a)) < 0 ||
	    (e = pdf_picture_draw(&picture, &page, PICTURE_DPI, j->a)) < 0)
		goto done;
	r.page = &page;
	r.ranges = j->ranges;
	r.nranges = ranges_of(j, words.len);
	r.boxes = j->boxes;
	r.nboxes = boxes_of(j, number);
	if (pdf_redact(&r) < 0) {
		e = refuse_memory(j->a);
		goto done;
	}
	if (add_read(j, &r, number) < 0) {
		e = refuse_memory(j->a);
		goto done;
	}
	if (r.nranges > 0 && j->first + r.nranges > j->labelled)
		j->labelled = j->first + r.nranges;
	j->start += words.len + 1;	/* and the form feed */
	e = pages_add(j->pages, page.width, page.height, picture.surface,
	    r.out, r.nout);
done:
	pdf_redact_free(&r);
	pdf_picture_free(&picture);
	pdf_words_free(&words);
	pdf_page_close(&page);
	return e;
}

/* A plan that speaks of what is not there was made for another document. */
static int
check_edits(struct job *j)
{
	size_t i;

	for (i = 0; j->edits != NULL && i < j->edits->nboxes; i++)
		if (j->edits->boxes[i].page >= j->pdf.pages)
			return answer_refuse(j->a, REASON_DAMAGED, "the plan "
			    "has a box on a page that is not there");
	return 0;
}

/* What is needed once the document is open. */
static int
begin(struct job *j)
{
	const struct edits *e = j->edits;
	int r;

	if ((r = pages_new(&j->pages, j->a)) < 0)
		return r;
	if (font_new(&j->font) < 0)
		return answer_refuse(j->a, REASON_UNSUPPORTED, "there is no "
		    "font to set lines anew in; install fonts-dejavu-core");
	j->ranges = calloc((e != NULL ? e->nranges : 0) + 1, sizeof *j->ranges);
	j->boxes = calloc((e != NULL ? e->nboxes : 0) + 1, sizeof *j->boxes);
	return j->ranges != NULL && j->boxes != NULL ? 0 : refuse_memory(j->a);
}

static void
end(struct job *j)
{
	pages_free(j->pages);
	font_free(j->font);
	free(j->ranges);
	free(j->boxes);
	pdf_close(&j->pdf);
}

int
pdf_apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct job j = { .pdf = PDF_INIT, .a = a, .edits = e };
	uint32_t i;
	int r;

	if ((r = pdf_open(&j.pdf, d, a)) < 0 || (r = check_edits(&j)) < 0 ||
	    (r = begin(&j)) < 0)
		goto done;
	for (i = 0; i < j.pdf.pages && r == 0; i++)
		r = do_page(&j, i, i);
	/* Ranges behind the text would have been taken for done. */
	if (r == 0 && e != NULL && e->nranges > 0 &&
	    e->ranges[e->nranges - 1].end >= j.start)
		r = answer_refuse(a, REASON_DAMAGED,
		    "the plan goes on behind the end of the text");
	if (r == 0)
		r = pages_end(j.pages);
done:
	end(&j);
	return r;
}

/* The page as it is, as fine as it is asked for. */
static int
draw_as_is(const struct pdf *pdf, uint32_t index, uint32_t width,
    struct answer *a)
{
	struct pdf_picture picture = { .surface = NULL };
	struct pdf_page page;
	int r;

	if (pdf_page_open(&page, pdf, index, a) < 0)
		return -1;
	if ((r = pdf_picture_draw(&picture, &page, 72 * width / page.width,
	    a)) == 0)
		r = drawn_put(a, picture.surface, width);
	pdf_picture_free(&picture);
	pdf_page_close(&page);
	return r;
}

/*
 * One page of the redacted copy.  The others are not opened, so it must be told
 * where the page's text begins; a range that came over from the page before has
 * its label there.
 */
int
pdf_drawn(const struct doc *d, const struct pictured *p, struct answer *a)
{
	const struct pictured only = { .page = 0, .width = p->width };
	struct job j = { .pdf = PDF_INIT, .a = a, .edits = p->edits,
	    .start = p->start };
	uint32_t index;
	int r;

	if ((r = pdf_open_page(&j.pdf, d, p->page, &index, a)) < 0)
		goto done;
	if (p->edits == NULL) {
		r = draw_as_is(&j.pdf, index, p->width, a);
		goto done;
	}
	while (j.labelled < p->edits->nranges &&
	    p->edits->ranges[j.labelled].start + 1 < p->start)
		j.labelled++;
	answer_show(a, &only);
	if ((r = begin(&j)) == 0)
		r = do_page(&j, p->page, index);
done:
	end(&j);
	answer_show(a, NULL);
	return r;
}
