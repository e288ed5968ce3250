/*
 * outgoing.h -- a release for somebody who has no key of this vault: a drop
 * that the partner takes into a vault of their own.
 *
 * It is sealed to the partner's cards, signed by the desk member who releases,
 * and holds the released files, manifest.json and entities.ftm.json.  It is
 * whole and out of sight before the vault records it, and appears after: what
 * left the house is on record, whatever ends the program.
 */
#ifndef REDACT_CMD_OUTGOING_H
#define REDACT_CMD_OUTGOING_H

#include "intake/receive/submission.h"

struct outgoing {
	struct submission *sub;
	struct sink *sink;
	struct options silent;		/* nothing of it is told by itself */
};

/* Begin a drop in `outbox` for those whose cards `cards` is, or the file of
 * that name holds; of at most `files` files. */
int outgoing_new(struct outgoing **out, struct session *s, const char *cards,
    const char *outbox, size_t files);
void outgoing_free(struct outgoing *out);	/* NULL is fine; unless it
						 * appeared nothing is left */

/* One more file: all of `fd`, from its beginning. */
int outgoing_file(struct outgoing *out, int fd, const char *name);
int outgoing_text(struct outgoing *out, const char *name,
    const struct bytes *text);

/* Sign it; then it is whole. */
int outgoing_seal(struct outgoing *out, struct session *s);

/* Between session_begin and the commit: who gets this release, by which drop. */
int outgoing_record(const struct outgoing *out, struct session *s,
    const struct id *submission, uint32_t release);

/* The folder gets its name. */
int outgoing_appear(struct outgoing *out);

/* How many cards it is sealed to. */
size_t outgoing_people(const struct outgoing *out);

#endif
