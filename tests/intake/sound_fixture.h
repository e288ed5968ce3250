/*
 * sound_fixture.h -- small sound files of every kind, each with the word
 * "Felicity" wherever the kind has a place for one.
 */
#ifndef TESTS_INTAKE_SOUND_FIXTURE_H
#define TESTS_INTAKE_SOUND_FIXTURE_H

#include <FLAC/stream_encoder.h>
#include <FLAC/metadata.h>
#include <ogg/ogg.h>
#include <string.h>

#include "vault/base/bytes.h"

#define NAME "Felicity"
#define SOUND_MP3_FRAME 417u	/* bytes: 128 kbit/s, 44.1 kHz, no padding */
#define SOUND_MP3_FRAMES 6u

static void
put_be(struct bytes *b, uint64_t v, unsigned n)
{
	while (n-- > 0) {
		uint8_t c = (uint8_t)(v >> 8 * n);

		(void)bytes_add(b, &c, 1);
	}
}

static void
put_le(struct bytes *b, uint64_t v, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		uint8_t c = (uint8_t)(v >> 8 * i);

		(void)bytes_add(b, &c, 1);
	}
}

__attribute__((unused))
static void
make_id3(struct bytes *b)
{
	(void)bytes_add(b, "ID3\3\0\0\0\0\0\23TIT2\0\0\0\11\0\0\0" NAME, 29);
}

/* What fills a frame of sound differs from frame to frame. */
static void
put_frame(struct bytes *b, unsigned n, const char *inside)
{
	uint8_t frame[SOUND_MP3_FRAME];

	memset(frame, (int)(0x11 * n), sizeof(frame));
	memcpy(frame, "\xff\xfb\x90\x40", 4);
	if (inside != NULL)
		memcpy(frame + 100, inside, strlen(inside));
	(void)bytes_add(b, frame, sizeof(frame));
}

/* Tags at both ends, LAME's words in the first frame. */
__attribute__((unused))
static void
make_mp3(struct bytes *b)
{
	uint8_t first[SOUND_MP3_FRAME] = "\xff\xfb\x90\x40";
	uint8_t tag[128] = "TAG" NAME;

	memcpy(first + 36, "Info\0\0\0\0", 8);
	memcpy(first + 44, "LAME" NAME, 12);
	memcpy(first + 44 + 21, "\x24\x05\x17", 3);	/* delays */
	make_id3(b);
	(void)bytes_add(b, first, sizeof(first));
	for (unsigned i = 1; i < SOUND_MP3_FRAMES; i++)
		put_frame(b, i, i == 3 ? "LAME3.100UUUU" : NULL);
	(void)bytes_add(b, "junk" NAME, 12);
	(void)bytes_add(b, tag, sizeof(tag));
}

/* "fmt ", LIST of INFO, sound of an odd length, an id3 chunk, a tail. */
__attribute__((unused))
static void
make_wav(struct bytes *b)
{
	(void)bytes_add(b, "RIFF", 4);
	put_le(b, 4 + 24 + 8 + 20 + 14 + 8 + 30, 4);
	(void)bytes_add(b, "WAVEfmt ", 8);
	put_le(b, 16, 4);
	put_le(b, 1, 2);
	put_le(b, 1, 2);
	put_le(b, 8000, 4);
	put_le(b, 8000, 4);
	put_le(b, 1, 2);
	put_le(b, 8, 2);
	(void)bytes_add(b, "LIST\24\0\0\0INFOIART\10\0\0\0" NAME, 28);
	(void)bytes_add(b, "data\5\0\0\0\x80\x81\x82\x83\x84\0", 14);
	(void)bytes_add(b, "id3 \35\0\0\0", 8);
	make_id3(b);
	(void)bytes_add(b, "\0tail of " NAME, 9 + 9);
}

__attribute__((unused))
static void
make_aiff(struct bytes *b)
{
	static const uint8_t rate[10] = { 0x40, 0x0b, 0xfa };

	(void)bytes_add(b, "FORM", 4);
	put_be(b, 4 + 16 + 12 + 8 + 22 + 10 + 16 + 12, 4);
	(void)bytes_add(b, "AIFCNAME\0\0\0\10" NAME, 20);
	(void)bytes_add(b, "FVER\0\0\0\4\xa2\x80\x51\x40", 12);
	(void)bytes_add(b, "COMM\0\0\0\40", 8);
	put_be(b, 1, 2);
	put_be(b, 4, 4);
	put_be(b, 8, 2);
	(void)bytes_add(b, rate, sizeof(rate));
	(void)bytes_add(b, "NONE\10" NAME "\0", 14);
	(void)bytes_add(b, "SSND\0\0\0\14\0\0\0\0\0\0\0\0\1\2\3\4", 20);
}

static FLAC__StreamEncoderWriteStatus
flac_out(const FLAC__StreamEncoder *e, const FLAC__byte p[], size_t len,
    unsigned samples, unsigned frame, void *ctx)
{
	(void)e;
	(void)samples;
	(void)frame;
	return bytes_add(ctx, p, len) == 0 ?
	    FLAC__STREAM_ENCODER_WRITE_STATUS_OK :
	    FLAC__STREAM_ENCODER_WRITE_STATUS_FATAL_ERROR;
}

/* An ID3 tag in front, a comment, padding, a tail. */
__attribute__((unused))
static void
make_flac(struct bytes *b)
{
	FLAC__StreamMetadata *m[2] = {
		FLAC__metadata_object_new(FLAC__METADATA_TYPE_VORBIS_COMMENT),
		FLAC__metadata_object_new(FLAC__METADATA_TYPE_PADDING) };
	FLAC__StreamEncoder *e = FLAC__stream_encoder_new();
	FLAC__StreamMetadata_VorbisComment_Entry entry;
	FLAC__int32 samples[3000];

	for (unsigned i = 0; i < 3000; i++)
		samples[i] = (FLAC__int32)(i * 7919u % 20011u) - 10000;
	(void)FLAC__metadata_object_vorbiscomment_entry_from_name_value_pair(
	    &entry, "ARTIST", NAME);
	(void)FLAC__metadata_object_vorbiscomment_append_comment(m[0], entry,
	    false);
	m[1]->length = 100;
	make_id3(b);
	(void)FLAC__stream_encoder_set_channels(e, 1);
	(void)FLAC__stream_encoder_set_blocksize(e, 1024);
	(void)FLAC__stream_encoder_set_metadata(e, m, 2);
	(void)FLAC__stream_encoder_init_stream(e, flac_out, NULL, NULL, NULL,
	    b);
	(void)FLAC__stream_encoder_process_interleaved(e, samples, 3000);
	(void)FLAC__stream_encoder_finish(e);
	FLAC__stream_encoder_delete(e);
	FLAC__metadata_object_delete(m[0]);
	FLAC__metadata_object_delete(m[1]);
	(void)bytes_add(b, "tail of " NAME, 16);
}

/* Opus, by its packets; the sound is no sound, but it is in packets. */
__attribute__((unused))
static void
make_ogg(struct bytes *b)
{
	static const char *const packets[] = {
		"OpusHead\1\1\0\0\x80\xbb\0\0\0\0\0",
		"OpusTags\10\0\0\0" NAME "\1\0\0\0\17\0\0\0ARTIST=" NAME,
		"one", "two", "three",
	};
	static const long lengths[] = { 19, 8 + 4 + 8 + 4 + 4 + 15, 3, 3, 5 };
	ogg_stream_state os;
	ogg_page page;

	(void)ogg_stream_init(&os, 0x5ec2e7);
	for (unsigned i = 0; i < 5; i++) {
		unsigned char copy[64];
		ogg_packet op = { .packet = copy, .bytes = lengths[i],
		    .b_o_s = i == 0, .e_o_s = i == 4, .packetno = i,
		    .granulepos = i < 2 ? 0 : (long)i * 960 };

		memcpy(copy, packets[i], (size_t)lengths[i]);
		(void)ogg_stream_packetin(&os, &op);
		while (ogg_stream_flush(&os, &page) > 0) {
			(void)bytes_add(b, page.header,
			    (size_t)page.header_len);
			(void)bytes_add(b, page.body, (size_t)page.body_len);
		}
	}
	(void)ogg_stream_clear(&os);
	(void)bytes_add(b, "tail of " NAME, 16);
}

#endif
