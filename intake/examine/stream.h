/*
 * stream.h -- the records of an answer pipe, one after another, bounded.
 *
 * The same frames as wire.h's, but on a pipe: a child that holds a pipe cannot
 * pass descriptors through it.
 */
#ifndef INTAKE_EXAMINE_STREAM_H
#define INTAKE_EXAMINE_STREAM_H

#include <stdint.h>

#include "vault/base/bytes.h"

#define STREAM_BODY_MAX ((size_t)128 << 10)	/* bytes of one record's body */

struct stream {
	int fd;			/* borrowed */
	uint32_t type;
	struct bytes body;
};

#define STREAM_INIT(pipe) \
	((struct stream){ .fd = (pipe), .body = BYTES_INIT(STREAM_BODY_MAX) })

/* 1: a record is in `type` and `body`; 0: the stream ended between records;
 * ERR_FORMAT when a record is cut or too long; ERR_IO; ERR_NO_MEMORY. */
int stream_next(struct stream *s);
void stream_free(struct stream *s);

#endif
