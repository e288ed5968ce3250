/* sandbox.c -- see sandbox.h. */
#include "vault/keep/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/landlock.h"

static int
refuse(const char *what)
{
	return err_set(ERR_FAILED, "the keeper cannot lock itself in (%s); use "
	    "a kernel with Landlock and seccomp, such as Debian 12's", what);
}

static int
few_paths(int folder)
{
	const struct landlock_folder own = { .fd = folder,
	    .may = LANDLOCK_FILES };
	int rules, r;

	if ((r = landlock_rules(&rules, &own, folder >= 0)) == 0)
		r = landlock_enter(rules);
	io_close(&rules);
	return r < 0 ? refuse("no Landlock") : 0;
}

/* What opening, sealing, signing and the allocator need. */
static const int allowed[] = {
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev),
	SCMP_SYS(recvmsg), SCMP_SYS(sendmsg), SCMP_SYS(recvfrom),
	SCMP_SYS(sendto), SCMP_SYS(shutdown), SCMP_SYS(close),
	SCMP_SYS(fstat), SCMP_SYS(lseek),
	SCMP_SYS(memfd_create), SCMP_SYS(munmap), SCMP_SYS(mremap),
	SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(mlock), SCMP_SYS(munlock),
	SCMP_SYS(futex), SCMP_SYS(getrandom), SCMP_SYS(clock_gettime),
	SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
	/* what abort() and a sanitizer's report need */
	SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack), SCMP_SYS(getpid),
	SCMP_SYS(gettid), SCMP_SYS(sched_yield),
};

static const int fatal[] = {
	SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect),
	SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4),
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
	/* A memory file is frozen before it is handed out. */
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
	    SCMP_A1(SCMP_CMP_EQ, F_ADD_SEALS));
	/* abort() raises a signal, in this process alone. */
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
	    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
	return e;
}

/* What keyplace_swap() needs, in its own folder. */
static int
add_folder_rules(scmp_filter_ctx c, int folder)
{
	const scmp_datum_t fd = (scmp_datum_t)(unsigned)folder;
	int e = 0;

	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
	    SCMP_A0_32(SCMP_CMP_EQ, fd));
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(unlinkat), 1,
	    SCMP_A0_32(SCMP_CMP_EQ, fd));
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(renameat2), 2,
	    SCMP_A0_32(SCMP_CMP_EQ, fd), SCMP_A2_32(SCMP_CMP_EQ, fd));
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(renameat), 2,
	    SCMP_A0_32(SCMP_CMP_EQ, fd), SCMP_A2_32(SCMP_CMP_EQ, fd));
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(flock), 0);
	e |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(fsync), 0);
	return e;
}

static int
few_calls(int folder)
{
	scmp_filter_ctx c;
	int r = 0;

	if ((c = seccomp_init(SCMP_ACT_ERRNO(EPERM))) == NULL)
		return refuse("no seccomp filter");
	if (add_rules(c) != 0 ||
	    (folder >= 0 && add_folder_rules(c, folder) != 0) ||
	    seccomp_load(c) != 0)
		r = refuse("the seccomp filter does not load");
	seccomp_release(c);
	return r;
}

int
sandbox_enter(int folder)
{
	int r;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return refuse("no_new_privs");
	if ((r = few_paths(folder)) < 0)
		return r;
	return few_calls(folder);
}
