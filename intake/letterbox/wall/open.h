/*
 * open.h -- open what was sealed to a letterbox.  All of it lay on a disk where
 * others may have written: every byte may be hostile.
 */
#ifndef INTAKE_LETTERBOX_WALL_OPEN_H
#define INTAKE_LETTERBOX_WALL_OPEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/letterbox/wall/guests.h"
#include "vault/seal/object.h"
#include "vault/seal/reply.h"
#include "vault/seal/secret.h"

#define READERS_MAX 64		/* parts that are read at a time */

/* The block of a reply; ERR_INTEGRITY when it is not for this letterbox. */
int open_reply(uint8_t block[REPLY_BLOCK], const struct visit *visit,
    const uint8_t box[REPLY_BOX_BYTES]);

/* What the head of a part says. */
struct part_head {
	struct secret *key;		/* owned; NULL until it is open */
	uint64_t arrived;
	uint8_t name[PART_NAME_MAX];
	size_t name_len;
};

/* ERR_INTEGRITY when it is not the head of this part of this letterbox. */
int open_head(struct part_head *head, const struct visit *visit,
    const struct id *part, const uint8_t box[PART_HEAD_BYTES]);
void part_head_free(struct part_head *head);

/* The bytes of content of a part that is whole; *whole is false where the end
 * was never written, ERR_INTEGRITY where it is damaged. */
int open_end(bool *whole, uint64_t *content, const struct secret *key,
    const uint8_t end[PART_END_BYTES]);

/* Parts that are being read, chunk by chunk. */
struct readers;

int readers_new(struct readers **out);
void readers_free(struct readers *r);

/* `begin` is what the sealed object begins with.  ERR_BUSY, ERR_INTEGRITY. */
int readers_begin(struct readers *r, const struct visit *visit,
    const struct id *part, const struct secret *key,
    const uint8_t begin[OBJECT_HEAD_BYTES], uint32_t *reader);
/*
 * The next chunk: its content is at *content until the next call.  After an
 * error the reader is gone.
 */
int readers_chunk(struct readers *r, uint32_t reader, const uint8_t *chunk,
    size_t len, const uint8_t **content, size_t *n, bool *last);
void readers_end(struct readers *r, uint32_t reader);
/* All of one visit. */
void readers_leave(struct readers *r, uint32_t visit);

#endif
