/* sheets.c -- see sheets.h. */
#include "redact/doc/sheets.h"

#include <string.h>

#include "intake/examine/array.h"

/* Where the stretch that begins at `at` ends, of a text up to `last`. */
static size_t
stretch_end(const struct bytes *text, size_t at, size_t last)
{
	const uint8_t *line;
	size_t end;

	if (last - at <= SHEET_BYTES)
		return last;
	end = last - at <= SHEET_BYTES_MAX ? last : at + SHEET_BYTES_MAX;
	line = memchr(text->data + at + SHEET_BYTES, '\n',
	    end - at - SHEET_BYTES);
	if (line != NULL)
		return (size_t)(line - text->data) + 1;
	while (end < last && (text->data[end] & 0xc0) == 0x80)
		end--;
	return end;
}

static int
add(struct sheet **list, size_t *n, uint64_t start, uint64_t end, uint32_t page)
{
	int r;

	if ((r = array_grow(list, *n, SHEETS_MAX, sizeof(**list))) < 0)
		return r;
	(*list)[(*n)++] = (struct sheet){ start, end, page };
	return 0;
}

int
sheets_of(struct sheet **out, size_t *n, const struct layout *layout,
    const struct bytes *text)
{
	size_t i, at = 0, end, last = layout->npages > 0 ?
	    layout->pages[0].start : text->len;
	int r = 0;

	*out = NULL;
	*n = 0;
	for (; r == 0 && (at < last || (layout->npages == 0 && *n == 0));
	    at = end) {
		end = stretch_end(text, at, last);
		r = add(out, n, at, end, SHEET_NO_PAGE);
	}
	for (i = 0; r == 0 && i < layout->npages; i++)
		r = add(out, n, layout->pages[i].start, layout->pages[i].end,
		    (uint32_t)i);
	return r;
}

size_t
sheets_at(const struct sheet *sheets, size_t n, uint64_t at)
{
	size_t low = 0, high = n, mid;

	/* The last that begins at or before it. */
	while (low + 1 < high) {
		mid = low + (high - low) / 2;
		if (sheets[mid].start <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}
