/*
 * outlet.h -- where records go: a pipe, a collector of the same process, or
 * (the file alone) bytes.  Private to answer.c.
 */
#ifndef INTAKE_FORMAT_OUTLET_H
#define INTAKE_FORMAT_OUTLET_H

#include <stddef.h>
#include <stdint.h>

#include "intake/examine/collect.h"
#include "intake/examine/records.h"
#include "vault/base/bytes.h"

#define OUTLET_RECORD_BYTES ((size_t)64 << 10)	/* of a record's body */

struct outlet {
	int fd;			/* a pipe, or -1 */
	struct collect *sink;	/* or NULL */
	struct bytes *only_file;	/* or NULL */
	struct bytes waiting;	/* frames that are not in the pipe yet */
	int failed;		/* the first failure; then nothing more goes out */
};

#define OUTLET_INIT ((struct outlet){ .fd = -1, \
	.waiting = BYTES_INIT(4 * OUTLET_RECORD_BYTES) })

/* A failure is remembered; with a pipe it ends the process (answer.h). */
void outlet_fail(struct outlet *o, int code);
void outlet_emit(struct outlet *o, enum record type, const void *body,
    size_t len);

/* Send out what `b` holds as one record, if anything, and forget it. */
void outlet_emit_bytes(struct outlet *o, enum record type, struct bytes *b);

/* Append raw bytes, at most a record's, to a growing body; full ones go out. */
void outlet_grow(struct outlet *o, enum record type, struct bytes *b,
    const void *p, size_t len);

/* Write what waits. */
void outlet_flush(struct outlet *o);
void outlet_free(struct outlet *o);

#endif
