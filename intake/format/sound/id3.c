/* id3.c -- see id3.h. */
#include "intake/format/sound/id3.h"

#include <stdbool.h>
#include <string.h>

#include "intake/format/sound/comment.h"

#define ID3V2_HEADER 10u
#define ID3V1_BYTES 128u
#define ID3V1_PLUS_BYTES 227u
#define APE_BYTES 32u		/* a header, and a footer */
#define LYRICS3_HEAD "LYRICSBEGIN"
#define LYRICS3_FOOT "LYRICS200"

static uint32_t
be(const uint8_t *p, size_t n)
{
	uint32_t v = 0;

	while (n-- > 0)
		v = v << 8 | *p++;
	return v;
}

static uint32_t
le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

/* Seven bits in each byte, so that no frame of sound seems to begin. */
static uint32_t
synchsafe(const uint8_t *p)
{
	return (p[0] & 0x7fu) << 21 | (p[1] & 0x7fu) << 14 |
	    (p[2] & 0x7fu) << 7 | (p[3] & 0x7fu);
}

static size_t
within(size_t size, size_t len)
{
	return size < len ? size : len;
}

/* From LYRICSBEGIN to the size and LYRICS200 behind it. */
static size_t
lyrics3(const uint8_t *p, size_t len)
{
	const uint8_t *end = memmem(p, len, LYRICS3_FOOT,
	    sizeof LYRICS3_FOOT - 1);

	return end != NULL ? (size_t)(end - p) + sizeof LYRICS3_FOOT - 1 : len;
}

size_t
id3_here(const uint8_t *p, size_t len)
{
	uint32_t size;

	if (len >= ID3V2_HEADER && memcmp(p, "ID3", 3) == 0 && p[3] < 0xff &&
	    ((p[6] | p[7] | p[8] | p[9]) & 0x80) == 0) {
		size = ID3V2_HEADER + synchsafe(p + 6);
		if (p[3] == 4 && (p[5] & 0x10) != 0)
			size += ID3V2_HEADER;	/* a footer */
		return within(size, len);
	}
	if (len >= APE_BYTES && memcmp(p, "APETAGEX", 8) == 0) {
		size = le32(p + 12);
		/* A header is not counted in the size; a footer is all. */
		return (p[23] & 0x20) != 0 ?
		    within((size_t)size + APE_BYTES, len) : APE_BYTES;
	}
	if (len >= ID3V1_PLUS_BYTES && memcmp(p, "TAG+", 4) == 0)
		return ID3V1_PLUS_BYTES;
	if (len == ID3V1_BYTES && memcmp(p, "TAG", 3) == 0)
		return ID3V1_BYTES;
	if (len >= sizeof LYRICS3_HEAD && memcmp(p, LYRICS3_HEAD,
	    sizeof LYRICS3_HEAD - 1) == 0)
		return lyrics3(p, len);
	return 0;
}

size_t
id3_behind(const uint8_t *p, size_t len)
{
	size_t n = 0, size;

	if (len >= ID3V1_BYTES && memcmp(p + len - ID3V1_BYTES, "TAG", 3) == 0)
		n = ID3V1_BYTES;
	if (len - n >= APE_BYTES &&
	    memcmp(p + len - n - APE_BYTES, "APETAGEX", 8) == 0) {
		size = le32(p + len - n - APE_BYTES + 12);
		if ((p[len - n - APE_BYTES + 23] & 0x80) != 0)
			size += APE_BYTES;	/* it has a header too */
		n += within(size < APE_BYTES ? APE_BYTES : size, len - n);
	}
	return n;
}

/* --- telling --- */

/* Text in one of ID3v2's four encodings. */
static void
tell_text(struct answer *a, const char *name, const uint8_t *p, size_t len)
{
	if (len == 0) {
		answer_meta(a, "ID3", name, "", 0);
		return;
	}
	switch (p[0]) {
	case 0:
		comment_latin1(a, "ID3", name, p + 1, len - 1);
		return;
	case 1:
	case 2:
		comment_utf16(a, "ID3", name, p + 1, len - 1, p[0] == 2);
		return;
	default:
		comment_utf8(a, "ID3", name, p + 1, len - 1);
	}
}

static void
tell_frame(struct answer *a, const char *id, const uint8_t *p, size_t len)
{
	if (id[0] == 'T')
		tell_text(a, id, p, len);
	else if (strncmp(id, "COM", 3) == 0 || strncmp(id, "ULT", 3) == 0 ||
	    strncmp(id, "USLT", 4) == 0) {
		/* encoding, language, then a description and the text */
		if (len > 4) {
			uint8_t first = p[0];
			struct bytes b = BYTES_INIT(META_VALUE_MAX + 1);

			(void)bytes_add(&b, &first, 1);
			(void)bytes_add(&b, p + 4, within(len - 4,
			    META_VALUE_MAX));
			if (bytes_ok(&b) == 0)
				tell_text(a, id, b.data, b.len);
			bytes_free(&b);
		} else
			answer_metaf(a, "ID3", id, "%zu bytes", len);
	} else if (id[0] == 'W')
		comment_latin1(a, "ID3", id, p, len);
	else
		answer_metaf(a, "ID3", id, "%zu bytes", len);
}

static void
report_v2(struct answer *a, const uint8_t *p, size_t len)
{
	size_t at = ID3V2_HEADER, head = p[3] == 2 ? 6 : 10, size;
	unsigned n = 0;
	char id[5];

	answer_metaf(a, "ID3", "Version", "2.%u.%u, %zu bytes", p[3], p[4],
	    len);
	if ((p[5] & 0x40) != 0 && p[3] >= 3 && at + 4 <= len)
		at += p[3] == 4 ? synchsafe(p + at) : be(p + at, 4) + 4;
	while (at + head <= len && p[at] != 0 && n++ < ID3_FRAMES_MAX) {
		memcpy(id, p + at, head == 6 ? 3 : 4);
		id[head == 6 ? 3 : 4] = '\0';
		size = head == 6 ? be(p + at + 3, 3) :
		    p[3] == 4 ? synchsafe(p + at + 4) : be(p + at + 4, 4);
		at += head;
		size = within(size, len - at);
		tell_frame(a, id, p + at, size);
		at += size;
	}
}

static void
report_v1(struct answer *a, const uint8_t *p)
{
	static const struct {
		const char *name;
		uint8_t at, len;
	} fields[] = {
		{ "Title", 3, 30 }, { "Artist", 33, 30 }, { "Album", 63, 30 },
		{ "Year", 93, 4 }, { "Comment", 97, 30 },
	};
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		comment_latin1(a, "ID3v1", fields[i].name, p + fields[i].at,
		    strnlen((const char *)p + fields[i].at, fields[i].len));
	answer_metaf(a, "ID3v1", "Genre", "%u", p[127]);
}

/* Items: size, flags, name, NUL, value. */
static void
report_ape(struct answer *a, const uint8_t *p, size_t len)
{
	size_t at = 0, size, name;
	unsigned n = 0;

	answer_metaf(a, "APE", "Tag", "%zu bytes", len);
	if (memcmp(p, "APETAGEX", 8) == 0)
		at = APE_BYTES;
	while (at + 9 < len && n++ < ID3_FRAMES_MAX) {
		size = le32(p + at);
		name = strnlen((const char *)p + at + 8, len - at - 8);
		if (at + 8 + name + 1 > len)
			break;
		size = within(size, len - at - 8 - name - 1);
		if (memcmp(p + at, "APETAGEX", 8) == 0)
			break;
		answer_meta(a, "APE", (const char *)p + at + 8,
		    p + at + 8 + name + 1, within(size, META_VALUE_MAX));
		at += 8 + name + 1 + size;
	}
}

void
id3_report(struct answer *a, const uint8_t *p, size_t len)
{
	if (len >= ID3V2_HEADER && memcmp(p, "ID3", 3) == 0)
		report_v2(a, p, len);
	else if (len >= ID3V1_BYTES && memcmp(p, "TAG", 3) == 0 && p[3] != '+')
		report_v1(a, p);
	else if (len >= APE_BYTES && (memcmp(p, "APETAGEX", 8) == 0 ||
	    memcmp(p + len - APE_BYTES, "APETAGEX", 8) == 0))
		report_ape(a, p, len);
	else
		answer_meta(a, "Tag", "Lyrics3", p, within(len, META_VALUE_MAX));
}
