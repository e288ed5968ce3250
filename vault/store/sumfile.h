/*
 * sumfile.h -- a file of git's that ends in the SHA-1 of all that stands
 * before: packs and their indexes, written from the front to the end.
 */
#ifndef VAULT_STORE_SUMFILE_H
#define VAULT_STORE_SUMFILE_H

#include "vault/base/bytes.h"
#include "vault/store/sha1.h"

struct sumfile {
	int fd;			/* borrowed */
	struct sha1 *sum;
	struct bytes chunk;	/* not written yet */
	int failed;		/* the first code; told by sumfile_end() */
};

int sumfile_begin(struct sumfile *f, int fd);
void sumfile_put(struct sumfile *f, const void *p, size_t len);
void sumfile_put_u32(struct sumfile *f, uint64_t v);
/* The sum goes behind; all of it is durable.  Frees what `f` holds. */
int sumfile_end(struct sumfile *f, uint8_t sum[SHA1_BYTES]);

#endif
