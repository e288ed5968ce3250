/* lock.c -- see lock.h. */
#include "intake/web/wall/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/landlock.h"

static int
refuse(const char *what)
{
	return err_set(ERR_WALL, "the page cannot lock itself in (%s); use a "
	    "kernel with Landlock and seccomp, such as Debian 12's", what);
}

static int
no_paths(void)
{
	int rules, r;

	if ((r = landlock_rules(&rules, NULL, 0)) == 0)
		r = landlock_enter(rules);
	io_close(&rules);
	return r < 0 ? refuse("no Landlock") : 0;
}

/* What serving, the allocator and memory files need. */
static const int allowed[] = {
	SCMP_SYS(accept4), SCMP_SYS(epoll_ctl), SCMP_SYS(epoll_wait),
	SCMP_SYS(epoll_pwait), SCMP_SYS(poll), SCMP_SYS(ppoll),
	SCMP_SYS(setsockopt), SCMP_SYS(getsockopt), SCMP_SYS(getsockname),
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev),
	SCMP_SYS(pread64), SCMP_SYS(sendfile),
	SCMP_SYS(recvmsg), SCMP_SYS(sendmsg), SCMP_SYS(recvfrom),
	SCMP_SYS(sendto), SCMP_SYS(shutdown), SCMP_SYS(close),
	SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(lseek),
	SCMP_SYS(memfd_create), SCMP_SYS(munmap), SCMP_SYS(mremap),
	SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(futex),
	SCMP_SYS(getrandom), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
	SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
	/* what abort() and a sanitizer's report need */
	SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack), SCMP_SYS(getpid),
	SCMP_SYS(gettid), SCMP_SYS(sched_yield),
};

static const int fatal[] = {
	SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect),
	SCMP_SYS(bind), SCMP_SYS(listen),
	SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork),
	SCMP_SYS(clone), SCMP_SYS(clone3), SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
	SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_getfd), SCMP_SYS(bpf),
	SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register), SCMP_SYS(perf_event_open),
	SCMP_SYS(userfaultfd), SCMP_SYS(keyctl), SCMP_SYS(add_key),
	SCMP_SYS(request_key), SCMP_SYS(mount), SCMP_SYS(umount2),
	SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(unshare),
	SCMP_SYS(setns), SCMP_SYS(open_by_handle_at), SCMP_SYS(init_module),
	SCMP_SYS(finit_module), SCMP_SYS(kexec_load),
};

static int
add_rules(scmp_filter_ctx c)
{
	size_t i;
	int e = 0;

	for (i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, allowed[i], 0);
	for (i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
		e |= seccomp_rule_add(c, SCMP_ACT_KILL_PROCESS, fatal[i], 0);
	/* Memory, but never to run code from. */
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	/* A memory file is frozen before it is handed out; a connection is
	 * made not to wait. */
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
	    SCMP_A1(SCMP_CMP_EQ, F_ADD_SEALS));
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
	    SCMP_A1(SCMP_CMP_EQ, F_GETFL));
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
	    SCMP_A1(SCMP_CMP_EQ, F_SETFL));
	/* abort() raises a signal, in this process alone. */
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
	    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
	return e;
}

static int
few_calls(void)
{
	scmp_filter_ctx c;
	int r = 0;

	if ((c = seccomp_init(SCMP_ACT_ERRNO(EPERM))) == NULL)
		return refuse("no seccomp filter");
	if (add_rules(c) != 0 || seccomp_load(c) != 0)
		r = refuse("the seccomp filter does not load");
	seccomp_release(c);
	return r;
}

int
lock_enter(void)
{
	const struct rlimit none = { 0, 0 };
	int r;

	/* Pages of documents pass through: nobody looks at this memory. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
	    setrlimit(RLIMIT_CORE, &none) != 0)
		return refuse("its memory cannot be hidden");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return refuse("no_new_privs");
	if ((r = no_paths()) < 0)
		return r;
	return few_calls();
}
