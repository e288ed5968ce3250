/*
 * object.h -- seal a stream of any length under a tier or item key.
 *
 * Format (docs/format.md "Sealed object"; integers big-endian):
 *
 *   magic 8 "TIPSEAL1" | secretstream header 24 | chunk | chunk | ...
 *
 * Each chunk is one message of crypto_secretstream_xchacha20poly1305 under the
 * object key, with object_ad() as its associated data: its plaintext and 17
 * bytes more.  The last chunk has the tag FINAL (3), all others the tag
 * MESSAGE (0); nothing follows the last.
 *
 * The plaintext of the whole object is T bytes, a function of the content's
 * length C alone:
 *
 *   k = 1 if C is 0, else C / 65532 rounded up	chunks that hold content
 *   T = Padme(the larger of 256 and C + 4 * k)
 *
 * It is cut into chunks of 65536 bytes; the last has what is left.  (From 256
 * on, Padme gives multiples of 16: there is always room for n.)
 *
 * A chunk's plaintext is n u32 | n bytes of content | zeros.  Content fills
 * the chunks from the first on: n is 65532 in those before the k-th, the rest
 * of the content in the k-th, and 0 in those after it.  A reader refuses
 * anything else: a length T that does not follow from C, content after a chunk
 * that was not full, a padding byte that is not zero, another magic or tag,
 * other associated data, bytes after the last chunk.
 *
 * So the length of an object tells T and no more, and no object can stand in
 * for another.  Constant memory both ways; unsealing is vault/keep/unseal.h.
 */
#ifndef VAULT_SEAL_OBJECT_H
#define VAULT_SEAL_OBJECT_H

#include <stddef.h>
#include <stdint.h>

#include "vault/base/id.h"
#include "vault/base/path.h"
#include "vault/seal/digest.h"
#include "vault/seal/secret.h"

#define OBJECT_MAGIC "TIPSEAL1"
#define OBJECT_MAGIC_BYTES 8
#define OBJECT_HEAD_BYTES 32		/* magic and secretstream header */
#define OBJECT_CHUNK 65536		/* plaintext bytes of a full chunk */
#define OBJECT_COUNT_BYTES 4		/* n */
#define OBJECT_LEAST 256		/* plaintext bytes, padding included */
#define OBJECT_CONTENT_MAX ((uint64_t)1 << 48)
#define OBJECT_AD_BYTES 38

/* What an object is; all of it is associated data. */
struct object_ctx {
	struct id submission;
	struct id item;			/* zero: of the submission */
	enum object_kind kind;		/* tier follows: object_tier(kind) */
	uint32_t version;		/* 1 where the kind has no versions */
};

/* submission 16 | item 16 | kind u8 | tier u8 | version u32 */
void object_ad(uint8_t ad[OBJECT_AD_BYTES], const struct object_ctx *ctx);

/* The T of the law above; content is at most OBJECT_CONTENT_MAX. */
uint64_t object_plain_size(uint64_t content);

/*
 * Keys (keyed BLAKE2b, 32 bytes out):
 *   item key   = BLAKE2b(tier key;  "tipline item" | submission | item)
 *   object key = BLAKE2b(item key;  "tipline object" | kind u8 | version u32)
 * An object of the submission itself uses the item key of the zero item.
 */
int object_item_key(struct secret **out, const struct secret *tier_key,
    const struct id *submission, const struct id *item);
int object_key(struct secret **out, const struct secret *item_key,
    const struct object_ctx *ctx);

/* A sealer takes content in any pieces and writes ciphertext to `out_fd`. */
struct sealer;

/* `item_key` is borrowed until sealer_new returns; `out_fd` until the end. */
int sealer_new(struct sealer **out, const struct secret *item_key,
    const struct object_ctx *ctx, int out_fd);
/* Somebody else hashes what is written: done.sha256 will be zero. */
void sealer_unhashed(struct sealer *s);
/* Nobody reads the file soon: write it past the page cache, where that can be.
 * `out_fd` is a new file. */
void sealer_around(struct sealer *s);
/* Bytes of ciphertext written so far. */
uint64_t sealer_size(const struct sealer *s);
int sealer_add(struct sealer *s, const void *p, size_t len);

/*
 * The same without a copy: where the next content goes (*len is at least 1),
 * and how many bytes of it were put there.
 */
void sealer_room(struct sealer *s, uint8_t **p, size_t *len);
int sealer_fill(struct sealer *s, size_t n);

struct sealed {
	uint8_t sha256[SHA256_BYTES];	/* of the ciphertext */
	uint64_t size;			/* bytes of the ciphertext */
	uint64_t content;		/* bytes that were sealed */
};
/* Pads, writes the final chunk, fills `done`.  Neither fsyncs nor closes. */
int sealer_end(struct sealer *s, struct sealed *done);
void sealer_free(struct sealer *s);	/* wipes; NULL is fine */

/* All that is left in `in_fd`, in one call. */
int object_seal(const struct secret *item_key, const struct object_ctx *ctx,
    int in_fd, int out_fd, struct sealed *done);

#endif
