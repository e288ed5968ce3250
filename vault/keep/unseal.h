/*
 * unseal.h -- open what vault/seal closed.  Every byte that comes in may be
 * hostile: the vault lies on other people's machines.
 */
#ifndef VAULT_KEEP_UNSEAL_H
#define VAULT_KEEP_UNSEAL_H

#include <stddef.h>
#include <stdint.h>

#include "vault/keep/keyfile.h"
#include "vault/seal/chunks.h"
#include "vault/seal/grant.h"
#include "vault/seal/object.h"

/*
 * unseal_grant(key, k, epoch, box, len, expect):
 * Open a grant with the secret of `epoch`.  ERR_FORMAT when it is not
 * GRANT_BYTES long, ERR_WRONG_KEY when it is not for that epoch of this
 * member, ERR_INTEGRITY when it is a grant of something else than `expect`.
 */
int unseal_grant(struct secret **key, const struct keys *k, uint32_t epoch,
    const uint8_t *box, size_t len, const struct grant_ctx *expect);

/*
 * unseal_object(item_key, ctx, in_fd, out_fd, max, content):
 * Read a sealed object to the end of `in_fd` and write its content; or give it
 * to `sink`.  Bytes are written as they verify, so a failure may come after
 * some were written; they are worth nothing then.  ERR_INTEGRITY for anything but an object of exactly
 * this context, ERR_TOO_BIG over `max` bytes of content.
 */
int unseal_object(const struct secret *item_key, const struct object_ctx *ctx,
    int in_fd, int out_fd, uint64_t max, uint64_t *content);
int unseal_to(const struct secret *item_key, const struct object_ctx *ctx,
    int in_fd, const struct chunks_sink *sink, uint64_t max,
    uint64_t *content);

#endif
