/*
 * landlock.c -- no path is open but fonts, for reading (landlock(7)).
 *
 * Called by number: Debian 12's C library has no wrappers, and its kernel
 * headers do not know the rights of newer kernels.  Whatever right the running
 * kernel knows is handled, which means forbidden.
 */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "intake/worker/sandbox.h"

#define VERSION_FLAG 1u			/* LANDLOCK_CREATE_RULESET_VERSION */
#define RULE_PATH_BENEATH 1
#define FS_READ_FILE ((uint64_t)1 << 2)
#define FS_READ_DIR ((uint64_t)1 << 3)
#define NET_BIND_CONNECT_TCP ((uint64_t)3)
#define SCOPE_UNIX_AND_SIGNAL ((uint64_t)3)

struct ruleset {
	uint64_t fs;		/* since version 1 */
	uint64_t net;		/* since version 4 */
	uint64_t scoped;	/* since version 6 */
};

struct path_rule {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

/* Fonts, their configuration and caches, and the tables that go with them. */
static const char *const readable[] = {
	"/usr/share/fonts",
	"/usr/local/share/fonts",
	"/etc/fonts",
	"/usr/share/fontconfig",
	"/var/cache/fontconfig",
	"/usr/share/poppler",
	"/usr/share/icu",
};

/* The file rights that version `abi` of the kernel's interface knows. */
static uint64_t
known_rights(long abi)
{
	unsigned bits = abi == 1 ? 13 : abi == 2 ? 14 : abi < 5 ? 15 : 16;

	return ((uint64_t)1 << bits) - 1;
}

/* A folder that is not there needs no rule. */
static int
allow_reading(int rules, const char *path)
{
	struct path_rule rule = { .allowed = FS_READ_FILE | FS_READ_DIR };
	long r;

	if ((rule.parent = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC)) < 0)
		return errno == ENOENT || errno == EACCES ? 0 : -1;
	r = syscall(SYS_landlock_add_rule, rules, RULE_PATH_BENEATH, &rule, 0);
	(void)close(rule.parent);
	return r < 0 ? -1 : 0;
}

int
landlock_enter(void)
{
	struct ruleset wanted = { 0 };
	size_t i, size = sizeof(wanted.fs);
	int rules, r = -1;
	long abi;

	if ((abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    VERSION_FLAG)) < 1)
		return -1;
	wanted.fs = known_rights(abi);
	if (abi >= 4) {
		wanted.net = NET_BIND_CONNECT_TCP;
		size = offsetof(struct ruleset, scoped);
	}
	if (abi >= 6) {
		wanted.scoped = SCOPE_UNIX_AND_SIGNAL;
		size = sizeof(wanted);
	}
	if ((rules = (int)syscall(SYS_landlock_create_ruleset, &wanted, size,
	    0)) < 0)
		return -1;
	for (i = 0; i < sizeof(readable) / sizeof(readable[0]); i++)
		if (allow_reading(rules, readable[i]) < 0)
			goto done;
	if (syscall(SYS_landlock_restrict_self, rules, 0) == 0)
		r = 0;
done:
	(void)close(rules);
	return r;
}
