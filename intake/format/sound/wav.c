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
#include "intake/format/sound/mute.h"
#include "intake/format/sound/sound.h"

#define FORMAT_BYTES_MAX 512u	/* of "fmt "; more is no format */
#define DS64_BYTES 28u		/* without its table */
#define SUBTYPE_AT 24u		/* where an extensible format has its own */

enum coding { PCM = 1, PCM_FLOAT = 3, A_LAW = 6, MU_LAW = 7, EXTENSIBLE = 0xfffe };

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

struct wav {
	struct chunk ds64, format, fact, data;
	bool long_form;		/* RF64 */
	bool twice;		/* more than one run of sound */
};

/* The first of each chunk that stays; false without a format and sound. */
static bool
look_for(struct wav *wav, const struct doc *d)
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
			wav->twice = true;
	}
	return wav->format.data != NULL && wav->format.len >= 14 &&
	    wav->format.len <= FORMAT_BYTES_MAX && wav->data.data != NULL;
}

static int
find(struct wav *wav, const struct doc *d, struct answer *a)
{
	bool found = look_for(wav, d);

	if (wav->twice)
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "WAV: it has more than one run of sound");
	if (!found)
		return answer_refuse(a, REASON_DAMAGED,
		    "WAV: it has no format or no sound");
	if (wav->long_form && wav->ds64.len < DS64_BYTES)
		return answer_refuse(a, REASON_DAMAGED,
		    "WAV: a long form without its lengths");
	return 0;
}

static uint32_t
u16(const uint8_t *p, bool big)
{
	return big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

/* Is the sound nothing but samples? */
static bool
is_plain(struct pcm *pcm, const struct wav *w, bool big)
{
	const uint8_t *p = w->format.data;
	uint32_t coding = u16(p, big), channels = u16(p + 2, big);
	uint32_t bytes, bits;

	if (coding == EXTENSIBLE && w->format.len >= SUBTYPE_AT + 2)
		coding = u16(p + SUBTYPE_AT, big);
	bits = w->format.len >= 16 ? u16(p + 14, big) : 0;
	*pcm = (struct pcm){ .rate = chunks_u32(p + 4, big),
	    .frame = u16(p + 12, big) };
	if (channels == 0 || pcm->frame == 0 || pcm->frame % channels != 0 ||
	    pcm->rate == 0)
		return false;
	bytes = (uint32_t)pcm->frame / channels;
	switch (coding) {
	case PCM:
		/* Samples of one byte have their middle at 128. */
		pcm->silence = bytes == 1 ? 0x80 : 0;
		return bytes == (bits + 7) / 8 && bytes <= 8;
	case PCM_FLOAT:
		return bytes == 4 || bytes == 8;
	case A_LAW:
		pcm->silence = 0xd5;
		return bytes == 1;
	case MU_LAW:
		pcm->silence = 0xff;
		return bytes == 1;
	default:
		return false;
	}
}

static void
tell_duration(const struct doc *d, struct answer *a)
{
	bool big = is_big(d);
	uint32_t speed;
	struct pcm pcm;
	struct wav w;

	if (!look_for(&w, d))
		return;
	if (is_plain(&pcm, &w, big))
		sound_duration(a, w.data.len / pcm.frame, pcm.rate);
	else if ((speed = chunks_u32(w.format.data + 8, big)) > 0)
		sound_duration(a, (uint64_t)w.data.len * 1000 / speed, 1000);
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
	tell_duration(d, a);
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

static void
put_head(struct answer *a, const struct chunk *c, bool big, bool elsewhere)
{
	answer_file(a, c->name, 4);
	put32(a, elsewhere ? UINT32_MAX : (uint32_t)c->len, big);
}

static void
put_pad(struct answer *a, const struct chunk *c)
{
	static const uint8_t pad;

	if ((c->len & 1) != 0)
		answer_file(a, &pad, 1);
}

static void
put_chunk(struct answer *a, const struct chunk *c, bool big)
{
	if (c->data == NULL)
		return;
	put_head(a, c, big, false);
	answer_file(a, c->data, c->len);
	put_pad(a, c);
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

/* All of it; with `e`, silent where that says so. */
static int
put_wav(const struct doc *d, const struct edits *e, struct answer *a)
{
	bool big = is_big(d);
	struct pcm pcm;
	struct wav w;
	uint64_t size;
	int r = 0;

	if (find(&w, d, a) < 0)
		return -1;
	if (e != NULL && !is_plain(&pcm, &w, big))
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "WAV: its sound is coded in a way that cannot be made "
		    "silent in parts");
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
	put_chunk(a, &w.format, big);
	put_chunk(a, &w.fact, big);
	put_head(a, &w.data, big, w.long_form);
	if (e != NULL)
		r = mute_pcm(a, &pcm, w.data.data, w.data.len, e);
	else
		answer_file(a, w.data.data, w.data.len);
	put_pad(a, &w.data);
	return r;
}

static int
clean(const struct doc *d, struct answer *a)
{
	return put_wav(d, NULL, a);
}

static int
mute(const struct doc *d, const struct edits *e, struct answer *a)
{
	return put_wav(d, e, a);
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	return sound_apply(d, e, a, clean, mute);
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
