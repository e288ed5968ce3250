/*
 * compare.c -- `tipline inspect A B`: whether two documents say nearly the
 * same, and each place where they do not (redact/compare/compare.h).
 */
#include "redact/cmd/compare.h"

#include <stdio.h>

#include "redact/compare/compare.h"
#include "vault/base/print.h"

#define SHOWN_MAX 120u		/* bytes of each side that a line shows */

int
compared_add(struct compared *c, const struct visit *v)
{
	struct bytes *to;
	size_t i;

	if (c->n == 2)
		return 0;
	to = &c->text[c->n];
	c->file[c->n++] = v->file;
	for (i = 0; i < v->tree.n; i++)
		(void)bytes_add(to, v->tree.nodes[i]->exam.text.data,
		    v->tree.nodes[i]->exam.text.len);
	return bytes_ok(to);
}

/* A piece of a document for a person: cut between characters, escaped. */
static void
put_piece(struct bytes *b, const struct bytes *text, uint64_t start,
    uint64_t end)
{
	size_t n = end - start < SHOWN_MAX ? (size_t)(end - start) : SHOWN_MAX;

	while (n > 0 && n < end - start &&
	    (text->data[start + n] & 0xc0) == 0x80)
		n--;
	(void)bytes_add_str(b, "\"");
	(void)print_escape(b, text->data + start, n);
	(void)bytes_add_str(b, n < end - start ? "...\"" : "\"");
}

static void
show_change(const struct compared *c, const struct change *change)
{
	struct bytes b = BYTES_INIT(64u << 10);

	(void)bytes_addf(&b, "  %s at byte %llu and %llu: ",
	    change_name(change->kind), (unsigned long long)change->a_start,
	    (unsigned long long)change->b_start);
	put_piece(&b, &c->text[0], change->a_start, change->a_end);
	(void)bytes_add_str(&b, " and ");
	put_piece(&b, &c->text[1], change->b_start, change->b_end);
	if (bytes_str(&b) != NULL)
		(void)puts((const char *)b.data);
	bytes_free(&b);
}

static void
show_lines(const struct compared *c, const struct comparison *found)
{
	unsigned k;
	size_t i;

	print_escaped(stdout, c->file[0]);
	(void)printf(" and ");
	print_escaped(stdout, c->file[1]);
	if (!compare_near(found)) {
		(void)printf(": not near-identical; %u.%u %% of their words "
		    "are the same\n", found->alike / 10, found->alike % 10);
		return;
	}
	(void)printf(": near-identical; %u.%u %% of their words are the same\n",
	    found->alike / 10, found->alike % 10);
	for (k = 0; k <= CHANGE_LAST; k++)
		if (found->count[k] > 0)
			(void)printf("  %s: %llu\n", change_name(
			    (enum change_kind)k),
			    (unsigned long long)found->count[k]);
	for (i = 0; i < found->nchanges; i++)
		show_change(c, &found->changes[i]);
	if (found->nchanges == COMPARE_CHANGES_MAX)
		(void)printf("  more places than %u are only counted\n",
		    COMPARE_CHANGES_MAX);
}

static void
put_side(struct json *j, const char *name, const struct bytes *text,
    uint64_t start, uint64_t end)
{
	json_key(j, name);
	json_open(j, '{');
	json_kuint(j, "start", start);
	json_kuint(j, "end", end);
	json_key(j, "text");
	json_bytes(j, text->data + start, (size_t)(end - start));
	json_close(j, '}');
}

static int
show_json(const struct compared *c, const struct comparison *found)
{
	struct bytes b = BYTES_INIT((size_t)1 << 30);
	struct json j = json_writer(&b);
	const struct change *change;
	size_t i;
	unsigned k;
	int r;

	json_open(&j, '{');
	json_kstr(&j, "file", c->file[0]);
	json_kstr(&j, "compared_with", c->file[1]);
	json_key(&j, "near_identical");
	json_bool(&j, compare_near(found));
	json_key(&j, "same");
	json_real(&j, (double)found->alike / 1000.0);
	json_key(&j, "count");
	json_open(&j, '{');
	for (k = 0; k <= CHANGE_LAST; k++)
		json_kuint(&j, change_name((enum change_kind)k),
		    found->count[k]);
	json_close(&j, '}');
	json_key(&j, "changes");
	json_open(&j, '[');
	for (i = 0; i < found->nchanges; i++) {
		change = &found->changes[i];
		json_open(&j, '{');
		json_kstr(&j, "kind", change_name(change->kind));
		put_side(&j, "a", &c->text[0], change->a_start, change->a_end);
		put_side(&j, "b", &c->text[1], change->b_start, change->b_end);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	r = json_line(&b);
	bytes_free(&b);
	return r;
}

int
compared_show(const struct compared *c, const struct options *o)
{
	struct comparison found;
	int r;

	if (c->n < 2 || c->text[0].len == 0 || c->text[1].len == 0)
		return 0;	/* how each ended was told */
	if ((r = compare_texts(&found, c->text[0].data, c->text[0].len,
	    c->text[1].data, c->text[1].len)) < 0)
		return r;
	if (o->json)
		r = show_json(c, &found);
	else
		show_lines(c, &found);
	comparison_free(&found);
	return r;
}

void
compared_free(struct compared *c)
{
	bytes_free(&c->text[0]);
	bytes_free(&c->text[1]);
}
