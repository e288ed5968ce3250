/*
 * fuzz_find.c -- whatever the text: findings are sorted, not empty, inside it
 * and on character boundaries; none but a watchlist's overlaps another; text
 * that is not UTF-8 is refused.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "redact/find/engine/find.h"
#include "redact/find/known/watchlist.h"
#include "vault/base/print.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool
boundary(const uint8_t *data, size_t len, uint64_t at)
{
	return at == len || (at < len && (data[at] & 0xc0) != 0x80);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char list[] = "Jan Kowalski\nWierzbowsk*\n*el*\nA|B";
	static struct known *w;
	uint64_t start = 0, end = 0;
	struct findings f;

	if (w == NULL && (known_new(&w) < 0 ||
	    watchlist_read(w, list, strlen(list)) < 0 || known_ready(w) < 0))
		abort();
	if ((find_in(data, len,
	    &(struct find_options){ .known = w }, &f) == 0) != utf8_valid(data, len))
		abort();
	for (size_t i = 0; i < f.n; i++) {
		const struct finding *x = &f.list[i];

		if (x->start < start || x->start >= x->end || x->end > len ||
		    !boundary(data, len, x->start) ||
		    !boundary(data, len, x->end) ||
		    !(x->confidence >= 0 && x->confidence <= 1) ||
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
	return 0;
}
