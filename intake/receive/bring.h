/*
 * bring.h -- where the submissions of a channel go: into the vault named, or
 * as drops into an outbox; one after the other, in one run of a verb.
 */
#ifndef INTAKE_RECEIVE_BRING_H
#define INTAKE_RECEIVE_BRING_H

#include "intake/receive/sink.h"
#include "intake/receive/submission.h"

/* To where; the words of the call, borrowed. */
struct bringer {
	const struct options *options;
	const char *to, *outbox;	/* --to, --outbox; both or none */
	bool kept;			/* drops on their way are nobody else's
					 * to sweep (sink_drop_kept()) */
	struct session *session;
};

/* --to CARDS or --outbox DIR: 1 when argv[*i] was one, 0 when not. */
int bringer_option(struct bringer *b, int argc, char **argv, int *i);
/* When all words are read: ERR_USAGE unless both or none were given. */
int bringer_check(const struct bringer *b);

/* Open the vault, and see that this member may submit; or the key alone. */
int bringer_open(struct bringer *b);
void bringer_close(struct bringer *b);

/* Is the submission of this id in the vault?  Never so of an outbox. */
int bringer_has(struct bringer *b, const struct id *id, bool *has);

/* One submission on its way. */
struct bringing {
	struct bringer *bringer;
	struct submission *submission;
	struct sink *sink;
	bool in;			/* it came in: all of it is durable */
};

/* Begin one of at most `items` items; bringing_free() whatever comes. */
int bringing_begin(struct bringing *g, struct bringer *b, const char *channel,
    size_t items);

/* Seal all that is left in `fd`, or the UTF-8 text of a message. */
int bringing_file(struct bringing *g, int fd, const char *name);
int bringing_message(struct bringing *g, const void *text, size_t len);

/* It appears, and is told: its id and items, as `submit` prints them. */
int bringing_finish(struct bringing *g);

/* Before bringing_finish() was done nothing is left of it. */
void bringing_free(struct bringing *g);

/* Print a submission that came in; `m` says its items. */
int bringer_tell(const struct bringer *b, const struct id *id,
    const struct manifest *m);

#endif
