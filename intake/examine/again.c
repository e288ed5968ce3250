/* again.c -- see again.h. */
#include "intake/examine/again.h"

#include <stdbool.h>
#include <stdio.h>

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

/* It could not even be examined: out of means, or no file of that kind. */
static enum exam_reason
not_examined(const struct report *second, char detail[DETAIL_MAX + 1])
{
	(void)snprintf(detail, DETAIL_MAX + 1, "the copy that came out was "
	    "examined and %s: %s", state_name(second->state),
	    reason_name(second->reason));
	return second->reason == REASON_CPU || second->reason == REASON_LIMIT ||
	    second->reason == REASON_EMPTY ? second->reason : REASON_LIED;
}

enum exam_reason
again_judge(const struct report *first, const struct report *second,
    unsigned want, char detail[DETAIL_MAX + 1])
{
	bool safe = (want & WANT_SAFE) != 0;
	enum format_id format = safe ? FORMAT_PDF : first->format;
	size_t i;

	detail[0] = '\0';
	if (second->state != EXAM_DONE)
		return not_examined(second, detail);
	if (second->format != format) {
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
	if (second->nmetas > 0) {
		(void)snprintf(detail, DETAIL_MAX + 1, "%zu metadata values are "
		    "left in the copy", second->nmetas);
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
