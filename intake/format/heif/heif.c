/*
 * heif.c -- HEIC and AVIF (ISO/IEC 23008-12, AV1 Image File Format).
 *
 * Cleaning copies the coded units of the pictures and writes new boxes around
 * them.  Each picture that is shown by itself is a page.
 */
#include "intake/format/heif/heif.h"

#include <string.h>

#include "intake/format/heif/heif_report.h"
#include "intake/format/heif/heif_show.h"
#include "intake/format/heif/heif_write.h"
#include "intake/format/page/drawn.h"

static const char *const heic_mimes[] = {
	"image/heic", "image/heif", "image/heic-sequence",
	"image/heif-sequence", NULL
};
static const char *const avif_mimes[] = {
	"image/avif", "image/avif-sequence", "image/heif", NULL
};

static bool
has_brand(const struct bmff *ftyp, const char *const *brands)
{
	size_t i;

	for (; *brands != NULL; brands++)
		for (i = 0; i + 4 <= ftyp->len; i += 4)
			if (i != 4 && memcmp(ftyp->data + i, *brands, 4) == 0)
				return true;
	return false;
}

/* A file type box with a brand of ours, then a box "meta". */
static bool
is_heif(const struct doc *d, bool *av1)
{
	static const char *const av1_brands[] = { "avif", "avis", NULL };
	static const char *const brands[] = {
		"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "mif2",
		"msf1", "avif", "avis", NULL
	};
	static const char *const own[] = { "meta", "mdat", "moov", NULL };
	struct boxes b = boxes(d->data, d->len);
	struct bmff ftyp, one;
	size_t i;

	if (!boxes_next(&b, &ftyp) || !box_is(&ftyp, "ftyp") ||
	    ftyp.len < 8 || !has_brand(&ftyp, brands))
		return false;
	*av1 = has_brand(&ftyp, av1_brands);
	while (boxes_next(&b, &one))
		for (i = 0; own[i] != NULL; i++)
			if (box_is(&one, own[i]))
				return true;
	return b.cut;
}

static bool
heic_structure(const struct doc *d)
{
	bool av1;

	return is_heif(d, &av1) && !av1;
}

static bool
avif_structure(const struct doc *d)
{
	bool av1;

	return is_heif(d, &av1) && av1;
}

/* The directory, and sizes that can be handled; heif_free() in any case. */
static int
look(struct heif *h, const struct doc *d, struct answer *a, uint32_t *pages)
{
	struct heif_view v;
	struct bmff moov;
	size_t i;

	*pages = 0;
	if (heif_read(h, d, a) < 0)
		return -1;
	if (boxes_find(d->data, d->len, "moov", &moov))
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "HEIF: a film of pictures beside the picture");
	for (i = 0; i < h->nitems; i++) {
		if (!h->items[i].top)
			continue;
		if (!heif_view(h, &h->items[i], &v))
			return answer_refuse(a, REASON_DAMAGED,
			    "HEIF: a picture without a size");
		if (picture_check(a, &(struct picture_size){ v.width,
		    v.height, 1 }) < 0)
			return -1;
		(*pages)++;
	}
	return 0;
}

static int
text(const struct doc *d, struct answer *a, bool layout)
{
	struct heif_view v;
	struct heif h;
	uint32_t pages;
	size_t i;
	int r;

	(void)layout;	/* pages without words have no places */
	if ((r = look(&h, d, a, &pages)) == 0)
		for (i = 0; i < h.nitems; i++)
			if (h.items[i].top && heif_view(&h, &h.items[i], &v))
				picture_page(a, &v.size);
	heif_free(&h);
	return r;
}

static int
report(const struct doc *d, struct answer *a)
{
	struct heif h;
	uint32_t pages;
	int r;

	r = look(&h, d, a, &pages);
	if (h.meta.len >= 4)	/* what could be read of it is told */
		heif_report(&h, a);
	answer_pages(a, pages);
	heif_free(&h);
	return r;
}

static int
clean(const struct doc *d, struct answer *a)
{
	/* Items may share bytes, but not to make a small file large. */
	struct bytes out = BYTES_INIT(2 * d->len + ((size_t)1 << 20));
	struct heif h;
	uint32_t pages;
	int r;

	if ((r = look(&h, d, a, &pages)) == 0 &&
	    (r = heif_write(&out, &h, a)) == 0)
		answer_file(a, out.data, out.len);
	heif_free(&h);
	bytes_free(&out);
	return r;
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct heif h;
	uint32_t pages;
	int r;

	if ((r = look(&h, d, a, &pages)) == 0 &&
	    (r = picture_edits_check(a, e, pages, false)) == 0 &&
	    e->nboxes > 0)
		r = pages == 1 ? heif_paint(&h, e, a) :
		    answer_refuse(a, REASON_UNSUPPORTED, "HEIF: several "
		    "pictures in one file cannot be painted on; send a PNG or "
		    "JPEG of each");
	heif_free(&h);
	return r < 0 || e->nboxes > 0 ? r : clean(d, a);
}

static int
safe(const struct doc *d, struct answer *a)
{
	struct heif h;
	uint32_t pages;
	int r;

	if ((r = look(&h, d, a, &pages)) == 0)
		r = heif_show(&h, a);
	heif_free(&h);
	return r;
}

static int
heic_picture(const struct doc *d, const struct pictured *p, struct answer *a)
{
	return drawn_by_safe(&format_heic, d, p, a);
}

static int
avif_picture(const struct doc *d, const struct pictured *p, struct answer *a)
{
	return drawn_by_safe(&format_avif, d, p, a);
}

const struct format format_heic = {
	.id = FORMAT_HEIC,
	.mimes = heic_mimes,
	.structure = heic_structure,
	.report = report,
	.text = text,
	.clean = clean,
	.apply = apply,
	.safe = safe,
	.picture = heic_picture,
};

const struct format format_avif = {
	.id = FORMAT_AVIF,
	.mimes = avif_mimes,
	.structure = avif_structure,
	.report = report,
	.text = text,
	.clean = clean,
	.apply = apply,
	.safe = safe,
	.picture = avif_picture,
};
