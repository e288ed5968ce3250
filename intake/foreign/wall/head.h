/*
 * head.h -- the header of one mail, as the mail passes by: who sent it, when,
 * and what it answers (RFC 5322), as facts.
 *
 * Any bytes are a header: lines that are no field are passed over, and what
 * stands behind the first HEAD_MAX bytes is not looked at.
 */
#ifndef INTAKE_FOREIGN_WALL_HEAD_H
#define INTAKE_FOREIGN_WALL_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/session/manifest.h"

#define HEAD_MAX (256u << 10)	/* bytes of a header that are read */
#define HEAD_VALUE_MAX (16u << 10)	/* bytes of one field's value */
#define HEAD_SENDERS_MAX 16u	/* names, and addresses, that are told */
#define HEAD_REFERENCES_MAX 64u	/* messages that it answers */

struct head {
	struct bytes raw;
	size_t line;		/* where the newest line of it begins */
	bool whole;		/* its end was seen, or it is too long */
};

#define HEAD_INIT ((struct head){ .raw = BYTES_INIT(HEAD_MAX + 1) })

/* More of the mail; what is behind the header is not kept. */
void head_add(struct head *h, const void *p, size_t len);

/* How many fields it has; and the number that Content-Length says. */
size_t head_fields(const struct head *h);
bool head_length(const struct head *h, uint64_t *length);

/* Tell what it says, in UTF-8. */
typedef void head_teller(void *arg, enum fact_what what, const char *value);
void head_tell(const struct head *h, head_teller *tell, void *arg);

/* For the next mail. */
void head_reset(struct head *h);
void head_free(struct head *h);

#endif
