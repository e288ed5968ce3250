/*
 * chunks.h -- RIFF (WAV) and IFF (AIFF): a form of named chunks, each with its
 * length, padded to even bytes.
 */
#ifndef INTAKE_FORMAT_SOUND_CHUNKS_H
#define INTAKE_FORMAT_SOUND_CHUNKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHUNKS_MAX 100000u	/* chunks of one file */

struct chunk {
	char name[5];
	const uint8_t *data;
	size_t len;	/* what is there of it */
	bool cut;	/* it claims more */
};

struct chunks {
	const uint8_t *data;
	size_t len, at;
	unsigned n;
	bool big;	/* lengths are big-endian */
	uint64_t long_data;	/* RF64: the length of "data"; 0: none */
};

/* Begin behind the form's 12 bytes. */
struct chunks chunks(const uint8_t *data, size_t len, bool big);
bool chunks_next(struct chunks *c, struct chunk *out);
bool chunk_is(const struct chunk *c, const char *name);
uint32_t chunks_u32(const uint8_t *p, bool big);

#endif
