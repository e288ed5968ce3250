/*
 * drop.h -- the text that intake signs: which sealed files make a submission.
 *
 * ASCII, one line each, ending in "\n", nothing else (docs/format.md "Drop"):
 *   tipline-drop 1
 *   submission <32 hex>
 *   intake <64 hex>                       fingerprint of the signer
 *   file <64 hex sha256> <size> <path>    sorted by path; path below the
 *                                         submission's folder, e.g.
 *                                         items/ab/<item>/original.large
 * The signature over these bytes is an SSHSIG in namespace "tipline-drop".
 * A drop folder is <outbox>/<submission hex>.drop/ with `drop`, `drop.sig` and
 * one file per line named by its sha256 hex; while it is made its name ends in
 * ".part".
 */
#ifndef VAULT_SEAL_DROP_H
#define VAULT_SEAL_DROP_H

#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/base/id.h"
#include "vault/base/path.h"
#include "vault/seal/digest.h"

#define DROP_FILES_MAX 200000
#define DROP_TEXT_MAX (64u << 20)	/* bytes */
#define DROP_SIZE_MAX ((uint64_t)1 << 49)	/* bytes of one file: sealed */

struct drop_file {
	struct path path;		/* with the submission filled in */
	uint8_t sha256[SHA256_BYTES];
	uint64_t size;
};

struct drop {
	struct id submission;
	struct fpr intake;
	struct drop_file *files;	/* owned */
	size_t nfiles;
};

/*
 * Read the text; ERR_FORMAT unless it is exactly as above and every path is a
 * manifest (exactly one), an original (at least one), a letterbox (at most
 * one), or a grant, of a size such a file can have: a grant has GRANT_BYTES, an
 * object's name ends in
 * .large when it is over PATH_SEALED_MAX bytes.  Holds nothing after an error.
 */
int drop_parse(struct drop *d, const void *text, size_t len);
/* Append the text; sorts the files by path.  ERR_FORMAT as above. */
int drop_format(struct bytes *b, struct drop *d);
void drop_free(struct drop *d);

#endif
