/* open.c -- see open.h: replies, and what a part's file begins with. */
#include "intake/letterbox/wall/open.h"

#include <sodium.h>
#include <string.h>

#include "vault/base/err.h"

_Static_assert(PART_END_NONCE == crypto_secretbox_NONCEBYTES, "nonce");
_Static_assert(PART_END_BYTES == PART_END_NONCE + crypto_secretbox_MACBYTES +
    8, "the end of a part");
_Static_assert(PART_OBJECT_AT >= PART_END_AT + PART_END_BYTES,
    "what a part begins with has room");

static int
damaged(const char *what)
{
	return err_set(ERR_INTEGRITY, "%s is damaged, or another's; delete it",
	    what);
}

int
open_reply(uint8_t block[REPLY_BLOCK], const struct visit *visit,
    const uint8_t box[REPLY_BOX_BYTES])
{
	return crypto_box_seal_open(block, box, REPLY_BOX_BYTES,
	    visit->pub.box_pk, visit->box_sk) != 0 ? damaged("a reply") : 0;
}

static uint64_t
get_u64(const uint8_t *p)
{
	uint64_t v = 0;

	for (size_t i = 0; i < 8; i++)
		v = v << 8 | p[i];
	return v;
}

/* version u8 | part 16 | key 32 | arrived u64 | length u8 | name | zeros */
static int
read_head(struct part_head *head, const struct id *part, const uint8_t *p)
{
	const uint8_t *key = p + 1 + ID_BYTES;
	const uint8_t *rest = key + KEY_BYTES;
	int r;

	if (p[0] != PART_HEAD_VERSION || memcmp(p + 1, part->b, ID_BYTES) != 0)
		return damaged("a part");
	head->arrived = get_u64(rest);
	head->name_len = rest[8];
	memcpy(head->name, rest + 9, PART_NAME_MAX);
	if (!sodium_is_zero(head->name + head->name_len,
	    PART_NAME_MAX - head->name_len) ||
	    memchr(head->name, '\0', head->name_len) != NULL)
		return damaged("a part");
	if ((r = secret_new(&head->key, KEY_BYTES)) < 0)
		return r;
	memcpy(secret_bytes(head->key), key, KEY_BYTES);
	secret_freeze(head->key);
	return 0;
}

int
open_head(struct part_head *head, const struct visit *visit,
    const struct id *part, const uint8_t box[PART_HEAD_BYTES])
{
	struct secret *plain = NULL;
	int r;

	memset(head, 0, sizeof(*head));
	if ((r = secret_new(&plain, PART_HEAD_PLAIN)) < 0)
		return r;
	if (crypto_box_seal_open(secret_bytes(plain), box, PART_HEAD_BYTES,
	    visit->pub.part_pk, visit->part_sk) != 0)
		r = damaged("a part");
	else
		r = read_head(head, part, secret_peek(plain));
	secret_free(plain);
	return r;
}

void
part_head_free(struct part_head *head)
{
	secret_free(head->key);
	sodium_memzero(head, sizeof(*head));
}

int
open_end(bool *whole, uint64_t *content, const struct secret *key,
    const uint8_t end[PART_END_BYTES])
{
	uint8_t sub[crypto_secretbox_KEYBYTES], plain[8];
	int r = 0;

	*content = 0;
	if (!(*whole = !sodium_is_zero(end, PART_END_BYTES)))
		return 0;
	crypto_generichash(sub, sizeof(sub), (const uint8_t *)PART_END_LABEL,
	    sizeof(PART_END_LABEL) - 1, secret_peek(key), KEY_BYTES);
	if (crypto_secretbox_open_easy(plain, end + PART_END_NONCE,
	    PART_END_BYTES - PART_END_NONCE, end, sub) != 0)
		r = damaged("a part");
	else if ((*content = get_u64(plain)) > OBJECT_CONTENT_MAX)
		r = damaged("a part");
	sodium_memzero(sub, sizeof(sub));
	return r;
}
