/* edits.c -- see edits.h. */
#include "intake/examine/edits.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/base/wire.h"

#define EDITS_VERSION 3

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

int
edits_add_time(struct edits *e, const struct edit_time *time)
{
	int r;

	if ((r = array_grow(&e->times, e->ntimes, EDITS_MAX,
	    sizeof(*e->times))) < 0)
		return r;
	e->times[e->ntimes++] = *time;
	return 0;
}

int
edits_add_word(struct edits *e, const struct box *box, const char *utf8,
    size_t len)
{
	int r;

	if (len == 0 || len > EDIT_WORD_MAX ||
	    !utf8_valid((const uint8_t *)utf8, len) ||
	    memchr(utf8, '\0', len) != NULL)
		return err_set(ERR_FORMAT, "a word of the text layer is not "
		    "one; examine the document again");
	if ((r = array_grow(&e->words, e->nwords, PLACES_MAX,
	    sizeof(*e->words))) < 0)
		return r;
	if (e->text.max == 0)
		e->text = BYTES_INIT(EDIT_WORDS_BYTES_MAX);
	e->words[e->nwords++] = (struct edit_word){ *box, e->text.len, len };
	return bytes_add(&e->text, utf8, len);
}

static int
by_start(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* The rules of edits.h, for ranges that are sorted already. */
static int
check_box(const struct box *x, const char *what, size_t i)
{
	if (x->page >= PAGES_MAX || x->x0 >= x->x1 || x->y0 >= x->y1)
		return err_set(ERR_FORMAT, "%s %zu is empty or on no page; "
		    "remove it from the plan", what, i + 1);
	return 0;
}

static bool
time_fits(const struct edit_time *t)
{
	bool none = t->x0 == 0 && t->y0 == 0 && t->x1 == 0 && t->y1 == 0;

	return t->from < t->to && t->to <= TIME_MAX &&
	    (none || (t->x0 < t->x1 && t->y0 < t->y1));
}

static int
check_sorted(const struct edits *e)
{
	uint64_t last = 0;
	size_t i;
	int r = 0;

	for (i = 0; i < e->nranges; i++) {
		if (e->ranges[i].start >= e->ranges[i].end)
			return err_set(ERR_FORMAT, "redaction %zu is empty; "
			    "remove it from the plan", i + 1);
		if (e->ranges[i].start < last)
			return err_set(ERR_FORMAT, "redaction %zu overlaps the "
			    "one before it; join them in the plan", i + 1);
		last = e->ranges[i].end;
	}
	for (i = 0; r == 0 && i < e->nboxes; i++)
		r = check_box(&e->boxes[i], "box", i);
	for (i = 0; r == 0 && i < e->ntimes; i++)
		if (!time_fits(&e->times[i]))
			return err_set(ERR_FORMAT, "time %zu is empty or too "
			    "late; remove it from the plan", i + 1);
	for (i = 0; r == 0 && i < e->nwords; i++)
		r = check_box(&e->words[i].box, "word", i);
	return r;
}

int
edits_check(struct edits *e)
{
	if (e->nranges > 1)
		qsort(e->ranges, e->nranges, sizeof(*e->ranges), by_start);
	return check_sorted(e);
}

static void
write_box(struct bytes *b, const struct box *x)
{
	wire_put_u32(b, x->page);
	wire_put_u32(b, (uint32_t)x->x0);
	wire_put_u32(b, (uint32_t)x->y0);
	wire_put_u32(b, (uint32_t)x->x1);
	wire_put_u32(b, (uint32_t)x->y1);
}

static void
write_time(struct bytes *b, const struct edit_time *x)
{
	wire_put_u64(b, x->from);
	wire_put_u64(b, x->to);
	wire_put_u32(b, (uint32_t)x->x0);
	wire_put_u32(b, (uint32_t)x->y0);
	wire_put_u32(b, (uint32_t)x->x1);
	wire_put_u32(b, (uint32_t)x->y1);
}

int
edits_write(struct bytes *b, const struct edits *e)
{
	const struct edit_word *w;
	size_t i;
	int r;

	if ((r = check_sorted(e)) < 0)
		return r;
	wire_put_u8(b, EDITS_VERSION);
	wire_put_u32(b, e->flags);
	wire_put_u32(b, (uint32_t)e->nranges);
	for (i = 0; i < e->nranges; i++) {
		wire_put_u64(b, e->ranges[i].start);
		wire_put_u64(b, e->ranges[i].end);
		wire_put_str(b, e->ranges[i].label);
	}
	wire_put_u32(b, (uint32_t)e->nboxes);
	for (i = 0; i < e->nboxes; i++)
		write_box(b, &e->boxes[i]);
	wire_put_u32(b, (uint32_t)e->ntimes);
	for (i = 0; i < e->ntimes; i++)
		write_time(b, &e->times[i]);
	wire_put_u32(b, (uint32_t)e->nwords);
	for (i = 0; i < e->nwords; i++) {
		w = &e->words[i];
		write_box(b, &w->box);
		wire_put_bytes(b, e->text.data + w->at, w->len);
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

static struct box
read_box(struct wire_reader *rd)
{
	struct box x;

	x.page = wire_get_u32(rd);
	x.x0 = (int32_t)wire_get_u32(rd);
	x.y0 = (int32_t)wire_get_u32(rd);
	x.x1 = (int32_t)wire_get_u32(rd);
	x.y1 = (int32_t)wire_get_u32(rd);
	return x;
}

static int
read_boxes(struct edits *e, struct wire_reader *rd)
{
	uint32_t n = wire_get_u32(rd);
	struct box x;
	int r;

	for (; n > 0 && !rd->bad; n--) {
		x = read_box(rd);
		if (!rd->bad && (r = edits_add_box(e, &x)) < 0)
			return r;
	}
	return 0;
}

static int
read_times(struct edits *e, struct wire_reader *rd)
{
	uint32_t n = wire_get_u32(rd);
	struct edit_time x;
	int r;

	for (; n > 0 && !rd->bad; n--) {
		x.from = wire_get_u64(rd);
		x.to = wire_get_u64(rd);
		x.x0 = (int32_t)wire_get_u32(rd);
		x.y0 = (int32_t)wire_get_u32(rd);
		x.x1 = (int32_t)wire_get_u32(rd);
		x.y1 = (int32_t)wire_get_u32(rd);
		if (!rd->bad && (r = edits_add_time(e, &x)) < 0)
			return r;
	}
	return 0;
}

static int
read_words(struct edits *e, struct wire_reader *rd)
{
	uint32_t n = wire_get_u32(rd);
	const uint8_t *text;
	struct box x;
	size_t len;
	int r;

	for (; n > 0 && !rd->bad; n--) {
		x = read_box(rd);
		text = wire_get_bytes(rd, EDIT_WORD_MAX, &len);
		if (!rd->bad && (r = edits_add_word(e, &x, (const char *)text,
		    len)) < 0)
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
	e.flags = wire_get_u32(&rd);
	if ((e.flags & ~(unsigned)EDITS_FLAGS) != 0)
		rd.bad = true;
	if ((r = read_ranges(&e, &rd)) < 0 || (r = read_boxes(&e, &rd)) < 0 ||
	    (r = read_times(&e, &rd)) < 0 || (r = read_words(&e, &rd)) < 0 ||
	    (r = wire_done(&rd, "a list of redactions")) < 0 ||
	    (r = check_sorted(&e)) < 0)
		goto done;
	*out = e;
	e = (struct edits){ 0 };		/* handed over */
done:
	edits_free(&e);
	return r;
}

void
edits_free(struct edits *e)
{
	free(e->ranges);
	free(e->boxes);
	free(e->times);
	free(e->words);
	bytes_free(&e->text);
	*e = (struct edits){ 0 };
}
