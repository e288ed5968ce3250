/*
 * png_frames.h -- the frames of an animated PNG (W3C PNG, third edition), each
 * as a PNG of its own, and put together again.
 */
#ifndef INTAKE_FORMAT_IMAGE_PNG_FRAMES_H
#define INTAKE_FORMAT_IMAGE_PNG_FRAMES_H

#include "intake/format/image/png_walk.h"
#include "intake/format/page/picture.h"
#include "vault/base/bytes.h"

struct png_frame {
	uint32_t width, height, left, top;
	uint8_t timing[6];	/* delay, disposal, blending */
	bool shown;		/* part of the animation; the first may not be */
};

struct png_frames {
	const struct doc *d;
	struct png_walk walk;
	struct png_chunk next;	/* read ahead; no data behind the last */
	uint8_t header[PNG_WALK_HEADER_BYTES];
	uint32_t plays;
	uint32_t n;		/* frames so far */
};

/* Is there an animation in it? */
bool png_is_moving(const struct doc *d);

/* Begin.  0, or -1 after answer_refuse(). */
int png_frames(struct png_frames *f, const struct doc *d, struct answer *a);

/*
 * The next frame, its pixels as a whole PNG appended to `png`: 1; 0 behind the
 * last; -1 after answer_refuse().
 */
int png_frames_next(struct png_frames *f, struct png_frame *frame,
    struct bytes *png, struct answer *a);

/* How many there are; 0 after answer_refuse(). */
uint32_t png_frames_count(const struct doc *d, struct answer *a);

/* The file anew, to answer_file(); `boxes` (or NULL) on every frame. */
int png_frames_write(const struct doc *d, const struct picture_boxes *boxes,
    struct answer *a);

/* The safe copy: a page for each frame, as it is seen. */
int png_frames_show(const struct doc *d, struct answer *a);

#endif
