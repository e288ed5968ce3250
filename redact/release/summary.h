/*
 * summary.h -- a release's manifest: what the analysts get to know about the
 * files they get.  Hashes, kinds and counts of what was removed, the tool's
 * version; nothing on the source, the channel, or the names files came under.
 *
 * JSON (docs/format.md "Release manifest"):
 * {"version":1,"tool":"tipline 0.1.0","submission":hex,"withheld":n,
 *  "files":[{"item":hex,"file":"001.pdf","format":"pdf","pages":n,"size":n,
 *    "sha256":hex,"plan":n,"redacted":{"EMAIL":2},"boxes":n,
 *    "metadata_removed":n}]}
 */
#ifndef REDACT_RELEASE_SUMMARY_H
#define REDACT_RELEASE_SUMMARY_H

#include <stddef.h>
#include <stdint.h>

#include "intake/examine/report.h"
#include "redact/doc/plan.h"
#include "vault/base/bytes.h"
#include "vault/base/print.h"
#include "vault/seal/digest.h"
#include "vault/session/manifest.h"

#define SUMMARY_MAX (64u << 20)		/* bytes */

struct summary {
	struct json json;
};

/* Begin in `out`; `withheld` items of the submission are not in the release. */
void summary_begin(struct summary *s, struct bytes *out,
    const struct id *submission, size_t withheld);

struct summary_file {
	const struct id *item;
	const char *name;		/* "001.pdf" */
	const struct report *original;	/* of the examination of the original */
	uint32_t pages;
	uint64_t size;
	const uint8_t *sha256;		/* of the released file */
	const struct plan *plan;
	uint32_t plan_version;		/* of the stored plan */
};
void summary_file(struct summary *s, const struct summary_file *f);

/* 0, or what went wrong since summary_begin(). */
int summary_end(struct summary *s);

/* What is needed to make a released file again. */
struct summary_row {
	struct id item;
	char file[SAFE_NAME_SIZE];
	uint8_t sha256[SHA256_BYTES];
	uint32_t plan;
};

/*
 * summary_read(rows, n, tool, json, len):
 * The files of a stored manifest, and the version that made them; the caller
 * frees *rows.  ERR_FORMAT when it is not what summary_end() left.
 */
#define SUMMARY_TOOL_SIZE 64
int summary_read(struct summary_row **rows, size_t *n,
    char tool[SUMMARY_TOOL_SIZE], const void *json, size_t len);

#endif
