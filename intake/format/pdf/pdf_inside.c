/*
 * pdf_inside.c -- all that a PDF holds, unpacked, for the proof: of every
 * object what it says, its strings as text, and every stream but pixels.
 *
 * Objects that nothing leads to are among them.
 */
#include "intake/format/pdf/pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/pdf/pdf_copy.h"
#include "intake/format/pdf/pdf_make.h"
#include "intake/format/pdf/pdf_walk.h"

#define ARRAYS_MAX 20u		/* arrays inside each other */

struct inside_told {
	struct answer *a;
	struct bytes text;
};

/* Strings and names, a line each; dictionaries are met by themselves. */
static void
say(struct inside_told *t, qpdf_data q, qpdf_oh oh, unsigned depth)
{
	const char *s = NULL;
	size_t len = 0;
	int i, n;

	switch (qpdf_oh_get_type_code(q, oh)) {
	case ot_string:
		s = qpdf_oh_get_binary_utf8_value(q, oh, &len);
		(void)bytes_add(&t->text, s, len);
		(void)bytes_add(&t->text, "\n", 1);
		s = qpdf_oh_get_binary_string_value(q, oh, &len);
		break;
	case ot_name:
		s = qpdf_oh_get_name(q, oh);
		len = strlen(s);
		break;
	case ot_array:
		n = depth < ARRAYS_MAX ? qpdf_oh_get_array_n_items(q, oh) : 0;
		for (i = 0; i < n; i++) {
			qpdf_oh item = qpdf_oh_get_array_item(q, oh, i);

			say(t, q, item, depth + 1);
			qpdf_oh_release(q, item);
		}
		return;
	default:
		return;
	}
	(void)bytes_add(&t->text, s, len);
	(void)bytes_add(&t->text, "\n", 1);
}

static void
say_dict(struct inside_told *t, qpdf_data q, qpdf_oh dict)
{
	char *keys = pdf_keys(q, dict), *key;
	size_t len;

	for (key = keys; key != NULL && *key != '\0'; key += len + 1) {
		len = strlen(key);
		(void)bytes_add(&t->text, key, len);
		(void)bytes_add(&t->text, "\n", 1);
		say(t, q, qpdf_oh_get_key(q, dict, key), 0);
	}
	free(keys);
}

static bool
is_picture(qpdf_data q, qpdf_oh dict)
{
	return qpdf_oh_is_name_and_equals(q,
	    qpdf_oh_get_key(q, dict, "/Subtype"), "/Image");
}

static void
meet(void *ctx, qpdf_data q, const struct pdf_met *m)
{
	struct inside_told *t = ctx;
	struct bytes data = BYTES_INIT(COPY_STREAM_MAX);
	char name[48];
	int n;

	bytes_reset(&t->text);
	say_dict(t, q, m->dict);
	n = m->number == 0 ? snprintf(name, sizeof(name), "trailer") :
	    snprintf(name, sizeof(name), "object %u", m->number);
	if (bytes_ok(&t->text) < 0)
		(void)answer_refuse(t->a, REASON_LIMIT, "an object of it is "
		    "too large");
	answer_inside(t->a, name, (size_t)n, t->text.data, t->text.len);
	if (m->stream && !is_picture(q, m->dict)) {
		n = snprintf(name, sizeof(name), "object %u stream", m->number);
		if (pdf_stream_plain(q, m->object, &data))
			answer_inside(t->a, name, (size_t)n, data.data,
			    data.len);
		else
			(void)answer_refuse(t->a, REASON_DAMAGED, "a stream of "
			    "it cannot be unpacked");
	}
	bytes_free(&data);
}

int
pdf_inside(const struct doc *d, struct answer *a)
{
	struct inside_told t = { .a = a, .text = BYTES_INIT(COPY_BODY_MAX) };
	uint32_t orphans;
	qpdf_data q;
	int r;

	if (pdf_structure(&q, d, a) < 0)
		return -1;
	if ((r = pdf_walk(q, meet, &t, &orphans)) < 0)
		r = answer_refuse(a, REASON_LIMIT,
		    "it has more objects than can be looked at");
	pdf_structure_close(&q);
	bytes_free(&t.text);
	return r;
}
