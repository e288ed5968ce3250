/* jbig2_form.h -- what jbig2.c and jbig2_read.c both know (ITU-T T.88, 7). */
#ifndef INTAKE_FORMAT_PAGE_JBIG2_FORM_H
#define INTAKE_FORMAT_PAGE_JBIG2_FORM_H

#include <stdint.h>

enum {	/* segments */
	JBIG2_DICTIONARY = 0, JBIG2_PLACES = 6, JBIG2_BITMAP = 38,
	JBIG2_PAGE = 48
};

enum { JBIG2_OR = 0, JBIG2_XOR = 2 };	/* how a region is combined */

#define JBIG2_PIXEL_CONTEXTS 65536u
#define JBIG2_SAME_ROW 0x9b25u	/* context: a row is as the one above (6.2.5.7) */
#define JBIG2_SAME_ROWS 8u	/* flag of a generic region: told of each row */
/* Of a page: without loss, and its regions may be combined as they say. */
#define JBIG2_PAGE_FLAGS 0x41u

/*
 * Which pixels around one say what it may be (6.2.5.3): so many before it in
 * its row; in the row above those up to so many on, and in the row above that.
 * The standard's "adaptive" ones, named in the data, are where they are at
 * first.  Fewer pixels learn sooner, more of them know better.
 */
struct jbig2_template {
	unsigned here, above, above_on, top, top_on;
	unsigned contexts;
	unsigned nadaptive;
	uint8_t adaptive[8];
};

#define JBIG2_TEMPLATES 3u
extern const struct jbig2_template jbig2_templates[JBIG2_TEMPLATES];

#endif
