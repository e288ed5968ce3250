/*
 * trip.c -- run a program to one chosen system call, counted over all of its
 * processes, and there kill them all or let the call fail.
 *
 *	trip count FILE COMMAND...	write the number of calls to FILE
 *	trip kill N COMMAND...		SIGKILL to every process at call N
 *	trip EIO N COMMAND...		call N fails, with EIO or ENOSPC
 *	trip EIO N+ COMMAND...		so do all that follow
 *
 * Counting calls spreads the points evenly over the work, which no clock does.
 * A call that is to fail is not made.  Calls that have nothing to do with files,
 * sockets or processes are neither counted nor touched.
 * The exit code is the command's; 128 + 9 after the kill, when all of them are
 * dead; 99 when the command ended before call N; 125 when nothing can be traced;
 * 127 when it died while its libraries were loaded.
 */
#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXIT_NO_TRACE 125
#define EXIT_TOO_FEW 99
#define EXIT_KILLED 137
#define EXIT_LOADER 127
#define TRACEES_MAX 4096
#define SYSCALL_STOP (SIGTRAP | 0x80)

#if defined(__x86_64__)
#define REGS struct user_regs_struct
#define NUMBER(r) (r).orig_rax
#define PLACE(r) (r).rip
#define RESULT(r) (r).rax
#elif defined(__aarch64__)
#define REGS struct user_pt_regs
#define NUMBER(r) (r).regs[8]
#define PLACE(r) (r).pc
#define RESULT(r) (r).regs[0]
#else
#error "trip knows the registers of x86-64 and aarch64 only"
#endif

struct tracee {
	pid_t pid;
	bool inside;		/* between the entry and the exit of a call */
	bool failing;		/* its call was taken away */
	bool loading;		/* it was the loader that crashed */
};

static struct tracee tracees[TRACEES_MAX];
static size_t ntracees;

static struct tracee *
tracee_of(pid_t pid)
{
	size_t i;

	for (i = 0; i < ntracees; i++)
		if (tracees[i].pid == pid)
			return &tracees[i];
	if (ntracees == TRACEES_MAX)
		return NULL;
	tracees[ntracees] = (struct tracee){ .pid = pid };
	return &tracees[ntracees++];
}

static void
forget(pid_t pid)
{
	size_t i;

	for (i = 0; i < ntracees; i++)
		if (tracees[i].pid == pid) {
			tracees[i] = tracees[--ntracees];
			return;
		}
}

static int
regs_get(pid_t pid, REGS *r)
{
	struct iovec v = { .iov_base = r, .iov_len = sizeof(*r) };

	return ptrace(PTRACE_GETREGSET, pid, (void *)NT_PRSTATUS, &v) == 0 ?
	    0 : -1;
}

static void
regs_set(pid_t pid, REGS *r)
{
	struct iovec v = { .iov_base = r, .iov_len = sizeof(*r) };

	(void)ptrace(PTRACE_SETREGSET, pid, (void *)NT_PRSTATUS, &v);
}

/* Give the call a number that no call has: the kernel makes none. */
static void
take_away(pid_t pid, REGS *r)
{
#if defined(__aarch64__)
	int none = -1;
	struct iovec v = { .iov_base = &none, .iov_len = sizeof(none) };

	(void)r;
	(void)ptrace(PTRACE_SETREGSET, pid, (void *)NT_ARM_SYSTEM_CALL, &v);
#else
	NUMBER(*r) = (unsigned long long)-1;
	regs_set(pid, r);
#endif
}

/* Calls of memory and of the process itself know neither EIO nor ENOSPC. */
static const long spared[] = { SYS_exit, SYS_exit_group, SYS_rt_sigreturn,
	SYS_execve, SYS_munmap, SYS_mprotect, SYS_madvise, SYS_mremap, SYS_brk,
	SYS_mlock, SYS_munlock, SYS_futex, SYS_rt_sigaction,
	SYS_rt_sigprocmask, SYS_set_tid_address, SYS_set_robust_list, SYS_rseq,
	SYS_prlimit64, SYS_kill, SYS_tkill, SYS_tgkill, SYS_getpid, SYS_gettid,
	SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid,
	SYS_sched_getaffinity, SYS_clock_gettime,
#ifdef SYS_arch_prctl
	SYS_arch_prctl,
#endif
};

static bool
is_spared(long number)
{
	size_t i;

	for (i = 0; i < sizeof(spared) / sizeof(spared[0]); i++)
		if (spared[i] == number)
			return true;
	return false;
}

struct trip {
	bool lethal;
	int error;		/* 0: none */
	unsigned long long at;	/* 0: count only */
	bool on;		/* all that follow too */
	unsigned long long count;
};

/* True when all of them are to die now. */
static bool
stopped_in_call(struct trip *t, struct tracee *e)
{
	REGS r;

	if (regs_get(e->pid, &r) < 0)
		return false;
	if (e->inside) {
		e->inside = false;
		if (e->failing) {
			RESULT(r) = (unsigned long long)-(long long)t->error;
			regs_set(e->pid, &r);
		}
		e->failing = false;
		return false;
	}
	e->inside = true;
	if (is_spared((long)NUMBER(r)))
		return false;
	t->count++;
	if (t->at == 0 || t->count < t->at)
		return false;
	if (t->lethal)
		return true;
	if (t->count == t->at || t->on) {
		e->failing = true;
		if (NUMBER(r) != SYS_close)	/* it closes all the same */
			take_away(e->pid, &r);
	}
	return false;
}

/* Nobody is left when this returns. */
static int
kill_all(void)
{
	size_t i;
	int status;
	pid_t pid;

	for (i = 0; i < ntracees; i++)
		(void)kill(tracees[i].pid, SIGKILL);
	while ((pid = waitpid(-1, &status, __WALL)) > 0)
		if (WIFSTOPPED(status))		/* born a moment ago */
			(void)kill(pid, SIGKILL);
	return EXIT_KILLED;
}

/*
 * Does it stand in the C library's loader?  That of glibc 2.36 reads through
 * NULL when it has no memory for its first list: before anything of ours runs.
 */
static bool
in_loader(pid_t pid)
{
	char path[64], line[512];
	unsigned long long from, to;
	bool found = false;
	FILE *f;
	REGS r;

	(void)snprintf(path, sizeof(path), "/proc/%ld/maps", (long)pid);
	if (regs_get(pid, &r) < 0 || (f = fopen(path, "r")) == NULL)
		return false;
	while (!found && fgets(line, sizeof(line), f) != NULL)
		found = strstr(line, "/ld-linux-") != NULL &&
		    sscanf(line, "%llx-%llx", &from, &to) == 2 &&
		    PLACE(r) >= from && PLACE(r) < to;
	(void)fclose(f);
	return found;
}

/* How a process ended, as a shell tells it. */
static int
code_of(int status, bool loading)
{
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	return loading ? EXIT_LOADER : 128 + WTERMSIG(status);
}

/* The exit code of `child`, or EXIT_KILLED. */
static int
follow(struct trip *t, pid_t child)
{
	struct tracee *e;
	int status, code = EXIT_NO_TRACE, sig;
	pid_t pid;

	while ((pid = waitpid(-1, &status, __WALL)) > 0) {
		if (WIFEXITED(status) || WIFSIGNALED(status)) {
			if (pid == child)
				code = code_of(status, tracee_of(pid) != NULL
				    && tracee_of(pid)->loading);
			forget(pid);
			continue;
		}
		if ((e = tracee_of(pid)) == NULL)
			return EXIT_NO_TRACE;
		sig = WSTOPSIG(status);
		if (sig == SYSCALL_STOP) {
			sig = 0;
			if (stopped_in_call(t, e))
				return kill_all();
		} else if (sig == SIGTRAP || sig == SIGSTOP) {
			sig = 0;	/* a new process, or exec */
		} else if (sig == SIGSEGV) {
			e->loading = in_loader(pid);
		}
		(void)ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(long)sig);
	}
	return code;
}

static pid_t
start(char **argv)
{
	const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK |
	    PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC |
	    PTRACE_O_EXITKILL;
	pid_t pid;
	int status;

	if ((pid = fork()) == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
			_exit(EXIT_NO_TRACE);
		(void)raise(SIGSTOP);
		(void)execvp(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid ||
	    !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)options) != 0 ||
	    ptrace(PTRACE_SYSCALL, pid, NULL, NULL) != 0)
		return -1;
	return pid;
}

static int
count_to(const char *path, unsigned long long count)
{
	FILE *f = fopen(path, "w");
	int r;

	if (f == NULL)
		return -1;
	r = fprintf(f, "%llu\n", count) < 0 ? -1 : 0;
	return fclose(f) == 0 ? r : -1;
}

int
main(int argc, char **argv)
{
	struct trip t = { .lethal = false };
	char *end;
	pid_t child;
	int code;

	if (argc < 4) {
		(void)fprintf(stderr, "usage: trip count FILE COMMAND... | "
		    "trip kill|EIO|ENOSPC N[+] COMMAND...\n");
		return 2;
	}
	if (strcmp(argv[1], "count") != 0) {
		t.at = strtoull(argv[2], &end, 10);
		t.on = *end == '+';
		t.lethal = strcmp(argv[1], "kill") == 0;
		t.error = strcmp(argv[1], "ENOSPC") == 0 ? ENOSPC : EIO;
	}
	/* Whoever outlives its parent is ours to wait for. */
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	if ((child = start(argv + 3)) < 0)
		return EXIT_NO_TRACE;
	code = follow(&t, child);
	if (t.at == 0 && count_to(argv[2], t.count) < 0)
		return EXIT_NO_TRACE;
	if (t.at > 0 && t.count < t.at)
		return EXIT_TOO_FEW;
	return code;
}
