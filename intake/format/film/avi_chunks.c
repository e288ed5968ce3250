/*
 * avi_chunks.c -- the chunks of AVI (Microsoft, "AVI RIFF File Reference";
 * OpenDML 1.02): which are told, which become JUNK of zeros.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "intake/format/film/film.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* What plays it; "movi" and the indices are not looked into. */
static const char stays[][5] = { "avih", "strh", "strf", "indx", "vprp",
	"dmlh", "idx1" };
static const char inside[][5] = { "hdrl", "strl", "odml" };

struct walk {
	uint8_t *data;		/* NULL: only told */
	const uint8_t *read;
	struct answer *a;
	unsigned chunks;
};

static uint32_t
le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

static bool
among(const uint8_t *type, const char list[][5], size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (memcmp(type, list[i], 4) == 0)
			return true;
	return false;
}

static void
unknown(struct walk *w, size_t at, size_t size)
{
	const uint8_t *p = w->read + at;
	char name[5] = "";

	memcpy(name, p, 4);
	if (memcmp(p, "JUNK", 4) == 0 && film_all_zero(p + 8, size))
		return;
	if (w->data != NULL) {
		memcpy(w->data + at, "JUNK", 4);
		memset(w->data + at + 8, 0, size);
	} else if (size < 256 && memcmp(p, "LIST", 4) != 0) {
		answer_meta(w->a, "AVI", name, p + 8,
		    strnlen((const char *)p + 8, size));
	} else {
		answer_metaf(w->a, "AVI", name, "%zu bytes", size);
	}
}

static void
chunks(struct walk *w, size_t at, size_t end, unsigned depth)
{
	const uint8_t *p;
	size_t size;

	while (end - at >= 8 && w->chunks++ < FILM_BOXES_MAX) {
		p = w->read + at;
		size = le32(p + 4);
		if (size > end - at - 8)
			size = end - at - 8;
		if ((memcmp(p, "LIST", 4) == 0 || memcmp(p, "RIFF", 4) == 0) &&
		    size >= 4 && depth < FILM_DEPTH_MAX &&
		    (memcmp(p, "RIFF", 4) == 0 ||
		    among(p + 8, inside, COUNT(inside))))
			chunks(w, at + 12, at + 8 + size, depth + 1);
		else if (memcmp(p, "LIST", 4) == 0 && size >= 4 &&
		    memcmp(p + 8, "movi", 4) == 0)
			;
		else if (!among(p, stays, COUNT(stays)))
			unknown(w, at, size);
		at += 8 + size + (size & 1);
		if (at > end)
			return;
	}
	if (depth == 0 && at < end && w->a != NULL)
		answer_mark(w->a, MARK_TRAILING_DATA, end - at,
		    "bytes behind the last chunk");
}

void
film_walk_avi(const struct doc *d, struct answer *a)
{
	struct walk w = { .read = d->data, .a = a };

	chunks(&w, 0, d->len, 0);
}

void
film_neutral_avi(struct film_file *f)
{
	struct walk w = { .data = f->data, .read = f->data };

	chunks(&w, 0, f->len, 0);
}
