/* open.h -- open the records of a dead drop (intake/foreign/drop_records.h),
 * by every key of the ring. */
#ifndef INTAKE_FOREIGN_KEYS_OPEN_H
#define INTAKE_FOREIGN_KEYS_OPEN_H

#include "intake/foreign/drop_records.h"
#include "intake/foreign/keys/keyring.h"

struct opener;

/* What the ring's keys agree on with each CoverNode; the ring is borrowed. */
int opener_new(struct opener **out, const struct keyring *ring);
void opener_free(struct opener *o);	/* NULL is fine */

/* Is the dead drop one of the CoverNode's?  `drop` begins with its head. */
enum drop_signature opener_check(const struct opener *o, const uint8_t *drop,
    size_t len);

enum opened {
	OPENED,
	OPENED_COVER,	/* by no key: nobody's, or somebody else's */
	OPENED_HALF	/* for us, by a key that is not in the ring */
};
enum opened opener_open(struct opener *o, uint8_t plain[DROP_PLAIN_BYTES],
    const uint8_t record[DROP_RECORD_BYTES]);

#endif
