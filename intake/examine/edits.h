/*
 * edits.h -- what a plan asks the worker to remove: byte ranges of the text,
 * each with the label that stands there instead, and boxes on pages; times of
 * sound and film; and words that were read from a page's picture and stay, for
 * the text layer of what is made of pictures (ocr_edits.h).
 *
 * Ranges are sorted, not empty, and do not overlap; they lie on UTF-8
 * boundaries.  Boxes use the units of layout.h.
 * Bytes: version u8 = 3 | flags u32 |
 * ranges u32 { start u64 | end u64 | label } |
 * boxes u32 { page u32 | x0 i32 | y0 i32 | x1 i32 | y1 i32 } |
 * times u32 { from u64 | to u64 | x0 i32 | y0 i32 | x1 i32 | y1 i32 } |
 * words u32 { page u32 | x0 i32 | y0 i32 | x1 i32 | y1 i32 | text }.
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

/* From `from` up to `to`, in milliseconds from the beginning: the sound is
 * silent; or, with a box (1/100 pixel of the picture), the picture is blank
 * there.  All zero: no box. */
struct edit_time {
	uint64_t from, to;
	int32_t x0, y0, x1, y1;
};

enum edits_flag {
	EDITS_KEEP = 1,		/* a PDF stays what it is made of, no pictures */
	EDITS_WHITEN = 2,	/* what is nearly paper becomes white */
	EDITS_UNREDACTED = 4,	/* sound and film as they are, as people signed */
	EDITS_FLAGS = 7		/* all of them */
};

struct edit_word {
	struct box box;
	size_t at, len;		/* bytes of edits.text */
};

struct edits {
	unsigned flags;		/* of enum edits_flag */
	struct edit *ranges;
	size_t nranges;
	struct box *boxes;
	size_t nboxes;
	struct edit_time *times;
	size_t ntimes;
	struct edit_word *words;
	size_t nwords;
	struct bytes text;	/* of the words; valid UTF-8 without NUL */
};

int edits_add(struct edits *e, uint64_t start, uint64_t end, const char *label);
int edits_add_box(struct edits *e, const struct box *box);
int edits_add_time(struct edits *e, const struct edit_time *time);
int edits_add_word(struct edits *e, const struct box *box, const char *utf8,
    size_t len);
/* Sort by start and check the rules above; ERR_FORMAT. */
int edits_check(struct edits *e);
int edits_write(struct bytes *b, const struct edits *e);
int edits_read(struct edits *e, const void *p, size_t len);
void edits_free(struct edits *e);

#endif
