/* odf_look.c -- look at one part of an OpenDocument file for the report. */
#include <string.h>
#include <strings.h>

#include "intake/format/answer.h"
#include "intake/format/odf/odf_names.h"
#include "intake/format/odf/odf_report.h"
#include "vault/base/err.h"

#define VALUE_BYTES 4096u

struct look {
	struct odf_lists *lists;
	struct answer *a;
	const char *part;
	struct bytes text;		/* of the element in hand */
	char name[META_NAME_MAX + 1];	/* what it is told as; "" */
	const char *group;
	unsigned depth, at;		/* depth of the element in hand */
	unsigned note;			/* inside an annotation */
	struct bytes said;		/* in the annotation */
	struct map *to;			/* it is counted there; NULL: told */
};

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

static int
count(struct map *m, const char *key)
{
	struct map_entry *e;

	if (*key == '\0')
		return 0;
	if ((e = map_put(m, key)) == NULL)
		return ERR_NO_MEMORY;
	e->value++;
	return 0;
}

/* The text of the element is told when it ends. */
static void
take(struct look *l, const char *group, const char *name, struct map *to)
{
	bytes_reset(&l->text);
	l->at = l->depth;
	l->group = group;
	l->to = to;
	l->name[0] = '\0';
	strncat(l->name, name, META_NAME_MAX);
}

static void
tell_attrs(struct look *l, const char *group, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *colon;
	size_t i;

	for (i = 0; i < n; i++) {
		colon = strchr(attrs[i].name, ':');
		answer_metaf(l->a, group, name, "%s: %s", colon != NULL ?
		    colon + 1 : attrs[i].name, attrs[i].value);
	}
}

static void
look_meta(struct look *l, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *local = strchr(name, ':'), *s;

	if (is(name, "meta:user-defined")) {
		s = xml_attr(attrs, n, "meta:name");
		take(l, "user-defined", s != NULL ? s : "", NULL);
	} else if (strncmp(name, "meta:", 5) == 0 ||
	    strncmp(name, "dc:", 3) == 0) {
		take(l, "meta.xml", local + 1, NULL);
		tell_attrs(l, "meta.xml", local + 1, attrs, n);
	} else if (strncmp(name, "office:", 7) != 0) {
		take(l, "meta.xml", local != NULL ? local + 1 : name, NULL);
	}
}

/* Switches say nothing of a person; the rest may. */
static void
look_setting(struct look *l, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *s = xml_attr(attrs, n, "config:name");
	const char *type = xml_attr(attrs, n, "config:type");

	if (is(name, "config:config-item") && s != NULL &&
	    (type == NULL || !is(type, "boolean")))
		take(l, "settings.xml", s, NULL);
}

static bool
is_field(const char *name)
{
	static const char *const some[] = { "text:author-name",
	    "text:author-initials", "text:creator", "text:initial-creator",
	    "text:file-name", "text:template-name", "text:printed-by",
	    "text:user-defined", "text:creation-date", "text:creation-time",
	    "text:modification-date", "text:modification-time",
	    "text:print-date", "text:print-time", "text:editing-cycles",
	    "text:editing-duration", "text:date", "text:time",
	    "text:user-field-get", "text:variable-set", "text:variable-get",
	    "text:database-display", "text:database-name",
	    "text:execute-macro", "text:dde-connection", "text:title",
	    "text:subject", "text:keywords", "text:description",
	    "text:placeholder", "text:conditional-text", NULL };
	size_t i;

	for (i = 0; some[i] != NULL; i++)
		if (is(name, some[i]))
			return true;
	return strncmp(name, "text:sender-", 12) == 0;
}

/* What is elsewhere, and is fetched or asked when the document is opened. */
static int
look_link(struct look *l, const char *name, const char *href)
{
	if (href[0] == '\0' || href[0] == '#' || strncmp(href, "./", 2) == 0)
		return 0;
	if ((is(name, "text:a") || is(name, "draw:a")) &&
	    strncasecmp(href, "file:", 5) != 0 && strchr(href, ':') != NULL)
		return 0;		/* followed when somebody asks to */
	if (strchr(href, ':') == NULL && href[0] != '/' &&
	    strstr(href, "..") == NULL)
		return 0;		/* a member of the package */
	return count(&l->lists->outside, href);
}

static int
look_attrs(struct look *l, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *s;
	size_t i;
	int r = 0;

	for (i = 0; i < n && r == 0; i++) {
		const char *an = attrs[i].name, *v = attrs[i].value;

		if (is(an, "xlink:href") || is(an, "form:href"))
			r = look_link(l, name, v);
		else if (strncmp(an, "officeooo:", 10) == 0 &&
		    strstr(an, "rsid") != NULL)
			r = count(&l->lists->sessions, v);
		else if ((is(an, "xml:id") || is(an, "draw:id")) &&
		    strncmp(v, "id", 2) != 0)
			r = count(&l->lists->ids, v);
		else if (is(an, "style:name") && odf_attribute(name, an) ==
		    VALUE_STYLE && !odf_style_is_common(v) &&
		    !odf_style_is_numbered(v) && odf_style_master(v) == 0)
			r = count(&l->lists->styles, v);
		else if ((is(an, "draw:name") || is(an, "table:name")) &&
		    odf_attribute(name, an) == VALUE_NONE &&
		    strncmp(name, "draw:page", 9) != 0 &&
		    strncmp(name, "table:", 6) != 0)
			r = count(&l->lists->names, v);
		else if (is(an, "office:target-frame-name") ||
		    is(an, "office:name") || is(an, "office:title"))
			r = count(&l->lists->names, v);
	}
	if (r == 0 && strstr(name, "bookmark") != NULL &&
	    (s = xml_attr(attrs, n, "text:name")) != NULL &&
	    strncmp(s, "id", 2) != 0)
		r = count(&l->lists->names, s);
	return r;
}

static int
look_content(struct look *l, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *s;

	if (is(name, "office:annotation")) {
		l->lists->notes++;
		l->note = l->depth;
		bytes_reset(&l->said);
	} else if (is(name, "dc:creator")) {
		take(l, "changes", "Author", &l->lists->authors);
	} else if (is(name, "dc:date") || is(name, "meta:date-string")) {
		take(l, "changes", "Date", &l->lists->dates);
	} else if (is(name, "meta:creator-initials") ||
	    is(name, "loext:sender-initials")) {
		take(l, "changes", "Initials", &l->lists->initials);
	} else if (is(name, "script:event-listener") ||
	    is(name, "presentation:event-listener") ||
	    is(name, "script:event") || is(name, "office:script")) {
		s = xml_attr(attrs, n, "xlink:href");
		return count(&l->lists->scripts, s != NULL ? s : name);
	} else if (is(name, "text:script")) {
		return count(&l->lists->scripts, name);
	} else if (is(name, "text:user-field-decl") ||
	    is(name, "text:variable-decl") || is(name, "db:data-source") ||
	    is(name, "table:database-range") ||
	    is(name, "table:data-pilot-table") ||
	    is(name, "table:scenario") || is(name, "table:dde-link") ||
	    is(name, "office:dde-source") || is(name, "table:table-source") ||
	    is(name, "table:cell-range-source") ||
	    is(name, "table:content-validation") ||
	    strncmp(name, "form:", 5) == 0) {
		tell_attrs(l, "content", strchr(name, ':') + 1, attrs, n);
	} else if (is_field(name)) {
		return count(&l->lists->fields, name + 5);
	}
	return look_attrs(l, name, attrs, n);
}

static int
on_start(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	struct look *l = ctx;

	(void)x;
	l->depth++;
	if (l->at != 0)
		return 0;
	if (is(l->part, "meta.xml"))
		look_meta(l, name, attrs, n);
	else if (is(l->part, "settings.xml"))
		look_setting(l, name, attrs, n);
	else
		return look_content(l, name, attrs, n);
	return 0;
}

static int
on_end(struct xml *x, void *ctx, const char *name)
{
	struct look *l = ctx;
	const char *s;
	int r = 0;

	(void)x;
	(void)name;
	if (l->at == l->depth) {
		if (l->to != NULL) {
			s = bytes_str(&l->text);
			r = count(l->to, s != NULL ? s : "");
		} else if (l->text.len > 0 || l->group[0] == 'u') {
			answer_meta(l->a, l->group, l->name, l->text.data,
			    l->text.len);
		}
		l->at = 0;
	}
	if (l->note == l->depth) {
		answer_meta(l->a, "changes", "Annotation", l->said.data,
		    l->said.len);
		l->note = 0;
	}
	l->depth--;
	return r;
}

/* As much as a line of the report has room for. */
static void
add(struct bytes *b, const char *s, size_t len)
{
	size_t room = b->max - 1 - b->len;	/* a NUL may follow */

	(void)bytes_add(b, s, len < room ? len : room);
}

static int
on_text(struct xml *x, void *ctx, const char *s, size_t len)
{
	struct look *l = ctx;

	(void)x;
	if (l->at != 0)
		add(&l->text, s, len);
	else if (l->note != 0)
		add(&l->said, s, len);
	return 0;
}

static int
on_aside(struct xml *x, void *ctx, const char *s)
{
	struct look *l = ctx;

	(void)x;
	l->lists->asides++;
	answer_metaf(l->a, "package", "XML comment", "%s: %s", l->part, s);
	return 0;
}

int
odf_look(const void *xml, size_t len, const char *part,
    struct odf_lists *lists, struct answer *a)
{
	static const struct xml_events events = { .start = on_start,
	    .end = on_end, .text = on_text, .aside = on_aside };
	struct look l = { .lists = lists, .a = a, .part = part };
	int r;

	l.text = l.said = BYTES_INIT(VALUE_BYTES);
	r = xml_read(xml, len, odf_namespaces, &events, &l);
	bytes_free(&l.text);
	bytes_free(&l.said);
	return r;
}
