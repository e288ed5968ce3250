/* proof.c -- see proof.h. */
#include "vault/seal/proof.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define FIRST_LINE "c2sp.org/tlog-proof@v1\n"
#define EXTRA "extra "
#define INDEX "index "
#define OLD "old "
#define HASH_CHARS 44		/* of base64 */
#define BASE64 sodium_base64_VARIANT_ORIGINAL

static int
add_base64(struct bytes *b, const uint8_t *p, size_t len)
{
	const size_t size = sodium_base64_encoded_len(len, BASE64);
	uint8_t *to;
	int r;

	if ((r = bytes_room(b, size, &to)) < 0)
		return r;
	sodium_bin2base64((char *)to, size, p, len, BASE64);
	to[size - 1] = '\n';		/* instead of the NUL */
	return 0;
}

/* The hashes, the empty line, the note. */
static int
add_rest(struct bytes *b, const struct proof *p)
{
	size_t i;

	for (i = 0; i < p->path.n; i++)
		(void)add_base64(b, p->path.v[i].b, MERKLE_HASH_BYTES);
	(void)bytes_add_str(b, "\n");
	return bytes_add(b, p->note, p->note_len);
}

int
proof_format_inclusion(struct bytes *b, const struct proof *p)
{
	(void)bytes_add_str(b, FIRST_LINE EXTRA);
	(void)add_base64(b, p->extra.data, p->extra.len);
	(void)bytes_addf(b, INDEX "%llu\n", (unsigned long long)p->at);
	return add_rest(b, p);
}

int
proof_format_extension(struct bytes *b, const struct proof *p)
{
	(void)bytes_addf(b, OLD "%llu\n", (unsigned long long)p->at);
	return add_rest(b, p);
}

/* What is left to read. */
struct rest {
	const char *p;
	size_t len;
};

static bool
take(struct rest *r, const char *word)
{
	const size_t n = strlen(word);

	if (r->len < n || memcmp(r->p, word, n) != 0)
		return false;
	r->p += n;
	r->len -= n;
	return true;
}

/* The next line, without its end. */
static bool
take_line(struct rest *r, const char **line, size_t *len)
{
	const char *nl = r->len > 0 ? memchr(r->p, '\n', r->len) : NULL;

	if (nl == NULL)
		return false;
	*line = r->p;
	*len = (size_t)(nl - r->p);
	r->p += *len + 1;
	r->len -= *len + 1;
	return true;
}

/* A number without leading zeros, and its line's end. */
static bool
take_number(struct rest *r, uint64_t *n)
{
	const char *line;
	size_t i, len;

	if (!take_line(r, &line, &len) || len == 0 || len > 15 ||
	    (line[0] == '0' && len > 1))
		return false;
	*n = 0;
	for (i = 0; i < len; i++) {
		if (line[i] < '0' || line[i] > '9')
			return false;
		*n = *n * 10 + (uint64_t)(line[i] - '0');
	}
	return true;
}

static bool
take_base64(struct rest *r, struct bytes *b)
{
	const char *line, *stop;
	uint8_t *to;
	size_t len, n;

	if (!take_line(r, &line, &len) || len == 0 ||
	    bytes_room(b, len, &to) < 0)
		return false;
	if (sodium_base642bin(to, len, line, len, NULL, &n, &stop,
	    BASE64) != 0 || stop != line + len)
		return false;
	b->len -= len - n;
	return true;
}

static bool
take_rest(struct rest *r, struct proof *p)
{
	struct merkle_hash *h;
	const char *line;
	size_t len, n;

	for (p->path.n = 0; take_line(r, &line, &len);) {
		if (len == 0) {
			p->note = r->p;
			p->note_len = r->len;
			return true;
		}
		h = &p->path.v[p->path.n];
		if (p->path.n++ == MERKLE_PROOF_MAX || len != HASH_CHARS ||
		    sodium_base642bin(h->b, MERKLE_HASH_BYTES, line, len,
		    NULL, &n, NULL, BASE64) != 0 || n != MERKLE_HASH_BYTES)
			return false;
	}
	return false;
}

static int
malformed(void)
{
	return err_set(ERR_FORMAT, "the file is not a proof of the form that "
	    "is due here; get it again from whoever made it");
}

bool
proof_is_extension(const void *p, size_t len)
{
	struct rest r = { p, len };

	return take(&r, OLD);
}

int
proof_parse_inclusion(struct proof *p, const void *raw, size_t len)
{
	struct rest r = { raw, len };

	*p = PROOF_INIT;
	p->extra.max = PROOF_FILE_MAX;	/* room for the base64 too */
	if (len <= PROOF_FILE_MAX && take(&r, FIRST_LINE) && take(&r, EXTRA) &&
	    take_base64(&r, &p->extra) && p->extra.len <= PROOF_EXTRA_MAX &&
	    take(&r, INDEX) && take_number(&r, &p->at) && take_rest(&r, p))
		return 0;
	proof_free(p);
	return malformed();
}

int
proof_parse_extension(struct proof *p, const void *raw, size_t len)
{
	struct rest r = { raw, len };

	*p = PROOF_INIT;
	if (len <= PROOF_FILE_MAX && take(&r, OLD) &&
	    take_number(&r, &p->at) && take_rest(&r, p))
		return 0;
	return malformed();
}

void
proof_free(struct proof *p)
{
	bytes_free(&p->extra);
	*p = PROOF_INIT;
}
