/* tree.c -- see tree.h. */
#include "intake/examine/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "intake/examine/collect.h"
#include "intake/examine/expansion.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define PATH_BYTES_MAX ((size_t)64 << 10)	/* of a node */

/* The work on one tree. */
struct work {
	struct worker *worker;
	const struct tree_request *q;
	struct tree *tree;
	uint64_t unpacked, text;	/* bytes so far */
	unsigned slow;
	const char *full;	/* the limit that was reached; NULL */
};

int
tree_member_name(struct bytes *b, const char *name, size_t number)
{
	size_t n, before = b->len;

	for (; *name != '\0'; name += n) {
		if ((n = strcspn(name, "/")) == 0) {
			n = 1;
			continue;
		}
		if ((n == 1 && name[0] == '.') ||
		    (n == 2 && name[0] == '.' && name[1] == '.'))
			continue;
		if (b->len > before)
			(void)bytes_add(b, "/", 1);
		(void)bytes_add(b, name, n);
	}
	if (b->len == before)
		(void)bytes_addf(b, "#%zu", number + 1);
	return bytes_ok(b);
}

/* --- nodes --- */

static int
add_node(struct tree *t, char *path, size_t parent, uint64_t size)
{
	struct tree_node *node = NULL;
	int r;

	if (path == NULL || (node = calloc(1, sizeof(*node))) == NULL)
		r = err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	else
		r = array_grow(&t->nodes, t->n, MEMBERS_MAX + 1,
		    sizeof(struct tree_node *));
	if (r < 0) {
		free(node);
		free(path);
		return r;
	}
	*node = (struct tree_node){ .path = path, .parent = parent,
	    .size = size, .exam = EXAM_INIT };
	if (t->n > 0)
		node->depth = t->nodes[parent]->depth + 1;
	t->nodes[t->n++] = node;
	return 0;
}

/* A node for child i of the node at `at`. */
static int
add_child(struct work *k, size_t at, size_t i)
{
	const struct tree_node *parent = k->tree->nodes[at];
	const struct child *child = &parent->exam.children.list[i];
	struct bytes b = BYTES_INIT(PATH_BYTES_MAX);
	const char *path = NULL;
	char *copy;
	int r;

	(void)bytes_addf(&b, "%s/", parent->path);
	if ((r = tree_member_name(&b, child->name, i)) == 0)
		path = bytes_str(&b);
	copy = path != NULL ? strdup(path) : NULL;
	bytes_free(&b);
	return r < 0 ? r : add_node(k->tree, copy, at, child->len);
}

static void
refuse(struct tree_node *node, enum exam_reason reason, const char *detail)
{
	struct collect c = { .exam = &node->exam };

	collect_fail(&c, reason, detail);
}

static const char *
last_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* --- limits of the whole --- */

/* Count what was found in a node; the limit that this passes, or NULL. */
static const char *
count(struct work *k, const struct tree_node *node)
{
	const struct exam *e = &node->exam;

	k->unpacked += e->children.len;
	k->text += e->text.len;
	if (e->report.reason == REASON_CPU)
		k->slow++;
	if (e->children.n > 0 && node->depth >= NESTING_MAX)
		return "documents lie too deep in each other";
	if (e->children.n > MEMBERS_MAX + 1 - k->tree->n)
		k->full = "too many documents lie in it";
	else if (k->unpacked > UNPACKED_MAX ||
	    expands_too_far(k->tree->nodes[0]->size, k->unpacked))
		k->full = "the documents in it have too many bytes";
	else if (k->text > TREE_TEXT_MAX)
		k->full = "the documents in it have too much text";
	else if (k->slow > TREE_SLOW_MAX)
		k->full = "the documents in it need too much computing";
	return k->full;
}

/* --- one document --- */

static struct exam_request
request_for(const struct work *k, int fd)
{
	return (struct exam_request){ .fd = fd, .password = k->q->password,
	    .patient = k->q->patient };
}

/* The first look: what it is, and what is in it. */
static int
look(struct work *k, struct tree_node *node, int fd)
{
	struct exam_request q = request_for(k, fd);
	const char *limit;
	int r;

	q.want = k->q->want | WANT_CHILDREN;
	q.name = last_name(node->path);
	if ((r = worker_run(k->worker, &q, &node->exam)) == 0 &&
	    (limit = count(k, node)) != NULL)
		refuse(node, REASON_LIMIT, limit);
	return r;
}

/* Take the file over from a second run, and how that ended. */
static void
take_file(struct tree_node *node, struct exam *made)
{
	struct report *r = &node->exam.report;

	if (made->report.state != EXAM_DONE) {
		refuse(node, made->report.reason, made->report.detail);
		r->state = made->report.state;
		return;
	}
	io_close(&node->exam.file);
	node->exam.file = made->file;
	made->file = -1;
	node->made = made->report.format;
	r->clean_len = made->report.clean_len;
}

/* The file, when it could not be made at the first look. */
static int
make_file(struct work *k, struct tree_node *node, int fd,
    const struct parts_file *parts)
{
	struct exam_request q = request_for(k, fd);
	struct exam made = EXAM_INIT;
	int r;

	q.parts = parts;
	if (k->q->make != NULL) {
		r = k->q->make(k->worker, &q, &node->exam, &made, k->q->arg);
	} else {
		q.want = WANT_CLEAN;
		r = worker_run(k->worker, &q, &made);
	}
	if (r == 0)
		take_file(node, &made);
	exam_free(&made);
	return r;
}

/* --- the documents in it --- */

static int grow(struct work *k, size_t at, int fd);

/* Examine child i of the node at `at`; its node is the list's last then. */
static int
grow_child(struct work *k, size_t at, size_t i)
{
	const struct children *all = &k->tree->nodes[at]->exam.children;
	const struct child *child = &all->list[i];
	size_t own = k->tree->n;
	int fd = -1, r;

	if ((r = add_child(k, at, i)) < 0)
		return r;
	if (child->reason != REASON_NONE) {
		refuse(k->tree->nodes[own], child->reason, child->detail);
		return 0;
	}
	if (k->full != NULL) {
		refuse(k->tree->nodes[own], REASON_LIMIT, k->full);
		return 0;
	}
	if ((r = children_open(all, i, &fd)) == 0)
		r = grow(k, own, fd);
	io_close(&fd);
	return r;
}

/* Names were cut by their bytes: drop what is left of a character. */
static void
whole_characters(char *s)
{
	size_t n = 0, step, len = strlen(s);
	uint32_t cp;

	while ((step = utf8_next((const uint8_t *)s + n, len - n, &cp)) > 0)
		n += step;
	s[n] = '\0';
}

/* The container cannot be whole any more. */
static void
refuse_for_member(struct work *k, size_t at, const struct tree_node *member)
{
	struct tree_node *node = k->tree->nodes[at];
	char detail[DETAIL_MAX + 1];
	const struct report *r = &member->exam.report;
	const char *inner = member->path + strlen(node->path) + 1;

	/* A member's member is what the person has to look at. */
	if (r->reason == REASON_MEMBERS)
		(void)snprintf(detail, sizeof(detail), "%.200s/%.300s", inner,
		    r->detail);
	else
		(void)snprintf(detail, sizeof(detail), "%.300s: %s", inner,
		    reason_name(r->reason));
	whole_characters(detail);
	refuse(node, REASON_MEMBERS, detail);
}

/* What becomes of a member in its container. */
static int
settle(struct work *k, struct tree_node *member, struct parts_file *parts)
{
	struct exam *e = &member->exam;
	int r;

	member->part = e->report.state == EXAM_DONE ? PART_REPLACED :
	    k->q->unknown == UNKNOWN_OMIT ? PART_OMITTED : PART_KEPT;
	r = parts_file_add(parts, member->part,
	    member->part == PART_REPLACED ? e->file : -1);
	io_close(&e->file);
	return r;
}

static int
grow_children(struct work *k, size_t at, struct parts_file *parts)
{
	const struct tree *t = k->tree;
	size_t i, own, n = t->nodes[at]->exam.children.n;
	int r = 0;

	for (i = 0; r == 0 && i < n; i++) {
		own = t->n;
		if ((r = grow_child(k, at, i)) < 0 || parts == NULL)
			continue;
		if (t->nodes[own]->exam.report.state != EXAM_DONE &&
		    k->q->unknown == UNKNOWN_ABORT) {
			refuse_for_member(k, at, t->nodes[own]);
			break;
		}
		r = settle(k, t->nodes[own], parts);
	}
	return r;
}

static bool
is_done(const struct tree_node *node)
{
	return node->exam.report.state == EXAM_DONE;
}

static int
grow(struct work *k, size_t at, int fd)
{
	struct parts_file parts = PARTS_FILE_INIT;
	struct tree_node *node = k->tree->nodes[at];
	bool packs, file = (k->q->want & WANT_CLEAN) != 0 || k->q->make != NULL;
	int r;

	if ((r = look(k, node, fd)) < 0 || !is_done(node))
		goto done;
	packs = file && node->exam.waits;
	if (packs) {
		if ((r = parts_file_begin(&parts, node->exam.children.n)) < 0 ||
		    (r = grow_children(k, at, &parts)) < 0 || !is_done(node) ||
		    (r = parts_file_end(&parts)) < 0)
			goto done;
	} else if (!file && (r = grow_children(k, at, NULL)) < 0) {
		goto done;
	}
	if (packs || k->q->make != NULL)
		r = make_file(k, node, fd, packs ? &parts : NULL);
done:
	children_free(&node->exam.children);
	parts_file_free(&parts);
	return r;
}

int
tree_run(struct worker *w, const struct tree_request *q, struct tree *tree)
{
	struct work k = { .worker = w, .q = q, .tree = tree };
	uint64_t size;
	int r;

	*tree = (struct tree){ 0 };
	if ((r = io_size(q->fd, &size)) < 0 ||
	    (r = add_node(tree, strdup(q->name), 0, size)) < 0)
		return r;
	if ((r = grow(&k, 0, q->fd)) < 0)
		tree_free(tree);
	return r;
}

void
tree_free(struct tree *t)
{
	size_t i;

	for (i = 0; i < t->n; i++) {
		exam_free(&t->nodes[i]->exam);
		free(t->nodes[i]->path);
		free(t->nodes[i]);
	}
	free(t->nodes);
	*t = (struct tree){ 0 };
}
