/*
 * field.c -- what the label of a field names: the cells of a column headed by
 * a word for names, the value behind "Address:", the parties of a mail, who
 * signs it; and the name before an address in angle brackets, anywhere.
 */
#include <string.h>

#include "redact/find/field/field.h"
#include "redact/find/view/near.h"

#define NAME "field"
#define BRACKET_NAME .75	/* Ann Smith <ann@example.org> */
#define PARTY_ALONE .6		/* To: Ann Smith */
#define NAME_MAX_BYTES 64u
#define ADDRESS_MAX 120u

static int
report_name(const struct view *v, size_t start, size_t end, double worth,
    const char *why)
{
	return report(v, start, end, "PERSON", NAME, worth, "%s", why);
}

static void
trim(const struct view *v, size_t *start, size_t *end)
{
	while (*start < *end && v->s[*start] != 0 &&
	    strchr(" \t\"',;", v->s[*start]) != NULL)
		(*start)++;
	while (*end > *start && v->s[*end - 1] != 0 &&
	    strchr(" \t\"',;", v->s[*end - 1]) != NULL)
		(*end)--;
}

/* One of several in a header, without its address. */
static int
party(const struct view *v, size_t start, size_t end, bool bracket)
{
	size_t from = start;

	/* "ann@example.org, Ben Young <": what is behind the address. */
	for (size_t at = start; at < end; at++)
		if (v->s[at] == '@')
			for (from = end; at < end; at++)
				if (v->s[at] == ',' || v->s[at] == ';') {
					from = at + 1;
					break;
				}
	trim(v, &from, &end);
	if (from >= end || !fields_is_name(v->s + from, end - from,
	    bracket ? 1 : 2))
		return 0;
	return report_name(v, from, end, bracket ? .85 : PARTY_ALONE,
	    "name in a mail header");
}

static int
parties(const struct view *v, const struct field *x)
{
	size_t start = x->start, at;
	bool inside = false;
	int r = 0;

	for (at = x->start; r == 0 && at < x->end; at++) {
		if (v->s[at] == '<') {
			r = party(v, start, at, true);
			inside = true;
		} else if (v->s[at] == '>') {
			start = at + 1;
			inside = false;
		} else if (v->s[at] == ';' && !inside) {
			r = party(v, start, at, false);
			start = at + 1;
		}
	}
	if (r == 0 && !inside && start < x->end)
		r = party(v, start, x->end, false);
	return r;
}

static int
one(const struct view *v, const struct field *x)
{
	static const char *const forms[FIELD_FORM_LAST + 1] = {
		[FIELD_CELL] = "column headed by a word for",
		[FIELD_KEY] = "its key is a word for",
		[FIELD_LINE] = "behind a word for",
		[FIELD_HEADER] = "header for",
		[FIELD_SIGNED] = "", [FIELD_HEAD] = "",
	};
	struct field_is is = field_is(x->kind);
	double worth;

	if (x->kind == LABEL_PARTY)
		return parties(v, x);
	if (is.kind == NULL || x->cut || (worth = field_worth(x,
	    v->s + x->start, x->end - x->start)) == 0)
		return 0;
	if (x->form == FIELD_SIGNED)
		return report_name(v, x->start, x->end, worth,
		    "line of a signature, or who speaks");
	return report(v, x->start, x->end, is.kind, NAME, worth, "%s %s",
	    forms[x->form], is.what);
}

static int
field_run(const struct view *v)
{
	const struct field *list;
	size_t n = 0;
	int r = 0;

	if (v->fields == NULL)
		return 0;
	list = fields_list(v->fields, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (list[i].kind > LABEL_OTHER)
			r = one(v, &list[i]);
	return r;
}

/* Is there a mail address between '<' at `at` and a '>'? */
static bool
holds_address(const struct view *v, size_t at)
{
	bool sign = false;

	for (size_t n = 1; n < ADDRESS_MAX; n++) {
		uint8_t c = byte_at(v, at + n);

		if (c == '>')
			return sign;
		if (c <= ' ' || c == '<')
			return false;
		sign = sign || c == '@';
	}
	return false;
}

/* Words with a capital that stand before a name and are none. */
static bool
is_before_name(const uint8_t *s, size_t len)
{
	static const char *const words[] = { "On", "From", "To", "Cc", "Bcc",
	    "By", "Dear", "Re", "Via", "The", "And", "Mr", "Monday", "Tuesday",
	    "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Od",
	    "Do", "DW", "UDW", "Dnia", "W", "Pan", "Pani", "De", "Le", "Par",
	    "Pour", "M.", "Mme", "Lundi", "Mardi", "Mercredi", "Jeudi",
	    "Vendredi", "Samedi", "Dimanche", "Contact", "Kontakt", "Email",
	    "Sender", "Author", "Reply-To" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == len && memcmp(words[i], s, len) == 0)
			return true;
	return false;
}

static size_t
word_end(const struct view *v, size_t at, size_t end)
{
	while (at < end && v->s[at] != ' ')
		at++;
	return at;
}

/* Ann Smith <ann@example.org> */
static int
field_at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	size_t end = at, start, most;

	(void)trigger;
	(void)next;
	if (!holds_address(v, at))
		return 0;
	most = at > NAME_MAX_BYTES ? at - NAME_MAX_BYTES : 0;
	for (start = at; start > most; start--) {
		uint8_t c = v->s[start - 1];

		if (is_digit(c) || c == '_' || (!is_wordly(c) &&
		    strchr(" .-'\"", c) == NULL))
			break;
	}
	/* Not in the middle of a word. */
	while (start < end && start > 0 && is_wordly(v->s[start]) &&
	    is_wordly(v->s[start - 1]))
		start++;
	for (;;) {
		trim(v, &start, &end);
		if (start >= end)
			return 0;
		most = word_end(v, start, end);
		if (!is_before_name(v->s + start, most - start) &&
		    fields_is_name(v->s + start, end - start, 2))
			return report_name(v, start, end, BRACKET_NAME,
			    "name before a mail address");
		start = most;
	}
}

static const char *const kinds[] = { "PERSON", "EMAIL", "PHONE", "ADDRESS",
    "LOCATION", "ORG", "DATE_OF_BIRTH", "AGE", "NATIONALITY", "PROFESSION",
    "AMOUNT", "USER_NAME", "PASSWORD", "CODE", "CASE_NUMBER", NULL };

const struct finder find_field = {
	.name = NAME,
	.kinds = kinds,
	.what = "what the label of a field names: columns, keys, forms, mails",
	.triggers = TRIGGER_LESS,
	.at = field_at,
	.run = field_run,
};
