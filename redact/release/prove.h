/*
 * prove.h -- attack the result: is any redacted value still in it?
 *
 * The result was examined from scratch (its text and metadata are in `exam`).
 * Every value (values.h) is looked for in its text, its metadata, its bytes,
 * in everything it is made of (dig.h), and in what is seen of its pages that
 * bear boxes; in all of them with every encoding undone (attack.h).  No word may
 * be under a box.
 */
#ifndef REDACT_RELEASE_PROVE_H
#define REDACT_RELEASE_PROVE_H

#include "intake/examine/run.h"
#include "redact/release/hits.h"
#include "redact/release/values.h"

struct proof {
	const struct values *values;
	const struct plan *plan;	/* whose boxes are looked at; NULL */
	const struct layout *before;	/* of what it was made from; NULL */
	struct worker *worker;		/* NULL: it is not taken apart */
	const struct hits *bytes;	/* what prove_bytes() found in the file;
					 * NULL: it has not looked */
	bool patient;
};

/* Search the file as it lies there.  0, also with hits. */
int prove_bytes(const struct values *v, int fd, struct hits *hits);

/*
 * prove_gone(p, result, hits):
 * 0 when nothing is found in the examined result, whose file is result->file
 * and whose report and text are from an examination of that very file.
 * ERR_NOT_PERMITTED with the hits and a line that says where the first stands
 * (never the value), or that it could not be looked through.
 */
int prove_gone(const struct proof *p, const struct exam *result,
    struct hits *hits);

#endif
