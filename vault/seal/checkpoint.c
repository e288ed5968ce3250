/* checkpoint.c -- see checkpoint.h. */
#include "vault/seal/checkpoint.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define PREFIX "tipline/"
#define PREFIX_LEN (sizeof(PREFIX) - 1)
#define WITNESS "tipline-witness/"
#define WITNESS_LEN (sizeof(WITNESS) - 1)
#define ROOT_CHARS 44		/* of base64 */

_Static_assert(CHECKPOINT_ORIGIN_SIZE == PREFIX_LEN +
    2 * CHECKPOINT_LOG_BYTES + 1, "origin");
_Static_assert(CHECKPOINT_WITNESS_SIZE == WITNESS_LEN + FPR_HEX_SIZE, "name");

void
checkpoint_origin(char origin[CHECKPOINT_ORIGIN_SIZE],
    const uint8_t log[CHECKPOINT_LOG_BYTES])
{
	memcpy(origin, PREFIX, PREFIX_LEN);
	hex_of(origin + PREFIX_LEN, log, CHECKPOINT_LOG_BYTES);
}

bool
checkpoint_is_origin(const char *origin)
{
	uint8_t log[CHECKPOINT_LOG_BYTES];

	return strncmp(origin, PREFIX, PREFIX_LEN) == 0 &&
	    hex_parse(log, sizeof(log), origin + PREFIX_LEN,
	    strlen(origin + PREFIX_LEN));
}

void
checkpoint_witness(char name[CHECKPOINT_WITNESS_SIZE], const struct fpr *fpr)
{
	memcpy(name, WITNESS, WITNESS_LEN);
	fpr_hex(name + WITNESS_LEN, fpr);
}

int
checkpoint_format(struct bytes *b, const struct checkpoint *c)
{
	char root[sodium_base64_ENCODED_LEN(MERKLE_HASH_BYTES,
	    sodium_base64_VARIANT_ORIGINAL)];
	char head[SHA256_HEX_SIZE];

	sodium_bin2base64(root, sizeof(root), c->root.b, MERKLE_HASH_BYTES,
	    sodium_base64_VARIANT_ORIGINAL);
	hex_of(head, c->head, SHA256_BYTES);
	return bytes_addf(b, "%s\n%llu\n%s\nhead %s\n", c->origin,
	    (unsigned long long)c->size, root, head);
}

/* Read each line for what it is; whether all is as it must be shows when it is
 * written again. */
static bool
parse_lines(struct checkpoint *c, const char *text)
{
	const char *at = strchr(text, '\n');
	char *end;
	size_t n;

	if (at == NULL || at - text != CHECKPOINT_ORIGIN_SIZE - 1)
		return false;
	memcpy(c->origin, text, CHECKPOINT_ORIGIN_SIZE - 1);
	c->origin[CHECKPOINT_ORIGIN_SIZE - 1] = '\0';
	c->size = strtoull(at + 1, &end, 10);
	if (!checkpoint_is_origin(c->origin) || c->size == 0 ||
	    c->size > MERKLE_SIZE_MAX || *end != '\n' ||
	    strlen(end) < 1 + ROOT_CHARS)
		return false;
	at = end + 1;
	if (sodium_base642bin(c->root.b, sizeof(c->root.b), at, ROOT_CHARS,
	    NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    n != sizeof(c->root.b))
		return false;
	at += ROOT_CHARS;
	return strncmp(at, "\nhead ", 6) == 0 &&
	    strlen(at) == 6 + 2 * SHA256_BYTES + 1 &&
	    hex_parse(c->head, SHA256_BYTES, at + 6, 2 * SHA256_BYTES);
}

int
checkpoint_parse(struct checkpoint *c, const void *text, size_t len)
{
	struct bytes again = BYTES_INIT(CHECKPOINT_TEXT_MAX);
	char copy[CHECKPOINT_TEXT_MAX];
	bool ok = false;

	if (len < sizeof(copy)) {
		memcpy(copy, text, len);
		copy[len] = '\0';
		ok = parse_lines(c, copy) &&
		    checkpoint_format(&again, c) == 0 && again.len == len &&
		    memcmp(again.data, text, len) == 0;
	}
	bytes_free(&again);
	return ok ? 0 : err_set(ERR_FORMAT, "the text is not the checkpoint of "
	    "a vault; make one with `tipline checkpoint`");
}
