/*
 * picture.h -- what every picture format needs: limits, the page a picture
 * is, the boxes of a plan as pixels, and the safe copy.
 *
 * A picture is stored in one order of rows and may be shown in another (EXIF
 * Orientation, 1 to 8).  Boxes and pages are of the picture as shown; rows
 * are always handled as stored, so that no picture is held whole in memory
 * only to be turned.
 */
#ifndef INTAKE_FORMAT_PAGE_PICTURE_H
#define INTAKE_FORMAT_PAGE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"

#define PICTURE_SIDE_MAX 1000000u	/* pixels; 100 times it fits a page */
#define PICTURE_BOXES_MAX 10000u	/* boxes painted on one picture */
#define PICTURE_SAFE_MAX 40000000u	/* pixels of a safe copy's page */

struct picture_size {
	uint32_t width, height;	/* pixels, as stored */
	unsigned orientation;	/* 1 to 8 */
};

/* 0, or -1 after answer_refuse() when it is empty or over a limit. */
int picture_check(struct answer *a, const struct picture_size *size);

/* What text() of a picture answers: its one page, and no text. */
void picture_page(struct answer *a, const struct picture_size *size);

/* Pixels x0 <= x < x1 of rows y0 <= y < y1, as stored, inside the picture. */
struct picture_box {
	uint32_t x0, y0, x1, y1;
};

struct picture_boxes {
	struct picture_box *at;	/* owned */
	size_t n;
};

#define PICTURE_BOXES_INIT ((struct picture_boxes){ .at = NULL, .n = 0 })

/* 0, or -1 after answer_refuse() for a plan that does not fit: a range of
 * text, a page that is none of `pages`, too many boxes; a picture to be made
 * white (whiten.h) of a kind that cannot be, unless `whitens`. */
int picture_edits_check(struct answer *a, const struct edits *e,
    uint32_t pages, bool whitens);

#define PICTURE_EVERY_PAGE UINT32_MAX

/*
 * picture_boxes_from(out, a, e, page, size, grid_x, grid_y):
 * The boxes of `e` on one page (or on every one, for frames that lie on each
 * other) in stored pixels, grown to whole pixels, then to whole cells of the
 * grid (1 for none), then clipped; those outside are dropped.
 *
 * 0, or -1 after answer_refuse() when memory ends.  The plan was checked.
 */
int picture_boxes_from(struct picture_boxes *out, struct answer *a,
    const struct edits *e, uint32_t page, const struct picture_size *size,
    uint32_t grid_x, uint32_t grid_y);

/* Paint what the boxes cover of row `y`: pixels of `n` bytes like `black`. */
void picture_paint(const struct picture_boxes *b, uint8_t *row, uint32_t y,
    const uint8_t *black, size_t n);

void picture_boxes_free(struct picture_boxes *b);

/*
 * The safe copy, row by row: a PDF with a page for each picture, 150 pixels
 * to the inch, made smaller by a whole factor when over PICTURE_SAFE_MAX.
 */
struct picture_safe;

int picture_safe_new(struct picture_safe **out, struct answer *a);
/* Begin the next page; the rows of the one before are all there. */
int picture_safe_page(struct picture_safe *s, const struct picture_size *size);
/* The next row as stored, width pixels of 3 bytes RGB. */
void picture_safe_row(struct picture_safe *s, const uint8_t *rgb);
/* After the last row: 0 with the PDF handed on, or -1 after a refusal. */
int picture_safe_end(struct picture_safe *s);
void picture_safe_free(struct picture_safe *s);

/* A row of RGBA (not premultiplied) as RGB on white paper. */
void picture_on_white(uint8_t *rgb, const uint8_t *rgba, size_t pixels);

#endif
