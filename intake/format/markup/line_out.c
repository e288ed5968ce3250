/* line_out.c -- see line_out.h. */
#include "intake/format/markup/line_out.h"

#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "intake/format/markup/splice.h"
#include "vault/base/err.h"

#define LINE_MAX_BYTES ((size_t)1 << 30)	/* of one line with its markup */
#define PIECES_MAX 16000000u			/* of one line */

enum what {
	MARKUP, TEXT, GAP, VALUE
};

/* A stretch of the bytes of its kind. */
struct piece {
	enum what what;
	size_t start, len;
};

struct line_out {
	struct bytes *text, *copy;
	struct splice splice;
	uint64_t at;		/* bytes of the whole text before this line */
	unsigned flags;
	bool indented;		/* this line */
	bool object_before;	/* a picture before its text */
	bool object_after;	/* and behind it */
	struct marks_seen *seen;
	struct piece *pieces;
	size_t npieces, room;
	struct bytes markup, shown, values;
	/* For the copy: what edits leave, then what marks leave. */
	struct bytes left, plain;
	size_t *ends, ends_room;
	int failed;
};

static void
fail(struct line_out *l, int r)
{
	if (r < 0 && l->failed == 0)
		l->failed = r;
}

int
line_out_new(struct line_out **out, struct bytes *text, struct bytes *copy,
    const struct edits *edits, uint64_t at, unsigned flags)
{
	struct line_out *l;

	if ((*out = l = calloc(1, sizeof(*l))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; split the "
		    "document");
	l->text = text;
	l->copy = copy;
	l->splice.edits = edits;
	l->at = at;
	l->flags = flags | NORMALISE_NODE;
	l->markup = l->shown = l->values = BYTES_INIT(LINE_MAX_BYTES);
	l->left = l->plain = BYTES_INIT(2 * LINE_MAX_BYTES);
	return 0;
}

/* Append to the bytes of its kind; pieces of one kind that touch are one. */
static void
add(struct line_out *l, enum what what, struct bytes *b, const void *p,
    size_t len)
{
	struct piece *last = l->npieces > 0 ? &l->pieces[l->npieces - 1] :
	    NULL;
	struct piece *grown;
	int r;

	if (l->failed != 0)
		return;
	if ((r = bytes_add(b, p, len)) < 0) {
		fail(l, r);
		return;
	}
	if (last != NULL && last->what == what && what != VALUE) {
		last->len += len;
		return;
	}
	if (l->npieces == l->room) {
		size_t room = l->room > 0 ? 2 * l->room : 64;

		if (room > PIECES_MAX || (grown = reallocarray(l->pieces,
		    room, sizeof(*grown))) == NULL) {
			fail(l, err_set(ERR_TOO_BIG, "a line of it has more "
			    "than %u pieces of markup; split it", PIECES_MAX));
			return;
		}
		l->pieces = grown;
		l->room = room;
	}
	l->pieces[l->npieces++] = (struct piece){ what, b->len - len, len };
}

void
line_out_markup_bytes(struct line_out *l, const void *p, size_t len)
{
	if (l->copy != NULL && len > 0)
		add(l, MARKUP, &l->markup, p, len);
}

void
line_out_markup(struct line_out *l, const char *s)
{
	line_out_markup_bytes(l, s, strlen(s));
}

void
line_out_text(struct line_out *l, const char *s, size_t len)
{
	if (len == 0)
		return;
	add(l, TEXT, &l->shown, s, len);
	l->object_after = false;
}

void
line_out_object(struct line_out *l)
{
	l->object_before = l->object_before || l->shown.len == 0;
	l->object_after = true;
}

void
line_out_indented(struct line_out *l)
{
	l->indented = true;
}

/* White space before a gap is at the end of what it separates. */
static void
trim(struct line_out *l)
{
	size_t i = l->npieces;
	char c;

	while (l->shown.len > 0 && !l->object_after) {
		c = line_out_last(l);
		if (c != ' ' && c != '\t')
			return;
		while (i > 0 && (l->pieces[i - 1].what == MARKUP ||
		    l->pieces[i - 1].what == VALUE ||
		    l->pieces[i - 1].len == 0))
			i--;
		if (i == 0 || l->pieces[i - 1].what != TEXT)
			return;
		l->pieces[i - 1].len--;
		l->shown.len--;
	}
}

void
line_out_gap(struct line_out *l, char c)
{
	trim(l);
	add(l, GAP, &l->shown, &c, 1);
}

void
line_out_value(struct line_out *l, const char *s, size_t len)
{
	add(l, VALUE, &l->values, s, len);
}

bool
line_out_edited(const struct line_out *l)
{
	return l->copy != NULL && l->splice.edits != NULL &&
	    l->splice.edits->nranges > 0;
}

bool
line_out_is_empty(const struct line_out *l)
{
	return l->shown.len == 0 && !l->object_before;
}

char
line_out_last(const struct line_out *l)
{
	return l->shown.len > 0 ? (char)l->shown.data[l->shown.len - 1] : '\0';
}

void
line_out_look(struct line_out *l, struct marks_seen *seen)
{
	l->seen = seen;
}

/* --- a line's end --- */

/* Where a piece begins; nothing was appended yet: nowhere. */
static const uint8_t *
at_of(const struct bytes *b, size_t start)
{
	return b->data != NULL ? b->data + start : NULL;
}

static void
escape(struct bytes *out, const uint8_t *p, size_t len, bool value)
{
	size_t i, from = 0;
	const char *as;

	if (len == 0)
		return;
	for (i = 0; i < len; i++) {
		as = p[i] == '&' ? "&amp;" : p[i] == '<' ? "&lt;" :
		    p[i] == '>' ? "&gt;" : value && p[i] == '"' ? "&quot;" :
		    NULL;
		if (as == NULL)
			continue;
		(void)bytes_add(out, p + from, i - from);
		(void)bytes_add_str(out, as);
		from = i + 1;
	}
	(void)bytes_add(out, p + from, len - from);
}

static int
make_ends(struct line_out *l)
{
	size_t *grown;

	if (l->ends_room >= l->npieces + 1)
		return 0;
	if ((grown = reallocarray(l->ends, l->npieces + 1,
	    sizeof(*grown))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; split the "
		    "document");
	l->ends = grown;
	l->ends_room = l->npieces + 1;
	return 0;
}

static unsigned
flags_of(const struct line_out *l)
{
	return l->flags | (l->indented ? NORMALISE_INDENTED : 0);
}

/* What became white space at the ends of the line is seen by nobody. */
static void
trim_plain(struct line_out *l, size_t n)
{
	size_t i, skip = 0;

	while (l->plain.len > 0 && !l->object_after &&
	    l->plain.data[l->plain.len - 1] == ' ')
		l->plain.len--;
	while (!l->indented && !l->object_before && skip < l->plain.len &&
	    l->plain.data[skip] == ' ')
		skip++;
	memmove(l->plain.data, l->plain.data + skip, l->plain.len - skip);
	l->plain.len -= skip;
	for (i = 0; i < n; i++) {
		l->ends[i] -= l->ends[i] < skip ? l->ends[i] : skip;
		if (l->ends[i] > l->plain.len)
			l->ends[i] = l->plain.len;
	}
}

/* The line's text without edits and marks, and where its pieces end in it. */
static int
plain_text(struct line_out *l)
{
	size_t i, n = 0;
	uint64_t at = l->at;
	int r;

	bytes_reset(&l->left);
	bytes_reset(&l->plain);
	if ((r = make_ends(l)) < 0)
		return r;
	for (i = 0; i < l->npieces; i++) {
		if (l->pieces[i].what != TEXT && l->pieces[i].what != GAP)
			continue;
		if ((r = splice_copy(&l->splice, &l->left, at_of(&l->shown,
		    l->pieces[i].start), l->pieces[i].len,
		    at + l->pieces[i].start)) < 0)
			return r;
		l->ends[n++] = l->left.len;
	}
	if ((r = normalise_runs(&l->plain, l->left.data, l->left.len,
	    l->ends, n, flags_of(l))) < 0)
		return r;
	if (l->plain.len > 0)
		trim_plain(l, n);
	return 0;
}

/* One value, without edits and marks, as the inside of an attribute. */
static int
put_value(struct line_out *l, const struct piece *p, uint64_t at)
{
	struct bytes left = BYTES_INIT(LINE_MAX_BYTES);
	struct bytes plain = BYTES_INIT(LINE_MAX_BYTES);
	int r;

	if ((r = splice_copy(&l->splice, &left, at_of(&l->values, p->start),
	    p->len, at)) == 0 &&
	    (r = normalise_text(&plain, left.data, left.len, l->flags)) == 0)
		escape(&l->markup, plain.data, plain.len, true);
	bytes_free(&left);
	bytes_free(&plain);
	return r;
}

/* Values become markup: edits are met in the order of the text. */
static int
plain_values(struct line_out *l, uint64_t at)
{
	struct piece *p = l->pieces;
	size_t i, from;
	int r;

	for (i = 0; i < l->npieces; i++) {
		if (p[i].what != VALUE)
			continue;
		from = l->markup.len;
		if ((r = put_value(l, &p[i], at)) < 0)
			return r;
		at += p[i].len > 0 ? p[i].len + 1 : 0;
		p[i] = (struct piece){ MARKUP, from, l->markup.len - from };
	}
	return bytes_ok(&l->markup);
}

static int
write_copy(struct line_out *l, uint64_t values_at)
{
	size_t i, n = 0, from = 0;
	int r;

	if ((r = plain_text(l)) < 0 || (r = plain_values(l, values_at)) < 0)
		return r;
	for (i = 0; i < l->npieces; i++) {
		if (l->pieces[i].what == MARKUP) {
			(void)bytes_add(l->copy, at_of(&l->markup,
			    l->pieces[i].start), l->pieces[i].len);
			continue;
		}
		if (l->pieces[i].what == TEXT)
			escape(l->copy, at_of(&l->plain, from), l->ends[n] -
			    from, false);
		from = l->ends[n++];
	}
	return bytes_ok(l->copy);
}

static int
look(struct line_out *l)
{
	size_t i;
	int r;

	if (l->seen == NULL)
		return 0;
	if ((r = normalise_look(l->seen, l->shown.data, l->shown.len,
	    flags_of(l))) < 0)
		return r;
	for (i = 0; i < l->npieces && r == 0; i++)
		if (l->pieces[i].what == VALUE)
			r = normalise_look(l->seen, at_of(&l->values,
			    l->pieces[i].start), l->pieces[i].len, l->flags);
	return r;
}

/* The line's bytes of text: itself, then each value. */
static uint64_t
write_text(struct line_out *l)
{
	uint64_t n = 0;
	size_t i;

	if (l->shown.len > 0) {
		if (l->text != NULL) {
			(void)bytes_add(l->text, l->shown.data, l->shown.len);
			(void)bytes_add(l->text, "\n", 1);
		}
		n = l->shown.len + 1;
	}
	for (i = 0; i < l->npieces; i++) {
		if (l->pieces[i].what != VALUE || l->pieces[i].len == 0)
			continue;
		if (l->text != NULL) {
			(void)bytes_add(l->text, at_of(&l->values,
			    l->pieces[i].start), l->pieces[i].len);
			(void)bytes_add(l->text, "\n", 1);
		}
		n += l->pieces[i].len + 1;
	}
	if (l->text != NULL)
		fail(l, bytes_ok(l->text));
	return n;
}

void
line_out_break(struct line_out *l)
{
	uint64_t n;

	if (l->failed != 0)
		return;
	trim(l);
	n = write_text(l);
	fail(l, look(l));
	if (l->copy != NULL && l->failed == 0)
		fail(l, write_copy(l, l->at + (l->shown.len > 0 ?
		    l->shown.len + 1 : 0)));
	l->at += n;
	l->npieces = 0;
	l->indented = l->object_before = l->object_after = false;
	bytes_reset(&l->markup);
	bytes_reset(&l->shown);
	bytes_reset(&l->values);
}

int
line_out_end(struct line_out *l)
{
	line_out_break(l);
	return l->failed;
}

void
line_out_free(struct line_out *l)
{
	if (l == NULL)
		return;
	free(l->pieces);
	free(l->ends);
	bytes_free(&l->markup);
	bytes_free(&l->shown);
	bytes_free(&l->values);
	bytes_free(&l->left);
	bytes_free(&l->plain);
	free(l);
}
