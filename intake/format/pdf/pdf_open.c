/* pdf_open.c -- open a document and its pages within limits. */
#include "intake/format/pdf/pdf.h"

#include <math.h>

#include "intake/format/page/drawn.h"
#include "intake/format/pdf/pdf_flatten.h"
#include "intake/format/pdf/pdf_make.h"

static int
refuse(struct answer *a, const GError *error, const char *password)
{
	if (g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) &&
	    password != NULL)
		return answer_refuse(a, REASON_WRONG_PASSWORD,
		    "the password does not open it");
	if (g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
		return answer_refuse(a, REASON_ENCRYPTED,
		    "it opens with a password only");
	return answer_refuse(a, REASON_DAMAGED,
	    "its pages cannot be read");
}

static int
load(struct pdf *pdf, const void *p, size_t len, const char *password,
    struct answer *a)
{
	GBytes *bytes = g_bytes_new_static(p, len);
	GError *error = NULL;
	int r = 0;

	/* The empty password first, as readers do. */
	pdf->poppler = poppler_document_new_from_bytes(bytes, NULL, &error);
	if (pdf->poppler == NULL && password != NULL) {
		g_clear_error(&error);
		pdf->poppler = poppler_document_new_from_bytes(bytes, password,
		    &error);
	}
	g_bytes_unref(bytes);
	if (pdf->poppler == NULL)
		r = refuse(a, error, password);
	g_clear_error(&error);
	return r;
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

	if (load(pdf, d->data, d->len, d->password, a) < 0 || count(pdf, a) < 0)
		return -1;
	if (any_annotations(pdf)) {
		before = pdf->pages;
		if (pdf_flatten(&pdf->flat, d, a) < 0)
			return -1;
		g_clear_object(&pdf->poppler);
		if (load(pdf, pdf->flat.data, pdf->flat.len, NULL, a) < 0 ||
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

	if (load(pdf, d->data, d->len, d->password, a) < 0 || count(pdf, a) < 0)
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
	return load(pdf, pdf->flat.data, pdf->flat.len, NULL, a) < 0 ?
	    -1 : count(pdf, a);
}

int
pdf_open_flat(struct pdf *pdf, qpdf_data q, struct answer *a)
{
	if (pdf_flatten_write(&pdf->flat, q) < 0)
		return answer_refuse(a, REASON_DAMAGED,
		    "its pages cannot be written anew");
	return load(pdf, pdf->flat.data, pdf->flat.len, NULL, a) < 0 ?
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
}
