/* pdf_job.c -- see pdf_job.h. */
#include "intake/format/pdf/pdf_job.h"

#include <math.h>
#include <stdlib.h>

#include "intake/format/page/pages.h"
#include "intake/format/page/whiten.h"

#define FINE_PIXELS_MAX 20e6	/* of a page drawn finely: A3 is 17 million */
#define PICTURED 0.33		/* part of a page: with more it is a picture */

static int
refuse_memory(struct answer *a)
{
	return answer_refuse(a, REASON_LIMIT,
	    "the document does not fit the memory of an examination");
}

/* A plan that speaks of what is not there was made for another document. */
static int
check_boxes(struct pdf_job *j)
{
	size_t i;

	for (i = 0; j->edits != NULL && i < j->edits->nboxes; i++)
		if (j->edits->boxes[i].page >= j->pdf.pages)
			return answer_refuse(j->a, REASON_DAMAGED, "the plan "
			    "has a box on a page that is not there");
	return 0;
}

int
pdf_job_begin(struct pdf_job *j)
{
	const struct edits *e = j->edits;

	if (font_new(&j->font) < 0)
		return answer_refuse(j->a, REASON_UNSUPPORTED, "there is no "
		    "font to set lines anew in; install fonts-dejavu-core");
	j->ranges = calloc((e != NULL ? e->nranges : 0) + 1, sizeof *j->ranges);
	j->boxes = calloc((e != NULL ? e->nboxes : 0) + 1, sizeof *j->boxes);
	return j->ranges != NULL && j->boxes != NULL ? 0 : refuse_memory(j->a);
}

/* The edits' ranges that meet this page, in bytes of its text. */
static size_t
ranges_of(struct pdf_job *j, size_t len)
{
	struct pdf_at *at = &j->at;
	uint64_t end = at->start + len;
	size_t n = 0, i;

	if (j->edits == NULL)
		return 0;
	while (at->first < j->edits->nranges &&
	    j->edits->ranges[at->first].end <= at->start)
		at->first++;
	for (i = at->first; i < j->edits->nranges; i++) {
		const struct edit *e = &j->edits->ranges[i];

		if (e->start >= end)
			break;
		j->ranges[n++] = (struct pdf_range){ e->start > at->start ?
		    (uint32_t)(e->start - at->start) : 0,
		    e->end < end ? (uint32_t)(e->end - at->start) :
		    (uint32_t)len, e->label, i < at->labelled };
	}
	return n;
}

static size_t
boxes_of(struct pdf_job *j, uint32_t page)
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
add_read(struct pdf_job *j, struct pdf_redaction *r, uint32_t page)
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

static int
whiten_picture(struct pdf_picture *p)
{
	cairo_surface_t *s = p->surface;
	int r;

	cairo_surface_flush(s);
	r = whiten_surface(cairo_image_surface_get_data(s),
	    (size_t)cairo_image_surface_get_stride(s),
	    (uint32_t)cairo_image_surface_get_width(s),
	    (uint32_t)cairo_image_surface_get_height(s));
	cairo_surface_mark_dirty(s);
	return r;
}

/* Do pictures cover much of it? */
static bool
is_pictured(const struct pdf_page *page)
{
	GList *list = poppler_page_get_image_mapping(page->poppler), *l;
	double area = 0;

	for (l = list; l != NULL; l = l->next) {
		const PopplerImageMapping *m = l->data;

		area += fabs((m->area.x2 - m->area.x1) *
		    (m->area.y2 - m->area.y1));
	}
	poppler_page_free_image_mapping(list);
	return area > PICTURED * page->width * page->height;
}

/*
 * Letters are drawn so that they can be stored in black and white (pages.h).
 * A picture has colours or greys nearly always, and dots of its own: no more
 * of them would show anything.
 */
static double
dpi_of(const struct pdf_job *j, const struct pdf_page *page)
{
	double dots = PAGES_FINE_DPI / 72;

	return j->fine && (j->edits == NULL ||
	    (j->edits->flags & EDITS_WHITEN) == 0) &&
	    page->width * page->height * dots * dots <= FINE_PIXELS_MAX &&
	    !(j->pictured && is_pictured(page)) ? PAGES_FINE_DPI :
	    PICTURE_DPI;
}

int
pdf_job_page(struct pdf_job *j, uint32_t number, uint32_t index,
    const struct pdf_use *use)
{
	struct pdf_words words = PDF_WORDS_INIT;
	struct pdf_redaction r = { .words = &words, .picture = &j->picture,
	    .font = j->font, .ink = INK_INIT };
	struct pdf_page page;
	int e;

	if (pdf_page_open(&page, &j->pdf, index, j->a) < 0)
		return -1;
	if ((e = pdf_words_load(&words, &page, j->a)) < 0)
		goto done;
	r.page = &page;
	r.ranges = j->ranges;
	r.nranges = ranges_of(j, words.len);
	r.boxes = j->boxes;
	r.nboxes = boxes_of(j, number);
	if (use->before != NULL &&
	    (e = use->before(&r, number, use->ctx)) != 0)
		goto counted;
	if ((e = pdf_picture_draw(&j->picture, &page, dpi_of(j, &page),
	    j->a)) < 0)
		goto done;
	if ((j->edits != NULL && (j->edits->flags & EDITS_WHITEN) != 0 &&
	    whiten_picture(&j->picture) < 0) ||
	    pdf_redact(&r) < 0 || add_read(j, &r, number) < 0 ||
	    (!use->inks && pdf_redact_ink(&r) < 0)) {
		e = refuse_memory(j->a);
		goto done;
	}
	e = use->after(&r, number, use->ctx);
counted:
	if (r.nranges > 0 && j->at.first + r.nranges > j->at.labelled)
		j->at.labelled = j->at.first + r.nranges;
	j->at.start += words.len + 1;	/* and the form feed */
	e = e < 0 ? e : 0;
done:
	pdf_redact_free(&r);
	pdf_words_free(&words);
	pdf_page_close(&page);
	return e;
}

int
pdf_job_check(struct pdf_job *j)
{
	const struct edits *e = j->edits;

	if (check_boxes(j) < 0)
		return -1;
	/* Ranges behind the text would have been taken for done. */
	if (e != NULL && e->nranges > 0 &&
	    e->ranges[e->nranges - 1].end >= j->at.start)
		return answer_refuse(j->a, REASON_DAMAGED,
		    "the plan goes on behind the end of the text");
	return 0;
}

void
pdf_job_end(struct pdf_job *j)
{
	font_free(j->font);
	pdf_picture_free(&j->picture);
	free(j->ranges);
	free(j->boxes);
	pdf_close(&j->pdf);
}
