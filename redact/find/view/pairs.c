/* pairs.c -- see pairs.h. */
#include "redact/find/view/pairs.h"

#include <pthread.h>
#include <string.h>

#include "intake/marks/marks.h"
#include "redact/find/view/letter.h"
#include "vault/base/bytes.h"
#include "vault/base/print.h"

static struct pairs pairs;
static pthread_once_t made = PTHREAD_ONCE_INIT;

static void
put(struct pair *pair, const uint32_t *cps, size_t n)
{
	struct bytes b = BYTES_INIT(4 * LETTERS_MAX);

	for (size_t i = 0; i < n; i++)
		(void)utf8_put(&b, cps[i]);
	pair->len = PAIR_MAX + 1;
	if (bytes_ok(&b) == 0 && b.len <= PAIR_MAX) {
		pair->len = (uint8_t)b.len;
		if (b.len > 0)
			memcpy(pair->s, b.data, b.len);
	}
	bytes_free(&b);
}

static void
make(void)
{
	uint32_t to[LETTERS_MAX];

	for (uint32_t cp = 0x80; cp < PAIRS; cp++) {
		pairs.way[cp] = letter_shows_nothing(cp) ||
		    letter_plain(cp) != cp ? PAIR_CHANGES :
		    mark_latin_of(cp) != 0 ? PAIR_LOOKS_LATIN : PAIR_STAYS;
		for (size_t latin = 0; latin < 2; latin++)
			put(&pairs.compare[latin][cp], to,
			    letter_compare(to, cp, latin != 0));
	}
}

const struct pairs *
pairs_get(void)
{
	(void)pthread_once(&made, make);
	return &pairs;
}
