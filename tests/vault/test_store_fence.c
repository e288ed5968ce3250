/* What tipline-store may not do once it reads a repository: each act is tried
 * in a child of its own behind the fence. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "vault/store/fence.h"

#define DONE 0		/* the act worked */
#define DENIED 1	/* it failed, and the process lives */
#define KILLED 2

static int vault = -1;
static char dir[] = "/tmp/tipline-test-XXXXXX";

static int
outcome(bool worked)
{
	return worked ? DONE : DENIED;
}

static int
try(int (*act)(void))
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		if (fence_enter(vault) < 0)
			_exit(99);
		_exit(act());
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		return KILLED;
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int
write_inside(void)
{
	int fd = openat(vault, "in", O_WRONLY | O_CREAT, 0600);

	return outcome(fd >= 0 && write(fd, "x", 1) == 1 && fsync(fd) == 0 &&
	    mkdirat(vault, "sub", 0700) == 0 &&
	    renameat(vault, "in", vault, "sub/in") == 0 &&
	    unlinkat(vault, "sub/in", 0) == 0 &&
	    unlinkat(vault, "sub", AT_REMOVEDIR) == 0);
}

static int
read_outside(void)
{
	return outcome(open("/etc/passwd", O_RDONLY) >= 0);
}

static int
list_outside(void)
{
	return outcome(open("/", O_RDONLY | O_DIRECTORY) >= 0);
}

static int
climb_out(void)
{
	return outcome(openat(vault, "../outside", O_RDONLY) >= 0);
}

static int
write_outside(void)
{
	return outcome(openat(vault, "../made", O_WRONLY | O_CREAT, 0600) >= 0);
}

static int
follow_link(void)
{
	return outcome(openat(vault, "link", O_RDONLY) >= 0);
}

static int
open_proc(void)
{
	return outcome(open("/proc/self/mem", O_RDONLY) >= 0);
}

static int
inet(void)
{
	return outcome(socket(AF_INET, SOCK_STREAM, 0) >= 0);
}

static int
unix_pair(void)
{
	int pair[2];

	return outcome(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
}

static int
run(void)
{
	char *const argv[] = { (char *)(uintptr_t)"true", NULL };

	return outcome(execve("/bin/true", argv, NULL) == 0);
}

static int
split(void)
{
	return outcome(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) >= 0);
}

static int
trace(void)
{
	return outcome(ptrace(PTRACE_TRACEME, 0, 0, 0) == 0);
}

static int
ring(void)
{
	return outcome(syscall(SYS_io_uring_setup, 1, NULL) >= 0);
}

static int
executable(void)
{
	return outcome(mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
}

static int
signal_parent(void)
{
	return outcome(kill(getppid(), 0) == 0);
}

static int
make_device(void)
{
	return outcome(mknodat(vault, "fifo", S_IFIFO | 0600, 0) == 0);
}

static int
link_out(void)
{
	return outcome(symlinkat("/etc/passwd", vault, "made-link") == 0);
}

static int
change_owner(void)
{
	return outcome(fchown(vault, 1, 1) == 0);
}

static void
test_fence__lets_the_store_do_its_work(void **state)
{
	(void)state;
	assert_int_equal(try(write_inside), DONE);
}

static void
test_fence__stops_everything_else(void **state)
{
	static const struct {
		const char *what;
		int (*act)(void);
		int due;
	} acts[] = {
		{ "read a file outside", read_outside, DENIED },
		{ "list the root", list_outside, DENIED },
		{ "climb out by ..", climb_out, DENIED },
		{ "write outside", write_outside, DENIED },
		{ "follow a link out", follow_link, DENIED },
		{ "open its own memory", open_proc, DENIED },
		{ "a socket", inet, KILLED },
		{ "a socket pair", unix_pair, KILLED },
		{ "run a program", run, KILLED },
		{ "split in two", split, KILLED },
		{ "trace", trace, KILLED },
		{ "io_uring", ring, KILLED },
		{ "executable memory", executable, DENIED },
		{ "signal its parent", signal_parent, DENIED },
		{ "make a fifo", make_device, DENIED },
		{ "make a link", link_out, DENIED },
		{ "change an owner", change_owner, DENIED },
	};
	size_t i;
	int is;

	(void)state;
	for (i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if ((is = try(acts[i].act)) != acts[i].due)
			fail_msg("%s: %d, due was %d", acts[i].what, is,
			    acts[i].due);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fence__lets_the_store_do_its_work),
		cmocka_unit_test(test_fence__stops_everything_else),
	};
	char line[256];
	int r;

	if (mkdtemp(dir) == NULL)
		return 1;
	(void)snprintf(line, sizeof(line), "mkdir %s/vault && echo x > "
	    "%s/outside && ln -s ../outside %s/vault/link", dir, dir, dir);
	if (system(line) != 0)
		return 1;
	(void)snprintf(line, sizeof(line), "%s/vault", dir);
	vault = open(line, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	r = cmocka_run_group_tests(tests, NULL, NULL);
	(void)snprintf(line, sizeof(line), "rm -rf %s", dir);
	return system(line) != 0 ? 1 : r;
}
