/*
 * pdf_clean.c -- the cleaned copy: every page drawn anew into a fresh PDF.
 *
 * Text stays text and lines stay lines; whatever is not drawn is not there:
 * Info, XMP, ids, older revisions, attachments, scripts, forms, bookmarks,
 * layers that are off, invisible text.  cairo passes JPEG images on byte by
 * byte and signs its work, so the result goes through qpdf once: images lose
 * what is not picture, the trailer loses /Info and /ID.
 */
#include "intake/format/pdf/pdf.h"

#include <stdlib.h>
#include <string.h>

#include <cairo-pdf.h>
#include <qpdf/qpdf-c.h>

#include "intake/format/pdf/pdf_image.h"
#include "vault/base/err.h"

#define TRAILER_WITHIN 4096u	/* bytes from the end, where the trailer is */

static cairo_status_t
collect(void *to, const unsigned char *p, unsigned len)
{
	return bytes_add(to, p, len) == 0 ? CAIRO_STATUS_SUCCESS :
	    CAIRO_STATUS_WRITE_ERROR;
}

static int
draw_page(const struct pdf *pdf, uint32_t i, cairo_surface_t *s, cairo_t *cr,
    struct answer *a)
{
	struct pdf_page page;

	if (pdf_page_open(&page, pdf, i, a) < 0)
		return -1;
	cairo_pdf_surface_set_size(s, page.width, page.height);
	cairo_save(cr);
	cairo_rectangle(cr, 0, 0, page.width, page.height);
	cairo_clip(cr);
	poppler_page_render_for_printing_with_options(page.poppler, cr,
	    POPPLER_PRINT_DOCUMENT);
	cairo_restore(cr);
	cairo_show_page(cr);
	pdf_page_close(&page);
	if (cairo_status(cr) != CAIRO_STATUS_SUCCESS)
		return answer_refuse(a, REASON_DAMAGED,
		    "page %u cannot be drawn", i + 1);
	return 0;
}

static int
draw_all(struct bytes *out, const struct pdf *pdf, struct answer *a)
{
	cairo_surface_t *s = cairo_pdf_surface_create_for_stream(collect, out,
	    1, 1);
	cairo_t *cr = cairo_create(s);
	uint32_t i;
	int r = 0;

	for (i = 0; i < pdf->pages && r == 0; i++)
		r = draw_page(pdf, i, s, cr, a);
	cairo_destroy(cr);
	cairo_surface_finish(s);
	if (r == 0 && (cairo_surface_status(s) != CAIRO_STATUS_SUCCESS ||
	    bytes_ok(out) < 0))
		r = answer_refuse(a, REASON_LIMIT,
		    "the cleaned copy does not fit its limit");
	cairo_surface_destroy(s);
	return r;
}

static bool
filter_is(qpdf_data q, qpdf_oh filter, const char *name)
{
	if (qpdf_oh_is_array(q, filter) &&
	    qpdf_oh_get_array_n_items(q, filter) == 1)
		filter = qpdf_oh_get_array_item(q, filter, 0);
	return qpdf_oh_is_name_and_equals(q, filter, name);
}

/* 0; -1 when an image holds more than picture and cannot be cut. */
static int
strip_image(qpdf_data q, qpdf_oh stream)
{
	qpdf_oh dict = qpdf_oh_get_dict(q, stream);
	qpdf_oh filter = qpdf_oh_get_key(q, dict, "/Filter");
	struct bytes out = BYTES_INIT(CLEAN_MAX);
	enum pdf_image_kind kind;
	unsigned char *data = NULL;
	size_t len = 0;
	int r = -1;

	if (filter_is(q, filter, "/DCTDecode"))
		kind = PDF_IMAGE_JPEG;
	else if (filter_is(q, filter, "/JPXDecode"))
		kind = PDF_IMAGE_JP2;
	else
		return 0;
	if ((qpdf_oh_get_stream_data(q, stream, qpdf_dl_none, NULL, &data,
	    &len) & QPDF_ERRORS) != 0 ||
	    !pdf_image_strip(&out, kind, data, len))
		goto done;
	if (out.len != len)
		qpdf_oh_replace_stream_data(q, stream, out.data, out.len,
		    filter, qpdf_oh_get_key(q, dict, "/DecodeParms"));
	r = 0;
done:
	free(data);
	bytes_free(&out);
	return r;
}

static int
strip_images(qpdf_data q)
{
	int size = qpdf_oh_get_int_value_as_int(q,
	    qpdf_oh_get_key(q, qpdf_get_trailer(q), "/Size"));
	int i, r = 0;

	for (i = 1; i < size && r == 0; i++) {
		qpdf_oh oh = qpdf_get_object_by_id(q, i, 0);

		if (qpdf_oh_is_stream(q, oh))
			r = strip_image(q, oh);
		qpdf_oh_release_all(q);
	}
	return r;
}

/* qpdf always writes an /ID; without encryption nobody needs one. */
static int
blank_id(uint8_t *p, size_t len)
{
	size_t from = len > TRAILER_WITHIN ? len - TRAILER_WITHIN : 0;
	uint8_t *trailer = memmem(p + from, len - from, "trailer", 7);
	uint8_t *id, *end;

	if (trailer == NULL)
		return -1;
	len -= (size_t)(trailer - p);
	if ((id = memmem(trailer, len, "/ID [", 5)) == NULL)
		return 0;
	if ((end = memchr(id, ']', len - (size_t)(id - trailer))) == NULL)
		return -1;
	memset(id, ' ', (size_t)(end - id) + 1);
	return 0;
}

static int
finish(const struct bytes *drawn, struct answer *a)
{
	qpdf_data q = qpdf_init();
	struct bytes out = BYTES_INIT(CLEAN_MAX);
	int r = -1;

	if (q == NULL)
		goto done;
	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	if ((qpdf_read_memory(q, "drawn", (const char *)drawn->data,
	    drawn->len, NULL) & QPDF_ERRORS) != 0 || strip_images(q) < 0)
		goto done;
	qpdf_oh_remove_key(q, qpdf_get_trailer(q), "/Info");
	if ((qpdf_init_write_memory(q) & QPDF_ERRORS) != 0)
		goto done;
	qpdf_set_static_ID(q, QPDF_TRUE);
	qpdf_set_object_stream_mode(q, qpdf_o_disable);
	qpdf_set_stream_data_mode(q, qpdf_s_preserve);
	if ((qpdf_write(q) & QPDF_ERRORS) != 0 ||
	    bytes_add(&out, qpdf_get_buffer(q),
	    qpdf_get_buffer_length(q)) < 0 ||
	    blank_id(out.data, out.len) < 0)
		goto done;
	answer_file(a, out.data, out.len);
	r = 0;
done:
	if (q != NULL)
		qpdf_cleanup(&q);
	bytes_free(&out);
	return r < 0 ? answer_refuse(a, REASON_UNSUPPORTED,
	    "an image in it cannot be cleaned") : 0;
}

int
pdf_clean(const struct doc *d, struct answer *a)
{
	struct pdf pdf = PDF_INIT;
	struct bytes drawn = BYTES_INIT(CLEAN_MAX);
	int r;

	if ((r = pdf_open(&pdf, d, a)) < 0 ||
	    (r = draw_all(&drawn, &pdf, a)) < 0)
		goto done;
	r = finish(&drawn, a);
done:
	bytes_free(&drawn);
	pdf_close(&pdf);
	return r;
}
