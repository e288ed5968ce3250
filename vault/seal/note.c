/* note.c -- see note.h. */
#include "vault/seal/note.h"

#include <sodium.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/base/wire.h"

#define DASH "\xe2\x80\x94 "	/* U+2014 and a blank */
#define BLOB_MAX 8192		/* bytes of any signature; ML-DSA has 2,420 */
#define TIME_MAX (1ull << 63)

static int
malformed(const char *what)
{
	return err_set(ERR_FORMAT, "the signed note %s; get it again from "
	    "whoever signed it", what);
}

/* White space by the Unicode property, but for control characters. */
static bool
is_space(uint32_t cp)
{
	return cp == 0x20 || cp == 0x85 || cp == 0xa0 || cp == 0x1680 ||
	    (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 || cp == 0x2029 ||
	    cp == 0x202f || cp == 0x205f || cp == 0x3000;
}

static bool
name_fits(const char *p, size_t len)
{
	uint32_t cp;
	size_t at, n;

	if (len == 0 || len >= NOTE_NAME_SIZE)
		return false;
	for (at = 0; at < len; at += n) {
		n = utf8_next((const uint8_t *)p + at, len - at, &cp);
		if (n == 0 || cp < 0x20 || cp == '+' || is_space(cp))
			return false;
	}
	return true;
}

/* "— name base64", without its line end. */
static bool
parse_line(struct note_signature *s, const char *p, size_t len)
{
	const size_t dash = sizeof(DASH) - 1;
	uint8_t blob[BLOB_MAX];
	const char *blank, *stop;
	size_t n, blen;

	if (len <= dash || memcmp(p, DASH, dash) != 0)
		return false;
	p += dash;
	len -= dash;
	if ((blank = memchr(p, ' ', len)) == NULL)
		return false;
	n = (size_t)(blank - p);
	if (!name_fits(p, n) || sodium_base642bin(blob, sizeof(blob),
	    blank + 1, len - n - 1, NULL, &blen, &stop,
	    sodium_base64_VARIANT_ORIGINAL) != 0 || stop != p + len ||
	    blen <= NOTE_ID_BYTES)
		return false;
	memset(s, 0, sizeof(*s));
	memcpy(s->name, p, n);
	memcpy(s->id, blob, NOTE_ID_BYTES);
	s->len = blen - NOTE_ID_BYTES;
	if (s->len <= sizeof(s->bytes))
		memcpy(s->bytes, blob + NOTE_ID_BYTES, s->len);
	return true;
}

static bool
has_control(const char *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((uint8_t)p[i] < ' ' && p[i] != '\n')
			return true;
	return false;
}

/* The line end before the last empty line; NULL when there is none. */
static const char *
find_blank(const char *p, size_t len)
{
	size_t i;

	for (i = len; i-- > 1;)
		if (p[i] == '\n' && p[i - 1] == '\n')
			return p + i - 1;
	return NULL;
}

int
note_parse(struct note *n, const void *raw, size_t len)
{
	const char *p = raw, *end = p + len, *at, *nl;

	n->n = 0;
	if (len > NOTE_MAX)
		return malformed("is longer than any should be");
	if (len == 0 || end[-1] != '\n' || has_control(p, len) ||
	    !utf8_valid(raw, len) || (at = find_blank(p, len)) == NULL)
		return malformed("is not a text with signatures below it");
	n->text = p;
	n->len = (size_t)(at + 1 - p);
	for (at += 2; at < end; at = nl + 1) {
		nl = memchr(at, '\n', (size_t)(end - at));
		if (n->n == NOTE_SIGNATURES_MAX)
			return malformed("has too many signatures");
		if (!parse_line(&n->v[n->n++], at, (size_t)(nl - at)))
			return malformed("has a line among its signatures "
			    "that is none");
	}
	return n->n > 0 ? 0 : malformed("has no signature");
}

void
note_key_id(uint8_t id[NOTE_ID_BYTES], const char *name, enum note_type type,
    const uint8_t pk[SIGN_PK_BYTES])
{
	uint8_t sum[crypto_hash_sha256_BYTES];
	const uint8_t between[2] = { '\n', (uint8_t)type };
	crypto_hash_sha256_state s;

	crypto_hash_sha256_init(&s);
	crypto_hash_sha256_update(&s, (const uint8_t *)name, strlen(name));
	crypto_hash_sha256_update(&s, between, sizeof(between));
	crypto_hash_sha256_update(&s, pk, SIGN_PK_BYTES);
	crypto_hash_sha256_final(&s, sum);
	memcpy(id, sum, NOTE_ID_BYTES);
}

static int
does_not_hold(const char *name)
{
	return err_set(ERR_INTEGRITY, "the signature of %s does not hold: the "
	    "note was changed; get it again", name);
}

static bool
is_of(const struct note_signature *s, const char *name,
    const uint8_t id[NOTE_ID_BYTES])
{
	return strcmp(s->name, name) == 0 &&
	    memcmp(s->id, id, NOTE_ID_BYTES) == 0;
}

static int
nobody(const char *name)
{
	return err_set(ERR_NOT_FOUND, "the note has no signature of that key "
	    "of %s; name the key that signed it", name);
}

int
note_check(const struct note *n, const char *name,
    const uint8_t pk[SIGN_PK_BYTES])
{
	uint8_t id[NOTE_ID_BYTES];
	bool found = false;
	size_t i;

	note_key_id(id, name, NOTE_ED25519, pk);
	for (i = 0; i < n->n; i++) {
		if (!is_of(&n->v[i], name, id))
			continue;
		found = true;
		if (n->v[i].len != SIGN_BYTES ||
		    crypto_sign_verify_detached(n->v[i].bytes,
		    (const uint8_t *)n->text, n->len, pk) != 0)
			return does_not_hold(name);
	}
	return found ? 0 : nobody(name);
}

static int
check_cosigned(const struct note *n, const struct note_signature *s,
    const uint8_t pk[SIGN_PK_BYTES], uint64_t *time)
{
	struct bytes b = BYTES_INIT(NOTE_MAX + 64);
	struct wire_reader rd = wire_reader(s->bytes, NOTE_TIME_BYTES);
	int r;

	*time = wire_get_u64(&rd);
	if (s->len != NOTE_COSIGNATURE_BYTES || *time >= TIME_MAX)
		return does_not_hold(s->name);
	if ((r = note_cosigned(&b, *time, n->text, n->len)) == 0 &&
	    crypto_sign_verify_detached(s->bytes + NOTE_TIME_BYTES, b.data,
	    b.len, pk) != 0)
		r = does_not_hold(s->name);
	bytes_free(&b);
	return r;
}

int
note_check_cosignature(const struct note *n, const char *name,
    const uint8_t pk[SIGN_PK_BYTES], uint64_t *time)
{
	uint8_t id[NOTE_ID_BYTES];
	uint64_t when;
	bool found = false;
	size_t i;
	int r;

	*time = 0;
	note_key_id(id, name, NOTE_COSIGNATURE, pk);
	for (i = 0; i < n->n; i++) {
		if (!is_of(&n->v[i], name, id))
			continue;
		if ((r = check_cosigned(n, &n->v[i], pk, &when)) < 0)
			return r;
		found = true;
		if (when > *time)
			*time = when;
	}
	return found ? 0 : nobody(name);
}

int
note_cosigned(struct bytes *b, uint64_t time, const void *text, size_t len)
{
	(void)bytes_addf(b, "cosignature/v1\ntime %llu\n",
	    (unsigned long long)time);
	return bytes_add(b, text, len);
}

static int
add_line(struct bytes *b, const char *name, const uint8_t *id,
    const uint8_t *sig, size_t len)
{
	uint8_t blob[NOTE_ID_BYTES + NOTE_COSIGNATURE_BYTES];
	char text[sodium_base64_ENCODED_LEN(sizeof(blob),
	    sodium_base64_VARIANT_ORIGINAL)];

	memcpy(blob, id, NOTE_ID_BYTES);
	memcpy(blob + NOTE_ID_BYTES, sig, len);
	sodium_bin2base64(text, sizeof(text), blob, NOTE_ID_BYTES + len,
	    sodium_base64_VARIANT_ORIGINAL);
	return bytes_addf(b, DASH "%s %s\n", name, text);
}

int
note_add(struct bytes *b, const char *name, const uint8_t pk[SIGN_PK_BYTES],
    const uint8_t sig[SIGN_BYTES])
{
	uint8_t id[NOTE_ID_BYTES];

	note_key_id(id, name, NOTE_ED25519, pk);
	return add_line(b, name, id, sig, SIGN_BYTES);
}

int
note_add_cosignature(struct bytes *b, const char *name,
    const uint8_t pk[SIGN_PK_BYTES], uint64_t time,
    const uint8_t sig[SIGN_BYTES])
{
	struct bytes stamped = BYTES_INIT(NOTE_COSIGNATURE_BYTES);
	uint8_t id[NOTE_ID_BYTES];
	int r;

	wire_put_u64(&stamped, time);
	wire_put_raw(&stamped, sig, SIGN_BYTES);
	note_key_id(id, name, NOTE_COSIGNATURE, pk);
	if ((r = bytes_ok(&stamped)) == 0)
		r = add_line(b, name, id, stamped.data, stamped.len);
	bytes_free(&stamped);
	return r;
}
