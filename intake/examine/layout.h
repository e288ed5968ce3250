/*
 * layout.h -- where the text stands: pages, and for each word its box.
 *
 * Units are 1/100 point, origin at the top left of the page as shown (crop box
 * and rotation applied).  For pictures a unit is 1/100 pixel.  Text that is on
 * no page (of a DOCX, say) has no places: its byte ranges are enough to find
 * the nodes again, for extraction is deterministic.  The pictures inside such a
 * document are its pages, behind all of that text (format_has_pictures()).
 *
 * A page's text is the document's own, up to `own`; from there on it is what
 * was read from the page's picture, in a document with PAGE_READ pages.
 *
 * Bytes (docs/format.md "Layout"): version u8 = 2 | pages u32 { width u32 |
 * height u32 | start u64 | own u64 | end u64 | flags u8 } | places u32 {
 * start u64 | end u64 | page u32 | x0 i32 | y0 i32 | x1 i32 | y1 i32 }.
 */
#ifndef INTAKE_EXAMINE_LAYOUT_H
#define INTAKE_EXAMINE_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "intake/examine/limits.h"
#include "vault/base/bytes.h"

#define LAYOUT_MAX ((size_t)160 << 20)	/* bytes of an encoded layout */

enum page_flag {
	PAGE_READ = 1,	/* its picture was read, whether words came of it or not */
	PAGE_DOUBT = 2,	/* its own text may not be what is seen: read it */
	PAGE_FLAGS = 3	/* all of them */
};

struct page {
	uint32_t width, height;
	uint64_t start, end;	/* its bytes of the text */
	uint64_t own;		/* where what was read begins; `end` if nothing */
	uint8_t flags;
};

struct place {
	uint64_t start, end;	/* bytes of the text: one word */
	uint32_t page;		/* from 0 */
	int32_t x0, y0, x1, y1;
};

struct layout {
	struct page *pages;
	size_t npages;
	struct place *places;	/* by start; they do not overlap */
	size_t nplaces;
};

int layout_add_page(struct layout *l, const struct page *p);
int layout_add_place(struct layout *l, const struct place *p);
/* ERR_FORMAT unless ranges rise, pages exist and boxes lie in their page. */
int layout_check(const struct layout *l, uint64_t text_len);
int layout_write(struct bytes *b, const struct layout *l);
int layout_read(struct layout *l, const void *p, size_t len);
void layout_forget_places(struct layout *l);
void layout_free(struct layout *l);

#endif
