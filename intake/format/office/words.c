/* words.c -- see words.h. */
#include "intake/format/office/words.h"

#include <stdio.h>
#include <string.h>

#include "intake/format/story/map.h"

#define ECMA "http://schemas.openxmlformats.org/"
#define KEPT 1u		/* values in the map, as bits */
#define UNWRAPPED 2u
#define LAYOUT 4u
#define ATTRIBUTE 8u
#define LONG_ATTRIBUTE 16u

static const struct words *const all[] = { &words_drawing, &words_chart,
	&words_diagram, &words_chart_drawing, &words_sheet,
	&words_sheet_drawing, &words_slide };
#define NALL (sizeof all / sizeof all[0])

#define DECLARATIONS \
	" xmlns:a=\"" ECMA "drawingml/2006/main\"" \
	" xmlns:r=\"" ECMA "officeDocument/2006/relationships\""

const char *
words_declarations(const char *root)
{
	if (strncmp(root, "x:", 2) == 0)
		return " xmlns=\"" ECMA "spreadsheetml/2006/main\" xmlns:r=\""
		    ECMA "officeDocument/2006/relationships\"";
	if (strncmp(root, "xdr:", 4) == 0)
		return DECLARATIONS " xmlns:xdr=\"" ECMA
		    "drawingml/2006/spreadsheetDrawing\" xmlns:c=\"" ECMA
		    "drawingml/2006/chart\" xmlns:dgm=\"" ECMA
		    "drawingml/2006/diagram\"";
	if (strncmp(root, "p:", 2) == 0)
		return DECLARATIONS " xmlns:p=\"" ECMA
		    "presentationml/2006/main\" xmlns:c=\"" ECMA
		    "drawingml/2006/chart\" xmlns:dgm=\"" ECMA
		    "drawingml/2006/diagram\"";
	if (strncmp(root, "c:", 2) == 0)
		return DECLARATIONS " xmlns:c=\"" ECMA
		    "drawingml/2006/chart\" xmlns:cdr=\"" ECMA
		    "drawingml/2006/chartDrawing\"";
	if (strncmp(root, "dgm:", 4) == 0)
		return DECLARATIONS " xmlns:dgm=\"" ECMA
		    "drawingml/2006/diagram\"";
	return DECLARATIONS;
}

static void
put(struct map *m, const char *before, const char *list, unsigned bit)
{
	char key[2 * XML_NAME_MAX];
	struct map_entry *e;
	size_t len;

	for (; *list != '\0'; list += len + (list[len] != '\0')) {
		len = strcspn(list, " ");
		if (len == 0)
			continue;
		(void)snprintf(key, sizeof key, "%s%.*s", before, (int)len,
		    list);
		if ((e = map_put(m, key)) != NULL)
			e->value |= bit;
	}
}

/* All lists in one map, made when first asked: one child, one thread. */
static const struct map *
table(void)
{
	static struct map m;
	char before[16];
	size_t i;

	if (m.n > 0)
		return &m;
	for (i = 0; i < NALL; i++) {
		const struct words *w = all[i];

		(void)snprintf(before, sizeof before, "%s:", w->prefix);
		put(&m, before, w->elements, KEPT);
		put(&m, before, w->text, LAYOUT);
		if (w->unwrap != NULL)
			put(&m, before, w->unwrap, UNWRAPPED);
		(void)snprintf(before, sizeof before, "%s@", w->prefix);
		put(&m, before, w->attributes, ATTRIBUTE);
		put(&m, before, w->long_attributes, LONG_ATTRIBUTE);
	}
	return &m;
}

enum word_rule
words_element(const char *name)
{
	const struct map_entry *e = map_find(table(), name);

	if (e == NULL)
		return WORD_DROP;
	return (e->value & UNWRAPPED) != 0 ? WORD_UNWRAP :
	    (e->value & LAYOUT) != 0 ? WORD_LAYOUT : WORD_KEEP;
}

bool
words_known(const char *prefix)
{
	size_t i;

	for (i = 0; i < NALL; i++)
		if (strcmp(all[i]->prefix, prefix) == 0)
			return true;
	return false;
}

bool
words_is_token(const char *s)
{
	return strlen(s) <= WORD_VALUE_MAX &&
	    strspn(s, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#%+-.,_:()*/$") == strlen(s);
}

static bool
is_long(const char *s)
{
	size_t i;

	for (i = 0; s[i] != '\0'; i++)
		if (i >= LONG_VALUE_MAX || (unsigned char)s[i] < 0x20 ||
		    s[i] == 0x7f)
			return false;
	return true;
}

bool
words_attribute(const char *element, const char *name, const char *value)
{
	const char *colon = strchr(element, ':');
	char key[2 * XML_NAME_MAX];
	const struct map_entry *e;

	if (colon == NULL || strchr(name, ':') != NULL)
		return false;
	(void)snprintf(key, sizeof key, "%.*s@%s", (int)(colon - element),
	    element, name);
	if ((e = map_find(table(), key)) == NULL)
		return false;
	/* Names of fonts have spaces; none is longer than other words. */
	if (strcmp(name, "typeface") == 0)
		return strlen(value) <= WORD_VALUE_MAX && is_long(value);
	return (e->value & LONG_ATTRIBUTE) != 0 ? is_long(value) :
	    words_is_token(value);
}
