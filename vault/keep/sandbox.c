/* sandbox.c -- see sandbox.h. */
#include "vault/keep/sandbox.h"

#include <fcntl.h>

#include "vault/lock/lock.h"

/* Guarded memory, and parts of a file. */
static const int calls[] = { SCMP_SYS(mlock), SCMP_SYS(munlock),
	SCMP_SYS(pread64) };

/* What keyplace_swap() needs, in its own folder. */
static int
add_folder_rules(scmp_filter_ctx c, int folder)
{
	const scmp_datum_t fd = (scmp_datum_t)(unsigned)folder;
	int e = 0;

	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
	    SCMP_A0_32(SCMP_CMP_EQ, fd));
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(unlinkat), 1,
	    SCMP_A0_32(SCMP_CMP_EQ, fd));
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(renameat2), 2,
	    SCMP_A0_32(SCMP_CMP_EQ, fd), SCMP_A2_32(SCMP_CMP_EQ, fd));
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(renameat), 2,
	    SCMP_A0_32(SCMP_CMP_EQ, fd), SCMP_A2_32(SCMP_CMP_EQ, fd));
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(flock), 0);
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(fsync), 0);
	return e;
}

static int
add_rules(scmp_filter_ctx c, int folder)
{
	/* A memory file is frozen before it is handed out. */
	int e = seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
	    SCMP_A1(SCMP_CMP_EQ, F_ADD_SEALS));

	return folder >= 0 ? e | add_folder_rules(c, folder) : e;
}

int
sandbox_enter(int folder)
{
	const struct landlock_folder own = { .fd = folder,
	    .may = LANDLOCK_FILES };
	const struct lock lock = { .who = "the keeper", .failure = ERR_FAILED,
	    .calls = calls, .ncalls = sizeof(calls) / sizeof(calls[0]),
	    .folders = &own, .nfolders = folder >= 0, .more = add_rules,
	    .folder = folder };

	return lock_enter(&lock);
}
