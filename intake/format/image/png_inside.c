/* png_inside.c -- see png_inside.h. */
#include "intake/format/image/png_inside.h"

#include "intake/format/image/png_text.h"

int
png_inside(const struct doc *d, struct answer *a)
{
	static const char *const packed[] = { "zTXt", "iTXt", "iCCP" };
	struct png_walk w = png_walk(d->data, d->len);
	struct png_words words;
	struct png_chunk c;
	size_t i;
	bool whole;

	while (png_next(&w, &c))
		for (i = 0; i < sizeof(packed) / sizeof(packed[0]); i++) {
			if (!png_is(&c, packed[i]))
				continue;
			words = PNG_WORDS_INIT;
			whole = png_words_read(&words, &c) && words.whole;
			if (whole)
				answer_inside(a, c.type, 4, words.text.data,
				    words.text.len);
			png_words_free(&words);
			if (!whole)
				return answer_refuse(a, REASON_DAMAGED, "its "
				    "words cannot be unpacked");
		}
	return 0;
}
