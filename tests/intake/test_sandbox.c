/*
 * test_sandbox.c -- a worker's child that turned hostile: it enters the very
 * sandbox of tipline-worker and then tries what it must not be able to do, one
 * process for each act.  The same acts without the sandbox succeed (where they
 * can for whoever runs the tests), so that a sandbox that does nothing fails.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/if_alg.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "intake/examine/limits.h"
#include "intake/format/beside.h"
#include "intake/worker/sandbox.h"
#include "vault/base/io.h"

#define OTHER_DOCUMENT 70	/* descriptors of the parent's */
#define OTHER_PIPE 71
#define OTHER_SOCKET 72
#define DID_IT 200		/* exit codes */
#define NO_SANDBOX 201

static char folder[] = "/tmp/tipline-sandbox-XXXXXX";
static char file[64], fresh[64];
static char parent_memory[] = "what the parent knows";
static bool inside;		/* this process is in the sandbox */
static int document, answer_in, answer_out;	/* before the sandbox */

static int
the_document(void)
{
	return inside ? SANDBOX_DOCUMENT : document;
}

/* --- acts: 0 when it was done, else -1 and errno --- */

static int
opens(const char *path, int flags)
{
	char byte;
	int fd;

	if ((fd = open(path, flags, 0600)) < 0)
		return -1;
	if ((flags & (O_ACCMODE | O_DIRECTORY)) == O_RDONLY &&
	    read(fd, &byte, 1) < 0)
		return -1;
	return close(fd);
}

static int act_passwd(void) { return opens("/etc/passwd", O_RDONLY); }
static int act_own_file(void) { return opens(file, O_RDONLY); }
static int act_create(void) { return opens(fresh, O_CREAT | O_RDWR); }
static int act_append(void) { return opens(file, O_WRONLY | O_APPEND); }
static int act_up(void) { return opens("../..", O_RDONLY | O_DIRECTORY); }
static int act_root(void) { return opens("/", O_RDONLY | O_DIRECTORY); }
static int act_tmpfile(void) { return opens("/tmp", O_TMPFILE | O_RDWR); }
static int act_proc(void) { return opens("/proc/self/maps", O_RDONLY); }
static int act_device(void) { return opens("/dev/zero", O_RDONLY); }

static int
act_other_document(void)
{
	char byte;

	return pread(OTHER_DOCUMENT, &byte, 1, 0) == 1 ? 0 : -1;
}

static int
act_other_pipe(void)
{
	return write(OTHER_PIPE, "x", 1) == 1 ? 0 : -1;
}

static int
act_other_socket(void)
{
	return write(OTHER_SOCKET, "x", 1) == 1 ? 0 : -1;
}

static int
act_write_document(void)
{
	return write(the_document(), "x", 1) == 1 ? 0 : -1;
}

static int
act_pwrite_document(void)
{
	return pwrite(the_document(), "x", 1, 0) == 1 ? 0 : -1;
}

static int
act_map_document(void)
{
	char *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED,
	    the_document(), 0);

	if (p == MAP_FAILED)
		return -1;
	p[0] = 'x';
	return 0;
}

static int
act_map_then_write(void)
{
	char *p = mmap(NULL, 4096, PROT_READ, MAP_SHARED, the_document(), 0);

	return p == MAP_FAILED ? -1 :
	    mprotect(p, 4096, PROT_READ | PROT_WRITE);
}

static int
act_cut_document(void)
{
	return ftruncate(the_document(), 1);
}

static int
sock(int family, int type)
{
	return socket(family, type, 0) < 0 ? -1 : 0;
}

static int act_unix(void) { return sock(AF_UNIX, SOCK_STREAM); }
static int act_inet(void) { return sock(AF_INET, SOCK_STREAM); }
static int act_udp(void) { return sock(AF_INET, SOCK_DGRAM); }
static int act_inet6(void) { return sock(AF_INET6, SOCK_STREAM); }
static int act_netlink(void) { return sock(AF_NETLINK, SOCK_RAW); }
static int act_packet(void) { return sock(AF_PACKET, SOCK_RAW); }
static int act_vsock(void) { return sock(AF_VSOCK, SOCK_STREAM); }
static int act_alg(void) { return sock(AF_ALG, SOCK_SEQPACKET); }

static int
act_socketpair(void)
{
	int pair[2];

	return socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
}

static int
act_connect(void)
{
	struct sockaddr_un to = { .sun_family = AF_UNSPEC };

	return connect(OTHER_SOCKET, (struct sockaddr *)&to, sizeof(to));
}

static int
act_bind(void)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	return bind(OTHER_SOCKET, (struct sockaddr *)&to,
	    sizeof(sa_family_t));
}

/* Hand a descriptor out on whatever the answer goes to. */
static int
act_pass_descriptor(void)
{
	union {
		struct cmsghdr align;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	char byte = 'x';
	struct iovec iov = { &byte, 1 };
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1,
	    .msg_control = control.room,
	    .msg_controllen = sizeof(control.room) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &(int){ 0 }, sizeof(int));
	return sendmsg(inside ? SANDBOX_ANSWER : OTHER_SOCKET, &m, 0) == 1 ?
	    0 : -1;
}

/* The image that runs instead tells that it does. */
static char *const did_it[] = { "sh", "-c", "exit 200", NULL };
static char *const no_env[] = { NULL };

static int
act_execve(void)
{
	return execve("/bin/sh", did_it, no_env);
}

static int
act_execveat(void)
{
	return (int)syscall(SYS_execveat, AT_FDCWD, "/bin/sh", did_it, no_env,
	    0);
}

static int
act_memfd(void)
{
	return (int)syscall(SYS_memfd_create, "x", 0) < 0 ? -1 : 0;
}

static int
act_ptrace_me(void)
{
	return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static int
act_ptrace_parent(void)
{
	return (int)ptrace(PTRACE_SEIZE, getppid(), NULL, NULL);
}

static int
forked(long pid)
{
	if (pid == 0)
		_exit(0);
	return pid < 0 ? -1 : 0;
}

static int act_fork(void) { return forked(fork()); }
static int act_sys_fork(void) { return forked(syscall(SYS_fork)); }

static int
act_vfork(void)
{
	pid_t pid = vfork();

	if (pid == 0)
		_exit(0);
	return pid < 0 ? -1 : 0;
}

static int
act_clone3(void)
{
	uint64_t args[8] = { [4] = SIGCHLD };

	return forked(syscall(SYS_clone3, args, sizeof(args)));
}

static void *
nothing(void *arg)
{
	return arg;
}

static int
act_thread(void)
{
	pthread_t t;

	errno = pthread_create(&t, NULL, nothing, NULL);
	return errno == 0 ? 0 : -1;
}

static int act_kill_parent(void) { return kill(getppid(), 0); }

static int
act_tgkill_parent(void)
{
	return (int)syscall(SYS_tgkill, getppid(), getppid(), 0);
}

static int
act_map_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

static int
act_make_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? -1 :
	    mprotect(p, 4096, PROT_READ | PROT_EXEC);
}

static int
act_pkey_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? -1 : (int)syscall(SYS_pkey_mprotect, p, 4096,
	    PROT_READ | PROT_EXEC, -1);
}

static int
act_io_uring(void)
{
	char params[120] = { 0 };

	return (int)syscall(SYS_io_uring_setup, 1, params) < 0 ? -1 : 0;
}

static int
act_bpf(void)
{
	char attr[64] = { 0 };

	return (int)syscall(SYS_bpf, 0, attr, sizeof(attr)) < 0 ? -1 : 0;
}

static int
act_perf(void)
{
	uint32_t attr[32] = { 1, 128 };

	return (int)syscall(SYS_perf_event_open, attr, 0, -1, -1, 0) < 0 ?
	    -1 : 0;
}

static int
act_userfaultfd(void)
{
	return (int)syscall(SYS_userfaultfd, 1) < 0 ? -1 : 0;
}

static int
act_keyctl(void)
{
	return (int)syscall(SYS_keyctl, 0, -3, 0) == -1 ? -1 : 0;
}

static int act_unshare(void) { return unshare(CLONE_NEWUSER); }
static int act_setns(void) { return setns(OTHER_DOCUMENT, 0); }

static int
act_mount(void)
{
	return mount("none", folder, "tmpfs", 0, NULL);
}

static int act_chroot(void) { return chroot(folder); }

static int
act_pidfd(void)
{
	long fd = syscall(SYS_pidfd_open, getppid(), 0);

	return fd < 0 || syscall(SYS_pidfd_getfd, fd, OTHER_DOCUMENT, 0) < 0 ?
	    -1 : 0;
}

static int
act_read_parent(void)
{
	char copy[8];
	struct iovec to = { copy, sizeof(copy) };
	struct iovec from = { parent_memory, sizeof(copy) };

	return process_vm_readv(getppid(), &to, 1, &from, 1, 0) < 0 ? -1 : 0;
}

static int
act_write_parent(void)
{
	struct iovec v = { parent_memory, 4 };

	return process_vm_writev(getppid(), &v, 1, &v, 1, 0) < 0 ? -1 : 0;
}

static int act_chmod(void) { return chmod(file, 0644); }
static int act_unlink(void) { return unlink(file); }
static int act_symlink(void) { return symlink(file, fresh); }
static int act_link(void) { return link(file, fresh); }
static int act_rename(void) { return rename(file, fresh); }
static int act_mkdir(void) { return mkdir(fresh, 0700); }
static int act_truncate(void) { return truncate(file, 0); }
static int act_fifo(void) { return mkfifo(fresh, 0600); }
static int act_chdir(void) { return chdir("/"); }
static int act_setuid(void) { return setuid(geteuid()); }

static int
act_setgroups(void)
{
	return (int)syscall(SYS_setgroups, 0, NULL);
}

static int act_dumpable(void) { return prctl(PR_SET_DUMPABLE, 1); }

static int
act_personality(void)
{
	return personality(ADDR_NO_RANDOMIZE) < 0 ? -1 : 0;
}

static int
act_handle(void)
{
	char handle[32] = { 8 };

	return (int)syscall(SYS_open_by_handle_at, AT_FDCWD, handle,
	    O_RDONLY) < 0 ? -1 : 0;
}

static int
act_raise_limit(void)
{
	struct rlimit l;

	if (getrlimit(RLIMIT_NOFILE, &l) < 0)
		return -1;
	return setrlimit(RLIMIT_NOFILE, &l);
}

static int
act_limit_parent(void)
{
	struct rlimit l = { 1, 1 };

	return prlimit(getppid(), RLIMIT_CORE, &l, NULL);
}

static int
act_sleep(void)
{
	return nanosleep(&(struct timespec){ 0, 1 }, NULL);
}

static int
act_wait_for_input(void)
{
	return (int)syscall(SYS_poll, NULL, 0, 1) < 0 ? -1 : 0;
}

static int
act_copy_descriptor(void)
{
	return dup2(the_document(), 9) < 0 ? -1 : 0;
}

static int
act_pipe(void)
{
	int pair[2];

	return pipe(pair);
}

static int
act_shared_memory(void)
{
	int id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);

	return id < 0 ? -1 : shmctl(id, IPC_RMID, NULL);
}

static int act_inotify(void) { return inotify_init() < 0 ? -1 : 0; }

static int
act_host_name(void)
{
	return sethostname("x", 1);
}

/*
 * Flags of an act.  HARM: it would change the machine or this test's own
 * processes when run by root outside, so it is only ever tried inside.
 */
enum { ANY = 0, DIES = 1, CONTROL = 2, HARM = 4 };

static const struct act {
	const char *what;
	int (*run)(void);
	unsigned flags;
} acts[] = {
	{ "open /etc/passwd", act_passwd, CONTROL },
	{ "open a file of the person's", act_own_file, CONTROL },
	{ "append to a file", act_append, CONTROL },
	{ "create a file", act_create, CONTROL },
	{ "make a nameless file", act_tmpfile, ANY },
	{ "open ../..", act_up, CONTROL },
	{ "open /", act_root, CONTROL },
	{ "open /proc/self/maps", act_proc, CONTROL },
	{ "open a device", act_device, CONTROL },
	{ "read another document", act_other_document, CONTROL },
	{ "write to the parent's pipe", act_other_pipe, CONTROL },
	{ "write to the parent's socket", act_other_socket, CONTROL },
	{ "write into the document", act_write_document, CONTROL },
	{ "write at a place of the document", act_pwrite_document, CONTROL },
	{ "map the document to write", act_map_document, CONTROL },
	{ "make its mapping writable", act_map_then_write, CONTROL },
	{ "cut the document", act_cut_document, CONTROL },
	{ "socket, unix", act_unix, DIES | CONTROL },
	{ "socket, IPv4", act_inet, DIES },
	{ "socket, IPv4 datagrams", act_udp, DIES },
	{ "socket, IPv6", act_inet6, DIES },
	{ "socket, netlink", act_netlink, DIES },
	{ "socket, packet", act_packet, DIES },
	{ "socket, vsock", act_vsock, DIES },
	{ "socket, kernel crypto", act_alg, DIES },
	{ "socket pair", act_socketpair, DIES | CONTROL },
	{ "connect", act_connect, DIES },
	{ "bind", act_bind, DIES },
	{ "pass a descriptor out", act_pass_descriptor, CONTROL },
	{ "execve", act_execve, DIES | CONTROL },
	{ "execveat", act_execveat, DIES | CONTROL },
	{ "memory file to execute", act_memfd, CONTROL },
	{ "ptrace, be traced", act_ptrace_me, DIES },
	{ "ptrace the parent", act_ptrace_parent, DIES | HARM },
	{ "fork", act_fork, CONTROL },
	{ "fork, the old call", act_sys_fork, DIES | CONTROL },
	{ "vfork", act_vfork, DIES | CONTROL },
	{ "clone3", act_clone3, CONTROL },
	{ "start a thread", act_thread, CONTROL },
	{ "signal the parent", act_kill_parent, CONTROL },
	{ "signal the parent's thread", act_tgkill_parent, CONTROL },
	{ "map executable memory", act_map_code, CONTROL },
	{ "make memory executable", act_make_code, CONTROL },
	{ "make it executable by pkey", act_pkey_code, CONTROL },
	{ "io_uring", act_io_uring, DIES },
	{ "bpf", act_bpf, DIES },
	{ "perf events", act_perf, DIES },
	{ "userfaultfd", act_userfaultfd, DIES },
	{ "key rings", act_keyctl, DIES },
	{ "new user namespace", act_unshare, DIES },
	{ "enter a namespace", act_setns, DIES | HARM },
	{ "mount", act_mount, DIES | HARM },
	{ "chroot", act_chroot, DIES | HARM },
	{ "take the parent's descriptor", act_pidfd, DIES },
	{ "read the parent's memory", act_read_parent, DIES },
	{ "write the parent's memory", act_write_parent, DIES | HARM },
	{ "open by handle", act_handle, DIES },
	{ "change a file's mode", act_chmod, CONTROL },
	{ "remove a file", act_unlink, CONTROL },
	{ "make a symlink", act_symlink, CONTROL },
	{ "make a link", act_link, CONTROL },
	{ "rename a file", act_rename, CONTROL },
	{ "make a folder", act_mkdir, CONTROL },
	{ "make a fifo", act_fifo, CONTROL },
	{ "truncate a file", act_truncate, CONTROL },
	{ "change folder", act_chdir, CONTROL },
	{ "set user", act_setuid, CONTROL },
	{ "set groups", act_setgroups, ANY },
	{ "become dumpable", act_dumpable, CONTROL },
	{ "set personality", act_personality, CONTROL },
	{ "set a limit", act_raise_limit, CONTROL },
	{ "set the parent's limit", act_limit_parent, HARM },
	{ "sleep", act_sleep, CONTROL },
	{ "wait for input", act_wait_for_input, CONTROL },
	{ "copy a descriptor", act_copy_descriptor, CONTROL },
	{ "make a pipe", act_pipe, CONTROL },
	{ "shared memory", act_shared_memory, CONTROL },
	{ "watch files", act_inotify, CONTROL },
	{ "set the host name", act_host_name, HARM },
};

/* --- the stage --- */

static int
put(int fd, int place)
{
	int r = dup2(fd, place);

	(void)close(fd);
	return r;
}

static int
set_up(void **state)
{
	int pair[2], fd;

	(void)state;
	if (mkdtemp(folder) == NULL || pipe(pair) < 0)
		return -1;
	answer_in = pair[1];
	answer_out = pair[0];
	(void)snprintf(file, sizeof(file), "%s/file", folder);
	(void)snprintf(fresh, sizeof(fresh), "%s/fresh", folder);
	if (io_memfd_from(&document, "document", "hostile", 7) < 0 ||
	    io_memfd_from(&fd, "other", "secret", 6) < 0 ||
	    put(fd, OTHER_DOCUMENT) < 0 || pipe(pair) < 0 ||
	    put(pair[1], OTHER_PIPE) < 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0 ||
	    put(pair[1], OTHER_SOCKET) < 0)
		return -1;
	return ftruncate(document, 8192);
}

/* Every act finds the folder with its one file in it. */
static void
lay_out(void)
{
	(void)unlink(fresh);
	(void)rmdir(fresh);
	(void)close(open(file, O_CREAT | O_WRONLY, 0600));
}

static int
clear_up(void **state)
{
	(void)state;
	(void)unlink(fresh);
	(void)rmdir(fresh);
	(void)unlink(file);
	return rmdir(folder);
}

static int
enter(bool beside)
{
	const struct sandbox s = { .document = document, .answer = answer_in,
	    .edits = -1, .parts = -1, .cpu_seconds = CHILD_CPU_SECONDS,
	    .beside = beside };

	return sandbox_enter(&s);
}

/* Out of the second thread, or out of the only one of one processor. */
static void
act_and_end(void *ctx)
{
	int (*const *run)(void) = ctx;

	errno = 0;
	_exit((*run)() == 0 ? DID_IT : errno);
}

static int
status_beside(int (*run)(void))
{
	int status = 0;
	pid_t child;

	lay_out();
	(void)fflush(stdout);
	if ((child = fork()) == 0) {
		if (enter(true) < 0)
			_exit(NO_SANDBOX);
		inside = true;
		beside_run(act_and_end, &run);
		beside_wait();
		_exit(0);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

/* Do it in a process of its own: its wait status. */
static int
status_of(int (*run)(void), bool sandboxed)
{
	int status = 0;
	pid_t child;

	lay_out();
	(void)fflush(stdout);
	if ((child = fork()) == 0) {
		if (sandboxed && enter(false) < 0)
			_exit(NO_SANDBOX);
		inside = sandboxed;
		errno = 0;
		_exit(run() == 0 ? DID_IT : errno);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static const char *
outcome(int status)
{
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGSYS ? "killed" :
		    strsignal(WTERMSIG(status));
	if (WEXITSTATUS(status) == DID_IT)
		return "DONE";
	if (WEXITSTATUS(status) == NO_SANDBOX)
		return "no sandbox";
	return strerrorname_np(WEXITSTATUS(status));
}

/* Refused for the right reason: by the sandbox, not for a wrong argument. */
static bool
refused(const struct act *a, int status)
{
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGSYS;
	if ((a->flags & DIES) != 0)
		return false;
	switch (WEXITSTATUS(status)) {
	case EPERM:
	case EACCES:
	case EBADF:	/* the descriptor is not there any more */
	case ENOSYS:
		return true;
	default:
		return false;
	}
}

static void
test_sandbox__refuses_every_act(void **state)
{
	size_t i, done = 0;
	int with, without;
	bool tried;

	(void)state;
	printf("%-36s%-12s%s\n", "act", "sandboxed", "else");
	for (i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		with = status_of(acts[i].run, true);
		tried = (acts[i].flags & HARM) == 0;
		without = tried ? status_of(acts[i].run, false) : 0;
		printf("%-36s%-12s%s\n", acts[i].what, outcome(with),
		    tried ? outcome(without) : "not tried");
		if (!refused(&acts[i], with))
			fail_msg("'%s' was not refused: %s", acts[i].what,
			    outcome(with));
		if ((acts[i].flags & CONTROL) != 0 && (!WIFEXITED(without) ||
		    WEXITSTATUS(without) != DID_IT))
			fail_msg("'%s' fails without a sandbox too: %s",
			    acts[i].what, outcome(without));
		done += WIFEXITED(without) && WEXITSTATUS(without) == DID_IT;
	}
	printf("%zu acts, all refused; %zu of them work without the sandbox\n",
	    i, done);
	assert_true(i >= 25);
}

static void
test_sandbox__refuses_every_act_of_a_second_thread(void **state)
{
	size_t i;
	int how;

	(void)state;
	for (i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		how = status_beside(acts[i].run);
		if (!refused(&acts[i], how))
			fail_msg("'%s' beside was not refused: %s",
			    acts[i].what, outcome(how));
	}
}

/* --- what is left must be enough --- */

static int
do_the_work(void)
{
	char *p = mmap(NULL, 7, PROT_READ, MAP_PRIVATE, SANDBOX_DOCUMENT, 0);
	void *memory = malloc(64 << 20);
	struct timespec now;

	if (p == MAP_FAILED || memcmp(p, "hostile", 7) != 0 ||
	    memory == NULL || clock_gettime(CLOCK_REALTIME, &now) < 0)
		return -1;
	memset(memory, 1, 64 << 20);
	free(memory);
	return write(SANDBOX_ANSWER, "ok", 2) == 2 ? 0 : -1;
}

static void
test_sandbox__leaves_what_a_parser_needs(void **state)
{
	char got[2];

	(void)state;
	assert_int_equal(pwrite(document, "hostile", 7, 0), 7);
	assert_string_equal(outcome(status_of(do_the_work, true)), "DONE");
	assert_int_equal(read(answer_out, got, 2), 2);
	assert_memory_equal(got, "ok", 2);
	assert_string_equal(outcome(status_beside(do_the_work)), "DONE");
	assert_int_equal(read(answer_out, got, 2), 2);
	assert_memory_equal(got, "ok", 2);
}

static int
read_fonts(void)
{
	return opens("/usr/share/fonts", O_RDONLY | O_DIRECTORY);
}

static void
test_sandbox__leaves_fonts_to_read(void **state)
{
	(void)state;
	if (access("/usr/share/fonts", R_OK) != 0) {
		printf("skipped: no fonts are installed\n");
		skip();
	}
	assert_string_equal(outcome(status_of(read_fonts, true)), "DONE");
}

static int
have_limits(void)
{
	struct rlimit l;

	if (getrlimit(RLIMIT_CPU, &l) < 0 || l.rlim_cur > CHILD_CPU_SECONDS ||
	    getrlimit(RLIMIT_CORE, &l) < 0 || l.rlim_max != 0 ||
	    getrlimit(RLIMIT_FSIZE, &l) < 0 || l.rlim_max != 0 ||
	    getrlimit(RLIMIT_NOFILE, &l) < 0 ||
	    l.rlim_max > SANDBOX_FILES_MAX)
		return -1;
#if !TIPLINE_SANITIZED
	if (getrlimit(RLIMIT_AS, &l) < 0 || l.rlim_max > CHILD_MEMORY)
		return -1;
#endif
	return 0;
}

static void
test_sandbox__limits_time_and_memory(void **state)
{
	(void)state;
	assert_string_equal(outcome(status_of(have_limits, true)), "DONE");
}

/* The worker itself: it may fork, and a child of it may still lock itself in. */
static int
fork_from_worker(void)
{
	int status;
	pid_t child;

	/* As wall_spawn() leaves it: nothing but /dev/null on 0. */
	if (put(open("/dev/null", O_RDWR), STDIN_FILENO) < 0 ||
	    sandbox_worker() < 0)
		return -1;
	if ((child = fork()) == 0)
		_exit(enter(false) == 0 ? 0 : 1);
	if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
		return -1;
	return 0;
}

static int
open_from_worker(void)
{
	if (sandbox_worker() < 0)
		return 0;
	return act_passwd();
}

static int
socket_from_worker(void)
{
	return sandbox_worker() < 0 ? 0 : act_inet();
}

static void
test_sandbox__holds_the_worker_too(void **state)
{
	(void)state;
	assert_string_equal(outcome(status_of(fork_from_worker, false)),
	    "DONE");
	assert_string_equal(outcome(status_of(open_from_worker, false)),
	    "EACCES");
	assert_string_equal(outcome(status_of(socket_from_worker, false)),
	    "killed");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sandbox__refuses_every_act),
		cmocka_unit_test(
		    test_sandbox__refuses_every_act_of_a_second_thread),
		cmocka_unit_test(test_sandbox__leaves_what_a_parser_needs),
		cmocka_unit_test(test_sandbox__leaves_fonts_to_read),
		cmocka_unit_test(test_sandbox__limits_time_and_memory),
		cmocka_unit_test(test_sandbox__holds_the_worker_too),
	};

	return cmocka_run_group_tests(tests, set_up, clear_up);
}
