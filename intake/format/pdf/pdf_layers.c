/* pdf_layers.c -- see pdf_layers.h. */
#include "intake/format/pdf/pdf_layers.h"
#include "intake/format/pdf/pdf_walk.h"

#include <stdint.h>
#include <stdlib.h>

#include "vault/base/bytes.h"

#define GROUPS_MAX 100000u
#define DEPTH_MAX 20u

struct group {
	int id;
	bool off;
};

struct pdf_layers {
	struct bytes groups;	/* struct group */
};

static bool
is(qpdf_data q, qpdf_oh name, const char *word)
{
	return qpdf_oh_is_name_and_equals(q, name, word);
}

static struct group *
find(const struct pdf_layers *l, int id)
{
	struct group *g = (struct group *)(void *)l->groups.data;
	size_t i;

	for (i = 0; i < l->groups.len / sizeof *g; i++)
		if (g[i].id == id)
			return &g[i];
	return NULL;
}

static void
set_all(struct pdf_layers *l, qpdf_data q, qpdf_oh list, bool off, bool add)
{
	struct group g = { .off = off }, *known;
	int i, n;

	if (!qpdf_oh_is_array(q, list))
		return;
	n = qpdf_oh_get_array_n_items(q, list);
	for (i = 0; i < n; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(q, list, i);

		g.id = qpdf_oh_get_object_id(q, item);
		if (g.id != 0 && (known = find(l, g.id)) != NULL)
			known->off = off;
		else if (g.id != 0 && add)
			(void)bytes_add(&l->groups, &g, sizeof g);
		qpdf_oh_release(q, item);
	}
}

/* A group may say that it is not for the screen; it counts when the document
 * asks readers to follow that. */
static void
follow_usage(struct pdf_layers *l, qpdf_data q, qpdf_oh list)
{
	int i, n = qpdf_oh_get_array_n_items(q, list);
	struct group *g;

	for (i = 0; i < n; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(q, list, i);
		qpdf_oh view = pdf_key_if_dict(q,
		    pdf_key_if_dict(q, pdf_key_if_dict(q, item,
		    "/Usage"), "/View"), "/ViewState");

		if (is(q, view, "/OFF") &&
		    (g = find(l, qpdf_oh_get_object_id(q, item))) != NULL)
			g->off = true;
	}
}

static void
load(struct pdf_layers *l, qpdf_data q)
{
	qpdf_oh all = qpdf_oh_get_key(q, qpdf_get_root(q), "/OCProperties"), d;
	qpdf_oh as;
	int i, n;

	if (!qpdf_oh_is_dictionary(q, all))
		return;
	d = qpdf_oh_get_key(q, all, "/D");
	set_all(l, q, qpdf_oh_get_key(q, all, "/OCGs"),
	    qpdf_oh_is_dictionary(q, d) &&
	    is(q, qpdf_oh_get_key(q, d, "/BaseState"), "/OFF"), true);
	if (!qpdf_oh_is_dictionary(q, d))
		return;
	set_all(l, q, qpdf_oh_get_key(q, d, "/ON"), false, false);
	set_all(l, q, qpdf_oh_get_key(q, d, "/OFF"), true, false);
	as = qpdf_oh_get_key(q, d, "/AS");
	if (!qpdf_oh_is_array(q, as))
		return;
	n = qpdf_oh_get_array_n_items(q, as);
	for (i = 0; i < n; i++) {
		qpdf_oh use = qpdf_oh_get_array_item(q, as, i);
		qpdf_oh list = pdf_key_if_dict(q, use, "/OCGs");

		if (is(q, pdf_key_if_dict(q, use, "/Event"),
		    "/View") && qpdf_oh_is_array(q, list))
			follow_usage(l, q, list);
	}
}

struct pdf_layers *
pdf_layers(qpdf_data q)
{
	struct pdf_layers *l = calloc(1, sizeof *l);

	if (l == NULL)
		return NULL;
	l->groups = BYTES_INIT(GROUPS_MAX * sizeof(struct group));
	load(l, q);
	return l;
}

void
pdf_layers_free(struct pdf_layers *l)
{
	if (l == NULL)
		return;
	bytes_free(&l->groups);
	free(l);
}

static bool
group_off(const struct pdf_layers *l, qpdf_data q, qpdf_oh group)
{
	const struct group *g = find(l, qpdf_oh_get_object_id(q, group));

	return g != NULL && g->off;
}

/* Is it visible, by a visibility expression (8.11.2.2)? */
static bool
holds(const struct pdf_layers *l, qpdf_data q, qpdf_oh e, unsigned depth)
{
	qpdf_oh op;
	int i, n;
	bool all, r;

	if (!qpdf_oh_is_array(q, e))
		return !group_off(l, q, e);
	n = qpdf_oh_get_array_n_items(q, e);
	if (n < 2 || depth > DEPTH_MAX)
		return true;
	op = qpdf_oh_get_array_item(q, e, 0);
	if (is(q, op, "/Not"))
		return !holds(l, q, qpdf_oh_get_array_item(q, e, 1),
		    depth + 1);
	all = is(q, op, "/And");
	for (i = 1, r = all; i < n && r == all; i++)
		r = holds(l, q, qpdf_oh_get_array_item(q, e, i), depth + 1);
	return r;
}

bool
pdf_layers_off(const struct pdf_layers *l, qpdf_data q, qpdf_oh oc)
{
	qpdf_oh list, policy, item;
	int i, n, off = 0, seen = 0;

	if (!qpdf_oh_is_dictionary(q, oc))
		return false;
	if (is(q, qpdf_oh_get_key(q, oc, "/Type"), "/OCG"))
		return group_off(l, q, oc);
	if (qpdf_oh_is_array(q, qpdf_oh_get_key(q, oc, "/VE")))
		return !holds(l, q, qpdf_oh_get_key(q, oc, "/VE"), 0);
	list = qpdf_oh_get_key(q, oc, "/OCGs");
	if (qpdf_oh_is_dictionary(q, list))
		list = qpdf_oh_wrap_in_array(q, list);
	if (!qpdf_oh_is_array(q, list))
		return false;
	n = qpdf_oh_get_array_n_items(q, list);
	for (i = 0; i < n; i++) {
		item = qpdf_oh_get_array_item(q, list, i);
		if (!qpdf_oh_is_dictionary(q, item))
			continue;
		seen++;
		off += group_off(l, q, item);
	}
	policy = qpdf_oh_get_key(q, oc, "/P");
	if (seen == 0)
		return false;
	if (is(q, policy, "/AllOn"))
		return off > 0;
	if (is(q, policy, "/AnyOff"))
		return off == 0;
	if (is(q, policy, "/AllOff"))
		return off < seen;
	return off == seen;
}
