/*
 * syscalls.c -- which system calls are left (seccomp).
 *
 * In a child: those of the list below, some with fixed arguments.  What no
 * parser needs kills.  Everything else fails with EPERM: libraries make hint
 * calls that may fail, and a filter that kills on them loses documents.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "intake/worker/sandbox.h"
#include "vault/base/bytes.h"
#include "vault/base/io.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define RULE(ctx, call, ...) \
	seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(call), __VA_ARGS__)
#define MAP_TYPE_BITS 0x0f
#define PROGRAM_MAX (4096 * sizeof(struct sock_filter))	/* the kernel's limit */

static const int allowed[] = {
	SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(lseek),
	SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(stat), SCMP_SYS(lstat),
	SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(statfs),
	SCMP_SYS(fstatfs), SCMP_SYS(access), SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2), SCMP_SYS(getdents64), SCMP_SYS(fadvise64),
	SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise),
	SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity),
	SCMP_SYS(sysinfo), SCMP_SYS(getrandom), SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
	SCMP_SYS(times), SCMP_SYS(getrusage), SCMP_SYS(getrlimit),
	SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getuid),
	SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(exit),
	SCMP_SYS(exit_group), SCMP_SYS(restart_syscall),
};

/* Nobody who reads a document has a reason for these. */
static const int deadly[] = {
	SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect),
	SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4),
	SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
	SCMP_SYS(process_madvise), SCMP_SYS(kcmp), SCMP_SYS(pidfd_open),
	SCMP_SYS(pidfd_getfd), SCMP_SYS(pidfd_send_signal),
	SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register), SCMP_SYS(bpf), SCMP_SYS(userfaultfd),
	SCMP_SYS(perf_event_open), SCMP_SYS(kexec_load),
	SCMP_SYS(kexec_file_load), SCMP_SYS(init_module),
	SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(mount),
	SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot),
	SCMP_SYS(move_mount), SCMP_SYS(open_tree), SCMP_SYS(fsopen),
	SCMP_SYS(fsmount), SCMP_SYS(mount_setattr), SCMP_SYS(unshare),
	SCMP_SYS(setns), SCMP_SYS(keyctl), SCMP_SYS(add_key),
	SCMP_SYS(request_key), SCMP_SYS(open_by_handle_at),
	SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(reboot),
};

static int
add_all(scmp_filter_ctx ctx, uint32_t action, const int *calls, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (seccomp_rule_add(ctx, action, calls[i], 0) < 0)
			return -1;
	return 0;
}

/* Writing: into the answer; into stderr, which is /dev/null. */
static int
allow_writing(scmp_filter_ctx ctx)
{
	static const scmp_datum_t to[] = { SANDBOX_ANSWER, STDERR_FILENO };
	size_t i;

	for (i = 0; i < COUNT(to); i++)
		if (RULE(ctx, write, 1, SCMP_A0(SCMP_CMP_EQ, to[i])) < 0 ||
		    RULE(ctx, writev, 1, SCMP_A0(SCMP_CMP_EQ, to[i])) < 0)
			return -1;
	return 0;
}

/* Opening: to read; Landlock says what. */
static int
allow_opening(scmp_filter_ctx ctx)
{
	const scmp_datum_t no = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND |
	    (O_TMPFILE & ~O_DIRECTORY);

	return RULE(ctx, open, 1, SCMP_A1(SCMP_CMP_MASKED_EQ, no, 0)) < 0 ||
	    RULE(ctx, openat, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, no, 0)) < 0 ||
	    RULE(ctx, fcntl, 1, SCMP_A1(SCMP_CMP_EQ, F_GETFD)) < 0 ||
	    RULE(ctx, fcntl, 1, SCMP_A1(SCMP_CMP_EQ, F_SETFD)) < 0 ||
	    RULE(ctx, fcntl, 1, SCMP_A1(SCMP_CMP_EQ, F_GETFL)) < 0 ? -1 : 0;
}

/*
 * Memory: never executable; shared only to read a file that was opened here,
 * so never the document, whose descriptor may be open for writing.
 */
static int
allow_memory(scmp_filter_ctx ctx)
{
	return RULE(ctx, mmap, 2,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
	    SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_TYPE_BITS, MAP_PRIVATE)) < 0 ||
	    RULE(ctx, mmap, 3, SCMP_A2(SCMP_CMP_EQ, PROT_READ),
	    SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_TYPE_BITS, MAP_SHARED),
	    SCMP_A4(SCMP_CMP_GT, SANDBOX_PARTS)) < 0 ||
	    RULE(ctx, mprotect, 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) < 0 ? -1 : 0;
}

/* Its own limits, to read.  abort() may send no signal and so ends by a
 * forbidden instruction, which is as good an end. */
static int
allow_self(scmp_filter_ctx ctx)
{
	return RULE(ctx, prlimit64, 2, SCMP_A0(SCMP_CMP_EQ, 0),
	    SCMP_A2(SCMP_CMP_EQ, 0)) < 0 ? -1 : 0;
}

/*
 * No further threads, no processes.  clone3 hides its flags behind a pointer:
 * the C library is told that there is none and takes clone, which fails.
 */
static int
forbid_processes(scmp_filter_ctx ctx)
{
	static const int forks[] = { SCMP_SYS(fork), SCMP_SYS(vfork) };

	return add_all(ctx, SCMP_ACT_KILL_PROCESS, forks, COUNT(forks)) < 0 ||
	    seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3),
	    0) < 0 ? -1 : 0;
}

/* Calls of another architecture (32 bit, x32) kill in both filters. */
static int
kill_foreign(scmp_filter_ctx ctx)
{
	return seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH,
	    SCMP_ACT_KILL_PROCESS) < 0 ? -1 : 0;
}

/* The child's filter as the kernel takes it, once it is made. */
static struct sock_fprog program;

/* Have libseccomp write the filter out, and keep it. */
static int
export(scmp_filter_ctx ctx)
{
	struct bytes b = BYTES_INIT(PROGRAM_MAX);
	int fd, r = -1;

	if (io_memfd(&fd, "filter") < 0)
		return -1;
	if (seccomp_export_bpf(ctx, fd) == 0 && lseek(fd, 0, SEEK_SET) == 0 &&
	    io_read_all(fd, &b) == 0) {
		program.len = (unsigned short)(b.len /
		    sizeof(*program.filter));
		program.filter = (struct sock_filter *)(void *)b.data;
		r = 0;		/* kept for the life of the process */
	} else {
		bytes_free(&b);
	}
	io_close(&fd);
	return r;
}

int
syscalls_prepare(void)
{
	scmp_filter_ctx ctx;
	int r = -1;

	if (program.filter != NULL)
		return 0;
	if ((ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM))) == NULL)
		return -1;
	/* As a tree: some hundred comparisons less for each call. */
	if (seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 &&
	    add_all(ctx, SCMP_ACT_ALLOW, allowed, COUNT(allowed)) == 0 &&
	    add_all(ctx, SCMP_ACT_KILL_PROCESS, deadly, COUNT(deadly)) == 0 &&
	    allow_writing(ctx) == 0 && allow_opening(ctx) == 0 &&
	    allow_memory(ctx) == 0 && allow_self(ctx) == 0 &&
	    forbid_processes(ctx) == 0 && kill_foreign(ctx) == 0)
		r = export(ctx);
	seccomp_release(ctx);
	return r;
}

int
syscalls_enter_child(void)
{
	if (syscalls_prepare() < 0)
		return -1;
	/* On all threads of the process, or on none (then it says which one
	 * would not). */
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
	    SECCOMP_FILTER_FLAG_TSYNC, &program) == 0 ? 0 : -1;
}

int
syscalls_enter_worker(void)
{
	scmp_filter_ctx ctx;
	int r = -1;

	if ((ctx = seccomp_init(SCMP_ACT_ALLOW)) == NULL)
		return -1;
	if (seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 &&
	    add_all(ctx, SCMP_ACT_KILL_PROCESS, deadly, COUNT(deadly)) == 0 &&
	    kill_foreign(ctx) == 0 && seccomp_load(ctx) == 0)
		r = 0;
	seccomp_release(ctx);
	return r;
}
