/*
 * xml_format.c -- XML of no kind that is known: data, feeds, tracks.
 *
 * Its elements, attributes and texts are what it says, and stay.  Comments,
 * instructions and the document type go (entities are written out), so do
 * scripts; what describes the document (Dublin Core, RDF, properties of office
 * programs) is emptied.  The text: texts that stand alone are lines, so are the
 * values of attributes, each below the line its element is in.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/format/markup/line_out.h"
#include "intake/format/markup/markup.h"
#include "intake/format/markup/svg_names.h"
#include "intake/format/markup/xmlsax.h"
#include "intake/format/normal/links.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define GROUP "XML"
#define XHTML "http://www.w3.org/1999/xhtml"
#define KEPT_MAX META_VALUE_MAX

static const char *const mimes[] = {
	"text/xml", "application/xml", "text/html", "text/plain",
	"application/rss+xml", "application/atom+xml", "application/gpx+xml",
	"application/vnd.google-earth.kml+xml", "application/x-dbt",
	"model/x3d+xml", "text/x-ms-odc", NULL
};

/* One going over of a document: to lines, or to a report. */
struct walk {
	struct line_out *line;	/* NULL: it is looked at */
	struct answer *answer;
	unsigned emptied;	/* elements open inside one that describes */
	unsigned skipped;	/* inside one that goes */
	unsigned tags;		/* since the last character of text */
	bool space;
	bool parted;		/* white space behind a tag in a sentence */
	bool open;		/* the start of the last element has no '>' */
	char told[160];		/* the element whose text is told */
	struct bytes text;
	unsigned long scripts, loads;
};

/* --- what is what --- */

static bool
describes(const struct xmlsax_element *e)
{
	static const struct {
		const char *uri, *local;	/* NULL: all of them */
	} known[] = {
		{ "http://purl.org/dc/elements/1.1/", NULL },
		{ "http://purl.org/dc/terms/", NULL },
		{ "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "RDF" },
		{ "adobe:ns:meta/", NULL },
		{ "http://creativecommons.org/ns#", NULL },
		{ "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "meta" },
		{ "urn:schemas-microsoft-com:office:office",
		    "DocumentProperties" },
		{ "urn:schemas-microsoft-com:office:office",
		    "CustomDocumentProperties" },
		{ "http://www.topografix.com/GPX/1/0", "author" },
		{ "http://www.topografix.com/GPX/1/0", "email" },
		{ "http://www.topografix.com/GPX/1/1", "metadata" },
		{ "http://www.w3.org/2005/Atom", "generator" },
		{ "", "generator" },
	};
	size_t i;

	for (i = 0; i < COUNT(known); i++)
		if (strcmp(e->uri, known[i].uri) == 0 &&
		    (known[i].local == NULL ||
		    strcmp(e->local, known[i].local) == 0))
			return true;
	return false;
}

static bool
runs(const struct xmlsax_element *e)
{
	return (strcmp(e->uri, XHTML) == 0 || strcmp(e->uri, SVG_SPACE) ==
	    0) && strcmp(e->local, "script") == 0;
}

static bool
is_handler(const struct xmlsax_element *e, const struct xmlsax_attr *a)
{
	return (strcmp(e->uri, XHTML) == 0 || strcmp(e->uri, SVG_SPACE) ==
	    0) && a->uri[0] == '\0' && strncasecmp(a->local, "on", 2) == 0;
}

/* --- writing --- */

static void
put(struct walk *w, const char *s)
{
	line_out_markup(w->line, s);
}

static void
put_name(struct walk *w, const char *prefix, const char *local)
{
	put(w, prefix);
	if (prefix[0] != '\0')
		put(w, ":");
	put(w, local);
}

static void
put_escaped(struct walk *w, const char *s)
{
	for (; *s != '\0'; s++)
		if (*s == '&' || *s == '<' || *s == '"' || *s == '>')
			put(w, *s == '&' ? "&amp;" : *s == '<' ? "&lt;" :
			    *s == '"' ? "&quot;" : "&gt;");
		else
			line_out_markup_bytes(w->line, s, 1);
}

/* A value on one line, as readers of XML see it. */
static void
put_value(struct walk *w, const char *s)
{
	struct bytes b = BYTES_INIT(TEXT_MAX);
	char c;

	for (; *s != '\0'; s++) {
		c = (unsigned char)*s < 0x20 || *s == 0x7f ? ' ' : *s;
		if (c != ' ' || (b.len > 0 && b.data[b.len - 1] != ' '))
			(void)bytes_add(&b, &c, 1);
	}
	while (b.len > 0 && b.data[b.len - 1] == ' ')
		b.len--;
	line_out_value(w->line, (const char *)b.data, b.len);
	bytes_free(&b);
}

static void
close_start(struct walk *w)
{
	if (w->open)
		put(w, ">");
	w->open = false;
}

static void
write_start(struct walk *w, const struct xmlsax_element *e, bool empty)
{
	size_t i;

	put(w, "<");
	put_name(w, e->prefix, e->local);
	for (i = 0; i < e->nspaces; i++) {
		put(w, " xmlns");
		if (e->spaces[i].prefix[0] != '\0')
			put(w, ":");
		put(w, e->spaces[i].prefix);
		put(w, "=\"");
		put_escaped(w, e->spaces[i].uri);
		put(w, "\"");
	}
	for (i = 0; !empty && i < e->nattrs; i++) {
		if (is_handler(e, &e->attrs[i]))
			continue;
		put(w, " ");
		put_name(w, e->attrs[i].prefix, e->attrs[i].local);
		put(w, "=\"");
		put_value(w, e->attrs[i].value);
		put(w, "\"");
	}
	w->open = true;
}

static int
on_start(void *arg, const struct xmlsax_element *e)
{
	struct walk *w = arg;
	bool empty = describes(e);

	if (w->skipped > 0 || runs(e)) {
		w->skipped++;
		return 0;
	}
	if (w->emptied > 0) {
		w->emptied++;
		return 0;
	}
	close_start(w);
	w->tags++;
	write_start(w, e, empty);
	w->emptied = empty;
	return 0;
}

static int
on_end(void *arg, const struct xmlsax_element *e)
{
	struct walk *w = arg;

	if (w->skipped > 0) {
		w->skipped--;
		return 0;
	}
	if (w->emptied > 0 && --w->emptied > 0)
		return 0;
	w->tags++;
	if (w->open) {
		put(w, "/>");
		w->open = false;
		return 0;
	}
	put(w, "</");
	put_name(w, e->prefix, e->local);
	put(w, ">");
	return 0;
}

/* White space is markup at the ends of a text and where a line ends in it. */
static void
white(struct walk *w, char c)
{
	bool inside = !line_out_is_empty(w->line) && w->tags == 0;

	if (inside && !w->space && c != '\n' && c != '\r') {
		line_out_text(w->line, " ", 1);
	} else if (inside && !w->space) {
		line_out_gap(w->line, ' ');
		put(w, "\n");
	} else if (!inside && c != '\r') {
		line_out_markup_bytes(w->line, &c, 1);
		w->parted = w->parted || !w->space;
	}
	w->space = true;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct walk *w = arg;
	size_t i, n;
	uint32_t cp;

	if (w->skipped > 0 || w->emptied > 0)
		return 0;
	close_start(w);
	for (i = 0; i < len; i += n) {
		if ((n = utf8_next((const uint8_t *)s + i, len - i,
		    &cp)) == 0)
			return err_set(ERR_FORMAT, "it is not UTF-8; save it "
			    "again");
		if (cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r') {
			white(w, s[i]);
			continue;
		}
		if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
			continue;
		/* One tag may stand inside a sentence, two part texts. */
		if (w->tags > 1)
			line_out_break(w->line);
		else if (w->parted && !line_out_is_empty(w->line))
			line_out_gap(w->line, ' ');
		w->parted = false;
		line_out_text(w->line, s + i, n);
		w->tags = 0;
		w->space = false;
	}
	return 0;
}

static const struct xmlsax_events writing = {
	.start = on_start, .end = on_end, .text = on_text,
};

/* --- looking --- */

static void
meta(struct walk *w, const char *name, const char *value)
{
	value += strspn(value, " \t\r\n");
	if (value[0] != '\0')
		answer_meta(w->answer, GROUP, name, value, strlen(value));
}

static void
tell_text(struct walk *w)
{
	if (bytes_str(&w->text) != NULL)
		meta(w, w->told, (const char *)w->text.data);
	bytes_reset(&w->text);
}

static void
name_it(struct walk *w, const struct xmlsax_element *e)
{
	size_t n = strlen(e->prefix);

	if (n + strlen(e->local) + 2 > sizeof(w->told))
		return;
	memcpy(w->told, e->prefix, n);
	if (n > 0)
		w->told[n++] = ':';
	memcpy(w->told + n, e->local, strlen(e->local) + 1);
}

static int
look_start(void *arg, const struct xmlsax_element *e)
{
	struct walk *w = arg;
	size_t i;

	w->scripts += runs(e);
	for (i = 0; i < e->nattrs; i++)
		w->scripts += is_handler(e, &e->attrs[i]);
	if (w->emptied == 0 && !describes(e))
		return 0;
	tell_text(w);
	name_it(w, e);
	w->emptied++;
	for (i = 0; i < e->nattrs; i++)
		meta(w, e->attrs[i].local, e->attrs[i].value);
	return 0;
}

static int
look_end(void *arg, const struct xmlsax_element *e)
{
	struct walk *w = arg;

	(void)e;
	if (w->emptied > 0) {
		tell_text(w);
		w->emptied--;
	}
	return 0;
}

static int
look_text(void *arg, const char *s, size_t len)
{
	struct walk *w = arg;
	size_t room = KEPT_MAX - w->text.len;

	if (w->emptied > 0 && room > 0)
		(void)bytes_add(&w->text, s, len < room ? len : room);
	return 0;
}

static int
look_comment(void *arg, const char *s)
{
	meta(arg, "Comment", s);
	return 0;
}

static int
look_instruction(void *arg, const char *target, const char *data)
{
	struct walk *w = arg;

	if (strcmp(target, "xml-stylesheet") == 0)
		w->loads++;
	else
		meta(w, target, data);
	return 0;
}

static int
look_doctype(void *arg, const char *name, const char *public_id,
    const char *system_id)
{
	struct walk *w = arg;

	(void)name;
	meta(w, "Document type", public_id);
	meta(w, "Document type", system_id);
	return 0;
}

static const struct xmlsax_events looking = {
	.start = look_start, .end = look_end, .text = look_text,
	.comment = look_comment, .instruction = look_instruction,
	.doctype = look_doctype,
};

/* --- the format --- */

static bool
xml_structure(const struct doc *d)
{
	char root[MARKUP_NAME_SIZE];
	size_t len = d->len;

	if (!markup_root(d, root) || strcasecmp(root, "html") == 0)
		return false;
	if (markup_is_xml(d))
		return true;
	/* Without a declaration: it must end as it begins. */
	while (len > 0 && memchr(" \t\r\n", d->data[len - 1], 4) != NULL)
		len--;
	if (len < 2 || d->data[len - 1] != '>')
		return false;
	return d->data[len - 2] == '/' || (len > strlen(root) + 3 &&
	    memcmp(d->data + len - 1 - strlen(root), root, strlen(root)) ==
	    0 && d->data[len - 2 - strlen(root)] == '/');
}

static int
read_utf8(struct bytes *utf8, const struct doc *d)
{
	*utf8 = BYTES_INIT(DOCUMENT_MAX);
	return markup_utf8(utf8, d->data, d->len, NULL);
}

static int
go(const struct doc *d, struct bytes *text, struct bytes *copy,
    const struct edits *e, struct marks_seen *seen)
{
	struct walk w = { .line = NULL };
	struct bytes utf8;
	int r;

	if ((r = read_utf8(&utf8, d)) < 0 ||
	    (r = line_out_new(&w.line, text, copy, e, 0, 0)) < 0)
		goto done;
	line_out_look(w.line, seen);
	put(&w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	if ((r = xmlsax_read((const char *)utf8.data, utf8.len, &writing,
	    &w)) == 0) {
		line_out_break(w.line);
		put(&w, "\n");
		r = line_out_end(w.line);
	}
done:
	line_out_free(w.line);
	bytes_free(&utf8);
	return r;
}

static int
xml_report(const struct doc *d, struct answer *a)
{
	struct walk w = { .answer = a, .text = BYTES_INIT(KEPT_MAX + 1) };
	struct marks_seen seen = { 0 };
	struct bytes utf8, text = BYTES_INIT(TEXT_MAX);
	int r;

	if ((r = read_utf8(&utf8, d)) == 0)
		r = xmlsax_read((const char *)utf8.data, utf8.len, &looking,
		    &w);
	if (r == 0 && (r = go(d, &text, NULL, NULL, &seen)) == 0) {
		if (w.scripts > 0)
			answer_mark(a, MARK_SCRIPT, w.scripts, "in %s", GROUP);
		if (w.loads > 0)
			answer_mark(a, MARK_EXTERNAL, w.loads, "a style");
		links_report(text.data, text.len, a);
		markup_marks(a, &seen, GROUP);
	}
	bytes_free(&w.text);
	bytes_free(&utf8);
	bytes_free(&text);
	return markup_failed(a, r);
}

static int
xml_text(const struct doc *d, struct answer *a, bool layout)
{
	struct bytes text = BYTES_INIT(TEXT_MAX);
	int r;

	(void)layout;		/* data has no pages */
	if ((r = markup_failed(a, go(d, &text, NULL, NULL, NULL))) == 0)
		answer_text(a, text.data, text.len);
	bytes_free(&text);
	return r;
}

static int
xml_clean(const struct doc *d, struct answer *a)
{
	struct bytes copy = BYTES_INIT(CLEAN_MAX);
	int r;

	if ((r = markup_failed(a, go(d, NULL, &copy, NULL, NULL))) == 0)
		answer_file(a, copy.data, copy.len);
	bytes_free(&copy);
	return r;
}

static int
xml_apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct bytes copy = BYTES_INIT(CLEAN_MAX), text = BYTES_INIT(TEXT_MAX);
	int r;

	if ((r = markup_edits(a, e)) == 0 &&
	    (r = markup_failed(a, go(d, &text, &copy, e, NULL))) == 0 &&
	    (r = markup_failed(a, splice_fits(e, text.len))) == 0)
		answer_file(a, copy.data, copy.len);
	bytes_free(&copy);
	bytes_free(&text);
	return r;
}

static int
xml_safe(const struct doc *d, struct answer *a)
{
	struct bytes text = BYTES_INIT(TEXT_MAX), copy = BYTES_INIT(CLEAN_MAX);
	struct doc clean;
	int r;

	if ((r = markup_failed(a, go(d, NULL, &copy, NULL, NULL))) == 0) {
		clean = (struct doc){ .data = copy.data, .len = copy.len };
		r = markup_failed(a, go(&clean, &text, NULL, NULL, NULL));
	}
	if (r == 0)
		r = markup_safe(a, &text);
	bytes_free(&text);
	bytes_free(&copy);
	return r;
}

const struct format format_xml = {
	.id = FORMAT_XML,
	.mimes = mimes,
	.structure = xml_structure,
	.generic = true,
	.report = xml_report,
	.text = xml_text,
	.clean = xml_clean,
	.apply = xml_apply,
	.safe = xml_safe,
};
