/*
 * quarantine.h -- VAULT/quarantine/<date>-<n>/: where a repair puts what is
 * damaged or foreign, under the path that it had.  Nothing is ever removed;
 * the file `list` there says in plain text what was moved and why, a line for
 * each before it is moved.
 */
#ifndef VAULT_STORE_QUARANTINE_H
#define VAULT_STORE_QUARANTINE_H

#include <stdbool.h>

#define QUARANTINE_NAME_SIZE 40		/* "quarantine/2026-11-22-1" with NUL */
#define QUARANTINES_MAX 1000		/* of one day */

struct quarantine {
	int vault;			/* borrowed */
	char name[QUARANTINE_NAME_SIZE];	/* "" until it is needed */
	int dir, list;			/* -1: not made yet */
};

#define QUARANTINE_INIT(vault_fd) \
	((struct quarantine){ .vault = (vault_fd), .dir = -1, .list = -1 })

/* Move the file or folder `path` (below the vault) there, durably; 0 also when
 * it is not there. */
int quarantine_move(struct quarantine *q, const char *path, const char *why);

/* Keep a line of the list about something that was not moved. */
int quarantine_note(struct quarantine *q, const char *what, const char *why);

void quarantine_close(struct quarantine *q);

#endif
