/* layout.c -- see layout.h. */
#include "intake/examine/layout.h"

#include <stdbool.h>
#include <stdlib.h>

#include "intake/examine/array.h"
#include "vault/base/err.h"
#include "vault/base/wire.h"

#define LAYOUT_VERSION 2

int
layout_add_page(struct layout *l, const struct page *p)
{
	int r;

	if ((r = array_grow(&l->pages, l->npages, PAGES_MAX,
	    sizeof(*l->pages))) < 0)
		return r;
	l->pages[l->npages++] = *p;
	return 0;
}

int
layout_add_place(struct layout *l, const struct place *p)
{
	int r;

	if ((r = array_grow(&l->places, l->nplaces, PLACES_MAX,
	    sizeof(*l->places))) < 0)
		return r;
	l->places[l->nplaces++] = *p;
	return 0;
}

static int
wrong(const char *what, size_t i, const char *why)
{
	return err_set(ERR_FORMAT, "%s %zu of a layout %s; examine the document "
	    "again", what, i + 1, why);
}

/* Does the box lie in a page of this size?  Empty boxes do. */
static bool
box_fits(const struct place *w, const struct page *p)
{
	return w->x0 >= 0 && w->x0 <= w->x1 && w->y0 >= 0 && w->y0 <= w->y1 &&
	    (uint32_t)w->x1 <= p->width && (uint32_t)w->y1 <= p->height;
}

int
layout_check(const struct layout *l, uint64_t text_len)
{
	const struct place *w;
	const struct page *p;
	uint64_t last = 0;
	size_t i;

	for (i = 0; i < l->npages; i++) {
		p = &l->pages[i];
		if (p->start < last || p->end < p->start || p->end > text_len)
			return wrong("page", i, "is not where its text is");
		if (p->own < p->start || p->own > p->end ||
		    (p->own < p->end && (p->flags & PAGE_READ) == 0) ||
		    (p->flags & ~PAGE_FLAGS) != 0)
			return wrong("page", i, "was read in no known way");
		last = p->end;
	}
	for (i = 0, last = 0; i < l->nplaces; i++) {
		w = &l->places[i];
		if (w->page >= l->npages)
			return wrong("place", i, "is on no page");
		p = &l->pages[w->page];
		if (w->start < last || w->end <= w->start ||
		    w->start < p->start || w->end > p->end)
			return wrong("place", i, "is not where its text is");
		if (!box_fits(w, p))
			return wrong("place", i, "is outside its page");
		last = w->end;
	}
	return 0;
}

int
layout_write(struct bytes *b, const struct layout *l)
{
	const struct place *w;
	size_t i;

	wire_put_u8(b, LAYOUT_VERSION);
	wire_put_u32(b, (uint32_t)l->npages);
	for (i = 0; i < l->npages; i++) {
		wire_put_u32(b, l->pages[i].width);
		wire_put_u32(b, l->pages[i].height);
		wire_put_u64(b, l->pages[i].start);
		wire_put_u64(b, l->pages[i].own);
		wire_put_u64(b, l->pages[i].end);
		wire_put_u8(b, l->pages[i].flags);
	}
	wire_put_u32(b, (uint32_t)l->nplaces);
	for (i = 0; i < l->nplaces; i++) {
		w = &l->places[i];
		wire_put_u64(b, w->start);
		wire_put_u64(b, w->end);
		wire_put_u32(b, w->page);
		wire_put_u32(b, (uint32_t)w->x0);
		wire_put_u32(b, (uint32_t)w->y0);
		wire_put_u32(b, (uint32_t)w->x1);
		wire_put_u32(b, (uint32_t)w->y1);
	}
	return bytes_ok(b);
}

static int
read_pages(struct layout *l, struct wire_reader *rd)
{
	uint32_t n = wire_get_u32(rd);
	struct page p;
	int r;

	for (; n > 0 && !rd->bad; n--) {
		p.width = wire_get_u32(rd);
		p.height = wire_get_u32(rd);
		p.start = wire_get_u64(rd);
		p.own = wire_get_u64(rd);
		p.end = wire_get_u64(rd);
		p.flags = wire_get_u8(rd);
		if (!rd->bad && (r = layout_add_page(l, &p)) < 0)
			return r;
	}
	return 0;
}

static int
read_places(struct layout *l, struct wire_reader *rd)
{
	uint32_t n = wire_get_u32(rd);
	struct place w;
	int r;

	for (; n > 0 && !rd->bad; n--) {
		w.start = wire_get_u64(rd);
		w.end = wire_get_u64(rd);
		w.page = wire_get_u32(rd);
		w.x0 = (int32_t)wire_get_u32(rd);
		w.y0 = (int32_t)wire_get_u32(rd);
		w.x1 = (int32_t)wire_get_u32(rd);
		w.y1 = (int32_t)wire_get_u32(rd);
		if (!rd->bad && (r = layout_add_place(l, &w)) < 0)
			return r;
	}
	return 0;
}

int
layout_read(struct layout *out, const void *p, size_t len)
{
	struct wire_reader rd = wire_reader(p, len);
	struct layout l = { 0 };
	int r;

	if (wire_get_u8(&rd) != LAYOUT_VERSION)
		rd.bad = true;
	if ((r = read_pages(&l, &rd)) < 0 || (r = read_places(&l, &rd)) < 0 ||
	    (r = wire_done(&rd, "a layout")) < 0)
		goto done;
	*out = l;
	l = (struct layout){ 0 };	/* handed over */
done:
	layout_free(&l);
	return r;
}

void
layout_forget_places(struct layout *l)
{
	free(l->places);
	l->places = NULL;
	l->nplaces = 0;
}

void
layout_free(struct layout *l)
{
	free(l->pages);
	free(l->places);
	*l = (struct layout){ 0 };
}
