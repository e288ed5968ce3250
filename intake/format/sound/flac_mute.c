/*
 * flac_mute.c -- FLAC with silence in it; see mute.h.
 *
 * A frame that is silent in part has to be coded anew, and the checksum of all
 * samples in STREAMINFO has to be another one: so all is coded anew.  The
 * samples that are not silent are the same.
 */
#include <FLAC/stream_decoder.h>
#include <FLAC/stream_encoder.h>
#include <string.h>

#include "intake/format/sound/mute.h"

#define LEVEL 5u	/* of compression: libFLAC's own */

struct flac {
	const uint8_t *in;
	size_t len, at;
	const struct edits *e;
	struct answer *a;
	struct bytes *out;
	size_t to;		/* where the encoder writes */
	struct mutes mutes;
	FLAC__StreamEncoder *enc;
	FLAC__StreamMetadata_StreamInfo info;
	uint64_t sample;	/* of the next frame */
	bool begun, failed, refused;
};

/* --- the encoder's side: it goes back once, to fill in STREAMINFO --- */

static FLAC__StreamEncoderWriteStatus
write_some(const FLAC__StreamEncoder *enc, const FLAC__byte p[], size_t len,
    uint32_t samples, uint32_t frame, void *ctx)
{
	struct flac *f = ctx;
	size_t over = f->out->len - f->to;

	(void)enc;
	(void)samples;
	(void)frame;
	over = over < len ? over : len;
	if (over > 0)
		memcpy(f->out->data + f->to, p, over);
	if (len > over)
		(void)bytes_add(f->out, p + over, len - over);
	f->to += len;
	return bytes_ok(f->out) == 0 ?
	    FLAC__STREAM_ENCODER_WRITE_STATUS_OK :
	    FLAC__STREAM_ENCODER_WRITE_STATUS_FATAL_ERROR;
}

static FLAC__StreamEncoderSeekStatus
seek_to(const FLAC__StreamEncoder *enc, FLAC__uint64 at, void *ctx)
{
	struct flac *f = ctx;

	(void)enc;
	if (at > f->out->len)
		return FLAC__STREAM_ENCODER_SEEK_STATUS_ERROR;
	f->to = (size_t)at;
	return FLAC__STREAM_ENCODER_SEEK_STATUS_OK;
}

static FLAC__StreamEncoderTellStatus
tell_place(const FLAC__StreamEncoder *enc, FLAC__uint64 *at, void *ctx)
{
	const struct flac *f = ctx;

	(void)enc;
	*at = f->to;
	return FLAC__STREAM_ENCODER_TELL_STATUS_OK;
}

/* At the first frame: as it was coded, and no other way. */
static bool
begin(struct flac *f, const FLAC__FrameHeader *h)
{
	uint64_t samples = f->info.total_samples > 0 ? f->info.total_samples :
	    UINT64_MAX;
	FLAC__StreamEncoder *enc = f->enc;

	f->begun = true;
	if (mutes_alone(&f->mutes, f->e, h->sample_rate, samples,
	    f->a) < 0) {
		f->refused = true;
		return false;
	}
	return FLAC__stream_encoder_set_channels(enc, h->channels) &&
	    FLAC__stream_encoder_set_bits_per_sample(enc,
	    h->bits_per_sample) &&
	    FLAC__stream_encoder_set_sample_rate(enc, h->sample_rate) &&
	    FLAC__stream_encoder_set_compression_level(enc, LEVEL) &&
	    FLAC__stream_encoder_set_streamable_subset(enc, false) &&
	    FLAC__stream_encoder_init_stream(enc, write_some, seek_to,
	    tell_place, NULL, f) == FLAC__STREAM_ENCODER_INIT_STATUS_OK;
}

/* --- the decoder's side --- */

static FLAC__StreamDecoderReadStatus
read_some(const FLAC__StreamDecoder *dec, FLAC__byte buffer[], size_t *bytes,
    void *ctx)
{
	struct flac *f = ctx;
	size_t n = f->len - f->at < *bytes ? f->len - f->at : *bytes;

	(void)dec;
	memcpy(buffer, f->in + f->at, n);
	f->at += n;
	*bytes = n;
	return n > 0 ? FLAC__STREAM_DECODER_READ_STATUS_CONTINUE :
	    FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM;
}

static void
learn(const FLAC__StreamDecoder *dec, const FLAC__StreamMetadata *m, void *ctx)
{
	struct flac *f = ctx;

	(void)dec;
	if (m->type == FLAC__METADATA_TYPE_STREAMINFO)
		f->info = m->data.stream_info;
}

static void
failed(const FLAC__StreamDecoder *dec, FLAC__StreamDecoderErrorStatus why,
    void *ctx)
{
	struct flac *f = ctx;

	(void)dec;
	(void)why;
	f->failed = true;
}

/* Silence the samples of one frame, which libFLAC says are read-only; in its
 * place go pointers to copies. */
static bool
put_frame(struct flac *f, const FLAC__Frame *frame,
    const FLAC__int32 *const in[])
{
	static FLAC__int32 copy[FLAC__MAX_CHANNELS][FLAC__MAX_BLOCK_SIZE];
	const FLAC__int32 *out[FLAC__MAX_CHANNELS];
	unsigned c, n = frame->header.blocksize;
	size_t i;

	for (c = 0; c < frame->header.channels; c++) {
		memcpy(copy[c], in[c], n * sizeof(**copy));
		out[c] = copy[c];
		for (i = 0; i < f->mutes.n; i++) {
			const struct mute *t = &f->mutes.list[i];
			uint64_t from = t->from > f->sample ?
			    t->from - f->sample : 0;
			uint64_t to = t->to > f->sample ?
			    t->to - f->sample : 0;

			to = to < n ? to : n;
			if (from < to)
				memset(copy[c] + from, 0,
				    (size_t)(to - from) * sizeof(**copy));
		}
	}
	f->sample += n;
	return FLAC__stream_encoder_process(f->enc, out, n);
}

static FLAC__StreamDecoderWriteStatus
take(const FLAC__StreamDecoder *dec, const FLAC__Frame *frame,
    const FLAC__int32 *const buffer[], void *ctx)
{
	const FLAC__FrameHeader *h = &frame->header;
	struct flac *f = ctx;

	(void)dec;
	/* All frames are alike, or it is no stream that can be coded anew. */
	if ((!f->begun && !begin(f, h)) ||
	    FLAC__stream_encoder_get_channels(f->enc) != h->channels ||
	    FLAC__stream_encoder_get_sample_rate(f->enc) != h->sample_rate ||
	    FLAC__stream_encoder_get_bits_per_sample(f->enc) !=
	    h->bits_per_sample || !put_frame(f, frame, buffer)) {
		f->failed = true;
		return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT;
	}
	return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE;
}

static int
code(struct flac *f, FLAC__StreamDecoder *dec)
{
	bool done;

	if (FLAC__stream_decoder_init_stream(dec, read_some, NULL, NULL, NULL,
	    NULL, take, learn, failed, f) !=
	    FLAC__STREAM_DECODER_INIT_STATUS_OK)
		return -1;
	done = FLAC__stream_decoder_process_until_end_of_stream(dec) &&
	    f->begun && !f->failed;
	return FLAC__stream_encoder_finish(f->enc) && done ? 0 : -1;
}

int
flac_mute(const uint8_t *data, size_t len, const struct edits *e,
    struct bytes *out, struct answer *a)
{
	FLAC__StreamDecoder *dec = FLAC__stream_decoder_new();
	struct flac f = { .in = data, .len = len, .e = e, .a = a, .out = out,
	    .enc = FLAC__stream_encoder_new() };
	int r = -1;

	if (dec != NULL && f.enc != NULL)
		r = code(&f, dec);
	if (f.enc != NULL)
		FLAC__stream_encoder_delete(f.enc);
	if (dec != NULL)
		FLAC__stream_decoder_delete(dec);
	/* A stream that does not say how long it is: a time behind its end. */
	if (r == 0 && f.mutes.n > 0 &&
	    f.mutes.list[f.mutes.n - 1].from >= f.sample)
		r = answer_refuse(a, REASON_NOT_REDACTED,
		    "a time begins behind the end of the sound");
	else if (r < 0 && !f.refused)
		r = answer_refuse(a, REASON_DAMAGED,
		    "FLAC: its sound cannot be decoded and coded anew");
	mutes_free(&f.mutes);
	return r;
}
