/* ownwords.c -- see ownwords.h. */
#include "redact/release/ownwords.h"

#include <string.h>

#define WORD_MOST 16u		/* bytes */

/* Sorted. */
static const char *const words[] = {
	"aes", "alpha", "alphabet", "anchor", "annotation", "annots", "arial",
	"article", "artifact", "ascent", "ascii", "author", "auto", "avenir",
	"background", "barcode", "base", "baskerville", "black", "block",
	"blue", "body", "bold", "book", "bookman", "border", "bottom", "box",
	"brown", "button", "calibri", "cambria", "candara", "caption",
	"carlito", "cell", "center", "century", "chancery", "chapter",
	"character", "charter", "circle", "class", "clean", "clear", "color",
	"colour", "column", "comment", "content", "cooper", "copyright",
	"corbel", "core", "courier", "creator", "cyan", "dark", "data", "date",
	"default", "dejavu", "descent", "desktop", "device", "dingbats",
	"direct", "document", "draft", "droid", "droidsans", "east", "element",
	"emphasis", "encoding", "english", "entry", "expert", "false", "field",
	"figure", "fill", "first", "flate", "font", "fonts", "footer", "form",
	"frame", "free", "french", "garamond", "general", "geneva", "georgia",
	"german", "gold", "gothic", "graphic", "gray", "green", "grey", "grid",
	"group", "hand", "head", "header", "heading", "height", "helvetica",
	"hidden", "hyperlink", "identity", "image", "impact", "index",
	"indigo", "inherit", "inline", "input", "italic", "item", "japanese",
	"justify", "label", "lang", "large", "latin", "layer", "layout",
	"left", "letter", "level", "liberation", "light", "lime", "line",
	"linear", "link", "linotype", "list", "lucida", "macro", "magenta",
	"main", "major", "manager", "margin", "mark", "maroon", "master",
	"media", "medium", "menu", "meta", "middle", "minion", "minor", "mode",
	"modern", "module", "mono", "monospace", "myriad", "name", "navy",
	"network", "node", "none", "normal", "note", "notes", "noto", "number",
	"object", "office", "olive", "opacity", "optima", "orange", "order",
	"outline", "oxygen", "page", "palatino", "palette", "panel", "paper",
	"paragraph", "parent", "part", "path", "pattern", "perpetua", "pink",
	"plain", "plum", "point", "polish", "portrait", "position", "preset",
	"primary", "print", "producer", "profile", "purple", "quote", "rect",
	"red", "reference", "region", "regular", "relation", "resource",
	"right", "rockwell", "roman", "root", "rose", "round", "roundtrip",
	"ruby", "sans", "scale", "schema", "script", "section", "segoe",
	"sepia", "serif", "settings", "shade", "shadow", "shape", "sheet",
	"side", "sidebar", "silver", "simple", "size", "slide", "solid",
	"source", "space", "span", "square", "standard", "star", "stroke",
	"strong", "style", "styles", "subject", "subtitle", "summary",
	"symbol", "system", "tab", "table", "tahoma", "teal", "template",
	"text", "theme", "thin", "tick", "times", "title", "toc", "top",
	"trailer", "transparent", "true", "type", "ubuntu", "underline",
	"unicode", "university", "user", "value", "verdana", "version",
	"vertical", "view", "violet", "walter", "web", "white", "width",
	"window", "wingdings", "word", "wrap", "yellow", "zapf",
};

bool
is_own_word(const void *p, size_t len)
{
	size_t low = 0, high = sizeof(words) / sizeof(words[0]), mid, i;
	char word[WORD_MOST + 1];
	int c;

	if (len > WORD_MOST)
		return false;
	for (i = 0; i < len; i++) {
		word[i] = (char)(((const uint8_t *)p)[i] | 32);
		if (word[i] < 'a' || word[i] > 'z')
			return false;
	}
	word[len] = '\0';
	while (low < high) {
		mid = low + (high - low) / 2;
		if ((c = strcmp(words[mid], word)) == 0)
			return true;
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}
