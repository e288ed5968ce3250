/* png_report.c -- see png_report.h. */
#include "intake/format/image/png_report.h"

#include <stdbool.h>
#include <string.h>

#include "intake/format/tags/exif.h"
#include "intake/format/tags/icc.h"
#include "intake/format/image/png_text.h"
#include "intake/format/image/png_walk.h"
#include "intake/format/tags/xmp.h"
#include "vault/base/print.h"

#define TIME_BYTES 7

/*
 * What the picture is made of, and what says how it looks on paper and
 * screen, in numbers of a fixed size.  The frames of an animation are part of
 * the picture too.
 */
static bool
is_picture(const struct png_chunk *c)
{
	static const struct {
		const char *type;
		size_t max;	/* bytes */
	} parts[] = {
		{ "IHDR", 13 }, { "PLTE", 768 }, { "tRNS", 256 },
		{ "IDAT", SIZE_MAX }, { "IEND", 0 }, { "gAMA", 4 },
		{ "cHRM", 32 }, { "sRGB", 1 }, { "pHYs", 9 },
		{ "acTL", 8 }, { "fcTL", 26 }, { "fdAT", SIZE_MAX },
	};
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (png_is(c, parts[i].type))
			return c->len <= parts[i].max;
	return false;
}

static void
line_words(struct answer *a, const char *group, const struct png_words *w)
{
	struct bytes b = BYTES_INIT(META_VALUE_MAX);
	size_t i;

	if (w->utf8 || !w->whole) {
		answer_meta(a, group, w->key, w->text.data, w->text.len);
		return;
	}
	for (i = 0; i < w->text.len && utf8_put(&b, w->text.data[i]) == 0; i++)
		continue;
	answer_meta(a, group, w->key, b.data, b.len);
	bytes_free(&b);
}

static void
words(struct answer *a, const struct png_chunk *c)
{
	struct png_words w = PNG_WORDS_INIT;

	if (!png_words_read(&w, c))
		answer_metaf(a, c->type, w.key, "%zu bytes, damaged or too "
		    "long to show", c->len);
	else if (strcmp(w.key, "XML:com.adobe.xmp") == 0)
		xmp_report(a, w.text.data, w.text.len);
	else
		line_words(a, c->type, &w);
	png_words_free(&w);
}

static void
profile(struct answer *a, const struct png_chunk *c)
{
	struct png_words w = PNG_WORDS_INIT;
	bool whole = png_words_read(&w, c);

	answer_meta(a, "iCCP", "ProfileName", w.key, strlen(w.key));
	if (whole)
		icc_report(a, w.text.data, w.text.len);
	png_words_free(&w);
}

static void
chunk(struct answer *a, const struct png_chunk *c)
{
	if (is_picture(c))
		return;
	if (png_is(c, "tEXt") || png_is(c, "zTXt") || png_is(c, "iTXt"))
		words(a, c);
	else if (png_is(c, "iCCP"))
		profile(a, c);
	else if (png_is(c, "eXIf") && exif_is_only_orientation(c->data,
	    c->len))
		;
	else if (png_is(c, "eXIf"))
		exif_report(a, c->data, c->len);
	else if (png_is(c, "tIME") && c->len == TIME_BYTES)
		answer_metaf(a, "PNG", "ModifyDate",
		    "%04u-%02u-%02u %02u:%02u:%02u",
		    (unsigned)c->data[0] << 8 | c->data[1], c->data[2],
		    c->data[3], c->data[4], c->data[5], c->data[6]);
	else if (png_is(c, "caBX"))
		answer_metaf(a, "JUMBF", "C2PA", "%zu bytes", c->len);
	else
		answer_metaf(a, "PNG", c->type, "%zu bytes", c->len);
}

unsigned
png_orientation(const struct doc *d)
{
	struct png_walk w = png_walk(d->data, d->len);
	struct png_chunk c;

	while (png_next(&w, &c))
		if (png_is(&c, "eXIf"))
			return exif_orientation(c.data, c.len);
	return 1;
}

void
png_report(const struct doc *d, struct answer *a)
{
	struct png_walk w = png_walk(d->data, d->len);
	struct png_chunk c;

	while (png_next(&w, &c))
		chunk(a, &c);
	if (w.ended && w.at < d->len)
		answer_mark(a, MARK_TRAILING_DATA, d->len - w.at,
		    "%zu bytes behind the end of the picture", d->len - w.at);
}
