/*
 * group.c -- hits become findings: the words of one name that stand side by
 * side are one, and how sure each is depends on what it stands with.
 */
#include <stdio.h>
#include <string.h>

#include "redact/find/known/keys.h"
#include "redact/find/known/words.h"
#include "vault/base/print.h"

#define BRIDGE_MAX 32u		/* bytes between two words of one name */
#define BRIDGE_WORDS_MAX 3u	/* initials and particles there */

struct group {
	const uint8_t *text;
	size_t len;
	struct findings *out;
};

/* A name that is being put together. */
struct name {
	size_t from, to;
	const struct hit *surname, *given;	/* the first of each; NULL */
	bool initials, surname_first;
};

static const char *
origin_of(const struct key *key)
{
	static const char *const words[] = {
		[KNOWN_DECIDED] = "decided elsewhere",
		[KNOWN_FOUND] = "found elsewhere",
		[KNOWN_SENDER] = "of the sender",
		[KNOWN_META] = "found in metadata",
		[KNOWN_FILE] = "found in a file name",
	};

	return words[key->origin];
}

/* Without what stands between. */
static size_t
words_end(const struct group *g, size_t from, size_t to)
{
	while (to > from && row_between(g->text[to - 1]))
		to--;
	return to;
}

/* Turned without a comma is most often no name: each line is for itself. */
static bool
parts_at(const struct group *g, const struct hit *hit, size_t from, size_t at,
    size_t to)
{
	/* A word is broken here. */
	if ((at > from && g->text[at - 1] == '-') ||
	    (hit->key->words == 1 && at > hit->from && at < hit->to))
		return false;
	return ((hit->key->flags & KEY_TURNED) != 0 &&
	    memchr(g->text + from, ',', to - from) == NULL) ||
	    row_ends(g->text, g->len, at);
}

/* A finding for each row that it reaches into: their ends stay. */
static int
say_rows(const struct group *g, const struct hit *hit,
    const struct finding *whole)
{
	size_t from = (size_t)whole->start, to = (size_t)whole->end, at;
	struct finding f = *whole;
	int r;

	for (at = from; at < to; at++) {
		if (!row_line_end(g->text[at]) ||
		    !parts_at(g, hit, from, at, to))
			continue;
		f.end = words_end(g, (size_t)f.start, at);
		if (f.end > f.start && (r = findings_add(g->out, &f)) < 0)
			return r;
		while (at + 1 < to && row_between(g->text[at + 1]))
			at++;
		f.start = at + 1;
	}
	f.end = to;
	return f.start < f.end ? findings_add(g->out, &f) : 0;
}

static int
say(const struct group *g, const struct hit *hit, const char *what,
    size_t from, size_t to, double confidence)
{
	struct finding f = { .kind = hit->key->kind, .start = from,
	    .end = to, .confidence = confidence };
	const char *how = hit->inflected ? ", inflected" :
	    hit->spelled ? ", spelled out" :
	    (hit->key->flags & KEY_CHANGED) != 0 ? ", in another spelling" :
	    "";

	f.finder = "known";
	if (hit->key->origin == KNOWN_LISTED) {
		f.finder = "watchlist";
		f.confidence = 1;
		(void)snprintf(f.why, sizeof(f.why),
		    "line %u of the watchlist%s", hit->key->line,
		    hit->key->form == FORM_LITERAL ? "" : how);
	} else {
		(void)snprintf(f.why, sizeof(f.why), "%s %s%s", what,
		    origin_of(hit->key), how);
	}
	return hit->key->form == FORM_NUMBER ? findings_add(g->out, &f) :
	    say_rows(g, hit, &f);
}

static bool
is_joint(uint32_t c)
{
	return c == '_' || c == '@' || c == '/' || c == '\\' || c == '=' ||
	    c == '&' || c == '#' || c == '~' || c == '+' || c == '-' ||
	    c == '.';
}

/* Part of an address, a path, a handle: there names have no capitals. */
static bool
in_identifier(const struct group *g, size_t from, size_t to)
{
	uint32_t before = reading_before(g->text, from);
	uint32_t after = reading_at(g->text, g->len, to);
	uint32_t next;

	if (is_joint(before) && (before != '.' || (from >= 2 &&
	    letter_in_word(reading_before(g->text, from - 1)))))
		return true;
	if (after == '.' || after == '-') {
		next = reading_at(g->text, g->len, to + 1);
		return letter_in_word(next);
	}
	return is_joint(after);
}

static bool
begins_sentence(const struct group *g, size_t from)
{
	uint32_t c;

	while (from > 0) {
		c = reading_before(g->text, from);
		if (c == '\n')
			return true;
		if (c != ' ' && c != '"' && c != '\'' && c != '(')
			return c == '.' || c == '!' || c == '?' || c == ':';
		from--;
		while (from > 0 && (g->text[from] & 0xc0) == 0x80)
			from--;
	}
	return true;
}

/* What stands between two words. */
struct bridge {
	bool comma, line;
	size_t words, signs;
	bool plain;		/* a blank, or a hyphen */
};

/* The signs between; false for those that no name has inside. */
static bool
count_signs(const struct group *g, size_t from, size_t to, struct bridge *b)
{
	for (size_t i = from; i < to; i++)
		switch (g->text[i]) {
		case ',':
			b->comma = true;
			b->signs++;
			break;
		case '\n':
			if (b->line)
				return false;
			b->line = true;
			break;
		case '@': case ':': case '/': case '\\': case '!': case '?':
		case '(': case ')': case '"': case '=': case '<': case '>':
		case '[': case ']': case '{': case '}':
			return false;
		case ';': case '|': case '\t':	/* cells */
			if (to - from > 1)
				return false;
			break;
		case '.': case '-': case '_':
			b->signs++;
			break;
		default:
			break;
		}
	b->plain = to - from == 1 && (g->text[from] == ' ' ||
	    g->text[from] == '-');
	return true;
}

/* An initial or a particle: no word of its own. */
static bool
is_small(const uint32_t *word, size_t n, bool upper)
{
	return (n == 1 && upper) || word_is_particle(word, n);
}

/* Little stands between the words of one name, and no other word. */
static bool
bridges(const struct group *g, size_t from, size_t to, struct bridge *b)
{
	uint32_t word[STEM_MAX];
	bool upper = false;
	struct reading r;
	struct letter l;
	size_t n = 0;

	*b = (struct bridge){ .words = 0 };
	if (to < from || to - from > BRIDGE_MAX ||
	    !count_signs(g, from, to, b))
		return false;
	for (reading_begin(&r, g->text, to, from); reading_next(&r, &l);) {
		if (n > 0 && l.gap != GAP_NONE) {
			if (!is_small(word, n, upper))
				return false;
			n = 0;
		}
		b->words += n == 0;
		if (n == 0)
			upper = l.upper;
		if (n == STEM_MAX || l.digit)
			return false;
		word[n++] = l.cp;
	}
	return (n == 0 || is_small(word, n, upper)) &&
	    b->words <= BRIDGE_WORDS_MAX && b->signs <= b->words + 2;
}

/* "J. ", "J.M. ", "j_" before a surname; the place where they begin. */
static size_t
initials_before(const struct group *g, size_t at, size_t least)
{
	size_t to = at, from;
	uint32_t c;

	for (int i = 0; i < 3; i++) {
		from = to;
		while (from > least && g->text[from - 1] == ' ' &&
		    to - from < 2)
			from--;
		c = from > least ? g->text[from - 1] : 0;
		if (c != '.' && (from != to || (c != '_' && c != '-')))
			break;
		from--;
		if (from <= least || g->text[from - 1] >= 0x80)
			break;
		c = g->text[from - 1];
		if (!letter_is(c) || (c >= 'a' && from + 1 != to))
			break;
		if (from - 1 > 0 && letter_in_word(reading_before(g->text,
		    from - 1)))
			break;
		/* "M. Petit" is a man in French. */
		if (c == 'M' && to == at && to > from)
			break;
		to = from - 1;
	}
	return to;
}

/* " J.", ", J. M.", "_j" behind a surname. */
static size_t
initials_behind(const struct group *g, size_t at, size_t most)
{
	size_t to = at, i;
	uint32_t c, next;

	for (int k = 0; k < 3; k++) {
		i = to;
		if (k == 0 && i < most && g->text[i] == ',')
			i++;
		if (i < most && g->text[i] == ' ')
			i++;
		else if (i < most && k == 0 && i == to &&
		    (g->text[i] == '_' || g->text[i] == '.'))
			i++;
		else if (k == 0)
			break;
		c = i < most ? g->text[i] : 0;
		next = reading_at(g->text, g->len, i + 1);
		if (c >= 'A' && c <= 'Z' && next == '.' && i + 1 < most)
			to = i + 2;
		else if (k == 0 && i == to + 1 && g->text[to] != ' ' &&
		    g->text[to] != ',' && c < 0x80 && letter_is(c) &&
		    !letter_in_word(next))
			return i + 1;
		else
			break;
	}
	return to;
}

/* A surname alone. */
static double
surname_alone(const struct group *g, const struct hit *hit)
{
	const unsigned flags = hit->key->flags;
	size_t letters = hit->key->span.len;
	bool joined = hit->part || in_identifier(g, hit->from, hit->to);
	double sure = 0.85;

	if (!hit->upper && (letters < 3 || (flags & KEY_UNSURE) != 0) &&
	    !joined)
		return 0;
	if (!hit->upper && !joined)
		return letters < 5 ? 0 : 0.5;
	if ((flags & KEY_CAPITAL) != 0)
		sure = begins_sentence(g, hit->from) ? 0.5 : 0.7;
	else if (letters < 3)
		sure = 0.5;
	if ((flags & KEY_UNSURE) != 0)
		sure -= 0.15;
	if (hit->inflected || hit->spelled)
		sure -= 0.05;
	if ((flags & KEY_CHANGED) != 0)
		sure -= 0.1;
	return sure;
}

static double
given_alone(const struct group *g, const struct hit *hit)
{
	bool joined = hit->part || in_identifier(g, hit->from, hit->to);

	if ((hit->key->flags & KEY_CAPITAL) != 0 || (!hit->upper && !joined) ||
	    hit->key->span.len < 3)
		return 0;
	return (hit->key->flags & (KEY_CHANGED | KEY_UNSURE)) != 0 ? 0.3 : 0.4;
}

static int
end_name(const struct group *g, struct name *name, size_t least, size_t most)
{
	const struct hit *hit = name->surname != NULL ? name->surname :
	    name->given;
	size_t from, to;
	double sure;

	if (name->surname == NULL) {
		sure = given_alone(g, hit);
		return sure < FIND_LEAST_SAFE ? 0 : say(g, hit,
		    "a given name", name->from, name->to, sure);
	}
	if (name->given != NULL) {
		sure = hit->upper || name->given->upper ||
		    in_identifier(g, name->from, name->to) ? 0.95 : 0.8;
		return say(g, hit, "the name of a person", name->from,
		    name->to, sure);
	}
	from = initials_before(g, name->from, least);
	to = from < name->from ? name->to :
	    initials_behind(g, name->to, most);
	if ((from < name->from || to > name->to) && (hit->upper ||
	    in_identifier(g, from, to)))
		return say(g, hit, "initials and surname", from, to, 0.9);
	sure = surname_alone(g, hit);
	return sure < FIND_LEAST_SAFE ? 0 : say(g, hit, "the surname",
	    name->from, name->to, sure);
}

static void
begin_name(struct name *name, const struct hit *hit)
{
	*name = (struct name){ .from = hit->from, .to = hit->to };
	if (hit->surname) {
		name->surname = hit;
		name->surname_first = true;
	} else {
		name->given = hit;
	}
}

/* "Vance, Teodor Kowalski": is this the given name of the next one? */
static bool
is_of_next(const struct group *g, const struct hit *hit,
    const struct hit *after)
{
	struct bridge b;

	return after != NULL && after->surname &&
	    bridges(g, hit->to, after->from, &b) && !b.comma && !b.line;
}

/* Does the next word go on with this name?  Then it is in it. */
static bool
goes_on(const struct group *g, struct name *name, const struct hit *hit,
    const struct hit *after)
{
	struct bridge b;

	if (!bridges(g, name->to, hit->from, &b))
		return false;
	if (name->surname == NULL) {		/* given names so far */
		if (b.comma)
			return false;
		if (hit->surname)
			name->surname = hit;
	} else if (name->given == NULL && hit->given &&
	    !((b.comma || b.line) && is_of_next(g, hit, after))) {
		name->given = hit;
	} else if (!b.plain || (name->given != NULL &&
	    (name->surname_first ? !hit->given : !hit->surname))) {
		/* But "Anna Nowak-Kowalska", "Kowalska Anna Maria". */
		return false;
	}
	name->to = hit->to;
	return true;
}

/* The words of names: one for each place, and what each may be. */
static size_t
gather(struct hit *hits, size_t n)
{
	struct hit *last = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (!hits[i].given && !hits[i].surname)
			continue;
		if (last != NULL && hits[i].from < last->to) {
			if (hits[i].from == last->from &&
			    hits[i].to == last->to) {
				last->given = last->given || hits[i].given;
				last->surname = last->surname ||
				    hits[i].surname;
			}
			continue;
		}
		hits[kept] = hits[i];
		last = &hits[kept++];
	}
	return kept;
}

static int
say_others(const struct group *g, const struct hit *hits, size_t n)
{
	const struct hit *h;
	uint32_t c;
	int r = 0;

	for (h = hits; r == 0 && h < hits + n; h++) {
		if (h->from == h->to)
			continue;
		switch ((enum form)h->key->form) {
		case FORM_LITERAL:
			r = say(g, h, "a value", h->from, h->to,
			    (h->key->flags & KEY_CAPITAL) != 0 ? 0.7 : 0.9);
			break;
		case FORM_NUMBER:
			r = say(g, h, "a number", h->from, h->to, 0.95);
			break;
		case FORM_LOGIN:
			r = say(g, h, "the account name of a person",
			    h->from, h->to, 0.8);
			break;
		case FORM_INITIALS:
			/* "J.K.", or "JK:" and "(JK)" */
			c = reading_at(g->text, g->len, h->to);
			if (h->upper && (memchr(g->text + h->from, '.',
			    h->to - h->from) != NULL || c == ':' ||
			    (c == ')' && reading_before(g->text,
			    h->from) == '(')))
				r = say(g, h, "initials of a person",
				    h->from, h->to + (c == '.'), 0.35);
			break;
		default:
			break;
		}
	}
	return r;
}

int
group_hits(const void *text, size_t len, struct hit *hits, size_t n,
    struct findings *out)
{
	const struct group g = { .text = text, .len = len, .out = out };
	struct name name = { .from = 0 };
	size_t i, least = 0;
	int r;

	part_hits(text, hits, n);
	if ((r = say_others(&g, hits, n)) < 0)
		return r;
	n = gather(hits, n);
	for (i = 0; i < n; i++) {
		if (i > 0 && goes_on(&g, &name, &hits[i],
		    i + 1 < n ? &hits[i + 1] : NULL))
			continue;
		if (i > 0) {
			if ((r = end_name(&g, &name, least,
			    hits[i].from)) < 0)
				return r;
			least = name.to;
		}
		begin_name(&name, &hits[i]);
	}
	return n == 0 ? 0 : end_name(&g, &name, least, len);
}
