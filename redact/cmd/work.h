/*
 * work.h -- a submission as the desk works on it: its manifest, and for each
 * item that was examined and can be handled its report, text and newest plan.
 */
#ifndef REDACT_CMD_WORK_H
#define REDACT_CMD_WORK_H

#include <stdbool.h>

#include "intake/examine/layout.h"
#include "intake/examine/report.h"
#include "redact/doc/plan.h"
#include "redact/doc/torn.h"
#include "vault/session/manifest.h"
#include "vault/session/session.h"

struct work {
	struct session *session;	/* borrowed */
	struct id id;
	char name[ID_NAME_SIZE];
	uint32_t original, working, release;	/* handles in the keeper */
	/* What came in, then what was found in that (inside.h). */
	struct manifest manifest;
	size_t waiting;		/* items not examined yet */
	size_t withheld;	/* items refused or quarantined */

	/* One place for each item that is done, in the manifest's order. */
	size_t n;
	size_t *number;		/* its place in the manifest, from 0 */
	struct report *reports;
	struct bytes *texts;
	struct layout *layouts;	/* places only where something was read */
	struct torn *torn;	/* of the texts, by all their places */
	struct plan *plans;
	struct plan **plan_at;	/* &plans[i], as redact/review wants them */
	uint32_t *version;	/* of the stored plan; 0: there is none */
};

/* Unlock all three tiers, read the manifest and what was found in its items;
 * nothing else yet. */
int work_open(struct work **out, struct session *s, const struct id *id);

/* Read report, text and newest plan of every item that is done. */
int work_load(struct work *w);

/* ERR_FAILED with the next step unless every item has been examined, every
 * one that is done has a plan, and there is one at all. */
int work_planned(const struct work *w);

/* A stored plan of item i, by its version (from 1), into the empty `out`. */
int work_plan(struct work *w, size_t i, uint32_t version, struct plan *out);

/* The layout of item i with the place of every word, into an empty one. */
int work_layout(struct work *w, size_t i, struct layout *out);

/* Pages over all items that no finder can have seen (redact/doc/unread.h). */
size_t work_unread(const struct work *w);

/* What item i is to `open_object` and friends. */
struct object_ctx work_ctx(const struct work *w, size_t i,
    enum object_kind kind, uint32_t version);

/* Commit an entry on this submission alone. */
int work_commit(struct work *w, const char *event, const char *subject);

/* Is the object stored already? */
int work_has(struct work *w, const struct id *item, enum object_kind kind,
    bool *there);

/* How often the item has been examined: the version of its newest report. */
int work_examined(struct work *w, const struct id *item, uint32_t *version);

/* The newest stored report of an item that has been examined. */
int work_report(struct work *w, const struct id *item, struct report *report);

void work_free(struct work *w);		/* NULL is fine */

/*
 * work_each(o, words, n, each, arg):
 * Open a session as desk and go through the submissions that the words name
 * (all of them without words).  `each` returns 0, EXIT_SOME_REFUSED or a
 * failure, which ends it.
 */
int work_each(const struct options *o, char **words, int n,
    int (*each)(struct work *w, void *arg), void *arg);

/* The same; `last` comes when all are done and nothing has failed. */
int work_each_last(const struct options *o, char **words, int n,
    int (*each)(struct work *w, void *arg), void (*last)(struct session *s,
    void *arg), void *arg);

#endif
