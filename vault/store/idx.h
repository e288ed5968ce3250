/*
 * idx.h -- the index of a pack, version 2 (gitformat-pack): which object lies
 * where.
 *
 * A lookup reads a few windows of it, until it is kept in memory because many
 * are asked for.  What it answers is a claim; the object found there is checked
 * against its name by whoever reads it.
 */
#ifndef VAULT_STORE_IDX_H
#define VAULT_STORE_IDX_H

#include <git2.h>
#include <stdint.h>

#include "vault/store/sha1.h"

#define IDX_WINDOW 1024		/* ids read at a time */
#define IDX_HEAD_BYTES 1032	/* magic, version, fan-out */

struct idx {
	uint32_t fan[256];
	uint64_t size;			/* bytes of the file */
	uint32_t n;			/* objects */
	uint32_t far;			/* places beyond 2 GiB */
	uint8_t pack_sum[SHA1_BYTES];	/* the last bytes of its pack */
	uint8_t *kept;			/* owned: all ids, then all places */
};

/*
 * idx_head(x, fd, size):
 * Read the beginning and the end: ERR_INTEGRITY unless the fan-out rises and
 * the file has exactly the length that it calls for.
 */
int idx_head(struct idx *x, int fd, uint64_t size);

/* Where `id` lies in the pack; ERR_NOT_FOUND (without a line). */
int idx_find(const struct idx *x, int fd, const git_oid *id, uint64_t *at);

#define IDX_KEPT_BYTES 24	/* of a row, in memory */

/* Read ids and places into memory, until idx_forget(). */
int idx_keep(struct idx *x, int fd);
void idx_forget(struct idx *x);

/* One row, as idx_each() tells it. */
struct idx_row {
	git_oid id;
	uint32_t crc;
	uint64_t at;
};

/* Every row, in the order of ids, which must rise and fit the fan-out. */
int idx_each(const struct idx *x, int fd,
    int (*each)(const struct idx_row *, void *), void *arg);

/* Its own SHA-1; every row's order; every place inside a pack of that size. */
int idx_check(const struct idx *x, int fd, uint64_t pack_size);

#endif
