/* pdf_copy_value.c -- plain values: numbers, names, and lists of them. */
#include "intake/format/pdf/pdf_copy.h"

#include <stdio.h>
#include <string.h>

#define NESTING 8		/* lists of numbers inside each other */
#define KIND_SHIFT 40

void
pdf_copy_keys(struct pdf_copy *c, struct bytes *b, qpdf_oh dict,
    const struct pdf_rule *rules, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		qpdf_oh value = qpdf_oh_get_key(c->q, dict, rules[i].key);
		size_t before = b->len;

		if (qpdf_oh_is_null(c->q, value))
			continue;
		bytes_add_str(b, rules[i].key);
		bytes_add_str(b, " ");
		if (!rules[i].copy(c, b, value, rules[i].words))
			b->len = before;
	}
}

bool
pdf_copy_number(struct pdf_copy *c, struct bytes *b, qpdf_oh value,
    const char *words)
{
	const char *text;
	struct pdf_lex l;
	bool number;

	(void)words;
	if (!qpdf_oh_is_number(c->q, value))
		return false;
	text = qpdf_oh_unparse_resolved(c->q, value);
	l = pdf_lex((const uint8_t *)text, strlen(text));
	number = pdf_lex_next(&l) == TOKEN_NUMBER;
	if (number)
		pdf_put_token(b, TOKEN_NUMBER, l.value.data, l.value.len);
	pdf_lex_free(&l);
	return number;
}

static bool
copy_list(struct pdf_copy *c, struct bytes *b, qpdf_oh value, unsigned depth)
{
	size_t before = b->len;
	int i, n;

	if (!qpdf_oh_is_array(c->q, value) || depth > NESTING)
		return pdf_copy_number(c, b, value, NULL);
	n = qpdf_oh_get_array_n_items(c->q, value);
	bytes_add_str(b, "[");
	for (i = 0; i < n; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(c->q, value, i);

		if (!copy_list(c, b, item, depth + 1)) {
			b->len = before;
			return false;
		}
		qpdf_oh_release(c->q, item);
	}
	bytes_add_str(b, "]");
	return true;
}

bool
pdf_copy_numbers(struct pdf_copy *c, struct bytes *b, qpdf_oh value,
    const char *words)
{
	(void)words;
	return qpdf_oh_is_array(c->q, value) && copy_list(c, b, value, 0);
}

bool
pdf_copy_bool(struct pdf_copy *c, struct bytes *b, qpdf_oh value,
    const char *words)
{
	(void)words;
	if (!qpdf_oh_is_bool(c->q, value))
		return false;
	bytes_add_str(b, qpdf_oh_get_bool_value(c->q, value) ? "true " :
	    "false ");
	return true;
}

/* A name out of a list is a word, not a message. */
bool
pdf_copy_name(struct pdf_copy *c, struct bytes *b, qpdf_oh value,
    const char *words)
{
	const char *name, *at;
	size_t n;

	if (!qpdf_oh_is_name(c->q, value))
		return false;
	name = qpdf_oh_get_name(c->q, value) + 1;
	n = strlen(name);
	for (at = words; n > 0 && (at = strstr(at, name)) != NULL; at += n)
		if ((at == words || at[-1] == ' ') &&
		    (at[n] == ' ' || at[n] == '\0')) {
			pdf_put_token(b, TOKEN_NAME, name, n);
			return true;
		}
	return false;
}

bool
pdf_copy_names(struct pdf_copy *c, struct bytes *b, qpdf_oh value,
    const char *words)
{
	int i, n;

	if (!qpdf_oh_is_array(c->q, value))
		return pdf_copy_name(c, b, value, words);
	n = qpdf_oh_get_array_n_items(c->q, value);
	bytes_add_str(b, "[");
	for (i = 0; i < n; i++)
		(void)pdf_copy_name(c, b, qpdf_oh_get_array_item(c->q, value,
		    i), words);
	bytes_add_str(b, "]");
	return true;
}

uint64_t
pdf_copy_key(const struct pdf_copy *c, qpdf_oh oh, enum pdf_kind kind)
{
	uint64_t key;

	if (!qpdf_oh_is_indirect(c->q, oh))
		return 0;
	key = (uint64_t)(unsigned)qpdf_oh_get_object_id(c->q, oh) |
	    (uint64_t)kind << KIND_SHIFT;
	return key ^ (uint64_t)(unsigned)qpdf_oh_get_generation(c->q, oh) << 56;
}

bool
pdf_copy_reference(struct pdf_copy *c, struct bytes *b, uint32_t number)
{
	if (number == 0) {
		c->failed |= bytes_ok(&c->out.file) < 0;
		return false;
	}
	bytes_addf(b, "%u 0 R ", number);
	return true;
}

/* While an object is written its number is 0: so a circle is cut. */
bool
pdf_copy_once(struct pdf_copy *c, struct bytes *b, qpdf_oh oh,
    enum pdf_kind kind, const char *words, pdf_copier *copy)
{
	uint64_t key = pdf_copy_key(c, oh, kind);
	struct bytes body = BYTES_INIT(COPY_BODY_MAX);
	uint32_t number = 0;
	bool done;

	if (c->depth >= COPY_DEPTH_MAX) {
		c->deep = true;
		return false;
	}
	c->depth++;
	if (key == 0) {
		done = copy(c, b, oh, words);
	} else if (pdf_out_known(&c->out, key, &number)) {
		done = pdf_copy_reference(c, b, number);
	} else {
		pdf_out_learn(&c->out, key, 0);
		if (copy(c, &body, oh, words))
			number = pdf_out_object(&c->out, &body);
		c->failed |= bytes_ok(&body) < 0;
		pdf_out_learn(&c->out, key, number);
		done = pdf_copy_reference(c, b, number);
	}
	c->depth--;
	bytes_free(&body);
	return done;
}
