/* reply.c -- see reply.h. */
#include "vault/seal/reply.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/seal/secret.h"

#define BLOCK_VERSION 1
#define NAME_END ".reply"

static void
put_be(uint8_t *p, uint64_t v, size_t n)
{
	for (; n > 0; n--, v >>= 8)
		p[n - 1] = (uint8_t)v;
}

static uint64_t
get_be(const uint8_t *p, size_t n)
{
	uint64_t v = 0;

	for (; n > 0; n--)
		v = v << 8 | *p++;
	return v;
}

static int
check_text(const void *text, size_t len)
{
	if (len == 0)
		return err_set(ERR_USAGE, "there is nothing in the reply; "
		    "write a message");
	if (len > REPLY_TEXT_MAX)
		return err_set(ERR_USAGE, "a reply holds %d bytes at most and "
		    "this one has %zu; send it in two", REPLY_TEXT_MAX, len);
	if (memchr(text, '\0', len) != NULL || !utf8_valid(text, len))
		return err_set(ERR_USAGE, "a reply is UTF-8 text; write it "
		    "again");
	return 0;
}

int
reply_seal(struct bytes *to_sign, const struct reply_to *to, uint64_t sent,
    const void *text, size_t len)
{
	struct secret *block = NULL;
	uint8_t *p;
	int r;

	if ((r = check_text(text, len)) < 0 ||
	    (r = secret_new(&block, REPLY_BLOCK)) < 0)
		return r;
	p = secret_bytes(block);
	p[0] = BLOCK_VERSION;
	put_be(p + 1, sent, 8);
	put_be(p + 9, len, 2);
	memcpy(p + REPLY_HEAD, text, len);
	(void)bytes_add(to_sign, REPLY_MAGIC, REPLY_MAGIC_BYTES);
	(void)bytes_add(to_sign, to->letterbox.b, ID_BYTES);
	if ((r = bytes_room(to_sign, REPLY_BOX_BYTES, &p)) == 0 &&
	    crypto_box_seal(p, secret_peek(block), REPLY_BLOCK,
	    to->box_pk) != 0)
		r = err_set(ERR_FORMAT, "the source's key is none that can be "
		    "sealed to; this source cannot be answered");
	secret_free(block);
	return r;
}

/* By libsodium: what opens letterboxes has no libcrypto. */
void
reply_id(struct id *id, const void *to_sign)
{
	uint8_t sum[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(sum, to_sign, REPLY_SIGNED_BYTES);
	memcpy(id->b, sum, ID_BYTES);
}

void
reply_name(char name[REPLY_NAME_SIZE], const struct id *letterbox,
    const struct id *reply)
{
	char box[ID_HEX_SIZE], id[ID_HEX_SIZE];

	id_hex(box, letterbox);
	id_hex(id, reply);
	(void)snprintf(name, REPLY_NAME_SIZE, "%s.%s" NAME_END, box, id);
}

bool
reply_name_parse(struct id *letterbox, struct id *reply, const char *name)
{
	const size_t hex = ID_HEX_SIZE - 1;

	return strlen(name) == REPLY_NAME_SIZE - 1 && name[hex] == '.' &&
	    hex_parse(letterbox->b, ID_BYTES, name, hex) &&
	    hex_parse(reply->b, ID_BYTES, name + hex + 1, hex) &&
	    strcmp(name + 2 * hex + 1, NAME_END) == 0;
}

int
reply_check(uint8_t signer[SIGN_PK_BYTES], const void *file, size_t len,
    const struct id *letterbox, const struct id *reply)
{
	const uint8_t *p = file;
	struct id id;

	if (len != REPLY_FILE_BYTES ||
	    memcmp(p, REPLY_MAGIC, REPLY_MAGIC_BYTES) != 0 ||
	    memcmp(p + REPLY_MAGIC_BYTES, letterbox->b, ID_BYTES) != 0)
		return err_set(ERR_FORMAT, "this is no reply to that "
		    "letterbox; have `tipline reply` write it again");
	reply_id(&id, p);
	if (!id_equal(&id, reply))
		return err_set(ERR_INTEGRITY, "a reply's name is another's; "
		    "copy the file again");
	return sshsig_verify(signer, p + REPLY_SIGNED_BYTES,
	    len - REPLY_SIGNED_BYTES, SSHSIG_NS_REPLY, p, REPLY_SIGNED_BYTES);
}

int
reply_block(const uint8_t block[REPLY_BLOCK], uint64_t *sent,
    const char **text, size_t *len)
{
	const size_t n = (size_t)get_be(block + 9, 2);

	if (block[0] != BLOCK_VERSION || n == 0 || n > REPLY_TEXT_MAX ||
	    check_text(block + REPLY_HEAD, n) < 0 ||
	    !sodium_is_zero(block + REPLY_HEAD + n, REPLY_TEXT_MAX - n))
		return err_set(ERR_FORMAT, "a reply is not of the form that "
		    "replies have; have it written again");
	*sent = get_be(block + 1, 8);
	*text = (const char *)block + REPLY_HEAD;
	*len = n;
	return 0;
}
