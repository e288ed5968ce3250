/*
 * notefile.h -- a checkpoint as a file: the signed note alone, or with the
 * proof that it extends an older one in front of it (seal/proof.h).
 */
#ifndef VAULT_CMD_NOTEFILE_H
#define VAULT_CMD_NOTEFILE_H

#include "vault/seal/checkpoint.h"
#include "vault/seal/proof.h"
#include "vault/seal/signers.h"

struct notefile {
	struct bytes raw;
	struct note note;		/* within raw */
	struct checkpoint c;
	bool extends;			/* it came with a proof */
	struct proof proof;		/* within raw, if so */
};

int notefile_read(struct notefile *f, const char *word);
void notefile_free(struct notefile *f);

/* Add the key of a card (as word_card()), or the keys of a file of allowed
 * signers. */
int notefile_card(struct signers *s, const char *word);
int notefile_signers(struct signers *s, const char *word);

#endif
