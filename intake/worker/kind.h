/*
 * kind.h -- what a document is: libmagic's opinion, and a second one by its
 * structure.  Exactly one format must hold, and both must agree.
 */
#ifndef INTAKE_WORKER_KIND_H
#define INTAKE_WORKER_KIND_H

#include "intake/format/answer.h"
#include "intake/format/format.h"

#define KIND_MAGIC_BYTES ((size_t)1 << 20)	/* of the document, to libmagic */

/* Load libmagic's database, before the sandbox.  0; ERR_FAILED. */
int kind_load(void);

/*
 * kind_of(d, a):
 * The document's format, told by answer_type(); or NULL, and `a` knows why it
 * is refused or quarantined.
 */
const struct format *kind_of(const struct doc *d, struct answer *a);

#endif
