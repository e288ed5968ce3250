/*
 * landlock.h -- close the file system to this process, but for the folders
 * named; and the network, foreign sockets and foreign signals where the
 * running kernel knows how (landlock(7)).
 *
 * Called by number: Debian 12's C library has no wrappers, and its headers do
 * not know the rights of newer kernels.  Every right the running kernel knows
 * is handled, which means forbidden unless it is given below.
 */
#ifndef VAULT_BASE_LANDLOCK_H
#define VAULT_BASE_LANDLOCK_H

#include <stddef.h>

enum landlock_may {
	LANDLOCK_READ = 1,	/* files and folders */
	LANDLOCK_WRITE = 2,	/* and make, change, move and remove them; no
				 * devices, sockets, pipes or links */
	LANDLOCK_FILES = 4	/* make, change, rename and remove files that
				 * lie in it; no folders, nothing listed */
};

struct landlock_folder {
	int fd;			/* O_PATH is enough */
	enum landlock_may may;	/* LANDLOCK_WRITE brings LANDLOCK_READ */
};

/*
 * landlock_rules(rules, folders, n):
 * A descriptor on rules that leave only these folders open.  ERR_FAILED when
 * the kernel has no Landlock, or too old a one for LANDLOCK_WRITE (it needs
 * Linux 5.19).
 */
int landlock_rules(int *rules, const struct landlock_folder *folders,
    size_t n);

/* Obey them, for good, with all children; no_new_privs must be set. */
int landlock_enter(int rules);

#endif
