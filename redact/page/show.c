/* show.c -- pictures, texts and sounds: as they are, as they will be. */
#include <string.h>
#include <unistd.h>

#include "redact/apply/edits_of_plan.h"
#include "redact/page/cut.h"
#include "redact/page/wish.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define BUSY "too much was asked for at once; wait a moment and load it again"

static const char *
picture_type(int fd)
{
	static const uint8_t png[4] = { 0x89, 'P', 'N', 'G' };
	uint8_t head[4] = { 0 };

	if (pread(fd, head, sizeof(head), 0) == (ssize_t)sizeof(head) &&
	    memcmp(head, png, sizeof(png)) == 0)
		return "image/png";
	return "image/jpeg";
}

static const char *
media_type(enum format_id f, bool film)
{
	switch (f) {
	case FORMAT_MP3:
		return "audio/mpeg";
	case FORMAT_FLAC:
		return "audio/flac";
	case FORMAT_OGG:
		return "audio/ogg";
	case FORMAT_WAV:
		return "audio/wav";
	case FORMAT_AIFF:
		return "audio/aiff";
	case FORMAT_MP4:
		return film ? "video/mp4" : "audio/mp4";
	case FORMAT_MATROSKA:
		return film ? "video/webm" : "audio/webm";
	case FORMAT_AVI:
		return "video/x-msvideo";
	case FORMAT_ASF:
		return film ? "video/x-ms-wmv" : "audio/x-ms-wma";
	default:
		return "application/octet-stream";
	}
}

void
page_show(struct reply *reply, const struct aside_thing *thing)
{
	switch (thing->state) {
	case ASIDE_DONE:
		reply_file(reply, picture_type(thing->file), thing->file,
		    thing->size, "");
		break;
	case ASIDE_REFUSED:
		reply_error(reply, 409, "refused", thing->detail);
		break;
	default:
		reply_error(reply, 503, NULL, BUSY);
		break;
	}
}

static int
picture(struct review_page *p, struct call *c, bool edited)
{
	const struct aside_thing *thing;
	const struct sheet *sheet;
	uint64_t width = PAGE_WIDTH;
	const struct board_item *it;
	struct aside_wish w;
	uint32_t page = (uint32_t)c->n[1];	/* of a film: milliseconds */
	int r;

	if ((r = page_has_item(p, c->n[0])) < 0)
		return r;
	it = board_item(p->board, c->n[0]);
	if (shape_of(it) != SHAPE_FILM) {
		if ((r = page_has_sheet(p, c->n[0], c->n[1], &sheet)) < 0)
			return r;
		if (!shape_page(it, sheet, &page))
			return err_set(ERR_NOT_FOUND, "there is no picture on "
			    "this sheet; look at its text");
	}
	if (c->n[1] > UINT32_MAX || !query_number(c->q->query, "w",
	    PICTURE_WIDTH_MAX, &width) || width < PAGE_WIDTH_LEAST)
		return err_set(ERR_FORMAT, "\"w\" is no width; load the page "
		    "again");
	if ((r = wish_of(&w, p, ASIDE_PICTURE, c->n[0], page,
	    (uint32_t)width, edited)) < 0 ||
	    (r = wish_get(&thing, p, &w, c->n[0], p->parked < PAGE_PARKED ?
	    c->q->id : 0)) < 0)
		return r;
	if (thing != NULL) {
		page_show(c->reply, thing);
	} else if (p->parked < PAGE_PARKED) {
		p->parked++;
		c->reply->later = true;
	} else {
		/* It is being made; who asks again gets it. */
		reply_error(c->reply, 503, NULL, BUSY);
	}
	return 0;
}

int
page_picture(struct review_page *p, struct call *c)
{
	return picture(p, c, false);
}

int
page_made(struct review_page *p, struct call *c)
{
	return picture(p, c, true);
}

static void
working(struct call *c)
{
	struct json j;

	reply_status(c->reply, 202);
	c->reply->type = REPLY_JSON;
	j = json_writer(&c->reply->body);
	json_open(&j, '{');
	json_kstr(&j, "state", "working");
	json_close(&j, '}');
}

static int
media(struct review_page *p, struct call *c, enum aside_what what)
{
	const struct aside_thing *thing;
	struct aside_wish w;
	enum shape view;
	int r;

	if ((r = page_has_item(p, c->n[0])) < 0)
		return r;
	view = shape_of(board_item(p->board, c->n[0]));
	if (view != SHAPE_SOUND && view != SHAPE_FILM)
		return err_set(ERR_NOT_FOUND, "this item is no sound or film; "
		    "look at its pages or text");
	if ((r = wish_of(&w, p, what, c->n[0], 0, 0, what == ASIDE_MADE)) < 0 ||
	    (r = wish_get(&thing, p, &w, c->n[0], 0)) < 0)
		return r;
	if (thing == NULL)
		working(c);
	else if (thing->state == ASIDE_DONE)
		reply_file(c->reply, media_type(thing->format,
		    view == SHAPE_FILM), thing->file, thing->size,
		    c->q->range);
	else
		page_show(c->reply, thing);
	return 0;
}

int
page_media(struct review_page *p, struct call *c)
{
	return media(p, c, ASIDE_CLEAN);
}

int
page_made_media(struct review_page *p, struct call *c)
{
	return media(p, c, ASIDE_MADE);
}

/* This sheet's part of the text that was made. */
static int
tell_part(struct review_page *p, struct call *c, const struct sheet *sheet,
    const struct aside_thing *thing)
{
	struct json j = json_writer(&c->reply->body);
	const struct board_item *it = board_item(p->board, c->n[0]);
	bool done = thing->state == ASIDE_DONE;
	struct bytes own = *it->text;	/* borrowed: without what was read */
	struct edits e = { 0 };
	size_t from = 0, to = 0;
	int r;

	if ((r = edits_of_plan(&e, it->plan)) < 0)
		return r;
	if (it->layout->npages > 0)
		own.len = it->layout->pages[0].start;
	if (done) {
		from = cut_at(&own, &e, &thing->text, sheet->start);
		to = cut_at(&own, &e, &thing->text, sheet->end);
	}
	c->reply->type = REPLY_JSON;
	json_open(&j, '{');
	json_kstr(&j, "state", done ? "done" : "refused");
	json_key(&j, "text");
	if (from < to)
		json_bytes(&j, thing->text.data + from, to - from);
	else
		json_str(&j, "");
	json_kstr(&j, "detail", thing->detail);
	json_close(&j, '}');
	edits_free(&e);
	return 0;
}

int
page_made_text(struct review_page *p, struct call *c)
{
	const struct aside_thing *thing;
	const struct sheet *sheet;
	struct aside_wish w;
	int r;

	if ((r = page_has_sheet(p, c->n[0], c->n[1], &sheet)) < 0)
		return r;
	if (sheet->page != SHEET_NO_PAGE)
		return err_set(ERR_NOT_FOUND, "this sheet is no text; look at "
		    "its picture");
	if ((r = wish_of(&w, p, ASIDE_TEXT, c->n[0], 0, 0, true)) < 0 ||
	    (r = wish_get(&thing, p, &w, c->n[0], 0)) < 0)
		return r;
	if (thing == NULL) {
		working(c);
		return 0;
	}
	return tell_part(p, c, sheet, thing);
}
