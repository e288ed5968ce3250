/* epub_book.c -- see epub_book.h. */
#include "intake/format/epub/epub_book.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "vault/base/err.h"

const struct xml_namespace epub_namespaces[] = {
	{ "c", "urn:oasis:names:tc:opendocument:xmlns:container", NULL },
	{ "opf", "http://www.idpf.org/2007/opf", NULL },
	{ "dc", "http://purl.org/dc/elements/1.1/", NULL },
	{ "ncx", "http://www.daisy.org/z3986/2005/ncx/", NULL },
	{ "enc", "http://www.w3.org/2001/04/xmlenc#", NULL },
	{ NULL, NULL, NULL }
};

static int
damaged(void)
{
	return err_set(ERR_FORMAT, "the book lacks what says what is in it; "
	    "ask for the file again");
}

void
epub_without_doctype(struct bytes *xml)
{
	uint8_t *at, *end, *rules;
	size_t left;

	if (xml->len == 0 || (at = memmem(xml->data, xml->len, "<!DOCTYPE",
	    9)) == NULL)
		return;
	left = xml->len - (size_t)(at - xml->data);
	end = memchr(at, '>', left);
	rules = memchr(at, '[', left);
	if (end != NULL && (rules == NULL || rules > end))
		memset(at, ' ', (size_t)(end - at) + 1);
}

int
epub_book_read(const struct epub_book *b, const struct zip_member *m,
    struct bytes *out)
{
	return m != NULL ? zip_read(b->zip, m, out) : damaged();
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ?
	    c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool
epub_resolve(char to[EPUB_PATH_SIZE], const char *base, const char *address)
{
	const char *slash = strrchr(base, '/');
	size_t n = slash != NULL ? (size_t)(slash - base) + 1 : 0, i;

	if (strchr(address, ':') != NULL || address[0] == '/' ||
	    address[0] == '\0' || address[0] == '#' || n >= EPUB_PATH_SIZE)
		return false;
	memcpy(to, base, n);
	for (i = 0; address[i] != '\0' && address[i] != '#' &&
	    address[i] != '?'; i++) {
		char c = address[i];

		if (c == '.' && (n == 0 || to[n - 1] == '/') &&
		    address[i + 1] == '/') {
			i++;
			continue;
		}
		if (c == '.' && (n == 0 || to[n - 1] == '/') &&
		    strncmp(address + i, "../", 3) == 0) {
			if (n == 0)
				return false;
			for (n--; n > 0 && to[n - 1] != '/'; n--)
				;
			i += 2;
			continue;
		}
		if (c == '%' && hex(address[i + 1]) >= 0 &&
		    hex(address[i + 2]) >= 0) {
			c = (char)(hex(address[i + 1]) << 4 |
			    hex(address[i + 2]));
			i += 2;
		}
		if (c == '\0' || n + 1 >= EPUB_PATH_SIZE)
			return false;
		to[n++] = c;
	}
	to[n] = '\0';
	return n > 0;
}

struct epub_item *
epub_book_item(const struct epub_book *b, const char *base,
    const char *address)
{
	const struct map_entry *e;
	char path[EPUB_PATH_SIZE];

	return epub_resolve(path, base, address) &&
	    (e = map_find(&b->by_path, path)) != NULL && e->value != 0 ?
	    &b->items[e->value - 1] : NULL;
}

/* --- the container, and what is encrypted --- */

struct container {
	struct epub_book *b;
	bool locked;
};

static int
on_container(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	struct container *c = ctx;
	const char *s;

	(void)x;
	if (strcmp(name, "c:rootfile") == 0 && c->b->opf[0] == '\0' &&
	    (s = xml_attr(attrs, n, "full-path")) != NULL &&
	    strlen(s) < sizeof c->b->opf)
		memcpy(c->b->opf, s, strlen(s) + 1);
	/* Fonts are made unreadable by themselves; they are left out. */
	if (strcmp(name, "enc:EncryptionMethod") == 0 &&
	    ((s = xml_attr(attrs, n, "Algorithm")) == NULL ||
	    (strcmp(s, "http://www.idpf.org/2008/embedding") != 0 &&
	    strcmp(s, "http://ns.adobe.com/pdf/enc#RC") != 0)))
		c->locked = true;
	return 0;
}

static int
read_container(struct epub_book *b)
{
	static const struct xml_events events = { .start = on_container };
	static const char *const parts[] = { "META-INF/container.xml",
	    "META-INF/encryption.xml" };
	struct container c = { .b = b };
	const struct zip_member *m;
	const char *slash;
	size_t i;
	int r = 0;

	for (i = 0; i < 2 && r == 0; i++) {
		struct bytes raw = BYTES_INIT(XML_PART_MAX);

		if ((m = zip_find(b->zip, parts[i])) != NULL &&
		    (r = zip_read(b->zip, m, &raw)) == 0) {
			epub_without_doctype(&raw);
			r = xml_read(raw.data, raw.len, epub_namespaces,
			    &events, &c);
		}
		bytes_free(&raw);
	}
	if (r < 0)
		return r;
	if (c.locked)
		return err_set(ERR_NOT_PERMITTED, "the book is locked by its "
		    "seller; ask for it without that");
	slash = strrchr(b->opf, '/');
	b->folder = slash != NULL ? (size_t)(slash - b->opf) + 1 : 0;
	return b->opf[0] != '\0' ? 0 : damaged();
}

/* --- the package document --- */

struct opf {
	struct epub_book *b;
	struct map ids;		/* 1 + index */
	unsigned spine;
	char *cover;		/* id */
	bool layout;		/* the text of this meta is the layout */
};

static enum epub_kind
kind_of(const char *type)
{
	if (strcmp(type, "application/xhtml+xml") == 0 ||
	    strcmp(type, "text/html") == 0 ||
	    strcmp(type, "text/x-oeb1-document") == 0)
		return EPUB_PAGE;
	if (strcmp(type, "text/css") == 0 ||
	    strcmp(type, "text/x-oeb1-css") == 0)
		return EPUB_STYLE;
	if (strcmp(type, "application/x-dtbncx+xml") == 0)
		return EPUB_NCX;
	return strncmp(type, "image/", 6) == 0 ? EPUB_PICTURE : EPUB_OTHER;
}

static bool
has_word(const char *list, const char *word)
{
	const char *at = list != NULL ? strstr(list, word) : NULL;
	size_t n = strlen(word);

	return at != NULL && (at == list || at[-1] == ' ') &&
	    (at[n] == '\0' || at[n] == ' ');
}

static int
add_item(struct opf *o, const struct xml_attr *attrs, size_t n)
{
	const char *id = xml_attr(attrs, n, "id");
	const char *href = xml_attr(attrs, n, "href");
	const char *type = xml_attr(attrs, n, "media-type");
	const char *more = xml_attr(attrs, n, "properties");
	struct epub_book *b = o->b;
	struct map_entry *by_id, *by_path;
	char path[EPUB_PATH_SIZE];
	struct epub_item *item;

	if (id == NULL || href == NULL || type == NULL ||
	    !epub_resolve(path, b->opf, href))
		return 0;
	if (b->n == EPUB_ITEMS_MAX)
		return err_set(ERR_TOO_BIG, "the book has too many parts; "
		    "unpack it by hand");
	if ((by_id = map_put(&o->ids, id)) == NULL ||
	    (by_path = map_put(&b->by_path, path)) == NULL)
		return ERR_NO_MEMORY;
	if (by_id->value != 0 || by_path->value != 0)
		return 0;	/* told twice */
	item = &b->items[b->n];
	*item = (struct epub_item){ .path = strdup(path), .id = strdup(id),
	    .type = strdup(type), .kind = kind_of(type),
	    .nav = has_word(more, "nav"),
	    .cover = has_word(more, "cover-image"),
	    .member = zip_find(b->zip, path),
	    .clean = BYTES_INIT(ZIP_MEMBER_MAX) };
	b->n++;
	if (item->path == NULL || item->id == NULL || item->type == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	by_id->value = by_path->value = (unsigned)b->n;
	return 0;
}

static int
on_opf(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	struct opf *o = ctx;
	const struct map_entry *e;
	struct epub_item *item;
	const char *s;

	(void)x;
	o->layout = false;
	if (strcmp(name, "opf:package") == 0) {
		s = xml_attr(attrs, n, "version");
		o->b->version3 = s != NULL && s[0] == '3';
	} else if (strcmp(name, "opf:item") == 0) {
		return add_item(o, attrs, n);
	} else if (strcmp(name, "opf:spine") == 0) {
		s = xml_attr(attrs, n, "page-progression-direction");
		o->b->rtl = s != NULL && strcmp(s, "rtl") == 0;
	} else if (strcmp(name, "opf:itemref") == 0) {
		s = xml_attr(attrs, n, "idref");
		if (s == NULL || (e = map_find(&o->ids, s)) == NULL)
			return 0;
		item = &o->b->items[e->value - 1];
		if (item->spine == 0)
			item->spine = ++o->spine;
		s = xml_attr(attrs, n, "linear");
		item->linear = s == NULL || strcmp(s, "no") != 0;
	} else if (strcmp(name, "opf:meta") == 0) {
		s = xml_attr(attrs, n, "name");
		if (s != NULL && strcmp(s, "cover") == 0 && o->cover == NULL &&
		    (s = xml_attr(attrs, n, "content")) != NULL &&
		    (o->cover = strdup(s)) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		s = xml_attr(attrs, n, "property");
		o->layout = s != NULL && strcmp(s, "rendition:layout") == 0;
	}
	return 0;
}

static int
on_opf_text(struct xml *x, void *ctx, const char *s, size_t len)
{
	struct opf *o = ctx;

	(void)x;
	if (o->layout && len >= 13 && memcmp(s, "pre-paginated", 13) == 0)
		o->b->fixed = true;
	return 0;
}

static int
by_spine(const void *a, const void *b)
{
	const struct epub_item *x = a, *y = b;

	if (x->spine == 0 || y->spine == 0)
		return x->spine != y->spine ? (x->spine == 0) - (y->spine ==
		    0) : strcmp(x->path, y->path);
	return x->spine < y->spine ? -1 : x->spine > y->spine;
}

static int
read_opf(struct epub_book *b)
{
	static const struct xml_events events = { .start = on_opf,
	    .text = on_opf_text };
	struct bytes raw = BYTES_INIT(XML_PART_MAX);
	struct opf o = { .b = b };
	const struct map_entry *e;
	size_t i;
	int r;

	if ((b->items = calloc(EPUB_ITEMS_MAX, sizeof *b->items)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = epub_book_read(b, zip_find(b->zip, b->opf), &raw)) < 0)
		goto done;
	epub_without_doctype(&raw);
	if ((r = xml_read(raw.data, raw.len, epub_namespaces, &events,
	    &o)) < 0)
		goto done;
	if (o.cover != NULL && (e = map_find(&o.ids, o.cover)) != NULL &&
	    e->value != 0)
		b->items[e->value - 1].cover = true;
	qsort(b->items, b->n, sizeof *b->items, by_spine);
	for (i = 0; i < b->n; i++)
		map_find(&b->by_path, b->items[i].path)->value =
		    (unsigned)i + 1;
	r = o.spine > 0 ? 0 : damaged();
done:
	map_free(&o.ids);
	free(o.cover);
	bytes_free(&raw);
	return r;
}

int
epub_book_open(struct epub_book *b, const struct doc *d)
{
	int r;

	memset(b, 0, sizeof *b);
	if ((r = zip_open(&b->zip, d->data, d->len)) < 0 ||
	    (r = read_container(b)) < 0)
		return r;
	return read_opf(b);
}

void
epub_book_close(struct epub_book *b)
{
	while (b->n > 0) {
		struct epub_item *item = &b->items[--b->n];

		free(item->path);
		free(item->id);
		free(item->type);
		bytes_free(&item->clean);
	}
	free(b->items);
	map_free(&b->by_path);
	zip_free(b->zip);
	memset(b, 0, sizeof *b);
}
