/*
 * entry.h -- an entry as a commit: its text, written and read (docs/format.md
 * "Entry").
 *
 *   tree <40 hex>
 *   parent <40 hex>				absent in the first
 *   author <fpr> <<fpr>@tipline> <seconds> +0000
 *   committer (the same)
 *   gpgsig (the SSHSIG; not part of what is signed)
 *
 *   <event>: <subject>
 *
 *   Event: <event>
 *   Actor: <fpr hex>
 *   Submission: <id hex>			any number, ascending
 *   Item: <id hex>				if there is one
 *   Previous: <sha256 of the parent commit's content>	absent in the first
 *   Objects: <sha256, see changes_digest()>
 *
 * Nothing else and nothing otherwise: what is read is written again and must
 * be the same bytes.
 */
#ifndef VAULT_STORE_ENTRY_H
#define VAULT_STORE_ENTRY_H

#include <git2.h>
#include <stdbool.h>

#include "vault/session/store.h"

#define ENTRY_SUBMISSIONS_MAX 10000

struct entry_commit {
	git_oid tree;
	git_oid parent;
	unsigned nparents;
	int64_t time;
	struct entry entry;		/* its submissions are owned */
	bool has_previous;
	uint8_t previous[SHA256_BYTES];
	uint8_t objects[SHA256_BYTES];
	struct bytes payload;		/* what was signed */
	struct bytes signature;		/* "" without one */
};

#define ENTRY_COMMIT_INIT ((struct entry_commit){ \
	.payload = BYTES_INIT(1u << 20), .signature = BYTES_INIT(4096) })

/* Append the text without its signature. */
int entry_format(struct bytes *b, const struct entry_commit *c);

/* Append the whole commit: the text with the signature put in. */
int entry_sign(struct bytes *b, const struct bytes *payload,
    const void *armored, size_t len);

/*
 * entry_parse(c, raw, len):
 * tree, parents, payload and signature are set as far as they can be found,
 * also when ERR_FORMAT says that the text is not exactly as above; tree is
 * then all zeros if there was none.
 */
int entry_parse(struct entry_commit *c, const void *raw, size_t len);
void entry_free(struct entry_commit *c);

/* One line of printable ASCII, not empty, below ENTRY_SUBJECT_SIZE. */
bool entry_subject_fits(const char *subject);

#endif
