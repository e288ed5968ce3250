/*
 * submission.h -- seal what came into one submission: fresh tier keys, every
 * item in the original tier, the manifest, grants of all tiers to the desk,
 * and the signed text that binds it together.
 *
 * Constant memory at any size of an item.  The tier keys live here and end
 * with submission_free(): whoever submitted cannot open it again.
 */
#ifndef INTAKE_RECEIVE_SUBMISSION_H
#define INTAKE_RECEIVE_SUBMISSION_H

#include "intake/receive/sink.h"
#include "vault/session/manifest.h"

#define RECIPIENTS_MAX 1000	/* desk members */

struct submission;

/*
 * A new submission that came through `channel` (1 to 64 bytes that show), of
 * at most `items_max` items.  Item ids are random but rise in the order the
 * items are added: so the order of the tree is the order of the manifest, and
 * "004" is the same item for everybody, manifest or not.
 */
int submission_new(struct submission **out, const char *channel,
    size_t items_max);
void submission_free(struct submission *sub);

const struct id *submission_id(const struct submission *sub);
const struct manifest *submission_manifest(const struct submission *sub);

/* Somebody of the desk; of two cards of one member the newer
 * counts.  And nobody. */
void submission_no_recipients(struct submission *sub);
int submission_recipient(struct submission *sub, const struct card *card);
/* The i-th of them; NULL behind the last. */
const struct fpr *submission_recipient_at(const struct submission *sub,
    size_t i);

/* Say when it was received, in place of the second it was begun. */
void submission_received(struct submission *sub, uint64_t seconds);

/* Seal all that is left in `fd` as one more item; `o` is for the progress. */
int submission_add(struct submission *sub, struct sink *k,
    const struct options *o, int fd, enum item_what what, const char *name);

/* The same in pieces: begin, write as often as is wanted, end. */
int submission_begin_item(struct submission *sub, struct sink *k,
    enum item_what what, const char *name);
int submission_write(struct submission *sub, struct sink *k, const void *p,
    size_t len);
int submission_end_item(struct submission *sub, struct sink *k);
/* In place of its end: nothing is left of the item that was begun. */
void submission_cancel_item(struct submission *sub);
/* The item added last is no text after all: it is kept as a file. */
void submission_no_message(struct submission *sub);

/* What the channel says of the item added last (of the whole submission while
 * there is none). */
int submission_fact(struct submission *sub, enum fact_what what,
    const char *value);

/*
 * The source can be answered: replies sealed to `box_pk` reach the letterbox
 * of this id.  Before any item.  A submission without such a source has a
 * letterbox object all the same, so that none tells by which way it came.
 */
int submission_letterbox(struct submission *sub, const struct id *letterbox,
    const uint8_t box_pk[BOX_PK_BYTES]);

/*
 * The end, in two halves, for whoever signs in between: the manifest, the
 * grants and the text that binds all; then it appears with the signature of
 * that text.
 */
int submission_close(struct submission *sub, struct sink *k,
    const struct fpr *intake, struct bytes *text);
int submission_appear(struct submission *sub, struct sink *k,
    const struct bytes *text, const struct bytes *sig);

/* Both, signed by the keeper. */
int submission_finish(struct submission *sub, struct sink *k,
    struct keeper *keeper, const struct fpr *intake);

#endif
