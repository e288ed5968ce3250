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

/* What comes of one act inside the sandbox that keeps `folder`. */
static void
try(const char *what, int (*act)(void), int want, int folder)
{
	pid_t pid;
	int got, status;

	assert_true((pid = fork()) >= 0);
	if (pid == 0) {
		if (sandbox_enter(folder) != 0)
			_exit(255);
		_exit(act());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	got = WIFEXITED(status) ? WEXITSTATUS(status) :
	    WTERMSIG(status) == SIGSYS ? KILLED : -2;
	if (got != want)
		fail_msg("%s: %d, expected %d", what, got, want);
}

static void
test_sandbox__leaves_nothing_but_its_descriptors(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		try(acts[i].what, acts[i].act, acts[i].want, -1);
}

/* --- the keeper that rotates: one folder, and its files alone --- */

static char dir[256], other_dir[256];
static int own, other;		/* descriptors of the two */

static int
in_own(const char *name, int flags)
{
	return result(openat(own, name, flags, 0600));
}

static int
read_its_file(void)
{
	return in_own("a.key", O_RDWR);
}

static int
make_a_file_aside(void)
{
	return in_own("new", O_RDWR | O_CREAT | O_EXCL);
}

static int
exchange_two(void)
{
	return result(renameat2(own, "a.key", own, "b.key", RENAME_EXCHANGE));
}

static int
rename_one(void)
{
	return result(renameat(own, "a.key", own, "c.key"));
}

static int
remove_one(void)
{
	return result(unlinkat(own, "a.key", 0));
}

static int
make_it_durable(void)
{
	return result(fsync(own));
}

static int
go_up(void)
{
	return in_own("../../etc/passwd", O_RDONLY);
}

static int
go_round(void)
{
	return in_own("/etc/passwd", O_RDONLY);
}

static int
follow_a_link(void)
{
	return in_own("link", O_RDONLY);
}

static int
go_below(void)
{
	return in_own("below", O_RDONLY | O_DIRECTORY);
}

static int
list_its_folder(void)
{
	return in_own(".", O_RDONLY | O_DIRECTORY);
}

static int
use_the_other(void)
{
	return result(openat(other, "a.key", O_RDONLY));
}

static int
move_to_the_other(void)
{
	return result(renameat2(own, "a.key", other, "stolen", 0));
}

static int
link_to_it(void)
{
	return result(linkat(own, "a.key", own, "twin", 0));
}

static int
make_a_folder(void)
{
	return result(mkdirat(own, "folder", 0700));
}

static int
remove_a_folder(void)
{
	return result(unlinkat(own, "below", AT_REMOVEDIR));
}

static int
make_a_pipe(void)
{
	return result(mknodat(own, "pipe", S_IFIFO | 0600, 0));
}

static int
give_it_to_all(void)
{
	return result(fchmodat(own, "a.key", 0666, 0));
}

static const struct {
	const char *what;
	int (*act)(void);
	int want;
} renewing[] = {
	{ "read its file", read_its_file, 0 },
	{ "make a file aside", make_a_file_aside, 0 },
	{ "exchange two files", exchange_two, 0 },
	{ "make it durable", make_it_durable, 0 },
	{ "rename a file", rename_one, 0 },
	{ "remove a file", remove_one, 0 },
	{ "go up", go_up, EACCES },
	{ "name a whole path", go_round, EACCES },
	{ "follow a link out", follow_a_link, EACCES },
	{ "open a folder below", go_below, EACCES },
	{ "list its folder", list_its_folder, EACCES },
	{ "open through another folder", use_the_other, EPERM },
	{ "move a file to another folder", move_to_the_other, EPERM },
	{ "link to it", link_to_it, EPERM },
	{ "make a folder", make_a_folder, EPERM },
	{ "remove a folder", remove_a_folder, EACCES },
	{ "make a pipe", make_a_pipe, EPERM },
	{ "give it to all", give_it_to_all, EPERM },
};

static void
lay_out(char folder[256], int *fd)
{
	char path[300];

	work_folder(folder);
	(void)snprintf(path, sizeof(path), "%s/a.key", folder);
	put_file(path, "one", 3);
	(void)snprintf(path, sizeof(path), "%s/b.key", folder);
	put_file(path, "two", 3);
	(void)snprintf(path, sizeof(path), "%s/below", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	(void)snprintf(path, sizeof(path), "%s/link", folder);
	assert_int_equal(symlink("/etc/passwd", path), 0);
	*fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(*fd >= 0);
}

static void
test_sandbox__of_a_rotation_leaves_the_files_of_one_folder(void **state)
{
	size_t i;

	(void)state;
	lay_out(other_dir, &other);
	for (i = 0; i < sizeof(renewing) / sizeof(renewing[0]); i++) {
		lay_out(dir, &own);
		try(renewing[i].what, renewing[i].act, renewing[i].want, own);
		(void)close(own);
		remove_folder(dir);
	}
	lay_out(dir, &own);
	/* All else is as in the keeper that serves. */
	for (i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		try(acts[i].what, acts[i].act, acts[i].want, own);
	(void)close(own);
	(void)close(other);
	remove_folder(dir);
	remove_folder(other_dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_sandbox__leaves_nothing_but_its_descriptors),
		cmocka_unit_test(
		    test_sandbox__of_a_rotation_leaves_the_files_of_one_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
