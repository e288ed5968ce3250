/*
 * ftm.h -- a release as FollowTheMoney entities, for Datashare and Aleph: one
 * folder, its files, and what the labels in them stand for.
 *
 * JSON Lines (docs/format.md "Entities"), each {"id","schema","properties"}:
 * a Folder; for each file the schema of its kind with its name and SHA-1; for
 * each label of a person, an organisation, a place, an account an entity of
 * that name, linked to the files it stands in (`proof`), and for persons and
 * organisations a Mention in each of them.  Made of labels, kinds and hashes
 * alone: no value was ever here.
 *
 * Ids are the first 20 bytes of a SHA-256.  A file's depends on its submission,
 * item and content; a label's on the submission and the plans that were signed,
 * for labels are numbered anew where those change.
 */
#ifndef REDACT_RELEASE_FTM_H
#define REDACT_RELEASE_FTM_H

#include <stdint.h>

#include "intake/examine/kinds.h"
#include "redact/doc/plan.h"
#include "vault/base/bytes.h"
#include "vault/base/id.h"
#include "vault/seal/digest.h"

#define FTM_MAX (256u << 20)		/* bytes of all entities */
#define FTM_LINKS_MAX 4000000u		/* labels in files */

struct ftm;

/* Begin in `b`, borrowed until ftm_free(); `plans` is the SHA-256 of what was
 * signed. */
int ftm_new(struct ftm **out, struct bytes *b, const struct id *submission,
    const uint8_t plans[SHA256_BYTES]);
void ftm_free(struct ftm *f);	/* NULL is fine */

struct ftm_file {
	const struct id *item;
	const char *name;		/* "001.pdf" */
	enum format_id format;
	uint64_t size;
	const uint8_t *sha256;		/* SHA256_BYTES, of the released file */
	const uint8_t *sha1;		/* DIGEST_SHA1_BYTES */
	const struct plan *plan;	/* its labels */
};
int ftm_file(struct ftm *f, const struct ftm_file *file);

/* What the labels stand for. */
int ftm_end(struct ftm *f);

#endif
