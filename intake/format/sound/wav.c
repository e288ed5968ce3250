/*
 * wav.c -- WAV: RIFF, RIFX and RF64 forms of type WAVE (Multimedia Programming
 * Interface and Data Specifications 1.0; EBU Tech 3306).
 *
 * "fmt ", "fact", "ds64" and "data" are what plays it; every other chunk
 * (LIST, bext, iXML, id3, cue, smpl, PEAK ...) tells of somebody or something.
 */
#include <string.h>

#include "intake/format/sound/chunks.h"
#include "intake/format/sound/comment.h"
#include "intake/format/sound/id3.h"
#include "intake/format/sound/sound.h"

#define FORMAT_BYTES_MAX 512u	/* of "fmt "; more is no format */
#define DS64_BYTES 28u		/* without its table */

static const char *const mimes[] = { "audio/x-wav", "audio/vnd.wave",
	"audio/wav", "audio/x-rf64", NULL };

static bool
is_big(const struct doc *d)
{
	return memcmp(d->data, "RIFX", 4) == 0;
}

static bool
structure(const struct doc *d)
{
	return d->len >= 20 && memcmp(d->data + 8, "WAVE", 4) == 0 &&
	    (memcmp(d->data, "RIFF", 4) == 0 || is_big(d) ||
	    memcmp(d->data, "RF64", 4) == 0);
}

/* What plays it. */
static bool
stays(const struct chunk *c)
{
	return chunk_is(c, "fmt ") || chunk_is(c, "data") ||
	    chunk_is(c, "fact") || chunk_is(c, "ds64");
}

static uint64_t
le64(const uint8_t *p)
{
	return chunks_u32(p, false) | (uint64_t)chunks_u32(p + 4, false) << 32;
}

/* Look at a chunk that the following need. */
static void
learn(struct chunks *w, const struct chunk *c)
{
	if (chunk_is(c, "ds64") && c->len >= DS64_BYTES)
		w->long_data = le64(c->data + 8);
}

/* INFO: named strings; others by their size. */
static void
tell_list(struct answer *a, const struct chunk *c)
{
	struct chunks w = { .data = c->data, .len = c->len, .at = 4 };
	struct chunk item;

	if (c->len < 4 || memcmp(c->data, "INFO", 4) != 0) {
		answer_metaf(a, "RIFF", "LIST", "%zu bytes", c->len);
		return;
	}
	while (chunks_next(&w, &item))
		comment_latin1(a, "RIFF", item.name, item.data,
		    strnlen((const char *)item.data, item.len));
}

static void
tell(struct answer *a, const struct chunk *c)
{
	if (chunk_is(c, "LIST"))
		tell_list(a, c);
	else if ((chunk_is(c, "id3 ") || chunk_is(c, "ID3 ")) &&
	    id3_here(c->data, c->len) > 0)
		id3_report(a, c->data, id3_here(c->data, c->len));
	else if (chunk_is(c, "bext") || chunk_is(c, "iXML") ||
	    chunk_is(c, "_PMX") || chunk_is(c, "axml"))
		answer_meta(a, "RIFF", c->name, c->data, c->len);
	else
		answer_metaf(a, "RIFF", c->name, "%zu bytes", c->len);
}

static int
report(const struct doc *d, struct answer *a)
{
	struct chunks w = chunks(d->data, d->len, is_big(d));
	uint64_t end = 8 + (uint64_t)chunks_u32(d->data + 4, is_big(d));
	bool sound = false;
	struct chunk c;

	/* A length that ends before the sound is one that nobody filled in. */
	while ((w.at < end || !sound) && chunks_next(&w, &c)) {
		learn(&w, &c);
		if (!stays(&c))
			tell(a, &c);
		sound = sound || chunk_is(&c, "data");
	}
	if (w.at < d->len)
		answer_mark(a, MARK_TRAILING_DATA, d->len - w.at,
		    "bytes behind the last chunk");
	return 0;
}

static void
put32(struct answer *a, uint32_t v, bool big)
{
	uint8_t p[4];
	size_t i;

	for (i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * (big ? 3 - i : i));
	answer_file(a, p, sizeof(p));
}

struct wav {
	struct chunk ds64, format, fact, data;
	bool long_form;		/* RF64 */
};

/* The first of each chunk that stays. */
static int
find(struct wav *wav, const struct doc *d, struct answer *a)
{
	struct chunks w = chunks(d->data, d->len, is_big(d));
	struct chunk c;

	*wav = (struct wav){ .long_form = memcmp(d->data, "RF64", 4) == 0 };
	while (chunks_next(&w, &c)) {
		struct chunk *to = chunk_is(&c, "ds64") ? &wav->ds64 :
		    chunk_is(&c, "fmt ") ? &wav->format :
		    chunk_is(&c, "fact") ? &wav->fact :
		    chunk_is(&c, "data") ? &wav->data : NULL;

		learn(&w, &c);
		if (to != NULL && to->data == NULL)
			*to = c;
		else if (to == &wav->data)
			return answer_refuse(a, REASON_UNSUPPORTED,
			    "WAV: it has more than one run of sound");
	}
	if (wav->format.data == NULL || wav->format.len < 14 ||
	    wav->format.len > FORMAT_BYTES_MAX || wav->data.data == NULL)
		return answer_refuse(a, REASON_DAMAGED,
		    "WAV: it has no format or no sound");
	if (wav->long_form && wav->ds64.len < DS64_BYTES)
		return answer_refuse(a, REASON_DAMAGED,
		    "WAV: a long form without its lengths");
	return 0;
}

static void
put_chunk(struct answer *a, const struct chunk *c, bool big, bool elsewhere)
{
	static const uint8_t pad;

	if (c->data == NULL)
		return;
	answer_file(a, c->name, 4);
	put32(a, elsewhere ? UINT32_MAX : (uint32_t)c->len, big);
	answer_file(a, c->data, c->len);
	if ((c->len & 1) != 0)
		answer_file(a, &pad, 1);
}

static uint64_t
whole(const struct chunk *c)
{
	return c->data == NULL ? 0 : 8 + (uint64_t)c->len + (c->len & 1);
}

/* The lengths of a long form: of all, of the sound, samples; no table. */
static void
put_ds64(struct answer *a, const struct wav *w, uint64_t size)
{
	static const uint8_t none[4];
	uint64_t v[2] = { size, w->data.len };
	size_t i;

	answer_file(a, "ds64", 4);
	put32(a, DS64_BYTES, false);
	for (i = 0; i < 2; i++) {
		put32(a, (uint32_t)v[i], false);
		put32(a, (uint32_t)(v[i] >> 32), false);
	}
	answer_file(a, w->ds64.data + 16, 8);	/* samples */
	answer_file(a, none, sizeof(none));
}

static int
clean(const struct doc *d, struct answer *a)
{
	bool big = is_big(d);
	struct wav w;
	uint64_t size;

	if (find(&w, d, a) < 0)
		return -1;
	size = 4 + whole(&w.format) + whole(&w.fact) + whole(&w.data) +
	    (w.long_form ? 8 + DS64_BYTES : 0);
	if (size > UINT32_MAX && !w.long_form)
		return answer_refuse(a, REASON_DAMAGED,
		    "WAV: its lengths are not true");
	answer_file(a, d->data, 4);
	put32(a, w.long_form ? UINT32_MAX : (uint32_t)size, big);
	answer_file(a, "WAVE", 4);
	if (w.long_form)
		put_ds64(a, &w, size);
	put_chunk(a, &w.format, big, false);
	put_chunk(a, &w.fact, big, false);
	put_chunk(a, &w.data, big, w.long_form);
	return 0;
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	return sound_apply(d, e, a, clean);
}

const struct format format_wav = {
	.id = FORMAT_WAV,
	.mimes = mimes,
	.pages = 1,
	.structure = structure,
	.report = report,
	.text = sound_text,
	.clean = clean,
	.apply = apply,
	.safe = sound_safe,
};
