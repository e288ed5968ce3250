/* match.c -- see match.h. */
#include "intake/format/ocr/match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

#define WORD_MAX 64u	/* letters of a word that are compared */
#define NEAR_MAX 512u	/* letters of the own words around it */
#define LETTERS_MIN 24u	/* fewer say nothing on a page */
#define SHARE 0.35	/* of the letters: a strong disagreement */

struct letters {
	uint32_t at[NEAR_MAX];
	size_t n;
};

/* Letters and digits, small; signs and spaces are read so and so. */
static void
add_letters(struct letters *l, const void *utf8, size_t len, size_t max)
{
	const uint8_t *p = utf8;
	size_t step;
	uint32_t cp;

	for (; len > 0 && l->n < max; p += step, len -= step) {
		if ((step = utf8_next(p, len, &cp)) == 0)
			return;
		if (cp >= 'A' && cp <= 'Z')
			cp += 'a' - 'A';
		if ((cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') ||
		    (cp >= 0xc0 && (cp < 0x2000 || cp > 0x206f)))
			l->at[l->n++] = cp;
	}
}

/*
 * Does `word` stand in `text` but for `most` letters?  Sellers' way: the least
 * number of edits to the word over all places of the text.
 */
static bool
stands_in(const struct letters *word, const struct letters *text, size_t most)
{
	size_t row[WORD_MAX + 1], i, j, before, kept;

	for (i = 0; i <= word->n; i++)
		row[i] = i;
	if (row[word->n] <= most)
		return true;
	for (j = 0; j < text->n; j++) {
		before = row[0];	/* a match may begin anywhere */
		for (i = 1; i <= word->n; i++) {
			kept = row[i];
			row[i] = before + (word->at[i - 1] != text->at[j]);
			row[i] = kept + 1 < row[i] ? kept + 1 : row[i];
			row[i] = row[i - 1] + 1 < row[i] ? row[i - 1] + 1 :
			    row[i];
			before = kept;
		}
		if (row[word->n] <= most)
			return true;
	}
	return false;
}

/* In pixels: do they touch, with the height of the word to the sides? */
static bool
is_near(const struct pdf_box *own, const struct ocr_word *word, double scale)
{
	double h = word->y1 - word->y0;

	return own->x0 * scale < word->x1 + h && own->x1 * scale >
	    word->x0 - h && own->y0 * scale < word->y1 - h / 4 &&
	    own->y1 * scale > word->y0 + h / 4;
}

/* One seen word against the own ones around it, which are marked as seen. */
static bool
is_known(const struct ocr_words *seen, size_t i, const struct pdf_words *own,
    double scale, bool *own_seen, size_t *letters)
{
	const struct ocr_word *word = &seen->at[i];
	struct letters w = { .n = 0 }, around = { .n = 0 }, one;
	size_t k, most;
	bool known;

	add_letters(&w, seen->text.data + word->at, word->len, WORD_MAX);
	*letters = w.n;
	most = w.n / 3;
	for (k = 0; k < own->n; k++)
		if (is_near(&own->at[k].box, word, scale))
			add_letters(&around, own->text + own->at[k].start,
			    own->at[k].end - own->at[k].start, NEAR_MAX);
	known = w.n > 0 && stands_in(&w, &around, most);
	for (k = 0; known && k < own->n; k++) {
		if (own_seen[k] || !is_near(&own->at[k].box, word, scale))
			continue;
		one.n = 0;
		add_letters(&one, own->text + own->at[k].start,
		    own->at[k].end - own->at[k].start, WORD_MAX);
		own_seen[k] = stands_in(&one, &w, one.n / 3) ||
		    stands_in(&w, &one, most);
	}
	return known;
}

int
match_words(struct match *m, const struct pdf_words *own,
    const struct ocr_words *seen, double scale)
{
	bool *own_seen = calloc(own->n + 1, sizeof(*own_seen));
	struct letters l;
	size_t i, n;

	*m = (struct match){ .seen_known = calloc(seen->n + 1, sizeof(bool)) };
	if (own_seen == NULL || m->seen_known == NULL) {
		free(own_seen);
		match_free(m);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	for (i = 0; i < seen->n; i++) {
		m->seen_known[i] = is_known(seen, i, own, scale, own_seen, &n);
		m->seen += n;
		m->seen_new += m->seen_known[i] ? 0 : n;
	}
	for (i = 0; i < own->n; i++) {
		l.n = 0;
		add_letters(&l, own->text + own->at[i].start,
		    own->at[i].end - own->at[i].start, WORD_MAX);
		m->own += l.n;
		m->own_unseen += own_seen[i] ? 0 : l.n;
	}
	free(own_seen);
	return 0;
}

bool
match_disagrees(const struct match *m)
{
	return m->own >= LETTERS_MIN && m->seen >= LETTERS_MIN &&
	    ((double)m->seen_new > SHARE * (double)m->seen ||
	    (double)m->own_unseen > SHARE * (double)m->own);
}

void
match_free(struct match *m)
{
	free(m->seen_known);
	m->seen_known = NULL;
}
