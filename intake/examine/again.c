/* again.c -- see again.h. */
#include "intake/examine/again.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Marks that no file may leave with; the others are matters of taste. */
static bool
must_be_gone(enum mark_kind kind)
{
	switch (kind) {
	case MARK_INVISIBLE:
	case MARK_BIDI:
	case MARK_VARIATION:
	case MARK_LOOKALIKE:
	case MARK_HIDDEN_TEXT:
	case MARK_DELETED_TEXT:
	case MARK_PRINTER_DOTS:
	case MARK_TRAILING_DATA:
	case MARK_TRACKING_ID:
	case MARK_REVISION:
	case MARK_THUMBNAIL:
	case MARK_EXTERNAL:
	case MARK_SCRIPT:
		return true;
	default:
		return false;
	}
}

#define BLOCK 65536u		/* bytes that are compared at a time */

/* It could not even be examined: out of means, or no file of that kind. */
static enum exam_reason
not_examined(const struct report *second, char detail[DETAIL_MAX + 1])
{
	(void)snprintf(detail, DETAIL_MAX + 1, "the copy that came out was "
	    "examined and %s: %s", state_name(second->state),
	    reason_name(second->reason));
	switch (second->reason) {
	case REASON_CPU:
	case REASON_LIMIT:
	case REASON_EMPTY:
		return second->reason;
	case REASON_DAMAGED:	/* what was damaged made no whole copy */
		return REASON_UNSUPPORTED;
	default:
		return REASON_LIED;
	}
}

enum exam_reason
again_judge(const struct report *first, const struct report *second,
    unsigned want, char detail[DETAIL_MAX + 1])
{
	bool safe = (want & WANT_SAFE) != 0;
	enum format_id format = safe ? FORMAT_PDF : first->format;
	size_t i, left;

	detail[0] = '\0';
	if (second->state != EXAM_DONE)
		return not_examined(second, detail);
	if (second->format != format && ((want & WANT_APPLY) == 0 ||
	    second->format != format_painted(format))) {
		(void)snprintf(detail, DETAIL_MAX + 1, "the copy that came out "
		    "is %s, not %s", format_name(second->format),
		    format_name(format));
		return REASON_LIED;
	}
	if (second->pages != first->pages && !(safe && first->pages == 0)) {
		(void)snprintf(detail, DETAIL_MAX + 1, "%u pages went in, %u "
		    "came out", first->pages, second->pages);
		return REASON_LIED;
	}
	if ((left = report_metas_left(second)) > 0) {
		(void)snprintf(detail, DETAIL_MAX + 1, "%zu metadata values are "
		    "left in the copy", left);
		return REASON_METADATA_LEFT;
	}
	for (i = 0; i < second->nmarks; i++)
		if (must_be_gone(second->marks[i].kind)) {
			(void)snprintf(detail, DETAIL_MAX + 1, "hidden marks "
			    "are left in the copy: %s",
			    mark_name(second->marks[i].kind));
			return REASON_METADATA_LEFT;
		}
	return REASON_NONE;
}

/* The same bytes in two files? */
static bool
same(int a, uint64_t at_a, int b, uint64_t at_b, uint64_t len)
{
	uint8_t pa[BLOCK], pb[BLOCK];
	size_t n;

	for (; len > 0; at_a += n, at_b += n, len -= n) {
		n = len < BLOCK ? (size_t)len : BLOCK;
		if (pread(a, pa, n, (off_t)at_a) != (ssize_t)n ||
		    pread(b, pb, n, (off_t)at_b) != (ssize_t)n ||
		    memcmp(pa, pb, n) != 0)
			return false;
	}
	return true;
}

/* Number i of `parts`, whose bytes lie at `at`, as it came out. */
static bool
became(const struct parts_file *parts, size_t i, uint64_t at,
    const struct children *found, size_t k)
{
	const struct child *one = &found->list[k];

	if (parts->list[i].what != PART_REPLACED)
		return true;
	return one->reason == REASON_NONE && one->len == parts->list[i].len &&
	    same(parts->fd, at, found->bytes, one->start, one->len);
}

enum exam_reason
again_judge_parts(const struct parts_file *parts, const struct children *found,
    char detail[DETAIL_MAX + 1])
{
	uint64_t at = parts_file_start(parts);
	size_t i, k = 0, n = 0;

	for (i = 0; i < parts->n; i++)
		if (parts->list[i].what != PART_OMITTED)
			n++;
	if (found->n != n) {
		(void)snprintf(detail, DETAIL_MAX + 1, "%zu documents should be "
		    "in the copy that came out, %zu are", n, found->n);
		return REASON_LIED;
	}
	for (i = 0; i < parts->n; i++) {
		if (parts->list[i].what == PART_OMITTED)
			continue;
		if (!became(parts, i, at, found, k++)) {
			(void)snprintf(detail, DETAIL_MAX + 1, "document %zu in "
			    "the copy that came out is not the clean one", k);
			return REASON_LIED;
		}
		at += parts->list[i].len;
	}
	return REASON_NONE;
}
