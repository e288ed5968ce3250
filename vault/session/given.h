/*
 * given.h -- who can be answered, and what they were answered: what the working
 * tier of a submission says of its source (docs/format.md "Replies").
 */
#ifndef VAULT_SESSION_GIVEN_H
#define VAULT_SESSION_GIVEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/seal/reply.h"
#include "vault/session/session.h"

#define GIVEN_MAX 10000		/* replies to one submission */
#define GIVEN_RECORD_MAX (64 + REPLY_TEXT_MAX + REPLY_FILE_BYTES)

/* Whom to answer; *can is false when nobody can be.  `handle` is of the working
 * tier. */
int given_to(struct session *s, uint32_t handle, const struct id *submission,
    struct reply_to *to, bool *can);

/* A reply as the vault keeps it. */
struct given {
	uint32_t number;
	struct fpr member;		/* who answered */
	uint64_t sent;			/* seconds since 1970 */
	char *text;			/* owned; UTF-8 */
	size_t len;
	uint8_t *file;			/* owned; REPLY_FILE_BYTES, the source's */
};

struct given_all {
	struct given *v;		/* owned; in their order */
	size_t n;
};

int given_read(struct session *s, uint32_t handle,
    const struct id *submission, struct given_all *all);
void given_free(struct given_all *all);

/* The bytes of the object `replies/<n>`, and back; the number is the path's. */
int given_write(struct bytes *b, const struct given *g);
int given_parse(struct given *g, const void *p, size_t len);

#endif
