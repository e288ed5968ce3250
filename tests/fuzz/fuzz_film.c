/* Whatever a film holds, the walks over its boxes end, and what they make
 * neutral they do not tell again. */
#include "intake/format/film/film.h"
#include "tests/intake/test_support.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const struct {
	void (*walk)(const struct doc *d, struct answer *a);
	void (*neutral)(struct film_file *f);
} kinds[] = {
	{ film_walk_mp4, film_neutral_mp4 },
	{ film_walk_matroska, film_neutral_matroska },
	{ film_walk_avi, film_neutral_avi },
	{ film_walk_asf, film_neutral_asf },
};

static size_t
told(size_t kind, const uint8_t *p, size_t len)
{
	const struct doc d = { .data = p, .len = len };
	struct exam e = EXAM_INIT;
	struct answer *a = NULL;
	struct collect c;
	size_t n;

	if (collect_begin(&c, &e, WANT_REPORT) < 0 ||
	    answer_new_sink(&a, &c) < 0)
		abort();
	answer_type(a, FORMAT_MP4, "test", "test");
	kinds[kind].walk(&d, a);
	if (answer_end(a) < 0)
		abort();
	n = e.report.nmetas;
	answer_free(a);
	exam_free(&e);
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct film_file f;

	if (len == 0)
		return 0;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		f = (struct film_file){ .data = malloc(len), .len = len,
		    .cap = len };
		if (f.data == NULL)
			return 0;
		memcpy(f.data, data, len);
		(void)told(i, data, len);
		kinds[i].neutral(&f);
		if (told(i, f.data, f.len) > 0)
			abort();
		free(f.data);
	}
	return 0;
}
