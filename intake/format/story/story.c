/* story.c -- see story.h. */
#include "intake/format/story/story.h"

#include <stdlib.h>
#include <string.h>

#include "intake/examine/limits.h"
#include "vault/base/err.h"

#define STORY 0u		/* the flow that everything ends in */
#define NO_FLOW UINT32_MAX
#define LOOK_BACK 64u		/* pieces, for the end of a line */

/* A line or lines that grow on their own until their paragraph ends. */
struct flow {
	struct bytes text;
	uint32_t parent;
	uint64_t base;		/* where it stands in the parent; then in all */
};

struct piece {
	uint64_t start;		/* in its flow; after settling, in the text */
	uint32_t flow;
	uint32_t len;
	uint32_t lead, tail;	/* white space of it that is left out */
};

struct paragraph {
	uint32_t flow;		/* its line */
	uint32_t after;		/* what hangs on it; NO_FLOW */
};

/* A row that is open. */
struct row {
	size_t nopen;		/* paragraphs open around it */
	unsigned tabs;		/* due before the next text */
	bool any;		/* a cell has begun */
	bool fresh;		/* nothing of the cell was there yet */
	bool waits;		/* its line may go on */
};

struct stretch {
	size_t first, end;	/* pieces */
	unsigned noted;
};

struct story {
	struct flow *flows;
	size_t nflows, room_flows;
	struct piece *pieces;
	size_t npieces, room_pieces;
	struct paragraph open[STORY_DEPTH_MAX];
	size_t nopen;
	struct row rows[STORY_DEPTH_MAX];
	size_t nrows;
	bool replaying;
	size_t next;		/* piece to come */
	size_t calls;
	const struct edits *edits;
	uint64_t *first;	/* per range: the start of its first piece */
	struct stretch *stretches;
	size_t nstretches, room_stretches;
	size_t next_stretch;
	int err;
};

static void
fail(struct story *t, int err)
{
	if (t->err == 0)
		t->err = err;
}

/* Room for one more in *p; false when there is none. */
static bool
more(struct story *t, void **p, size_t *room, size_t n, size_t size)
{
	size_t want;
	void *q;

	if (n < *room)
		return true;
	want = *room == 0 ? 64 : *room * 2;
	if (n >= STORY_PIECES_MAX) {
		fail(t, err_set(ERR_TOO_BIG, "the document has too many "
		    "pieces of text; split it"));
		return false;
	}
	if ((q = realloc(*p, want * size)) == NULL) {
		fail(t, err_set(ERR_NO_MEMORY, "out of memory"));
		return false;
	}
	*p = q;
	*room = want;
	return true;
}

static uint32_t
flow_new(struct story *t, uint32_t parent)
{
	if (!more(t, (void **)&t->flows, &t->room_flows, t->nflows,
	    sizeof *t->flows))
		return NO_FLOW;
	t->flows[t->nflows] = (struct flow){ .text = BYTES_INIT(TEXT_MAX),
	    .parent = parent };
	return (uint32_t)t->nflows++;
}

int
story_new(struct story **out)
{
	struct story *t;

	*out = NULL;
	if ((t = calloc(1, sizeof *t)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if (flow_new(t, STORY) == NO_FLOW) {
		story_free(t);
		return ERR_NO_MEMORY;
	}
	*out = t;
	return 0;
}

void
story_free(struct story *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < t->nflows; i++)
		bytes_free(&t->flows[i].text);
	free(t->flows);
	free(t->pieces);
	free(t->first);
	free(t->stretches);
	free(t);
}

/* The flow that hangs on the innermost open paragraph, made when needed. */
static uint32_t
after(struct story *t)
{
	struct paragraph *p;

	if (t->nopen == 0)
		return STORY;
	p = &t->open[t->nopen - 1];
	if (p->after == NO_FLOW)
		p->after = flow_new(t, p->flow);
	return p->after;
}

/* White space at the end of a line is nobody's: it goes. */
static void
cut_end(struct story *t, uint32_t flow)
{
	struct bytes *text = &t->flows[flow].text;
	struct piece *p;

	for (size_t i = t->npieces; i > 0 && t->npieces - i < LOOK_BACK; i--) {
		p = &t->pieces[i - 1];
		if (p->flow != flow)
			continue;
		if (p->start + p->len != text->len)
			return;
		for (; p->len > 0 && text->data[text->len - 1] == ' ';
		    text->len--, p->len--)
			p->tail++;
		if (p->len > 0)
			return;
	}
}

static void
end_line(struct story *t)
{
	const struct paragraph *p;
	struct flow *line, *hung;

	if (t->nopen == 0)
		return;
	p = &t->open[--t->nopen];
	line = &t->flows[p->flow];
	cut_end(t, p->flow);
	(void)bytes_add(&line->text, "\n", 1);
	if (p->after != NO_FLOW) {
		hung = &t->flows[p->after];
		hung->base = line->text.len;
		(void)bytes_add(&line->text, hung->text.data, hung->text.len);
		if (bytes_ok(&hung->text) < 0)
			fail(t, bytes_ok(&hung->text));
		bytes_free(&hung->text);
	}
	if (bytes_ok(&line->text) < 0)
		fail(t, bytes_ok(&line->text));
}

/* The row that what comes stands in, at its own level; NULL. */
static struct row *
row_here(struct story *t)
{
	struct row *r = t->nrows > 0 && t->nrows <= STORY_DEPTH_MAX ?
	    &t->rows[t->nrows - 1] : NULL;

	return r != NULL && t->nopen == r->nopen + r->waits ? r : NULL;
}

/* The line of a row ends, if one waits. */
static void
row_line_end(struct story *t, struct row *r)
{
	if (r != NULL && r->waits) {
		r->waits = false;
		end_line(t);
	}
}

void
story_row(struct story *t)
{
	if (t->replaying || t->err != 0)
		return;
	row_line_end(t, row_here(t));
	/* Deeper ones are lines as all others. */
	if (t->nrows++ < STORY_DEPTH_MAX)
		t->rows[t->nrows - 1] = (struct row){ .nopen = t->nopen };
}

void
story_cell(struct story *t)
{
	struct row *r = row_here(t);

	if (t->replaying || t->err != 0 || r == NULL)
		return;
	r->tabs += r->any && r->waits;
	r->any = r->fresh = true;
}

void
story_row_end(struct story *t)
{
	if (t->replaying || t->err != 0 || t->nrows == 0)
		return;
	row_line_end(t, row_here(t));
	t->nrows--;
}

/* The next cell's first paragraph goes on in the line that waits. */
static bool
goes_on(struct story *t)
{
	struct row *r = row_here(t);
	struct bytes *text;

	if (r == NULL)
		return false;
	if (!r->waits || !r->fresh) {
		row_line_end(t, r);
		r->tabs = 0;
		r->fresh = false;
		return false;
	}
	r->fresh = r->waits = false;
	cut_end(t, t->open[t->nopen - 1].flow);
	text = &t->flows[t->open[t->nopen - 1].flow].text;
	for (; r->tabs > 0; r->tabs--)
		(void)bytes_add(text, "\t", 1);
	return true;
}

void
story_paragraph(struct story *t)
{
	uint32_t flow;

	t->calls++;
	if (t->replaying || t->err != 0 || goes_on(t))
		return;
	if (t->nopen == STORY_DEPTH_MAX) {
		fail(t, err_set(ERR_TOO_BIG, "text boxes are nested too deep; "
		    "treat the file as hostile"));
		return;
	}
	if ((flow = after(t)) == NO_FLOW)
		return;
	t->open[t->nopen++] = (struct paragraph){ .flow = flow,
	    .after = NO_FLOW };
}

/*
 * How much white space at the start of a piece is too much: of spaces that
 * follow each other one stays, but for those a line begins with.
 */
static uint32_t
too_much(const struct story *t, uint32_t flow, const char *s, size_t len)
{
	const struct bytes *text = &t->flows[flow].text;
	uint8_t before = text->len > 0 ? text->data[text->len - 1] : '\n';
	size_t n = 0;

	if (before == '\n')
		return 0;
	while (n < len && s[n] == ' ')
		n++;
	return (uint32_t)(n > 0 && before != ' ' ? n - 1 : n);
}

void
story_paragraph_end(struct story *t)
{
	struct row *r = t->nrows > 0 && t->nrows <= STORY_DEPTH_MAX ?
	    &t->rows[t->nrows - 1] : NULL;

	t->calls++;
	if (t->replaying || t->err != 0)
		return;
	if (r != NULL && t->nopen == r->nopen + 1)
		r->waits = true;
	else
		end_line(t);
}

static void
gather(struct story *t, enum piece_kind kind, const char *s, size_t len)
{
	uint32_t flow, lead = 0;

	if (kind == PIECE_RUN && t->nopen > 0)
		flow = t->open[t->nopen - 1].flow;
	else
		flow = after(t);
	if (flow == NO_FLOW || !more(t, (void **)&t->pieces, &t->room_pieces,
	    t->npieces, sizeof *t->pieces))
		return;
	if (kind == PIECE_RUN && t->nopen > 0) {
		if (s[0] == '\n')
			cut_end(t, flow);
		lead = too_much(t, flow, s, len);
	}
	t->pieces[t->npieces++] = (struct piece){ .flow = flow,
	    .start = t->flows[flow].text.len, .len = (uint32_t)len - lead,
	    .lead = lead };
	(void)bytes_add(&t->flows[flow].text, s + lead, len - lead);
	if (kind != PIECE_RUN)
		(void)bytes_add(&t->flows[flow].text, "\n", 1);
	if (bytes_ok(&t->flows[flow].text) < 0)
		fail(t, bytes_ok(&t->flows[flow].text));
}

/* The first range that ends after `start`. */
static size_t
range_at(const struct edits *e, uint64_t start)
{
	size_t low = 0, high = e != NULL ? e->nranges : 0, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (e->ranges[mid].end <= start)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The bytes of a piece as they were given. */
static size_t
whole(const struct piece *p)
{
	return (size_t)p->lead + p->len + p->tail;
}

static bool
edited(struct story *t, const struct piece *p, enum piece_kind kind,
    const char *s, struct bytes *out)
{
	const struct edits *e = t->edits;
	uint64_t at = p->start, end = p->start + p->len;
	bool touched = false;
	size_t i;

	s += p->lead;
	for (i = range_at(e, at); e != NULL && i < e->nranges &&
	    e->ranges[i].start < end; i++) {
		const struct edit *r = &e->ranges[i];

		touched = true;
		if (r->start > at)
			(void)bytes_add(out, s + (at - p->start),
			    (size_t)(r->start - at));
		if (t->first[i] == p->start && kind != PIECE_TARGET)
			(void)bytes_add_str(out, r->label);
		at = r->end < end ? r->end : end;
	}
	(void)bytes_add(out, s + (at - p->start), (size_t)(end - at));
	return touched;
}

static bool
is_white(const char *s, size_t len)
{
	while (len > 0 && s[len - 1] == ' ')
		len--;
	return len == 0;
}

bool
story_piece(struct story *t, enum piece_kind kind, const char *s,
    size_t len, struct bytes *out)
{
	const struct piece *p;
	bool touched = false;

	bytes_reset(out);
	if (t->err != 0 || len == 0)
		return false;
	t->calls++;
	if (len > TEXT_MAX) {
		fail(t, err_set(ERR_TOO_BIG, "the text is over the limit; "
		    "split the document"));
		return false;
	}
	if (!t->replaying) {
		gather(t, kind, s, len);
		(void)bytes_add(out, s, len);
	} else if (t->next >= t->npieces || whole(&t->pieces[t->next]) != len) {
		fail(t, err_set(ERR_FAILED, "the text was not the same twice; "
		    "report this"));
	} else {
		p = &t->pieces[t->next++];
		/* An element that stands for spaces only is one to change. */
		touched = edited(t, p, kind, s, out) ||
		    (p->lead + p->tail > 0 &&
		    is_white(s, len));
	}
	if (bytes_ok(out) < 0)
		fail(t, bytes_ok(out));
	return touched;
}

size_t
story_stretch(struct story *t)
{
	if (t->err != 0)
		return 0;
	if (t->replaying)
		return t->next_stretch++;
	if (!more(t, (void **)&t->stretches, &t->room_stretches,
	    t->nstretches, sizeof *t->stretches))
		return 0;
	t->stretches[t->nstretches] = (struct stretch){ .first = t->npieces,
	    .end = t->npieces };
	return t->nstretches++;
}

void
story_stretch_end(struct story *t, size_t stretch)
{
	if (!t->replaying && stretch < t->nstretches)
		t->stretches[stretch].end = t->npieces;
}

bool
story_touched(const struct story *t, size_t stretch)
{
	const struct piece *p;
	size_t i, k;

	if (!story_edited(t) || stretch >= t->nstretches)
		return false;
	i = t->stretches[stretch].first;
	for (; i < t->stretches[stretch].end; i++) {
		p = &t->pieces[i];
		k = range_at(t->edits, p->start);
		if (k < t->edits->nranges &&
		    t->edits->ranges[k].start < p->start + p->len)
			return true;
	}
	return false;
}

void
story_note(struct story *t, size_t stretch, unsigned bits)
{
	if (!t->replaying && stretch < t->nstretches)
		t->stretches[stretch].noted |= bits;
}

unsigned
story_noted(const struct story *t, size_t stretch)
{
	return stretch < t->nstretches ? t->stretches[stretch].noted : 0;
}

bool
story_edited(const struct story *t)
{
	return t->replaying && t->edits != NULL && t->edits->nranges > 0;
}

size_t
story_next(const struct story *t)
{
	return t->replaying ? t->next : t->npieces;
}

bool
story_peek(struct story *t, size_t number, const char *s, struct bytes *out)
{
	bytes_reset(out);
	return t->replaying && t->err == 0 && number < t->npieces &&
	    strlen(s) == whole(&t->pieces[number]) &&
	    edited(t, &t->pieces[number], PIECE_RUN, s, out);
}

void
story_fixed(struct story *t, const char *utf8)
{
	struct bytes *text;

	t->calls++;
	if (t->replaying || t->err != 0)
		return;
	text = &t->flows[t->nopen > 0 ? t->open[t->nopen - 1].flow :
	    STORY].text;
	if (bytes_add_str(text, utf8) < 0)
		fail(t, bytes_ok(text));
}

size_t
story_calls(const struct story *t)
{
	return t->calls;
}

int
story_ok(const struct story *t)
{
	return t->err;
}

int
story_settle(struct story *t, const struct bytes **text)
{
	size_t i;

	while (t->nopen > 0)	/* damage; the lines are kept */
		end_line(t);
	if (t->err != 0)
		return t->err;
	/* A parent is older than its flows. */
	for (i = 1; i < t->nflows; i++)
		t->flows[i].base += t->flows[t->flows[i].parent].base;
	for (i = 0; i < t->npieces; i++)
		t->pieces[i].start += t->flows[t->pieces[i].flow].base;
	*text = &t->flows[STORY].text;
	return 0;
}

int
story_replay(struct story *t, const struct edits *edits)
{
	size_t i, k, n = edits != NULL ? edits->nranges : 0;

	if (t->err != 0)
		return t->err;
	t->replaying = true;
	t->next = t->next_stretch = 0;
	t->calls = 0;
	t->edits = edits;
	free(t->first);
	if ((t->first = calloc(n + 1, sizeof *t->first)) == NULL) {
		fail(t, err_set(ERR_NO_MEMORY, "out of memory"));
		return t->err;
	}
	for (k = 0; k < n; k++)
		t->first[k] = UINT64_MAX;
	/* A range's label stands at the first piece it touches. */
	for (i = 0; i < t->npieces; i++) {
		const struct piece *p = &t->pieces[i];

		for (k = range_at(edits, p->start); k < n &&
		    edits->ranges[k].start < p->start + p->len; k++)
			if (p->start < t->first[k])
				t->first[k] = p->start;
	}
	return 0;
}
