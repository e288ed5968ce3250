/* pdf_jbig2.c -- JBIG2 (ITU-T T.88, 7.2): comments are segments of their own. */
#include "intake/format/pdf/pdf_image.h"

#define TYPE_EXTENSION 62u
#define LENGTH_UNKNOWN UINT32_MAX

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

/* Bytes of the head of the segment at p, up to its data's length; 0: cut. */
static size_t
head_size(const uint8_t *p, size_t len)
{
	size_t at = 5, count, each;
	uint32_t number;

	if (len < 11)
		return 0;
	number = get32(p);
	each = number <= 256 ? 1 : number <= 65536 ? 2 : 4;
	count = p[5] >> 5;
	if (count == 7) {
		count = get32(p + 5) & 0x1fffffff;
		at += 4 + (count + 8) / 8;
	} else {
		at++;
	}
	if (count > len / each)
		return 0;
	at += count * each + ((p[4] & 0x40) != 0 ? 4 : 1);
	return at <= len && len - at >= 4 ? at : 0;
}

bool
pdf_jbig2_strip(struct bytes *out, const uint8_t *p, size_t len)
{
	while (len > 0) {
		size_t head = head_size(p, len), whole;
		uint32_t data;

		if (head == 0)
			break;		/* readers stop here, too */
		data = get32(p + head);
		whole = data == LENGTH_UNKNOWN || data > len - head - 4 ? len :
		    head + 4 + data;
		if ((p[4] & 63) != TYPE_EXTENSION)
			bytes_add(out, p, whole);
		p += whole;
		len -= whole;
	}
	return bytes_ok(out) == 0;
}
