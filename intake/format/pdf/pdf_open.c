/* pdf_open.c -- open a document and its pages within limits. */
#include "intake/format/pdf/pdf.h"

#include <math.h>

#include "intake/format/page/drawn.h"
#include "intake/format/pdf/pdf_flatten.h"
#include "intake/format/pdf/pdf_make.h"

/*
 * Poppler turns a password into Latin-1 by what the C library loads for it,
 * and dies where it cannot: on a password in another script, and on any where
 * files are closed to it.  So qpdf opens what is locked, and Poppler is given
 * what came out.
 */
static int
unlock(struct bytes *out, const struct doc *d, struct answer *a)
{
	qpdf_data q;
	int r;

	if (pdf_structure(&q, d, a) < 0)
		return -1;
	r = pdf_flatten_write(out, q);
	pdf_structure_close(&q);
	return r == 0 ? 0 : answer_refuse(a, REASON_DAMAGED,
	    "its pages cannot be written anew");
}

static int
read_pages(struct pdf *pdf, const void *p, size_t len, GError **error)
{
	GBytes *bytes = g_bytes_new_static(p, len);

	pdf->poppler = poppler_document_new_from_bytes(bytes, NULL, error);
	g_bytes_unref(bytes);
	return pdf->poppler != NULL ? 0 : -1;
}

static int
load(struct pdf *pdf, const struct doc *d, struct answer *a)
{
	GError *error = NULL;
	bool locked;

	if (read_pages(pdf, d->data, d->len, &error) == 0)
		return 0;
	locked = g_error_matches(error, POPPLER_ERROR,
	    POPPLER_ERROR_ENCRYPTED);
	g_clear_error(&error);
	if (locked && d->password == NULL)
		return answer_refuse(a, REASON_ENCRYPTED,
		    "it opens with a password only");
	if (locked && unlock(&pdf->plain, d, a) < 0)
		return -1;
	if (locked && read_pages(pdf, pdf->plain.data, pdf->plain.len,
	    NULL) == 0)
		return 0;
	return answer_refuse(a, REASON_DAMAGED,
	    "its pages cannot be read");
}

/* What pdf_flatten.c made of it. */
static int
load_flat(struct pdf *pdf, struct answer *a)
{
	const struct doc flat = { .data = pdf->flat.data,
	    .len = pdf->flat.len };

	return load(pdf, &flat, a);
}

static int
count(struct pdf *pdf, struct answer *a)
{
	int n = poppler_document_get_n_pages(pdf->poppler);

	if (n <= 0)
		return answer_refuse(a, REASON_DAMAGED, "it has no pages");
	if ((unsigned)n > PAGES_MAX)
		return answer_refuse(a, REASON_LIMIT, "over %u pages",
		    PAGES_MAX);
	pdf->pages = (uint32_t)n;
	return 0;
}

/* Links and pop-ups show nothing; any other annotation may. */
static bool
shows_annotations(PopplerPage *page)
{
	GList *list = poppler_page_get_annot_mapping(page), *l;
	bool shows = false;

	for (l = list; l != NULL && !shows; l = l->next) {
		const PopplerAnnotMapping *m = l->data;
		PopplerAnnotType type = poppler_annot_get_annot_type(m->annot);

		shows = type != POPPLER_ANNOT_LINK &&
		    type != POPPLER_ANNOT_POPUP;
	}
	poppler_page_free_annot_mapping(list);
	return shows;
}

static bool
any_annotations(const struct pdf *pdf)
{
	uint32_t i;

	for (i = 0; i < pdf->pages; i++) {
		PopplerPage *page = poppler_document_get_page(pdf->poppler,
		    (int)i);
		bool shows = page != NULL && shows_annotations(page);

		g_clear_object(&page);
		if (shows)
			return true;
	}
	return false;
}

int
pdf_open(struct pdf *pdf, const struct doc *d, struct answer *a)
{
	uint32_t before;

	if (load(pdf, d, a) < 0 || count(pdf, a) < 0)
		return -1;
	if (any_annotations(pdf)) {
		before = pdf->pages;
		if (pdf_flatten(&pdf->flat, d, a) < 0)
			return -1;
		g_clear_object(&pdf->poppler);
		if (load_flat(pdf, a) < 0 ||
		    count(pdf, a) < 0)
			return -1;
		if (pdf->pages != before)
			return answer_refuse(a, REASON_DAMAGED, "two readers "
			    "count its pages differently");
	}
	answer_pages(a, pdf->pages);
	return 0;
}

int
pdf_open_page(struct pdf *pdf, const struct doc *d, uint32_t i,
    uint32_t *index, struct answer *a)
{
	PopplerPage *page;
	bool shows;

	if (load(pdf, d, a) < 0 || count(pdf, a) < 0)
		return -1;
	if (i >= pdf->pages)
		return drawn_missing(a, i, pdf->pages);
	*index = i;
	page = poppler_document_get_page(pdf->poppler, (int)i);
	shows = page != NULL && shows_annotations(page);
	g_clear_object(&page);
	if (!shows)
		return 0;
	*index = 0;
	if (pdf_flatten_one(&pdf->flat, d, i, a) < 0)
		return -1;
	g_clear_object(&pdf->poppler);
	return load_flat(pdf, a) < 0 ?
	    -1 : count(pdf, a);
}

int
pdf_open_flat(struct pdf *pdf, qpdf_data q, struct answer *a)
{
	if (pdf_flatten_write(&pdf->flat, q) < 0)
		return answer_refuse(a, REASON_DAMAGED,
		    "its pages cannot be written anew");
	return load_flat(pdf, a) < 0 ?
	    -1 : count(pdf, a);
}

int
pdf_page_open(struct pdf_page *page, const struct pdf *pdf, uint32_t i,
    struct answer *a)
{
	page->poppler = poppler_document_get_page(pdf->poppler, (int)i);
	if (page->poppler == NULL)
		return answer_refuse(a, REASON_DAMAGED,
		    "page %u cannot be read", i + 1);
	poppler_page_get_size(page->poppler, &page->width, &page->height);
	if (!(page->width >= 1 && page->width <= PDF_SIDE_MAX) ||
	    !(page->height >= 1 && page->height <= PDF_SIDE_MAX)) {
		pdf_page_close(page);
		return answer_refuse(a, REASON_LIMIT, "page %u has no size, "
		    "or a side over %.0f points", i + 1, PDF_SIDE_MAX);
	}
	page->w = (int32_t)lround(page->width * 100);
	page->h = (int32_t)lround(page->height * 100);
	return 0;
}

void
pdf_page_close(struct pdf_page *page)
{
	g_clear_object(&page->poppler);
}

void
pdf_close(struct pdf *pdf)
{
	g_clear_object(&pdf->poppler);
	bytes_free(&pdf->flat);
	bytes_free(&pdf->plain);
}
