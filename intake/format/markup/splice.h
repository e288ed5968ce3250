/*
 * splice.h -- labels in the place of what a plan's edits cover, piece by piece
 * of a text that is written bit by bit.
 */
#ifndef INTAKE_FORMAT_MARKUP_SPLICE_H
#define INTAKE_FORMAT_MARKUP_SPLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/examine/edits.h"
#include "vault/base/bytes.h"

struct splice {
	const struct edits *edits;	/* NULL: everything is copied */
	size_t next;			/* the first that may still matter */
	bool labelled;			/* its label was written */
};

/*
 * splice_copy(s, out, p, len, at):
 * Append the `len` bytes at p, which stand at byte `at` of the text, without
 * what the edits cover; a label goes where the first of its bytes was.  Pieces
 * come in the order of the text.  ERR_FORMAT when an edit begins or ends
 * inside a character.
 */
int splice_copy(struct splice *s, struct bytes *out, const void *p,
    size_t len, uint64_t at);

/* ERR_FORMAT when an edit reaches over the text's end. */
int splice_fits(const struct edits *e, uint64_t text_len);

#endif
