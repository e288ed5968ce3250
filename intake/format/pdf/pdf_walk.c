/* pdf_walk.c -- see pdf_walk.h. */
#include "intake/format/pdf/pdf_walk.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/bytes.h"
#include "vault/base/err.h"

#define NUMBERS_MIN (1u << 20)	/* followed, though /Size says fewer */

struct waiting {
	int number, generation;
};

struct walk {
	qpdf_data q;
	pdf_meet *meet;
	void *ctx;
	uint8_t *seen;		/* of each object number below `limit` */
	uint32_t limit;
	struct waiting *todo;	/* found, not yet visited */
	size_t ntodo;
	struct pdf_met met;	/* `number` and `orphan` of what is visited */
};

qpdf_oh
pdf_key_if_dict(qpdf_data q, qpdf_oh oh, const char *key)
{
	return qpdf_oh_is_dictionary(q, oh) ? qpdf_oh_get_key(q, oh, key) :
	    qpdf_oh_new_null(q);
}

char *
pdf_keys(qpdf_data q, qpdf_oh dict)
{
	struct bytes keys = BYTES_INIT(WALK_KEYS_MAX);

	qpdf_oh_begin_dict_key_iter(q, dict);
	while (qpdf_oh_dict_more_keys(q)) {
		const char *key = qpdf_oh_dict_next_key(q);

		bytes_add(&keys, key, strlen(key) + 1);
	}
	bytes_add(&keys, "", 1);
	if (bytes_ok(&keys) < 0)
		bytes_free(&keys);
	return (char *)keys.data;
}

static void visit(struct walk *w, qpdf_oh oh, int depth);

/* Objects of their own wait; each is seen once, so `todo` has room for all. */
static void
reach(struct walk *w, qpdf_oh oh, int depth)
{
	int id;

	if (!qpdf_oh_is_indirect(w->q, oh)) {
		visit(w, oh, depth + 1);
		return;
	}
	id = qpdf_oh_get_object_id(w->q, oh);
	if (id <= 0 || (uint32_t)id >= w->limit || w->seen[id])
		return;
	w->seen[id] = 1;
	w->todo[w->ntodo++] = (struct waiting){ id,
	    qpdf_oh_get_generation(w->q, oh) };
}

static void
visit_dict(struct walk *w, qpdf_oh oh, qpdf_oh dict, int depth)
{
	struct pdf_met met = w->met;
	char *keys, *key;

	met.object = oh;
	met.dict = dict;
	met.stream = oh != dict;
	w->meet(w->ctx, w->q, &met);
	if ((keys = pdf_keys(w->q, dict)) == NULL)
		return;
	for (key = keys; *key != '\0'; key += strlen(key) + 1)
		reach(w, qpdf_oh_get_key(w->q, dict, key), depth);
	free(keys);
}

static void
visit(struct walk *w, qpdf_oh oh, int depth)
{
	int i, n;

	if (depth > WALK_DEPTH_MAX)
		return;
	switch (qpdf_oh_get_type_code(w->q, oh)) {
	case ot_dictionary:
		visit_dict(w, oh, oh, depth);
		break;
	case ot_stream:
		visit_dict(w, oh, qpdf_oh_get_dict(w->q, oh), depth);
		break;
	case ot_array:
		n = qpdf_oh_get_array_n_items(w->q, oh);
		for (i = 0; i < n; i++) {
			qpdf_oh item = qpdf_oh_get_array_item(w->q, oh, i);

			reach(w, item, depth);
			qpdf_oh_release(w->q, item);
		}
		break;
	default:
		break;
	}
}

static void
visit_waiting(struct walk *w)
{
	while (w->ntodo > 0) {
		struct waiting next = w->todo[--w->ntodo];

		w->met.number = (unsigned)next.number;
		visit(w, qpdf_get_object_by_id(w->q, next.number,
		    next.generation), 0);
		qpdf_oh_release_all(w->q);
	}
}

/* Parts of the file's own frame lead nowhere and are led to by nothing. */
static bool
is_frame(qpdf_data q, qpdf_oh oh)
{
	qpdf_oh dict, type;

	if (qpdf_oh_is_dictionary(q, oh))
		return qpdf_oh_has_key(q, oh, "/Linearized");
	if (!qpdf_oh_is_stream(q, oh))
		return false;
	dict = qpdf_oh_get_dict(q, oh);
	type = qpdf_oh_get_key(q, dict, "/Type");
	return qpdf_oh_is_name_and_equals(q, type, "/ObjStm") ||
	    qpdf_oh_is_name_and_equals(q, type, "/XRef") ||
	    (qpdf_is_linearized(q) && qpdf_oh_is_null(q, type) &&
	    qpdf_oh_is_integer(q, qpdf_oh_get_key(q, dict, "/S")));
}

static uint32_t
visit_orphans(struct walk *w, uint32_t size)
{
	uint32_t id, n = 0;

	w->met.orphan = true;
	for (id = 1; id < size; id++) {
		qpdf_oh oh;

		if (w->seen[id])
			continue;
		w->seen[id] = 1;
		oh = qpdf_get_object_by_id(w->q, (int)id, 0);
		if (!qpdf_oh_is_null(w->q, oh) && !is_frame(w->q, oh)) {
			n++;
			w->todo[w->ntodo++] = (struct waiting){ (int)id, 0 };
			visit_waiting(w);
		}
		qpdf_oh_release_all(w->q);
	}
	return n;
}

int
pdf_walk(qpdf_data q, pdf_meet *meet, void *ctx, uint32_t *orphans)
{
	struct walk w = { .q = q, .meet = meet, .ctx = ctx };
	long long size = 0;
	int r = ERR_NO_MEMORY;

	*orphans = 0;
	(void)qpdf_oh_get_value_as_longlong(q, qpdf_oh_get_key(q,
	    qpdf_get_trailer(q), "/Size"), &size);
	if (size > WALK_OBJECTS_MAX)
		return err_set(ERR_TOO_BIG, "the document says it has %lld "
		    "objects; ask for another copy", size);
	if (size < 1)		/* a trailer that had to be guessed */
		size = 1;
	w.limit = size > NUMBERS_MIN ? (uint32_t)size : NUMBERS_MIN;
	w.seen = calloc(w.limit, 1);
	w.todo = calloc(w.limit, sizeof *w.todo);
	if (w.seen == NULL || w.todo == NULL) {
		err_set(r, "no memory to walk a document; close other "
		    "programs and try again");
		goto done;
	}
	visit(&w, qpdf_get_trailer(q), 0);
	visit_waiting(&w);
	*orphans = visit_orphans(&w, (uint32_t)size);
	r = 0;
done:
	free(w.seen);
	free(w.todo);
	return r;
}
