/* html_attrs.c -- the attributes of an element that is written anew. */
#include <string.h>
#include <strings.h>

#include "intake/format/markup/embed.h"
#include "intake/format/markup/html_names.h"
#include "intake/format/markup/html_walk.h"
#include "intake/format/normal/language.h"
#include "vault/base/print.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define VALUE_MAX ((size_t)512 << 20)	/* bytes of one attribute */

bool
html_is_link(const char *s)
{
	static const char *const schemes[] = {
		"http", "https", "mailto", "tel", "sms", "ftp", "news",
		"xmpp", "tg", "sgnl", "signal", "whatsapp", "matrix", "geo",
		"magnet",
	};
	size_t i, n = strcspn(s, ":/?#");

	if (s[n] != ':')
		return strncmp(s, "\\\\", 2) != 0;	/* a network share */
	for (i = 0; i < COUNT(schemes); i++)
		if (strlen(schemes[i]) == n &&
		    strncasecmp(s, schemes[i], n) == 0)
			return true;
	return false;
}

/* As browsers take it: nothing below a space counts, and none at the ends. */
static void
plain_address(struct bytes *b, const char *s)
{
	size_t n;

	for (n = 0; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x20 && *s != 0x7f &&
		    (*s != ' ' || n > 0)) {
			(void)bytes_add(b, s, 1);
			n++;
		}
	while (b->len > 0 && b->data[b->len - 1] == ' ')
		b->len--;
}

/* What somebody reads, on one line. */
static void
plain_value(struct bytes *b, const char *s)
{
	const uint8_t *p = (const uint8_t *)s;
	size_t n, len = strlen(s);
	uint32_t cp;

	for (; len > 0; p += n, len -= n) {
		if ((n = utf8_next(p, len, &cp)) == 0)
			break;
		if (cp == '\t' || cp == '\n' || cp == '\r' || cp == ' ' ||
		    cp == 0x85 || cp == 0x2028 || cp == 0x2029) {
			if (b->len > 0 && b->data[b->len - 1] != ' ')
				(void)bytes_add(b, " ", 1);
		} else if (cp >= 0x20 && !(cp >= 0x7f && cp < 0xa0)) {
			(void)bytes_add(b, p, n);
		}
	}
	while (b->len > 0 && b->data[b->len - 1] == ' ')
		b->len--;
}

static void
put_name(struct line_out *l, const char *name)
{
	line_out_markup(l, " ");
	line_out_markup(l, name);
	line_out_markup(l, "=\"");
}

/* ` name="value"`, the value not part of the text. */
static void
put(struct line_out *l, const char *name, const void *value, size_t len)
{
	const char *s = value;
	size_t i;

	put_name(l, name);
	for (i = 0; i < len; i++)
		if (s[i] == '"' || s[i] == '&' || s[i] == '<' || s[i] == '>')
			line_out_markup(l, s[i] == '"' ? "&quot;" : s[i] ==
			    '&' ? "&amp;" : s[i] == '<' ? "&lt;" : "&gt;");
		else
			line_out_markup_bytes(l, s + i, 1);
	line_out_markup(l, "\"");
}

/* ` name="value"`, the value listed below the line. */
static void
put_listed(struct line_out *l, const char *name, const struct bytes *value)
{
	put_name(l, name);
	line_out_value(l, (const char *)value->data, value->len);
	line_out_markup(l, "\"");
}

/* Those names of a list that mean something. */
static void
put_names(const struct html_job *job, const char *name, char kind,
    const char *s)
{
	bool all = (job->html->flags & HTML_KEEP_NAMES) != 0;
	struct bytes b = BYTES_INIT(VALUE_MAX);
	size_t n;

	for (; *s != '\0'; s += n) {
		s += strspn(s, " \t\r\n\f");
		n = strcspn(s, " \t\r\n\f");
		if (n == 0 || (!all &&
		    !nameset_has(&job->first->names, kind, s, n)))
			continue;
		if (b.len > 0)
			(void)bytes_add(&b, " ", 1);
		if (all || !nameset_call(&job->first->names, kind, s, n, &b))
			(void)bytes_add(&b, s, n);
	}
	if (b.len > 0 && bytes_ok(&b) == 0)
		put(job->line, name, b.data, b.len);
	bytes_free(&b);
}

/* The parts of tables, whose widths come from what stands in them. */
static bool
is_of_table(const char *element)
{
	static const char *const names[] = { "table", "td", "th", "tr", "col",
	    "colgroup" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(element, names[i]) == 0)
			return true;
	return false;
}

/* Does it say how much place words take? */
static bool
is_measured(const char *element, const char *name, size_t len)
{
	static const char *const names[] = { "letter-spacing", "word-spacing",
	    "width", "min-width", "max-width", "height", "min-height",
	    "max-height" };
	size_t i = is_of_table(element) ? COUNT(names) : 2;

	while (i-- > 0)
		if (strlen(names[i]) == len &&
		    strncasecmp(names[i], name, len) == 0)
			return true;
	return false;
}

/* In a copy with redactions such declarations go. */
static void
without_measures(struct bytes *style, const char *element)
{
	struct bytes left = BYTES_INIT(4 * CSS_MAX);
	const char *s = (const char *)style->data, *end = s + style->len;
	size_t n, name;

	for (; s < end; s += n + (s + n < end)) {
		for (n = 0; s + n < end && s[n] != ';'; n++)
			;
		for (; n > 0 && *s == ' '; n--)
			s++;
		for (name = 0; name < n && s[name] != ':' && s[name] != ' ';
		    name++)
			;
		if (n == 0 || is_measured(element, s, name))
			continue;
		if (left.len > 0)
			(void)bytes_add(&left, ";", 1);
		(void)bytes_add(&left, s, n);
	}
	bytes_reset(style);
	if (bytes_ok(&left) == 0)
		(void)bytes_add(style, left.data, left.len);
	bytes_free(&left);
}

static void
put_style(const struct html_job *job, const char *element, const char *s)
{
	struct bytes b = BYTES_INIT(2 * CSS_MAX);
	struct bytes named = BYTES_INIT(4 * CSS_MAX);

	if (css_clean(&b, s, strlen(s), NULL) == 0 && b.len > 0) {
		html_name_css(job, &b, &named);
		if (line_out_edited(job->line))
			without_measures(&named, element);
		if (bytes_ok(&named) == 0 && named.len > 0)
			put(job->line, "style", named.data, named.len);
	}
	bytes_free(&b);
	bytes_free(&named);
}

void
html_name_css(const struct html_job *job, const struct bytes *css,
    struct bytes *out)
{
	if ((job->html->flags & HTML_KEEP_NAMES) != 0)
		(void)bytes_add(out, css->data, css->len);
	else
		nameset_css(&job->first->names, (const char *)css->data,
		    css->len, out);
}

/* "#name": a place in this page. */
static void
put_place(const struct html_job *job, const char *name, const char *s)
{
	struct bytes b = BYTES_INIT(VALUE_MAX);

	(void)bytes_add(&b, "#", 1);
	if ((job->html->flags & HTML_KEEP_NAMES) != 0 ||
	    (s[0] == '#' && (s[1] == '\0' || strcasecmp(s, "#top") == 0)))
		(void)bytes_add_str(&b, s + 1);
	else
		(void)nameset_call(&job->first->names, '#', s + 1,
		    strlen(s + 1), &b);
	if (bytes_ok(&b) == 0)
		put(job->line, name, b.data, b.len);
	bytes_free(&b);
}

static void
put_picture(const struct html_job *job, const char *s)
{
	const struct html *h = job->html;
	struct bytes b = BYTES_INIT(VALUE_MAX);
	const char *to = NULL;

	if (embed_is(s)) {
		if (embed_clean(&b, s, NULL))
			put(job->line, "src", b.data, b.len);
	} else if (h->resource != NULL) {
		if ((to = h->resource(h->ctx, HTML_PICTURE, s)) != NULL)
			put(job->line, "src", to, strlen(to));
	} else {
		plain_address(&b, s);
		if (bytes_str(&b) != NULL &&
		    html_is_relative((const char *)b.data))
			put_listed(job->line, "src", &b);
	}
	bytes_free(&b);
}

bool
html_picture_stays(const struct html_job *job, const char *s)
{
	const struct html *h = job->html;
	struct bytes b = BYTES_INIT(VALUE_MAX);
	bool stays;

	if (embed_is(s)) {
		stays = embed_clean(&b, s, NULL);
	} else if (h->resource != NULL) {
		stays = h->resource(h->ctx, HTML_PICTURE, s) != NULL;
	} else {
		plain_address(&b, s);
		stays = bytes_str(&b) != NULL &&
		    html_is_relative((const char *)b.data);
	}
	bytes_free(&b);
	return stays;
}

static void
put_link(const struct html_job *job, const char *s)
{
	struct bytes b = BYTES_INIT(VALUE_MAX);

	plain_address(&b, s);
	if (bytes_str(&b) != NULL && html_is_link((const char *)b.data)) {
		if (b.len > 0 && b.data[0] == '#')
			put_place(job, "href", (const char *)b.data);
		else if (b.len > 0)
			put_listed(job->line, "href", &b);
	}
	bytes_free(&b);
}

static void
put_text(const struct html_job *job, const char *name, const char *s)
{
	struct bytes b = BYTES_INIT(VALUE_MAX);

	plain_value(&b, s);
	/* An empty alt says that the picture is an ornament. */
	if (bytes_ok(&b) == 0 && (b.len > 0 || strcmp(name, "alt") == 0))
		put_listed(job->line, name, &b);
	bytes_free(&b);
}

/* Some names mean different things at different elements. */
static enum html_attr_kind
kind_at(const char *element, const char *name)
{
	enum html_attr_kind kind = html_attr_kind(name);

	if (strcmp(name, "value") == 0) {
		if (strcmp(element, "input") == 0)
			return HTML_ATTR_TEXT;
		return strcmp(element, "option") == 0 ||
		    strcmp(element, "button") == 0 ? HTML_ATTR_NONE :
		    HTML_ATTR_WORD;
	}
	if (strcmp(name, "name") == 0 && strcmp(element, "a") != 0 &&
	    strcmp(element, "map") != 0)
		return HTML_ATTR_NONE;
	if (strcmp(name, "src") == 0 && strcmp(element, "img") != 0)
		return HTML_ATTR_NONE;
	return kind;
}

static void
put_attr(const struct html_job *job, const char *element,
    const struct html_attr *a)
{
	char tag[LANGUAGE_TAG_SIZE];

	switch (kind_at(element, a->name)) {
	case HTML_ATTR_LANGUAGE:
		if (language_tag(tag, a->value))
			put(job->line, a->name, tag, strlen(tag));
		break;
	case HTML_ATTR_WORD:
		if (html_is_word(a->value) && (!line_out_edited(job->line) ||
		    !is_measured(element, a->name, strlen(a->name))))
			put(job->line, a->name, a->value, strlen(a->value));
		break;
	case HTML_ATTR_TEXT:
		put_text(job, a->name, a->value);
		break;
	case HTML_ATTR_LINK:
		put_link(job, a->value);
		break;
	case HTML_ATTR_SOURCE:
		put_picture(job, a->value);
		break;
	case HTML_ATTR_STYLE:
		put_style(job, element, a->value);
		break;
	case HTML_ATTR_ID:
		put_names(job, a->name, '#', a->value);
		break;
	case HTML_ATTR_CLASS:
		put_names(job, a->name, '.', a->value);
		break;
	case HTML_ATTR_IDREF:
		if (strcmp(a->name, "usemap") == 0)
			put_place(job, a->name, a->value[0] == '#' ?
			    a->value : "#");
		else
			put_names(job, a->name, '#', a->value);
		break;
	case HTML_ATTR_NONE:
		/* What a book's table of contents is found by. */
		if (strcmp(a->name, "epub:type") == 0 &&
		    (job->html->flags & HTML_XHTML) != 0 &&
		    html_is_word(a->value))
			put(job->line, a->name, a->value, strlen(a->value));
		break;
	}
}

void
html_write_attrs(const struct html_job *job, const char *element,
    const struct html_attr *attrs, size_t n)
{
	size_t i, j;

	for (i = 0; i < n; i++) {
		for (j = 0; j < i && strcmp(attrs[j].name, attrs[i].name) != 0;
		    j++)
			;
		if (j == i)	/* the first of one name counts */
			put_attr(job, element, &attrs[i]);
	}
}
