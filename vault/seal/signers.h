/*
 * signers.h -- the keys whose signatures somebody accepts: cards, and files of
 * allowed signers as ssh-keygen(1) has them, of which the Ed25519 keys count.
 */
#ifndef VAULT_SEAL_SIGNERS_H
#define VAULT_SEAL_SIGNERS_H

#include "vault/seal/card.h"
#include "vault/seal/note.h"

#define SIGNERS_KEYS_MAX 100000u	/* of one list */
#define SIGNERS_FILE_MAX (32u << 20)	/* bytes */

struct signer {
	uint8_t pk[SIGN_PK_BYTES];
	struct fpr fpr;
};

struct signers {
	struct signer *v;
	size_t n;
};

int signers_add(struct signers *s, const uint8_t pk[SIGN_PK_BYTES]);
/* Every Ed25519 key of the file's text; lines of other kinds of keys, empty
 * lines and comments are passed over.  ERR_FORMAT when a line is none. */
int signers_parse(struct signers *s, const void *text, size_t len);
void signers_free(struct signers *s);

/*
 * signers_of_note(s, n, name, who):
 * The first key of the list that signed the note under `name`.  ERR_NOT_FOUND
 * when none did; ERR_INTEGRITY when a signature of one does not hold.
 */
int signers_of_note(const struct signers *s, const struct note *n,
    const char *name, const struct signer **who);

#endif
