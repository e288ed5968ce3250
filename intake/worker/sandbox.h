/*
 * sandbox.h -- close every door, before the first hostile byte is read.
 *
 * What is left to a child: to read the one document (and the edits, and what
 * becomes of the documents in it), to write into the answer pipe, to read fonts, to get memory, to end.  Where a step
 * cannot be taken there is no examination; nothing here is optional and
 * nothing turns it off.
 */
#ifndef INTAKE_WORKER_SANDBOX_H
#define INTAKE_WORKER_SANDBOX_H

#include <stdbool.h>

/* Where a child finds its descriptors; 0, 1 and 2 are /dev/null. */
#define SANDBOX_DOCUMENT 3
#define SANDBOX_ANSWER 4
#define SANDBOX_EDITS 5		/* /dev/null where there are none, as the next */
#define SANDBOX_PARTS 6
#define SANDBOX_FILES_MAX 64	/* descriptors a child may have open */

/* What a child is given; `edits` and `parts` may be -1. */
struct sandbox {
	int document, answer, edits, parts;
	unsigned cpu_seconds;
	bool beside;		/* a second thread (beside.h), behind the same
				 * doors */
};

/*
 * sandbox_enter(s):
 * For good: moves the descriptors to the places above, closes every other,
 * drops capabilities, sets no_new_privs and the resource limits, then
 * Landlock, then seccomp.  0; or -1: then the process must end.
 */
int sandbox_enter(const struct sandbox *s);

/*
 * sandbox_worker():
 * For the process that forks the children: the same Landlock rules, no
 * capabilities, and death for the calls that no child may make either; but it
 * may fork, and set up what sandbox_enter() needs.  0 or -1.
 */
int sandbox_worker(void);

/*
 * The steps, each in its own file.  Rules and filter are made once in a
 * process, at the first call, and obeyed by each child: making them anew would
 * cost more than most documents.
 */
int fonts_rules(void);		/* landlock.c: a descriptor, or -1 */
int syscalls_prepare(void);	/* syscalls.c: 0 or -1, as the next two */
int syscalls_enter_child(void);
int syscalls_enter_worker(void);

#endif
