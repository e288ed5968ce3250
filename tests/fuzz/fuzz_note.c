/* fuzz_note.c -- notes, checkpoints, proofs, signers and a witness's state:
 * what is accepted is written back as the very same bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vault/cmd/entrytext.h"
#include "vault/seal/checkpoint.h"
#include "vault/seal/proof.h"
#include "vault/seal/signers.h"
#include "vault/seal/witness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
same(struct bytes *b, const void *p, size_t len)
{
	if (b->len != len || memcmp(b->data, p, len) != 0)
		abort();
	bytes_free(b);
}

static void
try_note(const uint8_t *data, size_t len)
{
	static const uint8_t pk[SIGN_PK_BYTES] = { 1 };
	struct bytes b = BYTES_INIT(CHECKPOINT_TEXT_MAX);
	struct checkpoint c;
	struct note n;
	uint64_t time;
	size_t i;

	if (note_parse(&n, data, len) < 0)
		return;
	for (i = 0; i < n.n; i++) {
		(void)note_check(&n, n.v[i].name, pk);
		(void)note_check_cosignature(&n, n.v[i].name, pk, &time);
	}
	if (checkpoint_parse(&c, n.text, n.len) == 0) {
		if (checkpoint_format(&b, &c) < 0)
			abort();
		same(&b, n.text, n.len);
	}
}

static void
try_proof(const uint8_t *data, size_t len)
{
	struct bytes b = BYTES_INIT(PROOF_FILE_MAX);
	struct entrytext t;
	struct proof p;

	if (proof_parse_inclusion(&p, data, len) == 0) {
		if (entrytext_read(&t, p.extra.data, p.extra.len) == 0)
			entrytext_free(&t);
		try_note((const uint8_t *)p.note, p.note_len);
		if (proof_format_inclusion(&b, &p) < 0)
			abort();
		proof_free(&p);
		same(&b, data, len);
	}
	if (proof_parse_extension(&p, data, len) == 0) {
		try_note((const uint8_t *)p.note, p.note_len);
		if (proof_format_extension(&b, &p) < 0)
			abort();
		proof_free(&p);
		same(&b, data, len);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes b = BYTES_INIT(WITNESS_FILE_MAX);
	struct signers s = { .n = 0 };
	struct entrytext t;
	struct witness w;

	try_note(data, len);
	try_proof(data, len);
	if (entrytext_read(&t, data, len) == 0)
		entrytext_free(&t);
	(void)signers_parse(&s, data, len);
	signers_free(&s);
	if (witness_parse(&w, data, len) == 0) {
		if (witness_format(&b, &w) < 0)
			abort();
		witness_free(&w);
		same(&b, data, len);
	}
	return 0;
}
