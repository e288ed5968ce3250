/* sight.c -- see sight.h. */
#include "intake/format/ocr/sight.h"

#include <math.h>
#include <stdlib.h>

#include "intake/format/ocr/lines.h"
#include "intake/format/ocr/view.h"
#include "vault/base/err.h"

#define DARK 110		/* a ground darker than this is turned light */
#define CONTRAST 30		/* less between light and dark shows nothing */
/* More separate parts than these, and than those for each million pixels, are
 * no letters: grain and dirt. */
#define SPECKS 3000
#define SPECKS_MILLION 2500
#define SMOOTHINGS 3u		/* ways to take them out, one after the other */
#define SPECKS_HOPELESS 4	/* so many times as many are left: no text */
#define SKEW_LEAST 0.6f		/* degrees */
#define SKEW_MOST 15.0f
#define SKEW_SURE 3.0f		/* leptonica's confidence, from 0 up */
#define SMALL 17		/* pixels: words less high are enlarged */
#define GOOD 30			/* to about this height */
#define ENLARGE_MAX 4
#define UNSURE 78.0f		/* a page less sure is looked at in other ways */
#define WORDS_FEW 4u
#define SURE_LEAST 35.0f	/* of a word; less is a guess at dirt */
#define LINE_SURE_LEAST 45.0f
#define LINE_SURE 70.0f		/* all words of such a line are kept */
#define DENSITY_LOW 25		/* dpi that Tesseract would not believe */

static int
no_memory(void)
{
	return err_set(ERR_NO_MEMORY, "out of memory");
}

bool
sight_blank(PIX *grey)
{
	NUMA *histogram = pixGetGrayHistogram(grey, 1);
	l_float32 dark = 0, light = 255;
	float least;

	if (histogram == NULL)
		return false;
	/* One pixel in 20,000, but 20: a full stop is ink, a speck is not. */
	least = 20.0f / (float)((double)pixGetWidth(grey) *
	    pixGetHeight(grey));
	least = fmaxf(least, 0.00005f);
	(void)numaHistogramGetValFromRank(histogram, fminf(least, 0.5f),
	    &dark);
	(void)numaHistogramGetValFromRank(histogram, 1 - fminf(least, 0.5f),
	    &light);
	numaDestroy(&histogram);
	return light - dark < CONTRAST;
}

/* --- the ground --- */

static bool
is_dark(PIX *grey)
{
	l_float32 median = 255;

	(void)pixGetRankValueMasked(grey, NULL, 0, 0, 4, 0.5f, &median, NULL);
	return median < DARK;
}

static int
parts_of(PIX *grey)
{
	l_int32 threshold = 128, n = 0;
	PIX *ink = NULL;

	if (pixOtsuAdaptiveThreshold(grey, pixGetWidth(grey),
	    pixGetHeight(grey), 0, 0, 0.1f, NULL, &ink) != 0)
		ink = pixThresholdToBinary(grey, threshold);
	if (ink != NULL)
		(void)pixCountConnComp(ink, 8, &n);
	pixDestroy(&ink);
	return n;
}

/* One way after the other to take specks out; NULL: out of memory. */
static PIX *
smoothed(PIX *p, unsigned step)
{
	return step == 0 ? pixMedianFilter(p, 3, 3) :
	    pixBlockconvGray(p, NULL, (int)step, (int)step);
}

/*
 * Light ground, without specks: *out, owned by the caller.  NULL in it when
 * the picture is so full of specks that it holds no text.
 */
static int
prepare(PIX **out, PIX *grey)
{
	double million = (double)pixGetWidth(grey) * pixGetHeight(grey) / 1e6;
	double specks = SPECKS + SPECKS_MILLION * million;
	PIX *p = is_dark(grey) ? pixInvert(NULL, grey) : pixClone(grey), *q;
	unsigned step;
	int parts;

	*out = NULL;
	if (p == NULL)
		return no_memory();
	parts = parts_of(p);
	for (step = 0; parts > specks && step < SMOOTHINGS; step++) {
		q = smoothed(p, step);
		pixDestroy(&p);
		if ((p = q) == NULL)
			return no_memory();
		parts = parts_of(p);
	}
	if (parts > SPECKS_HOPELESS * specks)
		pixDestroy(&p);
	*out = p;
	return 0;
}

/* --- looking at it in one way --- */

/* Degrees that the lines run off the level. */
static float
skew_of(PIX *grey)
{
	l_float32 angle = 0, sure = 0;
	PIX *ink = pixThresholdToBinary(grey, 128);

	if (ink == NULL || pixFindSkewSweepAndSearch(ink, &angle, &sure, 4, 2,
	    SKEW_MOST, 1.0f, 0.05f) != 0 || sure < SKEW_SURE ||
	    fabsf(angle) < SKEW_LEAST)
		angle = 0;
	pixDestroy(&ink);
	return angle;
}

static int
height_of(const struct ocr_words *w)
{
	int counts[64] = { 0 }, h;
	size_t i, sum = 0;

	for (i = 0; i < w->n; i++) {
		h = w->at[i].y1 - w->at[i].y0;
		counts[h < 0 ? 0 : h > 63 ? 63 : h]++;
	}
	for (h = 0; h < 63; h++)
		if ((sum += (size_t)counts[h]) * 2 >= w->n)
			break;
	return h;
}

/* What a reading is worth: letters that were read and not guessed. */
static double
worth(const struct ocr_words *w)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < w->n; i++)
		sum += fmax(0, w->at[i].sure - 40) * w->at[i].len;
	return sum;
}

static int
attempt(struct ocr_words *w, PIX *grey, const struct view *view, int dpi)
{
	PIX *seen = NULL;
	size_t i;
	int r;

	if ((r = view_make(&seen, grey, view)) < 0)
		return r;
	dpi = (int)lround(dpi * view->factor);
	r = engine_read(w, seen, dpi < DENSITY_LOW ? 70 : dpi);
	for (i = 0; r == 0 && i < w->n; i++)
		view_back(view, grey, seen, &w->at[i]);
	pixDestroy(&seen);
	return r;
}

/* Look in another way; keep what is worth more. */
static int
attempt_better(struct ocr_words *w, struct view *have, PIX *grey,
    const struct view *view, int dpi)
{
	struct ocr_words other = OCR_WORDS_INIT, less;
	int r;

	if ((r = attempt(&other, grey, view, dpi)) == 0 &&
	    worth(&other) > 1.1 * worth(w)) {
		less = *w;
		*w = other;
		other = less;
		*have = *view;
	}
	ocr_words_free(&other);
	return r;
}

/* --- the ways --- */

/* Small letters, or none at all in a small picture: enlarged. */
static int
enlarge(struct ocr_words *w, struct view *have, PIX *grey, int dpi)
{
	double pixels = (double)pixGetWidth(grey) * pixGetHeight(grey);
	struct view larger = *have;
	int height = height_of(w);

	if (w->n >= WORDS_FEW && height >= SMALL)
		return 0;
	larger.factor = w->n < WORDS_FEW || height < 1 ? 2 :
	    fmin(ENLARGE_MAX, ceil((double)GOOD / height));
	if (pixels * larger.factor * larger.factor > (double)OCR_PIXELS_MAX ||
	    (w->n < WORDS_FEW && pixels > 3e6))
		return 0;
	return attempt_better(w, have, grey, &larger, dpi);
}

/*
 * Which way is up, by where letters reach over and under their line: quarters
 * to turn by.  Told before reading, for a page that stands on its head is read
 * as nonsense at great cost.
 */
static int
quarters_of(PIX *grey)
{
	l_float32 up = 0, left = 0;
	l_int32 orient = L_TEXT_ORIENT_UNKNOWN;
	PIX *ink = pixThresholdToBinary(grey, 128);

	if (ink != NULL && pixOrientDetect(ink, &up, &left, 0, 0) == 0)
		(void)makeOrientDecision(up, left, 0, 0, &orient, 0);
	pixDestroy(&ink);
	return orient == L_TEXT_ORIENT_LEFT ? 1 :
	    orient == L_TEXT_ORIENT_DOWN ? 2 :
	    orient == L_TEXT_ORIENT_RIGHT ? 3 : 0;
}

/* It was turned, and reads badly so: perhaps it should not have been. */
static int
turn_back(struct ocr_words *w, struct view *have, PIX *grey, int dpi)
{
	struct view upright = VIEW_INIT;

	if (have->quarters == 0 || ocr_words_sure(w) >= UNSURE)
		return 0;
	upright.skew = (have->quarters & 1) == 0 ? have->skew : 0;
	return attempt_better(w, have, grey, &upright, dpi);
}

/* Photographs of paper: shadows taken out. */
static int
lighten(struct ocr_words *w, struct view *have, PIX *grey, int dpi)
{
	PIX *even;
	int r;

	if (w->n >= WORDS_FEW && ocr_words_sure(w) >= UNSURE)
		return 0;
	if (pixGetWidth(grey) < 200 || pixGetHeight(grey) < 200 ||
	    (even = pixBackgroundNormSimple(grey, NULL, NULL)) == NULL)
		return 0;
	r = attempt_better(w, have, even, have, dpi);
	pixDestroy(&even);
	return r;
}

/* Leave out what is a guess: single words, and lines of guesses. */
static int
drop_guesses(struct ocr_words *w, int width, int height)
{
	struct lines all = LINES_INIT;
	size_t i, k, kept = 0;
	int r;

	if ((r = lines_of(&all, w, width, height)) < 0)
		return r;
	for (i = 0; i < all.n; i++)
		for (k = 0; k < all.at[i].n; k++) {
			struct ocr_word *word = &w->at[all.at[i].first + k];

			if ((all.at[i].sure >= LINE_SURE ||
			    (all.at[i].sure >= LINE_SURE_LEAST &&
			    word->sure >= SURE_LEAST)) &&
			    word->x0 < word->x1 && word->y0 < word->y1)
				w->at[kept++] = *word;
		}
	w->n = kept;
	lines_free(&all);
	return 0;
}

int
sight_read(struct ocr_words *w, PIX *grey, int dpi)
{
	struct view view = VIEW_INIT;
	PIX *clean = NULL;
	int r;

	if ((r = prepare(&clean, grey)) < 0 || clean == NULL)
		return r;
	view.quarters = quarters_of(clean);
	if ((view.quarters & 1) == 0)
		view.skew = skew_of(clean);
	if ((r = attempt(w, clean, &view, dpi)) < 0 ||
	    (r = turn_back(w, &view, clean, dpi)) < 0 ||
	    (r = enlarge(w, &view, clean, dpi)) < 0 ||
	    (r = lighten(w, &view, clean, dpi)) < 0)
		goto done;
	r = drop_guesses(w, pixGetWidth(grey), pixGetHeight(grey));
done:
	pixDestroy(&clean);
	return r;
}
