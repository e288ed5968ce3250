/*
 * asf_objects.c -- the objects of ASF headers (Advanced Systems Format
 * Specification 1.20): which are told, which become padding of zeros.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "intake/format/film/film.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define GUID 16u
#define OBJECT_HEAD 24u		/* GUID, size */
#define HEADER_HEAD 30u		/* of the header object */
/* 1980-01-01 in 100 ns since 1601: the day that says nothing, as in archives. */
#define NO_DAY 119600064000000000ull

enum object {
	STREAM, EXTENSION, STREAM_EXTENSION, LANGUAGES, FILE_PROPERTIES,
	PADDING, CODECS, DESCRIPTION, MORE_DESCRIPTION, METADATA, LIBRARY,
	BITRATES, EXCLUSION, SCRIPTS, MARKERS, BRANDING, COMPATIBILITY
};

static const struct {
	uint8_t guid[GUID];
	const char *name;
	bool stays;
} known[] = {
	[STREAM] = { "\x91\x07\xdc\xb7\xb7\xa9\xcf\x11\x8e\xe6\x00\xc0\x0c\x20\x53"
	    "\x65", "StreamProperties", true },
	[EXTENSION] = { "\xb5\x03\xbf\x5f\x2e\xa9\xcf\x11\x8e\xe3\x00\xc0\x0c\x20"
	    "\x53\x65", "HeaderExtension", true },
	[STREAM_EXTENSION] = { "\xcb\xa5\xe6\x14\x72\xc6\x32\x43\x83\x99\xa9\x69"
	    "\x52\x06\x5b\x5a", "ExtendedStreamProperties", true },
	[LANGUAGES] = { "\xa9\x46\x43\x7c\xe0\xef\xfc\x4b\xb2\x29\x39\x3e\xde\x41"
	    "\x5c\x85", "LanguageList", true },
	[FILE_PROPERTIES] = { "\xa1\xdc\xab\x8c\x47\xa9\xcf\x11\x8e\xe4\x00\xc0"
	    "\x0c\x20\x53\x65", "FileProperties", true },
	[PADDING] = { "\x74\xd4\x06\x18\xdf\xca\x09\x45\xa4\xba\x9a\xab\xcb\x96"
	    "\xaa\xe8", "Padding", false },
	[CODECS] = { "\x40\x52\xd1\x86\x1d\x31\xd0\x11\xa3\xa4\x00\xa0\xc9\x03\x48"
	    "\xf6", "CodecList", false },
	[DESCRIPTION] = { "\x33\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00"
	    "\x62\xce\x6c", "ContentDescription", false },
	[MORE_DESCRIPTION] = { "\x40\xa4\xd0\xd2\x07\xe3\xd2\x11\x97\xf0\x00\xa0"
	    "\xc9\x5e\xa8\x50", "ExtendedContentDescription", false },
	[METADATA] = { "\xea\xcb\xf8\xc5\xaf\x5b\x77\x48\x84\x67\xaa\x8c\x44\xfa"
	    "\x4c\xca", "Metadata", false },
	[LIBRARY] = { "\x94\x1c\x23\x44\x98\x94\xd1\x49\xa1\x41\x1d\x13\x4e\x45"
	    "\x70\x54", "MetadataLibrary", false },
	[BITRATES] = { "\xce\x75\xf8\x7b\x8d\x46\xd1\x11\x8d\x82\x00\x60\x97\xc9"
	    "\xa2\xb2", "StreamBitrates", true },
	[EXCLUSION] = { "\xdc\x29\xe2\xd6\xda\x35\xd1\x11\x90\x34\x00\xa0\xc9\x03"
	    "\x49\xbe", "MutualExclusion", true },
	[SCRIPTS] = { "\x30\x1a\xfb\x1e\x62\x0b\xd0\x11\xa3\x9b\x00\xa0\xc9\x03"
	    "\x48\xf6", "ScriptCommands", false },
	[MARKERS] = { "\x01\xcd\x87\xf4\x51\xa9\xcf\x11\x8e\xe6\x00\xc0\x0c\x20"
	    "\x53\x65", "Markers", false },
	[BRANDING] = { "\xfa\xb3\x11\x22\x23\xbd\xd2\x11\xb4\xb7\x00\xa0\xc9\x55"
	    "\xfc\x6e", "Branding", false },
	[COMPATIBILITY] = { "\x5d\x8b\xf1\x26\x84\x45\xec\x47\x9f\x5f\x0e\x65\x1f"
	    "\x04\x52\xc9", "Compatibility", true },
};

struct walk {
	uint8_t *data;		/* NULL: only told */
	const uint8_t *read;
	struct answer *a;
	unsigned objects;
};

static uint64_t
le(const uint8_t *p, size_t n)
{
	uint64_t v = 0;

	while (n-- > 0)
		v = v << 8 | p[n];
	return v;
}

/* An id of the file, its size, and the time it was made. */
static void
properties(struct walk *w, size_t at, size_t len)
{
	uint64_t day;
	size_t i;

	if (len < GUID + 16)
		return;
	if (w->data != NULL) {
		memset(w->data + at, 0, GUID);
		for (i = 0; i < 8; i++)
			w->data[at + GUID + 8 + i] = (uint8_t)(NO_DAY >> 8 * i);
		return;
	}
	if (!film_all_zero(w->read + at, GUID))
		answer_metaf(w->a, "ASF", "FileID", "%016llx%016llx",
		    (unsigned long long)le(w->read + at, 8),
		    (unsigned long long)le(w->read + at + 8, 8));
	day = le(w->read + at + GUID + 8, 8);
	if (day != 0 && day != NO_DAY)
		answer_metaf(w->a, "ASF", "CreationDate", "%llu",
		    (unsigned long long)day);
}

static void
objects(struct walk *w, size_t at, size_t end, unsigned depth)
{
	uint64_t claim;
	size_t size, i;

	while (end - at >= OBJECT_HEAD && w->objects++ < FILM_BOXES_MAX) {
		claim = le(w->read + at + GUID, 8);
		if (claim < OBJECT_HEAD || claim > end - at)
			return;
		size = (size_t)claim - OBJECT_HEAD;
		for (i = 0; i < COUNT(known); i++)
			if (memcmp(w->read + at, known[i].guid, GUID) == 0)
				break;
		if (i == FILE_PROPERTIES)
			properties(w, at + OBJECT_HEAD, size);
		else if (i == EXTENSION && size >= 22 && depth == 0)
			objects(w, at + OBJECT_HEAD + 22, at + OBJECT_HEAD +
			    size, depth + 1);
		else if ((i == COUNT(known) || !known[i].stays) &&
		    !(i == PADDING && film_all_zero(w->read + at + OBJECT_HEAD,
		    size))) {
			if (w->data != NULL) {
				memcpy(w->data + at, known[PADDING].guid, GUID);
				memset(w->data + at + OBJECT_HEAD, 0, size);
			} else {
				answer_metaf(w->a, "ASF", i < COUNT(known) ?
				    known[i].name : "Object", "%zu bytes",
				    size);
			}
		}
		at += OBJECT_HEAD + size;
	}
}

/* The header object holds all the others that matter. */
static void
header(struct walk *w, size_t len)
{
	uint64_t size = len >= HEADER_HEAD ? le(w->read + GUID, 8) : 0;

	if (size >= HEADER_HEAD && size <= len)
		objects(w, HEADER_HEAD, (size_t)size, 0);
}

void
film_walk_asf(const struct doc *d, struct answer *a)
{
	struct walk w = { .read = d->data, .a = a };

	header(&w, d->len);
}

void
film_neutral_asf(struct film_file *f)
{
	struct walk w = { .data = f->data, .read = f->data };

	header(&w, f->len);
}
