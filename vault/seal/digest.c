/* digest.c -- see digest.h. */
#include "vault/seal/digest.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define READ_BYTES (256u << 10)	/* at a time, from a file */

struct digest {
	EVP_MD_CTX *ctx;
};

static int
broken(void)
{
	return err_set(ERR_FAILED, "libcrypto computes no SHA-256; "
	    "check its configuration (openssl list -digest-algorithms)");
}

/* Looked up once: that costs more than to hash a few lines. */
static EVP_MD *looked_up;
static pthread_once_t is_looked_up = PTHREAD_ONCE_INIT;

static void
look_up(void)
{
	looked_up = EVP_MD_fetch(NULL, "SHA256", NULL);
}

static const EVP_MD *
method(void)
{
	(void)pthread_once(&is_looked_up, look_up);
	return looked_up;
}

int
digest_new(struct digest **out)
{
	struct digest *d;

	*out = NULL;
	if ((d = malloc(sizeof(*d))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((d->ctx = EVP_MD_CTX_new()) == NULL ||
	    EVP_DigestInit_ex(d->ctx, method(), NULL) != 1) {
		digest_free(d);
		return broken();
	}
	*out = d;
	return 0;
}

int
digest_add(struct digest *d, const void *p, size_t len)
{
	return EVP_DigestUpdate(d->ctx, p, len) == 1 ? 0 : broken();
}

int
digest_end(struct digest *d, uint8_t out[SHA256_BYTES])
{
	if (EVP_DigestFinal_ex(d->ctx, out, NULL) != 1 ||
	    EVP_DigestInit_ex(d->ctx, NULL, NULL) != 1)
		return broken();
	return 0;
}

void
digest_free(struct digest *d)
{
	if (d == NULL)
		return;
	EVP_MD_CTX_free(d->ctx);
	free(d);
}

int
sha256(uint8_t out[SHA256_BYTES], const void *p, size_t len)
{
	/* Made once, for all short texts of all threads. */
	static struct digest *d;
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	int r = 0;

	(void)pthread_mutex_lock(&lock);
	if (d == NULL && (r = digest_new(&d)) < 0)
		goto done;
	if ((r = digest_add(d, p, len)) < 0 || (r = digest_end(d, out)) < 0) {
		digest_free(d);
		d = NULL;
	}
done:
	(void)pthread_mutex_unlock(&lock);
	return r;
}

int
sha256_fd(uint8_t out[SHA256_BYTES], int fd, uint64_t *size)
{
	struct digest *d = NULL;
	uint8_t *chunk = NULL;
	uint64_t sum = 0;
	size_t got;
	int r;

	if ((r = digest_new(&d)) < 0)
		goto done;
	if ((chunk = malloc(READ_BYTES)) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	do {
		if ((r = io_read(fd, chunk, READ_BYTES, &got)) < 0 ||
		    (r = digest_add(d, chunk, got)) < 0)
			goto done;
		sum += got;
	} while (got == READ_BYTES);
	r = digest_end(d, out);
	if (r == 0 && size != NULL)
		*size = sum;
done:
	free(chunk);
	digest_free(d);
	return r;
}

int
digest_sha1_fd(uint8_t out[DIGEST_SHA1_BYTES], int fd)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t *chunk = malloc(READ_BYTES);
	size_t got;
	int r;

	if (ctx == NULL || chunk == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	if (EVP_DigestInit_ex(ctx, EVP_sha1(), NULL) != 1)
		goto broken;
	do {
		if ((r = io_read(fd, chunk, READ_BYTES, &got)) < 0)
			goto done;
		if (EVP_DigestUpdate(ctx, chunk, got) != 1)
			goto broken;
	} while (got == READ_BYTES);
	if (EVP_DigestFinal_ex(ctx, out, NULL) == 1)
		goto done;
broken:
	r = err_set(ERR_FAILED, "libcrypto computes no SHA-1; check its "
	    "configuration (openssl list -digest-algorithms)");
done:
	EVP_MD_CTX_free(ctx);
	free(chunk);
	return r;
}
