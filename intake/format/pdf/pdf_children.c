/*
 * pdf_children.c -- the documents in a PDF: files that are attached to it, its
 * pages or its remarks, and its own earlier revisions.
 *
 * A revision is given as a document of one revision, for it would give those
 * before it again.
 */
#include "intake/format/pdf/pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/pdf/pdf_copy.h"
#include "intake/format/pdf/pdf_flatten.h"
#include "intake/format/pdf/pdf_frame.h"
#include "intake/format/pdf/pdf_make.h"
#include "intake/format/pdf/pdf_walk.h"

struct given {
	struct answer *a;
	struct bytes done;	/* int: objects that were given */
	bool named;		/* by a dictionary that says a name */
};

static bool
is_done(struct given *g, int id)
{
	const int *ids = (const int *)(const void *)g->done.data;
	size_t i;

	for (i = 0; i < g->done.len / sizeof *ids; i++)
		if (ids[i] == id)
			return true;
	(void)bytes_add(&g->done, &id, sizeof id);
	return false;
}

static void
give(struct given *g, qpdf_data q, qpdf_oh stream, const char *name,
    size_t len)
{
	struct bytes data = BYTES_INIT(COPY_STREAM_MAX);

	if (pdf_stream_plain(q, stream, &data)) {
		answer_child(g->a, name, len);
		answer_child_data(g->a, data.data, data.len);
	} else {
		answer_child_refused(g->a, name, len, REASON_DAMAGED,
		    "it cannot be unpacked");
	}
	bytes_free(&data);
}

/* The name that goes with the file's key, or the one a reader would show. */
static const char *
name_of(qpdf_data q, qpdf_oh dict, const char *key, size_t *len)
{
	static const char *const keys[] = { "/UF", "/F", "/Unix", "/DOS",
		"/Mac" };
	qpdf_oh v = qpdf_oh_get_key(q, dict, key);
	size_t i;

	if (qpdf_oh_is_string(q, v) && strcmp(key, "/F") != 0)
		return qpdf_oh_get_binary_utf8_value(q, v, len);
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		v = qpdf_oh_get_key(q, dict, keys[i]);
		if (qpdf_oh_is_string(q, v))
			return qpdf_oh_get_binary_utf8_value(q, v, len);
	}
	*len = strlen("attachment");
	return "attachment";
}

static void
meet_file(struct given *g, qpdf_data q, const struct pdf_met *m)
{
	qpdf_oh files = qpdf_oh_get_key(q, m->dict, "/EF"), file;
	char *keys, *key;
	const char *name;
	size_t len;

	if (!qpdf_oh_is_dictionary(q, files))
		return;
	keys = pdf_keys(q, files);
	for (key = keys; key != NULL && *key != '\0'; key += strlen(key) + 1) {
		file = qpdf_oh_get_key(q, files, key);
		if (!qpdf_oh_is_stream(q, file) ||
		    is_done(g, qpdf_oh_get_object_id(q, file)))
			continue;
		name = name_of(q, m->dict, key, &len);
		give(g, q, file, name, len);
	}
	free(keys);
}

/* First those with a name, then files that no name leads to. */
static void
meet(void *ctx, qpdf_data q, const struct pdf_met *m)
{
	struct given *g = ctx;

	if (g->named)
		meet_file(g, q, m);
	else if (m->stream && qpdf_oh_is_name_and_equals(q,
	    qpdf_oh_get_key(q, m->dict, "/Type"), "/EmbeddedFile") &&
	    !is_done(g, qpdf_oh_get_object_id(q, m->object)))
		give(g, q, m->object, "attachment", strlen("attachment"));
}

/* What was the whole file once; by qpdf, for that leaves one revision. */
static bool
revision(struct bytes *out, const struct doc *d, size_t end)
{
	struct doc old = { .data = d->data, .len = end,
	    .password = d->password };
	struct bytes none = BYTES_INIT(1);
	struct answer *quiet = NULL;
	qpdf_data q = NULL;
	bool r = false;

	if (answer_new_file(&quiet, &none) < 0)
		return false;
	if (pdf_structure(&q, &old, quiet) == 0)
		r = qpdf_get_num_pages(q) > 0 && pdf_flatten_write(out, q) == 0;
	pdf_structure_close(&q);
	answer_free(quiet);
	bytes_free(&none);
	return r;
}

static void
give_revisions(struct answer *a, const struct doc *d, bool linearized)
{
	struct pdf_frame f = pdf_frame(d, linearized);
	uint64_t i;

	for (i = 0; i < f.revisions; i++) {
		struct bytes b = BYTES_INIT(CLEAN_MAX);
		char name[48];
		int n = snprintf(name, sizeof name, "revision-%llu.pdf",
		    (unsigned long long)i + 1);

		if (i >= REVISIONS_MAX) {
			answer_child_refused(a, name, (size_t)n, REASON_LIMIT,
			    "over %u revisions", REVISIONS_MAX);
		} else if (revision(&b, d, f.ends[i])) {
			answer_child(a, name, (size_t)n);
			answer_child_data(a, b.data, b.len);
		} else {
			answer_child_refused(a, name, (size_t)n,
			    REASON_DAMAGED, "it was no whole document");
		}
		bytes_free(&b);
	}
}

int
pdf_children(const struct doc *d, struct answer *a)
{
	struct given g = { .a = a, .named = true, .done = BYTES_INIT(
	    WALK_OBJECTS_MAX * sizeof(int)) };
	uint32_t orphans;
	qpdf_data q;
	int r = 0;

	if (pdf_structure(&q, d, a) < 0)
		return -1;
	if (pdf_walk(q, meet, &g, &orphans) == 0) {
		g.named = false;
		r = pdf_walk(q, meet, &g, &orphans);
	}
	if (r < 0)
		r = answer_refuse(a, REASON_LIMIT,
		    "it has more objects than can be looked at");
	else
		give_revisions(a, d, qpdf_is_linearized(q));
	pdf_structure_close(&q);
	bytes_free(&g.done);
	return r;
}
