/*
 * fuzz_find.c -- whatever the text: findings are sorted, not empty, inside it
 * and on character boundaries; none but a watchlist's overlaps another; none
 * is less sure than its mode asks for; text that is not UTF-8 is refused.
 * Fields lie inside the text with valid labels, in one window or in two.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "redact/find/engine/find.h"
#include "redact/find/known/known.h"
#include "redact/find/known/watchlist.h"
#include "redact/find/view/fields.h"
#include "vault/base/print.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool
boundary(const uint8_t *data, size_t len, uint64_t at)
{
	return at == len || (at < len && (data[at] & 0xc0) != 0x80);
}

/* The findings of one search. */
static void
look(const uint8_t *data, size_t len, const struct find_options *o)
{
	uint64_t start = 0, end = 0;
	struct findings f;

	if ((find_in(data, len, o, &f) == 0) != utf8_valid(data, len))
		abort();
	for (size_t i = 0; i < f.n; i++) {
		const struct finding *x = &f.list[i];

		if (x->start < start || x->start >= x->end || x->end > len ||
		    !boundary(data, len, x->start) ||
		    !boundary(data, len, x->end) ||
		    !(x->confidence >= (o->mode == FIND_PRECISE ?
		    FIND_LEAST_PRECISE : FIND_LEAST_SAFE) &&
		    x->confidence <= 1) ||
		    memchr(x->why, '\0', sizeof(x->why)) == NULL)
			abort();
		start = x->start;
		if (strcmp(x->kind, "WATCHLIST") == 0)
			continue;
		if (x->start < end)
			abort();
		end = x->end;
	}
	findings_free(&f);
}

/* The fields lie inside the text, by their starts, with their labels. */
static void
read_fields(struct fields *f, const uint8_t *data, size_t len, size_t next)
{
	const struct field *list, *at;
	size_t n, start = 0;

	if (fields_read(f, data, len, next) < 0)
		abort();
	list = fields_list(f, &n);
	for (size_t i = 0; i < n; i++) {
		if (list[i].start < start || list[i].start >= list[i].end ||
		    list[i].end > len || list[i].kind > LABEL_LAST ||
		    list[i].form > FIELD_FORM_LAST ||
		    list[i].label_len > LABEL_TEXT_MAX ||
		    !utf8_valid(fields_label(f, &list[i]),
		    list[i].label_len))
			abort();
		start = list[i].start;
		if ((at = fields_at(f, start)) == NULL || at->end <= start)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char list[] = "Jan Kowalski\nWierzbowsk*\n*el*\nA|B";
	static struct known *w;
	struct fields *f;
	size_t cut = len / 2;

	if (w == NULL && (known_new(&w) < 0 ||
	    watchlist_read(w, list, strlen(list)) < 0 || known_ready(w) < 0))
		abort();
	look(data, len, &(struct find_options){ .known = w });
	look(data, len, &(struct find_options){ .mode = FIND_PRECISE,
	    .where = FIND_META });
	if (!utf8_valid(data, len))
		return 0;
	/* As one window, and as two that overlap. */
	if (fields_new(&f) < 0)
		abort();
	read_fields(f, data, len, len);
	fields_free(f);
	while (cut > 0 && (data[cut] & 0xc0) == 0x80)
		cut--;
	if (fields_new(&f) < 0)
		abort();
	read_fields(f, data, len, cut);
	read_fields(f, data + cut, len - cut, len - cut);
	fields_free(f);
	return 0;
}
