/* exif.c -- see exif.h. */
#include "intake/format/tags/exif.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "intake/format/tags/exif_tags.h"
#include "intake/format/tags/icc.h"
#include "intake/format/tags/ifd.h"
#include "intake/format/tags/iptc.h"
#include "intake/format/tags/xmp.h"
#include "vault/base/print.h"

#define TEXT_RUN_MIN 6		/* letters of a MakerNote worth showing */
#define NOTE_MAX 1024		/* bytes of a MakerNote's text shown */
#define CHARSET_BYTES 8		/* before the text of a UserComment */

struct exif {
	struct answer *a;
	struct ifd ifd;
	bool (*skip)(uint16_t tag);	/* NULL: every entry is told */
	uint64_t seen[EXIF_IFDS_MAX];
	size_t nseen;
	size_t lines;
	uint32_t thumb_length;
	double latitude, longitude;
	char north, east;	/* the Ref letters; 0 while unknown */
	bool has_latitude, has_longitude;
};

static bool
is_text(const uint8_t *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (p[i] < 0x20 || p[i] > 0x7e)
			return false;
	return len > 0;
}

static void
trim(const uint8_t *p, size_t *len)
{
	while (*len > 0 && (p[*len - 1] == '\0' || p[*len - 1] == ' '))
		(*len)--;
}

static void
line(struct exif *x, const char *group, const char *name, const void *value,
    size_t len)
{
	x->lines++;
	answer_meta(x->a, group, name, value, len);
}

static void
line_numbers(struct exif *x, const char *group, const char *name,
    const struct ifd_entry *e)
{
	struct bytes b = BYTES_INIT(META_VALUE_MAX);
	size_t i, n = e->len / ifd_type_size(e->type);

	for (i = 0; i < n && i < EXIF_VALUES_MAX; i++) {
		double v = ifd_real(&x->ifd, e, i);

		if (i > 0)
			(void)bytes_add_str(&b, " ");
		/* 1/250 s says more than 0.004. */
		if (e->type == IFD_RATIONAL && v > 0 && v < 1 &&
		    ifd_get32(&x->ifd, e->value + 8 * i) == 1)
			(void)bytes_addf(&b, "1/%u",
			    ifd_get32(&x->ifd, e->value + 8 * i + 4));
		else
			(void)bytes_addf(&b, "%.10g", v);
	}
	if (n > EXIF_VALUES_MAX)
		(void)bytes_addf(&b, " and %zu more", n - EXIF_VALUES_MAX);
	line(x, group, name, b.data, b.len);
	bytes_free(&b);
}

/* Windows' XP tags: UTF-16, always little-endian. */
static void
line_utf16(struct exif *x, const char *group, const char *name,
    const struct ifd_entry *e)
{
	struct bytes b = BYTES_INIT(META_VALUE_MAX);
	size_t i;

	for (i = 0; i + 1 < e->len; i += 2) {
		uint32_t c = (uint32_t)e->value[i + 1] << 8 | e->value[i];

		if (c == 0)
			break;
		if (c >= 0xd800 && c < 0xdc00 && i + 3 < e->len) {
			uint32_t low = (uint32_t)e->value[i + 3] << 8 |
			    e->value[i + 2];

			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) +
				    (low - 0xdc00);
				i += 2;
			}
		}
		if (c >= 0xd800 && c < 0xe000)
			c = 0xfffd;
		if (utf8_put(&b, c) < 0)
			break;
	}
	line(x, group, name, b.data, b.len);
	bytes_free(&b);
}

/* Its size, and the words in it: owner and serial number are plain there. */
static void
line_maker_note(struct exif *x, const char *group, const struct ifd_entry *e)
{
	struct bytes b = BYTES_INIT(META_VALUE_MAX);
	size_t i, run = 0;

	(void)bytes_addf(&b, "%zu bytes", e->len);
	for (i = 0; i <= e->len && b.len < NOTE_MAX; i++) {
		if (i < e->len && e->value[i] >= 0x20 && e->value[i] <= 0x7e) {
			run++;
			continue;
		}
		if (run >= TEXT_RUN_MIN) {
			(void)bytes_add_str(&b, "; ");
			(void)bytes_add(&b, e->value + i - run,
			    run < NOTE_MAX ? run : NOTE_MAX);
		}
		run = 0;
	}
	line(x, group, "MakerNote", b.data, b.len);
	bytes_free(&b);
}

static void
line_bytes(struct exif *x, const char *group, const char *name,
    const struct ifd_entry *e)
{
	const uint8_t *p = e->value;
	size_t len = e->len;
	char note[32];

	if (e->tag == EXIF_USER_COMMENT && len >= CHARSET_BYTES) {
		p += CHARSET_BYTES;
		len -= CHARSET_BYTES;
	}
	trim(p, &len);
	if (is_text(p, len)) {
		line(x, group, name, p, len);
		return;
	}
	(void)snprintf(note, sizeof(note), "%zu bytes", e->len);
	line(x, group, name, note, strlen(note));
}

static void
line_degrees(struct exif *x, const char *name, const struct ifd_entry *e)
{
	double degrees = ifd_real(&x->ifd, e, 0) + ifd_real(&x->ifd, e, 1) / 60 +
	    ifd_real(&x->ifd, e, 2) / 3600;
	char text[64];

	(void)snprintf(text, sizeof(text), "%.6f degrees", degrees);
	line(x, "GPS", name, text, strlen(text));
	if (e->tag == EXIF_GPS_LATITUDE) {
		x->latitude = degrees;
		x->has_latitude = true;
	} else if (e->tag == EXIF_GPS_LONGITUDE) {
		x->longitude = degrees;
		x->has_longitude = true;
	}
}

static bool
is_degrees(const char *group, const struct ifd_entry *e)
{
	return strcmp(group, "GPS") == 0 && e->type == IFD_RATIONAL &&
	    e->count == 3 && (e->tag == 2 || e->tag == 4 || e->tag == 20 ||
	    e->tag == 22);
}

static void
line_entry(struct exif *x, const char *group, enum exif_space space,
    const struct ifd_entry *e)
{
	const char *known = exif_tag_name(space, e->tag);
	char name[16];
	size_t len = e->len;

	(void)snprintf(name, sizeof(name), "Tag0x%04x", e->tag);
	if (known == NULL)
		known = name;
	if (e->value == NULL || ifd_type_size(e->type) == 0) {
		line(x, group, known, "(damaged)", 9);
		return;
	}
	if (space == EXIF_SPACE_GPS && e->len > 0) {
		if (e->tag == EXIF_GPS_LATITUDE_REF)
			x->north = (char)e->value[0];
		else if (e->tag == EXIF_GPS_LONGITUDE_REF)
			x->east = (char)e->value[0];
	}
	if (e->tag == EXIF_MAKER_NOTE && space == EXIF_SPACE_MAIN) {
		line_maker_note(x, group, e);
	} else if (e->tag >= EXIF_XP_FIRST && e->tag <= EXIF_XP_LAST &&
	    space == EXIF_SPACE_MAIN) {
		line_utf16(x, group, known, e);
	} else if (is_degrees(group, e)) {
		line_degrees(x, known, e);
	} else if (e->type == IFD_ASCII) {
		trim(e->value, &len);
		line(x, group, known, e->value, len);
	} else if (e->type == IFD_UNDEFINED ||
	    (e->type == IFD_BYTE && e->count > EXIF_VALUES_MAX)) {
		line_bytes(x, group, known, e);
	} else {
		line_numbers(x, group, known, e);
	}
}

static bool
visit(struct exif *x, uint64_t at)
{
	size_t i;

	for (i = 0; i < x->nseen; i++)
		if (x->seen[i] == at)
			return false;
	if (x->nseen == EXIF_IFDS_MAX)
		return false;
	x->seen[x->nseen++] = at;
	return true;
}

/* Where the directories lie that a directory names; 0 for none. */
struct subs {
	uint64_t exif, gps, interop;
};

/*
 * Other formats that lie whole in an entry, each in its own group.  One of
 * them can hold EXIF again; what lies deeper is told by its size.
 */
static bool
line_packet(struct exif *x, const struct ifd_entry *e)
{
	static bool inside;	/* one child, one document, one thread */

	if (inside)
		return false;
	switch (e->tag) {
	case EXIF_XMP:
		xmp_report(x->a, e->value, e->len);
		break;
	case EXIF_IPTC:
		answer_metaf(x->a, "IPTC", "Block", "%zu bytes", e->len);
		iptc_report(x->a, e->value, e->len);
		break;
	case EXIF_PHOTOSHOP:
		answer_metaf(x->a, "Photoshop", "Block", "%zu bytes", e->len);
		inside = true;
		photoshop_report(x->a, e->value, e->len);
		inside = false;
		break;
	case EXIF_ICC:
		icc_report(x->a, e->value, e->len);
		break;
	default:
		return false;
	}
	x->lines++;
	return true;
}

static void
main_entry(struct exif *x, const char *group, const struct ifd_entry *e,
    struct subs *subs)
{
	bool pointer = e->value != NULL && e->count == 1 &&
	    (e->type == IFD_LONG || e->type == IFD_IFD ||
	    e->type == IFD_LONG8 || e->type == IFD_IFD8);

	if (pointer && e->tag == EXIF_IFD)
		subs->exif = ifd_whole(&x->ifd, e, 0);
	else if (pointer && e->tag == EXIF_GPS_IFD)
		subs->gps = ifd_whole(&x->ifd, e, 0);
	else if (pointer && e->tag == EXIF_INTEROP_IFD)
		subs->interop = ifd_whole(&x->ifd, e, 0);
	else if (e->value == NULL || !line_packet(x, e))
		line_entry(x, group, EXIF_SPACE_MAIN, e);
	if (pointer && e->tag == EXIF_THUMB_LENGTH)
		x->thumb_length = (uint32_t)ifd_whole(&x->ifd, e, 0);
}

static void
directory(struct exif *x, uint64_t at, const char *group,
    enum exif_space space, struct subs *subs)
{
	size_t i, n;

	if (at == 0 || !visit(x, at))
		return;
	n = ifd_entries(&x->ifd, at);
	for (i = 0; i < n; i++) {
		struct ifd_entry e = ifd_entry(&x->ifd, at, i);

		if (space == EXIF_SPACE_MAIN)
			main_entry(x, group, &e, subs);
		else
			line_entry(x, group, space, &e);
	}
}

/* What a directory of pictures tells beside its picture. */
static void
page(struct exif *x, uint64_t at, struct subs *subs)
{
	size_t i, n = ifd_entries(&x->ifd, at);

	for (i = 0; i < n; i++) {
		struct ifd_entry e = ifd_entry(&x->ifd, at, i);

		if (!x->skip(e.tag))
			main_entry(x, "EXIF", &e, subs);
	}
}

static void
line_position(struct exif *x)
{
	char text[64];

	if (!x->has_latitude || !x->has_longitude)
		return;
	(void)snprintf(text, sizeof(text), "%.6f, %.6f",
	    x->north == 'S' ? -x->latitude : x->latitude,
	    x->east == 'W' ? -x->longitude : x->longitude);
	line(x, "GPS", "GPSPosition", text, strlen(text));
}

static void
named_by(struct exif *x, struct subs *subs)
{
	directory(x, subs->exif, "EXIF", EXIF_SPACE_MAIN, subs);
	directory(x, subs->gps, "GPS", EXIF_SPACE_GPS, subs);
	directory(x, subs->interop, "Interop", EXIF_SPACE_INTEROP, subs);
	line_position(x);
}

void
exif_report(struct answer *a, const uint8_t *tiff, size_t len)
{
	struct subs subs = { 0, 0, 0 };
	struct exif x = { .a = a };
	uint64_t ifd0, at;
	size_t i;

	if (!ifd_begin(&x.ifd, tiff, len, &ifd0)) {
		answer_metaf(a, "EXIF", "Segment", "%zu bytes, damaged", len);
		return;
	}
	directory(&x, ifd0, "EXIF", EXIF_SPACE_MAIN, &subs);
	named_by(&x, &subs);
	at = ifd_next(&x.ifd, ifd0);
	for (i = 0; at != 0 && i < EXIF_IFDS_MAX; i++) {
		directory(&x, at, "Thumbnail", EXIF_SPACE_MAIN, &subs);
		at = ifd_next(&x.ifd, at);
	}
	if (x.thumb_length > 0)
		answer_metaf(a, "Thumbnail", "ThumbnailImage", "%u bytes",
		    x.thumb_length);
	if (x.lines == 0)
		answer_metaf(a, "EXIF", "Segment", "%zu bytes", len);
}

void
exif_report_page(struct answer *a, const struct ifd *t, uint64_t at,
    bool (*skip)(uint16_t tag))
{
	struct subs subs = { 0, 0, 0 };
	struct exif x = { .a = a, .ifd = *t, .skip = skip };

	page(&x, at, &subs);
	named_by(&x, &subs);
}

unsigned
exif_orientation(const uint8_t *tiff, size_t len)
{
	struct ifd_entry e;
	struct ifd t;
	uint64_t ifd0;
	unsigned o = 1;

	if (!ifd_begin(&t, tiff, len, &ifd0))
		return 1;
	e = ifd_find(&t, ifd0, EXIF_ORIENTATION);
	if (e.value != NULL && e.type == IFD_SHORT && e.count == 1)
		o = ifd_get16(&t, e.value);
	return o >= 2 && o <= 8 ? o : 1;
}

void
exif_only_orientation(uint8_t out[EXIF_ORIENTATION_BYTES],
    unsigned orientation)
{
	static const uint8_t bytes[EXIF_ORIENTATION_BYTES] = {
		'M', 'M', 0, 42, 0, 0, 0, 8,	/* big-endian, IFD at 8 */
		0, 1,				/* one entry */
		0x01, 0x12, 0, 3, 0, 0, 0, 1,	/* Orientation, one SHORT */
		0, 1, 0, 0,			/* its value */
		0, 0, 0, 0			/* no further IFD */
	};

	memcpy(out, bytes, sizeof(bytes));
	out[19] = (uint8_t)orientation;
}

bool
exif_is_only_orientation(const uint8_t *tiff, size_t len)
{
	uint8_t own[EXIF_ORIENTATION_BYTES];
	unsigned orientation = exif_orientation(tiff, len);

	if (len != sizeof(own) || orientation == 1)
		return false;
	exif_only_orientation(own, orientation);
	return memcmp(tiff, own, sizeof(own)) == 0;
}

const uint8_t *
exif_thumbnail(const uint8_t *tiff, size_t len, size_t *n)
{
	struct ifd_entry at, bytes;
	struct ifd t;
	uint64_t ifd0, ifd1, from;

	if (!ifd_begin(&t, tiff, len, &ifd0) ||
	    (ifd1 = ifd_next(&t, ifd0)) == 0)
		return NULL;
	at = ifd_find(&t, ifd1, EXIF_THUMB_OFFSET);
	bytes = ifd_find(&t, ifd1, EXIF_THUMB_LENGTH);
	if (at.value == NULL || at.count != 1 || bytes.value == NULL ||
	    bytes.count != 1)
		return NULL;
	from = ifd_whole(&t, &at, 0);
	*n = (size_t)ifd_whole(&t, &bytes, 0);
	return from < len && *n > 0 && *n <= len - from ? tiff + from : NULL;
}
