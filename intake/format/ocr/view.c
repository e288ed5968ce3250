/* view.c -- see view.h. */
#include "intake/format/ocr/view.h"

#include <math.h>
#include <stdbool.h>

#include "vault/base/err.h"

#define DEGREE 0.017453292519943295

struct point {
	double x, y;
};

static void
replace(PIX **p, PIX *by)
{
	pixDestroy(p);
	*p = by;
}

int
view_make(PIX **out, PIX *grey, const struct view *view)
{
	PIX *p = pixClone(grey);

	if (p != NULL && view->factor > 1)
		replace(&p, pixScale(p, (l_float32)view->factor,
		    (l_float32)view->factor));
	if (p != NULL && view->quarters != 0)
		replace(&p, pixRotateOrth(p, view->quarters));
	if (p != NULL && view->skew != 0)
		replace(&p, pixRotate(p, (l_float32)(view->skew * DEGREE),
		    L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, pixGetWidth(p),
		    pixGetHeight(p)));
	*out = p;
	return p != NULL ? 0 : err_set(ERR_NO_MEMORY, "out of memory");
}

/* From the straightened picture to the crooked one, both about their middle. */
static struct point
crooked(struct point p, const struct view *view, double w, double h,
    double seen_w, double seen_h)
{
	double a = -view->skew * DEGREE;
	double x = p.x - seen_w / 2, y = p.y - seen_h / 2;

	return (struct point){ w / 2 + x * cos(a) - y * sin(a),
	    h / 2 + x * sin(a) + y * cos(a) };
}

/* Before the quarters: w and h are of the picture that was turned. */
static struct point
turned_back(struct point p, int quarters, double w, double h)
{
	switch (quarters) {
	case 1:
		return (struct point){ p.y, h - p.x };
	case 2:
		return (struct point){ w - p.x, h - p.y };
	case 3:
		return (struct point){ w - p.y, p.x };
	default:
		return p;
	}
}

static int
cut(double v, int max)
{
	return v <= 0 ? 0 : v >= max ? max : (int)v;
}

void
view_back(const struct view *view, PIX *grey, PIX *seen, struct ocr_word *word)
{
	double w = pixGetWidth(grey) * view->factor;
	double h = pixGetHeight(grey) * view->factor;
	bool swapped = (view->quarters & 1) != 0;
	double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
	int i;

	for (i = 0; i < 4; i++) {
		struct point p = { (i & 1) != 0 ? word->x1 : word->x0,
		    (i & 2) != 0 ? word->y1 : word->y0 };

		if (view->skew != 0)
			p = crooked(p, view, swapped ? h : w, swapped ? w : h,
			    pixGetWidth(seen), pixGetHeight(seen));
		p = turned_back(p, view->quarters, w, h);
		x0 = fmin(x0, p.x), x1 = fmax(x1, p.x);
		y0 = fmin(y0, p.y), y1 = fmax(y1, p.y);
	}
	word->x0 = cut(floor(x0 / view->factor), pixGetWidth(grey));
	word->y0 = cut(floor(y0 / view->factor), pixGetHeight(grey));
	word->x1 = cut(ceil(x1 / view->factor), pixGetWidth(grey));
	word->y1 = cut(ceil(y1 / view->factor), pixGetHeight(grey));
}
