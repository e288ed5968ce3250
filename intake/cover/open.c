/* open.c -- open an answer: what a client does, and the service never; apart
 * from message.c so that it is not in the service's programs. */
#include <sodium.h>

#include "intake/cover/message.h"
#include "vault/base/err.h"

int
cover_answer_open(struct cover_answer *answer, const uint8_t in[COVER_BYTES],
    const uint8_t key[KEY_BYTES])
{
	uint8_t plain[COVER_ANSWER_BYTES];
	int r;

	if (crypto_secretbox_open_easy(plain, in + crypto_secretbox_NONCEBYTES,
	    COVER_BYTES - crypto_secretbox_NONCEBYTES, in, key) != 0)
		return err_set(ERR_FORMAT, "what was answered is not the "
		    "service's; it is asked again at the next turn");
	r = cover_answer_read(answer, plain);
	sodium_memzero(plain, sizeof(plain));
	return r;
}
