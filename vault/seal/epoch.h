/*
 * epoch.h -- one epoch of a member, as a file of a vault's tree
 * (members/<fpr>/epochs/<n>): the card of that epoch, and since when it is.
 *
 *   <card>\n
 *   since <seconds since 1970>\n
 */
#ifndef VAULT_SEAL_EPOCH_H
#define VAULT_SEAL_EPOCH_H

#include "vault/seal/card.h"

#define EPOCH_TEXT_MAX (CARD_LINE_SIZE + 32)

struct epoch {
	struct card card;
	int64_t since;		/* the time of the entry that brings it */
};

/* Append the two lines. */
int epoch_format(struct bytes *b, const struct epoch *e);

/* Exactly such lines, with a card that holds; else ERR_FORMAT. */
int epoch_parse(struct epoch *e, const void *p, size_t len);

#endif
