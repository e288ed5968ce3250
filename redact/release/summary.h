/*
 * summary.h -- a release's manifest: what those who get it get to know about
 * the files.  Hashes, kinds, reasons and counts of what was removed, how each
 * file was made and by which programs, and how many people signed what; nothing
 * on the source, the channel, who they are, or the names files came under.
 *
 * JSON (docs/format.md "Release manifest"):
 * {"version":2,"tool":"tipline 0.1.0","submission":hex,
 *  "withheld":n,
 *  "approvals":{"people":2,"needed":2,"plans":sha256},
 *  "files":[{"item":hex,"file":"001.pdf","format":"pdf","pages":n,"size":n,
 *    "sha256":hex,"plan":n,"made":"pictures","whitened":false,"times":0,
 *    "looked_at":"seen","redacted":{"EMAIL":2},"reasons":{"source":1},
 *    "boxes":n,"metadata_removed":n}],
 *  "libraries":["poppler 22.12.0"]}
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
#define SUMMARY_LIBRARIES_SIZE 512	/* bytes of their names, with NUL */

struct summary {
	struct json json;
};

/* What is said of the release as a whole. */
struct summary_head {
	const struct id *submission;
	size_t withheld;		/* items that are not in it */
	size_t people, needed;		/* who signed */
	const uint8_t *plans;		/* SHA-256 of the lines they signed */
};

/* Begin in `out`. */
void summary_begin(struct summary *s, struct bytes *out,
    const struct summary_head *head);

/* Did people look at every sheet of it? */
enum looked {
	LOOKED_SEEN = 0,	/* in the review */
	LOOKED_STATED = 1,	/* elsewhere, somebody says */
	LOOKED_NOT = 2
};

struct summary_file {
	const struct id *item;
	const char *name;		/* "001.pdf" */
	const struct report *original;	/* of the examination of the original */
	uint32_t pages;
	uint64_t size;
	const uint8_t *sha256;		/* of the released file */
	const struct plan *plan;
	uint32_t plan_version;		/* of the stored plan */
	enum looked looked;
};
int summary_file(struct summary *s, const struct summary_file *f);

/* `libraries` made the files: "poppler 22.12.0, cairo 1.16.0".  0, or what went
 * wrong since summary_begin(). */
int summary_end(struct summary *s, const char *libraries);

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
 * frees *rows.  ERR_FORMAT when it is not what summary_end() left: an unknown
 * key, a value out of its range, a name that is none of ours, or one twice.
 */
#define SUMMARY_TOOL_SIZE 64
int summary_read(struct summary_row **rows, size_t *n,
    char tool[SUMMARY_TOOL_SIZE], const void *json, size_t len);

#endif
