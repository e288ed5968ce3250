/*
 * text.c -- plain text: notes, tables, logs, subtitles, source code.  The text
 * of one in UTF-8 is the file itself, byte for byte, so that places in the
 * text are places in the file; of one in another charset it is the text in
 * UTF-8, and so is the copy.  Lines of invitations and cards (RFC 5545, RFC
 * 6350), which are folded wherever they are long, are whole in both.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "intake/format/normal/charset.h"
#include "intake/format/normal/links.h"
#include "intake/format/normal/links.h"
#include "intake/format/normal/normalise.h"
#include "intake/format/page/pages.h"
#include "intake/format/text/chat.h"
#include "intake/format/text/repeat.h"
#include "intake/format/text/text.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define EXAMPLE_BYTES 48	/* "U+10FFFF at byte 18446744073709551615, " */
#define GROUP "Text"

static const char *const mimes[] = { "text/plain", NULL };

/* The text in UTF-8. */
struct text {
	const uint8_t *p;
	size_t len;
	struct charset charset;
	struct bytes converted;	/* holds it where the file does not */
	struct bytes unfolded;	/* and this, where lines were folded */
};

/*
 * Markup begins with what no text begins with.  It has metadata of its own,
 * which a cleaner of plain text would leave.
 */
static bool
is_markup(const struct doc *d)
{
	static const char *const heads[] = {
		"<?xml", "<!doctype", "<html", "<svg", "{\\rtf", "%!ps"
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
	return charset_may_be(d->data, d->len) && !is_markup(d);
}

static int
failed(struct answer *a, int code)
{
	return answer_refuse(a, code == ERR_FORMAT ? REASON_DAMAGED :
	    REASON_LIMIT, "%s", err_line());
}

static bool
is_folded(const struct text *t)
{
	static const char *const heads[] = { "BEGIN:VCALENDAR",
	    "BEGIN:VCARD" };
	const char *p = (const char *)t->p;
	size_t i, n, len = t->len;

	if (len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		len -= 3;
	}
	for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		n = strlen(heads[i]);
		if (len > n && strncasecmp(p, heads[i], n) == 0 &&
		    (p[n] == '\r' || p[n] == '\n'))
			return true;
	}
	return false;
}

/* A line that begins with a blank goes on with the one before. */
static int
unfold(struct text *t, struct answer *a)
{
	size_t i, n;

	if (!is_folded(t))
		return 0;
	for (i = 0; i < t->len; i += n) {
		n = t->p[i] == '\r' && i + 1 < t->len && t->p[i + 1] == '\n' ?
		    2 : 1;
		if (t->p[i + n - 1] == '\n' && i + n < t->len &&
		    (t->p[i + n] == ' ' || t->p[i + n] == '\t'))
			n++;
		else
			(void)bytes_add(&t->unfolded, t->p + i, n);
	}
	if (bytes_ok(&t->unfolded) < 0)
		return failed(a, bytes_ok(&t->unfolded));
	t->p = t->unfolded.data;
	t->len = t->unfolded.len;
	return 0;
}

static int
text_open(struct text *t, const struct doc *d, struct answer *a)
{
	int r;

	*t = (struct text){ .p = d->data, .len = d->len,
	    .converted = BYTES_INIT(TEXT_MAX),
	    .unfolded = BYTES_INIT(TEXT_MAX) };
	if (d->len > TEXT_MAX)
		return answer_refuse(a, REASON_LIMIT,
		    "it is a text of more than %u bytes", TEXT_MAX);
	if ((r = charset_of(&t->charset, d->data, d->len, NULL)) < 0)
		return failed(a, r);
	if (t->charset.utf8)
		return unfold(t, a);
	if ((r = charset_convert(&t->converted, &t->charset, d->data,
	    d->len)) < 0)
		return failed(a, r);
	t->p = t->converted.data;
	t->len = t->converted.len;
	return unfold(t, a);
}

static void
text_close(struct text *t)
{
	bytes_free(&t->converted);
	bytes_free(&t->unfolded);
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

static void
report_charset(const struct charset *c, struct answer *a)
{
	if (!c->utf8 && c->confidence < CHARSET_SURE)
		answer_metaf(a, GROUP, "Charset", "%s, guessed (%u %%)",
		    c->name, c->confidence);
	else if (!c->utf8)
		answer_metaf(a, GROUP, "Charset", "%s", c->name);
}

static int
text_report(const struct doc *d, struct answer *a)
{
	struct marks_seen seen = { 0 };
	struct text t;
	unsigned kind;
	int r;

	if ((r = text_open(&t, d, a)) != 0)
		goto done;
	if ((r = normalise_look(&seen, t.p, t.len, 0)) < 0) {
		r = failed(a, r);
		goto done;
	}
	report_charset(&t.charset, a);
	chat_report(t.p, t.len, a);
	links_report(t.p, t.len, a);
	repeat_report(t.p, t.len, a);
	for (kind = 1; kind <= MARK_LAST; kind++)
		if (seen.count[kind] > 0)
			report_mark(a, &seen, (enum mark_kind)kind);
done:
	text_close(&t);
	return r;
}

static int
text_text(const struct doc *d, struct answer *a, bool layout)
{
	struct text t;
	int r;

	(void)layout;	/* a text has no pages */
	if ((r = text_open(&t, d, a)) == 0)
		answer_text(a, t.p, t.len);
	text_close(&t);
	return r;
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
	struct text t;
	int r;

	if ((r = text_open(&t, d, a)) == 0 &&
	    (r = normalise(&out, t.p, t.len, a)) == 0)
		answer_file(a, out.data, out.len);
	text_close(&t);
	bytes_free(&out);
	return r;
}

/* Does a range begin and end between characters of the text? */
static bool
fits(const struct text *t, const struct edit *e)
{
	return e->end <= t->len && (t->p[e->start] & 0xc0) != 0x80 &&
	    (e->end == t->len || (t->p[e->end] & 0xc0) != 0x80);
}

/* Labels in the place of ranges. */
static int
replace(struct bytes *out, const struct text *t, const struct edits *e,
    struct answer *a)
{
	uint64_t at = 0;
	size_t i;

	for (i = 0; i < e->nranges; i++) {
		if (!fits(t, &e->ranges[i]))
			return answer_refuse(a, REASON_DAMAGED, "redaction %zu "
			    "does not fit its text", i + 1);
		(void)bytes_add(out, t->p + at, e->ranges[i].start - at);
		(void)bytes_add_str(out, e->ranges[i].label);
		at = e->ranges[i].end;
	}
	(void)bytes_add(out, t->p + at, t->len - at);
	return bytes_ok(out) == 0 ? 0 : failed(a, bytes_ok(out));
}

static int
text_apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct bytes spliced = BYTES_INIT(TEXT_MAX);
	struct bytes out = BYTES_INIT(TEXT_MAX);
	struct text t;
	int r;

	if (e->nboxes > 0)
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "a text has no pages to draw boxes on");
	if ((r = text_open(&t, d, a)) == 0 &&
	    (r = replace(&spliced, &t, e, a)) == 0 &&
	    (r = normalise(&out, spliced.data, spliced.len, a)) == 0)
		answer_file(a, out.data, out.len);
	text_close(&t);
	bytes_free(&spliced);
	bytes_free(&out);
	return r;
}

static int
text_safe(const struct doc *d, struct answer *a)
{
	struct bytes out = BYTES_INIT(TEXT_MAX);
	struct pages *p = NULL;
	struct text t;
	int r;

	if ((r = text_open(&t, d, a)) == 0 &&
	    (r = normalise(&out, t.p, t.len, a)) == 0 &&
	    (r = pages_new(&p, a)) == 0 &&
	    (r = pages_add_text(p, (const char *)out.data, out.len)) == 0)
		r = pages_end(p);
	pages_free(p);
	text_close(&t);
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
