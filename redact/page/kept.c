/* kept.c -- originals and layouts that were fetched from the vault. */
#include "redact/page/parts.h"
#include "vault/base/io.h"

/* The place of an item among those held, or the longest unused one. */
static struct held *
place(struct review_page *p, struct held *list, size_t n, size_t item, bool *there)
{
	struct held *oldest = list;
	size_t i;

	*there = true;
	for (i = 0; i < n; i++) {
		if (list[i].turn != 0 && list[i].item == item) {
			list[i].turn = ++p->turn;
			return &list[i];
		}
		if (list[i].turn < oldest->turn)
			oldest = &list[i];
	}
	*there = false;
	return oldest;
}

static void
let_go(struct held *h)
{
	if (h->turn != 0) {
		io_close(&h->fd);
		layout_free(&h->layout);
	}
	*h = (struct held){ .fd = -1 };
}

/* What all originals but this one hold is not to be too much. */
static void
make_room(struct review_page *p, const struct held *newest)
{
	struct held *h, *oldest;
	uint64_t all;
	size_t i;

	do {
		all = 0;
		oldest = NULL;
		for (i = 0; i < PAGE_ORIGINALS; i++) {
			h = &p->originals[i];
			if (h->turn == 0 || h == newest)
				continue;
			all += h->size;
			if (oldest == NULL || h->turn < oldest->turn)
				oldest = h;
		}
		if (all > PAGE_ORIGINALS_BYTES)
			let_go(oldest);
	} while (all > PAGE_ORIGINALS_BYTES);
}

int
kept_original(struct review_page *p, size_t item, int *fd)
{
	struct held *h;
	bool there;
	int r;

	h = place(p, p->originals, PAGE_ORIGINALS, item, &there);
	if (!there) {
		let_go(h);
		if ((r = p->setup.vault->original(p->setup.vault->arg, item,
		    &h->fd)) < 0)
			return r;
		h->item = item;
		h->turn = ++p->turn;
		if ((r = io_size(h->fd, &h->size)) < 0)
			return r;
		make_room(p, h);
	}
	*fd = h->fd;
	return 0;
}

int
kept_layout(struct review_page *p, size_t item, const struct layout **layout)
{
	struct held *h;
	bool there;
	int r;

	h = place(p, p->layouts, PAGE_LAYOUTS, item, &there);
	if (!there) {
		let_go(h);
		if ((r = p->setup.vault->layout(p->setup.vault->arg, item,
		    &h->layout)) < 0)
			return r;
		h->item = item;
		h->turn = ++p->turn;
	}
	*layout = &h->layout;
	return 0;
}

void
kept_free(struct review_page *p)
{
	size_t i;

	for (i = 0; i < PAGE_ORIGINALS; i++)
		let_go(&p->originals[i]);
	for (i = 0; i < PAGE_LAYOUTS; i++)
		let_go(&p->layouts[i]);
}
