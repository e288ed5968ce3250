/* lines.c -- see lines.h; and the words themselves. */
#include "intake/format/ocr/lines.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define DOUBTFUL 78.0f		/* a line less sure is tried again */
#define CLEARLY 6.0f		/* and replaced by one so much surer */
#define MARGIN 4		/* pixels around a line's words, at least */

int
ocr_words_add(struct ocr_words *w, const char *utf8, size_t len,
    const struct ocr_word *like)
{
	struct ocr_word *grown;
	size_t room;

	if (w->n >= OCR_WORDS_MAX)
		return err_set(ERR_TOO_BIG, "over %u words on a page",
		    OCR_WORDS_MAX);
	if (w->n == w->room) {
		room = w->room == 0 ? 256 : 2 * w->room;
		grown = realloc(w->at, room * sizeof(*grown));
		if (grown == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		w->at = grown;
		w->room = room;
	}
	w->at[w->n] = *like;
	w->at[w->n].at = (uint32_t)w->text.len;
	w->at[w->n].len = (uint32_t)len;
	w->n++;
	return bytes_add(&w->text, utf8, len);
}

static float
sure_of(const struct ocr_word *w, size_t n)
{
	float sum = 0, all = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		sum += w[i].sure * (float)w[i].len;
		all += (float)w[i].len;
	}
	return all > 0 ? sum / all : 0;
}

float
ocr_words_sure(const struct ocr_words *w)
{
	return sure_of(w->at, w->n);
}

void
ocr_words_free(struct ocr_words *w)
{
	bytes_free(&w->text);
	free(w->at);
	*w = OCR_WORDS_INIT;
}

static void
widen(struct line *line, const struct ocr_word *word)
{
	line->x0 = word->x0 < line->x0 ? word->x0 : line->x0;
	line->y0 = word->y0 < line->y0 ? word->y0 : line->y0;
	line->x1 = word->x1 > line->x1 ? word->x1 : line->x1;
	line->y1 = word->y1 > line->y1 ? word->y1 : line->y1;
}

static struct line
line_at(const struct ocr_words *w, size_t first, int width, int height)
{
	const struct ocr_word *word = &w->at[first];
	struct line line = { first, 0, word->x0, word->y0, word->x1, word->y1,
	    0 };
	int margin;

	for (; first + line.n < w->n && word[line.n].line == word->line;
	    line.n++)
		widen(&line, &word[line.n]);
	line.sure = sure_of(word, line.n);
	margin = (line.y1 - line.y0) / 6;
	margin = margin > MARGIN ? margin : MARGIN;
	line.x0 = line.x0 > margin ? line.x0 - margin : 0;
	line.y0 = line.y0 > margin ? line.y0 - margin : 0;
	line.x1 = line.x1 + margin < width ? line.x1 + margin : width;
	line.y1 = line.y1 + margin < height ? line.y1 + margin : height;
	return line;
}

int
lines_of(struct lines *l, const struct ocr_words *w, int width, int height)
{
	size_t i;

	if (w->n == 0)
		return 0;
	if ((l->at = calloc(w->n, sizeof(*l->at))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < w->n; i += l->at[l->n++].n)
		l->at[l->n] = line_at(w, i, width, height);
	return 0;
}

static size_t
bytes_of(const struct ocr_words *w, const struct line *line)
{
	size_t i, sum = 0;

	for (i = 0; i < line->n; i++)
		sum += w->at[line->first + i].len;
	return sum;
}

int
lines_sample(struct lines *l, const struct ocr_words *w, int width, int height)
{
	struct lines all = LINES_INIT;
	size_t part, i, from, to, best;
	int r;

	if ((r = lines_of(&all, w, width, height)) < 0 || all.n == 0)
		return r;
	for (part = 0; part < LINES_SAMPLE; part++) {
		from = all.n * part / LINES_SAMPLE;
		to = all.n * (part + 1) / LINES_SAMPLE;
		for (best = i = from; i < to; i++)
			if (bytes_of(w, &all.at[i]) >
			    bytes_of(w, &all.at[best]))
				best = i;
		if (from < to)	/* what is chosen lies behind what is kept */
			all.at[l->n++] = all.at[best];
	}
	l->at = all.at;
	return 0;
}

int
lines_doubtful(struct lines *l, const struct ocr_words *w, int width,
    int height)
{
	struct lines all = LINES_INIT;
	struct line one;
	size_t i, kept = 0;
	int r;

	if ((r = lines_of(&all, w, width, height)) < 0 || all.n == 0)
		return r;
	for (i = 0; i < all.n; i++)
		if (all.at[i].sure < DOUBTFUL && kept < LINES_AGAIN)
			all.at[kept++] = all.at[i];
	for (i = 0; i < kept / 2; i++) {
		one = all.at[i];
		all.at[i] = all.at[kept - 1 - i];
		all.at[kept - 1 - i] = one;
	}
	l->at = all.at;
	l->n = kept;
	return 0;
}

int
lines_replace(struct ocr_words *w, struct line *line,
    const struct ocr_words *by)
{
	uint32_t number = w->at[line->first].line;
	size_t i, behind = line->first + line->n;
	struct ocr_words out = OCR_WORDS_INIT;
	float sure = ocr_words_sure(by);
	int r = 0;

	if (by->n == 0 || sure < line->sure + CLEARLY)
		return 0;
	for (i = 0; r == 0 && i < w->n + by->n; i++) {
		const struct ocr_words *from = w;
		struct ocr_word word;
		size_t k = i;

		if (i >= line->first && i < line->first + by->n) {
			from = by;
			k = i - line->first;
		} else if (i >= line->first + by->n) {
			k = behind + i - line->first - by->n;
		}
		if (k >= from->n)
			break;
		word = from->at[k];
		if (from == by)
			word.line = number;
		r = ocr_words_add(&out, (const char *)from->text.data +
		    from->at[k].at, from->at[k].len, &word);
	}
	if (r < 0) {
		ocr_words_free(&out);
		return r;
	}
	line->n = by->n;
	line->sure = sure;
	ocr_words_free(w);
	*w = out;
	return 0;
}

void
lines_free(struct lines *l)
{
	free(l->at);
	*l = LINES_INIT;
}
