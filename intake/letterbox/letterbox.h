/*
 * letterbox.h -- what a source comes back with: a code name, and the keys that
 * follow from it and from nothing else (docs/format.md "Code names").
 *
 * The words and every secret key live in a program of their own,
 * tipline-letterbox: in guarded memory, from letterbox_new() or
 * letterbox_enter() to letterbox_leave().  Here a visit is a number, and its
 * public half: what is sealed to it nobody opens without the words, whoever
 * has this machine.  Every code name opens a letterbox, maybe an empty one, so
 * nothing here can tell whether one was ever used.
 *
 * Several threads may ask at a time; what they ask is answered one by one.
 */
#ifndef INTAKE_LETTERBOX_LETTERBOX_H
#define INTAKE_LETTERBOX_LETTERBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/base/id.h"
#include "vault/seal/card.h"

#define LETTERBOX_WORDS 8		/* of a code name; the last checks */
#define LETTERBOX_WORDS_SIZE 96		/* bytes, blanks between, with NUL */
#define LETTERBOX_TYPED_MAX 1024	/* bytes that somebody may type */
#define LETTERBOX_VISITS_MAX 2000	/* at a time */
#define LETTERBOX_WAITING_MAX 2000	/* code names without keys yet */

struct letterbox;

/* What is known of a letterbox without its code name. */
struct letterbox_public {
	struct id id;
	uint8_t box_pk[BOX_PK_BYTES];	/* replies are sealed to it */
	uint8_t part_pk[BOX_PK_BYTES];	/* parts of large files are */
};

/*
 * letterbox_start(out, state):
 * Start libexec's tipline-letterbox for the service whose folder is `state`: in
 * it lies `salt`, made here at the first start and never again.  A code name of
 * one service means nothing to another.
 */
int letterbox_start(struct letterbox **out, int state);
void letterbox_stop(struct letterbox *l);	/* every visit ends */

/*
 * A new code name, or one that somebody typed: capitals, blanks, hyphens,
 * numbers and line ends between the words do not matter.  Answered by
 * letterbox_next() under `token`, when its turn comes: keys take some 20 ms
 * each.  ERR_BUSY when LETTERBOX_WAITING_MAX wait already; ERR_TOO_BIG over
 * LETTERBOX_TYPED_MAX bytes.
 */
int letterbox_new(struct letterbox *l, uint32_t token);
int letterbox_enter(struct letterbox *l, uint32_t token, const char *typed,
    size_t len);

enum letterbox_said {
	LETTERBOX_OPEN = 1,		/* visit, pub; of a new one words */
	LETTERBOX_NOT_SO_MANY,		/* word: how many there were */
	LETTERBOX_NO_WORD,		/* word: which, from 1, is on no list */
	LETTERBOX_SLIP,			/* words, but not of one code name */
	LETTERBOX_FULL,			/* too many visits: later */
	LETTERBOX_SAID_LAST = LETTERBOX_FULL
};

struct letterbox_answer {
	uint32_t token;
	enum letterbox_said said;
	uint32_t word;
	uint32_t visit;			/* 0 is none */
	struct letterbox_public pub;
	char words[LETTERBOX_WORDS_SIZE];	/* of a new one; else "" */
};

/* Readable when an answer may be there. */
int letterbox_fd(const struct letterbox *l);
/*
 * letterbox_next(l, a, got):
 * The next answer if there is one; never waits.  Ask until *got is false: what
 * came while something else was asked is no more to be seen in letterbox_fd().
 */
int letterbox_next(struct letterbox *l, struct letterbox_answer *a, bool *got);
void letterbox_answer_wipe(struct letterbox_answer *a);

/* The visit's keys are wiped; of one that is gone: nothing. */
int letterbox_leave(struct letterbox *l, uint32_t visit);

/* The hex of a letterbox's id and key: facts of a manifest. */
#define LETTERBOX_KEY_HEX_SIZE (2 * BOX_PK_BYTES + 1)

#endif
