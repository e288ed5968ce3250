/* wish.c -- see wish.h. */
#include "redact/page/wish.h"

#include <fcntl.h>
#include <string.h>

#include "intake/examine/ocr_edits.h"
#include "redact/apply/edits_of_plan.h"
#include "vault/base/err.h"
#include "vault/base/wire.h"

#define KEY_BYTES_MAX (256u << 20)	/* of all that a thing depends on */

/* One page of a document. */
struct page_part {
	uint32_t page;
	uint64_t start, end;	/* bytes of its text */
};

static void
put_box(struct bytes *b, int32_t x0, int32_t y0, int32_t x1, int32_t y1)
{
	wire_put_u32(b, (uint32_t)x0);
	wire_put_u32(b, (uint32_t)y0);
	wire_put_u32(b, (uint32_t)x1);
	wire_put_u32(b, (uint32_t)y1);
}

/* The edits, or those of one page (`only`), one after the other. */
static void
put_edits(struct bytes *b, const struct edits *e, const struct page_part *only)
{
	size_t i;

	wire_put_u32(b, e->flags);
	for (i = 0; i < e->nranges; i++) {
		if (only != NULL && (e->ranges[i].end <= only->start ||
		    e->ranges[i].start >= only->end))
			continue;
		wire_put_u64(b, e->ranges[i].start);
		wire_put_u64(b, e->ranges[i].end);
		wire_put_str(b, e->ranges[i].label);
	}
	for (i = 0; i < e->nboxes; i++) {
		if (only != NULL && e->boxes[i].page != only->page)
			continue;
		wire_put_u32(b, e->boxes[i].page);
		put_box(b, e->boxes[i].x0, e->boxes[i].y0, e->boxes[i].x1,
		    e->boxes[i].y1);
	}
	for (i = 0; i < e->ntimes; i++) {
		wire_put_u64(b, e->times[i].from);
		wire_put_u64(b, e->times[i].to);
		put_box(b, e->times[i].x0, e->times[i].y0, e->times[i].x1,
		    e->times[i].y1);
	}
}

static int
set_key(struct aside_wish *w, size_t item, const struct edits *planned,
    const struct page_part *only)
{
	struct bytes b = BYTES_INIT(KEY_BYTES_MAX);
	int r;

	wire_put_u8(&b, (uint8_t)w->what);
	wire_put_u64(&b, item);
	wire_put_u32(&b, w->page);
	wire_put_u32(&b, w->width);
	wire_put_u8(&b, w->edited);
	if (w->edited)
		put_edits(&b, planned, only);
	if ((r = bytes_ok(&b)) == 0)
		r = sha256(w->key, b.data, b.len);
	bytes_free(&b);
	return r;
}

/* Pages alone: places are for ocr_edits(), which is done by then. */
static int
copy_pages(struct layout *to, const struct layout *from)
{
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < from->npages; i++)
		r = layout_add_page(to, &from->pages[i]);
	return r;
}

int
wish_of(struct aside_wish *w, struct review_page *p, enum aside_what what,
    size_t item, uint32_t page, uint32_t width, bool edited)
{
	const struct board_item *it = board_item(p->board, item);
	struct edits planned = { 0 };
	struct page_part part;
	bool on_page = what == ASIDE_PICTURE && page < it->layout->npages;
	int r = 0;

	*w = (struct aside_wish){ .what = what, .fd = -1, .page = page,
	    .width = width, .edited = edited };
	if (edited && ((r = edits_of_plan(&planned, it->plan)) < 0 ||
	    (r = ocr_edits(&w->edits, &planned, it->layout, it->text)) < 0 ||
	    (r = copy_pages(&w->layout, it->layout)) < 0))
		goto done;
	if (on_page)
		part = (struct page_part){ page, it->layout->pages[page].start,
		    it->layout->pages[page].end };
	r = set_key(w, item, &planned, on_page ? &part : NULL);
done:
	edits_free(&planned);
	if (r < 0)
		aside_wish_free(w);
	return r;
}

int
wish_get(const struct aside_thing **thing, struct review_page *p,
    struct aside_wish *w, size_t item, uint32_t waiter)
{
	int fd, r;

	if ((*thing = aside_kept(p->aside, w->key)) != NULL) {
		r = 0;
		goto done;
	}
	if ((r = aside_join(p->aside, w->key, waiter)) != 0) {
		r = r < 0 ? r : 0;
		goto done;
	}
	if ((r = kept_original(p, item, &fd)) < 0)
		goto done;
	if ((w->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3)) < 0) {
		r = err_sys("cannot hand on the original");
		goto done;
	}
	return aside_begin(p->aside, w, waiter);
done:
	aside_wish_free(w);
	return r;
}
