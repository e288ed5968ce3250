/* sha1.c -- see sha1.h. */
#include "vault/store/sha1.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

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

int
sha1_new(struct sha1 **out)
{
	struct sha1 *s;

	*out = NULL;
	if ((s = malloc(sizeof(*s))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((s->ctx = EVP_MD_CTX_new()) == NULL ||
	    EVP_DigestInit_ex(s->ctx, EVP_sha1(), NULL) != 1) {
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

int
sha1_object(git_oid *id, git_object_t type, const void *p, size_t len)
{
	struct sha1 *s;
	char head[HEAD_SIZE];
	int n, r;

	if ((r = sha1_new(&s)) < 0)
		return r;
	n = snprintf(head, sizeof(head), "%s %zu",
	    git_object_type2string(type), len);
	if ((r = sha1_add(s, head, (size_t)n + 1)) == 0 &&
	    (r = sha1_add(s, p, len)) == 0)
		r = sha1_end(s, id->id);
	sha1_free(s);
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
