/*
 * aiff.c -- AIFF and AIFF-C (Apple, "Audio Interchange File Format", 1.3, and
 * AIFF-C, 1991).
 *
 * COMM, FVER and SSND are what plays it; NAME, AUTH, ANNO, COMT, MARK, ID3 and
 * all others go.  The compression's name in COMM is a text of its own, and is
 * emptied.
 */
#include <string.h>

#include "intake/format/sound/chunks.h"
#include "intake/format/sound/comment.h"
#include "intake/format/sound/id3.h"
#include "intake/format/sound/mute.h"
#include "intake/format/sound/sound.h"

#define COMM_BYTES 18u		/* of AIFF */
#define COMM_TYPE_BYTES 22u	/* of AIFF-C, before the name */
#define SOUND_HEAD 8u		/* of SSND, before the sound */

static const char *const mimes[] = { "audio/x-aiff", "audio/aiff", NULL };

static bool
is_c(const struct doc *d)
{
	return memcmp(d->data + 8, "AIFC", 4) == 0;
}

static bool
structure(const struct doc *d)
{
	return d->len >= 20 && memcmp(d->data, "FORM", 4) == 0 &&
	    (memcmp(d->data + 8, "AIFF", 4) == 0 || is_c(d));
}

static bool
stays(const struct chunk *c)
{
	return chunk_is(c, "COMM") || chunk_is(c, "SSND") ||
	    chunk_is(c, "FVER");
}

static void
tell(struct answer *a, const struct doc *d, const struct chunk *c)
{
	if (chunk_is(c, "COMM")) {
		if (is_c(d) && c->len > COMM_TYPE_BYTES + 1 &&
		    c->data[COMM_TYPE_BYTES] > 0)
			comment_latin1(a, "AIFF", "CompressionName",
			    c->data + COMM_TYPE_BYTES + 1,
			    c->len - COMM_TYPE_BYTES - 1);
	} else if ((chunk_is(c, "ID3 ") || chunk_is(c, "id3 ")) &&
	    id3_here(c->data, c->len) > 0)
		id3_report(a, c->data, id3_here(c->data, c->len));
	else if (chunk_is(c, "NAME") || chunk_is(c, "AUTH") ||
	    chunk_is(c, "ANNO") || chunk_is(c, "(c) "))
		comment_latin1(a, "AIFF", c->name, c->data, c->len);
	else if (!stays(c))
		answer_metaf(a, "AIFF", c->name, "%zu bytes", c->len);
}

struct aiff {
	struct chunk version, common, sound;
	size_t common_bytes;	/* of COMM without the name */
	bool c;
};

static bool
look_for(struct aiff *f, const struct doc *d)
{
	struct chunks w = chunks(d->data, d->len, true);
	struct chunk c;

	*f = (struct aiff){ .c = is_c(d) };
	f->common_bytes = f->c ? COMM_TYPE_BYTES : COMM_BYTES;
	while (chunks_next(&w, &c)) {
		struct chunk *to = chunk_is(&c, "FVER") ? &f->version :
		    chunk_is(&c, "COMM") ? &f->common :
		    chunk_is(&c, "SSND") ? &f->sound : NULL;

		if (to != NULL && to->data == NULL)
			*to = c;
	}
	return f->common.data != NULL && f->common.len >= f->common_bytes &&
	    f->sound.data != NULL && f->sound.len >= SOUND_HEAD;
}

static int
find(struct aiff *f, const struct doc *d, struct answer *a)
{
	return look_for(f, d) ? 0 : answer_refuse(a, REASON_DAMAGED,
	    "AIFF: it has no format or no sound");
}

/* An 80-bit number as COMM has it, when it is whole and small enough. */
static uint64_t
rate_of(const uint8_t *p)
{
	unsigned exponent = ((unsigned)p[0] << 8 | p[1]) & 0x7fff, i;
	uint64_t v = 0;

	for (i = 0; i < 8; i++)
		v = v << 8 | p[2 + i];
	if (exponent < 16383 || exponent > 16383 + 62)
		return 0;
	return v >> (16383 + 63 - exponent);
}

/* Is the sound nothing but samples? */
static bool
is_plain(struct pcm *pcm, const struct aiff *f)
{
	static const struct {
		const char *type;
		size_t bytes;	/* of a sample; 0: as many as its bits need */
		uint8_t silence;
	} plain[] = {
		{ "NONE", 0, 0 }, { "twos", 0, 0 }, { "sowt", 0, 0 },
		{ "in24", 3, 0 }, { "in32", 4, 0 }, { "fl32", 4, 0 },
		{ "FL32", 4, 0 }, { "fl64", 8, 0 }, { "FL64", 8, 0 },
		{ "raw ", 1, 0x80 }, { "ulaw", 1, 0xff }, { "ULAW", 1, 0xff },
		{ "alaw", 1, 0xd5 }, { "ALAW", 1, 0xd5 },
	};
	const uint8_t *p = f->common.data;
	size_t i, bits = (size_t)p[6] << 8 | p[7];
	size_t channels = (size_t)p[0] << 8 | p[1];

	for (i = 0; f->c && i < sizeof(plain) / sizeof(plain[0]); i++)
		if (memcmp(p + COMM_BYTES, plain[i].type, 4) == 0)
			break;
	if (i == sizeof(plain) / sizeof(plain[0]))
		return false;
	*pcm = (struct pcm){ .rate = rate_of(p + 8),
	    .silence = plain[i].silence, .frame = channels *
	    (plain[i].bytes > 0 ? plain[i].bytes : (bits + 7) / 8) };
	return pcm->rate > 0 && pcm->frame > 0 && bits <= 64;
}

static void
tell_duration(const struct doc *d, struct answer *a)
{
	struct aiff f;

	if (look_for(&f, d))
		sound_duration(a, chunks_u32(f.common.data + 2, true),
		    rate_of(f.common.data + 8));
}

static int
report(const struct doc *d, struct answer *a)
{
	struct chunks w = chunks(d->data, d->len, true);
	uint64_t end = 8 + (uint64_t)chunks_u32(d->data + 4, true);
	struct chunk c;

	while (w.at < end && chunks_next(&w, &c))
		tell(a, d, &c);
	if (w.at < d->len)
		answer_mark(a, MARK_TRAILING_DATA, d->len - w.at,
		    "bytes behind the last chunk");
	tell_duration(d, a);
	return 0;
}

static void
put32(struct answer *a, uint32_t v)
{
	const uint8_t p[4] = { (uint8_t)(v >> 24), (uint8_t)(v >> 16),
	    (uint8_t)(v >> 8), (uint8_t)v };

	answer_file(a, p, sizeof(p));
}

static void
put(struct answer *a, const char *name, const uint8_t *p, size_t len)
{
	static const uint8_t pad;

	answer_file(a, name, 4);
	put32(a, (uint32_t)len);
	answer_file(a, p, len);
	if ((len & 1) != 0)
		answer_file(a, &pad, 1);
}

/* The run of sound with silence in it.  What stands before its first sample,
 * to align it, is nothing. */
static int
put_muted(const struct aiff *f, const struct pcm *pcm, const struct edits *e,
    struct answer *a)
{
	static const uint8_t zeros[SOUND_HEAD + 1];
	size_t offset = chunks_u32(f->sound.data, true), i;
	int r;

	if (offset > f->sound.len - SOUND_HEAD)
		return answer_refuse(a, REASON_DAMAGED,
		    "AIFF: its sound begins behind its end");
	answer_file(a, "SSND", 4);
	put32(a, (uint32_t)f->sound.len);
	answer_file(a, f->sound.data, SOUND_HEAD);
	for (i = 0; i < offset; i++)
		answer_file(a, zeros, 1);
	r = mute_pcm(a, pcm, f->sound.data + SOUND_HEAD + offset,
	    f->sound.len - SOUND_HEAD - offset, e);
	answer_file(a, zeros, f->sound.len & 1);
	return r;
}

/* All of it; with `e`, silent where that says so. */
static int
put_aiff(const struct doc *d, const struct edits *e, struct answer *a)
{
	uint8_t common[COMM_TYPE_BYTES + 2] = { 0 };	/* an empty name */
	struct pcm pcm;
	bool version;
	struct aiff f;
	uint64_t size;
	size_t n;

	if (find(&f, d, a) < 0)
		return -1;
	if (e != NULL && !is_plain(&pcm, &f))
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "AIFF: its sound is coded in a way that cannot be made "
		    "silent in parts");
	n = f.common_bytes + (f.c ? 2 : 0);
	version = f.c && f.version.len == 4;
	size = 4 + 8 + n + 8 + f.sound.len + (f.sound.len & 1) +
	    (version ? 12 : 0);
	if (size > UINT32_MAX)
		return answer_refuse(a, REASON_DAMAGED,
		    "AIFF: its lengths are not true");
	memcpy(common, f.common.data, f.common_bytes);
	answer_file(a, "FORM", 4);
	put32(a, (uint32_t)size);
	answer_file(a, d->data + 8, 4);
	if (version)
		put(a, "FVER", f.version.data, f.version.len);
	put(a, "COMM", common, n);
	if (e != NULL)
		return put_muted(&f, &pcm, e, a);
	put(a, "SSND", f.sound.data, f.sound.len);
	return 0;
}

static int
clean(const struct doc *d, struct answer *a)
{
	return put_aiff(d, NULL, a);
}

static int
mute(const struct doc *d, const struct edits *e, struct answer *a)
{
	return put_aiff(d, e, a);
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	return sound_apply(d, e, a, clean, mute);
}

const struct format format_aiff = {
	.id = FORMAT_AIFF,
	.mimes = mimes,
	.pages = 1,
	.structure = structure,
	.report = report,
	.text = sound_text,
	.clean = clean,
	.apply = apply,
	.safe = sound_safe,
};
