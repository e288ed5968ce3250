/*
 * png_text.h -- the words and profiles in a PNG's chunks, unpacked.
 */
#ifndef INTAKE_FORMAT_IMAGE_PNG_TEXT_H
#define INTAKE_FORMAT_IMAGE_PNG_TEXT_H

#include <stdbool.h>

#include "intake/format/image/png_walk.h"
#include "vault/base/bytes.h"

#define PNG_UNPACKED_MAX (8u << 20)	/* bytes of one chunk, unpacked */

struct png_words {
	char key[80];		/* keyword, or the profile's name */
	bool utf8;		/* else the text is Latin-1 */
	bool whole;		/* `text` is all there is */
	struct bytes text;
};

#define PNG_WORDS_INIT ((struct png_words){ \
	.text = BYTES_INIT(PNG_UNPACKED_MAX) })

/*
 * png_words_read(w, c):
 * Read a tEXt, zTXt, iTXt or iCCP chunk.  False, with what could be read of
 * the key, when the chunk is damaged or over PNG_UNPACKED_MAX.
 */
bool png_words_read(struct png_words *w, const struct png_chunk *c);
void png_words_free(struct png_words *w);

#endif
