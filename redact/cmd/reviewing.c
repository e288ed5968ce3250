/* reviewing.c -- see reviewing.h: the board and the draft of a review. */
#include "redact/cmd/reviewing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/cmd/plans.h"
#include "vault/base/err.h"

static int
save(void *arg, const struct board *b)
{
	struct reviewing *v = arg;
	const struct bytes *bytes;
	int r;

	if (v->draft == NULL)
		return 0;
	if ((r = saved_write(v->saved, b, v->items, &bytes)) < 0)
		return r;
	return draft_save(v->draft, bytes->data, bytes->len);
}

/* Which versions this member saw last, and how the plans were then. */
static int
load_then(struct reviewing *v, const struct bytes *b)
{
	struct work *w = v->work;
	size_t i;
	int r = 0;

	for (i = 0; i < w->n; i++)
		v->items[i] = (struct saved_item){
		    .item = w->manifest.items[w->number[i]].id,
		    .stored = w->version[i] };
	if (b->len > 0)
		r = saved_looked(v->items, w->n, &w->id,
		    &w->session->my_fpr, b->data, b->len);
	for (i = 0; r == 0 && i < w->n; i++) {
		if (v->items[i].looked > w->version[i])
			v->items[i].looked = 0;	/* the history was moved back */
		if (v->items[i].looked == w->version[i])
			r = plan_copy(&v->then[i], &w->plans[i]);
		else if (v->items[i].looked > 0)
			r = work_plan(w, i, v->items[i].looked, &v->then[i]);
	}
	return r;
}

static int
make_board(struct reviewing *v)
{
	struct work *w = v->work;
	struct board_setup setup = { .by = w->session->my_fpr, .n = w->n,
	    .save = save, .arg = v };
	struct board_item *items;
	size_t i;
	int r;

	if ((items = calloc(w->n + 1, sizeof(*items))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	for (i = 0; i < w->n; i++)
		items[i] = (struct board_item){ .number = w->number[i] + 1,
		    .plan = &w->plans[i], .text = &w->texts[i],
		    .layout = &w->layouts[i], .report = &w->reports[i],
		    .then = v->items[i].looked > 0 ? &v->then[i] : NULL };
	setup.items = items;
	r = board_new(&v->board, &setup);
	free(items);
	return r;
}

static int
desk_sign(void *arg, bool myself)
{
	return reviewing_sign(arg, myself, false);
}

static int
desk_send_back(void *arg, const char *text)
{
	return reviewing_send_back(arg, text);
}

static int
desk_close(void *arg)
{
	return reviewing_close(arg);
}

static int
desk_standing(void *arg, struct desk_standing *out)
{
	const struct reviewing *v = arg;
	struct standing st;
	int r;

	*out = (struct desk_standing){ .people = 0 };
	if ((r = plans_signers(v->work, &st)) < 0)
		return r;
	out->people = st.people;
	out->needed = st.needed;
	out->me = st.me;
	memcpy(out->who, st.who, sizeof(out->who));
	return 0;
}

static void
desk_label(void *arg, const struct fpr *who, char label[DESK_LABEL_SIZE])
{
	const struct reviewing *v = arg;
	char text[LABEL_SIZE], words[FPR_WORDS_SIZE];

	session_label(v->work->session, who, text);
	fpr_words(words, who);
	(void)snprintf(label, DESK_LABEL_SIZE, "%s", text[0] != '\0' ? text :
	    words);
}

int
reviewing_begin(struct reviewing *v, struct work *w, const struct options *o,
    bool holds)
{
	struct bytes b = BYTES_INIT(DRAFT_MAX);
	int r;

	*v = (struct reviewing){ .options = o, .work = w };
	v->desk = (struct desk){ .arg = v, .standing = desk_standing,
	    .label = desk_label, .sign = desk_sign,
	    .send_back = desk_send_back, .close = desk_close };
	v->items = calloc(w->n + 1, sizeof(*v->items));
	v->then = calloc(w->n + 1, sizeof(*v->then));
	if (v->items == NULL || v->then == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
		goto done;
	}
	if ((r = saved_new(&v->saved, &w->id)) < 0 ||
	    (holds && (r = draft_open(&v->draft, w->session, w->working,
	    &w->id)) < 0))
		goto done;
	r = holds ? draft_load(v->draft, &b) :
	    draft_peek(w->session, w->working, &w->id, &b);
	if (r < 0 || (r = load_then(v, &b)) < 0 || (r = make_board(v)) < 0)
		goto done;
	if (b.len > 0)
		r = saved_read(v->board, v->items, &w->id, &v->told, b.data,
		    b.len);
done:
	bytes_free(&b);
	if (r < 0)
		reviewing_end(v);
	return r;
}

void
reviewing_end(struct reviewing *v)
{
	size_t i;

	board_free(v->board);
	saved_free(v->saved);
	draft_close(v->draft);
	for (i = 0; v->then != NULL && i < v->work->n; i++)
		plan_free(&v->then[i]);
	free(v->then);
	free(v->items);
	*v = (struct reviewing){ .options = v->options };
}

int
reviewing_looked(struct reviewing *v)
{
	size_t i;

	for (i = 0; i < v->work->n; i++)
		v->items[i].looked = v->items[i].stored =
		    v->work->version[i];
	return board_save(v->board);
}

void
reviewing_tell(const struct reviewing *v)
{
	if (v->told.changes > 0)
		say(v->options, "%s: %zu changes of yours were not stored yet "
		    "and are here again", v->work->name, v->told.changes);
	if (v->told.conflicts > 0)
		say(v->options, "%s: somebody else decided differently on %zu "
		    "findings meanwhile; they are undecided, decide again",
		    v->work->name, v->told.conflicts);
}
