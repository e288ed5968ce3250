/* html_first.c -- see html_first.h. */
#include "intake/format/markup/html_first.h"
#include "intake/format/normal/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

#define TITLE_MAX ((size_t)1 << 20)
#define ROWS_DEPTH 64u		/* tables inside each other that are told apart */

struct first {
	struct html_first *f;
	const struct html *h;
	struct bytes sheet;	/* the style element that is open */
	char media[HTML_WORD_SIZE];
	bool in_title, in_style;
	bool has_title;
	unsigned ignored;	/* elements open inside one whose text is not text */
	size_t rows[ROWS_DEPTH];
	unsigned depth;		/* rows open */
	uint64_t cells[ROWS_DEPTH];
};

bool
html_is_word(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV"
	    "WXYZ0123456789 .,%#+_*-");

	return s[n] == '\0' && n < HTML_WORD_SIZE;
}

bool
html_is_relative(const char *s)
{
	size_t n = strcspn(s, ":/\\?#");

	/* No scheme, no host, no share of a network, no path from the root. */
	return s[0] != '\0' && s[0] != '/' && s[0] != '\\' && s[n] != ':' &&
	    strpbrk(s, "\\?") == NULL && strstr(s, "//") == NULL;
}

bool
html_hides(const char *name, const struct html_attr *attrs, size_t n)
{
	const char *v;

	if (html_attr(attrs, n, "hidden") != NULL)
		return true;
	if ((v = html_attr(attrs, n, "style")) != NULL && css_hides(v))
		return true;
	return strcmp(name, "input") == 0 &&
	    (v = html_attr(attrs, n, "type")) != NULL &&
	    strcasecmp(v, "hidden") == 0;
}

static void
add_words(struct nameset *names, char kind, const char *s)
{
	size_t n;

	for (; *s != '\0'; s += n) {
		s += strspn(s, " \t\r\n\f");
		n = strcspn(s, " \t\r\n\f");
		nameset_add(names, kind, s, n);
	}
}

/* Ids that links, labels and tables of the page mean. */
static void
note_names(struct first *x, const struct html_attr *attrs, size_t n)
{
	static const char *const refs[] = {
		"for", "headers", "aria-labelledby", "aria-describedby",
	};
	const char *v;
	size_t i;

	if ((v = html_attr(attrs, n, "href")) != NULL && v[0] == '#')
		nameset_add(&x->f->names, '#', v + 1, strlen(v + 1));
	if ((v = html_attr(attrs, n, "usemap")) != NULL && v[0] == '#')
		nameset_add(&x->f->names, '#', v + 1, strlen(v + 1));
	for (i = 0; i < sizeof(refs) / sizeof(refs[0]); i++)
		if ((v = html_attr(attrs, n, refs[i])) != NULL)
			add_words(&x->f->names, '#', v);
}

static void
note_word(char to[HTML_WORD_SIZE], const struct html_attr *attrs, size_t n,
    const char *name)
{
	const char *v = html_attr(attrs, n, name);

	if (v != NULL && html_is_word(v))
		(void)snprintf(to, HTML_WORD_SIZE, "%s", v);
}

static void
note_link(struct first *x, const struct html_attr *attrs, size_t n)
{
	const char *rel = html_attr(attrs, n, "rel");
	const char *href = html_attr(attrs, n, "href"), *to;
	struct bytes *b = &x->f->links;

	if (rel == NULL || href == NULL || x->h->resource == NULL ||
	    strcasecmp(rel, "stylesheet") != 0 ||
	    (to = x->h->resource(x->h->ctx, HTML_STYLE, href)) == NULL)
		return;
	(void)bytes_add_str(b, "<link rel=\"stylesheet\" type=\"text/css\" "
	    "href=\"");
	for (; *to != '\0'; to++)
		if (*to == '&' || *to == '"' || *to == '<' || *to == '>')
			(void)bytes_addf(b, "&#%d;", *to);
		else
			(void)bytes_add(b, to, 1);
	(void)bytes_add_str(b, (x->h->flags & HTML_XHTML) != 0 ? "\"/>\n" :
	    "\">\n");
}

static void
note_row(struct first *x)
{
	x->depth++;
	if (x->depth > ROWS_DEPTH)
		return;
	x->rows[x->depth - 1] = x->f->layout.len;
	x->cells[x->depth - 1] = 0;
	(void)bytes_add(&x->f->layout, "", 1);
}

static void
end_row(struct first *x)
{
	if (x->depth == 0 || x->depth-- > ROWS_DEPTH)
		return;
	if (x->cells[x->depth] < 2 && bytes_ok(&x->f->layout) == 0)
		x->f->layout.data[x->rows[x->depth]] = 1;
}

static void
note_table(struct first *x)
{
	unsigned i;

	for (i = 0; i < x->depth && i < ROWS_DEPTH; i++)
		if (bytes_ok(&x->f->layout) == 0)
			x->f->layout.data[x->rows[i]] = 1;
}

static int
on_start(void *arg, const char *name, const struct html_attr *attrs, size_t n)
{
	struct first *x = arg;
	const char *v;

	note_names(x, attrs, n);
	if (strcmp(name, "title") == 0 && !x->has_title) {
		x->in_title = x->has_title = true;
	} else if (strcmp(name, "style") == 0) {
		x->in_style = true;
		x->media[0] = '\0';
		note_word(x->media, attrs, n, "media");
	} else if (strcmp(name, "link") == 0) {
		note_link(x, attrs, n);
	} else if (strcmp(name, "html") == 0 || strcmp(name, "body") == 0) {
		if ((v = html_attr(attrs, n, "lang")) != NULL &&
		    !language_tag(x->f->lang, v))
			x->f->lang[0] = '\0';
		note_word(x->f->dir, attrs, n, "dir");
	} else if (strcmp(name, "script") == 0) {
		x->ignored++;
	} else if (strcmp(name, "tr") == 0) {
		note_row(x);
	} else if (strcmp(name, "table") == 0) {
		note_table(x);
	} else if ((strcmp(name, "td") == 0 || strcmp(name, "th") == 0) &&
	    x->depth > 0 && x->depth <= ROWS_DEPTH) {
		x->cells[x->depth - 1]++;
	}
	return 0;
}

static int
end_style(struct first *x)
{
	bool wrap = x->media[0] != '\0' && strcasecmp(x->media, "all") != 0;
	struct bytes *css = &x->f->css;
	int r;

	x->in_style = false;
	if (wrap)
		(void)bytes_addf(css, "@media %s {", x->media);
	if ((r = css_clean(css, (const char *)x->sheet.data, x->sheet.len,
	    &x->f->css_seen)) < 0)
		return r;
	(void)bytes_add_str(css, wrap ? "}\n" : "\n");
	bytes_reset(&x->sheet);
	return bytes_ok(css);
}

static int
on_end(void *arg, const char *name)
{
	struct first *x = arg;

	if (strcmp(name, "title") == 0)
		x->in_title = false;
	else if (strcmp(name, "style") == 0)
		return end_style(x);
	else if (strcmp(name, "script") == 0)
		x->ignored -= x->ignored > 0;
	else if (strcmp(name, "tr") == 0)
		end_row(x);
	return 0;
}

static void
add_title(struct bytes *title, const char *s, size_t len)
{
	size_t i;
	char c;

	for (i = 0; i < len && title->len < TITLE_MAX / 2; i++) {
		c = (unsigned char)s[i] < 0x20 ? ' ' : s[i];
		if (c == ' ' && (title->len == 0 ||
		    title->data[title->len - 1] == ' '))
			continue;
		(void)bytes_add(title, &c, 1);
	}
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct first *x = arg;

	if (x->in_style)
		return bytes_add(&x->sheet, s, len);
	if (x->in_title)
		add_title(&x->f->title, s, len);
	return 0;
}

static int
on_comment(void *arg, const char *s)
{
	(void)arg;
	(void)s;
	return 0;
}

/* A title that is too long is cut between characters. */
static void
end_title(struct bytes *title)
{
	while (title->len > 0 && !utf8_valid(title->data, title->len))
		title->len--;
	while (title->len > 0 && title->data[title->len - 1] == ' ')
		title->len--;
}

int
html_first_read(struct html_first *f, const struct html *h,
    const struct html_page *p)
{
	static const struct html_events events = {
		on_start, on_end, on_text, on_comment
	};
	struct first x = { .f = f, .h = h, .sheet = BYTES_INIT(CSS_MAX) };
	int r;

	*f = (struct html_first){ .title = BYTES_INIT(TITLE_MAX),
	    .css = BYTES_INIT(2 * CSS_MAX), .links = BYTES_INIT(CSS_MAX),
	    .names = NAMESET_INIT, .layout = BYTES_INIT(HTML_MAX) };
	if ((r = html_page_walk(p, &events, &x)) == 0) {
		end_title(&f->title);
		nameset_of_css(&f->names, (const char *)f->css.data, f->css.len);
		r = nameset_settle(&f->names);
	}
	bytes_free(&x.sheet);
	if (r == 0 && (r = bytes_ok(&f->layout)) == 0)
		r = bytes_ok(&f->links);
	return r;
}

void
html_first_free(struct html_first *f)
{
	bytes_free(&f->title);
	bytes_free(&f->css);
	bytes_free(&f->links);
	nameset_free(&f->names);
	bytes_free(&f->layout);
}
