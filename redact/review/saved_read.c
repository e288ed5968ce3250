/*
 * saved_read.c -- see saved.h: bytes become changes, which are joined to a
 * board.  All is read and checked before anything is changed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "redact/doc/given.h"
#include "redact/doc/pseudonyms.h"
#include "redact/review/board_parts.h"
#include "redact/review/saved.h"
#include "redact/review/saved_form.h"
#include "vault/base/err.h"
#include "vault/base/wire.h"

struct in {
	struct wire_reader rd;
	const struct fpr *me;
	const struct board_part *part;	/* the item; NULL: it is not there */
	int r;				/* what failed beside the form */
};

static void
must(struct in *in, bool fine)
{
	in->rd.bad = in->rd.bad || !fine;
}

static void
get_words(struct in *in, char *to, size_t size)
{
	wire_get_str(&in->rd, to, size);
	must(in, in->rd.bad || plan_words_fit(to, strlen(to)));
}

static void
get_label(struct in *in, char to[LABEL_MAX + 1])
{
	wire_get_str(&in->rd, to, LABEL_MAX + 1);
	for (const char *c = to; !in->rd.bad && *c != '\0'; c++)
		must(in, *c >= ' ' && *c <= '~');
}

static struct fpr
get_who(struct in *in)
{
	uint8_t what = wire_get_u8(&in->rd);
	struct fpr who = { { 0 } };

	must(in, what <= SAVED_OTHER);
	if (what == SAVED_ME)
		who = *in->me;
	else if (what == SAVED_OTHER)
		wire_get_raw(&in->rd, who.b, FPR_BYTES);
	return who;
}

static void
get_state(struct in *in, struct planned *f)
{
	uint8_t decision = wire_get_u8(&in->rd), show = wire_get_u8(&in->rd);

	must(in, decision <= DECISION_KEEP && show <= SHOW_GENERAL);
	f->decision = (enum decision)decision;
	f->show = (enum show)show;
	get_words(in, f->reason, sizeof(f->reason));
	get_label(in, f->label);
	f->by = get_who(in);
}

static bool
boundary(const struct bytes *text, uint64_t at)
{
	return at == text->len || (text->data[at] & 0xc0) != 0x80;
}

static void
get_finding(struct in *in, struct change *c)
{
	struct planned f = { .finder = "person", .confidence = 1 };
	const struct bytes *text;
	size_t n;

	wire_get_str(&in->rd, f.kind, sizeof(f.kind));
	n = strspn(f.kind, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	must(in, n > 0 && n <= PLAN_KIND_MAX && f.kind[n] == '\0');
	f.start = wire_get_u64(&in->rd);
	f.end = wire_get_u64(&in->rd);
	must(in, f.start < f.end);
	if (in->part != NULL && !in->rd.bad) {
		text = in->part->item.text;
		must(in, f.end <= text->len && boundary(text, f.start) &&
		    boundary(text, f.end));
	}
	c->before = c->after = f;
	if (c->was)
		get_state(in, &c->before);
	if (c->is)
		get_state(in, &c->after);
	if (c->was || !c->is)
		return;
	get_words(in, c->after.finder, sizeof(c->after.finder));
	get_words(in, c->after.why, sizeof(c->after.why));
	c->after.confidence = (double)wire_get_u32(&in->rd) / SAVED_SURE;
	must(in, c->after.confidence <= 1);
}

static void
get_corners(struct in *in, int32_t *x0, int32_t *y0, int32_t *x1, int32_t *y1)
{
	*x0 = (int32_t)wire_get_u32(&in->rd);
	*y0 = (int32_t)wire_get_u32(&in->rd);
	*x1 = (int32_t)wire_get_u32(&in->rd);
	*y1 = (int32_t)wire_get_u32(&in->rd);
}

static void
get_box(struct in *in, struct planned_box *box)
{
	struct box *b = &box->box;

	b->page = wire_get_u32(&in->rd);
	must(in, b->page < SHEETS_MAX);
	get_corners(in, &b->x0, &b->y0, &b->x1, &b->y1);
	must(in, b->x0 < b->x1 && b->y0 < b->y1);
	box->by = get_who(in);
	get_words(in, box->reason, sizeof(box->reason));
}

static void
get_time(struct in *in, struct planned_time *t)
{
	struct edit_time *e = &t->time;

	e->from = wire_get_u64(&in->rd);
	e->to = wire_get_u64(&in->rd);
	get_corners(in, &e->x0, &e->y0, &e->x1, &e->y1);
	must(in, e->from < e->to && e->to <= TIME_MAX && e->x0 >= 0 &&
	    e->y0 >= 0 && ((e->x0 == 0 && e->y0 == 0 && e->x1 == 0 &&
	    e->y1 == 0) || (e->x0 < e->x1 && e->y0 < e->y1)));
	t->by = get_who(in);
	get_words(in, t->reason, sizeof(t->reason));
}

static void
get_note(struct in *in, struct changes *all, struct change *c)
{
	struct plan_note note = { .by = get_who(in) };
	uint8_t returned = wire_get_u8(&in->rd);

	must(in, returned <= 1 && c->is && !c->was);
	note.returned = returned == 1;
	get_words(in, note.text, sizeof(note.text));
	c->at = all->nnotes;
	if (!in->rd.bad && in->r == 0 && (in->r = array_grow(&all->notes,
	    all->nnotes, PLAN_NOTES_MAX, sizeof(note))) == 0)
		all->notes[all->nnotes++] = note;
}

static void
get_reason(struct in *in, struct changes *all, struct change *c)
{
	struct plan_reason reason = { .code = "" };

	get_words(in, reason.code, sizeof(reason.code));
	get_words(in, reason.text, sizeof(reason.text));
	must(in, reason.code[0] != '\0' && c->is && !c->was);
	c->at = all->nreasons;
	if (!in->rd.bad && in->r == 0 && (in->r = array_grow(&all->reasons,
	    all->nreasons, PLAN_REASONS_MAX, sizeof(reason))) == 0)
		all->reasons[all->nreasons++] = reason;
}

static void
get_change(struct in *in, struct changes *all)
{
	struct change c = { .what = CHANGE_FINDING };
	uint8_t what = wire_get_u8(&in->rd), flags = wire_get_u8(&in->rd);

	must(in, what >= CHANGE_FINDING && what <= CHANGE_LAST &&
	    flags > 0 && flags <= SAVED_FLAGS);
	if (in->rd.bad)
		return;
	c.what = (enum change_what)what;
	c.was = (flags & SAVED_WAS) != 0;
	c.is = (flags & SAVED_IS) != 0;
	switch (c.what) {
	case CHANGE_FINDING:
		get_finding(in, &c);
		break;
	case CHANGE_BOX:
		get_box(in, &c.box);
		break;
	case CHANGE_TIME:
		get_time(in, &c.time);
		break;
	case CHANGE_PAGE:
	case CHANGE_MINE:
		c.page = wire_get_u32(&in->rd);
		must(in, in->part == NULL || c.page < in->part->nsheets);
		break;
	case CHANGE_KEEP:
	case CHANGE_WHITEN:
		break;
	case CHANGE_UNREDACTED:
	case CHANGE_STATED:
		c.from = get_who(in);
		c.to = get_who(in);
		break;
	case CHANGE_NOTE:
		get_note(in, all, &c);
		break;
	case CHANGE_REASON:
		get_reason(in, all, &c);
		break;
	case CHANGE_PSEUDONYM:
		get_label(in, c.name.name);
		must(in, in->rd.bad || (pseudonyms_fits(c.name.name) &&
		    c.is && !c.was));
		break;
	}
	if (!in->rd.bad && in->r == 0)
		in->r = changes_add(all, &c);
}

/* What was given, in a plan that holds nothing else. */
static void
get_given(struct in *in, struct plan *given)
{
	uint32_t n = wire_get_u32(&in->rd);
	char label[LABEL_MAX + 1];

	must(in, n <= PLAN_GIVEN_MAX);
	for (; n > 0 && !in->rd.bad && in->r == 0; n--) {
		get_label(in, label);
		if (!in->rd.bad)
			in->r = given_add(given, label);
	}
}

static int
begin(struct in *in, const struct id *submission, struct plan *given,
    uint32_t *items)
{
	struct id id;
	struct fpr fpr;
	uint8_t version;

	version = wire_get_u8(&in->rd);
	wire_get_raw(&in->rd, id.b, ID_BYTES);
	wire_get_raw(&in->rd, fpr.b, FPR_BYTES);
	must(in, version == SAVED_VERSION);
	get_given(in, given);
	*items = wire_get_u32(&in->rd);
	must(in, *items <= SAVED_ITEMS_MAX);
	if (!in->rd.bad && (!id_equal(&id, submission) ||
	    !fpr_equal(&fpr, in->me)))
		return err_set(ERR_INTEGRITY, "a draft in the vault is another "
		    "submission's or member's than its name says; move it "
		    "away to go on from what is stored");
	return in->rd.bad ? wire_done(&in->rd, "a draft in the vault") : 0;
}

static size_t
item_of(const struct saved_item items[], size_t n, const struct id *id)
{
	size_t i;

	for (i = 0; i < n && !id_equal(&items[i].item, id); i++)
		;
	return i;
}

/* What was read of all items. */
struct read {
	struct changes *of;	/* the board's, in its order */
	const struct board *board;
	struct saved_item *looked;	/* set, when it is not NULL */
	const struct saved_item *items;
	size_t n;
	struct plan given;	/* what was given, and nothing else */
};

static int
read_all(struct read *out, struct in *in, const struct id *submission)
{
	struct changes nowhere = { 0 };
	uint32_t items, looked, n;
	struct id id;
	size_t at;
	int r;

	if ((r = begin(in, submission, &out->given, &items)) < 0)
		return r;
	for (; items > 0 && !in->rd.bad && in->r == 0; items--) {
		wire_get_raw(&in->rd, id.b, ID_BYTES);
		(void)wire_get_u32(&in->rd);	/* what it began from */
		looked = wire_get_u32(&in->rd);
		n = wire_get_u32(&in->rd);
		at = in->rd.bad ? out->n : item_of(out->items, out->n, &id);
		if (at < out->n && out->looked != NULL)
			out->looked[at].looked = looked;
		in->part = at < out->n && out->board != NULL ?
		    &out->board->parts[at] : NULL;
		for (; n > 0 && !in->rd.bad && in->r == 0; n--)
			get_change(in, at < out->n && out->of != NULL ?
			    &out->of[at] : &nowhere);
		changes_free(&nowhere);
	}
	return in->r < 0 ? in->r : wire_done(&in->rd, "a draft in the vault");
}

int
saved_looked(struct saved_item items[], size_t n, const struct id *submission,
    const struct fpr *by, const void *p, size_t len)
{
	struct in in = { .rd = wire_reader(p, len), .me = by };
	struct read out = { .looked = items, .items = items, .n = n };
	int r = read_all(&out, &in, submission);

	plan_free(&out.given);
	return r;
}

/* What was saved may be stored by now: only what is not counts. */
static int
count_changes(const struct board *b, size_t *n)
{
	struct changes c;
	size_t i, k;
	int r = 0;

	for (i = 0; r == 0 && i < b->n; i++) {
		c = (struct changes){ 0 };
		r = changes_between(&c, &b->parts[i].base, b->plans[i]);
		for (k = 0; r == 0 && k < c.n; k++)
			*n += c.list[k].what != CHANGE_PAGE;
		changes_free(&c);
	}
	return r;
}

int
saved_read(struct board *b, const struct saved_item items[],
    const struct id *submission, struct saved_told *told, const void *p,
    size_t len)
{
	struct in in = { .rd = wire_reader(p, len), .me = &b->setup.by };
	struct read out = { .board = b, .items = items, .n = b->n };
	size_t i;
	int r;

	*told = (struct saved_told){ 0 };
	if ((out.of = calloc(b->n + 1, sizeof(*out.of))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	if ((r = read_all(&out, &in, submission)) < 0)
		goto done;
	for (i = 0; r == 0 && i < b->n; i++)
		if (out.of[i].n > 0)
			r = board_join(b, i, &out.of[i], &told->conflicts);
	if (r == 0 && b->n > 0)
		r = given_add_all(b->plans[0], &out.given);
	if (r == 0 && (r = board_labelled(b)) == 0)
		r = count_changes(b, &told->changes);
done:
	for (i = 0; i < b->n; i++)
		changes_free(&out.of[i]);
	free(out.of);
	plan_free(&out.given);
	return r;
}
