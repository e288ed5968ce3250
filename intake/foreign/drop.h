/*
 * drop.h -- CoverDrop's dead drops, opened behind a wall that holds the
 * journalist's keys: the clean side of tipline-coverdrop.
 */
#ifndef INTAKE_FOREIGN_DROP_H
#define INTAKE_FOREIGN_DROP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/foreign/drop_records.h"

struct drop_keys;

/*
 * drop_keys_start(out, fd):
 * Have the key file in `fd` (the caller's) read.  ERR_FORMAT when it holds no
 * secret key or no key of a CoverNode, or is no key file.
 */
int drop_keys_start(struct drop_keys **out, int fd);
void drop_keys_stop(struct drop_keys *k);	/* NULL is fine */
/* Of CoverNodes' identities: without one no signature can be checked. */
uint32_t drop_keys_identities(const struct drop_keys *k);

/* Have the dead drop in `drop` (DROP_HEAD_BYTES and its records) opened. */
int drop_open(struct drop_keys *k, const void *drop, size_t len);

struct drop_answer {
	bool done;		/* that was all of it; else a message: */
	uint32_t record;	/* which of the records it was */
	uint8_t reply_key[32];
	uint8_t packed[DROP_PACKED_MAX];
	size_t len;		/* bytes of it */
	uint32_t records, cover, others;	/* when it is done */
	enum drop_signature signature;
};

int drop_next(struct drop_keys *k, struct drop_answer *a);

#endif
