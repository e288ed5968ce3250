/*
 * packfile.h -- one git pack (version 2) and its index, written as it comes:
 * no deltas, nothing compressed.  For objects that are not there yet, each
 * handed in once.
 */
#ifndef TESTS_BENCH_PACKFILE_H
#define TESTS_BENCH_PACKFILE_H

#include <stddef.h>
#include <stdint.h>

#define OID_BYTES 20

enum packed { PACKED_COMMIT = 1, PACKED_TREE = 2, PACKED_BLOB = 3 };

struct packfile;

/* In VAULT/objects/pack; nobody reads it before packfile_end(). */
int packfile_new(struct packfile **out, const char *vault);
int packfile_add(struct packfile *p, enum packed type, const void *body,
    size_t len, uint8_t oid[OID_BYTES]);
/* Count and digests, the index, the names by which git finds them. */
int packfile_end(struct packfile *p);
void packfile_free(struct packfile *p);		/* NULL is fine */

#endif
