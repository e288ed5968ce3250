/* saved_write.c -- see saved.h: a board becomes bytes. */
#include <stdlib.h>
#include <string.h>

#include "redact/review/board_parts.h"
#include "redact/review/saved.h"
#include "redact/review/saved_form.h"
#include "vault/base/err.h"
#include "vault/base/wire.h"

static const struct fpr nobody;

struct kept {
	struct bytes bytes;
	uint64_t edition;
	uint32_t stored, looked;
	bool made;
};

struct saved {
	struct id submission;
	struct kept *kept;
	size_t n;
	struct bytes all;
};

int
saved_new(struct saved **out, const struct id *submission)
{
	struct saved *s;

	*out = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	s->submission = *submission;
	s->all = BYTES_INIT(SAVED_MAX);
	*out = s;
	return 0;
}

void
saved_free(struct saved *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++)
		bytes_free(&s->kept[i].bytes);
	free(s->kept);
	bytes_free(&s->all);
	free(s);
}

static void
put_who(struct bytes *b, const struct fpr *who, const struct fpr *me)
{
	enum saved_who what = fpr_equal(who, &nobody) ? SAVED_NOBODY :
	    fpr_equal(who, me) ? SAVED_ME : SAVED_OTHER;

	wire_put_u8(b, (uint8_t)what);
	if (what == SAVED_OTHER)
		wire_put_raw(b, who->b, FPR_BYTES);
}

static void
put_state(struct bytes *b, const struct planned *f, const struct fpr *me)
{
	wire_put_u8(b, (uint8_t)f->decision);
	wire_put_u8(b, (uint8_t)f->show);
	wire_put_str(b, f->reason);
	wire_put_str(b, f->label);
	put_who(b, &f->by, me);
}

static void
put_finding(struct bytes *b, const struct change *c, const struct fpr *me)
{
	const struct planned *f = c->is ? &c->after : &c->before;

	wire_put_str(b, f->kind);
	wire_put_u64(b, f->start);
	wire_put_u64(b, f->end);
	if (c->was)
		put_state(b, &c->before, me);
	if (c->is)
		put_state(b, &c->after, me);
	if (c->was || !c->is)
		return;
	wire_put_str(b, f->finder);
	wire_put_str(b, f->why);
	wire_put_u32(b, (uint32_t)(f->confidence * SAVED_SURE + 0.5));
}

static void
put_corners(struct bytes *b, int32_t x0, int32_t y0, int32_t x1, int32_t y1)
{
	wire_put_u32(b, (uint32_t)x0);
	wire_put_u32(b, (uint32_t)y0);
	wire_put_u32(b, (uint32_t)x1);
	wire_put_u32(b, (uint32_t)y1);
}

static void
put_box(struct bytes *b, const struct planned_box *box, const struct fpr *me)
{
	wire_put_u32(b, box->box.page);
	put_corners(b, box->box.x0, box->box.y0, box->box.x1, box->box.y1);
	put_who(b, &box->by, me);
	wire_put_str(b, box->reason);
}

static void
put_time(struct bytes *b, const struct planned_time *t, const struct fpr *me)
{
	wire_put_u64(b, t->time.from);
	wire_put_u64(b, t->time.to);
	put_corners(b, t->time.x0, t->time.y0, t->time.x1, t->time.y1);
	put_who(b, &t->by, me);
	wire_put_str(b, t->reason);
}

static void
put_change(struct bytes *b, const struct changes *all,
    const struct change *c, const struct fpr *me)
{
	wire_put_u8(b, (uint8_t)c->what);
	wire_put_u8(b, (uint8_t)((c->was ? SAVED_WAS : 0) |
	    (c->is ? SAVED_IS : 0)));
	switch (c->what) {
	case CHANGE_FINDING:
		put_finding(b, c, me);
		break;
	case CHANGE_BOX:
		put_box(b, &c->box, me);
		break;
	case CHANGE_TIME:
		put_time(b, &c->time, me);
		break;
	case CHANGE_PAGE:
	case CHANGE_MINE:
		wire_put_u32(b, c->page);
		break;
	case CHANGE_KEEP:
	case CHANGE_WHITEN:
		break;
	case CHANGE_UNREDACTED:
	case CHANGE_STATED:
		put_who(b, &c->from, me);
		put_who(b, &c->to, me);
		break;
	case CHANGE_NOTE:
		put_who(b, &all->notes[c->at].by, me);
		wire_put_u8(b, all->notes[c->at].returned);
		wire_put_str(b, all->notes[c->at].text);
		break;
	case CHANGE_REASON:
		wire_put_str(b, all->reasons[c->at].code);
		wire_put_str(b, all->reasons[c->at].text);
		break;
	case CHANGE_PSEUDONYM:
		wire_put_str(b, c->name.name);
		break;
	}
}

/* Sheets that this person saw are changes, too: from none. */
static int
add_mine(struct changes *c, const struct board *b, size_t item)
{
	struct change one = { .what = CHANGE_MINE, .is = true };
	size_t s;
	int r = 0;

	for (s = 0; r == 0 && s < b->parts[item].nsheets; s++) {
		one.page = (uint32_t)s;
		if (b->parts[item].mine[s])
			r = changes_add(c, &one);
	}
	return r;
}

static int
write_item(struct kept *k, const struct board *b, size_t item,
    const struct saved_item *about)
{
	struct changes c = { 0 };
	size_t i;
	int r;

	bytes_reset(&k->bytes);
	k->made = false;
	if ((r = changes_between(&c, &b->parts[item].base,
	    b->plans[item])) < 0 || (r = add_mine(&c, b, item)) < 0)
		goto done;
	wire_put_raw(&k->bytes, about->item.b, ID_BYTES);
	wire_put_u32(&k->bytes, about->stored);
	wire_put_u32(&k->bytes, about->looked);
	wire_put_u32(&k->bytes, (uint32_t)c.n);
	for (i = 0; i < c.n; i++)
		put_change(&k->bytes, &c, &c.list[i], &b->setup.by);
	if ((r = bytes_ok(&k->bytes)) < 0)
		goto done;
	k->edition = b->parts[item].edition;
	k->stored = about->stored;
	k->looked = about->looked;
	k->made = true;
done:
	changes_free(&c);
	return r;
}

static int
make_room(struct saved *s, size_t n)
{
	if (s->kept != NULL)
		return 0;
	if ((s->kept = calloc(n + 1, sizeof(*s->kept))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	for (s->n = 0; s->n < n; s->n++)
		s->kept[s->n].bytes = BYTES_INIT(SAVED_MAX);
	return 0;
}

/* Also those of findings that are gone. */
static void
put_given(struct bytes *to, const struct board *b)
{
	const struct plan *first = b->n > 0 ? b->plans[0] : NULL;
	size_t i;

	wire_put_u32(to, first != NULL ? (uint32_t)first->ngiven : 0);
	for (i = 0; first != NULL && i < first->ngiven; i++)
		wire_put_str(to, first->given[i].label);
}

int
saved_write(struct saved *s, const struct board *b,
    const struct saved_item items[], const struct bytes **out)
{
	struct kept *k;
	size_t i;
	int r;

	if ((r = make_room(s, b->n)) < 0)
		return r;
	for (i = 0; r == 0 && i < b->n; i++) {
		k = &s->kept[i];
		if (!k->made || k->edition != b->parts[i].edition ||
		    k->stored != items[i].stored ||
		    k->looked != items[i].looked)
			r = write_item(k, b, i, &items[i]);
	}
	if (r < 0)
		return r;
	bytes_free(&s->all);
	wire_put_u8(&s->all, SAVED_VERSION);
	wire_put_raw(&s->all, s->submission.b, ID_BYTES);
	wire_put_raw(&s->all, b->setup.by.b, FPR_BYTES);
	put_given(&s->all, b);
	wire_put_u32(&s->all, (uint32_t)b->n);
	for (i = 0; i < b->n; i++)
		(void)bytes_add(&s->all, s->kept[i].bytes.data,
		    s->kept[i].bytes.len);
	if ((r = bytes_ok(&s->all)) == 0)
		*out = &s->all;
	return r;
}
