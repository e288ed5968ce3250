/* tiff_report.c -- see tiff_report.h. */
#include "intake/format/raster/tiff_report.h"

#include "intake/format/raster/tiff_write.h"
#include "intake/format/tags/exif.h"
#include "intake/format/tags/exif_tags.h"

#define PADDING_MAX 8		/* bytes: a file may end on a round number */

void
tiff_report_page(struct answer *a, const struct ifd *t,
    const struct tiff_page *p)
{
	if (p->reduced)
		answer_metaf(a, "Thumbnail", "Picture", "%u x %u pixels",
		    p->size.width, p->size.height);
	exif_report_page(a, t, p->at, tiff_is_structure);
}

static uint64_t
later(uint64_t end, uint64_t other)
{
	return other > end ? other : end;
}

/* Where strips or tiles end. */
static uint64_t
end_of_parts(const struct ifd *t, uint64_t at, uint16_t offsets,
    uint16_t counts, uint64_t end)
{
	struct ifd_entry from = ifd_find(t, at, offsets);
	struct ifd_entry n = ifd_find(t, at, counts);
	uint64_t i;

	if (from.value == NULL)
		return end;
	if (n.value == NULL)	/* as it was long ago: up to the end */
		return t->len;
	for (i = 0; i < from.count && i < n.count; i++) {
		uint64_t first = ifd_whole(t, &from, (size_t)i);
		uint64_t len = ifd_whole(t, &n, (size_t)i);

		if (first <= t->len && len <= t->len - first)
			end = later(end, first + len);
	}
	return end;
}

/* Where all ends that a directory names, and those below it. */
static uint64_t
end_of(const struct ifd *t, uint64_t at, unsigned depth)
{
	size_t i, k, n = ifd_entries(t, at);
	uint64_t end = ifd_end(t, at);

	for (i = 0; i < n; i++) {
		struct ifd_entry e = ifd_entry(t, at, i);

		if (e.value == NULL)
			continue;
		end = later(end, (uint64_t)(e.value - t->data) + e.len);
		if (depth > 0 && (e.tag == EXIF_IFD || e.tag == EXIF_GPS_IFD ||
		    e.tag == EXIF_INTEROP_IFD || e.tag == TIFF_SUBIFDS))
			for (k = 0; k < e.count && k < EXIF_IFDS_MAX; k++)
				end = later(end, end_of(t,
				    ifd_whole(t, &e, k), depth - 1));
	}
	end = end_of_parts(t, at, TIFF_STRIPS, TIFF_STRIP_BYTES, end);
	end = end_of_parts(t, at, TIFF_TILES, TIFF_TILE_BYTES, end);
	return end_of_parts(t, at, EXIF_THUMB_OFFSET, EXIF_THUMB_LENGTH, end);
}

void
tiff_report_rest(struct answer *a, const struct doc *d)
{
	struct ifd t;
	uint64_t at, end = 0;
	uint32_t i;

	if (!ifd_begin(&t, d->data, d->len, &at))
		return;
	for (i = 0; at != 0 && i < PAGES_MAX; i++) {
		end = later(end, end_of(&t, at, 2));
		at = ifd_next(&t, at);
	}
	if (end < d->len && d->len - end > PADDING_MAX)
		answer_mark(a, MARK_TRAILING_DATA, d->len - end,
		    "%llu bytes behind everything that belongs to a picture",
		    (unsigned long long)(d->len - end));
}
