/* png_frames.c -- see png_frames.h. */
#include "intake/format/image/png_frames.h"

#include <string.h>
#include <zlib.h>

#include "intake/format/answer.h"
#include "intake/format/image/png_code.h"
#include "intake/format/image/png_write.h"
#include "intake/format/tags/numbers.h"

#define CONTROL_BYTES 26	/* of fcTL */

bool
png_is_moving(const struct doc *d)
{
	struct png_walk w = png_walk(d->data, d->len);
	struct png_chunk c;

	while (png_next(&w, &c) && !png_is(&c, "IDAT"))
		if (png_is(&c, "acTL"))
			return true;
	return false;
}

static int
damaged(struct answer *a, const char *what)
{
	return answer_refuse(a, REASON_DAMAGED, "PNG: %s", what);
}

int
png_frames(struct png_frames *f, const struct doc *d, struct answer *a)
{
	struct picture_size size;
	struct png_chunk c;

	*f = (struct png_frames){
		.d = d, .walk = png_walk(d->data, d->len),
	};
	if (!png_next(&f->walk, &c) || !png_is_header(&c))
		return damaged(a, "it ends before the picture begins");
	memcpy(f->header, c.data, sizeof(f->header));
	while (png_next(&f->walk, &c) && !png_is(&c, "fcTL") &&
	    !png_is(&c, "IDAT"))
		if (png_is(&c, "acTL") && c.len >= 8)
			f->plays = be32(c.data + 4);
	f->next = c;
	size = (struct picture_size){ be32(f->header), be32(f->header + 4),
		1 };
	return picture_check(a, &size);
}

/* What a frame looks like with is the file's: palette and looks. */
static void
put_looks(struct bytes *png, const struct doc *d)
{
	static const char *const looks[] = {
		"gAMA", "cHRM", "sRGB", "PLTE", "tRNS", "pHYs"
	};
	struct png_walk w = png_walk(d->data, d->len);
	struct png_chunk c;
	size_t i;

	while (png_next(&w, &c) && !png_is(&c, "IDAT"))
		for (i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
			if (png_is(&c, looks[i]))
				png_put(png, c.type, c.data, c.len);
}

static bool
read_control(struct png_frames *f, struct png_frame *frame)
{
	const uint8_t *p = f->next.data;

	if (f->next.len < CONTROL_BYTES)
		return false;
	frame->width = be32(p + 4);
	frame->height = be32(p + 8);
	frame->left = be32(p + 12);
	frame->top = be32(p + 16);
	memcpy(frame->timing, p + 20, sizeof(frame->timing));
	frame->shown = true;
	return frame->timing[4] <= 2 && frame->timing[5] <= 1 &&
	    frame->width > 0 && frame->height > 0 &&
	    (uint64_t)frame->left + frame->width <= be32(f->header) &&
	    (uint64_t)frame->top + frame->height <= be32(f->header + 4);
}

static void
step(struct png_frames *f)
{
	if (!png_next(&f->walk, &f->next))
		f->next = (struct png_chunk){ .data = NULL };
}

/* The data chunks of one frame, all of the same kind. */
static bool
put_data(struct png_frames *f, struct bytes *png)
{
	bool first = png_is(&f->next, "IDAT"), any = false;

	while (f->next.data != NULL && !png_is(&f->next, "fcTL") &&
	    !png_is(&f->next, "IEND")) {
		if (first && png_is(&f->next, "IDAT"))
			png_put(png, "IDAT", f->next.data, f->next.len);
		else if (!first && png_is(&f->next, "fdAT") &&
		    f->next.len >= 4)
			png_put(png, "IDAT", f->next.data + 4,
			    f->next.len - 4);
		else if (png_is(&f->next, "IDAT") ||
		    png_is(&f->next, "fdAT"))
			return false;
		any = any || png_is(&f->next, "IDAT") ||
		    png_is(&f->next, "fdAT");
		step(f);
	}
	return any;
}

int
png_frames_next(struct png_frames *f, struct png_frame *frame,
    struct bytes *png, struct answer *a)
{
	uint8_t header[PNG_WALK_HEADER_BYTES];

	*frame = (struct png_frame){
		.width = be32(f->header), .height = be32(f->header + 4),
	};
	while (f->next.data != NULL && !png_is(&f->next, "fcTL") &&
	    !png_is(&f->next, "IDAT") && !png_is(&f->next, "IEND"))
		step(f);
	if (f->next.data == NULL && f->walk.cut)
		return damaged(a, "the picture's data is cut short");
	if (f->next.data == NULL || png_is(&f->next, "IEND"))
		return f->n > 0 ? 0 : damaged(a, "there is no picture in it");
	if (f->n++ >= PAGES_MAX)
		return answer_refuse(a, REASON_LIMIT,
		    "PNG: more than %u frames", PAGES_MAX);
	if (png_is(&f->next, "fcTL")) {
		if (!read_control(f, frame))
			return damaged(a, "a frame leaves the picture");
		step(f);
		while (f->next.data != NULL && !png_is(&f->next, "IDAT") &&
		    !png_is(&f->next, "fdAT") && !png_is(&f->next, "fcTL"))
			step(f);
	}
	memcpy(header, f->header, sizeof(header));
	put_be32(header, frame->width);
	put_be32(header + 4, frame->height);
	png_put_signature(png);
	png_put(png, "IHDR", header, sizeof(header));
	put_looks(png, f->d);
	if (!put_data(f, png))
		return damaged(a, "a frame has no pixels");
	png_put(png, "IEND", NULL, 0);
	if (bytes_ok(png) < 0)
		return answer_refuse(a, REASON_LIMIT, "out of memory");
	return 1;
}

uint32_t
png_frames_count(const struct doc *d, struct answer *a)
{
	struct bytes png = BYTES_INIT(CLEAN_MAX);
	struct png_frames f;
	struct png_frame frame;
	int r;

	if ((r = png_frames(&f, d, a)) == 0)
		while ((r = png_frames_next(&f, &frame, &png, a)) == 1)
			bytes_reset(&png);
	bytes_free(&png);
	return r == 0 ? f.n : 0;
}
