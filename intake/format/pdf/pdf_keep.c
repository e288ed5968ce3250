/*
 * pdf_keep.c -- the redacted copy that stays what it is made of: letters, lines
 * and pictures.
 *
 *   1  the pages are gone through as for pictures: what goes, what is set anew
 *   2  the cleaned copy is written without the letters and marks that stand
 *      there (pdf_make_cut()), and looked at: nothing may be left to see
 *   3  that is drawn anew as lines and letters, with the marks and what is set
 *      anew (pdf_vector.h), so fonts hold no letter that is gone
 *   4  the text of the result is what it should be, letter for letter
 *   5  it is cleaned as any document is
 *
 * A page where one of these fails becomes a picture, and that is told.
 */
#include "intake/format/pdf/pdf_job.h"

#include <stdlib.h>

#include "intake/format/answer.h"
#include "intake/format/page/pages.h"
#include "intake/format/pdf/pdf_letters.h"
#include "intake/format/pdf/pdf_make.h"
#include "intake/format/pdf/pdf_vector.h"

#define RIM_PART 10		/* of a row's height: blank above and below */
#define ROUNDS 3		/* until no page turns out to be a picture */

struct plan {
	struct pdf_at at;
	bool edited;
	const char *why;	/* it becomes a picture; NULL: it stays */
	struct pdf_letters letters;	/* that should be on it */
};

struct keep {
	struct answer *a;
	struct pdf_job j;	/* on the document as it came */
	struct pdf_at from;	/* where its first page begins */
	uint32_t number;	/* of its first page */
	uint32_t pages;
	struct plan *plans;
	struct pdf_cut *cuts;
	struct bytes clean, cut;
	struct pdf cut_pdf;	/* `cut`, to be drawn */
	struct pdf_vector vector;
	struct pages *pictures;
};

static struct plan *
plan_of(struct keep *k, uint32_t number)
{
	return &k->plans[number - k->number];
}

static int
each_page(struct keep *k, const struct pdf_use *use)
{
	uint32_t i;
	int r = 0;

	k->j.at = k->from;
	for (i = 0; i < k->pages && r == 0; i++)
		r = pdf_job_page(&k->j, k->number + i, i, use);
	return r;
}

/* --- 1: what goes --- */

static bool
is_read(const struct edits *e, uint32_t number)
{
	size_t i;

	for (i = 0; i < e->nwords; i++)
		if (e->words[i].box.page == number)
			return true;
	return false;
}

static int
before_look(struct pdf_redaction *r, uint32_t number, void *ctx)
{
	struct keep *k = ctx;
	struct plan *p = plan_of(k, number);

	p->at = k->j.at;
	p->edited = r->nranges > 0 || r->nboxes > 0;
	if (is_read(k->j.edits, number))
		p->why = "its words were read from a picture";
	return p->edited && p->why == NULL ? 0 : 1;
}

static void
add_cut(struct pdf_cut *cut, const struct pdf_box *b, bool drawn)
{
	struct view_cut c = { { b->x0 / 100.0, b->y0 / 100.0, b->x1 / 100.0,
	    b->y1 / 100.0 }, drawn };

	(void)bytes_add(&cut->boxes, &c, sizeof c);
}

static int
after_look(struct pdf_redaction *r, uint32_t number, void *ctx)
{
	struct keep *k = ctx;
	struct pdf_cut *cut = &k->cuts[number - k->number];
	uint32_t i;
	size_t w, b;

	for (i = 0; i < r->nrows; i++)
		if (r->rows[i].segment != 0) {
			struct pdf_box box = pdf_turn_out(&r->rows[i].was,
			    r->rows[i].turn);

			add_cut(cut, &box, false);
		}
	for (b = 0; b < r->nboxes; b++) {
		add_cut(cut, &r->boxes[b], true);
		for (w = 0; w < r->words->n; w++)
			if (pdf_box_under(&r->words->at[w].box, &r->boxes[b]))
				add_cut(cut, &r->words->at[w].box, false);
	}
	return bytes_ok(&cut->boxes);
}

/* --- 2: without it --- */

/* The cleaned copy of `d`, appended to `to`. */
static int
clean(struct bytes *to, const struct doc *d, struct answer *a)
{
	struct pdf_made m;
	int r = pdf_make(&m, d, true, a);

	if (r == 0 && bytes_add(to, m.file.data, m.file.len) < 0)
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
	pdf_made_free(&m);
	return r;
}

/* Is there nothing to see where something was cut out of page `i`? */
static int
is_blank(struct keep *k, uint32_t i, bool *blank)
{
	const struct view_cut *cuts =
	    (const struct view_cut *)(const void *)k->cuts[i].boxes.data;
	struct pdf_picture picture = { .surface = NULL };
	struct pdf_page page;
	size_t n;
	int r;

	*blank = true;
	if ((r = pdf_page_open(&page, &k->cut_pdf, i, k->a)) < 0)
		return r;
	r = pdf_picture_draw(&picture, &page, PICTURE_DPI, k->a);
	for (n = 0; r == 0 && n < k->cuts[i].boxes.len / sizeof *cuts; n++) {
		const struct rect *c = &cuts[n].box;
		double rim = cuts[n].drawn ? 0 : (c->y1 - c->y0) / RIM_PART;
		struct pdf_box box = { (int32_t)(c->x0 * 100),
		    (int32_t)((c->y0 - rim) * 100), (int32_t)(c->x1 * 100),
		    (int32_t)((c->y1 + rim) * 100) };

		*blank &= pdf_picture_blank(&picture, &box);
	}
	pdf_picture_free(&picture);
	pdf_page_close(&page);
	return r;
}

static int
cut(struct keep *k, const struct doc *d)
{
	struct doc made;
	uint32_t i;
	bool blank;
	int r;

	if ((r = clean(&k->clean, d, k->a)) < 0)
		return r;
	made = (struct doc){ .data = k->clean.data, .len = k->clean.len };
	if ((r = pdf_make_cut(&k->cut, &made, k->cuts, k->pages, k->a)) < 0)
		return r;
	made = (struct doc){ .data = k->cut.data, .len = k->cut.len };
	if ((r = pdf_open(&k->cut_pdf, &made, k->a)) < 0)
		return r;
	if (k->cut_pdf.pages != k->pages)
		return answer_refuse(k->a, REASON_DAMAGED,
		    "its pages cannot be counted twice alike");
	for (i = 0; i < k->pages && r == 0; i++) {
		struct plan *p = &k->plans[i];

		if (!p->edited || p->why != NULL)
			continue;
		if (k->cuts[i].spoilt)
			p->why = "a picture or a line lies where something goes";
		else if ((r = is_blank(k, i, &blank)) == 0 && !blank)
			p->why = "something is left to see where something goes";
	}
	return r;
}

/* --- 3: drawn anew --- */

static int
draw_base(struct pdf_redaction *r, void *ctx)
{
	struct keep *k = ctx;
	struct pdf_page page;
	uint32_t i = (uint32_t)poppler_page_get_index(r->page->poppler);

	if (pdf_page_open(&page, &k->cut_pdf, i, k->a) < 0)
		return -1;
	pdf_vector_draw(&k->vector, &page, r);
	pdf_page_close(&page);
	return 0;
}

static int
before_draw(struct pdf_redaction *r, uint32_t number, void *ctx)
{
	struct keep *k = ctx;
	struct plan *p = plan_of(k, number);

	pdf_vector_page(&k->vector, r->page->width, r->page->height);
	if (p->why != NULL)
		return 1;
	if (!p->edited)
		return draw_base(r, k) < 0 ? -1 : 1;
	r->vector = k->vector.cr;
	r->base = draw_base;
	r->ctx = k;
	return 0;
}

static int
after_draw(struct pdf_redaction *r, uint32_t number, void *ctx)
{
	struct plan *p = plan_of(ctx, number);
	size_t i;

	p->letters = (struct pdf_letters){ .n = 0 };
	for (i = 0; i < r->nout; i++)
		pdf_letters_add(&p->letters, r->out[i].utf8, r->out[i].len);
	return 0;
}

/* --- 4: the letters that are there --- */

static int
count_letters(struct keep *k, const struct pdf *pdf, uint32_t i, bool *same)
{
	struct pdf_letters is = { .n = 0 };
	struct pdf_words words;
	struct pdf_page page;
	int r;

	if ((r = pdf_page_open(&page, pdf, i, k->a)) < 0)
		return r;
	if ((r = pdf_words_load(&words, &page, k->a)) == 0) {
		pdf_letters_add(&is, words.text, words.len);
		*same = pdf_letters_same(&is, &k->plans[i].letters);
		pdf_words_free(&words);
	}
	pdf_page_close(&page);
	return r;
}

static int
check_letters(struct keep *k, bool *again)
{
	struct doc made = { .data = k->vector.file.data,
	    .len = k->vector.file.len };
	struct pdf pdf = PDF_INIT;
	uint32_t i;
	bool same;
	int r;

	*again = false;
	if ((r = pdf_open(&pdf, &made, k->a)) < 0)
		goto done;
	if (pdf.pages != k->pages) {
		r = answer_refuse(k->a, REASON_DAMAGED,
		    "its pages cannot be counted twice alike");
		goto done;
	}
	for (i = 0; i < k->pages && r == 0; i++) {
		struct plan *p = &k->plans[i];

		if (!p->edited || p->why != NULL)
			continue;
		if ((r = count_letters(k, &pdf, i, &same)) == 0 && !same) {
			p->why = "its letters cannot be told apart";
			*again = true;
		}
	}
done:
	pdf_close(&pdf);
	return r;
}

static int
draw(struct keep *k)
{
	const struct pdf_use use = { .before = before_draw,
	    .after = after_draw, .ctx = k };
	bool again = true;
	int r = 0, round;

	for (round = 0; r == 0 && again; round++) {
		if (round == ROUNDS)
			return answer_refuse(k->a, REASON_UNSUPPORTED, "its "
			    "pages cannot be kept; make it of pictures");
		pdf_vector_free(&k->vector);
		if ((r = pdf_vector_begin(&k->vector, k->a)) == 0 &&
		    (r = each_page(k, &use)) == 0 &&
		    (r = pdf_vector_end(&k->vector, k->a)) == 0)
			r = check_letters(k, &again);
	}
	return r;
}

/* --- pages that become pictures --- */

static int
before_picture(struct pdf_redaction *r, uint32_t number, void *ctx)
{
	(void)r;
	return plan_of(ctx, number)->why == NULL;
}

static int
after_picture(struct pdf_redaction *r, uint32_t number, void *ctx)
{
	struct keep *k = ctx;

	(void)number;
	return pages_add(k->pictures, r->page->width, r->page->height,
	    r->picture->surface, r->out, r->nout);
}

static int
write_pictures(struct keep *k, struct bytes *to)
{
	const struct pdf_use use = { .before = before_picture,
	    .after = after_picture, .ctx = k };
	struct answer *own = NULL;
	int r;

	if (answer_new_file(&own, to) < 0)
		return answer_refuse(k->a, REASON_LIMIT, "out of memory");
	if ((r = pages_new(&k->pictures, own)) < 0 ||
	    (r = each_page(k, &use)) < 0 || (r = pages_end(k->pictures)) < 0 ||
	    (r = answer_end(own)) < 0)
		r = answer_refused(k->a) ? -1 : answer_refuse_as(k->a, own);
	pages_free(k->pictures);
	k->pictures = NULL;
	answer_free(own);
	return r;
}

/* In place of the empty pages of `q`. */
static bool
put_pictures(struct keep *k, qpdf_data q, qpdf_data pictures)
{
	uint32_t i, n = 0;

	for (i = 0; i < k->pages; i++) {
		qpdf_oh empty;

		if (k->plans[i].why == NULL)
			continue;
		empty = qpdf_get_page_n(q, i);
		if ((qpdf_add_page_at(q, pictures, qpdf_get_page_n(pictures,
		    n++), QPDF_TRUE, empty) & QPDF_ERRORS) != 0 ||
		    (qpdf_remove_page(q, empty) & QPDF_ERRORS) != 0)
			return false;
	}
	return true;
}

static int
merge(struct keep *k, struct bytes *to)
{
	struct bytes pictures = BYTES_INIT(CLEAN_MAX);
	struct doc one = { .data = k->vector.file.data,
	    .len = k->vector.file.len }, two;
	qpdf_data q = NULL, p = NULL;
	int r;

	if ((r = write_pictures(k, &pictures)) < 0)
		goto done;
	two = (struct doc){ .data = pictures.data, .len = pictures.len };
	if ((r = pdf_structure(&q, &one, k->a)) < 0 ||
	    (r = pdf_structure(&p, &two, k->a)) < 0)
		goto done;
	if (!put_pictures(k, q, p) || pdf_flatten_write(to, q) < 0)
		r = answer_refuse(k->a, REASON_LIMIT,
		    "its pages cannot be put together");
done:
	pdf_structure_close(&q);
	pdf_structure_close(&p);
	bytes_free(&pictures);
	return r;
}

static bool
tell_pictures(struct keep *k)
{
	bool any = false;
	uint32_t i;

	for (i = 0; i < k->pages; i++)
		if (k->plans[i].why != NULL) {
			answer_mark(k->a, MARK_PICTURED, 1, "page %u became a "
			    "picture: %s", k->number + i + 1, k->plans[i].why);
			any = true;
		}
	return any;
}

/* --- 5 --- */

static int
finish(struct keep *k)
{
	struct bytes all = BYTES_INIT(CLEAN_MAX), out = BYTES_INIT(CLEAN_MAX);
	struct doc made = { .data = k->vector.file.data,
	    .len = k->vector.file.len };
	int r = 0;

	if (tell_pictures(k) && (r = merge(k, &all)) == 0)
		made = (struct doc){ .data = all.data, .len = all.len };
	if (r == 0 && (r = clean(&out, &made, k->a)) == 0)
		answer_file(k->a, out.data, out.len);
	bytes_free(&all);
	bytes_free(&out);
	return r;
}

static int
begin(struct keep *k, const struct doc *d)
{
	uint32_t i;
	int r;

	if ((r = pdf_open(&k->j.pdf, d, k->a)) < 0 ||
	    (r = pdf_job_begin(&k->j)) < 0)
		return r;
	k->pages = k->j.pdf.pages;
	k->plans = calloc(k->pages, sizeof *k->plans);
	k->cuts = calloc(k->pages, sizeof *k->cuts);
	if (k->plans == NULL || k->cuts == NULL)
		return answer_refuse(k->a, REASON_LIMIT, "out of memory");
	for (i = 0; i < k->pages; i++)
		k->cuts[i].boxes = BYTES_INIT(VIEW_RECTS_MAX *
		    sizeof(struct view_cut));
	return 0;
}

int
pdf_keep(const struct doc *d, const struct edits *e, const struct pdf_at *at,
    uint32_t number, struct answer *a)
{
	struct keep k = { .a = a, .number = number, .cut_pdf = PDF_INIT,
	    .clean = BYTES_INIT(CLEAN_MAX), .cut = BYTES_INIT(CLEAN_MAX),
	    .j = { .pdf = PDF_INIT, .a = a, .edits = e } };
	const struct pdf_use look = { .before = before_look,
	    .after = after_look, .ctx = &k };
	uint32_t i;
	int r;

	if (at != NULL)
		k.from = *at;
	if ((r = begin(&k, d)) == 0 && (r = each_page(&k, &look)) == 0 &&
	    (at != NULL || (r = pdf_job_check(&k.j)) == 0) &&
	    (r = cut(&k, d)) == 0 && (r = draw(&k)) == 0)
		r = finish(&k);
	if (r < 0 && !answer_refused(a))
		r = answer_refuse(a, REASON_LIMIT, "the document does not fit "
		    "the memory of an examination");
	pdf_vector_free(&k.vector);
	pdf_close(&k.cut_pdf);
	for (i = 0; k.cuts != NULL && i < k.pages; i++)
		bytes_free(&k.cuts[i].boxes);
	free(k.plans);
	free(k.cuts);
	bytes_free(&k.clean);
	bytes_free(&k.cut);
	pdf_job_end(&k.j);
	return r;
}
