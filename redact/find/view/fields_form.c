/* fields_form.c -- "Label: value" in its many forms; see fields.h. */
#include <string.h>

#include "redact/find/view/fields_walk.h"
#include "redact/find/view/near.h"

#define LEADER_LEAST 3u		/* dots between a label and its value */

/* What parts a label from its value. */
struct cut {
	size_t label, label_end, value;
	bool colon;
};

static bool
in_label(uint8_t c)
{
	return is_wordly(c) || (c != 0 && strchr(" -'/()&#.*\"", c) != NULL);
}

static bool
is_letter(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

static size_t
run_of(const struct fields *f, size_t at, size_t end, uint8_t c)
{
	size_t n = 0;

	while (at + n < end && f->text[at + n] == c)
		n++;
	return n;
}

/* Signs of lists, quotes and markup before a label; also "3." and "a)". */
static size_t
skip_signs(const struct fields *f, size_t at, size_t end)
{
	for (size_t n = 0; at < end && n < 8 && !is_letter(f->text[at]); n++) {
		if (f->text[at] == '\n' || strchr(" \t-*>\"'|#.()[]+",
		    f->text[at]) == NULL) {
			if (!is_digit(f->text[at]))
				break;
		}
		at++;
	}
	return at;
}

/* Find what parts the label that begins at `at` from its value. */
static bool
find_cut(const struct fields *f, size_t at, size_t end, struct cut *c)
{
	size_t to, n;

	at = skip_signs(f, at, end);
	*c = (struct cut){ .label = at };
	if (at >= end || !is_letter(f->text[at]))
		return false;
	for (to = at; to < end && to - at <= LABEL_RAW_MAX; to++) {
		c->label_end = to;
		c->value = to + 1;
		if (f->text[to] == ':') {
			c->colon = true;
			return to + 1 == end || f->text[to + 1] == ' ' ||
			    f->text[to + 1] == '\t' ||
			    f->text[to + 1] == '"';
		}
		if (f->text[to] == '\t' || f->text[to] == '|')
			return true;
		n = run_of(f, to, end, '.');
		if (n >= LEADER_LEAST) {
			c->value = to + n;
			c->colon = c->value < end && f->text[c->value] == ':';
			c->value += c->colon;
			return true;
		}
		n = run_of(f, to, end, ' ');
		if (n >= 2 && to + n < end && f->text[to + n] != ':') {
			c->value = to + n;
			return true;
		}
		if (!in_label(f->text[to]))
			return false;
	}
	c->label_end = c->value = to;
	return to == end;
}

/* The end of a value: a tab, a bar, or two spaces with a label behind. */
static size_t
value_end(const struct fields *f, size_t at, size_t end)
{
	struct cut c;

	while (at < end && (f->text[at] == ' ' || f->text[at] == '\t'))
		at++;
	if (end - at > FIELD_FORM_MAX)
		end = at + FIELD_FORM_MAX;
	for (; at < end; at++) {
		if (f->text[at] == '\t' || f->text[at] == '|')
			return at;
		if (f->text[at] == ' ' && at + 1 < end &&
		    f->text[at + 1] == ' ' &&
		    find_cut(f, at + 2, end, &c) && c.colon)
			return at;
	}
	return end;
}

/* A label and nothing else, or with a colon only: its value is to come. */
static bool
is_alone(const struct fields *f, const struct cut *c, size_t end)
{
	size_t at = c->value;

	return c->label_end == end ||
	    (c->colon && walk_trim(f, &at, end) == at);
}

/* The line is the value of the label that stood above it. */
static bool
take_pending(struct fields *f, size_t start, size_t end)
{
	struct label l = f->s.pending;

	f->s.pending.len = 0;
	if (l.len == 0 || end - start > FIELD_FORM_MAX)
		return false;
	walk_add(f, start, end, l, FIELD_LINE);
	return true;
}

static bool
is_header(struct label l)
{
	return l.kind == LABEL_PARTY;
}

/*
 * One label and its value; where to look for the next, 0: there is none.
 * *alone: a label whose value is to come; NULL where there can be none.
 */
static size_t
read_one(struct fields *f, size_t at, size_t end, bool *alone)
{
	size_t labels = f->labels.len, to;
	struct label l;
	struct cut c;

	if (!find_cut(f, at, end, &c))
		return 0;
	l = walk_label(f, c.label, c.label_end - c.label);
	if (alone != NULL && is_alone(f, &c, end)) {
		/* "Address", and on the next line "Street 5". */
		*alone = l.kind > LABEL_OTHER && l.kind != LABEL_PARTY &&
		    (f->s.pending.len == 0 || l.kind != f->s.pending.kind);
		if (*alone)
			f->s.pending = l;
		return 0;
	}
	/* A tab or spaces part anything: then it must be a word we know. */
	if (l.len == 0 || (!c.colon && l.kind == LABEL_UNKNOWN) ||
	    (!c.colon && is_header(l))) {
		f->labels.len = labels;
		return 0;
	}
	to = value_end(f, c.value, end);
	walk_add(f, c.value, to, l, is_header(l) ? FIELD_HEADER : FIELD_LINE);
	return to;
}

bool
form_read(struct fields *f, size_t start, size_t end)
{
	bool alone = false;
	size_t at = read_one(f, start, end, &alone);

	if (alone)
		return true;
	if (at == 0)
		return take_pending(f, start, end);
	f->s.pending.len = 0;
	while (at != 0 && at < end)
		at = read_one(f, at, end, NULL);
	return true;
}
