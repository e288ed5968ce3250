/* parts.h -- what the files of this room share; private to it. */
#ifndef REDACT_PAGE_PARTS_H
#define REDACT_PAGE_PARTS_H

#include "redact/page/aside.h"
#include "redact/page/door.h"
#include "redact/page/page.h"
#include "redact/page/query.h"
#include "redact/page/reply.h"

#define PAGE_WIDTH 1000u		/* pixels of a picture, when none is said */
#define PAGE_WIDTH_LEAST 16u
#define PAGE_ORIGINALS 4u	/* kept open ... */
#define PAGE_ORIGINALS_BYTES ((uint64_t)1 << 30)	/* ... and all of them,
				 * beside the newest */
/* Requests that wait for a picture at a time.  A browser has six connections to
 * one place, over all its windows: some stay free for decisions. */
#define PAGE_PARKED 4u
#define PAGE_LAYOUTS 2u		/* with all their places, kept */

/* An item's original and its layout, kept for a while. */
struct held {
	size_t item;
	uint64_t turn;		/* 0: nothing is held */
	int fd;
	uint64_t size;		/* of what is behind it */
	struct layout layout;
};

struct review_page {
	struct board *board;
	struct page_setup setup;
	struct door *door;
	struct aside *aside;
	struct held originals[PAGE_ORIGINALS], layouts[PAGE_LAYOUTS];
	uint64_t turn;
	bool ended;
	enum page_end end;
	int failure;
	size_t parked;		/* requests that wait for a picture */
	void (*send)(void *arg, uint32_t id, const struct reply *reply);
	void *send_arg;
};

/* One request on its way through a handler. */
struct call {
	const struct web_request *q;
	uint64_t n[QUERY_NUMBERS];	/* of its path */
	struct reply *reply;
};

/* A handler fills c->reply; a failure's line becomes the reply. */
typedef int handler(struct review_page *p, struct call *c);

/* pages.c: HTML */
handler page_root, page_static;
void page_form(struct call *c, bool wrong);
void page_welcome(struct review_page *p, struct call *c);

/* tell.c, item.c */
handler page_state, page_changes, page_item, page_sheet;

/* act.c, draw.c, over.c: changes */
handler page_decide, page_equal, page_words, page_add, page_edges;
handler page_box, page_unbox, page_time, page_untime, page_seen, page_options,
    page_undo;
handler page_sign, page_return, page_close;

/* show.c: what is made aside */
handler page_picture, page_made, page_made_text, page_media, page_made_media;
void page_show(struct reply *reply, const struct aside_thing *thing);

/* kept.c: an original, borrowed until the next call; the same of a layout */
int kept_original(struct review_page *p, size_t item, int *fd);
int kept_layout(struct review_page *p, size_t item, const struct layout **layout);
void kept_free(struct review_page *p);

/* shape.c: how an item is looked at */
enum shape {
	SHAPE_PAGES, SHAPE_TEXT, SHAPE_TABLE, SHAPE_MAIL, SHAPE_SOUND, SHAPE_FILM
};
enum shape shape_of(const struct board_item *item);
/* The page of the layout that is to be seen on the sheet; false: there is none,
 * it is looked at in the item's own form. */
bool shape_page(const struct board_item *item, const struct sheet *sheet,
    uint32_t *page);
const char *shape_name(enum shape v);

/* ERR_NOT_FOUND with a line unless there is such an item (and sheet). */
int page_has_item(const struct review_page *p, uint64_t item);
int page_has_sheet(const struct review_page *p, uint64_t item, uint64_t sheet,
    const struct sheet **out);

#endif
