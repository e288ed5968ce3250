/* svg_open.c -- what must be known of a drawing before it is written. */
#include <string.h>
#include <strings.h>

#include "intake/format/markup/svg.h"
#include "intake/format/markup/svg_names.h"
#include "vault/base/err.h"


struct first {
	struct svg *svg;
	struct bytes sheet;	/* of the style element that is open */
	bool in_style;
	bool begun;
};

const char *
svg_attr(const struct xmlsax_element *e, const char *name)
{
	size_t i;

	for (i = 0; i < e->nattrs; i++)
		if (e->attrs[i].uri[0] == '\0' &&
		    strcmp(e->attrs[i].local, name) == 0)
			return e->attrs[i].value;
	return NULL;
}

bool
svg_is_href(const struct xmlsax_attr *a)
{
	return strcmp(a->local, "href") == 0 && (a->uri[0] == '\0' ||
	    strcmp(a->uri, SVG_XLINK) == 0);
}

static bool
is_svg(const struct xmlsax_element *e)
{
	return e->uri[0] == '\0' || strcmp(e->uri, SVG_SPACE) == 0;
}

/* Animations may set anything but an address. */
static bool
sets_address(const struct xmlsax_element *e)
{
	const char *name = svg_attr(e, "attributeName");

	return name != NULL && (strstr(name, "href") != NULL ||
	    strncasecmp(name, "on", 2) == 0);
}

static bool
is_hidden(const struct svg *s, const struct xmlsax_element *e)
{
	const char *display = svg_attr(e, "display");
	const char *style = svg_attr(e, "style");
	const char *id = svg_attr(e, "id");

	/* What is shown with time, or drawn from elsewhere, is seen. */
	if (s->moves || (id != NULL &&
	    nameset_has(&s->names, '#', id, strlen(id))))
		return false;
	return (display != NULL && strcmp(display, "none") == 0) ||
	    (style != NULL && css_hides(style) &&
	    strstr(style, "none") != NULL);
}

bool
svg_stays(const struct svg *s, const struct xmlsax_element *e, unsigned depth)
{
	if (depth == 0)		/* svg_open() saw what it is */
		return true;
	if (!is_svg(e) || !svg_has_element(e->local) || sets_address(e))
		return false;
	/* Of the drawing as a whole they are metadata. */
	if (depth == 1 && (strcmp(e->local, "title") == 0 ||
	    strcmp(e->local, "desc") == 0))
		return false;
	return !is_hidden(s, e);
}

/* "#name" in a value, wherever it stands; "name.click" too. */
static void
note_value(struct svg *s, const char *name, const char *v)
{
	const char *p;
	size_t n;

	for (p = v; (p = strchr(p, '#')) != NULL; p++) {
		n = strcspn(p + 1, SVG_SPLIT "\"'");
		nameset_add(&s->names, '#', p + 1, n);
	}
	if (strcmp(name, "begin") != 0 && strcmp(name, "end") != 0)
		return;
	for (p = v; *p != '\0'; p += n) {
		p += strspn(p, SVG_SPLIT);
		n = strcspn(p, SVG_SPLIT ".");
		nameset_add(&s->names, '#', p, n);
		n += strcspn(p + n, SVG_SPLIT);
	}
}

static int
on_start(void *arg, const struct xmlsax_element *e)
{
	struct first *x = arg;
	size_t i;

	if (!x->begun && (!is_svg(e) || strcmp(e->local, "svg") != 0))
		return err_set(ERR_FORMAT, "its outermost element is no "
		    "drawing; save it again with another program");
	x->begun = true;
	if (!is_svg(e) || !svg_has_element(e->local))
		return 0;
	if (strcmp(e->local, "style") == 0)
		x->in_style = true;
	if (strncmp(e->local, "animate", 7) == 0 ||
	    strcmp(e->local, "set") == 0)
		x->svg->moves = true;
	for (i = 0; i < e->nattrs; i++) {
		if (strcmp(e->attrs[i].uri, SVG_XLINK) == 0)
			x->svg->xlink = true;
		if (svg_is_href(&e->attrs[i]) || (e->attrs[i].uri[0] == '\0' &&
		    (svg_has_attr(e->attrs[i].local) ||
		    strcmp(e->attrs[i].local, "style") == 0)))
			note_value(x->svg, e->attrs[i].local,
			    e->attrs[i].value);
	}
	return 0;
}

static int
on_end(void *arg, const struct xmlsax_element *e)
{
	struct bytes css = BYTES_INIT(2 * CSS_MAX);
	struct first *x = arg;
	int r;

	if (!x->in_style || strcmp(e->local, "style") != 0)
		return 0;
	x->in_style = false;
	if ((r = css_clean(&css, (const char *)x->sheet.data, x->sheet.len,
	    NULL)) == 0)
		nameset_of_css(&x->svg->names, (const char *)css.data,
		    css.len);
	if (css.len > 0 && memmem(css.data, css.len, "hover", 5) != NULL)
		x->svg->moves = true;
	bytes_reset(&x->sheet);
	bytes_free(&css);
	return r;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct first *x = arg;

	return x->in_style ? bytes_add(&x->sheet, s, len) : 0;
}

/* --- is something drawn from a layer that is not shown? --- */

struct borrowed {
	struct svg *svg;
	unsigned hidden;	/* elements open inside one that is not shown */
	bool found;
};

static int
borrowed_start(void *arg, const struct xmlsax_element *e)
{
	struct borrowed *b = arg;
	const char *id = svg_attr(e, "id");

	if (b->hidden > 0 || is_hidden(b->svg, e))
		b->hidden++;
	if (b->hidden > 1 && id != NULL &&
	    nameset_has(&b->svg->names, '#', id, strlen(id)))
		b->found = true;
	return 0;
}

static int
borrowed_end(void *arg, const struct xmlsax_element *e)
{
	struct borrowed *b = arg;

	(void)e;
	b->hidden -= b->hidden > 0;
	return 0;
}

/* Then nothing of what is hidden goes. */
static int
look_for_borrowed(struct svg *s)
{
	static const struct xmlsax_events events = {
		.start = borrowed_start, .end = borrowed_end,
	};
	struct borrowed b = { .svg = s };
	int r = xmlsax_read(s->utf8, s->len, &events, &b);

	s->moves = s->moves || b.found;
	return r;
}

int
svg_open(struct svg *s, const char *utf8, size_t len)
{
	static const struct xmlsax_events events = {
		.start = on_start, .end = on_end, .text = on_text,
	};
	struct first x = { .svg = s, .sheet = BYTES_INIT(CSS_MAX) };
	int r;

	*s = (struct svg){ .utf8 = utf8, .len = len, .names = NAMESET_INIT };
	if ((r = xmlsax_read(utf8, len, &events, &x)) == 0)
		r = nameset_settle(&s->names);
	if (r == 0)
		r = look_for_borrowed(s);
	bytes_free(&x.sheet);
	return r;
}

void
svg_close(struct svg *s)
{
	nameset_free(&s->names);
}
