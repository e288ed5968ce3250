/* epub_report.c -- see epub_report.h. */
#include "intake/format/epub/epub_report.h"

#include <string.h>

#include "intake/format/epub/epub_write.h"
#include "intake/format/markup/css.h"
#include "intake/format/markup/html.h"
#include "intake/format/package/members.h"
#include "intake/format/story/embedded.h"
#include "vault/base/print.h"

#define VALUE_BYTES 4096u

/* --- the package document and the NCX --- */

struct look {
	struct answer *a;
	const char *group;
	unsigned depth, metadata;	/* depth of the list of metadata */
	char name[META_NAME_MAX + 1];
	struct bytes text;
};

/* What every book must have, and all our copies have the same. */
static bool
is_ours(const char *s)
{
	return strcmp(s, EPUB_TITLE) == 0 || strcmp(s, EPUB_IDENTIFIER) == 0 ||
	    strcmp(s, EPUB_LANGUAGE) == 0 || strcmp(s, EPUB_MODIFIED) == 0 ||
	    strcmp(s, "pre-paginated") == 0;
}

static int
on_start(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *s = xml_attr(attrs, n, "name");
	struct look *l = ctx;
	const char *value = xml_attr(attrs, n, "content");

	(void)x;
	l->depth++;
	bytes_reset(&l->text);
	if (strcmp(name, "opf:metadata") == 0 ||
	    strcmp(name, "ncx:head") == 0 ||
	    strcmp(name, "ncx:docTitle") == 0 ||
	    strcmp(name, "ncx:docAuthor") == 0)
		l->metadata = l->depth;
	if (strcmp(name, "opf:reference") == 0 &&
	    (s = xml_attr(attrs, n, "title")) != NULL)
		answer_metaf(l->a, l->group, "reference", "%s", s);
	if (l->metadata == 0)
		return 0;
	if (s == NULL)
		s = xml_attr(attrs, n, "property");
	if (s == NULL)
		s = strchr(name, ':') != NULL ? strchr(name, ':') + 1 : name;
	l->name[0] = '\0';
	strncat(l->name, s, META_NAME_MAX);
	if (value != NULL && strcmp(s, "cover") != 0 && !is_ours(value))
		answer_metaf(l->a, l->group, l->name, "%s", value);
	return 0;
}

static int
on_end(struct xml *x, void *ctx, const char *name)
{
	struct look *l = ctx;
	const char *s = bytes_str(&l->text);

	(void)x;
	(void)name;
	if (l->metadata != 0 && s != NULL && s[strspn(s, " \r\n\t")] != '\0' &&
	    !is_ours(s))
		answer_meta(l->a, l->group, l->name, s, strlen(s));
	bytes_reset(&l->text);
	if (l->metadata == l->depth)
		l->metadata = 0;
	l->depth--;
	return 0;
}

static int
on_text(struct xml *x, void *ctx, const char *s, size_t len)
{
	struct look *l = ctx;
	size_t room = VALUE_BYTES - l->text.len;

	(void)x;
	if (l->metadata != 0)
		(void)bytes_add(&l->text, s, len < room ? len : room);
	return 0;
}

static int
on_aside(struct xml *x, void *ctx, const char *s)
{
	struct look *l = ctx;

	(void)x;
	answer_metaf(l->a, l->group, "comment", "%s", s);
	return 0;
}

static int
look(const struct epub_book *b, const struct zip_member *m, const char *group,
    struct answer *a)
{
	static const struct xml_events events = { .start = on_start,
	    .end = on_end, .text = on_text, .aside = on_aside };
	struct look l = { .a = a, .group = group,
	    .text = BYTES_INIT(VALUE_BYTES + 1) };
	struct bytes raw = BYTES_INIT(XML_PART_MAX);
	int r;

	if ((r = epub_book_read(b, m, &raw)) == 0) {
		epub_without_doctype(&raw);
		if (xml_read(raw.data, raw.len, epub_namespaces, &events,
		    &l) < 0)
			answer_metaf(a, "package", "Part", "%s is not "
			    "well-formed", m->name);
	}
	bytes_free(&l.text);
	bytes_free(&raw);
	return r;
}

/* --- the parts --- */

static int
report_style(const struct epub_item *item, const struct bytes *raw,
    struct answer *a)
{
	struct bytes out = BYTES_INIT(CSS_MAX);
	struct css_seen seen = { 0 };
	int r = 0;

	if (raw->len == 0)
		return 0;
	if (!utf8_valid(raw->data, raw->len)) {
		answer_metaf(a, "style", item->path, "is not UTF-8, and would "
		    "be empty");
		return 0;
	}
	r = css_clean(&out, (const char *)raw->data, raw->len, &seen);
	if (seen.comments > 0 || seen.editor > 0)
		answer_metaf(a, "style", item->path, "%lu comments, %lu "
		    "properties of editors", seen.comments, seen.editor);
	if (seen.words > 0)
		answer_metaf(a, "style", item->path, "%lu strings that say "
		    "something", seen.words);
	if (seen.loads > 0)
		answer_mark(a, MARK_EXTERNAL, seen.loads, "%s", item->path);
	bytes_free(&out);
	return r;
}

struct outside {
	const struct epub_book *b;
	const char *path;
	uint64_t n;
	char first[256];
};

/* What a page would fetch from elsewhere. */
static const char *
resource(void *ctx, enum html_use use, const char *address)
{
	struct outside *o = ctx;

	(void)use;
	if (epub_book_item(o->b, o->path, address) != NULL)
		return address;
	if (o->n++ == 0)
		strncat(o->first, address, sizeof o->first - 1);
	return NULL;
}

static int
report_page(const struct epub_book *b, const struct epub_item *item,
    const struct bytes *raw, struct answer *a)
{
	struct bytes scratch = BYTES_INIT(ZIP_MEMBER_MAX);
	struct outside o = { .b = b, .path = item->path };
	struct html h = { .data = raw->data, .len = raw->len,
	    .flags = HTML_XHTML | HTML_KEEP_NAMES, .resource = resource,
	    .ctx = &o };
	int r;

	if ((r = html_report(&h, item->path, a)) == 0)
		r = html_clean(&scratch, &h);
	if (o.n > 0)
		answer_mark(a, MARK_EXTERNAL, o.n, "%s", o.first);
	bytes_free(&scratch);
	return r;
}

static int
report_item(const struct epub_book *b, const struct epub_item *item,
    struct answer *a)
{
	struct bytes raw = BYTES_INIT(ZIP_MEMBER_MAX);
	struct doc d;
	int r;

	if (item->member == NULL)
		return 0;
	if (item->kind == EPUB_NCX)
		return look(b, item->member, "ncx", a);
	if (item->kind == EPUB_OTHER)
		return 0;
	if ((r = zip_read(b->zip, item->member, &raw)) < 0)
		goto done;
	if (item->kind == EPUB_PICTURE) {
		d = (struct doc){ .data = raw.data, .len = raw.len };
		embedded_report(a, "picture", item->path, &d);
	} else if (item->kind == EPUB_STYLE) {
		r = report_style(item, &raw, a);
	} else {
		r = report_page(b, item, &raw, a);
	}
done:
	bytes_free(&raw);
	return r;
}

static bool
is_part(const struct epub_book *b, const struct zip_member *m)
{
	const struct map_entry *e = map_find(&b->by_path, m->name);

	if (strcmp(m->name, "mimetype") == 0 ||
	    strcmp(m->name, "META-INF/container.xml") == 0 ||
	    strcmp(m->name, b->opf) == 0)
		return true;
	return e != NULL && e->value != 0 &&
	    b->items[e->value - 1].kind != EPUB_OTHER;
}

static void
package(const struct epub_book *b, struct answer *a)
{
	size_t i;
	const struct zip_member *m;

	for (i = 0; i < zip_count(b->zip); i++) {
		m = zip_at(b->zip, i);
		if (!is_part(b, m))
			answer_metaf(a, "package", "Part", "%s (%llu bytes)",
			    m->name, (unsigned long long)m->size);
	}
	members_report(b->zip, a);
}

int
epub_report(const struct epub_book *b, struct answer *a)
{
	size_t i;
	int r;

	package(b, a);
	r = look(b, zip_find(b->zip, b->opf), "opf", a);
	for (i = 0; i < b->n && r == 0; i++)
		r = report_item(b, &b->items[i], a);
	return r;
}
