/*
 * repair.h -- put right what can be put right in a vault's folder, and get back
 * from a copy what is missing.  Nothing is ever removed: see quarantine.h.
 *
 * repair_files() mends what lies in the folder.  What is then still missing is
 * told by repair_wanted(), asked for elsewhere with repair_give(), and put
 * where it belongs, if it is what its name says, by repair_take().
 */
#ifndef VAULT_STORE_REPAIR_H
#define VAULT_STORE_REPAIR_H

#include <stdbool.h>

#include "vault/session/store.h"
#include "vault/store/quarantine.h"
#include "vault/store/repo.h"
#include "vault/store/trouble.h"

#define REPAIRS_MAX 1000000	/* troubles of one vault */
#define REPAIR_LOCK_MS 10000	/* to wait for a writer */

struct repair {
	bool dry;		/* only tell what would be done */
	const char *branch;	/* the entry to go on from; "": none is named */
	/* Told of each thing: rule "mended", "aside" or "left". */
	struct troubles to;
	uint64_t mended, aside, left;
	struct quarantine quarantine;
};

int repair_files(struct repo *r, struct repair *p);

/* Each object and large object that the history needs and that is not there. */
int repair_wanted(struct repo *r,
    int (*each)(const struct store_wanted *, void *), void *arg);

/* Content of one of them, from this vault; ERR_NOT_FOUND. */
int repair_give(struct repo *r, const struct store_wanted *w,
    uint8_t *type, int *fd, uint64_t *size);

/* Put it in place, durably; ERR_INTEGRITY when it is another's content. */
int repair_take(struct repo *r, const struct store_wanted *w, uint8_t type,
    int fd);

/* The branch: which entries are sound, and go on from one of them. */
int repair_branch(struct repo *r, struct repair *p);

/* For the files of the repair: tell what was done with one thing. */
int repair_tell(struct repair *p, const char *rule, const char *name,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
