/*
 * edits.h -- what a plan asks the worker to remove: byte ranges of the text,
 * each with the label that stands there instead, and boxes on pages.
 *
 * Ranges are sorted, not empty, and do not overlap; they lie on UTF-8
 * boundaries.  Boxes use the units of layout.h.
 * Bytes: version u8 = 1 | ranges u32 { start u64 | end u64 | label } |
 * boxes u32 { page u32 | x0 i32 | y0 i32 | x1 i32 | y1 i32 }.
 */
#ifndef INTAKE_EXAMINE_EDITS_H
#define INTAKE_EXAMINE_EDITS_H

#include <stddef.h>
#include <stdint.h>

#include "intake/examine/limits.h"
#include "vault/base/bytes.h"

struct edit {
	uint64_t start, end;
	char label[LABEL_MAX + 1];	/* "[EMAIL-1]", printable ASCII */
};

struct box {
	uint32_t page;
	int32_t x0, y0, x1, y1;
};

struct edits {
	struct edit *ranges;
	size_t nranges;
	struct box *boxes;
	size_t nboxes;
};

int edits_add(struct edits *e, uint64_t start, uint64_t end, const char *label);
int edits_add_box(struct edits *e, const struct box *box);
/* Sort by start and check the rules above; ERR_FORMAT. */
int edits_check(struct edits *e);
int edits_write(struct bytes *b, const struct edits *e);
int edits_read(struct edits *e, const void *p, size_t len);
void edits_free(struct edits *e);

#endif
