/*
 * pages.c -- the PDF of page pictures: for each page its picture, the words
 * below it, and the page that holds both.
 *
 * The pictures of pages in black and white wait for one another (book.h).
 */
#include "intake/format/page/pages.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "intake/format/answer.h"
#include "intake/format/page/book.h"
#include "intake/format/page/drawn.h"
#include "intake/format/page/jbig2.h"
#include "intake/format/page/pages_image.h"
#include "intake/format/page/pages_layer.h"
#include "intake/format/page/pages_out.h"
#include "intake/format/page/tints.h"
#include "vault/base/err.h"

#define PAGE_POINTS_MAX 14400.0		/* longest side a PDF page may have */
#define CONTENT_MAX (256u << 20)	/* bytes of one page's text layer */
#define DICT_MAX 512u
#define OF_A_PAGE (3u + TINTS_MAX)	/* objects: picture, content, page; and
				 * the parts that have a colour */

struct waiting {
	uint32_t number;	/* of the picture's object */
	unsigned width, height;
};

/* The page that is being written: what lies over its picture. */
struct over {
	unsigned width, height;	/* of the picture, pixels */
	struct tint at[TINTS_MAX];
	uint32_t number[TINTS_MAX];	/* objects */
	unsigned n;
};

struct pages {
	struct answer *a;
	const struct pictured *shown;	/* NULL: a document is written */
	struct pages_out *out;
	struct layer *layer;
	struct pages_image image;
	struct book *book;
	struct waiting waiting[BOOK_PAGES];
	struct over over;
	struct bytes content;
	uint32_t tree, resources;	/* objects */
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
	p->content = BYTES_INIT(CONTENT_MAX);
	p->page = calloc(PAGES_MAX, sizeof *p->page);
	if (p->page == NULL || layer_new(&p->layer) < 0 ||
	    book_new(&p->book) < 0) {
		pages_free(p);
		return answer_refuse(a, REASON_LIMIT,
		    "no memory to write pages");
	}
	/* Each page may end a book. */
	if (pages_out_new(&p->out, (OF_A_PAGE + 1) * PAGES_MAX +
	    2 * LAYER_ROWS + 4, a) < 0) {
		pages_free(p);
		return -1;
	}
	p->tree = pages_out_number(p->out);
	p->resources = pages_out_number(p->out);
	*out = p;
	return 0;
}

struct answer *
pages_answer(struct pages *p)
{
	return p->a;
}

/* --- pictures --- */

static int
put_image(struct pages *p, uint32_t number)
{
	const struct pages_image *im = &p->image;
	char dict[DICT_MAX];
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
	return pages_out_stream(p->out, number, dict, &im->data, false);
}

static int
put_waiting(struct pages *p, const struct waiting *w, size_t i,
    uint32_t shared)
{
	struct bytes data = BYTES_INIT(CLEAN_MAX);
	char dict[DICT_MAX];
	int n, r;

	n = snprintf(dict, sizeof dict, "/Type/XObject/Subtype/Image/Width %u"
	    "/Height %u/BitsPerComponent 1/ColorSpace/DeviceGray"
	    "/Filter/JBIG2Decode", w->width, w->height);
	if (shared != 0)
		snprintf(dict + n, sizeof dict - (size_t)n,
		    "/DecodeParms<</JBIG2Globals %u 0 R>>", shared);
	r = book_page(p->book, i, &data) < 0 ? refuse_memory(p) :
	    pages_out_stream(p->out, w->number, dict, &data, false);
	bytes_free(&data);
	return r;
}

/* All pictures that wait. */
static int
end_book(struct pages *p)
{
	struct bytes shapes = BYTES_INIT(CLEAN_MAX);
	uint32_t shared = 0;
	size_t i;
	int r = 0;

	if (book_shared(p->book, &shapes) < 0) {
		r = refuse_memory(p);
	} else if (shapes.len > 0) {
		shared = pages_out_number(p->out);
		r = pages_out_stream(p->out, shared, "", &shapes, false);
	}
	for (i = 0; r == 0 && i < book_pages(p->book); i++)
		r = put_waiting(p, &p->waiting[i], i, shared);
	book_reset(p->book);
	bytes_free(&shapes);
	return r;
}

static int
wait(struct pages *p, uint32_t number, const struct bitmap *b)
{
	p->waiting[book_pages(p->book)] = (struct waiting){ number, b->width,
	    b->height };
	if (book_add(p->book, b) < 0)
		return refuse_memory(p);
	return book_full(p->book) ? end_book(p) : 0;
}

/* Finely drawn pages may go without greys; others need them to be read. */
static bool
is_fine(double width, cairo_surface_t *picture)
{
	return cairo_surface_get_type(picture) == CAIRO_SURFACE_TYPE_IMAGE &&
	    cairo_image_surface_get_width(picture) * 72 >=
	    width * (PAGES_FINE_DPI - 1);
}

static int
put_duo(struct pages *p, uint32_t number, const struct duo *d)
{
	const struct jbig2_segment first = { .number = 1 };
	struct bytes data = BYTES_INIT(CLEAN_MAX);
	char dict[DICT_MAX];
	int r;

	jbig2_page(&data, 0, d->bitmap.width, d->bitmap.height);
	jbig2_bitmap(&data, &first, &d->bitmap, 0, 0);
	(void)snprintf(dict, sizeof dict, "/Type/XObject/Subtype/Image/Width "
	    "%u/Height %u/BitsPerComponent 1/ColorSpace[/Indexed/DeviceRGB 1"
	    "<%06x%06x>]/Filter/JBIG2Decode", d->bitmap.width,
	    d->bitmap.height, d->ink, d->paper);
	r = pages_out_stream(p->out, number, dict, &data, false);
	bytes_free(&data);
	return r;
}

static int
put_tint(struct pages *p, uint32_t number, const struct tint *t,
    cairo_surface_t *picture)
{
	struct tint_kept kept;
	int r;

	if (tints_keep(&kept, t, picture) < 0)
		r = refuse_memory(p);
	else if (kept.half == NULL)
		r = put_duo(p, number, &kept.duo);
	else
		r = pages_image_encode(&p->image, kept.half) < 0 ?
		    refuse_memory(p) : put_image(p, number);
	tints_forget(&kept);
	return r;
}

/* What has a colour, as pictures of their own. */
static int
put_tints(struct pages *p, const struct tints *tints, cairo_surface_t *picture)
{
	struct over *o = &p->over;

	o->width = tints->black.width;
	o->height = tints->black.height;
	for (; o->n < tints->n; o->n++) {
		o->at[o->n] = tints->at[o->n];
		o->number[o->n] = pages_out_number(p->out);
		if (put_tint(p, o->number[o->n], &o->at[o->n], picture) < 0)
			return -1;
	}
	return 0;
}

static int
put_fine(struct pages *p, uint32_t number, cairo_surface_t *picture)
{
	cairo_surface_t *half = NULL;
	struct tints tints;
	bool is = false;
	int r;

	if (tints_of(&tints, picture, &is) < 0)
		return refuse_memory(p);
	if (is)
		r = put_tints(p, &tints, picture) < 0 ? -1 :
		    wait(p, number, &tints.black);
	else if ((half = pages_image_half(picture)) == NULL ||
	    pages_image_encode(&p->image, half) < 0)
		r = refuse_memory(p);
	else
		r = put_image(p, number);
	cairo_surface_destroy(half);
	tints_free(&tints);
	return r;
}

int
pages_show(struct answer *a, double width, cairo_surface_t *picture,
    uint32_t pixels)
{
	struct tints tints = { .n = 0 };
	bool is = false;
	int r = 0;

	cairo_surface_flush(picture);
	if (is_fine(width, picture) &&
	    (r = tints_of(&tints, picture, &is)) == 0 && is)
		r = tints_put(&tints, picture);
	tints_free(&tints);
	return r < 0 ? answer_refuse(a, REASON_LIMIT, "the page's picture "
	    "does not fit the memory of an examination") :
	    drawn_put(a, picture, pixels);
}

static int
put_picture(struct pages *p, uint32_t number, double width,
    cairo_surface_t *picture)
{
	cairo_surface_flush(picture);
	if (is_fine(width, picture))
		return put_fine(p, number, picture);
	return pages_image_encode(&p->image, picture) < 0 ? refuse_memory(p) :
	    put_image(p, number);
}

/* --- pages --- */

/* In 1/10000 of a point. */
static void
put_measure(struct bytes *b, double points)
{
	long v = lround(points * 10000);

	bytes_addf(b, "%ld.%04ld ", v / 10000, v % 10000);
}

/* They lie beside each other, in pixels of the picture. */
static void
put_over(struct pages *p, double width, double height)
{
	const struct over *o = &p->over;
	unsigned i;

	for (i = 0; i < o->n; i++) {
		const struct tint *r = &o->at[i];
		double x = width / o->width, y = height / o->height;

		bytes_add_str(&p->content, " q ");
		put_measure(&p->content, (r->x1 - r->x0) * x);
		bytes_add_str(&p->content, "0 0 ");
		put_measure(&p->content, (r->y1 - r->y0) * y);
		put_measure(&p->content, r->x0 * x);
		put_measure(&p->content, (o->height - r->y1) * y);
		bytes_addf(&p->content, "cm/P%u Do Q", i);
	}
}

static int
put_content(struct pages *p, uint32_t number, long w, long h,
    const struct page_word *words, size_t nwords)
{
	bytes_reset(&p->content);
	/* The words first: the picture is painted over them. */
	if (layer_words(p->layer, &p->content, (int32_t)h, words, nwords) < 0)
		return refuse_memory(p);
	bytes_addf(&p->content, "q %ld.%02ld 0 0 %ld.%02ld 0 0 cm/P Do Q",
	    w / 100, w % 100, h / 100, h % 100);
	put_over(p, (double)w / 100, (double)h / 100);
	return pages_out_stream(p->out, number, "", &p->content, true);
}

static int
put_page(struct pages *p, uint32_t number, long w, long h, uint32_t content,
    uint32_t image)
{
	struct bytes *body = pages_out_body(p->out);
	unsigned i;

	bytes_addf(body, "<</Type/Page/Parent %u 0 R/MediaBox[0 0 %ld.%02ld "
	    "%ld.%02ld]/Contents %u 0 R/Resources<</Font %u 0 R/XObject<</P "
	    "%u 0 R", p->tree, w / 100, w % 100, h / 100, h % 100, content,
	    p->resources, image);
	for (i = 0; i < p->over.n; i++)
		bytes_addf(body, "/P%u %u 0 R", i, p->over.number[i]);
	bytes_add_str(body, ">>>>>>");
	return pages_out_object(p->out, number);
}

int
pages_add(struct pages *p, double width, double height,
    cairo_surface_t *picture, const struct page_word *words, size_t nwords)
{
	uint32_t image, content, page;
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
		    pages_show(p->a, width, picture, p->shown->width);
	image = pages_out_number(p->out);
	content = pages_out_number(p->out);
	page = p->page[p->npages++] = pages_out_number(p->out);
	w = lround(width * 100);
	h = lround(height * 100);
	p->over.n = 0;
	return put_picture(p, image, width, picture) < 0 ||
	    put_content(p, content, w, h, words, nwords) < 0 ? -1 :
	    put_page(p, page, w, h, content, image);
}

/* --- the end --- */

static int
put_font(struct pages *p, uint32_t row, uint32_t number, uint32_t glyph)
{
	uint32_t table = pages_out_number(p->out);

	layer_font(p->layer, row, glyph, table, pages_out_body(p->out));
	if (pages_out_object(p->out, number) < 0)
		return -1;
	bytes_reset(&p->content);
	layer_unicode(row, &p->content);
	return pages_out_stream(p->out, table, "", &p->content, true);
}

/* The empty glyph, each font with its table, and the list of them. */
static int
put_fonts(struct pages *p)
{
	struct bytes list = BYTES_INIT(CONTENT_MAX);
	uint32_t row = layer_row(p->layer, 0), glyph = 0, number;
	int r = 0;

	if (row < LAYER_ROWS) {
		glyph = pages_out_number(p->out);
		bytes_reset(&p->content);
		layer_glyph(&p->content);
		r = pages_out_stream(p->out, glyph, "", &p->content, false);
	}
	for (; r == 0 && row < LAYER_ROWS; row = layer_row(p->layer, row + 1)) {
		number = pages_out_number(p->out);
		bytes_addf(&list, "/F%u %u 0 R", row, number);
		r = put_font(p, row, number, glyph);
	}
	bytes_add_str(pages_out_body(p->out), "<<");
	bytes_add(pages_out_body(p->out), list.data, list.len);
	bytes_add_str(pages_out_body(p->out), ">>");
	if (r == 0)
		r = bytes_ok(&list) < 0 ? refuse_memory(p) :
		    pages_out_object(p->out, p->resources);
	bytes_free(&list);
	return r;
}

int
pages_end(struct pages *p)
{
	struct bytes *body = pages_out_body(p->out);
	uint32_t root, i;

	if (p->npages == 0)
		return answer_refuse(p->a, REASON_DAMAGED, "there are no pages");
	if (p->shown != NULL)
		return p->shown->page < p->npages ? 0 :
		    drawn_missing(p->a, p->shown->page, p->npages);
	if (end_book(p) < 0 || put_fonts(p) < 0)
		return -1;
	bytes_addf(body, "<</Type/Pages/Count %u/Kids[", p->npages);
	for (i = 0; i < p->npages; i++)
		bytes_addf(body, "%u 0 R\n", p->page[i]);
	bytes_add_str(body, "]>>");
	if (pages_out_object(p->out, p->tree) < 0)
		return -1;
	root = pages_out_number(p->out);
	bytes_addf(body, "<</Type/Catalog/Pages %u 0 R>>", p->tree);
	return pages_out_object(p->out, root) < 0 ? -1 :
	    pages_out_end(p->out, root);
}

void
pages_free(struct pages *p)
{
	if (p == NULL)
		return;
	pages_out_free(p->out);
	layer_free(p->layer);
	book_free(p->book);
	pages_image_free(&p->image);
	bytes_free(&p->content);
	free(p->page);
	free(p);
}
