/* edits.c -- see edits.h. */
#include "intake/examine/edits.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "vault/base/err.h"
#include "vault/base/wire.h"

#define EDITS_VERSION 1

static bool
label_fits(const char *label)
{
	size_t i, n = strlen(label);

	for (i = 0; i < n; i++)
		if (label[i] < 0x20 || label[i] > 0x7e)
			return false;
	return n <= LABEL_MAX;
}

int
edits_add(struct edits *e, uint64_t start, uint64_t end, const char *label)
{
	struct edit *to;
	int r;

	if (!label_fits(label))
		return err_set(ERR_FORMAT, "a label is over %u bytes or not "
		    "plain ASCII; choose a shorter one", LABEL_MAX);
	if ((r = array_grow(&e->ranges, e->nranges, EDITS_MAX,
	    sizeof(*e->ranges))) < 0)
		return r;
	to = &e->ranges[e->nranges++];
	*to = (struct edit){ .start = start, .end = end };
	memcpy(to->label, label, strlen(label) + 1);
	return 0;
}

int
edits_add_box(struct edits *e, const struct box *box)
{
	int r;

	if ((r = array_grow(&e->boxes, e->nboxes, EDITS_MAX,
	    sizeof(*e->boxes))) < 0)
		return r;
	e->boxes[e->nboxes++] = *box;
	return 0;
}

static int
by_start(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* The rules of edits.h, for ranges that are sorted already. */
static int
check_sorted(const struct edits *e)
{
	const struct box *x;
	uint64_t last = 0;
	size_t i;

	for (i = 0; i < e->nranges; i++) {
		if (e->ranges[i].start >= e->ranges[i].end)
			return err_set(ERR_FORMAT, "redaction %zu is empty; "
			    "remove it from the plan", i + 1);
		if (e->ranges[i].start < last)
			return err_set(ERR_FORMAT, "redaction %zu overlaps the "
			    "one before it; join them in the plan", i + 1);
		last = e->ranges[i].end;
	}
	for (i = 0; i < e->nboxes; i++) {
		x = &e->boxes[i];
		if (x->page >= PAGES_MAX || x->x0 >= x->x1 || x->y0 >= x->y1)
			return err_set(ERR_FORMAT, "box %zu is empty or on no "
			    "page; remove it from the plan", i + 1);
	}
	return 0;
}

int
edits_check(struct edits *e)
{
	if (e->nranges > 1)
		qsort(e->ranges, e->nranges, sizeof(*e->ranges), by_start);
	return check_sorted(e);
}

int
edits_write(struct bytes *b, const struct edits *e)
{
	const struct box *x;
	size_t i;
	int r;

	if ((r = check_sorted(e)) < 0)
		return r;
	wire_put_u8(b, EDITS_VERSION);
	wire_put_u32(b, (uint32_t)e->nranges);
	for (i = 0; i < e->nranges; i++) {
		wire_put_u64(b, e->ranges[i].start);
		wire_put_u64(b, e->ranges[i].end);
		wire_put_str(b, e->ranges[i].label);
	}
	wire_put_u32(b, (uint32_t)e->nboxes);
	for (i = 0; i < e->nboxes; i++) {
		x = &e->boxes[i];
		wire_put_u32(b, x->page);
		wire_put_u32(b, (uint32_t)x->x0);
		wire_put_u32(b, (uint32_t)x->y0);
		wire_put_u32(b, (uint32_t)x->x1);
		wire_put_u32(b, (uint32_t)x->y1);
	}
	return bytes_ok(b);
}

static int
read_ranges(struct edits *e, struct wire_reader *rd)
{
	char label[LABEL_MAX + 1];
	uint32_t n = wire_get_u32(rd);
	uint64_t start, end;
	int r;

	for (; n > 0 && !rd->bad; n--) {
		start = wire_get_u64(rd);
		end = wire_get_u64(rd);
		wire_get_str(rd, label, sizeof(label));
		if (!rd->bad && (r = edits_add(e, start, end, label)) < 0)
			return r;
	}
	return 0;
}

static int
read_boxes(struct edits *e, struct wire_reader *rd)
{
	uint32_t n = wire_get_u32(rd);
	struct box x;
	int r;

	for (; n > 0 && !rd->bad; n--) {
		x.page = wire_get_u32(rd);
		x.x0 = (int32_t)wire_get_u32(rd);
		x.y0 = (int32_t)wire_get_u32(rd);
		x.x1 = (int32_t)wire_get_u32(rd);
		x.y1 = (int32_t)wire_get_u32(rd);
		if (!rd->bad && (r = edits_add_box(e, &x)) < 0)
			return r;
	}
	return 0;
}

int
edits_read(struct edits *out, const void *p, size_t len)
{
	struct wire_reader rd = wire_reader(p, len);
	struct edits e = { 0 };
	int r;

	if (wire_get_u8(&rd) != EDITS_VERSION)
		rd.bad = true;
	if ((r = read_ranges(&e, &rd)) < 0 || (r = read_boxes(&e, &rd)) < 0 ||
	    (r = wire_done(&rd, "a list of redactions")) < 0 ||
	    (r = check_sorted(&e)) < 0)
		goto done;
	*out = e;
	e = (struct edits){ 0 };	/* handed over */
done:
	edits_free(&e);
	return r;
}

void
edits_free(struct edits *e)
{
	free(e->ranges);
	free(e->boxes);
	*e = (struct edits){ 0 };
}
