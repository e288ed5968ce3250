/* state.c -- see state.h: what is in the file. */
#include "intake/cover/source/state.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/base/wire.h"

#define STATE_VERSION 1
#define KEY_PASSES 2u
#define KEY_KIB (19u << 10)

int
state_new(struct state **out)
{
	struct state *s = calloc(1, sizeof(*s));
	size_t i;

	if ((*out = s) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	for (i = 0; i < STATE_PARCELS_MAX; i++)
		s->said[i].content = BYTES_INIT(COVER_PARCEL_MAX);
	for (i = 0; i < STATE_REPLIES_MAX; i++)
		s->heard[i].text = BYTES_INIT(REPLY_TEXT_MAX);
	s->pieces = BYTES_INIT(COVER_REPLY_MAX);
	return 0;
}

static void
wipe(struct bytes *b)
{
	if (b->data != NULL)
		sodium_memzero(b->data, b->cap);
	bytes_free(b);
}

void
state_free(struct state *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < STATE_PARCELS_MAX; i++)
		wipe(&s->said[i].content);
	for (i = 0; i < STATE_REPLIES_MAX; i++)
		wipe(&s->heard[i].text);
	wipe(&s->pieces);
	sodium_memzero(s, sizeof(*s));
	free(s);
}

size_t
state_waiting(const struct state *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->nsaid; i++)
		n += s->said[i].content.len;
	return n;
}

static void
put_card(struct bytes *b, const struct state *s)
{
	wire_put_str(b, s->address);
	(void)card_put(b, &s->service);
	wire_put_raw(b, s->card.key, BOX_PK_BYTES);
	wire_put_raw(b, s->card.salt, COVER_SALT_BYTES);
	wire_put_u32(b, s->card.passes);
	wire_put_u32(b, s->card.kib);
	wire_put_u32(b, s->card.seconds);
	wire_put_u8(b, s->spoke);
}

static void
put_talk(struct bytes *b, const struct state *s)
{
	size_t i;

	wire_put_u8(b, (uint8_t)s->nsaid);
	for (i = 0; i < s->nsaid; i++) {
		wire_put_raw(b, s->said[i].id.b, ID_BYTES);
		wire_put_u8(b, (uint8_t)s->said[i].state);
		wire_put_u64(b, s->said[i].have);
		wire_put_bytes(b, s->said[i].content.data,
		    s->said[i].content.len);
	}
	wire_put_u8(b, (uint8_t)s->nheard);
	for (i = 0; i < s->nheard; i++) {
		wire_put_raw(b, s->heard[i].id.b, ID_BYTES);
		wire_put_raw(b, s->heard[i].signer.b, FPR_BYTES);
		wire_put_u64(b, s->heard[i].sent);
		wire_put_u8(b, s->heard[i].read);
		wire_put_bytes(b, s->heard[i].text.data, s->heard[i].text.len);
	}
	wire_put_u8(b, (uint8_t)s->nknown);
	for (i = 0; i < s->nknown; i++)
		wire_put_raw(b, s->known[i].b, ID_BYTES);
	wire_put_raw(b, s->coming.b, ID_BYTES);
	wire_put_u32(b, s->coming_len);
	wire_put_bytes(b, s->pieces.data, s->pieces.len);
}

int
state_put(const struct state *s, struct secret *plain)
{
	struct bytes b = BYTES_INIT(STATE_BYTES);
	int r;

	wire_put_u8(&b, STATE_VERSION);
	put_card(&b, s);
	put_talk(&b, s);
	if ((r = bytes_ok(&b)) == 0) {
		memset(secret_bytes(plain), 0, STATE_BYTES);
		memcpy(secret_bytes(plain), b.data, b.len);
	} else if (r == ERR_TOO_BIG) {
		r = err_set(ERR_TOO_BIG, "there is no room for more; read the "
		    "replies, and wait until what you said has come");
	}
	wipe(&b);
	return r;
}

static int
damaged(void)
{
	return err_set(ERR_FORMAT, "the state is of another version of this "
	    "program; use that one, or begin again");
}

static int
get_card(struct wire_reader *r, struct state *s)
{
	uint8_t raw[CARD_RAW_BYTES];

	wire_get_str(r, s->address, sizeof(s->address));
	wire_get_raw(r, raw, sizeof(raw));
	wire_get_raw(r, s->card.key, BOX_PK_BYTES);
	wire_get_raw(r, s->card.salt, COVER_SALT_BYTES);
	s->card.passes = wire_get_u32(r);
	s->card.kib = wire_get_u32(r);
	s->card.seconds = wire_get_u32(r);
	s->spoke = wire_get_u8(r) != 0;
	if (r->bad || s->card.seconds == 0 ||
	    s->card.seconds > COVER_SECONDS_MAX)
		return damaged();
	return card_read(&s->service, raw);
}

static int
get_bytes(struct wire_reader *r, struct bytes *b)
{
	size_t len;
	const uint8_t *p = wire_get_bytes(r, b->max, &len);

	return r->bad ? damaged() : bytes_add(b, p, len);
}

static int
get_talk(struct wire_reader *r, struct state *s)
{
	size_t i, n;
	int e = 0;

	if ((n = wire_get_u8(r)) > STATE_PARCELS_MAX)
		return damaged();
	for (i = 0; e == 0 && i < n; i++) {
		wire_get_raw(r, s->said[i].id.b, ID_BYTES);
		s->said[i].state = (enum cover_state)wire_get_u8(r);
		s->said[i].have = wire_get_u64(r);
		e = s->said[i].state > COVER_STATE_LAST ? damaged() :
		    get_bytes(r, &s->said[i].content);
	}
	s->nsaid = i;
	if (e < 0 || (n = wire_get_u8(r)) > STATE_REPLIES_MAX)
		return damaged();
	for (i = 0; e == 0 && i < n; i++) {
		wire_get_raw(r, s->heard[i].id.b, ID_BYTES);
		wire_get_raw(r, s->heard[i].signer.b, FPR_BYTES);
		s->heard[i].sent = wire_get_u64(r);
		s->heard[i].read = wire_get_u8(r) != 0;
		e = get_bytes(r, &s->heard[i].text);
	}
	s->nheard = i;
	if (e < 0 || (n = wire_get_u8(r)) > COVER_REPLIES_MAX)
		return damaged();
	for (i = 0; i < n; i++)
		wire_get_raw(r, s->known[i].b, ID_BYTES);
	s->nknown = n;
	wire_get_raw(r, s->coming.b, ID_BYTES);
	s->coming_len = wire_get_u32(r);
	if (s->coming_len > COVER_REPLY_MAX)
		return damaged();
	return get_bytes(r, &s->pieces);
}

int
state_get(struct state *s, const uint8_t *p, size_t len)
{
	struct wire_reader r = wire_reader(p, len);
	int e;

	if (wire_get_u8(&r) != STATE_VERSION)
		return damaged();
	if ((e = get_card(&r, s)) < 0 || (e = get_talk(&r, s)) < 0)
		return e;
	return r.bad || sodium_is_zero(r.p, r.left) != 1 ? damaged() : 0;
}

int
state_key(struct secret **key, const struct code_name *name,
    const uint8_t salt[STATE_SALT])
{
	char words[LETTERBOX_WORDS_SIZE];
	const size_t len = codename_secret(words, name);
	int r;

	_Static_assert(STATE_SALT == crypto_pwhash_SALTBYTES, "a salt");
	if ((r = secret_new(key, KEY_BYTES)) < 0)
		return r;
	if (crypto_pwhash(secret_bytes(*key), KEY_BYTES, words, len, salt,
	    KEY_PASSES, (size_t)KEY_KIB << 10,
	    crypto_pwhash_ALG_ARGON2ID13) != 0)
		r = err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	sodium_memzero(words, sizeof(words));
	if (r < 0) {
		secret_free(*key);
		*key = NULL;
	} else {
		secret_freeze(*key);
	}
	return r;
}
