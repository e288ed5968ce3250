/*
 * text.c -- plain text in UTF-8.  Its text is the file itself, byte for byte,
 * so that places in the text are places in the file.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "intake/format/text/text.h"
#include "intake/format/normal/normalise.h"
#include "intake/format/page/pages.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define EXAMPLE_BYTES 48	/* "U+10FFFF at byte 18446744073709551615, " */

static const char *const mimes[] = { "text/plain", NULL };

/* Control characters that texts hold; every other one makes it no text. */
static bool
may_stand(uint32_t cp)
{
	if (cp < 0x20)
		return cp == '\t' || cp == '\n' || cp == '\r' || cp == '\f';
	return cp != 0x7f && (cp < 0x80 || cp > 0x9f || cp == 0x85);
}

/*
 * Markup begins with what no text begins with.  It has metadata of its own,
 * which a cleaner of plain text would leave.
 */
static bool
is_markup(const struct doc *d)
{
	static const char *const heads[] = {
		"<?xml", "<!doctype", "<html", "<svg", "{\\rtf"
	};
	const char *p = (const char *)d->data;
	size_t i, len = d->len;

	if (len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		len -= 3;
	}
	for (; len > 0 && memchr(" \t\r\n\f", *p, 5) != NULL; p++, len--)
		;
	for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (len >= strlen(heads[i]) &&
		    strncasecmp(p, heads[i], strlen(heads[i])) == 0)
			return true;
	return false;
}

static bool
text_structure(const struct doc *d)
{
	size_t at, n;
	uint32_t cp;

	for (at = 0; at < d->len; at += n)
		if ((n = utf8_next(d->data + at, d->len - at, &cp)) == 0 ||
		    !may_stand(cp))
			return false;
	return !is_markup(d);
}

static int
too_long(const struct doc *d, struct answer *a)
{
	return d->len <= TEXT_MAX ? 0 : answer_refuse(a, REASON_LIMIT,
	    "it is a text of more than %u bytes", TEXT_MAX);
}

static int
failed(struct answer *a, int code)
{
	return answer_refuse(a, code == ERR_FORMAT ? REASON_DAMAGED :
	    REASON_LIMIT, "%s", err_line());
}

static void
report_mark(struct answer *a, const struct marks_seen *seen,
    enum mark_kind kind)
{
	char where[NORMALISE_EXAMPLES * EXAMPLE_BYTES] = "";
	uint64_t i, n = seen->count[kind];
	size_t used = 0;

	for (i = 0; i < n && i < NORMALISE_EXAMPLES; i++)
		used += (size_t)snprintf(where + used, sizeof(where) - used,
		    "%sU+%04X at byte %llu", i > 0 ? ", " : "",
		    seen->cp[kind][i], (unsigned long long)seen->at[kind][i]);
	answer_mark(a, kind, n, "%s%s", where,
	    n > NORMALISE_EXAMPLES ? ", ..." : "");
}

static int
text_report(const struct doc *d, struct answer *a)
{
	struct marks_seen seen = { 0 };
	unsigned kind;
	int r;

	if (too_long(d, a) != 0)
		return -1;
	if ((r = normalise_look(&seen, d->data, d->len, 0)) < 0)
		return failed(a, r);
	for (kind = 1; kind <= MARK_LAST; kind++)
		if (seen.count[kind] > 0)
			report_mark(a, &seen, (enum mark_kind)kind);
	return 0;
}

static int
text_text(const struct doc *d, struct answer *a, bool layout)
{
	(void)layout;	/* a text has no pages */
	if (too_long(d, a) != 0)
		return -1;
	answer_text(a, d->data, d->len);
	return 0;
}

/* Normalised; a text of nothing but marks leaves nothing, which is no file. */
static int
normalise(struct bytes *out, const void *p, size_t len, struct answer *a)
{
	int r;

	if ((r = normalise_text(out, p, len, 0)) < 0)
		return failed(a, r);
	return out->len > 0 ? 0 : answer_refuse(a, REASON_EMPTY,
	    "nothing of it can be seen");
}

static int
text_clean(const struct doc *d, struct answer *a)
{
	struct bytes out = BYTES_INIT(TEXT_MAX);
	int r;

	if ((r = too_long(d, a)) == 0 &&
	    (r = normalise(&out, d->data, d->len, a)) == 0)
		answer_file(a, out.data, out.len);
	bytes_free(&out);
	return r;
}

/* Does a range begin and end between characters of the text? */
static bool
fits(const struct doc *d, const struct edit *e)
{
	return e->end <= d->len && (d->data[e->start] & 0xc0) != 0x80 &&
	    (e->end == d->len || (d->data[e->end] & 0xc0) != 0x80);
}

/* Labels in the place of ranges. */
static int
replace(struct bytes *out, const struct doc *d, const struct edits *e,
    struct answer *a)
{
	uint64_t at = 0;
	size_t i;

	for (i = 0; i < e->nranges; i++) {
		if (!fits(d, &e->ranges[i]))
			return answer_refuse(a, REASON_DAMAGED, "redaction %zu "
			    "does not fit its text", i + 1);
		(void)bytes_add(out, d->data + at, e->ranges[i].start - at);
		(void)bytes_add_str(out, e->ranges[i].label);
		at = e->ranges[i].end;
	}
	(void)bytes_add(out, d->data + at, d->len - at);
	return bytes_ok(out) == 0 ? 0 : failed(a, bytes_ok(out));
}

static int
text_apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct bytes spliced = BYTES_INIT(TEXT_MAX);
	struct bytes out = BYTES_INIT(TEXT_MAX);
	int r;

	if (e->nboxes > 0)
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "a text has no pages to draw boxes on");
	if ((r = too_long(d, a)) == 0 &&
	    (r = replace(&spliced, d, e, a)) == 0 &&
	    (r = normalise(&out, spliced.data, spliced.len, a)) == 0)
		answer_file(a, out.data, out.len);
	bytes_free(&spliced);
	bytes_free(&out);
	return r;
}

static int
text_safe(const struct doc *d, struct answer *a)
{
	struct bytes out = BYTES_INIT(TEXT_MAX);
	struct pages *p = NULL;
	int r;

	if ((r = too_long(d, a)) == 0 &&
	    (r = normalise(&out, d->data, d->len, a)) == 0 &&
	    (r = pages_new(&p, a)) == 0 &&
	    (r = pages_add_text(p, (const char *)out.data, out.len)) == 0)
		r = pages_end(p);
	pages_free(p);
	bytes_free(&out);
	return r;
}

const struct format format_text = {
	.id = FORMAT_TEXT,
	.mimes = mimes,
	.structure = text_structure,
	.report = text_report,
	.text = text_text,
	.clean = text_clean,
	.apply = text_apply,
	.safe = text_safe,
	.generic = true,
};
