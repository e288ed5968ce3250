/* sign.c -- see sign.h. */
#include "vault/keep/sign.h"

#include <sodium.h>
#include <string.h>

#include "vault/base/err.h"

int
sign_hash(uint8_t sig[SIGN_BYTES], const struct keys *k, const char *ns,
    const uint8_t hash[SSHSIG_HASH_BYTES])
{
	struct bytes payload = BYTES_INIT(SSHSIG_PAYLOAD_MAX);
	int r;

	if (strcmp(ns, SSHSIG_NS_GIT) != 0 &&
	    strcmp(ns, SSHSIG_NS_DROP) != 0 &&
	    strcmp(ns, SSHSIG_NS_REPLY) != 0 &&
	    strcmp(ns, SSHSIG_NS_COVER) != 0)
		return err_set(ERR_NOT_PERMITTED, "the keeper signs entries, "
		    "drops, replies and what a service says of itself alone; "
		    "use ssh-keygen and another key for %s", ns);
	if ((r = sshsig_payload_hashed(&payload, ns, hash)) == 0)
		crypto_sign_detached(sig, NULL, payload.data, payload.len,
		    keys_sign_sk(k));
	bytes_free(&payload);
	return r;
}

int
sign_card(struct card *card, const uint8_t *sign_sk)
{
	struct bytes body = BYTES_INIT(CARD_RAW_BYTES);
	struct bytes payload = BYTES_INIT(SSHSIG_PAYLOAD_MAX);
	int r;

	if ((r = card_body(&body, card)) == 0 &&
	    (r = sshsig_payload(&payload, CARD_NS, body.data, body.len)) == 0)
		crypto_sign_detached(card->signature, NULL, payload.data,
		    payload.len, sign_sk);
	bytes_free(&body);
	bytes_free(&payload);
	return r;
}
