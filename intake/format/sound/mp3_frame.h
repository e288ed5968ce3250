/*
 * mp3_frame.h -- frames of MPEG audio (ISO/IEC 11172-3, 13818-3, and the
 * unofficial 2.5), layers I to III.
 */
#ifndef INTAKE_FORMAT_SOUND_MP3_FRAME_H
#define INTAKE_FORMAT_SOUND_MP3_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MP3_HEADER 4u
#define MP3_INFO_MAX 156u	/* bytes of a Xing/Info header with LAME's */

struct mp3_frame {
	size_t len;		/* bytes, the header included */
	size_t side;		/* layer III: of header, CRC and side info */
	unsigned layer;		/* 1 to 3 */
	unsigned rate, samples;	/* a second; in this frame */
	uint32_t kind;		/* the bits that all frames of a file share */
};

/* The frame that begins at p; false when none does, or it has no fixed
 * length (free format). */
bool mp3_frame(struct mp3_frame *f, const uint8_t *p, size_t len);

/*
 * The first frame may hold no sound but facts on the file: "Xing" or "Info".
 * Its offset in the frame; 0 when it has none.
 */
size_t mp3_info(const struct mp3_frame *f, const uint8_t *p);

/* Bytes from "Xing" to what the encoder says of itself (LAME's extension),
 * or to the frame's end. */
size_t mp3_info_bytes(const struct mp3_frame *f, const uint8_t *p);

/* Samples at both ends that LAME's extension says are no sound; 0, 0 when there
 * is none.  What decoders add to the first is in it. */
void mp3_delays(const struct mp3_frame *f, const uint8_t *p, unsigned *start,
    unsigned *end);

/* Of the frame's first 190 bytes, as LAME's extension has it. */
uint16_t mp3_crc(const uint8_t *p, size_t len);

#endif
