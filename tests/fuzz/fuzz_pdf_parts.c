/*
 * What lies in a PDF (fonts, CMaps, profiles, pictures, the frame around it)
 * is cleaned without a crash, and cleaning what was cleaned changes nothing.
 * The first byte says what the rest is.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/pdf/pdf_copy.h"
#include "intake/format/pdf/pdf_frame.h"
#include "intake/format/pdf/pdf_image.h"

#define PART_MAX ((size_t)1 << 26)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool
clean(struct bytes *out, char what, const uint8_t *p, size_t len)
{
	switch (what) {
	case 'f':
		bytes_add(out, p, len);
		pdf_font_file_strip(out, "FontFile");
		return true;
	case 'F':
		bytes_add(out, p, len);
		pdf_font_file_strip(out, "/Type1C");
		return true;
	case 'c':
		return pdf_cmap_copy(out, p, len);
	case 'p':
		return pdf_profile_strip(out, p, len);
	case 'j':
		return pdf_image_strip(out, PDF_IMAGE_JPEG, p, len);
	case '2':
		return pdf_image_strip(out, PDF_IMAGE_JP2, p, len);
	case 'b':
		return pdf_image_strip(out, PDF_IMAGE_JBIG2, p, len);
	default:
		return false;
	}
}

static void
look_at_frame(const uint8_t *p, size_t len)
{
	struct doc d = { .data = p, .len = len };
	struct bytes numbers = BYTES_INIT(PART_MAX);
	struct pdf_frame f = pdf_frame(&d, len % 2 == 0);
	uint64_t i;

	for (i = 0; i <= f.revisions && i < REVISIONS_MAX; i++)
		if (f.ends[i] > len || (i > 0 && f.ends[i] < f.ends[i - 1]))
			abort();
	pdf_frame_objects(p, 0, len, &numbers);
	bytes_free(&numbers);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes one = BYTES_INIT(PART_MAX), two = BYTES_INIT(PART_MAX);

	if (len == 0)
		return 0;
	look_at_frame(data + 1, len - 1);
	if (clean(&one, (char)data[0], data + 1, len - 1) && (!clean(&two,
	    (char)data[0], one.data, one.len) || one.len != two.len ||
	    (one.len > 0 && memcmp(one.data, two.data, one.len) != 0)))
		abort();
	bytes_free(&one);
	bytes_free(&two);
	return 0;
}
