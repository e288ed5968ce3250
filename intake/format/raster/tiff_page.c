/* tiff_page.c -- see tiff_page.h. */
#include "intake/format/raster/tiff_page.h"

#define PHOTOMETRIC_YCBCR 6
#define PHOTOMETRIC_CFA 32803
#define PHOTOMETRIC_LINEAR_RAW 34892
#define SUBFILE_REDUCED 1

static uint64_t
number(const struct ifd *t, uint64_t at, uint16_t tag, uint64_t otherwise)
{
	struct ifd_entry e = ifd_find(t, at, tag);

	return e.value != NULL && e.len > 0 ? ifd_whole(t, &e, 0) : otherwise;
}

/* A number that must fit; what does not becomes 0, which no field may be. */
static uint32_t
small(uint64_t v)
{
	return v <= UINT32_MAX ? (uint32_t)v : 0;
}

static bool
read_bits(struct tiff_page *p, const struct ifd *t)
{
	struct ifd_entry e = ifd_find(t, p->at, TIFF_BITS);
	uint64_t first = 1, i;

	p->even = true;
	p->bits = p->samples;
	if (e.value == NULL || e.count == 0)
		return true;
	for (i = 0, p->bits = 0; i < p->samples; i++) {
		/* Some writers give one number for all. */
		uint64_t n = ifd_whole(t, &e,
		    i < e.count ? (size_t)i : (size_t)e.count - 1);

		if (n == 0 || n > TIFF_SAMPLES_MAX)
			return false;
		if (i == 0)
			first = n;
		p->even = p->even && n == first;
		p->bits += (unsigned)n;
	}
	return true;
}

static uint64_t
divide_up(uint64_t n, uint64_t by)
{
	return n / by + (n % by != 0);
}

/* How the picture is cut into strips or tiles. */
static bool
read_parts(struct tiff_page *p, const struct ifd *t)
{
	uint64_t across, down;

	p->tiled = ifd_find(t, p->at, TIFF_TILES).value != NULL;
	if (p->tiled) {
		p->part_width = small(number(t, p->at, TIFF_TILE_WIDTH, 0));
		p->part_height = small(number(t, p->at, TIFF_TILE_HEIGHT, 0));
	} else {
		p->part_width = p->size.width;
		p->part_height = small(number(t, p->at, TIFF_ROWS,
		    p->size.height));
		if (p->part_height > p->size.height)
			p->part_height = p->size.height;
	}
	if (p->part_width == 0 || p->part_height == 0 ||
	    p->part_width > PICTURE_SIDE_MAX ||
	    p->part_height > PICTURE_SIDE_MAX)
		return false;
	across = divide_up(p->size.width, p->part_width);
	down = divide_up(p->size.height, p->part_height);
	p->parts = across * down * (p->planes ? p->samples : 1);
	p->offsets = ifd_find(t, p->at, p->tiled ? TIFF_TILES : TIFF_STRIPS);
	p->counts = ifd_find(t, p->at,
	    p->tiled ? TIFF_TILE_BYTES : TIFF_STRIP_BYTES);
	if (p->counts.count < p->parts)
		p->counts.value = NULL;
	return p->offsets.value != NULL && p->offsets.count >= p->parts;
}

/* Bytes of an uncompressed part; 0 when it cannot be told. */
static uint64_t
plain_bytes(const struct tiff_page *p, uint64_t i)
{
	uint64_t rows = p->part_height, down, bits = p->bits;

	if (p->compression != TIFF_PLAIN ||
	    p->photometric == PHOTOMETRIC_YCBCR || (p->planes && !p->even))
		return 0;
	if (p->planes)
		bits /= p->samples;
	if (!p->tiled) {	/* the last strip has the rows that are left */
		down = divide_up(p->size.height, p->part_height);
		if (i % down == down - 1)
			rows = p->size.height - (down - 1) * rows;
	}
	return rows * divide_up(p->part_width * bits, 8);
}

bool
tiff_part(const struct ifd *t, const struct tiff_page *p, uint64_t i,
    const uint8_t **data, size_t *len)
{
	uint64_t at = ifd_whole(t, &p->offsets, (size_t)i);
	uint64_t plain = plain_bytes(p, i), n = plain;

	if (p->counts.value != NULL) {
		n = ifd_whole(t, &p->counts, (size_t)i);
		if (plain > 0 && n > plain)
			n = plain;	/* what lies behind is no picture */
	}
	if (n == 0 || at > t->len || n > t->len - at)
		return false;
	*data = t->data + at;
	*len = (size_t)n;
	return true;
}

/* A camera's raw picture lies in a directory below; the one above is small. */
static bool
is_raw(const struct tiff_page *p, const struct ifd *t)
{
	struct ifd_entry below = ifd_find(t, p->at, TIFF_SUBIFDS);
	size_t i;

	if (p->photometric == PHOTOMETRIC_CFA ||
	    p->photometric == PHOTOMETRIC_LINEAR_RAW ||
	    ifd_find(t, p->at, TIFF_DNG).count > 0)
		return true;
	for (i = 0; below.value != NULL && i < below.count &&
	    i < IFD_ENTRIES_MAX; i++) {
		uint64_t at = ifd_whole(t, &below, i);

		if (ifd_entries(t, at) > 0 && (number(t, at, TIFF_SUBFILE,
		    0) & SUBFILE_REDUCED) == 0)
			return true;
	}
	return false;
}

static int
read_page(struct tiff_page *p, const struct ifd *t, struct answer *a)
{
	p->size.width = small(number(t, p->at, TIFF_WIDTH, 0));
	p->size.height = small(number(t, p->at, TIFF_HEIGHT, 0));
	p->size.orientation = (unsigned)number(t, p->at, TIFF_ORIENTATION, 1);
	if (p->size.orientation < 1 || p->size.orientation > 8)
		p->size.orientation = 1;
	p->compression = small(number(t, p->at, TIFF_COMPRESSION, 1));
	p->photometric = small(number(t, p->at, TIFF_PHOTOMETRIC, 0));
	p->samples = small(number(t, p->at, TIFF_SAMPLES, 1));
	p->planes = number(t, p->at, TIFF_PLANAR, 1) == 2;
	p->reduced = (number(t, p->at, TIFF_SUBFILE, 0) &
	    SUBFILE_REDUCED) != 0;
	if (is_raw(p, t))
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "TIFF: a camera's raw picture; it must be developed first");
	if (p->compression == TIFF_OLD_JPEG)
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "TIFF: JPEG of the old style (compression 6)");
	if (p->samples == 0 || p->samples > TIFF_SAMPLES_MAX ||
	    !read_bits(p, t))
		return answer_refuse(a, REASON_DAMAGED,
		    "TIFF: picture %llu has impossible samples",
		    (unsigned long long)p->at);
	if (picture_check(a, &p->size) < 0)
		return -1;
	if (!read_parts(p, t))
		return answer_refuse(a, REASON_DAMAGED,
		    "TIFF: a picture's strips or tiles are not all named");
	return 0;
}

int
tiff_walk(struct tiff_walk *w, const struct doc *d, struct answer *a)
{
	*w = (struct tiff_walk){ .n = 0 };
	if (!ifd_begin(&w->ifd, d->data, d->len, &w->next) || w->next == 0)
		return answer_refuse(a, REASON_DAMAGED,
		    "TIFF: it ends before the first picture");
	return 0;
}

int
tiff_next(struct tiff_walk *w, struct tiff_page *p, struct answer *a)
{
	*p = (struct tiff_page){ .at = w->next };
	if (w->next == 0)
		return 0;
	/* Directories that name each other in a circle end here too. */
	if (w->n++ >= PAGES_MAX)
		return answer_refuse(a, REASON_LIMIT,
		    "TIFF: more than %u pictures", PAGES_MAX);
	if (ifd_entries(&w->ifd, p->at) == 0)
		return answer_refuse(a, REASON_DAMAGED,
		    "TIFF: a directory lies outside the file");
	if (read_page(p, &w->ifd, a) < 0)
		return -1;
	w->next = ifd_next(&w->ifd, p->at);
	return 1;
}

int
tiff_next_page(struct tiff_walk *w, struct tiff_page *p, struct answer *a)
{
	int r;

	while ((r = tiff_next(w, p, a)) == 1 && p->reduced)
		continue;
	return r;
}
