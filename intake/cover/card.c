/* card.c -- see card.h. */
#include "intake/cover/card.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/sshsig.h"

#define ARMOR "-----BEGIN SSH SIGNATURE-----"

static int
no_card(void)
{
	return err_set(ERR_FORMAT, "what the service says of itself is not in "
	    "order; check the address, and ask the newsroom");
}

int
cover_card_write(struct bytes *b, const struct cover_card *card)
{
	char key[2 * BOX_PK_BYTES + 1], salt[2 * COVER_SALT_BYTES + 1];

	hex_of(key, card->key, BOX_PK_BYTES);
	hex_of(salt, card->salt, COVER_SALT_BYTES);
	return bytes_addf(b, "tipline-cover 1\nkey %s\nsalt %s\n"
	    "argon2id %u %u\ninterval %u\n", key, salt, card->passes, card->kib,
	    card->seconds);
}

/* A reader of words, which says false for ever once something was off. */
struct text {
	const char *p;
	bool bad;
};

static void
expect(struct text *t, const char *word)
{
	const size_t len = strlen(word);

	if (t->bad || strncmp(t->p, word, len) != 0)
		t->bad = true;
	else
		t->p += len;
}

static void
take_hex(struct text *t, uint8_t *to, size_t n)
{
	if (t->bad || strnlen(t->p, 2 * n) < 2 * n ||
	    !hex_parse(to, n, t->p, 2 * n))
		t->bad = true;
	else
		t->p += 2 * n;
}

static uint32_t
take_number(struct text *t, uint32_t least, uint32_t most)
{
	uint64_t v = 0;
	const char *from = t->p;

	while (!t->bad && *t->p >= '0' && *t->p <= '9' && v <= most)
		v = v * 10 + (uint64_t)(*t->p++ - '0');
	if (t->p == from || *from == '0' || v < least || v > most)
		t->bad = true;
	return t->bad ? 0 : (uint32_t)v;
}

static int
read_lines(struct cover_card *card, const char *text)
{
	struct text t = { text, false };

	expect(&t, "tipline-cover 1\nkey ");
	take_hex(&t, card->key, BOX_PK_BYTES);
	expect(&t, "\nsalt ");
	take_hex(&t, card->salt, COVER_SALT_BYTES);
	expect(&t, "\nargon2id ");
	card->passes = take_number(&t, 1, COVER_PASSES_MAX);
	expect(&t, " ");
	card->kib = take_number(&t, 8, COVER_KIB_MAX);
	expect(&t, "\ninterval ");
	card->seconds = take_number(&t, 1, COVER_SECONDS_MAX);
	expect(&t, "\n" ARMOR);
	return t.bad ? no_card() : (int)(t.p - strlen(ARMOR) - text);
}

int
cover_card_read(struct cover_card *card, const void *p, size_t len,
    const struct card *signer)
{
	char text[COVER_CARD_MAX + 1];
	uint8_t pk[SIGN_PK_BYTES];
	int n, r;

	if (len > COVER_CARD_MAX || memchr(p, '\0', len) != NULL)
		return no_card();
	memcpy(text, p, len);
	text[len] = '\0';
	if ((n = read_lines(card, text)) < 0)
		return n;
	if ((r = sshsig_verify(pk, text + n, len - (size_t)n, SSHSIG_NS_COVER, text,
	    (size_t)n)) < 0)
		return r;
	if (memcmp(pk, signer->sign_pk, sizeof(pk)) != 0)
		return err_set(ERR_INTEGRITY, "this service is not signed for by "
		    "the card that you gave; use neither before the newsroom "
		    "has told you why");
	return 0;
}
