/*
 * odf_inside.c -- what a document holds beside its text: pictures, embedded
 * documents, links, slides, bookmarks.
 *
 * A picture is cleaned as a file of its own would be.  An embedded document
 * of the same family is walked in its place; of any other kind, its picture
 * stays and it does not.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/format/odf/odf_walk.h"
#include "vault/base/err.h"

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

/* Ways to a page or a person that a reader may follow. */
static bool
is_link(const char *href)
{
	static const char *const ways[] = { "http://", "https://", "mailto:",
	    "ftp://", "tel:", "news:", "sms:", "geo:", NULL };
	size_t i;

	for (i = 0; ways[i] != NULL; i++)
		if (strncasecmp(href, ways[i], strlen(ways[i])) == 0)
			return true;
	return false;
}

static void
link_element(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *href = xml_attr(attrs, n, "xlink:href");

	if (href == NULL)
		return;		/* its content stays */
	if (href[0] == '#' && strchr(href, '|') == NULL) {
		od_start_tag(w, name, attrs, n);
		(void)bytes_add_str(w->out, " xlink:href=\"#");
		(void)bytes_add_str(w->out, "id");
		(void)bytes_addf(w->out, "%u\"", od_id(w, href + 1));
		return;
	}
	if (!is_link(href))
		return;
	if (od_aside(w, PIECE_TARGET, href, strlen(href)) || w->b.len == 0)
		return;
	bytes_reset(&w->a);
	(void)bytes_add(&w->a, w->b.data, w->b.len);
	od_start_tag(w, name, attrs, n);
	(void)bytes_add_str(w->out, " xlink:href=\"");
	xml_put_value(w->out, (const char *)w->a.data, w->a.len);
	(void)bytes_add(w->out, "\"", 1);
}

/* "./Object 1" is "Object 1"; NULL: not in this package. */
static const char *
inside(const char *href)
{
	if (strncmp(href, "./", 2) == 0)
		href += 2;
	return href[0] == '\0' || href[0] == '/' || href[0] == '#' ||
	    strstr(href, "..") != NULL || strchr(href, ':') != NULL ?
	    NULL : href;
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* An address is an IRI (RFC 3987): "%20" in it is a blank of the path. */
static void
unescape(char *path)
{
	const char *from = path;

	for (; *from != '\0'; path++) {
		if (*from == '%' && hex(from[1]) >= 0 && hex(from[2]) >= 0 &&
		    hex(from[1]) + hex(from[2]) > 0) {
			*path = (char)(hex(from[1]) << 4 | hex(from[2]));
			from += 3;
		} else {
			*path = *from++;
		}
	}
	*path = '\0';
}

/* The member that the address means, and its path as a key; NULL. */
static const struct zip_member *
picture_member(const struct walk *w, const char *href,
    char key[ZIP_NAME_MAX + 32])
{
	const char *path = inside(href);
	const struct zip_member *m = NULL;

	if (path != NULL) {
		(void)snprintf(key, ZIP_NAME_MAX + 32, "%s%s", w->folder,
		    path);
		if ((m = zip_find(w->job->zip, key)) == NULL) {
			unescape(key);
			m = zip_find(w->job->zip, key);
		}
	}
	if (m == NULL)	/* grey */
		(void)snprintf(key, ZIP_NAME_MAX + 32, "%s?", w->folder);
	return m;
}

/* Of an object's picture: there is no need of a grey one. */
static bool
is_cleanable(const struct walk *w, const char *href)
{
	struct bytes raw = BYTES_INIT(ZIP_MEMBER_MAX);
	struct bytes clean = BYTES_INIT(PICTURES_BYTES_MAX);
	const struct format *f = NULL;
	char key[ZIP_NAME_MAX + 32];
	const struct zip_member *m = picture_member(w, href, key);

	if (m != NULL && zip_read(w->job->zip, m, &raw) == 0) {
		const struct doc d = { .data = raw.data, .len = raw.len };

		f = format_clean_embedded(&d, &clean);
	}
	bytes_free(&raw);
	bytes_free(&clean);
	return f != NULL && pictures_is_format(f->id);
}

/* Its new name in w->b; negative on failure. */
static int
picture(struct walk *w, const char *href)
{
	struct bytes raw = BYTES_INIT(ZIP_MEMBER_MAX);
	char key[ZIP_NAME_MAX + 32];
	const struct zip_member *m = picture_member(w, href, key);
	const struct picture *p;
	int r = 0;

	if ((p = pictures_find(&w->job->pictures, key)) == NULL) {
		if (m != NULL)
			(void)zip_read(w->job->zip, m, &raw);
		p = pictures_put(&w->job->pictures, key, raw.data, raw.len);
		if (p == NULL)
			r = ERR_TOO_BIG;
		else
			w->job->picture_in[w->job->pictures.n - 1] =
			    w->object;
	}
	bytes_free(&raw);
	if (p == NULL)
		return r;
	bytes_reset(&w->b);
	return bytes_addf(&w->b, "Pictures/%s", p->name);
}

static int
picture_element(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *href = xml_attr(attrs, n, "xlink:href");
	bool of_object = href != NULL && strstr(href, "ObjectReplacements/") !=
	    NULL && w->levels[w->depth - 1].keeps_object;
	int r;

	if (href == NULL && is(name, "draw:image")) {
		od_skip(w, SKIP_OTHER);
		return 0;
	}
	if (!w->job->writing || href == NULL) {
		od_start_tag(w, name, attrs, n);
		return 0;
	}
	/* The picture of a chart shows what may have gone from the chart. */
	if (of_object && (w->job->redacting || !is_cleanable(w, href))) {
		od_skip(w, SKIP_OTHER);
		return 0;
	}
	if ((r = picture(w, href)) < 0)
		return r;
	od_start_tag(w, name, attrs, n);
	od_attr(w, "xlink:href", bytes_str(&w->b));
	return 0;
}

/* Walk the document in `folder`; *name, when it is kept. */
static int
object(struct walk *w, const char *folder, const char **name)
{
	struct odf_job *job = w->job;
	struct odf_parts parts = { .content = BYTES_INIT(XML_PART_MAX),
	    .styles = BYTES_INIT(XML_PART_MAX) };
	struct map_entry *e = map_put(&job->object_of, folder);
	struct odf_object *o;
	int r;

	if (e == NULL)
		return ERR_NO_MEMORY;
	/* Once each time round, wherever it is shown again. */
	if (e->value != 0 && job->objects[e->value - 1].writing ==
	    job->writing) {
		*name = job->objects[e->value - 1].name;
		return 0;
	}
	if (job->nesting == NESTING_MAX || job->nobjects == ODF_OBJECTS_MAX)
		return err_set(ERR_TOO_BIG, "documents are nested too deep or "
		    "there are too many in one; treat the file as hostile");
	if (e->value == 0) {
		if (job->objects == NULL && (job->objects = calloc(
		    ODF_OBJECTS_MAX, sizeof *job->objects)) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		e->value = (unsigned)++job->nobjects;
	}
	o = &job->objects[e->value - 1];
	o->writing = job->writing;
	if (snprintf(o->name, sizeof o->name, "%s%sObject %u",
	    w->object != 0 ? job->objects[w->object - 1].name : "",
	    w->object != 0 ? "/" : "", e->value) >= (int)sizeof o->name)
		return err_set(ERR_TOO_BIG, "documents are nested too deep; "
		    "treat the file as hostile");
	job->nesting++;
	r = odf_parts_walk(job, folder, e->value, &parts);
	job->nesting--;
	if (r < 0) {
		bytes_free(&parts.content);
		bytes_free(&parts.styles);
		return r;
	}
	bytes_free(&o->content);
	bytes_free(&o->styles);
	o->content = parts.content;
	o->styles = parts.styles;
	o->mime = parts.mime;
	*name = o->name;
	return 0;
}

static int
object_element(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *href = xml_attr(attrs, n, "xlink:href"), *path;
	const char *kept = "";
	char folder[ZIP_NAME_MAX + 32], content[ZIP_NAME_MAX + 64];
	const char *last;
	size_t len;
	int r;

	path = href != NULL ? inside(href) : NULL;
	if (path != NULL) {
		len = strlen(path);
		(void)snprintf(folder, sizeof folder, "%s%s%s", w->folder,
		    path, path[len - 1] == '/' ? "" : "/");
		(void)snprintf(content, sizeof content, "%scontent.xml",
		    folder);
		if (zip_find(w->job->zip, content) == NULL ||
		    !odf_parts_readable(w->job, folder))
			path = NULL;
	}
	if (path == NULL) {
		od_skip(w, SKIP_OTHER);
		return 0;
	}
	if ((r = object(w, folder, &kept)) < 0)
		return r;
	od_start_tag(w, name, attrs, n);
	last = strrchr(kept, '/');
	(void)bytes_addf(w->out, " xlink:href=\"./%s\"", last != NULL ?
	    last + 1 : kept);
	w->levels[w->depth - 1].keeps_object = true;
	return 0;
}

static void
page(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *s = xml_attr(attrs, n, "draw:name");

	if (odf_hidden_is(w->hidden, w->in_content, "drawing-page",
	    xml_attr(attrs, n, "draw:style-name")) && !w->job->writing)
		w->job->shown++;
	od_start_tag(w, name, attrs, n);
	if (s != NULL)
		od_named_line(w, "draw:name", s);
}

static void
bookmark(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *s = xml_attr(attrs, n, "text:name");

	if (s == NULL) {
		od_skip(w, SKIP_OTHER);
		return;
	}
	od_start_tag(w, name, attrs, n);
	od_attr_id(w, "text:name", s);
}

static bool
is_layer_hidden(const struct xml_attr *attrs, size_t n)
{
	const char *s = xml_attr(attrs, n, "draw:display");

	return s != NULL && !is(s, "always");
}

bool
od_inside_element(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n, int *err)
{
	struct level *top = od_top(w);

	/* What is drawn over a line is not part of it. */
	if (strncmp(name, "draw:", 5) == 0 && !is(name, "draw:a") &&
	    (w->levels[w->depth - 1].text || w->line.row != 0)) {
		od_line_begin(w);
		od_save_line(w);
	}
	if (is(name, "text:a") || is(name, "draw:a"))
		link_element(w, name, attrs, n);
	else if (is(name, "draw:image") || is(name, "draw:fill-image") ||
	    is(name, "style:background-image") ||
	    is(name, "text:list-level-style-image"))
		*err = picture_element(w, name, attrs, n);
	else if (is(name, "draw:object"))
		*err = object_element(w, name, attrs, n);
	else if (is(name, "draw:page"))
		page(w, name, attrs, n);
	else if (is(name, "text:bookmark") || is(name, "text:bookmark-start") ||
	    is(name, "text:bookmark-end") || is(name, "text:section"))
		bookmark(w, name, attrs, n);
	else if (is(name, "draw:layer") && is_layer_hidden(attrs, n)) {
		od_start_tag(w, name, attrs, n);
		if (!w->job->writing)
			w->job->shown++;
	} else
		return false;
	if (strncmp(name, "draw:", 5) == 0)
		top->text = is(name, "draw:a") &&
		    w->levels[w->depth - 1].text;
	return true;
}
