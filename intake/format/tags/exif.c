/* exif.c -- see exif.h. */
#include "intake/format/tags/exif.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "intake/format/tags/exif_tags.h"
#include "vault/base/print.h"

#define ENTRY_BYTES 12
#define TEXT_RUN_MIN 6		/* letters of a MakerNote worth showing */
#define NOTE_MAX 1024		/* bytes of a MakerNote's text shown */
#define CHARSET_BYTES 8		/* before the text of a UserComment */

/* TIFF 6.0, section 2; IFD (13) is of its supplement 1. */
enum type {
	TYPE_BYTE = 1, TYPE_ASCII, TYPE_SHORT, TYPE_LONG, TYPE_RATIONAL,
	TYPE_SBYTE, TYPE_UNDEFINED, TYPE_SSHORT, TYPE_SLONG, TYPE_SRATIONAL,
	TYPE_FLOAT, TYPE_DOUBLE, TYPE_IFD
};

struct exif {
	struct answer *a;
	const uint8_t *data;
	size_t len;
	bool big;		/* big-endian */
	uint32_t seen[EXIF_IFDS_MAX];
	size_t nseen;
	size_t lines;
	uint32_t thumb_length;
	double latitude, longitude;
	char north, east;	/* the Ref letters; 0 while unknown */
	bool has_latitude, has_longitude;
};

struct entry {
	uint16_t tag;
	uint16_t type;
	uint32_t count;
	const uint8_t *value;	/* NULL when it lies outside */
	size_t len;
};

static uint16_t
get16(const struct exif *x, const uint8_t *p)
{
	unsigned first = p[0], second = p[1];

	return (uint16_t)(x->big ? first << 8 | second :
	    second << 8 | first);
}

static uint32_t
get32(const struct exif *x, const uint8_t *p)
{
	uint32_t first = get16(x, p), second = get16(x, p + 2);

	return x->big ? first << 16 | second : second << 16 | first;
}

static size_t
type_size(uint16_t type)
{
	static const uint8_t sizes[] = {
		0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4
	};

	return type < sizeof(sizes) ? sizes[type] : 0;
}

/* False when there is no TIFF header; else *ifd0 is where IFD0 lies. */
static bool
begin(struct exif *x, struct answer *a, const uint8_t *tiff, size_t len,
    uint32_t *ifd0)
{
	*x = (struct exif){ .a = a, .data = tiff, .len = len };
	if (len < 8)
		return false;
	if (memcmp(tiff, "MM", 2) == 0)
		x->big = true;
	else if (memcmp(tiff, "II", 2) != 0)
		return false;
	if (get16(x, tiff + 2) != 42)
		return false;
	*ifd0 = get32(x, tiff + 4);
	return true;
}

/* How many whole entries lie at `at`; 0 when it points outside. */
static size_t
count_entries(const struct exif *x, uint32_t at)
{
	size_t n, room;

	if (at > x->len || x->len - at < 2)
		return 0;
	n = get16(x, x->data + at);
	room = (x->len - at - 2) / ENTRY_BYTES;
	n = n < room ? n : room;
	return n < EXIF_ENTRIES_MAX ? n : EXIF_ENTRIES_MAX;
}

static struct entry
read_entry(const struct exif *x, uint32_t ifd, size_t i)
{
	const uint8_t *p = x->data + ifd + 2 + i * ENTRY_BYTES;
	struct entry e = {
		.tag = get16(x, p), .type = get16(x, p + 2),
		.count = get32(x, p + 4),
	};
	uint64_t len = (uint64_t)e.count * type_size(e.type);
	uint32_t at = get32(x, p + 8);

	if (len <= 4) {
		e.value = p + 8;
		e.len = (size_t)len;
	} else if (len <= x->len && at <= x->len - len) {
		e.value = x->data + at;
		e.len = (size_t)len;
	}
	return e;
}

/* Number i of an entry; rationals over 0 are 0. */
static double
number(const struct exif *x, const struct entry *e, size_t i)
{
	const uint8_t *p = e->value + i * type_size(e->type);
	uint64_t bits;
	double d;
	float f;
	uint32_t n;

	switch (e->type) {
	case TYPE_SBYTE:
		return (int8_t)p[0];
	case TYPE_SHORT:
		return get16(x, p);
	case TYPE_SSHORT:
		return (int16_t)get16(x, p);
	case TYPE_LONG:
	case TYPE_IFD:
		return get32(x, p);
	case TYPE_SLONG:
		return (int32_t)get32(x, p);
	case TYPE_RATIONAL:
		n = get32(x, p + 4);
		return n == 0 ? 0 : (double)get32(x, p) / n;
	case TYPE_SRATIONAL:
		n = get32(x, p + 4);
		return n == 0 ? 0 :
		    (double)(int32_t)get32(x, p) / (int32_t)n;
	case TYPE_FLOAT:
		n = get32(x, p);
		memcpy(&f, &n, sizeof(f));
		return f;
	case TYPE_DOUBLE:
		bits = (uint64_t)get32(x, p + (x->big ? 0 : 4)) << 32 |
		    get32(x, p + (x->big ? 4 : 0));
		memcpy(&d, &bits, sizeof(d));
		return d;
	default:
		return p[0];
	}
}

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
    const struct entry *e)
{
	struct bytes b = BYTES_INIT(META_VALUE_MAX);
	size_t i, n = e->len / type_size(e->type);

	for (i = 0; i < n && i < EXIF_VALUES_MAX; i++) {
		double v = number(x, e, i);

		if (i > 0)
			(void)bytes_add_str(&b, " ");
		/* 1/250 s says more than 0.004. */
		if (e->type == TYPE_RATIONAL && v > 0 && v < 1 &&
		    get32(x, e->value + 8 * i) == 1)
			(void)bytes_addf(&b, "1/%u",
			    get32(x, e->value + 8 * i + 4));
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
    const struct entry *e)
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
line_maker_note(struct exif *x, const char *group, const struct entry *e)
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
    const struct entry *e)
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
line_degrees(struct exif *x, const char *name, const struct entry *e)
{
	double degrees = number(x, e, 0) + number(x, e, 1) / 60 +
	    number(x, e, 2) / 3600;
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
is_degrees(const char *group, const struct entry *e)
{
	return strcmp(group, "GPS") == 0 && e->type == TYPE_RATIONAL &&
	    e->count == 3 && (e->tag == 2 || e->tag == 4 || e->tag == 20 ||
	    e->tag == 22);
}

static void
line_entry(struct exif *x, const char *group, enum exif_space space,
    const struct entry *e)
{
	const char *known = exif_tag_name(space, e->tag);
	char name[16];
	size_t len = e->len;

	(void)snprintf(name, sizeof(name), "Tag0x%04x", e->tag);
	if (known == NULL)
		known = name;
	if (e->value == NULL || type_size(e->type) == 0) {
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
	} else if (e->type == TYPE_ASCII) {
		trim(e->value, &len);
		line(x, group, known, e->value, len);
	} else if (e->type == TYPE_UNDEFINED ||
	    (e->type == TYPE_BYTE && e->count > EXIF_VALUES_MAX)) {
		line_bytes(x, group, known, e);
	} else {
		line_numbers(x, group, known, e);
	}
}

static bool
visit(struct exif *x, uint32_t at)
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
	uint32_t exif, gps, interop;
};

static void
directory(struct exif *x, uint32_t at, const char *group,
    enum exif_space space, struct subs *subs)
{
	size_t i, n;

	if (at == 0 || !visit(x, at))
		return;
	n = count_entries(x, at);
	for (i = 0; i < n; i++) {
		struct entry e = read_entry(x, at, i);
		bool pointer = space == EXIF_SPACE_MAIN && e.value != NULL &&
		    e.len == 4;

		if (pointer && e.tag == EXIF_IFD)
			subs->exif = get32(x, e.value);
		else if (pointer && e.tag == EXIF_GPS_IFD)
			subs->gps = get32(x, e.value);
		else if (pointer && e.tag == EXIF_INTEROP_IFD)
			subs->interop = get32(x, e.value);
		else
			line_entry(x, group, space, &e);
		if (pointer && e.tag == EXIF_THUMB_LENGTH)
			x->thumb_length = get32(x, e.value);
	}
}

static uint32_t
next_directory(const struct exif *x, uint32_t at)
{
	uint64_t behind;

	if (at > x->len || x->len - at < 2)
		return 0;
	behind = (uint64_t)at + 2 +
	    (uint64_t)get16(x, x->data + at) * ENTRY_BYTES;
	return behind + 4 <= x->len ? get32(x, x->data + behind) : 0;
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

void
exif_report(struct answer *a, const uint8_t *tiff, size_t len)
{
	struct subs subs = { 0, 0, 0 };
	struct exif x;
	uint32_t ifd0, at;
	size_t i;

	if (!begin(&x, a, tiff, len, &ifd0)) {
		answer_metaf(a, "EXIF", "Segment", "%zu bytes, damaged", len);
		return;
	}
	directory(&x, ifd0, "EXIF", EXIF_SPACE_MAIN, &subs);
	directory(&x, subs.exif, "EXIF", EXIF_SPACE_MAIN, &subs);
	directory(&x, subs.gps, "GPS", EXIF_SPACE_GPS, &subs);
	directory(&x, subs.interop, "Interop", EXIF_SPACE_INTEROP, &subs);
	at = next_directory(&x, ifd0);
	for (i = 0; at != 0 && i < EXIF_IFDS_MAX; i++) {
		directory(&x, at, "Thumbnail", EXIF_SPACE_MAIN, &subs);
		at = next_directory(&x, at);
	}
	if (x.thumb_length > 0)
		answer_metaf(a, "Thumbnail", "ThumbnailImage", "%u bytes",
		    x.thumb_length);
	line_position(&x);
	if (x.lines == 0)
		answer_metaf(a, "EXIF", "Segment", "%zu bytes", len);
}

unsigned
exif_orientation(const uint8_t *tiff, size_t len)
{
	struct exif x;
	uint32_t ifd0;
	size_t i, n;

	if (!begin(&x, NULL, tiff, len, &ifd0))
		return 1;
	n = count_entries(&x, ifd0);
	for (i = 0; i < n; i++) {
		struct entry e = read_entry(&x, ifd0, i);

		if (e.tag == EXIF_ORIENTATION && e.type == TYPE_SHORT &&
		    e.count == 1) {
			unsigned o = get16(&x, e.value);

			return o >= 2 && o <= 8 ? o : 1;
		}
	}
	return 1;
}
