/*
 * whiten.h -- the paper of a scanned page becomes white: what is nearly as
 * light as the paper around it, with the yellow dots of printers, faint
 * watermarks, the paper's own colour and grain.
 *
 * Yellow takes away blue alone, so how light a point is, is the lesser of its
 * red and green.  The picture is looked at once, row by row, to learn how light
 * the paper is, in cells, for light falls unevenly; then it is changed.
 * What is darker than paper stays: letters, stamps, photographs; but what is
 * yellow there, or nearly grey, becomes grey.
 */
#ifndef INTAKE_FORMAT_PAGE_WHITEN_H
#define INTAKE_FORMAT_PAGE_WHITEN_H

#include <stddef.h>
#include <stdint.h>

#define WHITEN_CELL 64u		/* pixels: a side of a cell */

struct whiten;

/* Where the colours of a pixel stand in its `bytes`. */
struct whiten_pixel {
	unsigned bytes, red, green, blue;
};

#define WHITEN_RGB ((struct whiten_pixel){ 3, 0, 1, 2 })
#define WHITEN_RGBA ((struct whiten_pixel){ 4, 0, 1, 2 })
#define WHITEN_GREY ((struct whiten_pixel){ 1, 0, 0, 0 })

/* 0, or ERR_NO_MEMORY.  whiten_free(NULL) is fine. */
int whiten_new(struct whiten **out, uint32_t width, uint32_t height,
    const struct whiten_pixel *pixel);
void whiten_free(struct whiten *w);

/* Every row from the first to the last, once. */
void whiten_see(struct whiten *w, uint32_t y, const uint8_t *row);
/* Then any row: its paper becomes white. */
void whiten_row(const struct whiten *w, uint32_t y, uint8_t *row);

/* All of a picture of 32-bit pixels, 0x00RRGGBB each as the machine stores it
 * (cairo's RGB24); `stride` bytes from row to row. */
int whiten_surface(uint8_t *pixels, size_t stride, uint32_t width,
    uint32_t height);

#endif
