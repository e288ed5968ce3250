/*
 * jail.c -- run a program as a unit of docs/service would: under its filter of
 * system calls and its other restrictions, without systemd.
 *
 *	jail CALLS PROGRAM ARGUMENT...
 *
 * CALLS is a file with the name of an allowed call on each line; others fail
 * with EPERM.  Beside that, as systemd.exec(5) says: NoNewPrivileges,
 * RestrictAddressFamilies=AF_UNIX, MemoryDenyWriteExecute, RestrictNamespaces,
 * LockPersonality, no capability but CAP_LEASE; and where this user may,
 * PrivateNetwork.
 */
#include <errno.h>
#include <linux/capability.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define NAME_MAX_BYTES 64
#define SPACES (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | \
	CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)

static void
die(const char *what)
{
	(void)fprintf(stderr, "jail: %s: %s\n", what, strerror(errno));
	exit(125);
}

/* Stands before what the list allows: the stricter rule counts, for each is
 * a filter of its own. */
static void
load(scmp_filter_ctx c)
{
	if (seccomp_load(c) != 0)
		die("the filter does not load");
	seccomp_release(c);
}

static void
allow_listed(const char *path)
{
	scmp_filter_ctx c = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	FILE *f = fopen(path, "re");
	char name[NAME_MAX_BYTES];
	int call;

	if (c == NULL || f == NULL)
		die(path);
	while (fgets(name, sizeof(name), f) != NULL) {
		name[strcspn(name, "\n")] = '\0';
		call = seccomp_syscall_resolve_name(name);
		/* Names of other machines' calls are in systemd's lists too. */
		if (call >= 0 && seccomp_rule_add(c, SCMP_ACT_ALLOW, call, 0) != 0)
			die(name);
	}
	(void)fclose(f);
	load(c);
}

static void
restrict_arguments(void)
{
	scmp_filter_ctx c = seccomp_init(SCMP_ACT_ALLOW);
	const scmp_datum_t both = PROT_WRITE | PROT_EXEC;
	int e = c == NULL;

	e |= seccomp_rule_add(c, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket),
	    1, SCMP_A0(SCMP_CMP_NE, AF_UNIX));
	e |= seccomp_rule_add(c, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mmap), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, both, both));
	e |= seccomp_rule_add(c, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mprotect), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
	e |= seccomp_rule_add(c, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(unshare), 0);
	e |= seccomp_rule_add(c, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(setns), 0);
	/* clone3() hides its flags in memory: systemd lets it fail. */
	e |= seccomp_rule_add(c, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	for (unsigned bit = 0; bit < 32; bit++)
		if ((SPACES & 1u << bit) != 0)
			e |= seccomp_rule_add(c, SCMP_ACT_ERRNO(EPERM),
			    SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ,
			    1u << bit, 1u << bit));
	if (e != 0)
		die("a rule is refused");
	load(c);
}

int
main(int argc, char **argv)
{
	if (argc < 3) {
		(void)fprintf(stderr, "usage: jail CALLS PROGRAM ...\n");
		return 125;
	}
	if (unshare(CLONE_NEWNET) != 0)
		(void)fprintf(stderr, "jail: this user cannot be without a "
		    "network; the rest holds\n");
	for (unsigned long cap = 0; cap <= CAP_LAST_CAP; cap++)
		if (cap != CAP_LEASE)
			(void)prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		die("no_new_privs");
	restrict_arguments();
	allow_listed(argv[1]);
	(void)execv(argv[2], argv + 2);
	die(argv[2]);
}
