/*
 * keeper_records.h -- what passes between keeper.c and the keeper, in the
 * frames of wire.h.  The keeper speaks first: HELLO, or WIRE_ERROR and ends.
 * Then each question gets its answer or a WIRE_ERROR, one at a time.
 *
 *   grant_ctx    tier u8 | submission 16 | item 16
 *   object_ctx   kind u8 | version u32 | submission 16 | item 16
 */
#ifndef VAULT_SESSION_KEEPER_RECORDS_H
#define VAULT_SESSION_KEEPER_RECORDS_H

#define KEEPER_PROGRAM "tipline-keeper"
#define KEEPER_SERVE "serve"		/* argv: serve KEYFILE FD|-1 */
#define KEEPER_RENEW "renew"		/* the same; may write KEYFILE again */
#define KEEPER_NS_SIZE 32		/* bytes of a namespace, with NUL */

enum keeper_record {
	KEEPER_HELLO = 1,	/* card 133 */
	KEEPER_SIGN,		/* namespace str | SHA-512 of the message 64 */
	KEEPER_SIGNED,		/* signature 64 */
	KEEPER_OPEN_GRANT,	/* epoch u32 | grant_ctx | box 114 */
	KEEPER_HANDLE,		/* handle u32 */
	KEEPER_GRANT,		/* handle u32 | grant_ctx | X25519 key 32 */
	KEEPER_BOX,		/* box 114 */
	KEEPER_UNSEAL,		/* handle u32 | object_ctx; fds: in, out */
	KEEPER_UNSEALED,	/* content u64 */
	KEEPER_UNSEAL_MEMFD,	/* handle u32 | object_ctx | max u64; fd: in */
	KEEPER_MEMFD,		/* content u64; fd: the memory file, rewound */
	KEEPER_SEAL,		/* handle u32 | object_ctx; fds: in, out */
	KEEPER_SEALED,		/* size u64 | content u64 */
	KEEPER_DROP,		/* handle u32 */
	KEEPER_DROPPED,		/* nothing */
	KEEPER_CHECKPOINT,	/* a checkpoint's text, to the end -> SIGNED */
	KEEPER_COSIGN,		/* the same, of somebody else's history */
	KEEPER_COSIGNED,	/* time u64 | signature 64 */
	KEEPER_PASS,		/* epoch u32 | grant_ctx | box 114 | X25519 key
				 * 32 -> KEEPER_BOX */
	KEEPER_FRESH,		/* grant_ctx -> KEEPER_HANDLE of a new key */
	KEEPER_SUM,		/* shelf handle u32 | handle u32 | object_ctx;
				 * fd: in */
	KEEPER_SUM_PART,	/* shelf handle u32 | offset u64 | length u64;
				 * fd: what holds it, not sealed */
	KEEPER_SUM_WORD,	/* shelf handle u32 | what u8 | word, to the
				 * end */
	KEEPER_SUMMED,		/* sum 32 */
	KEEPER_EPOCHS,		/* nothing */
	KEEPER_HELD,		/* oldest u32 | newest u32 | count u32 */
	/* of a keeper that may write its key file again: */
	KEEPER_NEXT,		/* nothing -> KEEPER_CARD */
	KEEPER_CARD,		/* card 133 */
	KEEPER_FORGET,		/* the oldest epoch to keep u32 */
	KEEPER_FORGOTTEN,	/* nothing */
	KEEPER_LAST = KEEPER_FORGOTTEN
};

#endif
