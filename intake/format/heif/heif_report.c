/* heif_report.c -- see heif_report.h. */
#include "intake/format/heif/heif_report.h"

#include <string.h>

#include "intake/format/heif/coded.h"
#include "intake/format/heif/heif_write.h"
#include "intake/format/tags/exif.h"
#include "intake/format/tags/icc.h"
#include "intake/format/tags/numbers.h"
#include "intake/format/tags/xmp.h"

#define WORDS_MIN 8		/* letters in a row that are shown */
#define WORDS_MAX 512

/* --- units that decoders pass over: an encoder's own words --- */

static void
tell_unit(void *arg, const char *name, const uint8_t *p, size_t len)
{
	size_t i, run = 0, best = 0, at = 0;

	for (i = 0; i < len; i++) {
		run = p[i] >= 0x20 && p[i] <= 0x7e ? run + 1 : 0;
		if (run > best) {
			best = run;
			at = i + 1 - run;
		}
	}
	if (best > WORDS_MAX)
		best = WORDS_MAX;
	if (best >= WORDS_MIN)
		answer_metaf(arg, name, "Message", "%zu bytes; %.*s", len,
		    (int)best, (const char *)p + at);
	else
		answer_metaf(arg, name, "Message", "%zu bytes", len);
}

static void
report_units(const struct heif *h, const struct heif_item *i,
    struct answer *a)
{
	const struct coded_tell tell = { tell_unit, a };
	struct bytes raw = BYTES_INIT(h->d->len), kept = BYTES_INIT(h->d->len);
	struct bmff hvcc;

	if (heif_bytes(h, i, &raw)) {
		if (memcmp(i->type, "hvc1", 4) == 0 &&
		    heif_property(h, i, "hvcC", &hvcc))
			(void)coded_hevc(&kept, raw.data, raw.len, &hvcc,
			    &tell);
		else if (memcmp(i->type, "av01", 4) == 0)
			(void)coded_av1(&kept, raw.data, raw.len, &tell);
	}
	bytes_free(&raw);
	bytes_free(&kept);
}

/* --- items --- */

static void
report_exif(const struct bytes *b, struct answer *a)
{
	uint32_t skip;

	/* Four bytes say how many stand before the TIFF header. */
	if (b->len < 4 || (skip = be32(b->data)) > b->len - 4) {
		answer_metaf(a, "EXIF", "Segment", "%zu bytes, damaged",
		    b->len);
		return;
	}
	exif_report(a, b->data + 4 + skip, b->len - 4 - skip);
}

static bool
is_xmp(const struct heif_item *i)
{
	static const char type[] = "application/rdf+xml";

	return memcmp(i->type, "mime", 4) == 0 && i->content != NULL &&
	    i->content_len == sizeof(type) - 1 &&
	    memcmp(i->content, type, sizeof(type) - 1) == 0;
}

/* A picture that is none of those kept: a thumbnail, a depth, a gain map. */
static void
report_picture(const struct heif *h, const struct heif_item *i,
    struct answer *a)
{
	struct heif_view v;
	struct bmff aux;
	size_t n;

	if (!heif_view(h, i, &v))
		v = (struct heif_view){ .width = 0 };
	if (heif_property(h, i, "auxC", &aux) && aux.len > 4) {
		n = strnlen((const char *)aux.data + 4, aux.len - 4);
		answer_metaf(a, "HEIF", "AuxiliaryImage",
		    "%u x %u pixels, %.*s", v.width, v.height, (int)n,
		    (const char *)aux.data + 4);
	} else {
		answer_metaf(a, "Thumbnail", "Picture", "%u x %u pixels",
		    v.width, v.height);
	}
}

static void
report_item(const struct heif *h, const struct heif_item *i, struct answer *a)
{
	struct bytes b = BYTES_INIT(h->d->len);
	struct bmff ispe;

	if (i->name_len > 0)
		answer_meta(a, "HEIF", "ItemName", i->name, i->name_len);
	if (i->keep) {
		report_units(h, i, a);
		return;
	}
	(void)heif_bytes(h, i, &b);
	if (memcmp(i->type, "Exif", 4) == 0)
		report_exif(&b, a);
	else if (is_xmp(i))
		xmp_report(a, b.data, b.len);
	else if (heif_property(h, i, "ispe", &ispe))
		report_picture(h, i, a);
	else
		answer_metaf(a, "HEIF", "Item", "%.4s%s%.*s, %zu bytes",
		    i->type, i->content_len > 0 ? " " : "",
		    (int)i->content_len, i->content_len > 0 ?
		    (const char *)i->content : "", b.len);
	bytes_free(&b);
}

static void
report_property(const struct bmff *b, struct answer *a)
{
	const struct coded_tell tell = { tell_unit, a };
	struct bytes kept = BYTES_INIT(b->len + 64);

	if (box_is(b, "hvcC"))
		(void)coded_hvcc(&kept, b, &tell);
	else if (box_is(b, "av1C"))
		(void)coded_av1c(&kept, b, &tell);
	else if (box_is(b, "colr") && b->len > 4 &&
	    (memcmp(b->data, "prof", 4) == 0 ||
	    memcmp(b->data, "rICC", 4) == 0))
		icc_report(a, b->data + 4, b->len - 4);
	else if (!heif_is_kept_property(b))
		answer_metaf(a, "HEIF", b->type, "%zu bytes", b->len);
	bytes_free(&kept);
}

/* --- boxes, and bytes in none --- */

static void
report_meta_boxes(const struct heif *h, struct answer *a)
{
	static const char *const own[] = {
		"hdlr", "pitm", "iloc", "iinf", "iref", "iprp", "idat",
		"dinf"
	};
	struct boxes b = boxes(h->meta.data + 4, h->meta.len - 4);
	struct bmff one;
	size_t i;

	while (boxes_next(&b, &one)) {
		for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
			if (box_is(&one, own[i]))
				break;
		if (i == sizeof(own) / sizeof(own[0]))
			answer_metaf(a, "HEIF", one.type, "%zu bytes",
			    one.len);
		else if (box_is(&one, "hdlr") && one.len > 24 &&
		    one.data[24] != '\0')
			answer_meta(a, "HEIF", "HandlerName", one.data + 24,
			    strnlen((const char *)one.data + 24,
			    one.len - 24));
	}
}

/* Bytes of items that lie in the file, not in idat. */
static uint64_t
owned_bytes(const struct heif *h)
{
	uint64_t n = 0;
	size_t i, k;

	for (i = 0; i < h->nitems; i++)
		for (k = 0; h->items[i].method == 0 &&
		    k < h->items[i].extents; k++)
			n += h->extents[h->items[i].extent + k].len;
	return n;
}

static void
report_boxes(const struct heif *h, struct answer *a)
{
	struct boxes b = boxes(h->d->data, h->d->len);
	struct bmff one;
	uint64_t mdat = 0, owned = owned_bytes(h);
	bool film = false;

	while (boxes_next(&b, &one)) {
		if (box_is(&one, "mdat"))
			mdat += one.len;
		else if (!box_is(&one, "ftyp") && !box_is(&one, "meta"))
			answer_metaf(a, "HEIF", one.type, "%zu bytes%s",
			    one.len, box_is(&one, "mpvd") ? ", a film" : "");
		film = film || box_is(&one, "moov");
	}
	if (mdat > owned && !film)
		answer_metaf(a, "HEIF", "Unowned",
		    "%llu bytes that belong to no item",
		    (unsigned long long)(mdat - owned));
	if (b.at < h->d->len)
		answer_mark(a, MARK_TRAILING_DATA, h->d->len - b.at,
		    "%zu bytes behind the last box", h->d->len - b.at);
}

void
heif_report(const struct heif *h, struct answer *a)
{
	size_t i;

	for (i = 0; i < h->nitems; i++)
		report_item(h, &h->items[i], a);
	for (i = 0; i < h->nproperties; i++)
		report_property(&h->properties[i], a);
	report_meta_boxes(h, a);
	report_boxes(h, a);
}
