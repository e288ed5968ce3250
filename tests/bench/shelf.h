/*
 * shelf.h -- the folder `submissions` of a vault's tree, held in memory: two
 * levels of 256 folders, then one for each submission.
 */
#ifndef TESTS_BENCH_SHELF_H
#define TESTS_BENCH_SHELF_H

#include "tests/bench/packfile.h"
#include "vault/base/bytes.h"
#include "vault/base/id.h"

struct shelf;

int shelf_new(struct shelf **out);
void shelf_free(struct shelf *s);	/* NULL is fine */

/* The folder of a submission, by its tree. */
int shelf_put(struct shelf *s, const struct id *id,
    const uint8_t tree[OID_BYTES]);
/* Write every folder that changed since; the tree of `submissions`. */
int shelf_write(struct shelf *s, struct packfile *p,
    uint8_t tree[OID_BYTES]);

/* Append one entry of a git tree. */
void shelf_entry(struct bytes *b, const char *mode, const char *name,
    const uint8_t oid[OID_BYTES]);

#endif
