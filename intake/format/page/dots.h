/*
 * dots.h -- the yellow dots that colour laser printers put on every page,
 * which tell the printer and the hour (EFF's list of such printers; Richter
 * et al., "Forensic Analysis and Anonymisation of Printed Documents", 2018).
 *
 * Found in pictures of pages only: mostly paper, and on the paper, all over
 * it, many small lone specks of a light yellow.  Nothing is known of their
 * code, so any such pattern counts.
 */
#ifndef INTAKE_FORMAT_PAGE_DOTS_H
#define INTAKE_FORMAT_PAGE_DOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DOTS_SIDE_MIN 600u		/* pixels: smaller is no scanned page */
#define DOTS_PIXELS_MAX 150000000u	/* pixels: A4 at 1200 dpi */
#define DOTS_MIN 30u			/* specks: fewer are dirt */

struct dots;

/* NULL in *out, and 0, for a picture whose size says it is no page. */
int dots_new(struct dots **out, uint32_t width, uint32_t height);
void dots_free(struct dots *d);		/* NULL is fine */

/* The next row, RGB; false once it is clear that this is no page. */
bool dots_row(struct dots *d, const uint8_t *rgb);

/* After the last row: how many lone dots; 0 when there is no pattern. */
uint32_t dots_find(struct dots *d);

/*
 * dots_hide(d, y, x, &from): for pixel x of row y, true when it belongs to a
 * dot; the pixel `from` of the same row is paper and shall stand there
 * instead.
 */
bool dots_hide(const struct dots *d, uint32_t y, uint32_t x, uint32_t *from);
/* Does row y have any such pixel? */
bool dots_in_row(const struct dots *d, uint32_t y);

#endif
