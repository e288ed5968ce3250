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
#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/beside.h"
#include "intake/format/page/drawn.h"
#include "intake/format/page/pages_layer.h"
#include "intake/format/page/pages_out.h"
#include "intake/format/page/pages_picture.h"
#include "intake/format/page/surface.h"

#define PAGE_POINTS_MAX 14400.0		/* longest side a PDF page may have */
#define CONTENT_MAX (256u << 20)	/* bytes of one page's text layer */
#define DICT_MAX 512u
#define OF_A_PAGE (3u + TINTS_MAX)	/* objects: picture, content, page; and
				 * the parts that have a colour */

struct waiting {
	uint32_t number;	/* of the picture's object */
	unsigned width, height;
};

/* The page whose picture is being taken apart, maybe beside (beside.h). */
struct begun {
	bool any;
	long width, height;	/* 1/100 point */
	cairo_surface_t *surface;
	bool owned;		/* it was taken: white again when it is done */
	struct ink ink;		/* for it, then */
	bool fine;		/* see is_fine() */
	int result;
	struct pages_picture picture;
};

struct pages {
	struct answer *a;
	const struct pictured *shown;	/* NULL: a document is written */
	struct pages_out *out;
	struct layer *layer;
	struct book *book;	/* of the begun page too, until that is done */
	struct waiting waiting[BOOK_PAGES];
	struct begun begun;
	cairo_surface_t *spare;	/* white */
	int expected_width, expected_height;	/* its pixels, before a page */
	struct bytes content;	/* of the begun page: its words */
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
put_image(struct pages *p, uint32_t number, const struct pages_image *im)
{
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
put_waiting(struct pages *p, const struct waiting *w, const struct bytes *data,
    uint32_t shared)
{
	char dict[DICT_MAX];
	int n;

	n = snprintf(dict, sizeof dict, "/Type/XObject/Subtype/Image/Width %u"
	    "/Height %u/BitsPerComponent 1/ColorSpace/DeviceGray"
	    "/Filter/JBIG2Decode", w->width, w->height);
	if (shared != 0)
		snprintf(dict + n, sizeof dict - (size_t)n,
		    "/DecodeParms<</JBIG2Globals %u 0 R>>", shared);
	return pages_out_stream(p->out, w->number, dict, data, false);
}

/* A page of the book, coded. */
struct coded {
	struct book *book;
	size_t page;
	struct bytes data;
	int result;
};

static void
code_page(void *ctx)
{
	struct coded *c = ctx;

	c->result = book_page(c->book, c->page, &c->data);
}

/* Two pages at once, from page i on. */
static int
put_two(struct pages *p, size_t i, uint32_t shared)
{
	struct coded c[2];
	size_t n = book_pages(p->book) - i < 2 ? 1 : 2, k;
	int r = 0;

	for (k = 0; k < n; k++)
		c[k] = (struct coded){ p->book, i + k, BYTES_INIT(CLEAN_MAX),
		    0 };
	if (n == 2)
		beside_run(code_page, &c[1]);
	code_page(&c[0]);
	beside_wait();
	for (k = 0; k < n; k++) {
		if (r == 0)
			r = c[k].result < 0 ? refuse_memory(p) :
			    put_waiting(p, &p->waiting[i + k], &c[k].data,
			    shared);
		bytes_free(&c[k].data);
	}
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
	for (i = 0; r == 0 && i < book_pages(p->book); i += 2)
		r = put_two(p, i, shared);
	book_reset(p->book);
	bytes_free(&shapes);
	return r;
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
put_part(struct pages *p, uint32_t number, const struct pages_part *part)
{
	char dict[DICT_MAX];

	if (!part->duo)
		return put_image(p, number, &part->image);
	(void)snprintf(dict, sizeof dict, "/Type/XObject/Subtype/Image/Width "
	    "%u/Height %u/BitsPerComponent 1/ColorSpace[/Indexed/DeviceRGB 1"
	    "<%06x%06x>]/Filter/JBIG2Decode", part->at.x1 - part->at.x0,
	    part->at.y1 - part->at.y0, part->ink, part->paper);
	return pages_out_stream(p->out, number, dict, &part->jbig2, false);
}

/* Its black and white came into the book as the last page of it. */
static int
put_fine(struct pages *p, uint32_t number, uint32_t parts[TINTS_MAX])
{
	const struct pages_picture *made = &p->begun.picture;
	unsigned i;

	for (i = 0; i < made->nparts; i++) {
		parts[i] = pages_out_number(p->out);
		if (put_part(p, parts[i], &made->part[i]) < 0)
			return -1;
	}
	p->waiting[book_pages(p->book) - 1] = (struct waiting){ number,
	    made->width, made->height };
	return book_full(p->book) ? end_book(p) : 0;
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

/* --- pages --- */

/* In 1/10000 of a point. */
static void
put_measure(struct bytes *b, double points)
{
	long v = lround(points * 10000);

	bytes_addf(b, "%ld.%04ld ", v / 10000, v % 10000);
}

/* What has a colour, over the rest, in pixels of which that is. */
static void
put_over(struct bytes *content, const struct pages_picture *made, double width,
    double height)
{
	double x = width / made->width, y = height / made->height;
	unsigned i;

	for (i = 0; i < made->nparts; i++) {
		const struct tint *r = &made->part[i].at;

		bytes_add_str(content, " q ");
		put_measure(content, (r->x1 - r->x0) * x);
		bytes_add_str(content, "0 0 ");
		put_measure(content, (r->y1 - r->y0) * y);
		put_measure(content, r->x0 * x);
		put_measure(content, (made->height - r->y1) * y);
		bytes_addf(content, "cm/P%u Do Q", i);
	}
}

/* The words are there already: the picture is painted over them. */
static int
put_content(struct pages *p, uint32_t number)
{
	const struct begun *b = &p->begun;

	bytes_addf(&p->content, "q %ld.%02ld 0 0 %ld.%02ld 0 0 cm/P Do Q",
	    b->width / 100, b->width % 100, b->height / 100, b->height % 100);
	put_over(&p->content, &b->picture, (double)b->width / 100,
	    (double)b->height / 100);
	return pages_out_stream(p->out, number, "", &p->content, true);
}

static int
put_page(struct pages *p, uint32_t number, uint32_t content, uint32_t image,
    const uint32_t *parts)
{
	struct bytes *body = pages_out_body(p->out);
	const struct begun *b = &p->begun;
	unsigned i;

	bytes_addf(body, "<</Type/Page/Parent %u 0 R/MediaBox[0 0 %ld.%02ld "
	    "%ld.%02ld]/Contents %u 0 R/Resources<</Font %u 0 R/XObject<</P "
	    "%u 0 R", p->tree, b->width / 100, b->width % 100, b->height / 100,
	    b->height % 100, content, p->resources, image);
	for (i = 0; i < b->picture.nparts; i++)
		bytes_addf(body, "/P%u %u 0 R", i, parts[i]);
	bytes_add_str(body, ">>>>>>");
	return pages_out_object(p->out, number);
}

static int
put_begun(struct pages *p)
{
	const struct pages_picture *made = &p->begun.picture;
	uint32_t image, content, page, parts[TINTS_MAX];

	image = pages_out_number(p->out);
	content = pages_out_number(p->out);
	page = p->page[p->npages++] = pages_out_number(p->out);
	return (made->fine ? put_fine(p, image, parts) :
	    put_image(p, image, &made->image)) < 0 ||
	    put_content(p, content) < 0 ? -1 :
	    put_page(p, page, content, image, parts);
}

static int
draw_ink(struct begun *b)
{
	cairo_t *cr = cairo_create(b->surface);
	int r = ink_draw(&b->ink, cr);

	cairo_destroy(cr);
	cairo_surface_flush(b->surface);
	return r;
}

/* What is computed beside: nothing but pixels. */
static void
make_begun(void *ctx)
{
	struct pages *p = ctx;
	struct begun *b = &p->begun;

	b->result = b->owned ? draw_ink(b) : 0;
	if (b->result == 0)
		b->result = pages_picture_make(&b->picture, p->book,
		    b->surface, b->fine);
	if (b->owned && b->picture.ink.data != NULL)
		bitmap_whiten(&b->picture.ink, b->surface);
	else if (b->owned)
		surface_whiten(b->surface);
}

/* The page that was begun, if one was, is written. */
static int
end_page(struct pages *p)
{
	struct begun *b = &p->begun;
	int r;

	if (!b->any)
		return 0;
	beside_wait();
	b->any = false;
	if (b->owned) {
		ink_free(&b->ink);
		p->spare = b->surface;
	}
	r = b->result < 0 ? refuse_memory(p) : put_begun(p);
	pages_picture_free(&b->picture);
	return r;
}

static int
check_page(struct pages *p, double width, double height)
{
	if (!(width > 0.005 && width <= PAGE_POINTS_MAX) ||
	    !(height > 0.005 && height <= PAGE_POINTS_MAX))
		return answer_refuse(p->a, REASON_LIMIT,
		    "a page has no size, or one over %.0f points",
		    PAGE_POINTS_MAX);
	if (p->npages + p->begun.any >= PAGES_MAX)
		return answer_refuse(p->a, REASON_LIMIT, "over %u pages",
		    PAGES_MAX);
	return 0;
}

/* Begin a page; p->begun.owned is known. */
static int
begin_page(struct pages *p, double width, double height,
    cairo_surface_t *picture, const struct page_word *words, size_t nwords)
{
	struct begun *b = &p->begun;

	cairo_surface_flush(picture);
	b->width = lround(width * 100);
	b->height = lround(height * 100);
	b->surface = picture;
	b->fine = is_fine(width, picture);
	bytes_reset(&p->content);
	if (layer_words(p->layer, &p->content, (int32_t)b->height, words,
	    nwords) < 0)
		return refuse_memory(p);
	b->any = true;
	return 0;
}

/* The first of so much memory takes time to come. */
static void
make_room(void *ctx)
{
	struct pages *p = ctx;

	p->spare = surface_new(p->expected_width, p->expected_height);
}

void
pages_expect(struct pages *p, int width, int height)
{
	if (p->shown != NULL || p->spare != NULL || p->begun.any)
		return;
	p->expected_width = width;
	p->expected_height = height;
	beside_run(make_room, p);
}

int
pages_add(struct pages *p, double width, double height,
    cairo_surface_t *picture, const struct page_word *words, size_t nwords)
{
	if (check_page(p, width, height) < 0)
		return -1;
	if (p->shown != NULL)
		return p->npages++ != p->shown->page ? 0 :
		    pages_show(p->a, width, picture, p->shown->width);
	if (end_page(p) < 0)
		return -1;
	p->begun.owned = false;
	if (begin_page(p, width, height, picture, words, nwords) < 0)
		return -1;
	make_begun(p);
	return end_page(p);
}

int
pages_add_beside(struct pages *p, double width, double height,
    cairo_surface_t **picture, struct ink *ink, const struct page_word *words,
    size_t nwords)
{
	if (check_page(p, width, height) < 0 || end_page(p) < 0)
		return -1;
	beside_wait();
	p->begun.owned = true;
	if (begin_page(p, width, height, *picture, words, nwords) < 0)
		return -1;
	*picture = p->spare;
	p->spare = NULL;
	p->begun.ink = *ink;
	*ink = INK_INIT;
	beside_run(make_begun, p);
	return 0;
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

	if (end_page(p) < 0)
		return -1;
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
	beside_wait();
	if (p->begun.any) {
		pages_picture_free(&p->begun.picture);
		if (p->begun.owned) {
			cairo_surface_destroy(p->begun.surface);
			ink_free(&p->begun.ink);
		}
	}
	cairo_surface_destroy(p->spare);
	pages_out_free(p->out);
	layer_free(p->layer);
	book_free(p->book);
	bytes_free(&p->content);
	free(p->page);
	free(p);
}
