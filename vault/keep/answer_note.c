/* answer_note.c -- see answer_note.h; the records are keeper_records.h's. */
#include "vault/keep/answer_note.h"

#include <sodium.h>
#include <time.h>

#include "vault/base/err.h"
#include "vault/seal/checkpoint.h"
#include "vault/seal/note.h"
#include "vault/session/keeper_records.h"

/* All that is left of the question is a text; it must be a checkpoint's. */
static int
get_text(struct turn *t, const uint8_t **text, size_t *len)
{
	struct checkpoint c;

	*text = t->rd.p;
	*len = t->rd.left;
	if (t->in->nfds != 0)
		return err_set(ERR_PROTOCOL, "the keeper was asked for a "
		    "signature with a descriptor; install tipline again");
	if (checkpoint_parse(&c, *text, *len) < 0)
		return err_set(ERR_NOT_PERMITTED, "the keeper signs notes that "
		    "are checkpoints of a vault alone; use another tool and "
		    "another key for other texts");
	return 0;
}

int
answer_note_sign(struct turn *t)
{
	uint8_t sig[SIGN_BYTES];
	const uint8_t *text;
	size_t len;
	int r;

	if ((r = get_text(t, &text, &len)) < 0)
		return r;
	crypto_sign_detached(sig, NULL, text, len, keys_sign_sk(ring_keys(t->ring)));
	wire_put_raw(&t->body, sig, sizeof(sig));
	return KEEPER_SIGNED;
}

int
answer_note_cosign(struct turn *t)
{
	struct bytes message = BYTES_INIT(NOTE_MAX);
	const uint64_t now = (uint64_t)time(NULL);
	uint8_t sig[SIGN_BYTES];
	const uint8_t *text;
	size_t len;
	int r;

	if ((r = get_text(t, &text, &len)) == 0 &&
	    (r = note_cosigned(&message, now, text, len)) == 0) {
		crypto_sign_detached(sig, NULL, message.data, message.len,
		    keys_sign_sk(ring_keys(t->ring)));
		wire_put_u64(&t->body, now);
		wire_put_raw(&t->body, sig, sizeof(sig));
	}
	bytes_free(&message);
	return r < 0 ? r : KEEPER_COSIGNED;
}
