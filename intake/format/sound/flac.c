/*
 * flac.c -- FLAC (RFC 9639).
 *
 * STREAMINFO and the seek table stay, and the frames bit for bit; libFLAC
 * decodes them once, to know where each ends: so what stands between frames or
 * behind the last one does not come along.
 */
#include <FLAC/stream_decoder.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/sound/comment.h"
#include "intake/format/sound/id3.h"
#include "intake/format/sound/mute.h"
#include "intake/format/sound/sound.h"

#define BLOCK_HEADER 4u
#define STREAMINFO_BYTES 34u
#define BLOCKS_MAX 10000u

enum block {
	BLOCK_STREAMINFO = 0, BLOCK_PADDING = 1, BLOCK_APPLICATION = 2,
	BLOCK_SEEKTABLE = 3, BLOCK_COMMENT = 4, BLOCK_CUESHEET = 5,
	BLOCK_PICTURE = 6
};

static const char *const mimes[] = { "audio/flac", "audio/x-flac", NULL };

/* Where "fLaC" stands: at the start, or behind an ID3 tag. */
static size_t
begin(const struct doc *d)
{
	return id3_here(d->data, d->len);
}

/* Bytes of tags at the end. */
static size_t
behind(const struct doc *d)
{
	size_t at = begin(d);

	return id3_behind(d->data + at, d->len - at);
}

static bool
structure(const struct doc *d)
{
	size_t at = begin(d);

	return d->len - at >= 4 + BLOCK_HEADER + STREAMINFO_BYTES &&
	    memcmp(d->data + at, "fLaC", 4) == 0 &&
	    (d->data[at + 4] & 0x7f) == BLOCK_STREAMINFO;
}

struct block_at {
	unsigned type;
	bool last;
	const uint8_t *data;
	size_t len;
};

/* The block at *at, which moves behind it; false where it does not fit. */
static bool
next_block(const struct doc *d, size_t *at, struct block_at *b)
{
	const uint8_t *p = d->data + *at;

	if (d->len - *at < BLOCK_HEADER)
		return false;
	b->type = p[0] & 0x7f;
	b->last = (p[0] & 0x80) != 0;
	b->len = (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
	b->data = p + BLOCK_HEADER;
	if (b->len > d->len - *at - BLOCK_HEADER)
		return false;
	*at += BLOCK_HEADER + b->len;
	return true;
}

static bool
all_zero(const uint8_t *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (p[i] != 0)
			return false;
	return true;
}

static void
tell(struct answer *a, const struct block_at *b)
{
	switch (b->type) {
	case BLOCK_STREAMINFO:
	case BLOCK_SEEKTABLE:
		return;
	case BLOCK_PADDING:
		answer_metaf(a, "FLAC", "Padding", "%zu bytes%s", b->len,
		    all_zero(b->data, b->len) ? "" : ", not empty");
		return;
	case BLOCK_APPLICATION:
		answer_metaf(a, "FLAC", "Application", "%.4s, %zu bytes",
		    b->len >= 4 ? (const char *)b->data : "?", b->len);
		return;
	case BLOCK_COMMENT:
		comment_report(a, "Vorbis", b->data, b->len);
		return;
	case BLOCK_CUESHEET:
		answer_metaf(a, "FLAC", "CueSheet", "%zu bytes", b->len);
		return;
	case BLOCK_PICTURE:
		answer_metaf(a, "FLAC", "Picture", "%zu bytes", b->len);
		return;
	default:
		answer_metaf(a, "FLAC", "Block", "of type %u, %zu bytes",
		    b->type, b->len);
	}
}

/* --- the frames --- */

struct frames {
	const uint8_t *data;	/* the whole file */
	size_t len, at;
	bool lost;		/* the decoder met what is no frame */
	uint64_t decoded;	/* frames */
	uint64_t samples;
	unsigned rate;
	struct answer *out;	/* frames go here; NULL: they are counted only */
	size_t first, bytes;	/* of the first; of all */
};

static FLAC__StreamDecoderReadStatus
read_some(const FLAC__StreamDecoder *dec, FLAC__byte buffer[], size_t *bytes,
    void *ctx)
{
	struct frames *f = ctx;
	size_t n = f->len - f->at < *bytes ? f->len - f->at : *bytes;

	(void)dec;
	memcpy(buffer, f->data + f->at, n);
	f->at += n;
	*bytes = n;
	return n > 0 ? FLAC__STREAM_DECODER_READ_STATUS_CONTINUE :
	    FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM;
}

static FLAC__StreamDecoderTellStatus
tell_place(const FLAC__StreamDecoder *dec, FLAC__uint64 *at, void *ctx)
{
	const struct frames *f = ctx;

	(void)dec;
	*at = f->at;
	return FLAC__STREAM_DECODER_TELL_STATUS_OK;
}

static FLAC__StreamDecoderWriteStatus
count(const FLAC__StreamDecoder *dec, const FLAC__Frame *frame,
    const FLAC__int32 *const buffer[], void *ctx)
{
	struct frames *f = ctx;

	(void)dec;
	(void)buffer;
	f->decoded++;
	f->samples += frame->header.blocksize;
	f->rate = frame->header.sample_rate;
	return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE;
}

static void
failed(const FLAC__StreamDecoder *dec, FLAC__StreamDecoderErrorStatus why,
    void *ctx)
{
	struct frames *f = ctx;

	(void)dec;
	(void)why;
	f->lost = true;
}

/* Is there a frame behind the place where the decoder got lost? */
static bool
more_behind(const struct frames *f, FLAC__StreamDecoder *dec)
{
	uint64_t before = f->decoded;

	while (FLAC__stream_decoder_get_state(dec) !=
	    FLAC__STREAM_DECODER_END_OF_STREAM &&
	    FLAC__stream_decoder_process_single(dec))
		if (f->decoded > before)
			return true;
	return f->decoded > before;
}

/*
 * Go through the frames one by one.  What the decoder cannot read ends the
 * sound when nothing of it follows, and is damage when something does.
 */
static int
walk(struct frames *f, FLAC__StreamDecoder *dec)
{
	FLAC__uint64 from, to;
	uint64_t before;

	if (!FLAC__stream_decoder_process_until_end_of_metadata(dec) ||
	    !FLAC__stream_decoder_get_decode_position(dec, &from))
		return -1;
	f->first = (size_t)from;
	for (;;) {
		before = f->decoded;
		if (!FLAC__stream_decoder_process_single(dec))
			return -1;
		if (f->lost)
			return f->bytes > 0 && f->decoded == before &&
			    !more_behind(f, dec) ? 0 : -1;
		if (FLAC__stream_decoder_get_state(dec) ==
		    FLAC__STREAM_DECODER_END_OF_STREAM)
			return f->bytes > 0 ? 0 : -1;
		if (!FLAC__stream_decoder_get_decode_position(dec, &to) ||
		    to <= from || to > f->len)
			return -1;
		if (f->out != NULL)
			answer_file(f->out, f->data + from, (size_t)(to - from));
		f->bytes += (size_t)(to - from);
		from = to;
	}
}

static int
frames(struct frames *f, const struct doc *d, struct answer *a,
    struct answer *out)
{
	FLAC__StreamDecoder *dec = FLAC__stream_decoder_new();
	int r = -1;

	*f = (struct frames){ .data = d->data, .at = begin(d), .out = out,
	    .len = d->len - behind(d) };
	if (dec == NULL)
		return answer_refuse(a, REASON_LIMIT, "FLAC: out of memory");
	if (FLAC__stream_decoder_init_stream(dec, read_some, NULL, tell_place,
	    NULL, NULL, count, NULL, failed, f) ==
	    FLAC__STREAM_DECODER_INIT_STATUS_OK)
		r = walk(f, dec);
	FLAC__stream_decoder_delete(dec);
	return r == 0 ? 0 : answer_refuse(a, REASON_DAMAGED,
	    "FLAC: its sound cannot be decoded");
}

static int
report(const struct doc *d, struct answer *a)
{
	size_t at = begin(d), tail = behind(d), end;
	struct block_at b = { .last = false };
	struct frames f;
	unsigned n = 0;

	if (at > 0)
		id3_report(a, d->data, at);
	for (at += 4; !b.last && n++ < BLOCKS_MAX && next_block(d, &at, &b);)
		tell(a, &b);
	if (tail > 0)
		id3_report(a, d->data + d->len - tail, tail);
	if (frames(&f, d, a, NULL) < 0)
		return -1;
	end = f.first + f.bytes;
	if (end < d->len - tail)
		answer_mark(a, MARK_TRAILING_DATA, d->len - tail - end,
		    "bytes behind the last frame");
	sound_duration(a, f.samples, f.rate);
	return 0;
}

static void
put_block(struct answer *a, const struct block_at *b, bool last)
{
	const uint8_t head[BLOCK_HEADER] = {
		(uint8_t)(b->type | (last ? 0x80u : 0)), (uint8_t)(b->len >> 16),
		(uint8_t)(b->len >> 8), (uint8_t)b->len };

	answer_file(a, head, sizeof(head));
	answer_file(a, b->data, b->len);
}

static int
clean(const struct doc *d, struct answer *a)
{
	struct block_at b = { .last = false }, info = { .len = 0 };
	struct block_at seek = { .len = 0 };
	struct frames f;
	size_t at = begin(d) + 4;
	unsigned n = 0;

	while (!b.last && n++ < BLOCKS_MAX) {
		if (!next_block(d, &at, &b))
			return answer_refuse(a, REASON_DAMAGED,
			    "FLAC: a block of metadata does not fit");
		if (b.type == BLOCK_STREAMINFO && info.data == NULL)
			info = b;
		else if (b.type == BLOCK_SEEKTABLE && seek.data == NULL)
			seek = b;
	}
	if (info.len != STREAMINFO_BYTES)
		return answer_refuse(a, REASON_DAMAGED,
		    "FLAC: it says nothing about its sound");
	answer_file(a, "fLaC", 4);
	put_block(a, &info, seek.data == NULL);
	if (seek.data != NULL)
		put_block(a, &seek, true);
	return frames(&f, d, a, a);
}

/* Coded anew, and what libFLAC says of itself taken out of that. */
static int
mute(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct bytes file = BYTES_INIT(CLEAN_MAX);
	struct bytes coded = BYTES_INIT(CLEAN_MAX);
	struct doc made;
	int r;

	if (format_clean_nested(&format_flac, d, &file) < 0)
		r = answer_refuse(a, REASON_DAMAGED,
		    "FLAC: its sound cannot be decoded");
	else
		r = flac_mute(file.data, file.len, e, &coded, a);
	if (r == 0) {
		made = (struct doc){ .data = coded.data, .len = coded.len };
		r = clean(&made, a);
	}
	bytes_free(&file);
	bytes_free(&coded);
	return r;
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	return sound_apply(d, e, a, clean, mute);
}

const struct format format_flac = {
	.id = FORMAT_FLAC,
	.mimes = mimes,
	.pages = 1,
	.structure = structure,
	.report = report,
	.text = sound_text,
	.clean = clean,
	.apply = apply,
	.safe = sound_safe,
};
