/*
 * docx_chars.c -- the characters of one text node, as they may stay.
 *
 * A node is a piece of a line: the space at its end may be the one between
 * two words, and the quote that closes may stand in the next node.  So both
 * stay, and only what one node can show goes (normalise.h).
 */
#include <string.h>

#include "intake/format/office/docx_job.h"

#define FLAGS (NORMALISE_NODE | NORMALISE_KEEP_QUOTES)

static bool
is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void
docx_chars(struct docx_job *job, const char *s, size_t len, bool preserve,
    struct bytes *out)
{
	struct bytes line = BYTES_INIT(XML_PART_MAX);
	size_t i;
	int r;

	/* Word does not show white space at the ends unless told to. */
	while (!preserve && len > 0 && is_white(s[0])) {
		s++;
		len--;
	}
	while (!preserve && len > 0 && is_white(s[len - 1]))
		len--;
	if ((r = bytes_add(&line, s, len)) < 0)
		goto done;
	/* Tabs and line ends are elements; as characters they are spaces. */
	for (i = 0; i < len; i++)
		if (is_white((char)line.data[i]))
			line.data[i] = ' ';
	if (!job->writing &&
	    (r = normalise_look(&job->marks, line.data, len, FLAGS)) < 0)
		goto done;
	r = normalise_text(out, line.data, len, FLAGS);
done:
	if (r < 0 && job->err == 0)
		job->err = r;
	bytes_free(&line);
}
