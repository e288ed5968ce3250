/*
 * lfs.h -- large ciphertexts as Git LFS objects (git-lfs docs/spec.md): a
 * pointer in the tree, the bytes in lfs/objects/aa/bb/<sha256>.
 */
#ifndef VAULT_STORE_LFS_H
#define VAULT_STORE_LFS_H

#include "vault/seal/digest.h"
#include "vault/store/repo.h"

#define LFS_POINTER_MAX 256	/* bytes of a pointer */
#define LFS_NAME_SIZE 96	/* "lfs/objects/aa/bb/<64 hex>" with NUL */
#define LFS_ATTRIBUTES "*.large filter=lfs diff=lfs merge=lfs -text\n"

struct lfs_pointer {
	uint8_t sha256[SHA256_BYTES];
	uint64_t size;
};

int lfs_format(struct bytes *b, const struct lfs_pointer *p);
/* Exactly what lfs_format() writes, or ERR_FORMAT. */
int lfs_parse(struct lfs_pointer *p, const void *text, size_t len);

/* Where its bytes lie, below the vault. */
void lfs_name(char name[LFS_NAME_SIZE], const struct lfs_pointer *p);

/* Open for reading; ERR_INTEGRITY when it is missing or has another length. */
int lfs_open(const struct repo *r, const struct lfs_pointer *p, int *fd);

/* Read it all: ERR_INTEGRITY unless it is there, as long, with that SHA-256. */
int lfs_check(const struct repo *r, const struct lfs_pointer *p);

/* The same of the file `name` of `folder`, which is made durable. */
int lfs_check_file(const struct lfs_pointer *p, int folder, const char *name);

/* Move the file `name` of `folder` (durable already) to where `p` says. */
int lfs_take(const struct repo *r, const struct lfs_pointer *p, int folder,
    const char *name);

#endif
