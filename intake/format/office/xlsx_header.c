/*
 * xlsx_header.c -- the headers and footers of a sheet: texts between codes
 * (ISO/IEC 29500-1, 18.3.1.46).  Left, middle and right are a line each.
 */
#include <string.h>

#include "intake/format/office/xlsx.h"
#include "intake/format/package/xml.h"

#define FONT_MAX 64u	/* bytes of "name,style" */

/* How long is the code behind the '&' at `s`, with it?  0: it is text. */
static size_t
code_length(const char *s)
{
	size_t n;

	if (s[1] == '\0' || s[1] == '&')
		return 0;
	if (s[1] == '"') {
		n = 2 + strcspn(s + 2, "\"");
		return s[n] == '"' ? n + 1 : n;
	}
	if (s[1] >= '0' && s[1] <= '9')
		return 1 + strspn(s + 1, "0123456789");
	if (s[1] == 'K') {
		n = strspn(s + 2, "0123456789abcdefABCDEF+-");
		return 2 + (n < 6 ? n : 6);
	}
	return 2;
}

/* A code that may stay as it is. */
static bool
is_known(const char *s, size_t n)
{
	static const char font[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,-";

	if (s[1] == '"')
		return n > 3 && n < FONT_MAX && s[n - 1] == '"' &&
		    strspn(s + 2, font) == n - 3;
	return (s[1] >= '0' && s[1] <= '9') ||
	    strchr("LCRPNDTABIUSXYEKHO", s[1]) != NULL;
}

/* What stands between two codes; "&&" is a '&' in it. */
static void
say(struct part_walk *w, const char *s, size_t len, struct bytes *out)
{
	struct bytes plain = BYTES_INIT(XML_PART_MAX);
	size_t i;

	for (i = 0; i < len; i++) {
		(void)bytes_add(&plain, s + i, 1);
		i += s[i] == '&' && i + 1 < len;
	}
	if (plain.len > 0) {
		(void)part_say(w, PIECE_RUN, (char *)plain.data, plain.len);
		for (i = 0; i < w->piece.len; i++) {
			if (w->piece.data[i] == '&')
				(void)bytes_add(out, "&", 1);
			(void)bytes_add(out, w->piece.data + i, 1);
		}
	}
	bytes_free(&plain);
}

void
xlsx_header(struct part_walk *w, const char *s)
{
	struct bytes out = BYTES_INIT(XML_PART_MAX);
	const char *from = s;
	size_t n;

	story_paragraph(w->job->text);
	while (*s != '\0') {
		if (*s != '&' || (n = code_length(s)) == 0) {
			s += *s == '&' && s[1] == '&' ? 2 : 1;
			continue;
		}
		say(w, from, (size_t)(s - from), &out);
		if (strchr("LCR", s[1]) != NULL) {
			story_paragraph_end(w->job->text);
			story_paragraph(w->job->text);
		}
		if (is_known(s, n))
			(void)bytes_add(&out, s, n);
		from = s += n;
	}
	say(w, from, (size_t)(s - from), &out);
	story_paragraph_end(w->job->text);
	part_close(w);
	xml_put_text(w->out, (const char *)out.data, out.len);
	if (bytes_ok(&out) < 0)
		w->out->failed = bytes_ok(&out);
	bytes_free(&out);
}
