/* epub_ncx.c -- the table of contents of EPUB 2 (NCX, ANSI/NISO Z39.86). */
#include <stdlib.h>
#include <string.h>

#include "intake/format/epub/epub_write.h"
#include "intake/format/story/chars.h"
#include "intake/format/story/story.h"
#include "vault/base/err.h"

struct ncx {
	const struct epub_book *b;
	const char *path;
	struct story *story;
	struct chars chars;
	struct bytes *out;	/* NULL: only the text is wanted */
	struct bytes text, a, piece;
	unsigned points;
	unsigned skip, depth;
	bool label;		/* inside a text element */
};

static void
put(struct ncx *n, const char *s)
{
	if (n->out != NULL)
		(void)bytes_add_str(n->out, s);
}

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

static bool
is_kept(const char *name)
{
	static const char *const kept[] = { "ncx:navMap", "ncx:navPoint",
	    "ncx:navLabel", "ncx:text", "ncx:pageList", "ncx:pageTarget",
	    "ncx:navList", "ncx:navTarget", NULL };
	size_t i;

	for (i = 0; kept[i] != NULL; i++)
		if (is(name, kept[i]))
			return true;
	return false;
}

/* Where a point leads: a page of the book, and a place in it. */
static void
content(struct ncx *n, const struct xml_attr *attrs, size_t count)
{
	const char *s = xml_attr(attrs, count, "src");
	const struct epub_item *item = s != NULL ? epub_book_item(n->b,
	    n->path, s) : NULL;

	if (item == NULL || item->kind != EPUB_PAGE || n->out == NULL)
		return;
	put(n, "<content");
	xml_put_attr(n->out, "src", s);
	put(n, "/>");
}

static int
on_start(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t count)
{
	struct ncx *n = ctx;
	const char *s;

	(void)x;
	n->depth++;
	if (n->skip != 0 || is(name, "ncx:ncx"))
		return 0;
	if (is(name, "ncx:content"))
		content(n, attrs, count);
	if (!is_kept(name)) {
		n->skip = n->depth;
		return 0;
	}
	if (is(name, "ncx:text")) {
		n->label = true;
		bytes_reset(&n->text);
	}
	put(n, "<");
	put(n, name + 4);
	if (n->out != NULL && (is(name, "ncx:navPoint") ||
	    is(name, "ncx:pageTarget") || is(name, "ncx:navTarget"))) {
		n->points++;
		(void)bytes_addf(n->out, " id=\"p%u\" playOrder=\"%u\"",
		    n->points, n->points);
		if (is(name, "ncx:pageTarget") &&
		    (s = xml_attr(attrs, count, "type")) != NULL &&
		    (is(s, "front") || is(s, "normal") || is(s, "special")))
			xml_put_attr(n->out, "type", s);
	}
	put(n, ">");
	return 0;
}

static int
on_end(struct xml *x, void *ctx, const char *name)
{
	struct ncx *n = ctx;

	(void)x;
	n->depth--;
	if (n->skip != 0) {
		if (n->skip == n->depth + 1)
			n->skip = 0;
		return 0;
	}
	if (is(name, "ncx:ncx"))
		return 0;
	if (is(name, "ncx:text")) {
		n->label = false;
		bytes_reset(&n->a);
		chars_put(&n->chars, (const char *)n->text.data, n->text.len,
		    false, &n->a);
		story_paragraph(n->story);
		(void)story_piece(n->story, PIECE_RUN,
		    (const char *)n->a.data, n->a.len, &n->piece);
		story_paragraph_end(n->story);
		if (n->out != NULL)
			xml_put_text(n->out, (const char *)n->piece.data,
			    n->piece.len);
	}
	put(n, "</");
	put(n, name + 4);
	put(n, ">");
	return 0;
}

static int
on_text(struct xml *x, void *ctx, const char *s, size_t len)
{
	struct ncx *n = ctx;

	(void)x;
	return n->label && n->skip == 0 ? bytes_add(&n->text, s, len) : 0;
}

static int
walk(struct ncx *n, const struct bytes *raw)
{
	static const struct xml_events events = { .start = on_start,
	    .end = on_end, .text = on_text };
	int r;

	n->depth = n->skip = n->points = 0;
	n->label = false;
	if ((r = xml_read(raw->data, raw->len, epub_namespaces, &events,
	    n)) < 0 || (r = n->chars.err) < 0)
		return r;
	return story_ok(n->story);
}

static int
read_ncx(const struct epub_book *b, const struct epub_item *item,
    struct bytes *raw)
{
	int r;

	if ((r = epub_book_read(b, item->member, raw)) == 0)
		epub_without_doctype(raw);
	return r;
}

const struct epub_item *
epub_ncx(const struct epub_book *b)
{
	static const struct xml_events nothing = { .start = NULL };
	const struct epub_item *found = NULL;
	size_t i;

	for (i = 0; i < b->n && found == NULL; i++) {
		struct bytes raw = BYTES_INIT(XML_PART_MAX);

		if (b->items[i].kind == EPUB_NCX &&
		    b->items[i].member != NULL &&
		    read_ncx(b, &b->items[i], &raw) == 0 &&
		    xml_read(raw.data, raw.len, epub_namespaces, &nothing,
		    NULL) == 0)
			found = &b->items[i];
		bytes_free(&raw);
	}
	return found;
}

/* Both times round: `text` or `out` may be NULL. */
static int
both(const struct epub_book *b, const struct edits *edits,
    struct bytes *text, struct bytes *out)
{
	const struct epub_item *item = epub_ncx(b);
	struct bytes raw = BYTES_INIT(XML_PART_MAX);
	struct ncx n = { .b = b };
	const struct bytes *all;
	int r;

	if (item == NULL)
		return 0;
	n.path = item->path;
	n.text = n.a = n.piece = BYTES_INIT(XML_PART_MAX);
	if ((r = story_new(&n.story)) < 0 ||
	    (r = read_ncx(b, item, &raw)) < 0 || (r = walk(&n, &raw)) < 0 ||
	    (r = story_settle(n.story, &all)) < 0)
		goto done;
	if (text != NULL)
		r = bytes_add(text, all->data, all->len);
	if (out == NULL || (r = story_replay(n.story, edits)) < 0)
		goto done;
	n.out = out;
	(void)bytes_add_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" "
	    "version=\"2005-1\"><head><meta name=\"dtb:uid\" content=\""
	    EPUB_IDENTIFIER "\"/></head><docTitle><text>" EPUB_TITLE
	    "</text></docTitle>");
	if ((r = walk(&n, &raw)) == 0)
		r = bytes_add_str(out, "</ncx>\n");
done:
	story_free(n.story);
	bytes_free(&n.text);
	bytes_free(&n.a);
	bytes_free(&n.piece);
	bytes_free(&raw);
	return r;
}

int
epub_ncx_text(const struct epub_book *b, struct bytes *out)
{
	return both(b, NULL, out, NULL);
}

int
epub_ncx_write(const struct epub_book *b, const struct edits *edits,
    struct bytes *out)
{
	return both(b, edits, NULL, out);
}
