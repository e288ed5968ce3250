/* examined.c -- see examined.h. */
#include "redact/cmd/examined.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "intake/examine/collect.h"
#include "intake/examine/expansion.h"
#include "intake/examine/tree.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"
#include "vault/session/inside.h"

#define BATCH_ITEMS 64			/* after these, it is time */
#define BATCH_BYTES ((uint64_t)64 << 20)	/* or after these */
#define NAME_SHOWN_MAX (REPORT_NAME_SIZE - 1)

struct ready {
	size_t number;			/* of the item in the manifest */
	size_t inside;			/* of the first that was found in it */
	uint32_t before;		/* how often it had been examined */
	struct exam exam;
};

struct examined {
	struct ready *list;
	size_t n;
	uint64_t held;			/* bytes */
	bool omit;
};

int
examined_new(struct examined **out, bool omit)
{
	if ((*out = calloc(1, sizeof(**out))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	(*out)->omit = omit;
	return 0;
}

void
examined_forget(struct examined *x)
{
	while (x->n > 0)
		exam_free(&x->list[--x->n].exam);
	x->held = 0;
}

void
examined_free(struct examined *x)
{
	if (x == NULL)
		return;
	examined_forget(x);
	free(x->list);
	free(x);
}

size_t
examined_waiting(const struct examined *x)
{
	return x->n;
}

const struct report *
examined_report(const struct examined *x, size_t i, size_t *number)
{
	*number = x->list[i].number;
	return &x->list[i].exam.report;
}

bool
examined_full(const struct examined *x)
{
	return x->n >= BATCH_ITEMS || x->held >= BATCH_BYTES;
}

/* --- what was found in it --- */

/* The name as submitted, in UTF-8 without control characters. */
static void
set_name(struct report *r, const char *name)
{
	struct bytes b = BYTES_INIT(8 * MANIFEST_NAME_MAX);
	size_t n = 0, step;
	uint32_t cp;

	if (print_escape(&b, name, strlen(name)) == 0 && b.len > 0) {
		while (n < b.len && (step = utf8_next(b.data + n, b.len - n,
		    &cp)) > 0 && n + step <= NAME_SHOWN_MAX)
			n += step;
		memcpy(r->name, b.data, n);
	}
	r->name[n] = '\0';
	bytes_free(&b);
}

/* The limit that what was found passes, with all that was found before in the
 * same item that came in; NULL. */
static const char *
over_limit(const struct manifest *m, size_t number, const struct children *c)
{
	size_t root = inside_root(m, number), n = c->n, i;
	uint64_t unpacked = c->len;

	if (c->n == 0)
		return NULL;
	if (m->items[number].depth >= NESTING_MAX)
		return "documents lie too deep in each other";
	for (i = 0; i < m->nitems; i++)
		if (m->items[i].depth > 0 && inside_root(m, i) == root) {
			n++;
			unpacked += m->items[i].size;
		}
	if (n > MEMBERS_MAX || c->n > MANIFEST_ITEMS_MAX - m->nitems)
		return "too many documents lie in it";
	if (unpacked > UNPACKED_MAX ||
	    expands_too_far(m->items[root].size, unpacked))
		return "the documents in it have too many bytes";
	return NULL;
}

/* Members that a password opens are worth waiting for: once the others are
 * items, these could not become any. */
static void
refuse_locked(struct exam *exam)
{
	struct collect failing = { .exam = exam };
	const struct children *c = &exam->children;
	enum exam_reason reason = REASON_NONE;
	char detail[DETAIL_MAX + 1];
	size_t i, n = 0;

	for (i = 0; i < c->n; i++)
		if (c->list[i].reason == REASON_ENCRYPTED ||
		    c->list[i].reason == REASON_WRONG_PASSWORD) {
			reason = c->list[i].reason;
			n++;
		}
	if (n == 0)
		return;
	(void)snprintf(detail, sizeof(detail), "%zu of %zu documents in it "
	    "need a password; `examine --unknown-members omit` takes the others",
	    n, c->n);
	collect_fail(&failing, reason, detail);
}

/* A random id that is higher than `below`. */
static int
id_above(struct id *id, const struct id *below)
{
	struct id step;
	unsigned carry = 1;	/* never the same one */
	size_t i;
	int r;

	if ((r = id_new(&step)) < 0)
		return r;
	for (i = ID_BYTES; i-- > 0;) {
		/* A step in the lower half leaves room for all to come. */
		carry += below->b[i] + (i >= ID_BYTES / 2 ? step.b[i] : 0u);
		id->b[i] = (uint8_t)carry;
		carry >>= 8;
	}
	return carry == 0 ? 0 : err_set(ERR_FAILED, "this submission has no "
	    "ids left; take its files in a new submission");
}

static struct id
highest(const struct manifest *m)
{
	struct id id = m->items[0].id;
	size_t i;

	for (i = 1; i < m->nitems; i++)
		if (memcmp(m->items[i].id.b, id.b, ID_BYTES) > 0)
			id = m->items[i].id;
	return id;
}

/* Make items of what was found in the one at `number`. */
static int
add_inside(struct manifest *m, size_t number, const struct children *c)
{
	struct bytes name = BYTES_INIT(2 * MANIFEST_NAME_MAX);
	struct id id = highest(m), below;
	const char *s;
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < c->n; i++) {
		below = id;
		bytes_reset(&name);
		if ((r = id_above(&id, &below)) == 0 &&
		    (r = tree_member_name(&name, c->list[i].name, i)) == 0 &&
		    (s = bytes_str(&name)) != NULL)
			r = inside_add(m, number, &id, s, c->list[i].len);
	}
	if (r == 0)
		r = bytes_ok(&name);
	bytes_free(&name);
	return r;
}

static int
push(struct examined *x, const struct manifest *m, size_t number,
    uint32_t before, struct exam *exam)
{
	uint64_t size = 0;
	int r;

	if ((r = array_grow(&x->list, x->n, MANIFEST_ITEMS_MAX,
	    sizeof(*x->list))) < 0)
		return r;
	set_name(&exam->report, m->items[number].name);
	if (exam->file >= 0)
		(void)io_size(exam->file, &size);
	x->held += size + exam->text.len + exam->children.len;
	x->list[x->n++] = (struct ready){ .number = number,
	    .inside = m->nitems, .before = before, .exam = *exam };
	*exam = EXAM_INIT;	/* handed over */
	return 0;
}

int
examined_add(struct examined *x, struct work *w, size_t number,
    uint32_t before, struct exam *exam)
{
	struct manifest *m = &w->manifest;
	struct collect failing = { .exam = exam };
	const size_t inside = m->nitems;
	const struct children *c;
	struct exam refused;
	const char *limit;
	size_t i, own = x->n;
	int r;

	if ((limit = over_limit(m, number, &exam->children)) != NULL)
		collect_fail(&failing, REASON_LIMIT, limit);
	else if (!x->omit)
		refuse_locked(exam);
	if ((r = push(x, m, number, before, exam)) < 0)
		return r;
	/* The list may move while it grows; what it holds does not. */
	for (i = 0, r = add_inside(m, number, &x->list[own].exam.children);
	    r == 0 && i < x->list[own].exam.children.n; i++) {
		c = &x->list[own].exam.children;
		if (c->list[i].reason == REASON_NONE)
			continue;
		refused = EXAM_INIT;
		failing.exam = &refused;
		collect_fail(&failing, c->list[i].reason, c->list[i].detail);
		r = push(x, m, inside + i, 0, &refused);
	}
	return r;
}

/* --- sealing --- */

static int
seal_bytes(struct work *w, struct object_ctx *ctx, enum object_kind kind,
    const struct bytes *b)
{
	ctx->kind = kind;
	return session_add_object_bytes(w->session, object_tier(kind) ==
	    TIER_ORIGINAL ? w->original : w->working, ctx, b->data, b->len,
	    NULL);
}

/* Which items were found in this one. */
static int
seal_contents(struct work *w, const struct ready *one, struct object_ctx *ctx)
{
	const struct children *c = &one->exam.children;
	const struct manifest_item *items = &w->manifest.items[one->inside];
	struct bytes name = BYTES_INIT(2 * MANIFEST_NAME_MAX);
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	struct manifest m = { .received = w->manifest.received };
	const char *s;
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < c->n; i++) {
		bytes_reset(&name);
		(void)tree_member_name(&name, c->list[i].name, i);
		if ((s = bytes_str(&name)) == NULL)
			r = bytes_ok(&name);
		else if ((r = manifest_add(&m, &items[i].id, ITEM_FILE,
		    s)) == 0)
			m.items[i].size = c->list[i].len;
	}
	if (r == 0 && (r = manifest_write(&b, &m)) == 0)
		r = seal_bytes(w, ctx, OBJECT_CONTENTS, &b);
	manifest_free(&m);
	bytes_free(&name);
	bytes_free(&b);
	return r;
}

static int
seal_inside(struct work *w, const struct ready *one)
{
	const struct children *c = &one->exam.children;
	struct object_ctx ctx = { .submission = w->id, .version = 1,
	    .kind = OBJECT_UNPACKED };
	size_t i;
	int fd, r = 0;

	for (i = 0; r == 0 && i < c->n; i++) {
		ctx.item = w->manifest.items[one->inside + i].id;
		if ((r = children_open(c, i, &fd)) < 0)
			break;
		r = session_add_object(w->session, w->original, &ctx, fd,
		    NULL);
		io_close(&fd);
	}
	return r;
}

static int
seal_ready(struct work *w, const struct ready *one)
{
	struct object_ctx ctx = { .submission = w->id, .version = 1,
	    .item = w->manifest.items[one->number].id };
	struct bytes b = BYTES_INIT(REPORT_MAX);
	struct bytes l = BYTES_INIT(LAYOUT_MAX);
	const struct exam *e = &one->exam;
	int r;

	ctx.version = one->before + 1;
	if ((r = report_write(&b, &e->report)) < 0 ||
	    (r = seal_bytes(w, &ctx, OBJECT_REPORT, &b)) < 0 ||
	    e->report.state != EXAM_DONE)
		goto done;
	ctx.version = 1;
	if ((r = seal_bytes(w, &ctx, OBJECT_TEXT, &e->text)) < 0 ||
	    (r = layout_write(&l, &e->layout)) < 0 ||
	    (r = seal_bytes(w, &ctx, OBJECT_LAYOUT, &l)) < 0)
		goto done;
	if (e->children.n > 0 && ((r = seal_contents(w, one, &ctx)) < 0 ||
	    (r = seal_inside(w, one)) < 0))
		goto done;
	ctx.kind = OBJECT_CLEAN;
	if (e->file >= 0)	/* a container may be nothing but what is in it */
		r = session_add_object(w->session, w->working, &ctx, e->file,
		    NULL);
done:
	bytes_free(&b);
	bytes_free(&l);
	return r;
}

int
examined_store(struct examined *x, struct work *w)
{
	char subject[ENTRY_SUBJECT_SIZE];
	uint32_t version;
	size_t i;
	int r;

	if (x->n == 0)
		return 0;
	if ((r = session_begin(w->session)) < 0)
		return r;
	for (i = 0; r == 0 && i < x->n; i++) {
		r = work_examined(w,
		    &w->manifest.items[x->list[i].number].id, &version);
		if (r == 0 && version != x->list[i].before)
			r = err_set(ERR_BUSY, "somebody else examined %s "
			    "meanwhile; run it again for what is left",
			    w->name);
		if (r == 0)
			r = seal_ready(w, &x->list[i]);
	}
	if (r < 0)
		return session_abort(w->session, r);
	(void)snprintf(subject, sizeof(subject), "%zu items", x->n);
	if ((r = work_commit(w, "examine", subject)) == 0)
		examined_forget(x);
	return r;
}
