/* jpeg_walk.c -- see jpeg_walk.h. */
#include "intake/format/image/jpeg_walk.h"

#include <string.h>

#define FRAME_BYTES_MIN 6	/* precision, height, width, components */

struct jpeg_walk
jpeg_walk(const uint8_t *data, size_t len)
{
	struct jpeg_walk w = { .data = data, .len = len };

	if (len < 2 || data[0] != 0xff || data[1] != MARKER_SOI)
		w.cut = true;
	w.at = 2;
	return w;
}

/* Step to the next marker: false when there is none. */
static bool
find_marker(struct jpeg_walk *w, uint8_t *marker)
{
	while (w->at + 1 < w->len) {
		uint8_t next = w->data[w->at + 1];

		if (w->data[w->at] != 0xff || next == 0x00) {
			w->stray++;
			w->at++;
		} else if (next == 0xff) {
			w->at++;	/* a fill byte, B.1.1.2 */
		} else {
			*marker = next;
			w->at += 2;
			return true;
		}
	}
	w->at = w->len;
	w->cut = true;
	return false;
}

/* Behind a scan header: to the marker that ends the coded data. */
static void
skip_coded(struct jpeg_walk *w)
{
	const uint8_t *p;

	while ((p = memchr(w->data + w->at, 0xff, w->len - w->at)) != NULL) {
		w->at = (size_t)(p - w->data);
		if (w->len - w->at < 2)
			break;
		if (p[1] != 0x00 &&
		    (p[1] < MARKER_RST0 || p[1] > MARKER_RST7))
			return;
		w->at += 2;
	}
	w->at = w->len;
}

static bool
stands_alone(uint8_t marker)
{
	return marker == MARKER_TEM || marker == MARKER_SOI ||
	    (marker >= MARKER_RST0 && marker <= MARKER_RST7);
}

bool
jpeg_next(struct jpeg_walk *w, struct jpeg_segment *s)
{
	size_t n;

	if (w->cut || w->ended || !find_marker(w, &s->marker))
		return false;
	s->data = NULL;
	s->len = 0;
	if (s->marker == MARKER_EOI) {
		w->ended = true;
		return false;
	}
	if (stands_alone(s->marker))
		return true;
	if (w->len - w->at < 2) {
		w->cut = true;
		return false;
	}
	n = (size_t)w->data[w->at] << 8 | w->data[w->at + 1];
	if (n < 2 || n > w->len - w->at) {
		w->cut = true;
		return false;
	}
	s->data = w->data + w->at + 2;
	s->len = n - 2;
	w->at += n;
	if (s->marker == MARKER_SOS)
		skip_coded(w);
	return true;
}

bool
jpeg_is_frame(const struct jpeg_segment *s)
{
	return s->marker >= MARKER_SOF0 && s->marker <= MARKER_SOF15 &&
	    s->marker != MARKER_DHT && s->marker != MARKER_JPG &&
	    s->marker != MARKER_DAC && s->len >= FRAME_BYTES_MIN;
}
