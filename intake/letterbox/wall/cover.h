/*
 * cover.h -- the key that messages of cover mode are sealed to.  Its secret
 * lies in a file of the service's folder and is read here alone, through a
 * descriptor, before the first message comes.
 */
#ifndef INTAKE_LETTERBOX_WALL_COVER_H
#define INTAKE_LETTERBOX_WALL_COVER_H

#include <stdbool.h>
#include <stdint.h>

#include "intake/letterbox/records.h"
#include "vault/seal/secret.h"

struct cover_pair {
	struct secret *sk;		/* NULL: there is no cover mode */
	uint8_t pk[BOX_PK_BYTES];
};

/* The secret in `fd`; in an empty file it is made.  ERR_INTEGRITY when it is
 * damaged. */
int cover_pair_load(struct cover_pair *pair, int fd);
void cover_pair_free(struct cover_pair *pair);

/* False when it was not sealed to the pair. */
bool cover_pair_open(uint8_t plain[LETTERBOX_COVER_PLAIN],
    const struct cover_pair *pair, const uint8_t box[LETTERBOX_COVER_BYTES]);

#endif
