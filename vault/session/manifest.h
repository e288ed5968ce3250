/*
 * manifest.h -- what a submission is, sealed in the original tier: channel,
 * time, and the items with the names their files came under.
 *
 * The message of a submission is an item of its own (ITEM_MESSAGE, UTF-8
 * text): it is examined, redacted and released as any other item.
 *
 * Bytes (docs/format.md "Manifest"; integers big-endian, strings with a u32
 * length): version u8 = 1 | received u64 (seconds since 1970) | channel |
 * count u32 | per item: id 16 | what u8 | name | size u64.  Names are the
 * bytes that came, up to 4096, any value but NUL.
 */
#ifndef VAULT_SESSION_MANIFEST_H
#define VAULT_SESSION_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/base/id.h"

#define MANIFEST_MAX (64u << 20)	/* bytes of an encoded manifest */
#define MANIFEST_ITEMS_MAX 100000
#define MANIFEST_NAME_MAX 4096		/* bytes */
#define MANIFEST_CHANNEL_SIZE 65	/* with NUL */

enum item_what {
	ITEM_FILE = 1,
	ITEM_MESSAGE = 2
};

struct manifest_item {
	struct id id;
	enum item_what what;
	char *name;			/* owned; NUL-terminated raw bytes */
	uint64_t size;
	/* Of items that were found in others (inside.h): not in the bytes. */
	struct id parent;		/* all zero: it came in */
	unsigned depth;			/* 0: it came in */
};

struct manifest {
	uint64_t received;
	char channel[MANIFEST_CHANNEL_SIZE];
	struct manifest_item *items;	/* owned */
	size_t nitems;
};

int manifest_read(struct manifest *m, const void *p, size_t len);
int manifest_write(struct bytes *b, const struct manifest *m);
/* Append an item with a copy of `name`; the new item is the last one. */
int manifest_add(struct manifest *m, const struct id *id, enum item_what what,
    const char *name);
const struct manifest_item *manifest_find(const struct manifest *m,
    const struct id *id);
void manifest_free(struct manifest *m);

/*
 * manifest_safe_name(out, n, total, ext):
 * The name a file is written under when it leaves the vault: "001.pdf",
 * numbered by its place in the manifest, never the name it came under.
 */
#define SAFE_NAME_SIZE 32
void manifest_safe_name(char out[SAFE_NAME_SIZE], size_t n, size_t total,
    const char *ext);

#endif
