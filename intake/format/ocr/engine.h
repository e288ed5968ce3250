/*
 * engine.h -- Tesseract: read the words of one grey picture.
 *
 * One engine for each language there is data for, loaded before the worker
 * forks and inherited by its children: they open no file, and start no thread.
 * The language of a page is told by trying: an engine that does not know a
 * language's letters is not sure of its words.
 */
#ifndef INTAKE_FORMAT_OCR_ENGINE_H
#define INTAKE_FORMAT_OCR_ENGINE_H

#include <leptonica/allheaders.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define OCR_LANGUAGES_MAX 8u	/* engines loaded */
#define OCR_WORDS_MAX 20000u	/* read on one page */
#define OCR_PAGE_TEXT_MAX ((size_t)1 << 20)	/* bytes of them */
#define OCR_PAGE_CPU_SECONDS 30u	/* for one page; it is left unread then */

/* A word: bytes of ocr_words.text; its box in pixels. */
struct ocr_word {
	uint32_t at, len;
	int x0, y0, x1, y1;
	uint32_t line;		/* words of a line stand next to each other */
	float sure;		/* 0 to 100 */
};

struct ocr_words {
	struct bytes text;	/* valid UTF-8; words without separators */
	struct ocr_word *at;	/* in reading order */
	size_t n, room;
};

#define OCR_WORDS_INIT ((struct ocr_words){ \
	.text = BYTES_INIT(OCR_PAGE_TEXT_MAX), .at = NULL })

/* Before the fork: load what there is.  What cannot be loaded is not there. */
void engine_prepare(void);

/*
 * engine_read(w, grey, dpi):
 * The words of an 8 bit grey picture that stands upright.  `w` is empty.
 *
 * 0; ERR_NOT_FOUND when no language is there; ERR_TOO_BIG over a limit of the
 * above; ERR_NO_MEMORY.  After an error `w` holds what was read so far.
 */
int engine_read(struct ocr_words *w, PIX *grey, int dpi);

int ocr_words_add(struct ocr_words *w, const char *utf8, size_t len,
    const struct ocr_word *like);
/* How sure they are on the whole, long words counting more; 0 to 100. */
float ocr_words_sure(const struct ocr_words *w);
void ocr_words_free(struct ocr_words *w);

#endif
