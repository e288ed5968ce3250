/* svg_walk.c -- a drawing, element by element, as it may stay (svg.h). */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/format/markup/embed.h"
#include "intake/format/markup/html_walk.h"
#include "intake/format/markup/svg.h"
#include "intake/format/markup/svg_names.h"
#include "intake/format/normal/language.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define VALUE_MAX ((size_t)512 << 20)	/* bytes of one attribute */

struct walk {
	struct svg *svg;
	struct line_out *line;
	unsigned depth;		/* elements open */
	unsigned skipped;	/* of those, inside one that goes */
	unsigned texts;		/* of those, inside a text, title or desc */
	unsigned preserved;	/* depth from which white space counts; 0 */
	bool group;		/* what the root said is at a group inside it */
	bool in_style;
	bool space;		/* white space since the last character */
	size_t letters;		/* since an element began */
	bool flows;		/* the part in hand follows the one before */
	struct bytes sheet;
};

static void
put(struct walk *w, const char *s)
{
	line_out_markup(w->line, s);
}

static void
put_escaped(struct walk *w, const char *s, size_t len, bool quoted)
{
	size_t i, from = 0;
	const char *as;

	for (i = 0; i < len; i++) {
		as = s[i] == '&' ? "&amp;" : s[i] == '<' ? "&lt;" :
		    s[i] == '>' ? "&gt;" : quoted && s[i] == '"' ? "&quot;" :
		    quoted && (s[i] == '\n' || s[i] == '\t' || s[i] == '\r') ?
		    " " : NULL;
		if (as == NULL)
			continue;
		line_out_markup_bytes(w->line, s + from, i - from);
		put(w, as);
		from = i + 1;
	}
	line_out_markup_bytes(w->line, s + from, len - from);
}

static void
put_attr(struct walk *w, const char *prefix, const char *name,
    const char *value, size_t len)
{
	put(w, " ");
	if (prefix[0] != '\0') {
		put(w, prefix);
		put(w, ":");
	}
	put(w, name);
	put(w, "=\"");
	put_escaped(w, value, len, true);
	put(w, "\"");
}

/* --- attributes --- */

static int
put_css(struct walk *w, const char *name, const char *value)
{
	struct bytes b = BYTES_INIT(2 * CSS_MAX);
	struct bytes named = BYTES_INIT(4 * CSS_MAX);
	int r;

	if ((r = css_clean(&b, value, strlen(value), NULL)) == 0 && b.len > 0) {
		nameset_css(&w->svg->names, (const char *)b.data, b.len,
		    &named);
		put_attr(w, "", name, (const char *)named.data, named.len);
		r = bytes_ok(&named);
	}
	bytes_free(&b);
	bytes_free(&named);
	return r;
}

/* "a.click; b.end+1s": what an animation waits for. */
static void
put_timing(struct walk *w, const char *name, const char *s)
{
	struct bytes b = BYTES_INIT(VALUE_MAX);
	size_t n;

	for (; *s != '\0'; s += n) {
		n = strspn(s, SVG_SPLIT ".+-");
		(void)bytes_add(&b, s, n);
		s += n;
		n = strcspn(s, SVG_SPLIT ".");
		/* No id begins with a digit: "0.5s". */
		if (s[n] != '.' || (s[0] >= '0' && s[0] <= '9') ||
		    !nameset_call(&w->svg->names, '#', s, n,
		    &b))
			(void)bytes_add(&b, s, n);
	}
	if (bytes_ok(&b) == 0)
		put_attr(w, "", name, (const char *)b.data, b.len);
	bytes_free(&b);
}

static void
put_names(struct walk *w, const char *name, char kind, const char *s)
{
	struct bytes b = BYTES_INIT(VALUE_MAX);
	size_t n;

	for (; *s != '\0'; s += n) {
		s += strspn(s, " \t\r\n");
		n = strcspn(s, " \t\r\n");
		if (!nameset_has(&w->svg->names, kind, s, n))
			continue;
		if (b.len > 0)
			(void)bytes_add(&b, " ", 1);
		(void)nameset_call(&w->svg->names, kind, s, n, &b);
	}
	if (b.len > 0 && bytes_ok(&b) == 0)
		put_attr(w, "", name, (const char *)b.data, b.len);
	bytes_free(&b);
}

static void
put_href(struct walk *w, const struct xmlsax_element *e,
    const struct xmlsax_attr *a)
{
	const char *prefix = a->uri[0] != '\0' ? "xlink" : "";
	struct bytes b = BYTES_INIT(VALUE_MAX);
	const char *v = a->value;

	v += strspn(v, " \t\r\n");
	if (v[0] == '#') {
		(void)bytes_add(&b, "#", 1);
		(void)nameset_call(&w->svg->names, '#', v + 1,
		    strcspn(v + 1, SVG_SPLIT "\"'"), &b);
		put_attr(w, prefix, "href", (const char *)b.data, b.len);
	} else if (strcmp(e->local, "a") == 0) {
		if (html_is_link(v) && strcspn(v, "\t\r\n") == strlen(v)) {
			put(w, prefix[0] != '\0' ? " xlink:href=\"" :
			    " href=\"");
			line_out_value(w->line, v, strlen(v));
			put(w, "\"");
		}
	} else if ((strcmp(e->local, "image") == 0 ||
	    strcmp(e->local, "feImage") == 0) && embed_is(v) &&
	    embed_clean(&b, v, NULL)) {
		put_attr(w, prefix, "href", (const char *)b.data, b.len);
	}
	bytes_free(&b);
}

static bool
is_styled(const char *value)
{
	return strchr(value, '\\') != NULL || strcasestr(value, "url") != NULL;
}

/*
 * Where letters stand, and how wide a text is, was measured of its words; in a
 * copy with redactions only where it begins stays.  true: dealt with.
 */
static bool
put_measured(struct walk *w, const struct xmlsax_element *e,
    const struct xmlsax_attr *a)
{
	static const char *const places[] = { "x", "y", "dx", "dy", "rotate" };
	const char *v = a->value + strspn(a->value, SVG_SPLIT);

	if (!line_out_edited(w->line) || (strcmp(e->local, "text") != 0 &&
	    strcmp(e->local, "tspan") != 0 &&
	    strcmp(e->local, "textPath") != 0))
		return false;
	if (strcmp(a->local, "textLength") == 0 ||
	    strcmp(a->local, "lengthAdjust") == 0 ||
	    strcmp(a->local, "letter-spacing") == 0 ||
	    strcmp(a->local, "word-spacing") == 0 ||
	    (w->flows && strcmp(a->local, "x") == 0))
		return true;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strcmp(a->local, places[i]) == 0) {
			put_attr(w, "", a->local, v, strcspn(v, SVG_SPLIT));
			return true;
		}
	return false;
}

static int
write_attr(struct walk *w, const struct xmlsax_element *e,
    const struct xmlsax_attr *a)
{
	char tag[LANGUAGE_TAG_SIZE];

	if (svg_is_href(a)) {
		put_href(w, e, a);
		return 0;
	}
	if (strcmp(a->prefix, "xml") == 0) {
		if (strcmp(a->local, "space") == 0)
			put_attr(w, "xml", a->local, a->value,
			    strlen(a->value));
		else if (strcmp(a->local, "lang") == 0 &&
		    language_tag(tag, a->value))
			put_attr(w, "xml", a->local, tag, strlen(tag));
		return 0;
	}
	if (a->uri[0] != '\0')
		return 0;
	if (put_measured(w, e, a))
		return 0;
	if (strcmp(a->local, "style") == 0)
		return put_css(w, "style", a->value);
	if (strcmp(a->local, "id") == 0)
		put_names(w, "id", '#', a->value);
	else if (strcmp(a->local, "class") == 0)
		put_names(w, "class", '.', a->value);
	else if (svg_has_attr(a->local)) {
		if (is_styled(a->value))
			return put_css(w, a->local, a->value);
		if (strcmp(a->local, "begin") == 0 ||
		    strcmp(a->local, "end") == 0) {
			put_timing(w, a->local, a->value);
			return 0;
		}
		put_attr(w, "", a->local, a->value, strlen(a->value));
	}
	return 0;
}

static int
write_attrs(struct walk *w, const struct xmlsax_element *e)
{
	size_t i;
	int r = 0;

	for (i = 0; i < e->nattrs && r == 0; i++)
		r = write_attr(w, e, &e->attrs[i]);
	return r;
}

/* --- the outermost element --- */

static bool
is_frame(const struct xmlsax_attr *a)
{
	static const char *const names[] = {
		"width", "height", "viewBox", "preserveAspectRatio", "version",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (a->uri[0] == '\0' && strcmp(a->local, names[i]) == 0)
			return true;
	return false;
}

static bool
says_more(const struct svg *s, const struct xmlsax_element *e)
{
	const struct xmlsax_attr *a;
	size_t i;

	for (i = 0; i < e->nattrs; i++) {
		a = &e->attrs[i];
		if (is_frame(a))
			continue;
		if (strcmp(a->prefix, "xml") == 0 || (a->uri[0] == '\0' &&
		    (svg_has_attr(a->local) || strcmp(a->local, "style") ==
		    0 || strcmp(a->local, "class") == 0 ||
		    (strcmp(a->local, "id") == 0 &&
		    nameset_has(&s->names, '#', a->value,
		    strlen(a->value))))))
			return true;
	}
	return false;
}

static int
write_root(struct walk *w, const struct xmlsax_element *e)
{
	size_t i;
	int r = 0;

	put(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\""
	    SVG_SPACE "\"");
	if (w->svg->xlink)
		put(w, " xmlns:xlink=\"" SVG_XLINK "\"");
	for (i = 0; i < e->nattrs && r == 0; i++)
		if (is_frame(&e->attrs[i]))
			r = write_attr(w, e, &e->attrs[i]);
	put(w, ">");
	w->group = says_more(w->svg, e);
	if (!w->group || r < 0)
		return r;
	put(w, "<g");
	for (i = 0; i < e->nattrs && r == 0; i++)
		if (!is_frame(&e->attrs[i]) && strcmp(e->attrs[i].local,
		    "x") != 0 && strcmp(e->attrs[i].local, "y") != 0)
			r = write_attr(w, e, &e->attrs[i]);
	put(w, ">");
	return r;
}

/* --- elements --- */

static bool
is_text(const char *name)
{
	return strcmp(name, "text") == 0 || strcmp(name, "title") == 0 ||
	    strcmp(name, "desc") == 0;
}

/* Is this part of a text placed apart from the one before? */
static bool
is_placed(const struct xmlsax_element *e)
{
	const char *dy = svg_attr(e, "dy");

	return strcmp(e->local, "tspan") == 0 && (svg_attr(e, "y") != NULL ||
	    (dy != NULL && strtod(dy, NULL) > 0.0 && svg_attr(e, "x") !=
	    NULL));
}

static const char *
xml_space(const struct xmlsax_element *e)
{
	size_t i;

	for (i = 0; i < e->nattrs; i++)
		if (strcmp(e->attrs[i].prefix, "xml") == 0 &&
		    strcmp(e->attrs[i].local, "space") == 0)
			return e->attrs[i].value;
	return NULL;
}

static int
on_start(void *arg, const struct xmlsax_element *e)
{
	struct walk *w = arg;
	const char *space = xml_space(e);
	int r;

	if (w->skipped > 0 || !svg_stays(w->svg, e, w->depth)) {
		w->depth++;
		w->skipped++;
		return 0;
	}
	w->depth++;
	if (w->preserved == 0 && space != NULL &&
	    strcmp(space, "preserve") == 0)
		w->preserved = w->depth;
	if (strcmp(e->local, "style") == 0) {
		w->in_style = true;
		return 0;
	}
	if (w->depth == 1)
		return write_root(w, e);
	if (is_text(e->local)) {
		line_out_break(w->line);
		w->texts++;
		w->space = false;
	} else if (w->texts > 0 && is_placed(e) &&
	    !line_out_is_empty(w->line)) {
		line_out_break(w->line);
		w->space = false;
	} else if (w->texts > 0 && w->letters > 1 && !w->space &&
	    svg_attr(e, "x") != NULL && !line_out_is_empty(w->line)) {
		/* Behind more than a letter it is another word. */
		line_out_gap(w->line, ' ');
		w->space = true;
		if (line_out_edited(w->line))
			put(w, " ");
	}
	w->flows = strcmp(e->local, "tspan") == 0 && !is_placed(e) &&
	    !line_out_is_empty(w->line);
	w->letters = 0;
	put(w, "<");
	put(w, e->local);
	r = write_attrs(w, e);
	put(w, ">");
	return r;
}

static int
end_style(struct walk *w)
{
	struct bytes css = BYTES_INIT(2 * CSS_MAX);
	struct bytes named = BYTES_INIT(8 * CSS_MAX);
	int r;

	w->in_style = false;
	if ((r = css_clean(&css, (const char *)w->sheet.data, w->sheet.len,
	    NULL)) == 0 && css.len > 0) {
		nameset_css(&w->svg->names, (const char *)css.data, css.len,
		    &named);
		put(w, "<style>");
		put_escaped(w, (const char *)named.data, named.len, false);
		put(w, "</style>");
		r = bytes_ok(&named);
	}
	bytes_reset(&w->sheet);
	bytes_free(&css);
	bytes_free(&named);
	return r;
}

static int
on_end(void *arg, const struct xmlsax_element *e)
{
	struct walk *w = arg;

	w->depth--;
	if (w->preserved > w->depth)
		w->preserved = 0;
	if (w->skipped > 0) {
		w->skipped--;
		return 0;
	}
	if (strcmp(e->local, "style") == 0)
		return end_style(w);
	if (w->depth == 0 && w->group)
		put(w, "</g>");
	put(w, "</");
	put(w, e->local);
	put(w, ">");
	if (is_text(e->local)) {
		w->texts--;
		line_out_break(w->line);
		w->space = false;
	}
	return 0;
}

static bool
is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/*
 * White space in a text.  Line ends mean nothing to some programs and a space
 * to others: they stay line ends in the copy, and are a space to a reader.
 */
static void
white(struct walk *w, char c)
{
	if (w->preserved > 0) {
		line_out_text(w->line, " ", 1);
		return;
	}
	if (c == '\n' || c == '\r') {
		if (!w->space && !line_out_is_empty(w->line))
			line_out_gap(w->line, ' ');
		if (!w->space)
			put(w, "\n");
	} else if (!w->space && !line_out_is_empty(w->line)) {
		line_out_text(w->line, " ", 1);
	}
	w->space = true;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct walk *w = arg;
	size_t i, n;
	uint32_t cp;

	if (w->in_style && w->skipped == 0)
		return bytes_add(&w->sheet, s, len);
	if (w->skipped > 0 || w->texts == 0)
		return 0;
	for (i = 0; i < len; i += n) {
		if ((n = utf8_next((const uint8_t *)s + i, len - i,
		    &cp)) == 0)
			return err_set(ERR_FORMAT, "a drawing is not UTF-8; "
			    "save it again");
		if (is_white(s[i])) {
			white(w, s[i]);
		} else if (cp >= 0x20 && !(cp >= 0x7f && cp < 0xa0)) {
			line_out_text(w->line, s + i, n);
			w->space = false;
			w->letters++;
		}
	}
	return 0;
}

int
svg_walk(struct svg *s, struct line_out *line)
{
	static const struct xmlsax_events events = {
		.start = on_start, .end = on_end, .text = on_text,
	};
	struct walk w = { .svg = s, .line = line,
	    .sheet = BYTES_INIT(CSS_MAX) };
	int r;

	if ((r = xmlsax_read(s->utf8, s->len, &events, &w)) == 0) {
		line_out_break(line);
		put(&w, "\n");
		line_out_break(line);
	}
	bytes_free(&w.sheet);
	return r;
}
