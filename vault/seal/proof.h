/*
 * proof.h -- proofs about a checkpoint, as files that anybody can check.
 *
 * That one entry is in the history (c2sp.org/tlog-proof v1), the entry's own
 * bytes with it:
 *
 *   c2sp.org/tlog-proof@v1
 *   extra <base64 of the entry>
 *   index <number of the entry, from 0>
 *   <base64 hash>				any number, from the leaf up
 *   (empty line)
 *   <the checkpoint, a signed note>
 *
 * That the history extends an older one, as it is sent to a witness
 * (c2sp.org/tlog-witness, add-checkpoint):
 *
 *   old <size>
 *   <base64 hash>				any number
 *   (empty line)
 *   <the checkpoint, a signed note>
 */
#ifndef VAULT_SEAL_PROOF_H
#define VAULT_SEAL_PROOF_H

#include "vault/base/bytes.h"
#include "vault/seal/merkle.h"
#include "vault/seal/note.h"

#define PROOF_EXTRA_MAX (1u << 20)	/* bytes of an entry */
#define PROOF_FILE_MAX (2u << 20)	/* bytes of a file */

struct proof {
	struct bytes extra;		/* of an inclusion; owned */
	uint64_t at;			/* index, or old size */
	struct merkle_proof path;
	const char *note;		/* borrowed, as it stands */
	size_t note_len;
};

#define PROOF_INIT ((struct proof){ .extra = BYTES_INIT(PROOF_EXTRA_MAX) })

int proof_format_inclusion(struct bytes *b, const struct proof *p);
int proof_format_extension(struct bytes *b, const struct proof *p);

/* Does a file begin as an extension does? */
bool proof_is_extension(const void *p, size_t len);

/* Take apart what lies at `raw`, which must stay.  Exactly the forms above, or
 * ERR_FORMAT; whether it proves anything is not asked here. */
int proof_parse_inclusion(struct proof *p, const void *raw, size_t len);
int proof_parse_extension(struct proof *p, const void *raw, size_t len);

void proof_free(struct proof *p);

#endif
