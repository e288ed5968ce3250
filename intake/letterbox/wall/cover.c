/* cover.c -- see cover.h. */
#include "intake/letterbox/wall/cover.h"

#include <sodium.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define SK_BYTES crypto_box_SECRETKEYBYTES

int
cover_pair_load(struct cover_pair *pair, int fd)
{
	struct secret *sk = NULL;
	uint8_t more;
	size_t got, rest = 0;
	int r;

	if ((r = secret_new(&sk, SK_BYTES)) < 0 ||
	    (r = io_read(fd, secret_bytes(sk), SK_BYTES, &got)) < 0 ||
	    (r = io_read(fd, &more, 1, &rest)) < 0)
		goto done;
	if (got == 0) {
		randombytes_buf(secret_bytes(sk), SK_BYTES);
		r = io_write_all(fd, secret_bytes(sk), SK_BYTES);
	} else if (got != SK_BYTES || rest != 0) {
		r = err_set(ERR_INTEGRITY, "the file `cover` of the service's "
		    "folder is damaged; put it back from a copy, or remove it: "
		    "then every source in cover mode must begin again");
	}
	if (r < 0)
		goto done;
	crypto_scalarmult_base(pair->pk, secret_bytes(sk));
	secret_freeze(sk);
	pair->sk = sk;
	sk = NULL;
done:
	secret_free(sk);
	return r;
}

void
cover_pair_free(struct cover_pair *pair)
{
	secret_free(pair->sk);
	pair->sk = NULL;
}

bool
cover_pair_open(uint8_t plain[LETTERBOX_COVER_PLAIN],
    const struct cover_pair *pair, const uint8_t box[LETTERBOX_COVER_BYTES])
{
	return pair->sk != NULL && crypto_box_seal_open(plain, box,
	    LETTERBOX_COVER_BYTES, pair->pk, secret_peek(pair->sk)) == 0;
}
