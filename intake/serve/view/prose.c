/*
 * prose.c -- what somebody else wrote to be read: put_prose() of put.h.
 *
 * Empty lines part paragraphs, "- " or "* " begins a point of a list, other
 * line ends stay line ends.  It may be in another language than the page:
 * dir="auto" lets each paragraph and list run as its letters do.
 */
#include <string.h>

#include "intake/serve/view/put.h"
#include "vault/base/print.h"

enum block { NO_BLOCK, PARAGRAPH, LIST };

static void
close_block(const struct page *p, enum block *open)
{
	static const char *const ends[] = { "", "</p>\n", "</li>\n</ul>\n" };

	put_raw(p, ends[*open]);
	*open = NO_BLOCK;
}

static bool
is_blank(const char *line, size_t len)
{
	while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		len--;
	return len == 0;
}

static void
put_line(const struct page *p, enum block *open, const char *line, size_t len)
{
	const bool point = len >= 2 && (line[0] == '-' || line[0] == '*') &&
	    line[1] == ' ';

	if (point) {
		if (*open == LIST) {
			put_raw(p, "</li>\n<li>");
		} else {
			close_block(p, open);
			put_raw(p, "<ul dir=\"auto\">\n<li>");
			*open = LIST;
		}
		line += 2;
		len -= 2;
	} else if (*open == NO_BLOCK) {
		put_raw(p, "<p dir=\"auto\">");
		*open = PARAGRAPH;
	} else {
		put_raw(p, "<br>\n");
	}
	(void)print_prose(p->b, line, len);
}

void
put_prose(const struct page *p, const char *text, size_t len)
{
	enum block open = NO_BLOCK;
	const char *end;
	size_t line, i;

	while (len > 0) {
		end = memchr(text, '\n', len);
		line = end != NULL ? (size_t)(end - text) : len;
		i = line > 0 && text[line - 1] == '\r' ? line - 1 : line;
		if (is_blank(text, i))
			close_block(p, &open);
		else
			put_line(p, &open, text, i);
		line += end != NULL;
		text += line;
		len -= line;
	}
	close_block(p, &open);
}
