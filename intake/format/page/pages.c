/*
 * pages.c -- the PDF of page pictures, written byte by byte.
 *
 * Small enough to be written by hand, and then it holds what this file says
 * and nothing else: no Info dictionary, no ID, no library's name or date.
 * Objects go to the answer as they are ready; only their offsets stay here.
 *
 *   1 catalog   2 pages   3 resources   then, for each page: picture, content,
 *   page; at the end the empty glyph, fonts with their tables, and the xref.
 */
#include "intake/format/page/pages.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "intake/format/answer.h"
#include "intake/format/page/drawn.h"
#include "intake/format/page/pages_image.h"
#include "intake/format/page/pages_layer.h"
#include "vault/base/err.h"

#define PAGE_POINTS_MAX 14400.0		/* longest side a PDF page may have */
#define CONTENT_MAX (256u << 20)	/* bytes of one page's text layer */

enum { OBJECT_CATALOG = 1, OBJECT_PAGES, OBJECT_RESOURCES, OBJECT_FIRST_FREE };

struct pages {
	struct answer *a;
	const struct pictured *shown;	/* NULL: a document is written */
	struct layer *layer;
	struct pages_image image;
	struct bytes buf;	/* the object being written */
	struct bytes content;
	uint64_t written;	/* bytes of the file so far */
	uint64_t *offset;	/* of each object, by number */
	uint32_t nobjects, room;	/* numbers given out: 1 .. nobjects - 1 */
	uint32_t *page;		/* object numbers of the pages */
	uint32_t npages;
};

static int
refuse_memory(struct pages *p)
{
	return answer_refuse(p->a, REASON_LIMIT,
	    "the pages do not fit the memory of an examination");
}

int
pages_new(struct pages **out, struct answer *a)
{
	struct pages *p;

	*out = NULL;
	if ((p = calloc(1, sizeof *p)) == NULL)
		return answer_refuse(a, REASON_LIMIT,
		    "no memory to write pages");
	p->a = a;
	p->shown = answer_shown(a);
	p->image = PAGES_IMAGE_INIT;
	p->buf = BYTES_INIT(CLEAN_MAX);
	p->content = BYTES_INIT(CONTENT_MAX);
	p->nobjects = OBJECT_FIRST_FREE;
	p->room = OBJECT_FIRST_FREE + 3 * PAGES_MAX + 2 * LAYER_FONTS_MAX + 1;
	p->offset = calloc(p->room, sizeof *p->offset);
	p->page = calloc(PAGES_MAX, sizeof *p->page);
	if (p->offset == NULL || p->page == NULL || layer_new(&p->layer) < 0) {
		pages_free(p);
		return answer_refuse(a, REASON_LIMIT,
		    "no memory to write pages");
	}
	*out = p;
	return 0;
}

struct answer *
pages_answer(struct pages *p)
{
	return p->a;
}

/* Hand on what is in `buf`. */
static int
flush(struct pages *p)
{
	if (bytes_ok(&p->buf) < 0)
		return refuse_memory(p);
	p->written += p->buf.len;
	if (p->written > CLEAN_MAX)
		return answer_refuse(p->a, REASON_LIMIT,
		    "the pages are over %llu bytes",
		    (unsigned long long)CLEAN_MAX);
	answer_file(p->a, p->buf.data, p->buf.len);
	bytes_reset(&p->buf);
	return 0;
}

static void
object_begin(struct pages *p, uint32_t number)
{
	if (p->written == 0 && p->buf.len == 0)
		bytes_add_str(&p->buf, "%PDF-1.5\n%\xe2\xe3\xcf\xd3\n");
	p->offset[number] = p->written + p->buf.len;
	bytes_addf(&p->buf, "%u 0 obj\n", number);
}

static int
object_end(struct pages *p)
{
	bytes_add_str(&p->buf, "\nendobj\n");
	return flush(p);
}

/* A stream object; `dict` is what its dictionary holds besides /Length. */
static int
put_stream(struct pages *p, uint32_t number, const char *dict,
    const struct bytes *data)
{
	object_begin(p, number);
	bytes_addf(&p->buf, "<<%s/Length %zu>>\nstream\n", dict, data->len);
	bytes_add(&p->buf, data->data, data->len);
	bytes_add_str(&p->buf, "\nendstream");
	return object_end(p);
}

static int
put_image(struct pages *p, uint32_t number)
{
	const struct pages_image *im = &p->image;
	char dict[512];
	int n;

	n = snprintf(dict, sizeof dict, "/Type/XObject/Subtype/Image/Width %u"
	    "/Height %u/BitsPerComponent %u/ColorSpace/%s", im->width,
	    im->height, im->bits, im->colours == 1 ? "DeviceGray" : "DeviceRGB");
	if (im->jpeg)
		snprintf(dict + n, sizeof dict - (size_t)n,
		    "/Filter/DCTDecode");
	else
		snprintf(dict + n, sizeof dict - (size_t)n,
		    "/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %u"
		    "/BitsPerComponent %u/Columns %u>>", im->colours, im->bits,
		    im->width);
	return put_stream(p, number, dict, &im->data);
}

int
pages_add(struct pages *p, double width, double height,
    cairo_surface_t *picture, const struct page_word *words, size_t nwords)
{
	uint32_t first = p->nobjects;	/* picture, content, page */
	long w, h;

	if (!(width > 0.005 && width <= PAGE_POINTS_MAX) ||
	    !(height > 0.005 && height <= PAGE_POINTS_MAX))
		return answer_refuse(p->a, REASON_LIMIT,
		    "a page has no size, or one over %.0f points",
		    PAGE_POINTS_MAX);
	if (p->npages == PAGES_MAX)
		return answer_refuse(p->a, REASON_LIMIT, "over %u pages",
		    PAGES_MAX);
	if (p->shown != NULL)
		return p->npages++ != p->shown->page ? 0 :
		    drawn_put(p->a, picture, p->shown->width);
	w = lround(width * 100);
	h = lround(height * 100);
	if (pages_image_encode(&p->image, picture) < 0)
		return refuse_memory(p);
	p->nobjects += 3;
	p->page[p->npages++] = first + 2;
	if (put_image(p, first) < 0)
		return -1;
	bytes_reset(&p->content);
	/* The words first: the picture is painted over them. */
	if (layer_words(p->layer, &p->content, (int32_t)h, words, nwords) < 0)
		return refuse_memory(p);
	bytes_addf(&p->content, "q %ld.%02ld 0 0 %ld.%02ld 0 0 cm/P Do Q",
	    w / 100, w % 100, h / 100, h % 100);
	if (bytes_ok(&p->content) < 0)
		return refuse_memory(p);
	if (put_stream(p, first + 1, "", &p->content) < 0)
		return -1;
	object_begin(p, first + 2);
	bytes_addf(&p->buf, "<</Type/Page/Parent %d 0 R/MediaBox[0 0 %ld.%02ld "
	    "%ld.%02ld]/Contents %u 0 R/Resources<</Font %d 0 R/XObject<</P "
	    "%u 0 R>>>>>>", OBJECT_PAGES, w / 100, w % 100, h / 100, h % 100,
	    first + 1, OBJECT_RESOURCES, first);
	return object_end(p);
}

/* The empty glyph, and each font with its table; *first is the first font. */
static int
put_fonts(struct pages *p, uint32_t *first)
{
	size_t n = layer_fonts(p->layer), i;
	uint32_t glyph = p->nobjects;

	*first = glyph + 1;
	if (n == 0)
		return 0;
	p->nobjects++;
	bytes_reset(&p->content);
	layer_glyph(&p->content);
	if (put_stream(p, glyph, "", &p->content) < 0)
		return -1;
	for (i = 0; i < n; i++) {
		uint32_t font = p->nobjects;

		p->nobjects += 2;
		object_begin(p, font);
		layer_font(p->layer, i, glyph, font + 1, &p->buf);
		if (object_end(p) < 0)
			return -1;
		bytes_reset(&p->content);
		layer_unicode(p->layer, i, &p->content);
		if (put_stream(p, font + 1, "", &p->content) < 0)
			return -1;
	}
	return 0;
}

static int
put_resources(struct pages *p, uint32_t first)
{
	size_t n = layer_fonts(p->layer), i;

	object_begin(p, OBJECT_RESOURCES);
	bytes_add_str(&p->buf, "<<");
	for (i = 0; i < n; i++)
		bytes_addf(&p->buf, "/F%zu %zu 0 R", i, first + 2 * i);
	bytes_add_str(&p->buf, ">>");
	return object_end(p);
}

static int
put_tree(struct pages *p)
{
	uint32_t i;

	object_begin(p, OBJECT_PAGES);
	bytes_addf(&p->buf, "<</Type/Pages/Count %u/Kids[", p->npages);
	for (i = 0; i < p->npages; i++)
		bytes_addf(&p->buf, "%u 0 R\n", p->page[i]);
	bytes_add_str(&p->buf, "]>>");
	if (object_end(p) < 0)
		return -1;
	object_begin(p, OBJECT_CATALOG);
	bytes_addf(&p->buf, "<</Type/Catalog/Pages %d 0 R>>", OBJECT_PAGES);
	return object_end(p);
}

int
pages_end(struct pages *p)
{
	uint64_t xref;
	uint32_t fonts, i;

	if (p->npages == 0)
		return answer_refuse(p->a, REASON_DAMAGED, "there are no pages");
	if (p->shown != NULL)
		return p->shown->page < p->npages ? 0 :
		    drawn_missing(p->a, p->shown->page, p->npages);
	if (put_fonts(p, &fonts) < 0 || put_resources(p, fonts) < 0 ||
	    put_tree(p) < 0)
		return -1;
	xref = p->written;
	bytes_addf(&p->buf, "xref\n0 %u\n0000000000 65535 f \n", p->nobjects);
	for (i = 1; i < p->nobjects; i++)
		bytes_addf(&p->buf, "%010llu 00000 n \n",
		    (unsigned long long)p->offset[i]);
	bytes_addf(&p->buf, "trailer\n<</Size %u/Root %d 0 R>>\nstartxref\n"
	    "%llu\n%%%%EOF\n", p->nobjects, OBJECT_CATALOG,
	    (unsigned long long)xref);
	return flush(p);
}

void
pages_free(struct pages *p)
{
	if (p == NULL)
		return;
	layer_free(p->layer);
	pages_image_free(&p->image);
	bytes_free(&p->buf);
	bytes_free(&p->content);
	free(p->offset);
	free(p->page);
	free(p);
}
