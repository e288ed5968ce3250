/*
 * fuzz_known.c -- whatever the values and the text: what is found lies inside
 * of it on character boundaries, says why, and is the same in whatever order
 * the values came.  Lines before an empty one are values, the rest is text.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "redact/find/known/known.h"
#include "vault/base/print.h"

#define VALUES_MAX 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const char *const kinds[] = { "PERSON", "PHONE", "EMAIL", "ORG",
    "USER_NAME", "CODE", "WATCHLIST", "AGE" };
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* The values of the input, the text behind them. */
static size_t
values_of(struct known_value values[VALUES_MAX], const uint8_t **text,
    size_t *len)
{
	const uint8_t *end;
	size_t n = 0;

	while (n < VALUES_MAX && *len > 0 && **text != '\n' &&
	    (end = memchr(*text, '\n', *len)) != NULL) {
		values[n] = (struct known_value){ .kind = kinds[n % KINDS],
		    .value = *text, .len = (size_t)(end - *text),
		    .origin = (enum known_origin)(n % (KNOWN_FILE + 1)),
		    .turned = true, .open_end = n % 5 == 4,
		    .open_start = n % 7 == 6 };
		n++;
		*len -= (size_t)(end + 1 - *text);
		*text = end + 1;
	}
	return n;
}

static void
run(const struct known_value *values, size_t n, bool backwards,
    const uint8_t *text, size_t len, struct findings *f)
{
	struct known *k;

	if (known_new(&k) < 0)
		abort();
	for (size_t i = 0; i < n; i++)
		if (known_add(k, &values[backwards ? n - 1 - i : i]) < 0)
			abort();
	if (known_ready(k) < 0 || known_run(k, text, len, f) < 0)
		abort();
	known_free(k);
}

static bool
boundary(const uint8_t *text, size_t len, uint64_t at)
{
	return at == len || (at < len && (text[at] & 0xc0) != 0x80);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct known_value values[VALUES_MAX];
	struct findings f = { .n = 0 }, again = { .n = 0 };
	const uint8_t *text = data;
	size_t n;

	if (!utf8_valid(data, len))
		return 0;
	n = values_of(values, &text, &len);
	run(values, n, false, text, len, &f);
	run(values, n, true, text, len, &again);
	if (f.n != again.n)
		abort();
	for (size_t i = 0; i < f.n; i++) {
		const struct finding *x = &f.list[i], *y = &again.list[i];

		if (x->start >= x->end || x->end > len ||
		    !boundary(text, len, x->start) ||
		    !boundary(text, len, x->end) ||
		    !(x->confidence > 0 && x->confidence <= 1) ||
		    memchr(x->why, '\0', sizeof(x->why)) == NULL ||
		    x->start != y->start || x->end != y->end ||
		    strcmp(x->kind, y->kind) != 0 ||
		    strcmp(x->why, y->why) != 0)
			abort();
	}
	findings_free(&f);
	findings_free(&again);
	return 0;
}
