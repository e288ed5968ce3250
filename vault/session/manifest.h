/*
 * manifest.h -- what a submission is, sealed in the original tier: channel,
 * time, the items with the names their files came under, and what the channel
 * said about the sender and the time: facts.
 *
 * The message of a submission is an item of its own (ITEM_MESSAGE, UTF-8
 * text): it is examined, redacted and released as any other item.
 *
 * Bytes (docs/format.md "Manifest"; integers big-endian, strings with a u32
 * length): version u8 = 2 | received u64 (seconds since 1970) | channel |
 * count u32 | per item: id 16 | what u8 | name | size u64 | count u32 | per
 * fact: item u32 | what u8 | value.  Names and values are the bytes that came,
 * up to 4096, any value but NUL.
 */
#ifndef VAULT_SESSION_MANIFEST_H
#define VAULT_SESSION_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/base/id.h"

#define MANIFEST_MAX (64u << 20)	/* bytes of an encoded manifest */
#define MANIFEST_ITEMS_MAX 100000
#define MANIFEST_NAME_MAX 4096		/* bytes */
#define MANIFEST_CHANNEL_SIZE 65	/* with NUL */
#define MANIFEST_FACTS_MAX 400000
#define MANIFEST_FACT_MAX 4096		/* bytes of its value */
#define MANIFEST_WHOLE 0xffffffffu	/* a fact on the whole submission */

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

/* What a channel may say.  Numbers are part of the format. */
enum fact_what {
	FACT_SENDER_NAME = 1,
	FACT_SENDER_PHONE = 2,
	FACT_SENDER_EMAIL = 3,
	FACT_SENDER_USER = 4,	/* a name of an account */
	FACT_SENDER_ID = 5,	/* a number or key of an account, a device */
	FACT_SENT = 6,		/* when, in the channel's own words */
	FACT_THREAD = 7,	/* what it belongs to: a conversation's id */
	FACT_MESSAGE_ID = 8,
	FACT_CHAT = 9,		/* the conversation's or group's name */
	FACT_SUBJECT = 10,
	FACT_EVENT = 11,	/* "edited ...", "deleted ..." */
	FACT_MISSING = 12,	/* what the channel names and did not bring */
	FACT_LETTERBOX = 13,	/* the hex id of the source's letterbox: the
				 * same for all that came by one code name */
	FACT_REPLY_KEY = 14,	/* the hex key that replies are sealed to */
	FACT_REFERENCE = 15,	/* the id of a message that it answers */
	FACT_LAST = 15
};

struct manifest_fact {
	uint32_t item;			/* its place in items; MANIFEST_WHOLE */
	enum fact_what what;
	char *value;			/* owned; NUL-terminated raw bytes */
};

struct manifest {
	uint64_t received;
	char channel[MANIFEST_CHANNEL_SIZE];
	struct manifest_item *items;	/* owned */
	size_t nitems;
	struct manifest_fact *facts;	/* owned; in the order they were said */
	size_t nfacts;
};

int manifest_read(struct manifest *m, const void *p, size_t len);
int manifest_write(struct bytes *b, const struct manifest *m);
/* Append an item with a copy of `name`; the new item is the last one. */
int manifest_add(struct manifest *m, const struct id *id, enum item_what what,
    const char *name);
/* Append a fact with a copy of the first MANIFEST_FACT_MAX bytes of `value`; an
 * empty one is none. */
int manifest_add_fact(struct manifest *m, uint32_t item, enum fact_what what,
    const char *value);
/* "sender-phone": for people and JSON. */
const char *fact_name(enum fact_what what);
/* It tells who the source is: what says so elsewhere must not stand. */
bool fact_is_sender(enum fact_what what);
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
