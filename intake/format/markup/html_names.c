/* html_names.c -- see html_names.h. */
#include "intake/format/markup/html_names.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Sorted. */
static const struct html_element elements[] = {
	{ "a", 0 }, { "abbr", 0 }, { "acronym", 0 },
	{ "address", HTML_BLOCK }, { "applet", HTML_DROP },
	{ "area", HTML_VOID }, { "article", HTML_BLOCK },
	{ "aside", HTML_BLOCK }, { "b", 0 }, { "base", HTML_DROP },
	{ "basefont", HTML_DROP }, { "bdi", 0 }, { "bdo", 0 },
	{ "bgsound", HTML_DROP }, { "big", 0 }, { "blockquote", HTML_BLOCK },
	{ "body", HTML_FRAME | HTML_BLOCK },
	{ "br", HTML_VOID | HTML_BREAK }, { "button", 0 },
	{ "canvas", HTML_DROP }, { "caption", HTML_BLOCK },
	{ "center", HTML_BLOCK }, { "cite", 0 }, { "code", 0 },
	{ "col", HTML_VOID }, { "colgroup", 0 }, { "datalist", 0 },
	{ "dd", HTML_BLOCK }, { "del", 0 }, { "details", HTML_BLOCK },
	{ "dfn", 0 }, { "dialog", HTML_BLOCK }, { "dir", HTML_BLOCK },
	{ "div", HTML_BLOCK }, { "dl", HTML_BLOCK }, { "dt", HTML_BLOCK },
	{ "em", 0 }, { "embed", HTML_DROP }, { "fieldset", HTML_BLOCK },
	{ "figcaption", HTML_BLOCK }, { "figure", HTML_BLOCK }, { "font", 0 },
	{ "footer", HTML_BLOCK }, { "form", HTML_BLOCK },
	{ "frame", HTML_DROP }, { "frameset", HTML_DROP },
	{ "h1", HTML_BLOCK }, { "h2", HTML_BLOCK }, { "h3", HTML_BLOCK },
	{ "h4", HTML_BLOCK }, { "h5", HTML_BLOCK }, { "h6", HTML_BLOCK },
	{ "head", HTML_FRAME | HTML_BLOCK }, { "header", HTML_BLOCK },
	{ "hgroup", HTML_BLOCK }, { "hr", HTML_VOID | HTML_BLOCK },
	{ "html", HTML_FRAME }, { "i", 0 }, { "iframe", HTML_DROP },
	{ "img", HTML_VOID }, { "input", HTML_VOID }, { "ins", 0 },
	{ "kbd", 0 }, { "label", 0 }, { "legend", HTML_BLOCK },
	{ "li", HTML_BLOCK }, { "link", HTML_DROP },
	{ "listing", HTML_BLOCK | HTML_PRE }, { "main", HTML_BLOCK },
	{ "map", 0 }, { "mark", 0 }, { "menu", HTML_BLOCK },
	{ "meta", HTML_DROP }, { "meter", 0 }, { "nav", HTML_BLOCK },
	{ "nobr", 0 }, { "noembed", HTML_DROP }, { "object", HTML_DROP },
	{ "ol", HTML_BLOCK }, { "optgroup", HTML_BLOCK },
	{ "option", HTML_BLOCK }, { "output", 0 }, { "p", HTML_BLOCK },
	{ "param", HTML_DROP }, { "picture", 0 },
	{ "pre", HTML_BLOCK | HTML_PRE }, { "progress", 0 }, { "q", 0 },
	{ "rp", HTML_DROP }, { "rt", 0 }, { "ruby", 0 }, { "s", 0 }, { "samp", 0 },
	{ "script", HTML_DROP }, { "search", HTML_BLOCK },
	{ "section", HTML_BLOCK }, { "select", HTML_BLOCK }, { "small", 0 },
	{ "source", HTML_DROP }, { "span", 0 }, { "strike", 0 },
	{ "strong", 0 }, { "style", HTML_DROP }, { "sub", 0 },
	{ "summary", HTML_BLOCK }, { "sup", 0 }, { "svg", HTML_DROP },
	{ "table", HTML_BLOCK }, { "tbody", 0 },
	{ "td", HTML_CELL }, { "template", HTML_DROP },
	{ "textarea", HTML_BLOCK | HTML_PRE }, { "tfoot", 0 },
	{ "th", HTML_CELL }, { "thead", 0 }, { "time", 0 },
	{ "title", HTML_DROP }, { "tr", HTML_ROW | HTML_BLOCK },
	{ "track", HTML_DROP }, { "tt", 0 }, { "u", 0 },
	{ "ul", HTML_BLOCK }, { "var", 0 }, { "wbr", HTML_VOID },
	{ "xml", HTML_DROP }, { "xmp", HTML_BLOCK | HTML_PRE },
};

/* Sorted. */
static const struct {
	const char *name;
	enum html_attr_kind kind;
} attrs[] = {
	{ "abbr", HTML_ATTR_TEXT }, { "align", HTML_ATTR_WORD },
	{ "alink", HTML_ATTR_WORD }, { "alt", HTML_ATTR_TEXT },
	{ "aria-describedby", HTML_ATTR_IDREF },
	{ "aria-hidden", HTML_ATTR_WORD }, { "aria-label", HTML_ATTR_TEXT },
	{ "aria-labelledby", HTML_ATTR_IDREF },
	{ "axis", HTML_ATTR_WORD }, { "bgcolor", HTML_ATTR_WORD },
	{ "border", HTML_ATTR_WORD }, { "bordercolor", HTML_ATTR_WORD },
	{ "cellpadding", HTML_ATTR_WORD }, { "cellspacing", HTML_ATTR_WORD },
	{ "char", HTML_ATTR_WORD }, { "checked", HTML_ATTR_WORD },
	{ "class", HTML_ATTR_CLASS }, { "clear", HTML_ATTR_WORD },
	{ "color", HTML_ATTR_WORD }, { "cols", HTML_ATTR_WORD },
	{ "colspan", HTML_ATTR_WORD }, { "compact", HTML_ATTR_WORD },
	{ "coords", HTML_ATTR_WORD }, { "dir", HTML_ATTR_WORD },
	{ "disabled", HTML_ATTR_WORD }, { "face", HTML_ATTR_WORD },
	{ "for", HTML_ATTR_IDREF }, { "frame", HTML_ATTR_WORD },
	{ "headers", HTML_ATTR_IDREF }, { "height", HTML_ATTR_WORD },
	{ "high", HTML_ATTR_WORD }, { "href", HTML_ATTR_LINK },
	{ "hspace", HTML_ATTR_WORD }, { "id", HTML_ATTR_ID },
	{ "label", HTML_ATTR_TEXT }, { "lang", HTML_ATTR_LANGUAGE },
	{ "link", HTML_ATTR_WORD }, { "low", HTML_ATTR_WORD },
	{ "max", HTML_ATTR_WORD }, { "min", HTML_ATTR_WORD },
	{ "multiple", HTML_ATTR_WORD }, { "name", HTML_ATTR_ID },
	{ "noshade", HTML_ATTR_WORD }, { "nowrap", HTML_ATTR_WORD },
	{ "open", HTML_ATTR_WORD }, { "optimum", HTML_ATTR_WORD },
	{ "placeholder", HTML_ATTR_TEXT }, { "readonly", HTML_ATTR_WORD },
	{ "reversed", HTML_ATTR_WORD }, { "role", HTML_ATTR_WORD },
	{ "rows", HTML_ATTR_WORD }, { "rowspan", HTML_ATTR_WORD },
	{ "rules", HTML_ATTR_WORD }, { "scope", HTML_ATTR_WORD },
	{ "selected", HTML_ATTR_WORD }, { "shape", HTML_ATTR_WORD },
	{ "size", HTML_ATTR_WORD }, { "span", HTML_ATTR_WORD },
	{ "src", HTML_ATTR_SOURCE }, { "start", HTML_ATTR_WORD },
	{ "style", HTML_ATTR_STYLE }, { "summary", HTML_ATTR_TEXT },
	{ "text", HTML_ATTR_WORD }, { "title", HTML_ATTR_TEXT },
	{ "type", HTML_ATTR_WORD }, { "usemap", HTML_ATTR_IDREF },
	{ "valign", HTML_ATTR_WORD }, { "value", HTML_ATTR_TEXT },
	{ "vlink", HTML_ATTR_WORD }, { "vspace", HTML_ATTR_WORD },
	{ "width", HTML_ATTR_WORD }, { "wrap", HTML_ATTR_WORD },
};

static int
by_element(const void *key, const void *row)
{
	return strcmp(key, ((const struct html_element *)row)->name);
}

const struct html_element *
html_element(const char *name)
{
	return bsearch(name, elements, COUNT(elements), sizeof(elements[0]),
	    by_element);
}

static int
by_attr(const void *key, const void *row)
{
	/* The name is the first member of its row. */
	return strcmp(key, *(const char *const *)row);
}

enum html_attr_kind
html_attr_kind(const char *name)
{
	size_t i = 0;
	const char *row = bsearch(name, attrs, COUNT(attrs), sizeof(attrs[0]),
	    by_attr);

	if (row == NULL)
		return HTML_ATTR_NONE;
	i = (size_t)(row - (const char *)attrs) / sizeof(attrs[0]);
	return attrs[i].kind;
}
