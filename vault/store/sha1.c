/* sha1.c -- see sha1.h. */
#include "vault/store/sha1.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/store/span.h"

#define HEAD_SIZE 32		/* "commit 12345678", NUL, and room */
#define READ_BYTES (256u << 10)	/* at a time, from a file */

static int
broken(void)
{
	return err_set(ERR_FAILED, "libcrypto computes no SHA-1; check its "
	    "configuration (openssl list -digest-algorithms)");
}

struct sha1 {
	EVP_MD_CTX *ctx;
};

/* Looked up once: that costs more than to hash a short object. */
static const EVP_MD *
method(void)
{
	static EVP_MD *md;

	if (md == NULL)
		md = EVP_MD_fetch(NULL, "SHA1", NULL);
	return md;
}

int
sha1_new(struct sha1 **out)
{
	struct sha1 *s;

	*out = NULL;
	if ((s = malloc(sizeof(*s))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((s->ctx = EVP_MD_CTX_new()) == NULL ||
	    EVP_DigestInit_ex(s->ctx, method(), NULL) != 1) {
		sha1_free(s);
		return broken();
	}
	*out = s;
	return 0;
}

int
sha1_add(struct sha1 *s, const void *p, size_t len)
{
	return EVP_DigestUpdate(s->ctx, p, len) == 1 ? 0 : broken();
}

int
sha1_end(struct sha1 *s, uint8_t out[SHA1_BYTES])
{
	return EVP_DigestFinal_ex(s->ctx, out, NULL) == 1 ? 0 : broken();
}

void
sha1_free(struct sha1 *s)
{
	if (s == NULL)
		return;
	EVP_MD_CTX_free(s->ctx);
	free(s);
}

/* "blob 12" and NUL; the bytes of that.  By hand: it is done very often. */
static size_t
object_head(char head[HEAD_SIZE], git_object_t type, size_t len)
{
	char digits[HEAD_SIZE], *p = digits + sizeof(digits);
	size_t n;

	*--p = '\0';
	do
		*--p = (char)('0' + len % 10);
	while ((len /= 10) > 0);
	*--p = ' ';
	n = strlen(git_object_type2string(type));
	memcpy(head, git_object_type2string(type), n);
	memcpy(head + n, p, (size_t)(digits + sizeof(digits) - p));
	return n + (size_t)(digits + sizeof(digits) - p);
}

int
sha1_object(git_oid *id, git_object_t type, const void *p, size_t len)
{
	static struct sha1 *s;	/* made once, for all objects */
	char head[HEAD_SIZE];
	int r;

	if (s == NULL && (r = sha1_new(&s)) < 0)
		return r;
	if (EVP_DigestInit_ex(s->ctx, NULL, NULL) != 1)
		return broken();
	if ((r = sha1_add(s, head, object_head(head, type, len))) == 0 &&
	    (r = sha1_add(s, p, len)) == 0)
		r = sha1_end(s, id->id);
	return r;
}

int
sha1_file(uint8_t out[SHA1_BYTES], int fd, uint64_t len)
{
	uint8_t *chunk = malloc(READ_BYTES);
	struct sha1 *s = NULL;
	uint64_t at = 0;
	size_t n;
	int r;

	if (chunk == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	r = sha1_new(&s);
	for (; at < len && r == 0; at += n) {
		n = len - at < READ_BYTES ? (size_t)(len - at) : READ_BYTES;
		if ((r = span_read(fd, at, chunk, n)) == 0)
			r = sha1_add(s, chunk, n);
	}
	if (r == 0)
		r = sha1_end(s, out);
	sha1_free(s);
	free(chunk);
	return r;
}
