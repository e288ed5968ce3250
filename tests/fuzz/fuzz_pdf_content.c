/* Any content stream is rewritten, and then again to the very same bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/pdf/pdf_copy.h"
#include "intake/format/pdf/pdf_view.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* The same under the old names and under those that the rewriter gives. */
static const char resources[] = "<</Font<<"
    "/F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    "/F0<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    "/ExtGState<</G<</ca .5>>/G0<</ca .5>>>>"
    "/ColorSpace<</C[/Lab<</WhitePoint[1 1 1]>>]"
    "/C0[/Lab<</WhitePoint[1 1 1]>>]>>>>";

static void
rewrite(struct bytes *out, const uint8_t *p, size_t len)
{
	struct bytes none = BYTES_INIT(1);
	struct pdf_copy c = { .q = qpdf_init(), .repeats = PDF_REPEATS_INIT };
	struct pdf_names names = PDF_NAMES_INIT;
	const struct pdf_state s = PDF_STATE_INIT;
	struct pdf_view v;

	if (c.q == NULL || answer_new_file(&c.a, &none) < 0 ||
	    pdf_out_begin(&c.out) < 0)
		abort();
	qpdf_silence_errors(c.q);
	qpdf_set_suppress_warnings(c.q, QPDF_TRUE);
	qpdf_empty_pdf(c.q);
	c.layers = pdf_layers(c.q);
	c.fonts = pdf_fonts();
	pdf_view_init(&v);
	v.crop = (struct rect){ 0, 0, 1e9, 1e9 };
	c.view = &v;
	(void)pdf_content(&c, out, &names, p, len,
	    qpdf_oh_parse(c.q, resources), &s);
	pdf_view_free(&v);
	pdf_names_free(&names);
	pdf_layers_free(c.layers);
	pdf_fonts_free(c.fonts);
	bytes_free(&c.repeats.list);
	pdf_out_free(&c.out);
	answer_free(c.a);
	if (qpdf_has_error(c.q))
		(void)qpdf_get_error(c.q);
	qpdf_cleanup(&c.q);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes one = BYTES_INIT(1u << 26), two = BYTES_INIT(1u << 26);

	/* A picture in it becomes an object, which is not there again. */
	if (memmem(data, len, "BI", 2) != NULL)
		return 0;
	rewrite(&one, data, len);
	rewrite(&two, one.data, one.len);
	if (one.len != two.len || (one.len > 0 &&
	    memcmp(one.data, two.data, one.len) != 0))
		abort();
	bytes_free(&one);
	bytes_free(&two);
	return 0;
}
