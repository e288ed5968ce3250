/* tiff_jpeg.c -- see tiff_jpeg.h. */
#include "intake/format/raster/tiff_jpeg.h"

#include <string.h>

#include "intake/format/image/jpeg_walk.h"

#define ADOBE_BYTES 12

static void
put_segment(struct bytes *out, const struct jpeg_segment *s)
{
	uint8_t head[4] = {
		0xff, s->marker, (uint8_t)((s->len + 2) >> 8),
		(uint8_t)(s->len + 2)
	};

	(void)bytes_add(out, head, s->data != NULL ? 4 : 2);
	(void)bytes_add(out, s->data, s->len);
}

static bool
is_table(const struct jpeg_segment *s)
{
	return s->marker == MARKER_DQT || s->marker == MARKER_DHT ||
	    s->marker == MARKER_DAC || s->marker == MARKER_DRI;
}

/* Adobe's segment says which colours the samples are. */
static bool
is_picture(const struct jpeg_segment *s)
{
	return is_table(s) || jpeg_is_frame(s) || s->marker == MARKER_SOS ||
	    (s->marker == MARKER_APP0 + 14 && s->len == ADOBE_BYTES &&
	    memcmp(s->data, "Adobe", 5) == 0);
}

bool
tiff_jpeg_part(struct bytes *out, const uint8_t *data, size_t len,
    const struct ifd_entry *tables)
{
	static const uint8_t soi[2] = { 0xff, MARKER_SOI };
	static const uint8_t eoi[2] = { 0xff, MARKER_EOI };
	struct jpeg_walk w;
	struct jpeg_segment s;
	bool coded = false;

	(void)bytes_add(out, soi, sizeof(soi));
	if (tables->value != NULL) {
		w = jpeg_walk(tables->value, tables->len);
		while (jpeg_next(&w, &s))
			if (is_table(&s))
				put_segment(out, &s);
	}
	w = jpeg_walk(data, len);
	while (jpeg_next(&w, &s)) {
		if (!is_picture(&s))
			continue;
		put_segment(out, &s);
		if (s.marker == MARKER_SOS) {
			const uint8_t *from = s.data + s.len;
			const uint8_t *end = data + w.at;

			/* Where data is cut, half a marker is none. */
			while (end > from && end[-1] == 0xff)
				end--;
			(void)bytes_add(out, from, (size_t)(end - from));
			coded = true;
		}
	}
	(void)bytes_add(out, eoi, sizeof(eoi));
	return coded;
}
