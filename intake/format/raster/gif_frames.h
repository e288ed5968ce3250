/*
 * gif_frames.h -- the frames of a GIF: written anew, painted, or laid over
 * each other as they are seen.
 *
 * All return 0, or -1 after answer_refuse().
 */
#ifndef INTAKE_FORMAT_RASTER_GIF_FRAMES_H
#define INTAKE_FORMAT_RASTER_GIF_FRAMES_H

#include "intake/format/page/picture.h"
#include "intake/format/raster/gif_walk.h"
#include "vault/base/bytes.h"

/* A frame: its image, and what the control extension before it says. */
struct gif_frame {
	struct gif_block image;
	struct gif_table table;		/* its own, or the file's */
	unsigned disposal;		/* 0 to 3 */
	uint16_t delay;			/* 1/100 s */
	int clear;			/* the index not drawn; -1 for none */
	bool controlled;
};

struct gif_frames {
	struct gif_walk walk;
	struct gif_frame control;	/* waits for its image */
	bool looped;			/* an extension said how often */
	uint16_t loops;
	uint32_t n;			/* frames so far */
};

int gif_frames(struct gif_frames *f, const struct doc *d, struct answer *a);
/* 1 with the next frame, 0 behind the last, -1 after a refusal. */
int gif_frames_next(struct gif_frames *f, struct gif_frame *frame,
    struct answer *a);

/* An application extension that says how often to play: true, with it. */
bool gif_loops(const struct gif_block *b, uint16_t *loops);

/* The file anew; `boxes` (or NULL) are painted on every frame. */
int gif_write(const struct doc *d, const struct picture_boxes *boxes,
    struct answer *a);

int gif_show(const struct doc *d, struct answer *a);

#endif
