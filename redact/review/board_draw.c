/* board_draw.c -- boxes and times, sheets seen, and what is said of an item as
 * a whole. */
#include <stdio.h>
#include <string.h>

#include "intake/examine/array.h"
#include "redact/review/board_parts.h"
#include "redact/review/same.h"
#include "vault/base/err.h"

static const struct fpr nobody;

static int
one_change(struct board *b, size_t item, const struct change *c)
{
	board_begin(b);
	return board_end(b, board_put(b, item, c));
}

static int
gone(void)
{
	return err_set(ERR_NOT_FOUND, "that is not there any more; load the "
	    "page anew and look again");
}

int
board_box(struct board *b, size_t item, const struct box *box,
    const char *reason)
{
	struct change c = { .what = CHANGE_BOX, .is = true };
	int r;

	if ((r = board_check(b, item)) < 0 ||
	    (r = board_check_reason(b, reason)) < 0)
		return r;
	if (box->page >= b->parts[item].item.layout->npages ||
	    box->x0 >= box->x1 || box->y0 >= box->y1)
		return err_set(ERR_USAGE, "that box is empty, or on no page "
		    "or picture of item %zu; draw it on one",
		    b->parts[item].item.number);
	c.box = (struct planned_box){ .box = *box, .by = b->setup.by };
	if (reason != NULL)
		(void)snprintf(c.box.reason, sizeof(c.box.reason), "%s",
		    reason);
	if (same_box_in(b->plans[item], &c.box) > 0)
		return 0;
	return one_change(b, item, &c);
}

int
board_unbox(struct board *b, size_t item, size_t at)
{
	struct change c = { .what = CHANGE_BOX, .was = true };
	int r;

	if ((r = board_check(b, item)) < 0)
		return r;
	if (at >= b->plans[item]->nboxes)
		return gone();
	c.box = b->plans[item]->boxes[at];
	return one_change(b, item, &c);
}

static bool
time_fits(const struct edit_time *t)
{
	if (t->from >= t->to || t->to > TIME_MAX || t->x0 < 0 || t->y0 < 0)
		return false;
	return (t->x0 == 0 && t->y0 == 0 && t->x1 == 0 && t->y1 == 0) ||
	    (t->x0 < t->x1 && t->y0 < t->y1);
}

int
board_time(struct board *b, size_t item, const struct edit_time *time,
    const char *reason)
{
	struct change c = { .what = CHANGE_TIME, .is = true };
	int r;

	if ((r = board_check(b, item)) < 0 ||
	    (r = board_check_reason(b, reason)) < 0)
		return r;
	if (!board_can_mute(b, item))
		return err_set(ERR_USAGE, "item %zu is no sound or film; draw "
		    "a box on its page instead", b->parts[item].item.number);
	if (!time_fits(time))
		return err_set(ERR_USAGE, "that stretch of time is empty; say "
		    "from when to when");
	c.time = (struct planned_time){ .time = *time, .by = b->setup.by };
	if (reason != NULL)
		(void)snprintf(c.time.reason, sizeof(c.time.reason), "%s",
		    reason);
	if (same_time_in(b->plans[item], &c.time) > 0)
		return 0;
	return one_change(b, item, &c);
}

int
board_untime(struct board *b, size_t item, size_t at)
{
	struct change c = { .what = CHANGE_TIME, .was = true };
	int r;

	if ((r = board_check(b, item)) < 0)
		return r;
	if (at >= b->plans[item]->ntimes)
		return gone();
	c.time = b->plans[item]->times[at];
	return one_change(b, item, &c);
}

/* What others stored as seen stays so; what this review added may go. */
int
board_see(struct board *b, size_t item, size_t sheet, bool seen)
{
	struct change mine = { .what = CHANGE_MINE, .was = !seen, .is = seen };
	struct change page = { .what = CHANGE_PAGE, .was = !seen, .is = seen };
	int r;

	if ((r = board_check(b, item)) < 0)
		return r;
	if (sheet >= b->parts[item].nsheets)
		return gone();
	mine.page = page.page = (uint32_t)sheet;
	board_begin(b);
	if (b->parts[item].mine[sheet] != seen)
		r = board_put(b, item, &mine);
	if (r == 0 && plan_has_page(b->plans[item], page.page) != seen &&
	    (seen || !plan_has_page(&b->parts[item].base, page.page)))
		r = board_put(b, item, &page);
	return board_end(b, r);
}

static int
put_stated(struct board *b, size_t item, bool is)
{
	struct change c = { .what = CHANGE_STATED, .is = is };

	c.from = b->plans[item]->stated_by;
	c.to = is ? b->setup.by : nobody;
	c.was = !fpr_equal(&c.from, &nobody);
	return c.was == c.is ? 0 : board_put(b, item, &c);
}

int
board_state(struct board *b, size_t item, bool is)
{
	int r;

	if ((r = board_check(b, item)) < 0)
		return r;
	board_begin(b);
	return board_end(b, put_stated(b, item, is));
}

int
board_state_all(struct board *b)
{
	size_t i;
	int r = 0;

	board_begin(b);
	for (i = 0; r == 0 && i < b->n; i++)
		if (board_unseen_in(b, i) > 0)
			r = put_stated(b, i, true);
	return board_end(b, r);
}

bool
board_can_keep(const struct board *b, size_t item)
{
	return b->parts[item].item.report->format == FORMAT_PDF;
}

/* A WebP that moves is whitened no more than a GIF; that is not in its report,
 * and its release is refused by name. */
bool
board_can_whiten(const struct board *b, size_t item)
{
	switch (b->parts[item].item.report->format) {
	case FORMAT_PDF:
	case FORMAT_JPEG:
	case FORMAT_PNG:
	case FORMAT_TIFF:
	case FORMAT_WEBP:
		return true;
	default:
		return false;
	}
}

bool
board_can_mute(const struct board *b, size_t item)
{
	switch (b->parts[item].item.report->format) {
	case FORMAT_MP3:
	case FORMAT_FLAC:
	case FORMAT_OGG:
	case FORMAT_WAV:
	case FORMAT_AIFF:
	case FORMAT_MP4:
	case FORMAT_MATROSKA:
	case FORMAT_AVI:
	case FORMAT_ASF:
		return true;
	default:
		return false;
	}
}

static int
cannot(const struct board *b, size_t item, const char *what, const char *of)
{
	return err_set(ERR_USAGE, "item %zu cannot be %s: only %s can; leave "
	    "that out for it", b->parts[item].item.number, what, of);
}

static int
put_flag(struct board *b, size_t item, enum change_what what, bool was,
    bool is)
{
	struct change c = { .what = what, .was = was, .is = is };

	if (was == is)
		return 0;
	if (what == CHANGE_UNREDACTED) {
		c.from = b->plans[item]->unredacted_by;
		c.to = is ? b->setup.by : nobody;
	}
	return board_put(b, item, &c);
}

int
board_options(struct board *b, size_t item, const struct board_options *o)
{
	const struct plan *p;
	int r;

	if ((r = board_check(b, item)) < 0)
		return r;
	p = b->plans[item];
	if (o->keep && !board_can_keep(b, item))
		return cannot(b, item, "kept in its form", "a PDF");
	if (o->whiten && !board_can_whiten(b, item))
		return cannot(b, item, "whitened",
		    "a JPEG, PNG, TIFF, WebP or PDF");
	if (o->unredacted && !board_can_mute(b, item))
		return cannot(b, item, "released unredacted",
		    "sound and film");
	board_begin(b);
	if ((r = put_flag(b, item, CHANGE_KEEP, p->keep, o->keep)) == 0 &&
	    (r = put_flag(b, item, CHANGE_WHITEN, p->whiten,
	    o->whiten)) == 0)
		r = put_flag(b, item, CHANGE_UNREDACTED, p->unredacted,
		    o->unredacted);
	return board_end(b, r);
}

/* One line: what a browser or a file brings as several becomes one. */
static bool
one_line(char to[PLAN_NOTE_SIZE], const char *text)
{
	size_t len = strlen(text), i;

	if (len >= PLAN_NOTE_SIZE)
		return false;
	memcpy(to, text, len + 1);
	for (i = 0; i < len; i++)
		if (to[i] == '\n' || to[i] == '\r' || to[i] == '\t')
			to[i] = ' ';
	return strspn(to, " ") < len && plan_words_fit(to, len);
}

int
board_note(struct board *b, bool returned, const char *text)
{
	struct change c = { .what = CHANGE_NOTE, .is = true,
	    .at = b->notes.nnotes };
	struct plan_note note = { .by = b->setup.by, .returned = returned };
	int r;

	if (!one_line(note.text, text))
		return err_set(ERR_USAGE, "a note is 1 to %d bytes of text "
		    "that can be seen; shorten it or say something",
		    PLAN_NOTE_SIZE - 1);
	if ((r = board_check(b, 0)) < 0 ||
	    (r = array_grow(&b->notes.notes, b->notes.nnotes, PLAN_NOTES_MAX,
	    sizeof(note))) < 0)
		return r;
	b->notes.notes[b->notes.nnotes++] = note;
	return one_change(b, 0, &c);
}

static int
put_reason(struct board *b, const struct plan_reason *reason, bool is)
{
	struct change c = { .what = CHANGE_REASON, .was = !is, .is = is,
	    .at = b->notes.nreasons };
	int r;

	if ((r = array_grow(&b->notes.reasons, c.at, CHANGES_MAX,
	    sizeof(*reason))) < 0)
		return r;
	b->notes.reasons[b->notes.nreasons++] = *reason;
	return board_put(b, 0, &c);
}

int
board_reasons(struct board *b, const struct plan_reason *list, size_t n)
{
	const struct plan *p;
	size_t i, k;
	int r;

	if ((r = board_check(b, 0)) < 0)
		return r;
	p = b->plans[0];
	board_begin(b);
	for (i = 0; r == 0 && i < n; i++) {
		if (same_reason_in(p, &list[i]))
			continue;
		for (k = 0; k < p->nreasons && strcmp(p->reasons[k].code,
		    list[i].code) != 0; k++)
			;
		if (k < p->nreasons)
			r = put_reason(b, &p->reasons[k], false);
		if (r == 0)
			r = put_reason(b, &list[i], true);
	}
	return board_end(b, r);
}

static int
put_all(struct board *b, size_t item, const struct plan *like)
{
	struct changes c = { 0 };
	size_t i;
	int r;

	r = changes_between(&c, b->plans[item], like);
	for (i = 0; r == 0 && i < c.n; i++)
		if (c.list[i].what != CHANGE_NOTE &&
		    c.list[i].what != CHANGE_REASON)
			r = board_put(b, item, &c.list[i]);
	changes_free(&c);
	return r;
}

int
board_replace_all(struct board *b, const struct plan plans[])
{
	size_t i;
	int r = 0;

	board_begin(b);
	for (i = 0; r == 0 && i < b->n; i++)
		r = put_all(b, i, &plans[i]);
	return board_end(b, r);
}
