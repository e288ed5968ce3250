/*
 * records.h -- what passes between letterbox.c and tipline-letterbox, in the
 * frames of wire.h.  SALT comes first and is answered by READY; of the rest
 * NEW and ENTER are answered by an ANSWER when their turn comes, all others at
 * once and in order, or by a WIRE_ERROR.
 *
 * Heads and ends of parts are what lies at PART_HEAD_AT and PART_END_AT of a
 * part's file (docs/format.md "Parts").
 */
#ifndef INTAKE_LETTERBOX_RECORDS_H
#define INTAKE_LETTERBOX_RECORDS_H

#include "vault/base/id.h"
#include "vault/base/wire.h"
#include "vault/seal/chunks.h"
#include "vault/seal/grant.h"

#define LETTERBOX_PROGRAM "tipline-letterbox"
#define LETTERBOX_SALT_BYTES 16

#define PART_MAGIC "TIPPART1"
#define PART_MAGIC_BYTES 8
#define PART_NAME_MAX 255	/* bytes */
#define PART_HEAD_PLAIN (1 + ID_BYTES + KEY_BYTES + 8 + 1 + PART_NAME_MAX)
#define PART_HEAD_BYTES (PART_HEAD_PLAIN + SEAL_OVERHEAD)
#define PART_HEAD_AT PART_MAGIC_BYTES
#define PART_END_NONCE 24
#define PART_END_BYTES (PART_END_NONCE + 16 + 8)
#define PART_END_AT (PART_HEAD_AT + PART_HEAD_BYTES)
#define PART_OBJECT_AT 512	/* zeros between */
#define PART_HEAD_VERSION 1
#define PART_END_LABEL "tipline part end"

/* Messages of cover mode (intake/cover/message.h), sealed and open. */
#define LETTERBOX_COVER_BYTES 4096
#define LETTERBOX_COVER_PLAIN (LETTERBOX_COVER_BYTES - SEAL_OVERHEAD)

/* What the end of a part says. */
enum letterbox_end {
	LB_END_MISSING = 0,	/* it was never written */
	LB_END_THERE = 1,
	LB_END_DAMAGED = 2
};

enum letterbox_record {
	LB_SALT = 1,	/* salt 16 -> LB_READY */
	LB_READY,	/* nothing */
	LB_NEW,		/* token u32 -> LB_ANSWER */
	LB_ENTER,	/* token u32 | typed, to the end -> LB_ANSWER */
	LB_ANSWER,	/* token u32 | said u8 | word u32 | visit u32 | id 16 |
			 * box key 32 | part key 32 | words str */
	LB_LEAVE,	/* visit u32 -> LB_DONE */
	LB_REPLY,	/* visit u32 | box 8240 -> LB_TEXT */
	LB_TEXT,	/* sent u64 | text, to the end */
	LB_HEAD,	/* visit u32 | part 16 | head | end -> LB_PART */
	LB_PART,	/* arrived u64 | enum letterbox_end u8 | content u64 |
			 * name bytes */
	LB_READ,	/* visit u32 | part 16 | head | 32 bytes that begin the
			 * object -> LB_READER */
	LB_READER,	/* reader u32 */
	LB_CHUNK,	/* reader u32 | ciphertext, to the end -> LB_CONTENT */
	LB_CONTENT,	/* last u8 | content, to the end */
	LB_ENOUGH,	/* reader u32 -> LB_DONE */
	LB_DONE,	/* nothing */
	LB_COVER_KEY,	/* nothing; descriptor of its file -> LB_COVER_PUBLIC */
	LB_COVER_PUBLIC,	/* key 32 | salt 16 | passes u32 | KiB u32 */
	LB_COVER,	/* box 4096 -> LB_COVERED */
	LB_COVERED,	/* opened u8 | plain 4048, if it was */
};

#endif
