/* unread.c -- see unread.h. */
#include "redact/doc/unread.h"

#include <stdbool.h>

static bool
is_blank(const struct bytes *text, const struct page *p)
{
	uint64_t i;

	for (i = p->start; i < p->end; i++)
		if (text->data[i] > ' ')
			return false;
	return true;
}

size_t
unread_pages(const struct report *report, const struct layout *layout,
    const struct bytes *text)
{
	const struct page *p;
	size_t i, n = 0;

	if (report->format != FORMAT_PDF &&
	    !format_is_picture(report->format) &&
	    !format_has_pictures(report->format))
		return 0;
	for (i = 0; i < layout->npages; i++) {
		p = &layout->pages[i];
		n += (p->flags & PAGE_READ) == 0 &&
		    ((p->flags & PAGE_DOUBT) != 0 || is_blank(text, p));
	}
	return n;
}
