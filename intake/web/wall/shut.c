/* shut.c -- see shut.h. */
#include "intake/web/wall/shut.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "vault/lock/lock.h"

/* To serve many connections, and memory files. */
static const int calls[] = {
	SCMP_SYS(epoll_ctl), SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait),
	SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(setsockopt),
	SCMP_SYS(getsockopt), SCMP_SYS(getsockname), SCMP_SYS(pread64),
	SCMP_SYS(sendfile), SCMP_SYS(newfstatat), SCMP_SYS(gettimeofday),
};

/* A memory file is frozen before it is handed out; a connection is made not
 * to wait. */
static int
add_rules(scmp_filter_ctx c, int folder)
{
	static const scmp_datum_t may[] = { F_ADD_SEALS, F_GETFL, F_SETFL };
	int e = 0;

	(void)folder;
	for (size_t i = 0; i < sizeof(may) / sizeof(may[0]); i++)
		e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
		    SCMP_A1(SCMP_CMP_EQ, may[i]));
	return e;
}

int
shut_in(void)
{
	const struct rlimit none = { 0, 0 };
	const struct lock lock = { .who = "the page", .failure = ERR_WALL,
	    .calls = calls, .ncalls = sizeof(calls) / sizeof(calls[0]),
	    .accepts = true, .more = add_rules };

	/* Pages of documents pass through: nobody looks at this memory. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
	    setrlimit(RLIMIT_CORE, &none) != 0)
		return err_set(ERR_WALL, "the page's memory cannot be hidden "
		    "here; it is not opened");
	return lock_enter(&lock);
}
