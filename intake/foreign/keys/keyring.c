/* keyring.c -- see keyring.h.  The file is the person's own; it is read in
 * guarded memory, before the first byte of anybody else's. */
#include "intake/foreign/keys/keyring.h"

#include <sodium.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"

#define KEY_HEX 64
#define DEPTH_MAX 32

static int
add_key(struct keyring *r, enum keyring_kind kind, const char *hex)
{
	uint8_t *to;

	if (r->n[kind] == KEYRING_KEYS_MAX)
		return err_set(ERR_TOO_BIG, "more than %u keys of a kind in "
		    "the key file; take out what is out of date",
		    KEYRING_KEYS_MAX);
	to = kind == KEYRING_SECRET ? secret_bytes(r->secrets) + 32 * r->n[kind] :
	    kind == KEYRING_COVERNODE ? r->covernodes[r->n[kind]] :
	    r->identities[r->n[kind]];
	if (!hex_parse(to, 32, hex, KEY_HEX))
		return ERR_FORMAT;
	r->n[kind]++;
	return 0;
}

/* --- lines --- */

static int
read_line(struct keyring *r, const char *p, size_t len, size_t number)
{
	static const char *const words[] = { "journalist ", "covernode ",
	    "identity " };
	size_t n;
	int code;

	while (len > 0 && (p[len - 1] == '\r' || p[len - 1] == ' '))
		len--;
	if (len == 0 || p[0] == '#')
		return 0;
	for (unsigned i = 0; i < KEYRING_KINDS; i++) {
		n = strlen(words[i]);
		if (len != n + KEY_HEX || memcmp(p, words[i], n) != 0)
			continue;
		code = add_key(r, (enum keyring_kind)i, p + n);
		if (code != ERR_FORMAT)
			return code;
	}
	return err_set(ERR_FORMAT, "line %zu of the key file is none of: "
	    "journalist, covernode or identity, and 64 lower-case hex digits; "
	    "correct it", number);
}

static int
read_lines(struct keyring *r, const char *p, size_t len)
{
	const char *end = p + len, *stop;
	size_t number = 0;
	int code = 0;

	for (; code == 0 && p < end; p = stop + 1) {
		if ((stop = memchr(p, '\n', (size_t)(end - p))) == NULL)
			stop = end;
		code = read_line(r, p, (size_t)(stop - p), ++number);
		if (stop == end)
			break;
	}
	return code;
}

/* --- JSON: only strings, and the names they stand under --- */

enum { IN_COVERNODES = 1, IN_MESSAGING = 2, IN_IDENTITY = 4, IN_OTHERS = 8 };

struct level {
	unsigned in;		/* of all levels above, and this one */
	bool object;
	bool named;		/* a name was read, its value comes */
};

static bool
is(const char *p, size_t len, const char *word)
{
	return strlen(word) == len && memcmp(p, word, len) == 0;
}

static int
value(struct keyring *r, unsigned in, const char *name, size_t name_len,
    const char *p, size_t len)
{
	int code = 0;

	if (len != KEY_HEX)
		return 0;
	if (is(name, name_len, "secret_key"))
		code = add_key(r, KEYRING_SECRET, p);
	else if (is(name, name_len, "key") && (in & IN_OTHERS) == 0 &&
	    (in & IN_COVERNODES) != 0)
		code = (in & IN_MESSAGING) != 0 ?
		    add_key(r, KEYRING_COVERNODE, p) :
		    (in & IN_IDENTITY) != 0 ?
		    add_key(r, KEYRING_IDENTITY, p) : 0;
	return code == ERR_FORMAT ? err_set(ERR_FORMAT, "a key in the key file "
	    "is not 64 lower-case hex digits; correct it") : code;
}

static unsigned
means(const char *p, size_t len)
{
	return is(p, len, "covernodes") ? IN_COVERNODES :
	    is(p, len, "msg_pks") ? IN_MESSAGING :
	    is(p, len, "id_pk") ? IN_IDENTITY :
	    is(p, len, "journalists") ? IN_OTHERS : 0;
}

static int
read_json(struct keyring *r, const char *p, size_t len)
{
	struct level stack[DEPTH_MAX + 1] = { { 0, false, false } };
	const char *end = p + len, *name = "", *s;
	size_t depth = 0, name_len = 0, n;
	int code = 0;

	for (; code == 0 && p < end; p++) {
		struct level *top = &stack[depth];

		if (*p == '{' || *p == '[') {
			if (depth == DEPTH_MAX)
				return err_set(ERR_FORMAT, "the key file is "
				    "nested too deeply; it is none");
			stack[++depth] = (struct level){ top->in |
			    (top->named ? means(name, name_len) : 0),
			    *p == '{', false };
		} else if (*p == '}' || *p == ']') {
			if (depth > 0)
				depth--;
			stack[depth].named = false;
		} else if (*p == ',') {
			top->named = false;
		} else if (*p == '"') {
			for (s = ++p; p < end && *p != '"'; p++)
				if (*p == '\\' && p + 1 < end)
					p++;
			n = (size_t)(p < end ? p - s : end - s);
			if (top->object && !top->named) {
				name = s;
				name_len = n;
				top->named = true;
			} else if (top->named) {
				code = value(r, top->in, name, name_len, s, n);
			}
		}
	}
	return code;
}

/* --- the file --- */

static int
read_text(struct keyring *r, const char *p, size_t len)
{
	size_t i;
	int code;

	while (len > 0 && (*p == ' ' || *p == '\n' || *p == '\t' ||
	    *p == '\r')) {
		p++;
		len--;
	}
	code = len > 0 && (*p == '{' || *p == '[') ? read_json(r, p, len) :
	    read_lines(r, p, len);
	if (code < 0)
		return code;
	if (r->n[KEYRING_SECRET] == 0 || r->n[KEYRING_COVERNODE] == 0)
		return err_set(ERR_FORMAT, "the key file has no %s; add it",
		    r->n[KEYRING_SECRET] == 0 ? "secret key of a journalist" :
		    "public messaging key of a CoverNode");
	for (i = 0; i < r->n[KEYRING_SECRET]; i++)
		(void)crypto_scalarmult_base(r->mine[i], keyring_secret(r, i));
	return 0;
}

int
keyring_read(struct keyring *r, int fd)
{
	struct secret *text = NULL;
	size_t got;
	int code;

	*r = (struct keyring){ .secrets = NULL };
	if ((code = secret_new(&r->secrets, (size_t)KEYRING_KEYS_MAX * 32)) < 0 ||
	    (code = secret_new(&text, KEYRING_FILE_MAX + 1)) < 0 ||
	    (code = io_read(fd, secret_bytes(text), KEYRING_FILE_MAX + 1,
	    &got)) < 0)
		goto done;
	code = got > KEYRING_FILE_MAX ? err_set(ERR_TOO_BIG, "the key file is over "
	    "%u bytes; it is none", KEYRING_FILE_MAX) : read_text(r,
	    (const char *)secret_peek(text), got);
	if (code == 0)
		secret_freeze(r->secrets);
done:
	secret_free(text);
	if (code < 0)
		keyring_free(r);
	return code;
}

void
keyring_free(struct keyring *r)
{
	secret_free(r->secrets);
	r->secrets = NULL;
}

const uint8_t *
keyring_secret(const struct keyring *r, size_t i)
{
	return secret_peek(r->secrets) + 32 * i;
}
