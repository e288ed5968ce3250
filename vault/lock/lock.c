/* lock.c -- see lock.h. */
#include "vault/lock/lock.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "vault/base/io.h"

static int
refuse(const struct lock *l, const char *what)
{
	return err_set(l->failure, "%s cannot lock itself in (%s); use a "
	    "kernel with Landlock and seccomp, such as Debian 12's", l->who,
	    what);
}

/* To answer on descriptors it has, to get memory, to end. */
static const int common[] = {
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev),
	SCMP_SYS(recvmsg), SCMP_SYS(sendmsg), SCMP_SYS(recvfrom),
	SCMP_SYS(sendto), SCMP_SYS(shutdown), SCMP_SYS(close),
	SCMP_SYS(fstat), SCMP_SYS(lseek), SCMP_SYS(memfd_create),
	SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise),
	SCMP_SYS(futex), SCMP_SYS(getrandom), SCMP_SYS(clock_gettime),
	SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
	/* what abort() and a sanitizer's report need */
	SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack), SCMP_SYS(getpid),
	SCMP_SYS(gettid), SCMP_SYS(sched_yield),
};

static const int fatal[] = {
	SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect),
	SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept),
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
add_calls(scmp_filter_ctx c, uint32_t action, const int *calls, size_t n)
{
	int e = 0;

	for (size_t i = 0; e == 0 && i < n; i++)
		e = seccomp_rule_add(c, action, calls[i], 0);
	return e;
}

static int
add_accept(scmp_filter_ctx c, int listener)
{
	int e;

	if (listener == 0)
		return seccomp_rule_add(c, SCMP_ACT_KILL_PROCESS,
		    SCMP_SYS(accept4), 0);
	e = seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(accept4), 1,
	    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)listener));
	return e != 0 ? e : seccomp_rule_add(c, SCMP_ACT_KILL_PROCESS,
	    SCMP_SYS(accept4), 1, SCMP_A0(SCMP_CMP_NE, (scmp_datum_t)listener));
}

static int
add_rules(scmp_filter_ctx c, const struct lock *l)
{
	int e;

	if ((e = add_calls(c, SCMP_ACT_ALLOW, common,
	    sizeof(common) / sizeof(common[0]))) != 0 ||
	    (e = add_calls(c, SCMP_ACT_ALLOW, l->calls, l->ncalls)) != 0 ||
	    (e = add_calls(c, SCMP_ACT_KILL_PROCESS, fatal,
	    sizeof(fatal) / sizeof(fatal[0]))) != 0 ||
	    (e = add_accept(c, l->listener)) != 0)
		return e;
	/* Memory, but never to run code from. */
	if ((e = seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0))) != 0 ||
	    (e = seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0))) != 0)
		return e;
	/* abort() raises a signal, in this process alone. */
	if ((e = seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
	    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()))) != 0)
		return e;
	return l->more != NULL ? l->more(c, l->folder) : 0;
}

static int
few_calls(const struct lock *l)
{
	scmp_filter_ctx c;
	int r = 0;

	if ((c = seccomp_init(SCMP_ACT_ERRNO(EPERM))) == NULL)
		return refuse(l, "no seccomp filter");
	if (add_rules(c, l) != 0 || seccomp_load(c) != 0)
		r = refuse(l, "the seccomp filter does not load");
	seccomp_release(c);
	return r;
}

static int
few_paths(const struct lock *l)
{
	int rules, r;

	if ((r = landlock_rules(&rules, l->folders, l->nfolders)) == 0)
		r = landlock_enter(rules);
	io_close(&rules);
	return r < 0 ? refuse(l, "no Landlock") : 0;
}

int
lock_enter(const struct lock *l)
{
	int r;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return refuse(l, "no_new_privs");
	if ((r = few_paths(l)) < 0)
		return r;
	return few_calls(l);
}
