/* pdf_box.c -- boxes: turned, grown, laid over each other. */
#include "intake/format/pdf/pdf_redact.h"

struct pdf_box
pdf_turn_in(const struct pdf_box *b, unsigned turn)
{
	switch (turn) {
	case 1:
		return (struct pdf_box){ b->y0, -b->x1, b->y1, -b->x0 };
	case 2:
		return (struct pdf_box){ -b->x1, -b->y1, -b->x0, -b->y0 };
	case 3:
		return (struct pdf_box){ -b->y1, b->x0, -b->y0, b->x1 };
	default:
		return *b;
	}
}

struct pdf_box
pdf_turn_out(const struct pdf_box *b, unsigned turn)
{
	switch (turn) {
	case 1:
		return (struct pdf_box){ -b->y1, b->x0, -b->y0, b->x1 };
	case 2:
		return (struct pdf_box){ -b->x1, -b->y1, -b->x0, -b->y0 };
	case 3:
		return (struct pdf_box){ b->y0, -b->x1, b->y1, -b->x0 };
	default:
		return *b;
	}
}

bool
pdf_box_under(const struct pdf_box *b, const struct pdf_box *by)
{
	int64_t w = (int64_t)(b->x1 < by->x1 ? b->x1 : by->x1) -
	    (b->x0 > by->x0 ? b->x0 : by->x0);
	int64_t h = (int64_t)(b->y1 < by->y1 ? b->y1 : by->y1) -
	    (b->y0 > by->y0 ? b->y0 : by->y0);

	return w > 0 && h > 0 && w * h * 5 >
	    ((int64_t)b->x1 - b->x0) * ((int64_t)b->y1 - b->y0);
}

bool
pdf_box_holds(const struct pdf_box *box, const struct pdf_box *b)
{
	return b->x0 >= box->x0 && b->x1 <= box->x1 && b->y0 >= box->y0 &&
	    b->y1 <= box->y1;
}

bool
pdf_boxes_meet(const struct pdf_box *a, const struct pdf_box *b)
{
	return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 &&
	    b->y0 < a->y1;
}

void
pdf_box_widen(struct pdf_box *b, const struct pdf_box *by)
{
	b->x0 = by->x0 < b->x0 ? by->x0 : b->x0;
	b->y0 = by->y0 < b->y0 ? by->y0 : b->y0;
	b->x1 = by->x1 > b->x1 ? by->x1 : b->x1;
	b->y1 = by->y1 > b->y1 ? by->y1 : b->y1;
}
