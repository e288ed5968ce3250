/*
 * docx_restyle.c -- styles under new names, and the words of numbered lists.
 *
 * A style that somebody named ("Kowalski body") is told by its number only,
 * where it is defined and everywhere it is used.
 */
#include <string.h>

#include "intake/format/office/docx_walk.h"
#include "vault/base/print.h"

#define LETTERS_MIN 2	/* in the text of a list's level, to be words */

/* 0: its name says nothing.  *named: somebody gave it one. */
static unsigned
number_of(const struct walk *w, const char *style, bool *named)
{
	const struct map_entry *e = style != NULL ?
	    map_find(&w->job->custom, style) : NULL;

	*named = e != NULL && e->value % 2 != 0;
	return e != NULL ? e->value / 2 : 0;
}

/* Attributes of a style that are switches: the default one of its type. */
static void
style_start(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n, unsigned number)
{
	const char *type = xml_attr(attrs, n, "w:type");
	const char *is = xml_attr(attrs, n, "w:default");

	walk_start(w, name, NULL, 0);
	if (type != NULL && strlen(type) < 16)
		walk_attr(w, "w:type", type);
	if (is != NULL && xml_is_on(is))
		walk_attr(w, "w:default", "1");
	if (w->style != 0)
		walk_attr(w, "w:customStyle", "1");
	walk_attr_number(w, "w:styleId", "s", number);
}

static bool
names_a_style(const char *name)
{
	static const char *const by[] = { "w:pStyle", "w:rStyle", "w:tblStyle",
	    "w:basedOn", "w:next", "w:link", "w:styleLink", "w:numStyleLink",
	    NULL };
	size_t i;

	for (i = 0; by[i] != NULL; i++)
		if (strcmp(name, by[i]) == 0)
			return true;
	return false;
}

/* "Article %1:" is words, "%1." and a bullet are not. */
static bool
is_words(const char *s)
{
	size_t len = strlen(s), i, n, letters = 0;
	uint32_t cp;

	for (i = 0; i < len; i += n) {
		if ((n = utf8_next((const uint8_t *)s + i, len - i, &cp)) == 0)
			return true;
		letters += cp > 0x7f || (cp >= 'a' && cp <= 'z') ||
		    (cp >= 'A' && cp <= 'Z');
	}
	return letters >= LETTERS_MIN;
}

static void
level_text(struct walk *w, const char *name, const char *val)
{
	struct bytes clean = BYTES_INIT(XML_PART_MAX);

	chars_put(&w->job->office.chars, val, strlen(val), true, &clean);
	walk_start(w, name, NULL, 0);
	if (clean.len > 0 && is_words(bytes_str(&clean))) {
		(void)story_piece(w->job->office.text, PIECE_ASIDE,
		    (char *)clean.data, clean.len, &w->piece);
		walk_attr(w, "w:val", w->piece.len > 0 ?
		    bytes_str(&w->piece) : "");
	} else {
		walk_attr(w, "w:val", clean.len > 0 ? bytes_str(&clean) : "");
	}
	bytes_free(&clean);
}

bool
walk_style_element(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *val = xml_attr(attrs, n, "w:val");
	unsigned number;
	bool named;

	/* A theme's schemes must have a name; Word's own tells nothing. */
	if (w->kind == DOCX_THEME && (strcmp(name, "a:clrScheme") == 0 ||
	    strcmp(name, "a:fontScheme") == 0 ||
	    strcmp(name, "a:fmtScheme") == 0)) {
		walk_start(w, name, NULL, 0);
		walk_attr(w, "name", "Office");
		return true;
	}
	if (strcmp(name, "w:style") == 0) {
		number = number_of(w, xml_attr(attrs, n, "w:styleId"), &named);
		w->style = named ? number : 0;
		if (number == 0)
			return false;
		style_start(w, name, attrs, n, number);
		return true;
	}
	if (strcmp(name, "w:name") == 0 && w->style != 0 &&
	    w->kind == DOCX_STYLES) {
		walk_start(w, name, NULL, 0);
		walk_attr_number(w, "w:val", "Style ", w->style);
		return true;
	}
	if (strcmp(name, "w:lvlText") == 0 && val != NULL &&
	    w->kind == DOCX_NUMBERING) {
		level_text(w, name, val);
		return true;
	}
	if (!names_a_style(name) || (number = number_of(w, val,
	    &named)) == 0)
		return false;
	walk_start(w, name, NULL, 0);
	walk_attr_number(w, "w:val", "s", number);
	return true;
}
