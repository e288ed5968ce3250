/*
 * matroska_elements.c -- the elements of Matroska and WebM (RFC 8794, 9559):
 * which are told, which become void.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "intake/format/film/film.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define ID_VOID 0xecu

enum rule { STAYS, INSIDE, TEXT, GOES };

static const struct {
	uint32_t id;
	const char *name;
	enum rule rule;
} known[] = {
	{ 0x1a45dfa3, "EBML", STAYS },
	{ 0x18538067, "Segment", INSIDE },
	{ 0x114d9b74, "SeekHead", INSIDE },
	{ 0x4dbb, "Seek", STAYS },
	{ 0x1549a966, "Info", INSIDE },
	{ 0x2ad7b1, "TimestampScale", STAYS },
	{ 0x4489, "Duration", STAYS },
	{ 0x4d80, "MuxingApp", TEXT },
	{ 0x5741, "WritingApp", TEXT },
	{ 0x7ba9, "Title", TEXT },
	{ 0x7384, "SegmentFilename", TEXT },
	{ 0x3c83ab, "PrevFilename", TEXT },
	{ 0x3e83bb, "NextFilename", TEXT },
	{ 0x4461, "DateUTC", GOES },
	{ 0x73a4, "SegmentUUID", GOES },
	{ 0x3cb923, "PrevUUID", GOES },
	{ 0x3eb923, "NextUUID", GOES },
	{ 0x4444, "SegmentFamily", GOES },
	{ 0x6924, "ChapterTranslate", GOES },
	{ 0x1654ae6b, "Tracks", INSIDE },
	{ 0xae, "TrackEntry", INSIDE },
	{ 0x536e, "TrackName", TEXT },
	{ 0x258688, "CodecName", TEXT },
	{ 0x3a9697, "CodecSettings", TEXT },
	{ 0x3b4040, "CodecInfoURL", TEXT },
	{ 0x26b240, "CodecDownloadURL", TEXT },
	{ 0x1f43b675, "Cluster", STAYS },
	{ 0x1c53bb6b, "Cues", STAYS },
	{ 0x1254c367, "Tags", GOES },
	{ 0x1043a770, "Chapters", GOES },
	{ 0x1941a469, "Attachments", GOES },
};

struct walk {
	uint8_t *data;		/* NULL: only told */
	const uint8_t *read;
	struct answer *a;
	unsigned elements;
};

/* A number of 1 to 8 bytes; with `marker` the bit that tells its length is
 * part of it, as in ids.  Its bytes; 0 when it does not fit. */
static size_t
number(const uint8_t *p, size_t len, bool marker, uint64_t *v)
{
	size_t n = 1, i;

	if (len == 0 || p[0] == 0)
		return 0;
	while ((p[0] & 0x80 >> (n - 1)) == 0)
		n++;
	if (n > len)
		return 0;
	*v = marker ? p[0] : p[0] & (0xffu >> n);
	for (i = 1; i < n; i++)
		*v = *v << 8 | p[i];
	return n;
}

/* The element from `start` to `end` becomes void, of zeros. */
static void
make_void(uint8_t *p, size_t len)
{
	size_t i, n = len - 2 < 127 ? 1 : 8;
	uint64_t size = len - 1 - n;

	p[0] = ID_VOID;
	for (i = 0; i < n; i++)
		p[1 + i] = (uint8_t)(size >> 8 * (n - 1 - i));
	p[1] |= n == 1 ? 0x80 : 0x01;
	memset(p + 1 + n, 0, len - 1 - n);
}

static void
one(struct walk *w, size_t i, size_t start, size_t at, size_t size)
{
	const uint8_t *p = w->read + at;

	if (known[i].rule == TEXT && !film_all_zero(p, size)) {
		if (w->data != NULL)
			memset(w->data + at, 0, size);
		else
			answer_meta(w->a, "Matroska", known[i].name, p,
			    strnlen((const char *)p, size));
	} else if (known[i].rule == GOES && at + size - start >= 2) {
		if (w->data != NULL)
			make_void(w->data + start, at + size - start);
		else
			answer_metaf(w->a, "Matroska", known[i].name,
			    "%zu bytes", size);
	}
}

/* Void that is not empty; beside the parts of a segment, anything. */
static void
unknown(struct walk *w, uint64_t id, size_t start, size_t at, size_t size)
{
	if (film_all_zero(w->read + at, size))
		return;
	if (w->data != NULL)
		make_void(w->data + start, at + size - start);
	else
		answer_metaf(w->a, "Matroska", "Element", "%llx, %zu bytes",
		    (unsigned long long)id, size);
}

/* An entry of the index that points to what became void. */
static bool
points_to_tags(const uint8_t *p, size_t size)
{
	return memmem(p, size, "\x53\xab\x84\x12\x54\xc3\x67", 7) != NULL;
}

static void
elements(struct walk *w, size_t at, size_t end, unsigned depth)
{
	uint64_t id, size;
	size_t start, n, i;

	while (at < end && w->elements++ < FILM_BOXES_MAX) {
		start = at;
		if ((n = number(w->read + at, end - at, true, &id)) == 0)
			return;
		at += n;
		if ((n = number(w->read + at, end - at, false, &size)) == 0)
			return;
		at += n;
		/* All ones: to the end of what is around it. */
		if (size == ((uint64_t)1 << 7 * n) - 1 || size > end - at)
			size = end - at;
		for (i = 0; i < COUNT(known); i++)
			if (known[i].id == id)
				break;
		if (i < COUNT(known) && known[i].rule == INSIDE) {
			if (depth < FILM_DEPTH_MAX)
				elements(w, at, at + (size_t)size, depth + 1);
		} else if (id == 0x4dbb && w->data != NULL &&
		    points_to_tags(w->read + at, (size_t)size)) {
			make_void(w->data + start, at + (size_t)size - start);
		} else if (i < COUNT(known)) {
			one(w, i, start, at, (size_t)size);
		} else if (id == ID_VOID || depth == 1) {
			unknown(w, id, start, at, (size_t)size);
		}
		at += (size_t)size;
	}
}

void
film_walk_matroska(const struct doc *d, struct answer *a)
{
	struct walk w = { .read = d->data, .a = a };

	elements(&w, 0, d->len, 0);
}

void
film_neutral_matroska(struct film_file *f)
{
	struct walk w = { .data = f->data, .read = f->data };

	elements(&w, 0, f->len, 0);
}
