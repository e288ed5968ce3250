/*
 * pdf_apply.c -- the redacted copy: every page a picture over a text layer of
 * the words that stay.  Nothing of the old file goes in but pixels.
 */
#include "intake/format/pdf/pdf_job.h"

#include "intake/format/answer.h"
#include "intake/format/page/drawn.h"
#include "intake/format/page/pages.h"
#include "intake/format/pdf/pdf_doubt.h"

static int
add_page(struct pdf_redaction *r, uint32_t number, void *ctx)
{
	(void)number;
	r->picture->white = true;
	return pages_add_beside(ctx, r->page->width, r->page->height,
	    &r->picture->surface, &r->ink, r->out, r->nout);
}

static int
expect_page(struct pdf_redaction *r, uint32_t number, void *ctx)
{
	int width, height;

	if (number == 0) {
		(void)pdf_picture_size(r->page, PAGES_FINE_DPI, &width,
		    &height);
		pages_expect(ctx, width, height);
	}
	return 0;
}

static int
apply_pictures(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct pdf_job j = { .pdf = PDF_INIT, .a = a, .edits = e,
	    .fine = true, .pictured = pdf_has_pictures(d) };
	struct pages *pages = NULL;
	struct pdf_use use = { .after = add_page, .inks = true };
	uint32_t i;
	int r;

	if (!j.pictured)
		use.before = expect_page;
	if ((r = pdf_open(&j.pdf, d, a)) < 0 || (r = pdf_job_begin(&j)) < 0 ||
	    (r = pages_new(&pages, a)) < 0)
		goto done;
	use.ctx = pages;
	for (i = 0; i < j.pdf.pages && r == 0; i++)
		r = pdf_job_page(&j, i, i, &use);
	if (r == 0 && (r = pdf_job_check(&j)) == 0)
		r = pages_end(pages);
done:
	pages_free(pages);
	pdf_job_end(&j);
	return r;
}

int
pdf_apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	if (e != NULL && (e->flags & EDITS_KEEP) != 0 &&
	    (e->flags & EDITS_WHITEN) != 0)
		return answer_refuse(a, REASON_UNSUPPORTED, "a PDF that keeps "
		    "its form cannot be made white; leave one of both out");
	return e != NULL && (e->flags & EDITS_KEEP) != 0 ?
	    pdf_keep(d, e, NULL, 0, a) : apply_pictures(d, e, a);
}

/* The page as it is, as fine as it is asked for. */
static int
draw_as_is(const struct doc *d, uint32_t number, uint32_t width,
    struct answer *a)
{
	struct pdf_picture picture = { .surface = NULL };
	struct pdf pdf = PDF_INIT;
	struct pdf_page page;
	uint32_t index;
	int r;

	if ((r = pdf_open_page(&pdf, d, number, &index, a)) < 0 ||
	    (r = pdf_page_open(&page, &pdf, index, a)) < 0)
		goto done;
	if ((r = pdf_picture_draw(&picture, &page, 72 * width / page.width,
	    a)) == 0)
		r = drawn_put(a, picture.surface, width);
	pdf_picture_free(&picture);
	pdf_page_close(&page);
done:
	pdf_close(&pdf);
	return r;
}

/*
 * The others are not opened, so it must be told where the page's text begins; a
 * range that came over from the page before has its label there.
 */
static struct pdf_at
where(const struct pictured *p)
{
	struct pdf_at at = { .start = p->start };

	while (at.labelled < p->edits->nranges &&
	    p->edits->ranges[at.labelled].start + 1 < p->start)
		at.labelled++;
	return at;
}

struct shown {
	struct answer *a;
	uint32_t width;
};

static int
put_picture(struct pdf_redaction *r, uint32_t number, void *ctx)
{
	struct shown *s = ctx;

	(void)number;
	return pages_show(s->a, r->page->width, r->picture->surface,
	    s->width);
}

static int
draw_redacted(const struct doc *d, const struct pictured *p, struct answer *a)
{
	struct pdf_job j = { .pdf = PDF_INIT, .a = a, .edits = p->edits,
	    .at = where(p), .fine = true, .pictured = pdf_has_pictures(d) };
	struct shown s = { a, p->width };
	const struct pdf_use use = { .after = put_picture, .ctx = &s };
	uint32_t index;
	int r;

	if ((r = pdf_open_page(&j.pdf, d, p->page, &index, a)) == 0 &&
	    (r = pdf_job_begin(&j)) == 0)
		r = pdf_job_page(&j, p->page, index, &use);
	pdf_job_end(&j);
	return r;
}

/* The page made a document of its own, that kept, and the result drawn. */
static int
draw_kept(const struct doc *d, const struct pictured *p, struct answer *a)
{
	struct bytes one = BYTES_INIT(CLEAN_MAX), kept = BYTES_INIT(CLEAN_MAX);
	struct pdf_at at = where(p);
	struct answer *own = NULL;
	struct doc page;
	int r;

	if ((r = pdf_flatten_one(&one, d, p->page, a)) < 0)
		goto done;
	page = (struct doc){ .data = one.data, .len = one.len };
	if (answer_new_file(&own, &kept) < 0) {
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
		goto done;
	}
	r = pdf_keep(&page, p->edits, &at, p->page, own);
	if (r < 0 || answer_end(own) < 0) {
		r = answer_refuse_as(a, own);
		goto done;
	}
	page = (struct doc){ .data = kept.data, .len = kept.len };
	r = draw_as_is(&page, 0, p->width, a);
done:
	answer_free(own);
	bytes_free(&one);
	bytes_free(&kept);
	return r;
}

int
pdf_drawn(const struct doc *d, const struct pictured *p, struct answer *a)
{
	if (p->edits == NULL)
		return draw_as_is(d, p->page, p->width, a);
	return (p->edits->flags & EDITS_KEEP) != 0 ? draw_kept(d, p, a) :
	    draw_redacted(d, p, a);
}
