/*
 * pdf_view.h -- which of a page's text can be seen.
 *
 * A page is gone through once to learn what is drawn on it.  When nothing
 * there can hide text, that is all.  Else it is `doubtful`: it is drawn
 * (pdf_unseen.c), the words that show nothing are noted, and it is gone through
 * again with `decided` set.  Then text is left out that
 *
 *   hangs on a layer that is off,
 *   is drawn as nothing (mode 3), unless it lies over a picture that shows
 *     something there: so the text of a scan can still be searched,
 *   lies outside the page, or is smaller than a point and shows no speck,
 *   or has its place in a word that shows nothing.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_VIEW_H
#define INTAKE_FORMAT_PDF_PDF_VIEW_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/format/pdf/pdf_flatten.h"
#include "intake/format/pdf/pdf_metrics.h"
#include "vault/base/bytes.h"

#define VIEW_RECTS_MAX 20000u	/* of each kind, remembered of a page */
#define VIEW_TINY 1.0		/* points: nobody reads what is smaller */

#define VIEW_STRIPS 128u

enum unseen {
	UNSEEN_LAYER = 0, UNSEEN_MODE, UNSEEN_OUTSIDE, UNSEEN_TINY,
	UNSEEN_COVERED, UNSEEN_LABEL, UNSEEN_LAST = UNSEEN_LABEL
};

/* The graphics state as far as it matters here (8.4, 9.3). */
struct pdf_state {
	double ctm[6];		/* to the page's own space */
	struct pdf_metrics *font;
	double size, letter, word, scale, leading, rise;
	int mode;
	double light;		/* of the filling colour; negative: unknown */
	double alpha, line;
	bool device;		/* the filling colour space is a plain one */
	bool hidden;		/* on a layer that is off */
	struct rect path;	/* of the path being made, page space */
	struct rect clip;	/* what is drawn is seen in it at most */
};
#define PDF_STATE_INIT ((struct pdf_state){ .ctm = { 1, 0, 0, 1, 0, 0 }, \
	.scale = 1, .alpha = 1, .line = 1, .device = true, \
	.clip = { -INFINITY, -INFINITY, INFINITY, INFINITY } })

struct view_fill {
	struct rect box;
	double light;
};

struct view_word {
	struct rect box;	/* points from the top left, as shown */
	uint32_t taken;		/* letters of it that were left out */
	bool label;		/* it says that something was redacted */
	bool guess;		/* it shows something: perhaps what covers it */
	struct rect shows;	/* the part that does, which is not taken */
};

/* Where nothing may stay; points from the top left, as shown. */
struct view_cut {
	struct rect box;
	bool drawn;		/* by a person: whatever it touches goes */
};

enum view_fate { VIEW_STAYS = 0, VIEW_GOES, VIEW_SPOILS };

struct pdf_view {
	struct rect crop;	/* what of the page's space is shown */
	int turn;		/* degrees clockwise: 0, 90, 180, 270 */
	bool doubtful, decided;
	bool specks_stay;	/* tiny letters whose removal would show */
	bool layers_only;	/* take what hangs on layers, and no more */
	/* Once decided: take what stands in these, and no more. */
	const struct view_cut *cuts;
	size_t ncuts;
	bool spoilt;		/* something there cannot be taken apart */
	bool any_text;
	struct bytes text;	/* struct rect */
	struct bytes fills;	/* struct view_fill */
	struct bytes pictures;	/* struct rect */
	struct bytes covers;	/* struct rect: drawn over text */
	struct bytes over;	/* struct rect: drawn over pictures */
	uint32_t hidden_pictures;	/* parts of them that were found so */
	struct bytes unseen;	/* struct view_word */
	/* Which of them reach into each strip of the page, from pdf_view_decide()
	 * on, in their order: those of strip i from strip[i] to strip[i + 1]. */
	uint32_t *in_strip;	/* NULL: they are gone through one by one */
	uint32_t strip[VIEW_STRIPS + 1];
	double strips_from, strip_high;
	uint64_t taken[UNSEEN_LAST + 1];	/* letters */
	uint64_t specks;	/* tiny letters that stay */
	uint64_t layer;		/* letters drawn as nothing that stay */
};

void pdf_view_init(struct pdf_view *v);
void pdf_view_free(struct pdf_view *v);
/* For the second time: what was learned stays. */
void pdf_view_decide(struct pdf_view *v);

/* What is drawn; `box` in the page's space. */
void pdf_view_fill(struct pdf_view *v, const struct rect *box, double light);
void pdf_view_picture(struct pdf_view *v, const struct rect *box);
/* A line drawn along it: its frame covers nothing. */
void pdf_view_stroke(struct pdf_view *v, const struct rect *box, double thick);
/* The box as it is shown. */
struct rect pdf_view_shown(const struct pdf_view *v, const struct rect *box);
/* A run of letters; `high` is their size on the page in points. */
void pdf_view_text(struct pdf_view *v, const struct rect *box,
    const struct pdf_state *s, double high);

/* Does something that was drawn over text lie over a letter of this box (points
 * from the top left, as shown), or more? */
bool pdf_view_covers(const struct pdf_view *v, const struct rect *shown);

/*
 * Once decided: is the letter with its middle at (x, y) to be left out?  It is
 * counted when it is.
 */
bool pdf_view_takes(struct pdf_view *v, double x, double y, double wide,
    double high, const struct pdf_state *s);

/* Does the letter with this box, in the page's space, stand in a cut? */
bool pdf_view_cuts(const struct pdf_view *v, const struct rect *box);
/* What becomes of a path so large (or a picture) where something is cut: marks
 * of what goes go too, what is behind all of it stays. */
enum view_fate pdf_view_fate(const struct pdf_view *v, const struct rect *box,
    bool picture);

/* The rectangle around `r` under the matrix. */
struct rect pdf_rect_under(const struct rect *r, const double m[6]);
/* m = by x m: `by` first. */
void pdf_multiply(double m[6], const double by[6]);

#endif
