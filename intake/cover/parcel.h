/*
 * parcel.h -- what a source says at one time: a message and small files, as the
 * bytes that travel in pieces.
 *
 * Bytes (integers big-endian, bytes fields with a u32 length): version u8 = 1 |
 * count u8 | per thing: what u8 (1 file, 2 message, as in a manifest) | name
 * bytes | content bytes.  A message is UTF-8, has no name, is the only one, and
 * stands first.
 */
#ifndef INTAKE_COVER_PARCEL_H
#define INTAKE_COVER_PARCEL_H

#include <stddef.h>
#include <stdint.h>

#include "intake/cover/message.h"
#include "vault/base/bytes.h"

#define PARCEL_THINGS_MAX 17u	/* a message and 16 files */
#define PARCEL_NAME_MAX 255u	/* bytes of a file's name */

struct parcel_thing {
	bool message;
	const uint8_t *name;	/* any bytes but NUL; not NUL-terminated */
	size_t name_len;
	const uint8_t *data;
	size_t len;
};

struct parcel {
	struct parcel_thing v[PARCEL_THINGS_MAX];
	size_t n;
};

/* Points into `p`.  ERR_FORMAT for what parcel_write() would not write. */
int parcel_read(struct parcel *parcel, const void *p, size_t len);

/* Appends to `b`, which should have COVER_PARCEL_MAX for its maximum. */
int parcel_write(struct bytes *b, const struct parcel *parcel);

#endif
