/* landlock.c -- see landlock.h. */
#include "vault/base/landlock.h"

#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define VERSION_FLAG 1u			/* LANDLOCK_CREATE_RULESET_VERSION */
#define RULE_PATH_BENEATH 1
#define ABI_REFER 2			/* moves between folders */
#define ABI_TRUNCATE 3
#define ABI_NET 4
#define ABI_IOCTL 5
#define ABI_SCOPE 6

#define FS_WRITE_FILE ((uint64_t)1 << 1)
#define FS_READ_FILE ((uint64_t)1 << 2)
#define FS_READ_DIR ((uint64_t)1 << 3)
#define FS_REMOVE_DIR ((uint64_t)1 << 4)
#define FS_REMOVE_FILE ((uint64_t)1 << 5)
#define FS_MAKE_DIR ((uint64_t)1 << 7)
#define FS_MAKE_REG ((uint64_t)1 << 8)
#define FS_REFER ((uint64_t)1 << 13)
#define FS_TRUNCATE ((uint64_t)1 << 14)
#define NET_BIND_CONNECT_TCP ((uint64_t)3)
#define SCOPE_UNIX_AND_SIGNAL ((uint64_t)3)

struct ruleset {
	uint64_t fs, net, scoped;
};

struct path_rule {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

/* The file rights that version `abi` of the kernel's interface knows. */
static uint64_t
known_rights(long abi)
{
	unsigned bits = abi < ABI_REFER ? 13 : abi < ABI_TRUNCATE ? 14 :
	    abi < ABI_IOCTL ? 15 : 16;

	return ((uint64_t)1 << bits) - 1;
}

static uint64_t
rights_of(enum landlock_may may)
{
	const uint64_t reading = FS_READ_FILE | FS_READ_DIR;

	if (may == LANDLOCK_FILES)
		return FS_READ_FILE | FS_WRITE_FILE | FS_REMOVE_FILE |
		    FS_MAKE_REG;
	return (may & LANDLOCK_WRITE) == 0 ? reading : reading |
	    FS_WRITE_FILE | FS_REMOVE_DIR | FS_REMOVE_FILE | FS_MAKE_DIR |
	    FS_MAKE_REG | FS_REFER | FS_TRUNCATE;
}

static int
missing(void)
{
	return err_set(ERR_FAILED, "this kernel cannot fence a program in "
	    "(Landlock); use one that can, such as Debian 12's");
}

static int
make_rules(int *rules, long abi)
{
	struct ruleset set = { .fs = known_rights(abi) };
	size_t size = sizeof(set.fs);

	if (abi >= ABI_NET) {
		set.net = NET_BIND_CONNECT_TCP;
		size += sizeof(set.net);
	}
	if (abi >= ABI_SCOPE) {
		set.scoped = SCOPE_UNIX_AND_SIGNAL;
		size += sizeof(set.scoped);
	}
	*rules = (int)syscall(SYS_landlock_create_ruleset, &set, size, 0);
	return *rules < 0 ? missing() : 0;
}

int
landlock_rules(int *rules, const struct landlock_folder *folders, size_t n)
{
	struct path_rule rule;
	size_t i;
	long abi;
	int r;

	*rules = -1;
	abi = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_FLAG);
	if (abi < 1)
		return missing();
	if ((r = make_rules(rules, abi)) < 0)
		return r;
	for (i = 0; i < n && r == 0; i++) {
		if ((folders[i].may & LANDLOCK_WRITE) != 0 && abi < ABI_REFER)
			r = missing();
		rule.allowed = rights_of(folders[i].may) & known_rights(abi);
		rule.parent = folders[i].fd;
		if (r == 0 && syscall(SYS_landlock_add_rule, *rules,
		    RULE_PATH_BENEATH, &rule, 0) != 0)
			r = err_sys("cannot fence a program in");
	}
	if (r < 0)
		io_close(rules);
	return r;
}

int
landlock_enter(int rules)
{
	if (syscall(SYS_landlock_restrict_self, rules, 0) != 0)
		return err_sys("cannot fence a program in");
	return 0;
}
