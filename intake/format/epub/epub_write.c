/* epub_write.c -- see epub_write.h. */
#include "intake/format/epub/epub_write.h"

#include <stdio.h>
#include <string.h>

#include "intake/format/markup/css.h"
#include "intake/format/markup/html.h"
#include "intake/format/story/pictures.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

struct chapter {
	const struct epub_book *b;
	const struct epub_item *item;
};

/* What is shown with a page: only what the book has, and is clean. */
static const char *
resource(void *ctx, enum html_use use, const char *address)
{
	const struct chapter *p = ctx;
	struct epub_item *item = epub_book_item(p->b, p->item->path, address);

	if (item == NULL || item->member == NULL)
		return NULL;
	return use == HTML_STYLE ? item->kind == EPUB_STYLE ? address : NULL :
	    item->kept ? address : NULL;
}

static struct html
page_of(const struct bytes *raw, struct chapter *p)
{
	return (struct html){ .data = raw->data, .len = raw->len,
	    .flags = HTML_XHTML | HTML_KEEP_NAMES, .resource = resource,
	    .ctx = p };
}

static int
page_text(const struct epub_book *b, const struct epub_item *item,
    struct bytes *out)
{
	struct bytes raw = BYTES_INIT(ZIP_MEMBER_MAX);
	struct chapter p = { .b = b, .item = item };
	struct html h;
	int r;

	if ((r = epub_book_read(b, item->member, &raw)) == 0) {
		h = page_of(&raw, &p);
		r = html_text(out, &h);
	}
	bytes_free(&raw);
	return r;
}

int
epub_text(const struct epub_book *b, struct bytes *out, size_t *labels)
{
	size_t i;
	int r = 0;

	for (i = 0; i < b->n && r == 0; i++)
		if (b->items[i].kind == EPUB_PAGE &&
		    b->items[i].member != NULL)
			r = page_text(b, &b->items[i], out);
	*labels = out->len;
	return r < 0 ? r : epub_ncx_text(b, out);
}

/* Every picture before every page: pages ask whether it stayed. */
static int
clean_pictures(struct epub_book *b)
{
	struct bytes raw = BYTES_INIT(ZIP_MEMBER_MAX);
	const struct format *f;
	struct epub_item *item;
	size_t i;
	int r = 0;

	for (i = 0; i < b->n && r == 0; i++) {
		item = &b->items[i];
		if (item->kind != EPUB_PICTURE || item->member == NULL)
			continue;
		bytes_reset(&raw);
		bytes_reset(&item->clean);
		if ((r = zip_read(b->zip, item->member, &raw)) == 0) {
			const struct doc d = { .data = raw.data,
			    .len = raw.len };

			f = format_clean_embedded(&d, &item->clean);
			item->kept = f != NULL && pictures_is_format(f->id);
		}
	}
	bytes_free(&raw);
	return r;
}

static int
write_page(struct epub_book *b, const struct epub_item *item,
    const struct edits *edits, uint64_t *at, struct zip_writer *zip)
{
	struct bytes raw = BYTES_INIT(ZIP_MEMBER_MAX);
	struct bytes out = BYTES_INIT(ZIP_MEMBER_MAX);
	struct bytes text = BYTES_INIT(TEXT_MAX);
	struct chapter p = { .b = b, .item = item };
	struct html h;
	int r;

	if ((r = epub_book_read(b, item->member, &raw)) < 0)
		goto done;
	h = page_of(&raw, &p);
	if (edits == NULL) {
		r = html_clean(&out, &h);
	} else if ((r = html_text(&text, &h)) == 0) {
		r = html_apply(&out, &h, edits, *at);
		*at += text.len;
	}
	if (r == 0)
		r = zip_writer_add(zip, item->path, out.data, out.len, true);
done:
	bytes_free(&raw);
	bytes_free(&out);
	bytes_free(&text);
	return r;
}

static int
write_style(struct epub_book *b, const struct epub_item *item,
    struct zip_writer *zip)
{
	struct bytes raw = BYTES_INIT(CSS_MAX), out = BYTES_INIT(CSS_MAX);
	int r;

	if ((r = epub_book_read(b, item->member, &raw)) < 0)
		goto done;
	/* What is in another charset is at most a comment or a font's name. */
	if (raw.len > 0 && utf8_valid(raw.data, raw.len))
		r = css_clean(&out, (const char *)raw.data, raw.len, NULL);
	if (r == 0)
		r = zip_writer_add(zip, item->path, out.data, out.len, true);
done:
	bytes_free(&raw);
	bytes_free(&out);
	return r;
}

/* The edits behind `from`, as if their text began there. */
static int
edits_behind(struct edits *to, const struct edits *edits, uint64_t from)
{
	size_t i;
	int r = 0;

	for (i = 0; edits != NULL && i < edits->nranges && r == 0; i++) {
		const struct edit *e = &edits->ranges[i];

		if (e->end > from)
			r = edits_add(to, e->start > from ? e->start - from :
			    0, e->end - from, e->label);
	}
	return r;
}

static int
write_ncx(struct epub_book *b, const struct edits *edits, uint64_t at,
    struct zip_writer *zip)
{
	const struct epub_item *item = epub_ncx(b);
	struct bytes out = BYTES_INIT(XML_PART_MAX);
	struct edits own = { .nranges = 0 };
	int r;

	if (item == NULL)
		return 0;
	if ((r = edits_behind(&own, edits, at)) == 0 &&
	    (r = epub_ncx_write(b, &own, &out)) == 0)
		r = zip_writer_add(zip, item->path, out.data, out.len, true);
	edits_free(&own);
	bytes_free(&out);
	return r;
}

static bool
stays(const struct epub_book *b, const struct epub_item *item)
{
	switch (item->kind) {
	case EPUB_PAGE:
	case EPUB_STYLE:
		return item->member != NULL;
	case EPUB_PICTURE:
		return item->kept;
	case EPUB_NCX:
		return item == epub_ncx(b);
	default:
		return false;
	}
}

/* The parts that stay are numbered; nothing is left of the others. */
static void
number_items(struct epub_book *b)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < b->n; i++)
		if (stays(b, &b->items[i]))
			b->items[i].number = ++n;
}

static const char *
type_of(const struct epub_item *item)
{
	const struct doc d = { .data = item->clean.data,
	    .len = item->clean.len };
	const struct format *f;

	if (item->kind == EPUB_PAGE)
		return "application/xhtml+xml";
	if (item->kind == EPUB_STYLE)
		return "text/css";
	if (item->kind == EPUB_NCX)
		return "application/x-dtbncx+xml";
	return formats_holding(&d, &f) == 1 && pictures_mime(f->id) != NULL ?
	    pictures_mime(f->id) : "image/png";
}

/* An address of the package document: blanks and the like are escaped. */
static void
put_href(struct bytes *out, const struct epub_book *b, const char *path)
{
	size_t i;

	(void)bytes_add_str(out, " href=\"");
	if (strncmp(path, b->opf, b->folder) == 0)
		path += b->folder;
	else
		for (i = 0; i < b->folder; i++)
			if (b->opf[i] == '/')
				(void)bytes_add_str(out, "../");
	for (; *path != '\0'; path++)
		if (strchr("%#?\"<>&' {}|^`[]", *path) != NULL)
			(void)bytes_addf(out, "%%%02X",
			    (unsigned)(uint8_t)*path);
		else
			(void)bytes_add(out, path, 1);
	(void)bytes_add(out, "\"", 1);
}

static int
write_opf(const struct epub_book *b, struct zip_writer *zip)
{
	struct bytes out = BYTES_INIT(XML_PART_MAX);
	size_t i, ncx = b->n, cover = b->n;
	int r;

	for (i = 0; i < b->n; i++) {
		if (b->items[i].kind == EPUB_NCX && stays(b, &b->items[i]))
			ncx = i;
		if (b->items[i].cover && stays(b, &b->items[i]))
			cover = i;
	}
	(void)bytes_addf(&out, XML_HEAD "<package xmlns=\"http://www.idpf.org/"
	    "2007/opf\" version=\"%s\" unique-identifier=\"id\">\n<metadata "
	    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>"
	    EPUB_TITLE "</dc:title><dc:language>" EPUB_LANGUAGE
	    "</dc:language><dc:identifier id=\"id\">" EPUB_IDENTIFIER
	    "</dc:identifier>", b->version3 ? "3.0" : "2.0");
	if (b->version3)
		(void)bytes_add_str(&out, "<meta property=\"dcterms:modified\""
		    ">" EPUB_MODIFIED "</meta>");
	if (b->version3 && b->fixed)
		(void)bytes_add_str(&out, "<meta property=\"rendition:layout\""
		    ">pre-paginated</meta>");
	if (cover < b->n)
		(void)bytes_addf(&out, "<meta name=\"cover\" content=\"i%u\""
		    "/>", b->items[cover].number);
	(void)bytes_add_str(&out, "</metadata>\n<manifest>\n");
	for (i = 0; i < b->n; i++) {
		const struct epub_item *item = &b->items[i];

		if (!stays(b, item))
			continue;
		(void)bytes_addf(&out, "<item id=\"i%u\"", item->number);
		put_href(&out, b, item->path);
		(void)bytes_addf(&out, " media-type=\"%s\"%s/>\n",
		    type_of(item), !b->version3 ? "" : item->nav ?
		    " properties=\"nav\"" : item->cover ?
		    " properties=\"cover-image\"" : "");
	}
	(void)bytes_add_str(&out, "</manifest>\n<spine");
	if (ncx < b->n)
		(void)bytes_addf(&out, " toc=\"i%u\"",
		    b->items[ncx].number);
	(void)bytes_addf(&out, "%s>\n", b->version3 && b->rtl ?
	    " page-progression-direction=\"rtl\"" : "");
	for (i = 0; i < b->n && b->items[i].spine > 0; i++)
		if (stays(b, &b->items[i]))
			(void)bytes_addf(&out, "<itemref idref=\"i%u\"%s/>\n",
			    b->items[i].number, b->items[i].linear ? "" :
			    " linear=\"no\"");
	(void)bytes_add_str(&out, "</spine>\n</package>\n");
	if ((r = bytes_ok(&out)) == 0)
		r = zip_writer_add(zip, b->opf, out.data, out.len, true);
	bytes_free(&out);
	return r;
}

static int
write_head(const struct epub_book *b, struct zip_writer *zip)
{
	static const char mime[] = "application/epub+zip";
	struct bytes out = BYTES_INIT(65536);
	int r;

	(void)bytes_add_str(&out, XML_HEAD "<container version=\"1.0\" xmlns="
	    "\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>"
	    "<rootfile");
	xml_put_attr(&out, "full-path", b->opf);
	(void)bytes_add_str(&out, " media-type=\"application/oebps-package+"
	    "xml\"/></rootfiles></container>\n");
	if ((r = bytes_ok(&out)) == 0 &&
	    (r = zip_writer_add(zip, "mimetype", mime, strlen(mime),
	    false)) == 0)
		r = zip_writer_add(zip, "META-INF/container.xml", out.data,
		    out.len, true);
	bytes_free(&out);
	return r;
}

int
epub_write(struct epub_book *b, const struct edits *edits, struct bytes *out)
{
	struct zip_writer *zip = NULL;
	struct epub_item *item;
	uint64_t at = 0;
	size_t i;
	int r;

	if ((r = clean_pictures(b)) < 0)
		return r;
	number_items(b);
	if ((r = zip_writer_new(&zip, out)) < 0 ||
	    (r = write_head(b, zip)) < 0 || (r = write_opf(b, zip)) < 0)
		goto done;
	for (i = 0; i < b->n && r == 0; i++) {
		item = &b->items[i];
		if (!stays(b, item))
			continue;
		if (item->kind == EPUB_PAGE)
			r = write_page(b, item, edits, &at, zip);
		else if (item->kind == EPUB_STYLE)
			r = write_style(b, item, zip);
		else if (item->kind == EPUB_PICTURE)
			r = zip_writer_add(zip, item->path, item->clean.data,
			    item->clean.len, false);
	}
	if (r == 0 && (r = write_ncx(b, edits, at, zip)) == 0)
		r = zip_writer_end(zip);
done:
	zip_writer_free(zip);
	return r;
}
