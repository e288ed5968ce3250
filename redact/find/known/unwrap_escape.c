/*
 * unwrap_escape.c -- escapes inside of a text: percent, entities, backslashes,
 * labels of names of hosts, quoted-printable; and tags between letters.
 *
 * Only what stands around an escape comes out: the rest is looked through as
 * it is.
 */
#include "redact/find/known/unwrap_piece.h"

#include <string.h>

#define NAME_LEAST 2u
#define NAME_MOST 24u		/* bytes of an entity's name */
#define DIGITS_MOST 8u		/* of a number in an escape */
#define CHARSET_MOST 40u	/* bytes of a charset's name */

/* What an escape says. */
struct said {
	size_t n;		/* bytes of the source; 0: it is none */
	enum wrap by;
	bool raw;		/* a byte, not a character */
	bool nothing;		/* it is left out */
	uint32_t cps[PUNY_MAX];
	size_t ncps;
};

static void
say(struct said *s, enum wrap by, size_t n, uint32_t cp)
{
	s->n = n;
	s->by = by;
	s->cps[0] = cp;
	s->ncps = 1;
}

/* Digits at `at`: their number into *value; how many. */
static size_t
number_at(const struct source *s, size_t at, size_t most, unsigned base,
    uint32_t *value)
{
	size_t n = 0;
	int v;

	for (*value = 0; n < most && at + n < s->len; n++) {
		if ((v = hex_value(s->p[at + n])) < 0 || (unsigned)v >= base)
			break;
		*value = *value * base + (unsigned)v;
	}
	return n;
}

static bool
is_at(const struct source *s, size_t at, uint8_t c)
{
	return at < s->len && s->p[at] == c;
}

static void
percent_at(const struct source *s, size_t at, struct said *said)
{
	uint32_t v;

	if (number_at(s, at + 1, 2, 16, &v) == 2) {
		say(said, WRAP_PERCENT, 3, v);
		said->raw = true;
	} else if (is_at(s, at + 1, 'u') && number_at(s, at + 2, 4, 16,
	    &v) == 4) {
		say(said, WRAP_PERCENT, 6, v);
	}
}

static void
entity_at(const struct source *s, size_t at, struct said *said)
{
	size_t n, i;
	uint32_t v;
	bool hex;

	if (is_at(s, at + 1, '#')) {
		hex = at + 2 < s->len && (s->p[at + 2] | 32) == 'x';
		i = at + 2 + hex;
		n = number_at(s, i, DIGITS_MOST, hex ? 16 : 10, &v);
		if (n > 0)
			say(said, WRAP_ENTITY, i + n - at +
			    is_at(s, i + n, ';'), v);
		return;
	}
	for (n = 0; n < NAME_MOST && at + 1 + n < s->len &&
	    ((s->p[at + 1 + n] | 32) >= 'a' && (s->p[at + 1 + n] | 32) <= 'z');
	    n++)
		;
	while (n < NAME_MOST && at + 1 + n < s->len &&
	    s->p[at + 1 + n] >= '0' && s->p[at + 1 + n] <= '9')
		n++;
	if (n >= NAME_LEAST && is_at(s, at + 1 + n, ';') &&
	    (v = entity_named(s->p + at + 1, n)) != 0)
		say(said, WRAP_ENTITY, n + 2, v);
}

/* _x004A_, as OOXML has it. */
static void
underscore_at(const struct source *s, size_t at, struct said *said)
{
	uint32_t v;

	if (is_at(s, at + 1, 'x') && number_at(s, at + 2, 4, 16, &v) == 4 &&
	    is_at(s, at + 6, '_'))
		say(said, WRAP_ENTITY, 7, v);
}

/* Behind "\u": JSON's four, braces, or RTF's decimal number with its "?". */
static void
unicode_at(const struct source *s, size_t at, struct said *said)
{
	size_t n;
	uint32_t v;

	if (is_at(s, at + 2, '{')) {
		n = number_at(s, at + 3, 6, 16, &v);
		if (n > 0 && is_at(s, at + 3 + n, '}'))
			say(said, WRAP_ESCAPE, n + 4, v);
		return;
	}
	n = number_at(s, at + 2, 5, 10, &v);
	if (n > 0 && v < 0x10000 && is_at(s, at + 2 + n, '?'))
		say(said, WRAP_ESCAPE, n + 3, v);
	else if (number_at(s, at + 2, 4, 16, &v) == 4)
		say(said, WRAP_ESCAPE, 6, v);
}

static void
backslash_at(const struct source *s, size_t at, struct said *said)
{
	static const char plain[] = "n\nr\rt\tb\bf\f/\"\"''\\\\((";
	const char *c;
	uint32_t v;
	size_t n;

	if (at + 1 >= s->len)
		return;
	if (s->p[at + 1] == 'u') {
		unicode_at(s, at, said);
	} else if (s->p[at + 1] == 'U' && number_at(s, at + 2, 8, 16,
	    &v) == 8) {
		say(said, WRAP_ESCAPE, 10, v);
	} else if (s->p[at + 1] == 'x') {
		n = is_at(s, at + 2, '{') ? 3 : 2;
		if (n == 2 && number_at(s, at + 2, 2, 16, &v) == 2) {
			say(said, WRAP_ESCAPE, 4, v);
			said->raw = true;
		} else if (n == 3 && (n = number_at(s, at + 3, 6, 16, &v)) > 0 &&
		    is_at(s, at + 3 + n, '}')) {
			say(said, WRAP_ESCAPE, n + 4, v);
		}
	} else if (s->p[at + 1] == '\'') {
		if (number_at(s, at + 2, 2, 16, &v) == 2)
			say(said, WRAP_ESCAPE, 4, page_char(PAGE_WEST,
			    (uint8_t)v));
	} else if ((n = number_at(s, at + 1, 3, 8, &v)) > 0) {
		say(said, WRAP_ESCAPE, n + 1, v & 0xff);
		said->raw = true;
	}
	if (said->n == 0 && s->p[at + 1] != '\0' &&
	    (c = strchr(plain, s->p[at + 1])) != NULL && (c - plain) % 2 == 0)
		say(said, WRAP_ESCAPE, 2, (uint8_t)c[1]);
}

/* The second half of a character beyond U+FFFF. */
static void
take_pair(const struct source *s, size_t at, struct said *said)
{
	struct said low = { 0 };

	if (said->n == 0 || said->raw || said->cps[0] < 0xd800 ||
	    said->cps[0] > 0xdbff || !is_at(s, at + said->n, '\\'))
		return;
	backslash_at(s, at + said->n, &low);
	if (low.n == 0 || low.cps[0] < 0xdc00 || low.cps[0] > 0xdfff)
		return;
	said->cps[0] = 0x10000 + ((said->cps[0] - 0xd800) << 10) +
	    (low.cps[0] - 0xdc00);
	said->n += low.n;
}

static void
puny_at(const struct source *s, size_t at, struct said *said)
{
	size_t n = 0;
	uint8_t c;

	if (s->len - at < 5 || (s->p[at + 1] | 32) != 'n' ||
	    s->p[at + 2] != '-' || s->p[at + 3] != '-')
		return;
	for (at += 4; at + n < s->len && n < PUNY_MAX; n++) {
		c = s->p[at + n];
		if (!(((c | 32) >= 'a' && (c | 32) <= 'z') ||
		    (c >= '0' && c <= '9') || c == '-'))
			break;
	}
	if ((said->ncps = puny_read(said->cps, s->p + at, n)) == 0)
		return;
	said->n = n + 4;
	said->by = WRAP_PUNY;
}

/* --- tags --- */

struct walk {
	const struct source *s;
	struct piece *b;
	bool tags;
	bool unclosed;		/* no '>' comes any more */
	size_t copied;		/* of the source */
	bool begun;
};

static bool
is_letter(uint8_t c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static void
tag_at(struct walk *w, size_t at, struct said *said)
{
	const struct source *s = w->s;
	const uint8_t *end;

	if (w->unclosed || at + 1 >= s->len || !(is_letter(s->p[at + 1]) ||
	    s->p[at + 1] == '/' || s->p[at + 1] == '!' || s->p[at + 1] == '?'))
		return;
	if ((end = memchr(s->p + at, '>', s->len - at)) == NULL) {
		w->unclosed = true;
		return;
	}
	*said = (struct said){ .n = (size_t)(end - (s->p + at)) + 1,
	    .by = WRAP_TAGS, .nothing = true };
}

/* A group's bracket or a control word of RTF. */
static void
control_at(const struct source *s, size_t at, struct said *said)
{
	size_t n = 1;

	if (s->p[at] == '\\') {
		while (at + n < s->len && is_letter(s->p[at + n]))
			n++;
		if (n == 1)
			return;
		if (is_at(s, at + n, '-'))
			n++;
		while (at + n < s->len && s->p[at + n] >= '0' &&
		    s->p[at + n] <= '9')
			n++;
		n += is_at(s, at + n, ' ');
	}
	*said = (struct said){ .n = n, .by = WRAP_TAGS, .nothing = true };
}

static void
read_at(struct walk *w, size_t at, struct said *said)
{
	said->n = said->ncps = 0;
	said->raw = said->nothing = false;
	switch (w->s->p[at]) {
	case '%':
		percent_at(w->s, at, said);
		break;
	case '&':
		entity_at(w->s, at, said);
		break;
	case '_':
		underscore_at(w->s, at, said);
		break;
	case '\\':
		backslash_at(w->s, at, said);
		take_pair(w->s, at, said);
		if (w->tags && (said->n == 0 || (said->n == 2 &&
		    is_letter(w->s->p[at + 1]))))
			control_at(w->s, at, said);
		break;
	case 'x':
	case 'X':
		puny_at(w->s, at, said);
		break;
	case '<':
		if (w->tags)
			tag_at(w, at, said);
		break;
	case '{':
	case '}':
		if (w->tags)
			control_at(w->s, at, said);
		break;
	default:
		break;
	}
}

/* --- the walk --- */

static int
copy(struct walk *w, size_t end)
{
	struct origin o;
	int r = 0;

	for (; r == 0 && w->copied < end; w->copied++) {
		o = (struct origin){ w->copied, w->copied + 1, WRAP_NONE };
		r = piece_put(w->b, w->s->p[w->copied], &o);
	}
	return r;
}

/* What stands between the last escape and the next one, as far as it counts. */
static int
reach(struct walk *w, size_t at)
{
	size_t near = at > UNWRAP_AROUND ? at - UNWRAP_AROUND : 0;
	int r;

	if (w->begun && at - w->copied > 2 * UNWRAP_AROUND) {
		if ((r = copy(w, w->copied + UNWRAP_AROUND)) != 0 ||
		    (r = piece_part(w->b)) != 0)
			return r;
	}
	if (near > w->copied && (!w->begun || near - w->copied > UNWRAP_AROUND))
		w->copied = near;
	w->begun = true;
	return copy(w, at);
}

static int
put(struct walk *w, size_t at, const struct said *said)
{
	const struct origin o = { at, at + said->n, said->by };
	size_t i;
	int r;

	if ((r = reach(w, at)) != 0)
		return r;
	for (i = 0; r == 0 && i < said->ncps; i++)
		r = said->raw ? piece_put(w->b, (uint8_t)said->cps[i], &o) :
		    piece_put_char(w->b, said->cps[i], &o);
	if (said->nothing)
		w->b->gap = true;
	w->copied = at + said->n;
	return r;
}

static int
finish(struct walk *w)
{
	size_t left = w->s->len - w->copied;

	return !w->begun ? 0 : copy(w, w->copied +
	    (left < UNWRAP_AROUND ? left : UNWRAP_AROUND));
}

static int
escapes(const struct source *s, struct piece *b, bool tags)
{
	struct walk w = { .s = s, .b = b, .tags = tags };
	struct said said;
	size_t at = 0;
	int r = 0;

	while (r == 0 && at < s->len) {
		read_at(&w, at, &said);
		if (said.n == 0) {
			at++;
			continue;
		}
		r = put(&w, at, &said);
		at += said.n;
	}
	return r != 0 ? r : finish(&w);
}

int
unwrap_escapes(const struct source *s, struct piece *b)
{
	return escapes(s, b, false);
}

int
unwrap_tags(const struct source *s, struct piece *b)
{
	return escapes(s, b, true);
}

/* --- quoted-printable (RFC 2045), and words of headers (RFC 2047) --- */

/* "=?utf-8?Q?", "?=" and the blanks between two such words. */
static size_t
word_at(const struct source *s, size_t at)
{
	size_t n;

	if (s->p[at] == '?')
		return 2;
	for (n = 2; n < CHARSET_MOST && at + n < s->len && s->p[at + n] != '?' &&
	    s->p[at + n] > ' '; n++)
		;
	return is_at(s, at + n, '?') && at + n + 2 < s->len &&
	    (s->p[at + n + 1] | 32) == 'q' && s->p[at + n + 2] == '?' ?
	    n + 3 : 0;
}

static size_t
soft_end(const struct source *s, size_t at)
{
	size_t n = 1;

	while (is_at(s, at + n, ' ') || is_at(s, at + n, '\t'))
		n++;
	n += is_at(s, at + n, '\r');
	return is_at(s, at + n, '\n') ? n + 1 : 0;
}

static void
quoted_at(const struct source *s, size_t at, struct said *said)
{
	size_t n = 0;
	uint32_t v;

	*said = (struct said){ .by = WRAP_QUOTED };
	if (s->p[at] == '?') {
		if (is_at(s, at + 1, '='))
			n = word_at(s, at);
	} else if (s->p[at] != '=') {
		return;
	} else if (number_at(s, at + 1, 2, 16, &v) == 2) {
		say(said, WRAP_QUOTED, 3, v);
		said->raw = true;
		return;
	} else {
		n = is_at(s, at + 1, '?') ? word_at(s, at) : soft_end(s, at);
	}
	said->n = n;
	said->nothing = n > 0;
}

int
unwrap_quoted(const struct source *s, struct piece *b)
{
	struct walk w = { .s = s, .b = b };
	struct said said;
	size_t at = 0;
	int r = 0;

	while (r == 0 && at < s->len) {
		if (s->p[at] != '=' && s->p[at] != '?') {
			at++;
			continue;
		}
		quoted_at(s, at, &said);
		if (said.n == 0) {
			at++;
			continue;
		}
		r = put(&w, at, &said);
		at += said.n;
	}
	return r != 0 ? r : finish(&w);
}
