/* unread.c -- see unread.h. */
#include "redact/doc/unread.h"

#include <stdbool.h>

#define PAGE_BREAK '\f'		/* stands between the pages of a PDF's text */

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

size_t
unread_pages(const struct report *report, const struct bytes *text)
{
	size_t i, n = 0;
	bool blank = true;

	if (report->format == FORMAT_JPEG || report->format == FORMAT_PNG)
		return 1;
	if (report->format != FORMAT_PDF)
		return 0;
	for (i = 0; i < text->len; i++) {
		if (text->data[i] == PAGE_BREAK) {
			n += blank;
			blank = true;
		} else if (!is_blank(text->data[i])) {
			blank = false;
		}
	}
	return n + blank;
}
