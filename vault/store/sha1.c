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

int
sha1_object(git_oid *id, git_object_t type, const void *p, size_t len)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	char head[HEAD_SIZE];
	int n, ok;

	n = snprintf(head, sizeof(head), "%s %zu",
	    git_object_type2string(type), len);
	ok = ctx != NULL && EVP_DigestInit_ex(ctx, EVP_sha1(), NULL) == 1 &&
	    EVP_DigestUpdate(ctx, head, (size_t)n + 1) == 1 &&
	    EVP_DigestUpdate(ctx, p, len) == 1 &&
	    EVP_DigestFinal_ex(ctx, id->id, NULL) == 1;
	EVP_MD_CTX_free(ctx);
	return ok ? 0 : broken();
}

int
sha1_file(uint8_t out[SHA1_BYTES], int fd, uint64_t len)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t *chunk = malloc(READ_BYTES);
	uint64_t at = 0;
	size_t n;
	int r = 0;

	if (ctx == NULL || chunk == NULL ||
	    EVP_DigestInit_ex(ctx, EVP_sha1(), NULL) != 1)
		r = broken();
	for (; at < len && r == 0; at += n) {
		n = len - at < READ_BYTES ? (size_t)(len - at) : READ_BYTES;
		if ((r = span_read(fd, at, chunk, n)) == 0 &&
		    EVP_DigestUpdate(ctx, chunk, n) != 1)
			r = broken();
	}
	if (r == 0 && EVP_DigestFinal_ex(ctx, out, NULL) != 1)
		r = broken();
	free(chunk);
	EVP_MD_CTX_free(ctx);
	return r;
}
