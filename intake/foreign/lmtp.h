/*
 * lmtp.h -- mails as mail programs hand them over, read behind a wall: the
 * clean side of intake/foreign/lmtp_records.h, every length and number checked
 * again.
 */
#ifndef INTAKE_FOREIGN_LMTP_H
#define INTAKE_FOREIGN_LMTP_H

#include <stddef.h>
#include <stdint.h>

#include "intake/foreign/lmtp_records.h"
#include "vault/session/manifest.h"

struct lmtp;

struct lmtp_saying {
	enum lmtp_record record;	/* LMTP_BEGIN to LMTP_GONE */
	uint32_t id;
	unsigned what;			/* of LMTP_FACT: a fact_what */
	char value[MANIFEST_FACT_MAX + 1];
	const uint8_t *data;		/* of LMTP_DATA; until the next call */
	size_t len;
};

/* Have mails accepted on the socket `listening`, which stays the caller's; one
 * of more than `limit` bytes is refused.  ERR_WALL. */
int lmtp_start(struct lmtp **out, int listening, uint64_t limit);
void lmtp_stop(struct lmtp *l);		/* NULL is fine */

/* To wait on, until lmtp_next() has something. */
int lmtp_fd(const struct lmtp *l);
/* ERR_PROTOCOL when the wall breaks its rules; ERR_WALL when it died. */
int lmtp_next(struct lmtp *l, struct lmtp_saying *s);
int lmtp_answer(struct lmtp *l, uint32_t id, enum lmtp_verdict verdict);

#endif
