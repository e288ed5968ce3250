/* formats.c -- see formats.h. */
#include "intake/worker/ocr/formats.h"

#include <stddef.h>

#include "intake/format/answer.h"
#include "intake/format/image/image.h"
#include "intake/format/ocr/ocr.h"
#include "intake/format/pdf/pdf.h"
#include "intake/format/raster/raster.h"

static const struct format *const families[] = {
	&format_pdf,
	&format_jpeg,
	&format_png,
	&format_tiff,
	&format_gif,
	&format_bmp,
	&format_webp,
	&format_pnm,
};
#define NFAMILIES (sizeof(families) / sizeof(families[0]))

static struct format rows[NFAMILIES];
static const struct format *table[NFAMILIES + 1];

/* Which family's picture is it?  That was found out just before. */
static int
text(const struct doc *d, struct answer *a, bool layout)
{
	const struct format *f;
	size_t i;

	if (formats_holding(d, &f) > 0 && f->id == FORMAT_PDF)
		return ocr_pdf(d, a, layout);
	if (f != NULL)
		for (i = 0; i < NFAMILIES; i++)
			if (families[i]->id == f->id)
				return ocr_picture(d, a, families[i]);
	return answer_refuse(a, REASON_DAMAGED, "it cannot be shown");
}

/* What there is to report comes with the text: one picture of a page does. */
static int
report(const struct doc *d, struct answer *a)
{
	(void)d;
	(void)a;
	return 0;
}

const struct format *const *
formats_ocr(void)
{
	size_t i;

	for (i = 0; i < NFAMILIES; i++) {
		const struct format *f = families[i];

		rows[i] = (struct format){ .id = f->id, .mimes = f->mimes,
		    .structure = f->structure, .generic = f->generic,
		    .report = report, .text = text };
		table[i] = &rows[i];
	}
	rows[0].prepare = ocr_prepare;
	rows[0].prepare_for = WANT_OCR;
	return table;
}
