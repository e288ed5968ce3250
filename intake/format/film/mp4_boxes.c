/*
 * mp4_boxes.c -- the boxes of MP4 and QuickTime (ISO/IEC 14496-12; QuickTime
 * File Format): what is there beside the coded film.
 *
 * Known boxes are few, and stay; each other is told, or becomes free space of
 * zeros.  Of those that stay, the fields that tell of the maker are told, or
 * zeroed: times, names of handlers, compressors and vendors, and the language,
 * which libavformat writes as "und" and which zero says as well.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "intake/format/film/film.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define NAME_SHOWN 64u

enum rule {
	STAYS,		/* with all that is in it */
	INSIDE,		/* and its children are looked at */
	TIMES,		/* a full box with two times, then more */
	MEDIA_TIMES,	/* the same, and a language */
	HANDLER,
	SAMPLES,	/* stsd: entries with a vendor and a compressor's name */
	SPACE,		/* free: of zeros it stays */
	GOES
};

static const struct {
	char type[5];
	enum rule rule;
} known[] = {
	{ "ftyp", STAYS }, { "styp", STAYS }, { "mdat", STAYS },
	{ "moov", INSIDE }, { "trak", INSIDE }, { "edts", INSIDE },
	{ "mdia", INSIDE }, { "minf", INSIDE }, { "stbl", INSIDE },
	{ "dinf", INSIDE }, { "gmhd", INSIDE }, { "mvex", INSIDE },
	{ "moof", INSIDE }, { "traf", INSIDE }, { "mfra", STAYS },
	{ "mvhd", TIMES }, { "tkhd", TIMES }, { "mdhd", MEDIA_TIMES },
	{ "hdlr", HANDLER }, { "stsd", SAMPLES }, { "free", SPACE },
	{ "skip", SPACE }, { "wide", SPACE },
	{ "elst", STAYS }, { "vmhd", STAYS }, { "smhd", STAYS },
	{ "nmhd", STAYS }, { "sthd", STAYS }, { "gmin", STAYS },
	{ "text", STAYS }, { "dref", STAYS }, { "stts", STAYS },
	{ "stss", STAYS }, { "stsc", STAYS }, { "stsz", STAYS },
	{ "stz2", STAYS }, { "stco", STAYS }, { "co64", STAYS },
	{ "ctts", STAYS }, { "cslg", STAYS }, { "sdtp", STAYS },
	{ "sgpd", STAYS }, { "sbgp", STAYS }, { "stps", STAYS },
	{ "mehd", STAYS }, { "trex", STAYS }, { "mfhd", STAYS },
	{ "tfhd", STAYS }, { "tfdt", STAYS }, { "trun", STAYS },
	{ "tref", STAYS }, { "sidx", STAYS }, { "load", STAYS },
	{ "tapt", STAYS }, { "clef", STAYS }, { "prof", STAYS },
	{ "enof", STAYS },
};

struct walk {
	uint8_t *data;		/* NULL: only told */
	const uint8_t *read;
	struct answer *a;	/* NULL: only neutralised */
	unsigned boxes;
};

static uint32_t
be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static enum rule
rule_of(const uint8_t *type)
{
	size_t i;

	for (i = 0; i < COUNT(known); i++)
		if (memcmp(type, known[i].type, 4) == 0)
			return known[i].rule;
	return GOES;
}

/* Tell bytes that are not zero as `name`, or make them zero. */
static void
field(struct walk *w, const char *name, size_t at, size_t len, bool is_text)
{
	const uint8_t *p = w->read + at;

	if (film_all_zero(p, len))
		return;
	if (w->data != NULL)
		memset(w->data + at, 0, len);
	else if (is_text)
		answer_meta(w->a, "MP4", name, p,
		    strnlen((const char *)p, len));
	else
		answer_metaf(w->a, "MP4", name, "%zu bytes", len);
}

/* Seconds since 1904, twice. */
static void
times(struct walk *w, const char *name, size_t at, size_t len, bool language)
{
	size_t each = len > 0 && w->read[at] == 1 ? 8 : 4, i, lang;
	uint64_t t;

	if (len < 4 + 2 * each)
		return;
	for (i = 0; i < 2; i++) {
		size_t from = at + 4 + i * each;

		t = each == 8 ? (uint64_t)be32(w->read + from) << 32 |
		    be32(w->read + from + 4) : be32(w->read + from);
		if (t == 0)
			continue;
		if (w->data != NULL)
			memset(w->data + from, 0, each);
		else
			answer_metaf(w->a, "MP4", name, "%s %llu",
			    i == 0 ? "created" : "changed",
			    (unsigned long long)t);
	}
	lang = at + 4 + 2 * each + 4 + each;	/* behind scale, duration */
	if (language && w->data != NULL && lang + 2 <= at + len)
		memset(w->data + lang, 0, 2);
}

/* Version, a type, a kind, 12 bytes of a maker, a name. */
static void
handler(struct walk *w, size_t at, size_t len)
{
	static const char *const neutral[] = { "VideoHandler", "SoundHandler",
	    "SubtitleHandler", "DataHandler" };
	size_t name = at + 24, n, i;

	if (len < 25)
		return;
	field(w, "HandlerVendor", at + 12, 12, false);
	if (w->read[name] < 32 && w->read[name] != 0)
		name++;		/* a length before it, in QuickTime */
	if (name >= at + len)
		return;
	n = strnlen((const char *)w->read + name, at + len - name);
	for (i = 0; i < COUNT(neutral); i++)
		if (n == strlen(neutral[i]) &&
		    memcmp(w->read + name, neutral[i], n) == 0)
			return;
	field(w, "HandlerName", name, n, true);
}

/* Where entries of pictures keep a vendor and the name of a compressor. */
static void
samples(struct walk *w, size_t at, size_t len)
{
	size_t from = at + 8, size;

	while (from + 16 <= at + len) {
		size = be32(w->read + from);
		if (size < 16 || size > at + len - from)
			return;
		if (size >= 36 && film_all_zero(w->read + from + 16, 4))
			field(w, "Vendor", from + 20, 4, true);
		/* 86 bytes is an entry of pictures; those of sound are 36. */
		if (size >= 86 && film_all_zero(w->read + from + 24, 8) &&
		    w->read[from + 50] < 32 &&
		    be32(w->read + from + 36) == 0x00480000)
			field(w, "Compressor", from + 50, 32, true);
		from += size;
	}
}

static void
unknown(struct walk *w, const char *path, size_t start, size_t at, size_t len)
{
	if (w->data != NULL) {
		memcpy(w->data + start + 4, "free", 4);
		memset(w->data + at, 0, len);
	} else {
		answer_metaf(w->a, "MP4", path, "%zu bytes", len);
	}
}

static void
boxes(struct walk *w, const char *path, size_t at, size_t end, unsigned depth)
{
	char here[NAME_SHOWN];
	size_t head, size;
	uint64_t claim;

	while (end - at >= 8 && w->boxes++ < FILM_BOXES_MAX) {
		claim = be32(w->read + at);
		head = 8;
		if (claim == 1 && end - at >= 16) {
			claim = (uint64_t)be32(w->read + at + 8) << 32 |
			    be32(w->read + at + 12);
			head = 16;
		} else if (claim == 0) {
			claim = end - at;
		}
		if (claim < head || claim > end - at)
			return;
		size = (size_t)claim;
		(void)snprintf(here, sizeof(here), "%s%s%.4s", path,
		    path[0] != '\0' ? "/" : "",
		    (const char *)w->read + at + 4);
		switch (rule_of(w->read + at + 4)) {
		case INSIDE:
			if (depth < FILM_DEPTH_MAX)
				boxes(w, here, at + head, at + size,
				    depth + 1);
			break;
		case TIMES:
			times(w, here, at + head, size - head, false);
			break;
		case MEDIA_TIMES:
			times(w, here, at + head, size - head, true);
			break;
		case HANDLER:
			handler(w, at + head, size - head);
			break;
		case SAMPLES:
			samples(w, at + head, size - head);
			break;
		case SPACE:
			if (!film_all_zero(w->read + at + head, size - head))
				unknown(w, here, at, at + head, size - head);
			break;
		case GOES:
			unknown(w, here, at, at + head, size - head);
			break;
		case STAYS:
			break;
		}
		at += size;
	}
}

void
film_walk_mp4(const struct doc *d, struct answer *a)
{
	struct walk w = { .read = d->data, .a = a };

	boxes(&w, "", 0, d->len, 0);
}

void
film_neutral_mp4(struct film_file *f)
{
	struct walk w = { .data = f->data, .read = f->data };

	if (f->len > 0)
		boxes(&w, "", 0, f->len, 0);
}
