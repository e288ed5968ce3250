/* book.c -- see book.h. */
#include "intake/format/page/book.h"

#include <stdlib.h>
#include <string.h>

#include "intake/format/page/blots.h"
#include "intake/format/page/jbig2.h"
#include "vault/base/err.h"

#define SLOTS_LEAST 4096u
#define SHAPES_MAX (1u << 22)
#define NONE UINT32_MAX

/* Numbers of the segments in a page's stream, and before it. */
enum { SEGMENT_SHARED = 0, SEGMENT_PAGE, SEGMENT_OWN, SEGMENT_PLACES };

struct shape {
	uint16_t width, height;
	uint32_t page;		/* the first that it stands on */
	uint32_t id;		/* in its dictionary */
	bool shared;		/* another page has it too */
	size_t at;		/* of its pixels */
	uint64_t hash;
};

/* What is black, or what turns white in it. */
struct ply {
	struct jbig2_place *places;	/* ids are those of shapes[] */
	uint32_t n;
	struct bitmap rest;
	unsigned x, y;
};

enum { PLY_BLACK, PLY_HOLES, PLIES };

struct book_page {
	unsigned width, height;
	struct ply ply[PLIES];
};

struct book {
	struct book_page page[BOOK_PAGES];
	size_t npages, size;
	struct shape *shapes;
	uint32_t nshapes, room;
	struct bytes pixels;
	uint32_t *slots, nslots;	/* shapes by their hash; a power of 2 */
	struct bitmap *shared;
	uint32_t nshared;
};

static int
no_memory(void)
{
	return err_set(ERR_NO_MEMORY, "no memory for the letters of pages; "
	    "close other programs and try again");
}

int
book_new(struct book **out)
{
	if ((*out = calloc(1, sizeof **out)) == NULL)
		return no_memory();
	(*out)->pixels = BYTES_INIT(BOOK_BYTES * 2);
	return 0;
}

size_t
book_pages(const struct book *b)
{
	return b->npages;
}

bool
book_full(const struct book *b)
{
	return b->npages == BOOK_PAGES || b->size > BOOK_BYTES ||
	    b->pixels.len > BOOK_BYTES;
}

/* --- shapes --- */

static struct bitmap
bitmap_of_shape(const struct book *b, uint32_t i)
{
	const struct shape *s = &b->shapes[i];

	return (struct bitmap){ .width = s->width, .height = s->height,
	    .stride = (s->width + 7u) / 8, .data = b->pixels.data + s->at };
}

/* FNV-1a; whatever it gives, pixels are compared. */
static uint64_t
hash_of(const struct bitmap *m)
{
	uint64_t h = 0xcbf29ce484222325u ^ m->width;
	size_t i, n = m->stride * m->height;

	h = (h * 0x100000001b3u) ^ m->height;
	for (i = 0; i < n; i++)
		h = (h ^ m->data[i]) * 0x100000001b3u;
	return h ^ h >> 29;
}

static bool
is_same(const struct book *b, uint32_t i, const struct bitmap *m, uint64_t hash)
{
	const struct shape *s = &b->shapes[i];

	return s->hash == hash && s->width == m->width &&
	    s->height == m->height && memcmp(b->pixels.data + s->at, m->data,
	    m->stride * m->height) == 0;
}

static int
more_slots(struct book *b)
{
	uint32_t n = b->nslots == 0 ? SLOTS_LEAST : b->nslots * 2, i, k;
	uint32_t *slots = malloc(n * sizeof *slots);

	if (slots == NULL)
		return no_memory();
	memset(slots, 0xff, n * sizeof *slots);
	for (i = 0; i < b->nshapes; i++) {
		k = (uint32_t)b->shapes[i].hash & (n - 1);
		while (slots[k] != NONE)
			k = (k + 1) & (n - 1);
		slots[k] = i;
	}
	free(b->slots);
	b->slots = slots;
	b->nslots = n;
	return 0;
}

static int
add_shape(struct book *b, const struct bitmap *m, uint64_t hash)
{
	struct shape *shapes;
	uint32_t room;
	int r;

	if (b->nshapes == SHAPES_MAX)
		return err_set(ERR_TOO_BIG, "pages have over %u letters that "
		    "differ; split the document", SHAPES_MAX);
	if (b->nshapes == b->room) {
		room = b->room * 2 + 1024;
		if ((shapes = realloc(b->shapes, room * sizeof *shapes)) ==
		    NULL)
			return no_memory();
		b->shapes = shapes;
		b->room = room;
	}
	b->shapes[b->nshapes] = (struct shape){ (uint16_t)m->width,
	    (uint16_t)m->height, (uint32_t)b->npages, 0, false, b->pixels.len,
	    hash };
	if ((r = bytes_add(&b->pixels, m->data, m->stride * m->height)) < 0)
		return r;
	b->nshapes++;
	return 0;
}

/* The number of the shape, which is kept when it is new. */
static int
shape_of(struct book *b, const struct bitmap *m, uint32_t *id)
{
	uint64_t hash = hash_of(m);
	uint32_t k;
	int r;

	if (b->nshapes * 2 >= b->nslots && (r = more_slots(b)) < 0)
		return r;
	k = (uint32_t)hash & (b->nslots - 1);
	while (b->slots[k] != NONE && !is_same(b, b->slots[k], m, hash))
		k = (k + 1) & (b->nslots - 1);
	if (b->slots[k] == NONE) {
		if ((r = add_shape(b, m, hash)) < 0)
			return r;
		b->slots[k] = b->nshapes - 1;
	}
	*id = b->slots[k];
	b->shapes[*id].shared |= b->shapes[*id].page != b->npages;
	return 0;
}

static int
keep(struct book *b, struct ply *p, struct blots *blots)
{
	uint32_t i;
	int r = 0;

	*p = (struct ply){ .n = blots->n, .rest = blots->rest, .x = blots->x,
	    .y = blots->y,
	    .places = calloc((size_t)blots->n + 1, sizeof *p->places) };
	blots->rest.data = NULL;	/* handed over */
	if (p->places == NULL)
		return no_memory();
	for (i = 0; r == 0 && i < blots->n; i++) {
		p->places[i].x = (int32_t)blots->at[i].x;
		p->places[i].y = (int32_t)blots->at[i].bottom;
		r = shape_of(b, &blots->at[i].bitmap, &p->places[i].id);
	}
	b->size += blots->n * sizeof *p->places + p->rest.stride *
	    p->rest.height;
	return r;
}

int
book_add(struct book *b, const struct bitmap *page)
{
	struct book_page *p = &b->page[b->npages];
	struct blots blots[PLIES];
	int r;

	if (b->npages == BOOK_PAGES)
		return err_set(ERR_TOO_BIG, "a book of pages is full; report "
		    "this as a defect");
	if ((r = blots_of(&blots[PLY_BLACK], &blots[PLY_HOLES], page)) < 0)
		return r;
	*p = (struct book_page){ .width = page->width, .height = page->height };
	if ((r = keep(b, &p->ply[PLY_BLACK], &blots[PLY_BLACK])) == 0)
		r = keep(b, &p->ply[PLY_HOLES], &blots[PLY_HOLES]);
	b->npages++;	/* also one that is not whole: it is freed with them */
	blots_free(&blots[PLY_BLACK]);
	blots_free(&blots[PLY_HOLES]);
	return r;
}

/* --- dictionaries --- */

static _Thread_local const struct book *sorting;	/* qsort has no argument */

static int
by_pixels(const void *x, const void *y)
{
	const struct shape *a = &sorting->shapes[*(const uint32_t *)x];
	const struct shape *b = &sorting->shapes[*(const uint32_t *)y];

	if (a->height != b->height)
		return a->height < b->height ? -1 : 1;
	if (a->width != b->width)
		return a->width < b->width ? -1 : 1;
	return memcmp(sorting->pixels.data + a->at, sorting->pixels.data +
	    b->at, (a->width + 7u) / 8 * a->height);
}

/* The bitmaps of these shapes in their order, which becomes their id. */
static void
put_in_order(struct book *b, uint32_t *list, uint32_t n, uint32_t from,
    struct bitmap *to)
{
	uint32_t i;

	sorting = b;
	qsort(list, n, sizeof *list, by_pixels);
	for (i = 0; i < n; i++) {
		b->shapes[list[i]].id = from + i;
		to[i] = bitmap_of_shape(b, list[i]);
	}
}

int
book_shared(struct book *b, struct bytes *out)
{
	const struct jbig2_segment s = { .number = SEGMENT_SHARED,
	    .shared = true };
	uint32_t *list, i;

	list = calloc((size_t)b->nshapes + 1, sizeof *list);
	b->shared = calloc((size_t)b->nshapes + 1, sizeof *b->shared);
	if (list == NULL || b->shared == NULL) {
		free(list);
		return no_memory();
	}
	for (i = 0; i < b->nshapes; i++)
		if (b->shapes[i].shared)
			list[b->nshared++] = i;
	put_in_order(b, list, b->nshared, 0, b->shared);
	free(list);
	if (b->nshared > 0)
		jbig2_dictionary(out, &s, b->shared, b->nshared);
	return bytes_ok(out);
}

/* Those of the ply that are the page's own and not in the list yet. */
static void
list_own(struct book *b, const struct ply *p, uint32_t *list, uint32_t *n)
{
	uint32_t k;

	for (k = 0; k < p->n; k++) {
		struct shape *s = &b->shapes[p->places[k].id];

		if (s->shared || s->id != 0)
			continue;
		s->id = NONE;
		list[(*n)++] = p->places[k].id;
	}
}

/* The page's own shapes, behind those that are shared. */
static int
own_shapes(struct book *b, const struct book_page *p, struct bitmap *to,
    uint32_t *n)
{
	uint32_t *list = calloc((size_t)p->ply[PLY_BLACK].n +
	    p->ply[PLY_HOLES].n + 1, sizeof *list);

	*n = 0;
	if (list == NULL)
		return no_memory();
	list_own(b, &p->ply[PLY_BLACK], list, n);
	list_own(b, &p->ply[PLY_HOLES], list, n);
	put_in_order(b, list, *n, b->nshared, to);
	free(list);
	return 0;
}

struct writing {
	struct book *b;
	const struct book_page *page;
	struct bytes *out;
	const struct bitmap *shapes;
	uint32_t own;		/* of them that are the page's alone */
	uint32_t number;	/* of the next segment */
};

static int
put_ply(struct writing *w, unsigned which)
{
	const struct ply *p = &w->page->ply[which];
	struct jbig2_segment s = { .holes = which == PLY_HOLES };
	struct jbig2_place *places;
	uint32_t refers[2], k;

	if (p->n > 0) {
		if ((places = calloc(p->n, sizeof *places)) == NULL)
			return no_memory();
		for (k = 0; k < p->n; k++) {
			places[k] = p->places[k];
			places[k].id = w->b->shapes[p->places[k].id].id;
		}
		s.number = w->number++;
		s.refers = refers;
		if (w->b->nshared > 0)
			refers[s.nrefers++] = SEGMENT_SHARED;
		if (w->own > 0)
			refers[s.nrefers++] = SEGMENT_OWN;
		jbig2_places(w->out, &s, w->page->width, w->page->height,
		    places, p->n, w->shapes, w->b->nshared + w->own);
		free(places);
	}
	if (p->rest.data != NULL) {
		s.number = w->number++;
		s.nrefers = 0;
		jbig2_bitmap(w->out, &s, &p->rest, p->x, p->y);
	}
	return 0;
}

int
book_page(struct book *b, size_t i, struct bytes *out)
{
	const struct book_page *p = &b->page[i];
	const struct jbig2_segment own = { .number = SEGMENT_OWN };
	struct writing w = { .b = b, .page = p, .out = out,
	    .number = SEGMENT_PLACES };
	struct bitmap *shapes = calloc((size_t)b->nshared +
	    p->ply[PLY_BLACK].n + p->ply[PLY_HOLES].n + 1, sizeof *shapes);
	int r;

	if (shapes == NULL)
		return no_memory();
	jbig2_page(out, SEGMENT_PAGE, p->width, p->height);
	memcpy(shapes, b->shared, b->nshared * sizeof *shapes);
	w.shapes = shapes;
	if ((r = own_shapes(b, p, shapes + b->nshared, &w.own)) < 0)
		goto done;
	if (w.own > 0)
		jbig2_dictionary(out, &own, shapes + b->nshared, w.own);
	if ((r = put_ply(&w, PLY_BLACK)) == 0)
		r = put_ply(&w, PLY_HOLES);
done:
	free(shapes);
	return r < 0 ? r : bytes_ok(out);
}

void
book_reset(struct book *b)
{
	size_t i, k;

	for (i = 0; i < b->npages; i++)
		for (k = 0; k < PLIES; k++) {
			free(b->page[i].ply[k].places);
			bitmap_free(&b->page[i].ply[k].rest);
		}
	free(b->shapes);
	free(b->slots);
	free(b->shared);
	bytes_free(&b->pixels);
	*b = (struct book){ .pixels = BYTES_INIT(BOOK_BYTES * 2) };
}

void
book_free(struct book *b)
{
	if (b == NULL)
		return;
	book_reset(b);
	free(b);
}
