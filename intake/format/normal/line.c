/* line.c -- see line.h. */
#include "intake/format/normal/line.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include "intake/marks/marks.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define ROOM_FIRST 256		/* items */
#define MODIFIER_APOSTROPHE 0x02bc
#define BELL 0x07
#define BACKSPACE 0x08
#define ESCAPE 0x1b

static int
no_memory(void)
{
	return err_set(ERR_NO_MEMORY, "out of memory; split the document");
}

int
line_room(struct line *l, size_t n)
{
	size_t room = l->room != 0 ? l->room : ROOM_FIRST;
	struct item *v;

	while (room < n)
		room *= 2;
	if (room == l->room)
		return 0;
	if ((v = reallocarray(l->v, room, sizeof(*v))) == NULL)
		return no_memory();
	l->v = v;
	l->room = room;
	return 0;
}

void
line_move(struct line *l, struct line *from)
{
	struct item *v = l->v;
	size_t room = l->room;

	l->v = from->v;
	l->n = from->n;
	l->room = from->room;
	from->v = v;
	from->room = room;
}

int
line_read(struct line *l, const uint8_t *p, size_t len)
{
	size_t at, n;
	uint32_t cp;
	int r;

	/* No more characters than bytes; short lines share one allocation. */
	if ((r = line_room(l, len)) < 0)
		return r;
	for (l->n = 0, at = 0; at < len; at += n) {
		if ((n = utf8_next(p + at, len - at, &cp)) == 0)
			return err_set(ERR_FORMAT, "text is not UTF-8; convert "
			    "it first");
		l->v[l->n++] = (struct item){ cp, (uint32_t)at };
	}
	return 0;
}

void
line_free(struct line *l)
{
	free(l->v);
	free(l->units);
	*l = (struct line){ .v = NULL };
}

void
line_saw(struct line *l, enum mark_kind kind, size_t i)
{
	struct marks_seen *s = l->seen;
	uint64_t n;

	if (s == NULL)
		return;
	if ((n = s->count[kind]++) < NORMALISE_EXAMPLES) {
		s->at[kind][n] = l->start + (i < l->n ? l->v[i].at : 0);
		s->cp[kind][n] = i < l->n ? l->v[i].cp : '\n';
	}
}

/* The items of what a terminal takes for a command at item i; 0. */
static size_t
command_len(const struct line *l, size_t i)
{
	size_t n = i + 1;

	if (l->v[i].cp != ESCAPE || n >= l->n)
		return l->v[i].cp == ESCAPE;
	if (l->v[n].cp == '[') {	/* parameters, then one letter */
		for (n++; n < l->n && l->v[n].cp >= ' ' &&
		    l->v[n].cp < '@'; n++)
			;
	} else if (l->v[n].cp == ']') {	/* up to a bell or another escape */
		for (n++; n < l->n && l->v[n].cp != BELL &&
		    l->v[n].cp != ESCAPE; n++)
			;
	} else if (l->v[n].cp >= '(' && l->v[n].cp <= '/') {
		n++;			/* one letter names a charset */
	}
	return (n < l->n ? n + 1 : n) - i;
}

static bool
is_control(uint32_t cp)
{
	return (cp < ' ' && cp != '\t' && cp != '\f' && cp != '\n' &&
	    cp != '\r') || (cp >= 0x7f && cp < 0xa0);
}

void
line_drop_controls(struct line *l)
{
	size_t i, to, n;

	for (i = to = 0; i < l->n; i += n) {
		n = 1;
		if (!is_control(l->v[i].cp)) {
			l->v[to++] = l->v[i];
			continue;
		}
		line_saw(l, MARK_INVISIBLE, i);
		if (l->v[i].cp == BACKSPACE)
			to -= to > 0;	/* printed over */
		else if (l->v[i].cp == ESCAPE)
			n = command_len(l, i);
	}
	l->n = to;
}

void
line_plain_spaces(struct line *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (mark_is_space(l->v[i].cp)) {
			line_saw(l, MARK_SPACES, i);
			l->v[i].cp = ' ';
		}
}

/* --- composition --- */

/* The end of the part from `i` on that composes apart from all others. */
static size_t
part_end(const UNormalizer2 *nfc, const struct line *l, size_t i)
{
	for (i++; i < l->n; i++)
		if (unorm2_hasBoundaryBefore(nfc, (UChar32)l->v[i].cp))
			break;
	return i;
}

/*
 * Compose items [i, end) into `to`.  *n: how many came out; `units` has room
 * for six times the UTF-16 of the part, more than NFC ever grows.
 */
static int
compose_part(const UNormalizer2 *nfc, const struct line *l, size_t i,
    size_t end, UChar *units, struct item *to, size_t *n)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t in = 0, out, k = 0;
	UChar *composed;
	uint32_t cp;
	size_t j;

	for (j = i; j < end; j++)
		U16_APPEND_UNSAFE(units, in, l->v[j].cp);
	composed = units + in;
	out = unorm2_normalize(nfc, units, in, composed, 6 * in, &status);
	if (U_FAILURE(status))
		return no_memory();
	for (*n = 0; k < out; (*n)++) {
		cp = composed[k++];
		if (U16_IS_LEAD(cp))	/* what ICU writes comes in pairs */
			cp = (uint32_t)U16_GET_SUPPLEMENTARY(cp,
			    composed[k++]);
		to[*n] = (struct item){ cp, l->v[i].at };
	}
	return 0;
}

static bool
same(const struct item *a, const struct item *b, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (a[i].cp != b[i].cp)
			return false;
	return true;
}

/* Compose one part and append it to `to`, which may have to grow. */
static int
append_part(const UNormalizer2 *nfc, struct line *l, size_t i, size_t end,
    struct line *to)
{
	UChar *units = NULL;
	size_t n = 0, len = end - i;
	int r;

	if (len == 1 && unorm2_isInert(nfc, (UChar32)l->v[i].cp)) {
		if ((r = line_room(to, to->n + 1)) == 0)
			to->v[to->n++] = l->v[i];
		return r;
	}
	if (len > INT32_MAX / 32 ||
	    (units = calloc(14 * len, sizeof(*units))) == NULL)
		return no_memory();
	if ((r = line_room(to, to->n + 12 * len)) == 0 &&
	    (r = compose_part(nfc, l, i, end, units, to->v + to->n,
	    &n)) == 0) {
		if (n != len || !same(to->v + to->n, l->v + i, n))
			line_saw(l, MARK_NORMALISATION, i);
		to->n += n;
	}
	free(units);
	return r;
}

/* Is all of it composed?  Most lines are, and ICU sees that at once. */
static bool
is_composed(const UNormalizer2 *nfc, struct line *l)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = 0;
	uint16_t *grown;
	size_t i;

	if (l->n > INT32_MAX / 4)
		return false;
	if (l->units_room < 2 * l->n) {
		if ((grown = reallocarray(l->units, 2 * l->n,
		    sizeof(*grown))) == NULL)
			return false;	/* the slow way needs less at once */
		l->units = grown;
		l->units_room = 2 * l->n;
	}
	for (i = 0; i < l->n; i++)
		U16_APPEND_UNSAFE(l->units, n, l->v[i].cp);
	return unorm2_quickCheck(nfc, l->units, n, &status) == UNORM_YES &&
	    U_SUCCESS(status);
}

int
line_compose(struct line *l)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	struct line to = { 0 };
	size_t i, end;
	int r = 0;

	if (U_FAILURE(status))
		return err_set(ERR_FAILED, "ICU has no tables for NFC; install "
		    "libicu again");
	for (i = 0; i < l->n && l->v[i].cp < 0x300; i++)
		;
	/* Nothing below U+0300 composes by itself. */
	if (i == l->n || is_composed(nfc, l))
		return 0;
	for (i = 0; i < l->n && r == 0; i = end) {
		end = part_end(nfc, l, i);
		r = append_part(nfc, l, i, end, &to);
	}
	if (r == 0)
		line_move(l, &to);
	free(to.v);
	return r;
}

/* --- quotes and white space --- */

/* U+02BC is a letter of some languages; after a Latin letter it is a quote. */
static bool
is_letter_apostrophe(const struct line *l, size_t i)
{
	return l->v[i].cp == MODIFIER_APOSTROPHE && i > 0 &&
	    l->v[i - 1].cp >= 0x370 && u_isalpha((UChar32)l->v[i - 1].cp);
}

static bool
is_latin(uint32_t cp)
{
	return cp < 0x370 && u_isalpha((UChar32)cp);
}

/* Accents, primes and letters that are an apostrophe between Latin letters. */
static bool
is_other_apostrophe(const struct line *l, size_t i)
{
	static const uint32_t others[] = { 0xb4, 0x2b9, 0x2bd, 0x2c8, 0x55a,
	    0x5f3, 0xa78c };

	if (l->v[i].cp < 0xb4 || i == 0 || i + 1 == l->n ||
	    !is_latin(l->v[i - 1].cp) || !is_latin(l->v[i + 1].cp))
		return false;
	for (size_t k = 0; k < sizeof(others) / sizeof(others[0]); k++)
		if (l->v[i].cp == others[k])
			return true;
	return false;
}

void
line_plain_quotes(struct line *l)
{
	uint32_t plain;
	size_t i;

	if ((l->flags & NORMALISE_KEEP_QUOTES) != 0)
		return;
	for (i = 0; i < l->n; i++) {
		plain = is_other_apostrophe(l, i) ? '\'' :
		    mark_plain_quote(l->v[i].cp);
		if (plain != 0 && !is_letter_apostrophe(l, i)) {
			line_saw(l, MARK_PUNCTUATION, i);
			l->v[i].cp = plain;
		}
	}
}

static bool
is_blank(uint32_t cp)
{
	return cp == ' ' || cp == '\t';
}

/* Of a run of white space inside a line: its tabs, or else one space. */
static size_t
trim_run(struct line *l, size_t i, size_t end, size_t to)
{
	bool tabs = false, kept = false;
	size_t j;

	for (j = i; j < end; j++)
		tabs = tabs || l->v[j].cp == '\t';
	for (j = i; j < end; j++) {
		if (tabs ? l->v[j].cp != '\t' : kept) {
			line_saw(l, MARK_SPACES, j);
			continue;
		}
		kept = true;
		l->v[to++] = l->v[j];
	}
	return to;
}

void
line_trim(struct line *l)
{
	bool node = (l->flags & (NORMALISE_NODE | NORMALISE_INDENTED)) ==
	    NORMALISE_NODE;
	size_t i, end, to;

	for (i = to = 0; i < l->n; i = end) {
		for (end = i; end < l->n && is_blank(l->v[end].cp); end++)
			;
		if (end == i) {
			l->v[to++] = l->v[end++];
		} else if (end == l->n && !node) {
			for (; i < end; i++)
				line_saw(l, MARK_SPACES, i);
		} else if (i == 0 && !node) {
			to = end;	/* indentation stays */
		} else {
			to = trim_run(l, i, end, to);
		}
	}
	l->n = to;
}
