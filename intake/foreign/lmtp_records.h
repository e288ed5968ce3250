/*
 * lmtp_records.h -- the frames between tipline-import, which listens for mail
 * programs, and the clean side (vault/base/wire.h encoding; docs/format.md
 * "LMTP records").  The wall sends LMTP_READY when it is locked in, or
 * WIRE_ERROR and the end; then of several mails at once, each by its id
 *   LMTP_BEGIN   id u32
 *   LMTP_DATA    id u32 | bytes, raw
 *   LMTP_FACT    id u32 | what u8 | value bytes; behind all data
 *   LMTP_END     id u32: it is whole
 *   LMTP_GONE    id u32: it is not to be
 * and gets for each LMTP_END one
 *   LMTP_ANSWER  id u32 | verdict u8
 * The socket's end is that of the service: who is connected is told so.
 */
#ifndef INTAKE_FOREIGN_LMTP_RECORDS_H
#define INTAKE_FOREIGN_LMTP_RECORDS_H

#define LMTP_OPEN_MAX 32u	/* connections, so mails, at once */

enum lmtp_record {
	LMTP_READY = 1,
	LMTP_BEGIN = 2,
	LMTP_DATA = 3,
	LMTP_FACT = 4,
	LMTP_END = 5,
	LMTP_GONE = 6,
	LMTP_ANSWER = 7
};

enum lmtp_verdict {
	LMTP_DURABLE = 1,	/* 250 */
	LMTP_FULL = 2,		/* 452: no room; to be tried again */
	LMTP_FAILED = 3		/* 451: to be tried again */
};

#endif
