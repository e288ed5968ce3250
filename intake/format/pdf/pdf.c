/* pdf.c -- the PDF family's row: its structure, and what is loaded ahead. */
#include "intake/format/pdf/pdf.h"

#include <string.h>

#include <cairo.h>

#include "intake/examine/run.h"
#include "intake/format/page/pages_font.h"

#define HEADER_WITHIN 1024u	/* bytes: where readers look for %PDF- */

static bool
holds(const struct doc *d, const char *words)
{
	return memmem(d->data, d->len, words, strlen(words)) != NULL;
}

static bool
structure(const struct doc *d)
{
	size_t head = d->len < HEADER_WITHIN ? d->len : HEADER_WITHIN;

	if (d->len == 0 || memmem(d->data, head, "%PDF-", 5) == NULL)
		return false;
	return holds(d, "startxref") || holds(d, "%%EOF") ||
	    holds(d, "trailer") || holds(d, "/Root") || holds(d, "/XRef");
}

static int
safe(const struct doc *d, struct answer *a)
{
	return pdf_apply(d, NULL, a);
}

/* Libraries' complaints may hold document text; nobody reads them. */
static void
quiet(const char *domain, GLogLevelFlags level, const char *words, void *ctx)
{
	(void)domain;
	(void)level;
	(void)words;
	(void)ctx;
}

/*
 * A page of ours with all base fonts, read and drawn once: Poppler scans its
 * encodings, fontconfig its caches, GLib its types, FreeType its modules, all
 * before a child loses its files.  Without an xref, on purpose: so the way of
 * reading damaged documents is loaded too.
 */
static const char specimen[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R"
    "/Resources<</Font<<"
    "/A<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    "/B<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"
    "/C<</Type/Font/Subtype/Type1/BaseFont/Courier>>"
    "/D<</Type/Font/Subtype/Type1/BaseFont/Symbol>>"
    "/E<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>"
    ">>>>>>endobj\n"
    "4 0 obj<</Length 92>>stream\n"
    "BT 9 9 Td/A 9 Tf(a)Tj/B 9 Tf(a)Tj/C 9 Tf(a)Tj/D 9 Tf(a)Tj/E 9 Tf(a)Tj ET"
    "                   \n"
    "endstream endobj\n"
    "trailer<</Root 1 0 R/Size 5>>\n%%EOF\n";

void
pdf_prepare(void)
{
	GBytes *bytes;
	PopplerDocument *doc;
	PopplerPage *page = NULL;
	cairo_surface_t *s = NULL;
	cairo_t *cr = NULL;

	g_log_set_default_handler(quiet, NULL);
	font_prepare();
	bytes = g_bytes_new_static(specimen, sizeof specimen - 1);
	doc = poppler_document_new_from_bytes(bytes, NULL, NULL);
	if (doc != NULL)
		page = poppler_document_get_page(doc, 0);
	if (page != NULL) {
		s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 99, 99);
		cr = cairo_create(s);
		g_free(poppler_page_get_text(page));
		poppler_page_render(page, cr);
	}
	cairo_destroy(cr);
	cairo_surface_destroy(s);
	g_clear_object(&page);
	g_clear_object(&doc);
	g_bytes_unref(bytes);
}

static const char *const mimes[] = { "application/pdf", NULL };

const struct format format_pdf = {
	.id = FORMAT_PDF,
	.mimes = mimes,
	.structure = structure,
	.report = pdf_report,
	.text = pdf_text,
	.children = pdf_children,
	.inside = pdf_inside,
	.clean = pdf_clean,
	.apply = pdf_apply,
	.safe = safe,
	.picture = pdf_drawn,
	.prepare = pdf_prepare,
	.prepare_for = WANT_CLEAN | WANT_APPLY | WANT_SAFE | WANT_PICTURE,
};
