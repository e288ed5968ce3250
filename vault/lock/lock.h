/*
 * lock.h -- lock this process in, before it reads its first hostile byte: what
 * every wall does, each with the little that it still needs.
 *
 * no_new_privs; then Landlock: no path but the folders named, and where the
 * kernel knows it no port and no foreign socket or signal; then seccomp: the
 * calls that are named and those that every program needs, memory but none to
 * run code from, EPERM for others, death for what only an attacker would try.
 * There is no way to run without it.
 */
#ifndef VAULT_LOCK_LOCK_H
#define VAULT_LOCK_LOCK_H

#include <seccomp.h>
#include <stddef.h>

#include "vault/base/err.h"
#include "vault/base/landlock.h"

struct lock {
	const char *who;		/* "the keeper": begins error lines */
	enum err failure;		/* what lock_enter() returns then */
	const int *calls;		/* allowed, whatever their arguments */
	size_t ncalls;
	const struct landlock_folder *folders;
	size_t nfolders;
	int listener;			/* accept4() of it alone; 0: of nothing */
	/* Allow calls with some arguments only; `folder` is for it.  0, or what
	 * seccomp_rule_add() said.  NULL: none. */
	int (*more)(scmp_filter_ctx filter, int folder);
	int folder;
};

/* For good.  0, or `failure` with a line that says what the system lacks. */
int lock_enter(const struct lock *l);

#endif
