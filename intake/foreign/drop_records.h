/*
 * drop_records.h -- the frames between tipline-coverdrop, which holds a
 * journalist's CoverDrop keys, and the clean side (vault/base/wire.h encoding;
 * docs/format.md "Dead drop records").
 *
 * Sizes are CoverDrop's (github.com/guardian/coverdrop, docs/
 * protocol_messages.md and cryptography.md): a dead drop is a row of records,
 * each a box of the CoverNode to the journalist around a box that anybody can
 * make for them.
 */
#ifndef INTAKE_FOREIGN_DROP_RECORDS_H
#define INTAKE_FOREIGN_DROP_RECORDS_H

#define DROP_RECORD_BYTES 633	/* tag 16 | ciphertext 593 | nonce 24 */
#define DROP_SEALED_BYTES 593	/* a sealed box: 48 more than what it holds */
#define DROP_PLAIN_BYTES 545	/* reply key 32 | reserved 1 | length 2 |
				 * gzip, up to 510 | padding */
#define DROP_PACKED_MAX 510	/* bytes of the gzip file */
#define DROP_BYTES_MAX (64u << 20)	/* of one dead drop */
#define DROP_SIGNATURE_BYTES 64
/* Of what is handed over: created u64 | epoch u32 | signed u8 | signature 64 |
 * the records. */
#define DROP_HEAD_BYTES (8 + 4 + 1 + DROP_SIGNATURE_BYTES)

enum drop_frame {
	DROP_READY = 1,		/* secret keys u32 | CoverNode keys u32 |
				 * identity keys u32 */
	DROP_OPEN = 2,		/* asks: a memory file with the dead drop */
	DROP_MESSAGE = 3,	/* record u32 | reply key 32 | packed bytes */
	DROP_DONE = 4		/* records u32 | cover u32 | for other keys u32 |
				 * drop_signature u8 */
};

enum drop_signature {
	DROP_UNCHECKED = 0,	/* no identity key, or no signature */
	DROP_GOOD = 1,
	DROP_BAD = 2,		/* and none of its records was opened */
	DROP_SIGNATURE_LAST = 2
};

#endif
