/* sandbox.c -- see sandbox.h. */
#include "intake/worker/sandbox.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "intake/examine/limits.h"
#include "intake/format/beside.h"
#include "vault/base/landlock.h"

static int rules = -1;	/* a descriptor on Landlock's; fonts_rules() */

#define KEEP_FROM 64	/* descriptors go above this before they go to place */

/*
 * /dev/null; where Landlock keeps it closed already, stdin is it (wall_spawn
 * saw to that), and is looked at all the same.
 */
static int
open_null(void)
{
	struct stat st;
	int fd;

	if ((fd = open("/dev/null", O_RDWR | O_CLOEXEC)) >= 0)
		return fd;
	if (fstat(STDIN_FILENO, &st) < 0 || !S_ISCHR(st.st_mode) ||
	    st.st_rdev != makedev(1, 3))
		return -1;
	return fcntl(STDIN_FILENO, F_DUPFD, KEEP_FROM);
}

/*
 * Put the descriptors where sandbox.h says.  They are copied up first, so that
 * no dup2() can land on one that is still to be moved.
 */
static int
place_descriptors(const struct sandbox *s)
{
	int from[] = { s->document, s->answer, s->edits, s->parts };
	const size_t n = sizeof(from) / sizeof(from[0]);
	size_t i;
	int null;

	if ((null = open_null()) < 0)
		return -1;
	for (i = 0; i < n; i++)
		if ((from[i] = fcntl(from[i] >= 0 ? from[i] : null, F_DUPFD,
		    KEEP_FROM)) < 0)
			return -1;
	if (dup2(null, STDIN_FILENO) < 0 ||
	    dup2(null, STDOUT_FILENO) < 0 ||
	    (!TIPLINE_SANITIZED && dup2(null, STDERR_FILENO) < 0))
		return -1;
	for (i = 0; i < n; i++)
		if (dup2(from[i], SANDBOX_DOCUMENT + (int)i) < 0)
			return -1;
	return close_range(SANDBOX_DOCUMENT + (unsigned)n, ~0u, 0);
}

/* No more than this; a limit from outside that is lower holds. */
static int
limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
	struct rlimit l;

	if (getrlimit(what, &l) < 0)
		return -1;
	if (hard > l.rlim_max) {
		soft = l.rlim_max - (hard - soft < l.rlim_max ?
		    hard - soft : 0);
		hard = l.rlim_max;
	}
	l = (struct rlimit){ .rlim_cur = soft, .rlim_max = hard };
	return setrlimit(what, &l);
}

static int
set_limits(unsigned cpu_seconds)
{
	/* One second between the signal that tells and the one that kills. */
	if (limit(RLIMIT_CPU, cpu_seconds, cpu_seconds + 1) < 0 ||
	    limit(RLIMIT_CORE, 0, 0) < 0 || limit(RLIMIT_FSIZE, 0, 0) < 0 ||
	    limit(RLIMIT_NPROC, 0, 0) < 0 || limit(RLIMIT_MEMLOCK, 0, 0) < 0 ||
	    limit(RLIMIT_MSGQUEUE, 0, 0) < 0 ||
	    limit(RLIMIT_NOFILE, SANDBOX_FILES_MAX, SANDBOX_FILES_MAX) < 0)
		return -1;
	/* A sanitizer's shadow memory is terabytes of address space. */
	return TIPLINE_SANITIZED ? 0 :
	    limit(RLIMIT_AS, CHILD_MEMORY, CHILD_MEMORY);
}

/* Root without capabilities is nobody in particular. */
static int
drop_capabilities(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	struct __user_cap_data_struct none[2] = { { 0 } };

	return (int)syscall(SYS_capset, &head, none);
}

/* No handler and no blocked signal of the worker's is left in the child. */
static int
reset_signals(void)
{
	sigset_t none;

	(void)signal(SIGALRM, SIG_DFL);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)signal(SIGXCPU, SIG_DFL);
	/* A sanitizer keeps stderr, which may be a file, and a library that
	 * mutters into it must not die of the limit on files. */
	(void)signal(SIGXFSZ, TIPLINE_SANITIZED ? SIG_IGN : SIG_DFL);
	return sigemptyset(&none) < 0 ? -1 :
	    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Rules and filter, once in a process; children find them made. */
static int
prepare(void)
{
	if (rules < 0 && (rules = fonts_rules()) < 0)
		return -1;
	return syscalls_prepare();
}

/* What worker and children give up alike. */
static int
give_up(void)
{
	return prctl(PR_SET_DUMPABLE, 0) < 0 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    drop_capabilities() < 0 || landlock_enter(rules) < 0 ? -1 : 0;
}

int
sandbox_enter(const struct sandbox *s)
{
	/* The rules' descriptor goes with all others: obey them before. */
	if (prepare() < 0 || give_up() < 0 ||
	    place_descriptors(s) < 0 || reset_signals() < 0 ||
	    prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
		return -1;
	/* The thread has what its process gave up until now, the limits are the
	 * process's, and the filter is put on both. */
	if (s->beside)
		beside_begin();
	if (set_limits(s->cpu_seconds) < 0)
		return -1;
	return syscalls_enter_child();
}

int
sandbox_worker(void)
{
	if (prepare() < 0 || give_up() < 0)
		return -1;
	return syscalls_enter_worker();
}
