/* test_keep_sandbox.c -- what the keeper cannot do once it holds keys. */
#include "tests/vault/seal_kit.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "vault/keep/sandbox.h"

/* Each tries one thing and returns 0 when it could do it, else errno. */
static int
result(long r)
{
	return r < 0 ? errno : 0;
}

static int
open_a_file(void)
{
	return result(open("/etc/passwd", O_RDONLY));
}

static int
make_a_file(void)
{
	return result(open("/tmp/x", O_WRONLY | O_CREAT, 0600));
}

static int
look_at_a_path(void)
{
	struct stat st;

	return result(stat("/etc/passwd", &st));
}

static int
list_a_folder(void)
{
	return result(open("/", O_RDONLY | O_DIRECTORY));
}

static int
map_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? errno : 0;
}

static int
turn_data_into_code(void)
{
	static uint8_t page[8192] __attribute__((aligned(4096)));

	return result(mprotect(page, 4096, PROT_READ | PROT_EXEC));
}

static int
kill_its_parent(void)
{
	return result(kill(getppid(), 0));
}

static int
become_dumpable(void)
{
	return result(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
}

static int
unlock_a_limit(void)
{
	return result(syscall(SYS_prlimit64, 0, 4, NULL, NULL));
}

static int
ask_the_terminal(void)
{
	return result(syscall(SYS_ioctl, 2, 0x5401, NULL));
}

static int
copy_a_descriptor(void)
{
	return result(fcntl(2, F_DUPFD, 10));
}

static int
network_socket(void)
{
	return result(socket(AF_INET, SOCK_STREAM, 0));
}

static int
local_socket(void)
{
	return result(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int
connect_somewhere(void)
{
	struct sockaddr a = { .sa_family = AF_UNIX };

	return result(connect(2, &a, sizeof(a)));
}

static int
run_a_program(void)
{
	char *argv[] = { NULL };

	return result(execve("/bin/true", argv, argv));
}

static int
start_a_process(void)
{
	return result(syscall(SYS_fork));
}

static int
start_a_thread(void)
{
	return result(syscall(SYS_clone, 0x100, 0, 0, 0, 0));
}

static int
trace_another(void)
{
	return result(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}

static int
read_another_s_memory(void)
{
	return result(syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL,
	    0, 0));
}

static int
set_up_a_ring(void)
{
	return result(syscall(SYS_io_uring_setup, 1, NULL));
}

static int
load_bpf(void)
{
	return result(syscall(SYS_bpf, 0, NULL, 0));
}

#define KILLED (-1)

static const struct {
	const char *what;
	int (*act)(void);
	int want;	/* errno, or KILLED */
} acts[] = {
	{ "open a file", open_a_file, EPERM },
	{ "make a file", make_a_file, EPERM },
	{ "look at a path", look_at_a_path, EPERM },
	{ "list a folder", list_a_folder, EPERM },
	{ "map code", map_code, EPERM },
	{ "turn data into code", turn_data_into_code, EPERM },
	{ "signal its parent", kill_its_parent, EPERM },
	{ "become dumpable", become_dumpable, EPERM },
	{ "read a limit", unlock_a_limit, EPERM },
	{ "ask the terminal", ask_the_terminal, EPERM },
	{ "copy a descriptor", copy_a_descriptor, EPERM },
	{ "open a network socket", network_socket, KILLED },
	{ "open a local socket", local_socket, KILLED },
	{ "connect", connect_somewhere, KILLED },
	{ "run a program", run_a_program, KILLED },
	{ "start a process", start_a_process, KILLED },
	{ "start a thread", start_a_thread, KILLED },
	{ "trace another", trace_another, KILLED },
	{ "read another's memory", read_another_s_memory, KILLED },
	{ "set up a ring", set_up_a_ring, KILLED },
	{ "load bpf", load_bpf, KILLED },
};

static void
test_sandbox__leaves_nothing_but_its_descriptors(void **state)
{
	size_t i;
	pid_t pid;
	int got, status;

	(void)state;
	for (i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		assert_true((pid = fork()) >= 0);
		if (pid == 0) {
			if (sandbox_enter(-1) != 0)
				_exit(255);
			_exit(acts[i].act());
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		got = WIFEXITED(status) ? WEXITSTATUS(status) :
		    WTERMSIG(status) == SIGSYS ? KILLED : -2;
		if (got != acts[i].want)
			fail_msg("%s: %d, expected %d", acts[i].what, got,
			    acts[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_sandbox__leaves_nothing_but_its_descriptors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
