/*
 * tiff.c -- TIFF (TIFF 6.0, BigTIFF).
 *
 * Cleaning writes a new file around the strips and tiles of the old one
 * (tiff_write.h).  A page with boxes, or with a printer's dots, is coded anew
 * without loss in 8 bits; the others stay as they are.  Orientation stays a
 * number of the directory: it is TIFF's own way to turn a picture.
 */
#include "intake/format/raster/raster.h"
#include "intake/format/page/drawn.h"
#include "intake/format/raster/tiff_code.h"
#include "intake/format/raster/tiff_report.h"
#include "intake/format/raster/tiff_write.h"

/* Cameras' raw pictures are TIFF by structure, and refused by that name. */
static const char *const mimes[] = {
	"image/tiff", "image/x-canon-cr2", NULL
};

/* A header, and a directory that says how large its picture is. */
static bool
structure(const struct doc *d)
{
	struct ifd t;
	uint64_t first;

	return ifd_begin(&t, d->data, d->len, &first) &&
	    ifd_find(&t, first, TIFF_WIDTH).value != NULL &&
	    ifd_find(&t, first, TIFF_HEIGHT).value != NULL;
}

/* The file anew, as `o`; with pictures turned by their number or not. */
static int
copy(struct tiff_out *o, const struct doc *d, struct answer *a, bool turn)
{
	struct tiff_walk w;
	struct tiff_page p;
	unsigned pages = 0;
	int r;

	o->turn = turn;
	if ((r = tiff_walk(&w, d, a)) < 0 ||
	    (r = tiff_out_begin(o, &w.ifd, a)) < 0)
		return r;
	while ((r = tiff_next_page(&w, &p, a)) == 1) {
		if (tiff_out_page(o, &w.ifd, &p, a) < 0)
			return -1;
		pages++;
	}
	if (r == 0 && pages == 0)
		r = answer_refuse(a, REASON_UNSUPPORTED,
		    "TIFF: only smaller pictures of one that is not there");
	return r;
}

/* Could a page have yellow dots at all? */
static bool
has_colours(const struct tiff_page *p)
{
	return p->photometric > 1 && (p->samples >= 3 || p->photometric == 3) &&
	    p->size.width >= DOTS_SIDE_MIN && p->size.height >= DOTS_SIDE_MIN;
}

static int
any_colours(const struct doc *d, struct answer *a, bool *any)
{
	struct tiff_walk w;
	struct tiff_page p;
	int r;

	*any = false;
	if ((r = tiff_walk(&w, d, a)) < 0)
		return r;
	while ((r = tiff_next_page(&w, &p, a)) == 1)
		*any = *any || has_colours(&p);
	return r;
}

struct job {
	struct answer *a;
	const struct edits *edits;	/* NULL: nothing to paint */
	struct tiff_out copy;		/* what libtiff reads */
	struct tiff_reader *reader;
	struct tiff_walk walk;
	uint32_t pages;
	uint32_t dots;
};

static int
job_begin(struct job *j, const struct doc *d, struct answer *a)
{
	int r;

	*j = (struct job){ .a = a };
	if ((r = copy(&j->copy, d, a, false)) < 0 ||
	    (r = tiff_reader_new(&j->reader, &j->copy.b, a)) < 0)
		return r;
	return tiff_walk(&j->walk, d, a);
}

static int
job_next(struct job *j, struct tiff_page *p)
{
	int r;

	if ((r = tiff_next_page(&j->walk, p, j->a)) != 1)
		return r;
	j->pages++;
	return tiff_reader_next(j->reader, p) < 0 ? -1 : 1;
}

static void
job_end(struct job *j)
{
	tiff_reader_free(j->reader);
	tiff_out_free(&j->copy);
}

/* A page that is painted goes through a file of its own. */
static int
put_painted(struct job *j, struct tiff_out *o,
    const struct picture_boxes *boxes, const struct dots *dots,
    const struct whiten *white)
{
	struct bytes file = BYTES_INIT(CLEAN_MAX);
	struct tiff_walk w;
	struct tiff_page p;
	struct doc d;
	int r;

	if ((r = tiff_reader_paint(j->reader, &j->walk.ifd, boxes, dots,
	    white, &file)) < 0)
		goto done;
	d = (struct doc){ .data = file.data, .len = file.len };
	if ((r = tiff_walk(&w, &d, j->a)) == 0 &&
	    (r = tiff_next(&w, &p, j->a)) == 1)
		r = tiff_out_page(o, &w.ifd, &p, j->a);
done:
	bytes_free(&file);
	return r;
}

static int
put_page(struct job *j, struct tiff_out *o, const struct tiff_page *p)
{
	struct picture_boxes boxes = PICTURE_BOXES_INIT;
	struct whiten *white = NULL;
	struct dots *dots = NULL;
	uint32_t count = 0;
	int r = 0;

	if (j->edits != NULL)
		r = picture_boxes_from(&boxes, j->a, j->edits, j->pages - 1,
		    &p->size, 1, 1);
	if (r == 0 && has_colours(p))
		r = tiff_reader_dots(j->reader, &dots, &count);
	if (r == 0 && j->edits != NULL &&
	    (j->edits->flags & EDITS_WHITEN) != 0)
		r = tiff_reader_whiten(j->reader, &white);
	if (r < 0)
		goto done;
	if (boxes.n > 0 || dots != NULL || white != NULL)
		r = put_painted(j, o, &boxes, dots, white);
	else
		r = tiff_out_page(o, &j->walk.ifd, p, j->a);
done:
	picture_boxes_free(&boxes);
	dots_free(dots);
	whiten_free(white);
	return r;
}

/* Page by page; painted where `e` (or NULL) or dots ask for it. */
static int
write_pages(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct tiff_out o = { .turn = true };
	struct tiff_page p;
	struct job j;
	int r;

	if ((r = job_begin(&j, d, a)) < 0)
		goto done;
	j.edits = e;
	if ((r = tiff_out_begin(&o, &j.walk.ifd, a)) < 0)
		goto done;
	o.b.max = CLEAN_MAX;	/* painted pages may be larger than before */
	while ((r = job_next(&j, &p)) == 1)
		if (put_page(&j, &o, &p) < 0) {
			r = -1;
			goto done;
		}
	if (r == 0)
		answer_file(a, o.b.data, o.b.len);
done:
	tiff_out_free(&o);
	job_end(&j);
	return r;
}

static int
clean(const struct doc *d, struct answer *a)
{
	struct tiff_out o = { .turn = true };
	bool colours;
	int r;

	if ((r = any_colours(d, a, &colours)) < 0)
		return r;
	if (colours)
		return write_pages(d, NULL, a);
	if ((r = copy(&o, d, a, true)) == 0)
		answer_file(a, o.b.data, o.b.len);
	tiff_out_free(&o);
	return r;
}

static int
text(const struct doc *d, struct answer *a, bool layout)
{
	struct tiff_walk w;
	struct tiff_page p;
	int r;

	(void)layout;	/* pages without words have no places */
	if ((r = tiff_walk(&w, d, a)) < 0)
		return r;
	while ((r = tiff_next_page(&w, &p, a)) == 1)
		picture_page(a, &p.size);
	return r;
}

static int
find_dots(const struct doc *d, struct answer *a)
{
	struct tiff_page p;
	struct job j;
	int r;

	if ((r = job_begin(&j, d, a)) == 0)
		while ((r = job_next(&j, &p)) == 1) {
			struct dots *dots = NULL;
			uint32_t count = 0;

			if (has_colours(&p) && tiff_reader_dots(j.reader,
			    &dots, &count) < 0) {
				r = -1;
				break;
			}
			if (count > 0)
				answer_mark(a, MARK_PRINTER_DOTS, count, "%u "
				    "light yellow dots all over page %u",
				    count, j.pages);
			dots_free(dots);
		}
	job_end(&j);
	return r;
}

static int
report(const struct doc *d, struct answer *a)
{
	struct tiff_walk w;
	struct tiff_page p;
	uint32_t pages = 0;
	bool colours = false;
	int r;

	if ((r = tiff_walk(&w, d, a)) < 0)
		return r;
	while ((r = tiff_next(&w, &p, a)) == 1) {
		tiff_report_page(a, &w.ifd, &p);
		pages += !p.reduced;
		colours = colours || (!p.reduced && has_colours(&p));
	}
	if (r < 0)
		return r;
	tiff_report_rest(a, d);
	answer_pages(a, pages);
	return colours ? find_dots(d, a) : 0;
}

static uint32_t
count_pages(const struct doc *d, struct answer *a)
{
	struct tiff_walk w;
	struct tiff_page p;
	uint32_t n = 0;

	if (tiff_walk(&w, d, a) < 0)
		return 0;
	while (tiff_next_page(&w, &p, a) == 1)
		n++;
	return n;
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	uint32_t pages;

	if ((pages = count_pages(d, a)) == 0 ||
	    picture_edits_check(a, e, pages, true) < 0)
		return -1;
	return e->nboxes > 0 || (e->flags & EDITS_WHITEN) != 0 ?
	    write_pages(d, e, a) : clean(d, a);
}

static bool
row_to_safe(void *arg, const uint8_t *rgb, uint32_t y)
{
	(void)y;
	picture_safe_row(arg, rgb);
	return true;
}

static int
safe(const struct doc *d, struct answer *a)
{
	struct picture_safe *s = NULL;
	struct tiff_page p;
	struct job j;
	int r;

	if ((r = job_begin(&j, d, a)) < 0 ||
	    (r = picture_safe_new(&s, a)) < 0)
		goto done;
	while ((r = job_next(&j, &p)) == 1)
		if (picture_safe_page(s, &p.size) < 0 ||
		    tiff_reader_rows(j.reader, row_to_safe, s) < 0) {
			r = -1;
			goto done;
		}
	if (r == 0)
		r = picture_safe_end(s);
done:
	picture_safe_free(s);
	job_end(&j);
	return r;
}

static int
picture(const struct doc *d, const struct pictured *p, struct answer *a)
{
	return drawn_by_safe(&format_tiff, d, p, a);
}

const struct format format_tiff = {
	.id = FORMAT_TIFF,
	.mimes = mimes,
	.structure = structure,
	.report = report,
	.text = text,
	.clean = clean,
	.apply = apply,
	.safe = safe,
	.picture = picture,
};
