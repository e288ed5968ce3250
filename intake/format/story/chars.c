/* chars.c -- see chars.h. */
#include "intake/format/story/chars.h"

#include "intake/format/package/xml.h"

#define FLAGS NORMALISE_NODE

static bool
is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void
chars_put(struct chars *c, const char *s, size_t len, bool preserve,
    struct bytes *out)
{
	struct bytes line = BYTES_INIT(XML_PART_MAX);
	size_t i;
	int r;

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
	if (!c->quiet &&
	    (r = normalise_look(&c->marks, line.data, len, FLAGS)) < 0)
		goto done;
	r = normalise_text(out, line.data, len, FLAGS);
done:
	if (r < 0 && c->err == 0)
		c->err = r;
	bytes_free(&line);
}

void
chars_report(const struct chars *c, struct answer *a, const char *where)
{
	unsigned k;

	for (k = 1; k <= MARK_LAST; k++)
		if (c->marks.count[k] > 0)
			answer_mark(a, (enum mark_kind)k, c->marks.count[k],
			    "%s", where);
}
