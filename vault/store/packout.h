/*
 * packout.h -- write a git pack (version 2) and its index (version 2).
 *
 * Objects are stored as they are: they are ciphertext, nothing compresses and
 * nothing is like another.  The file grows at its end only; its header comes
 * last, so that it is a pack only once it is whole.
 */
#ifndef VAULT_STORE_PACKOUT_H
#define VAULT_STORE_PACKOUT_H

#include <git2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/store/sha1.h"

#define PACKOUT_OBJECTS_MAX (1u << 20)	/* objects of one pack that we write */
#define PACKOUT_NAME_SIZE 64		/* "pack-<40 hex>.pack" with NUL */

struct packed {
	git_oid id;
	uint32_t crc;		/* of the entry's bytes in the file */
	uint64_t at;		/* where the entry begins */
	uint32_t size;		/* of the object's content */
	uint32_t type;		/* git_object_t */
};

struct packout {
	int fd;			/* borrowed; empty at packout_begin() */
	uint64_t end;		/* bytes so far */
	int failed;		/* part of an entry stands behind them */
	struct packed *v;	/* in the order of the file */
	size_t n, cap;
	uint8_t sum[SHA1_BYTES];	/* after packout_finish() */
};

#define PACKOUT_INIT ((struct packout){ .fd = -1 })

int packout_begin(struct packout *o, int fd);
int packout_add(struct packout *o, const git_oid *id, git_object_t type,
    const void *p, size_t len);
/* The content of the i-th object: o->v[i].size bytes. */
int packout_read(const struct packout *o, size_t i, uint8_t *to);
/* Forget all but the first `n` objects. */
int packout_cut(struct packout *o, size_t n);

/* Header and checksum; all is read back, compared and made durable. */
int packout_finish(struct packout *o);
/* The index, into the empty file `fd`, durable.  Sorts o->v by name. */
int packout_index(struct packout *o, int fd);
/* "pack-<hex>" and `end`: the name both go by. */
void packout_name(char name[PACKOUT_NAME_SIZE], const struct packout *o,
    const char *end);
void packout_free(struct packout *o);

#endif
