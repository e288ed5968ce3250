/* shut.c -- see shut.h. */
#include "intake/web/wall/shut.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "vault/lock/lock.h"

#define OTHER_FILES 64u		/* descriptors besides those of connections */
#define OTHER_MEMORY (512u << 20)	/* bytes: programs, small bodies, answers */
#define CONNECTION_MEMORY (384u << 10)	/* bytes */

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

/*
 * A connection is a socket, and an answer in a memory file.  Its memory: what
 * libmicrohttpd reads into, a request, a form's pieces.
 */
static int
few_things(unsigned connections)
{
	const rlim_t files = OTHER_FILES + 2 * (rlim_t)connections;
	const rlim_t memory = OTHER_MEMORY +
	    (rlim_t)connections * CONNECTION_MEMORY;
	const struct rlimit nofile = { files, files }, as = { memory, memory },
	    none = { 0, 0 };

	/* Pages of documents pass through: nobody looks at this memory. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
	    setrlimit(RLIMIT_CORE, &none) != 0)
		return err_set(ERR_WALL, "the page's memory cannot be hidden "
		    "here; it is not opened");
	if (setrlimit(RLIMIT_NOFILE, &nofile) != 0)
		return err_set(ERR_WALL, "%u connections need %lu open files, "
		    "more than this service may have; let it have them "
		    "(LimitNOFILE= of its unit), or allow fewer connections",
		    connections, (unsigned long)files);
	if (!TIPLINE_SANITIZED && setrlimit(RLIMIT_AS, &as) != 0)
		return err_set(ERR_WALL, "%u connections need more memory than "
		    "this service may have; let it have that (LimitAS= of its "
		    "unit), or allow fewer connections", connections);
	return 0;
}

int
shut_in(int listener, unsigned connections)
{
	const struct lock lock = { .who = "the page", .failure = ERR_WALL,
	    .calls = calls, .ncalls = sizeof(calls) / sizeof(calls[0]),
	    .listener = listener, .more = add_rules };
	int r;

	if ((r = few_things(connections)) < 0)
		return r;
	return lock_enter(&lock);
}
