/* normalise.c -- see normalise.h: the text as a whole, line by line. */
#include "intake/format/normal/normalise.h"

#include <string.h>

#include "intake/marks/marks.h"
#include "intake/format/normal/line.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define ROUNDS_MAX 16	/* each makes text simpler; two or three are usual */

/* Where the runs of a line end; n is 0 for a whole text. */
struct runs {
	size_t *ends;
	size_t n;
};

#define NO_RUNS ((struct runs){ .ends = NULL, .n = 0 })

struct pass {
	struct line line;
	struct bytes *out;	/* NULL: only count */
	size_t newlines;	/* read, not yet written */
	size_t *ends;		/* of the runs of the one line, or NULL */
	size_t nends;
};

static bool
is_cjk(uint32_t cp)
{
	return (cp >= 0x3040 && cp <= 0x30ff) ||
	    (cp >= 0x3400 && cp <= 0x9fff) ||
	    (cp >= 0xac00 && cp <= 0xd7a3) || (cp >= 0x20000 && cp < 0x40000);
}

/* Letters of scripts that have look-alikes, but none themselves. */
static bool
is_foreign(uint32_t cp)
{
	return cp >= 0x370 && cp <= 0x58f && mark_latin_of(cp) == 0;
}

static int
look_over(struct facts *f, const uint8_t *p, size_t len)
{
	uint32_t cp;
	size_t n;

	for (; len > 0; p += n, len -= n) {
		if ((n = utf8_next(p, len, &cp)) == 0)
			return err_set(ERR_FORMAT, "text is not UTF-8; convert "
			    "it first");
		if (cp < 0x80) {
			f->latin += (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z';
			continue;
		}
		f->foreign += is_foreign(cp);
		f->cjk += is_cjk(cp);
		f->fullwidth += cp >= 0xff01 && cp <= 0xff5e;
	}
	return 0;
}

/*
 * The length of the line ending at p: 0 when there is none there.  *plain: it
 * is the one that all shall be.
 */
static size_t
ending(const uint8_t *p, size_t len, bool *plain)
{
	*plain = p[0] == '\n';
	if (p[0] == '\n')
		return 1;
	if (p[0] == '\r')
		return len > 1 && p[1] == '\n' ? 2 : 1;
	if (len > 1 && p[0] == 0xc2 && p[1] == 0x85)	/* next line */
		return 2;
	if (len > 2 && p[0] == 0xe2 && p[1] == 0x80 &&
	    (p[2] == 0xa8 || p[2] == 0xa9))	/* line, paragraph separator */
		return 3;
	return 0;
}

/* Nothing can be wrong with it: ASCII, single spaces inside. */
static bool
is_plain(const uint8_t *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (p[i] >= 0x7f || p[i] < ' ' || (p[i] == ' ' &&
		    (i + 1 == len || p[i + 1] == ' ')))
			return false;
	return true;
}

static void
write_newlines(struct pass *s)
{
	for (; s->newlines > 0; s->newlines--)
		(void)bytes_add(s->out, "\n", 1);
}

/* Write the line's characters; where runs end follows them. */
static int
write_line(struct pass *s)
{
	struct line *l = &s->line;
	size_t i, run = 0, start = s->out->len;

	for (i = 0; i < l->n; i++) {
		for (; run < s->nends && s->ends[run] <= l->v[i].at; run++)
			s->ends[run] = s->out->len - start;
		(void)utf8_put(s->out, l->v[i].cp);
	}
	for (; run < s->nends; run++)
		s->ends[run] = s->out->len - start;
	return bytes_ok(s->out);
}

static int
do_line(struct pass *s, const uint8_t *p, size_t len)
{
	struct line *l = &s->line;
	int r;

	if (is_plain(p, len)) {
		if (len > 0 && s->out != NULL) {
			write_newlines(s);
			return bytes_add(s->out, p, len);
		}
		s->newlines = len > 0 ? 0 : s->newlines;
		return 0;
	}
	if ((r = line_read(l, p, len)) < 0)
		return r;
	line_drop_controls(l);
	line_drop_useless(l);
	if ((r = line_drop_bidi(l)) < 0)
		return r;
	line_drop_invisible(l);
	line_plain_spaces(l);
	l->maths = line_has_maths(l);
	if ((r = line_compose(l)) < 0)
		return r;
	line_fold_words(l);
	if ((r = line_plain_signs(l)) < 0)
		return r;
	line_plain_quotes(l);
	line_trim(l);
	if (l->n == 0 && s->nends == 0)
		return 0;
	if (s->out == NULL) {
		s->newlines = 0;
		return 0;
	}
	write_newlines(s);
	return write_line(s);
}

/* Of the newlines at the end of a text one is left. */
static void
end_text(struct pass *s)
{
	for (; s->newlines > 1; s->newlines--)
		line_saw(&s->line, MARK_SPACES, s->line.n);
	if (s->out != NULL)
		write_newlines(s);
}

/* One pass over the text, into `out`, or only into `seen`. */
static int
go_over(struct bytes *out, struct marks_seen *seen, const uint8_t *text,
    size_t len, struct runs runs, unsigned flags)
{
	struct facts facts = { 0 };
	struct pass s = { .out = out, .ends = runs.ends, .nends = runs.n };
	size_t start, at, n;
	bool plain;
	int r;

	if ((r = look_over(&facts, text, len)) < 0)
		return r;
	s.line.facts = &facts;
	s.line.flags = flags;
	s.line.seen = seen;
	for (start = 0; start < len && r == 0; start = at + n) {
		for (at = start, n = 0; at < len; at++)
			if ((flags & NORMALISE_NODE) == 0 &&
			    (n = ending(text + at, len - at, &plain)) > 0)
				break;
		s.line.start = start;
		r = do_line(&s, text + start, at - start);
		if (n > 0) {
			s.newlines++;
			s.line.start = at;
			if (!plain)
				line_saw(&s.line, MARK_LINE_ENDINGS, s.line.n);
		}
	}
	if (r == 0)
		end_text(&s);
	line_free(&s.line);
	return r == 0 && out != NULL ? bytes_ok(out) : r;
}

/* Until nothing changes any more. */
static int
settle(struct bytes *out, const void *utf8, size_t len, struct runs runs,
    unsigned flags)
{
	struct bytes now = BYTES_INIT(out->max), next = BYTES_INIT(out->max);
	struct bytes swap;
	unsigned rounds;
	int r;

	r = go_over(&now, NULL, utf8, len, runs, flags);
	if (r == 0 && now.len == len && (len == 0 ||
	    memcmp(now.data, utf8, len) == 0))
		goto settled;
	for (rounds = 1; r == 0 && rounds < ROUNDS_MAX; rounds++) {
		bytes_reset(&next);
		if ((r = go_over(&next, NULL, now.data, now.len, runs,
		    flags)) < 0 || (next.len == now.len && (now.len == 0 ||
		    memcmp(next.data, now.data, now.len) == 0)))
			break;
		swap = now;
		now = next;
		next = swap;
	}
settled:
	if (r == 0)
		r = bytes_add(out, now.data, now.len);
	bytes_free(&now);
	bytes_free(&next);
	return r;
}

int
normalise_text(struct bytes *out, const void *utf8, size_t len, unsigned flags)
{
	return settle(out, utf8, len, NO_RUNS, flags);
}

int
normalise_runs(struct bytes *out, const void *utf8, size_t len, size_t *ends,
    size_t n, unsigned flags)
{
	return settle(out, utf8, len, (struct runs){ ends, n }, flags);
}

int
normalise_look(struct marks_seen *seen, const void *utf8, size_t len,
    unsigned flags)
{
	return go_over(NULL, seen, utf8, len, NO_RUNS, flags);
}
