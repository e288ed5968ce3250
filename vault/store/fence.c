/* fence.c -- see fence.h. */
#include "vault/store/fence.h"

#include <sys/resource.h>

#include "vault/lock/lock.h"

#define FILES_MAX 1024		/* open at once */

static const int calls[] = {
	SCMP_SYS(pread64), SCMP_SYS(pwrite64), SCMP_SYS(close_range),
	SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat),
	SCMP_SYS(statx), SCMP_SYS(open), SCMP_SYS(openat),
	SCMP_SYS(openat2), SCMP_SYS(fstatfs),
	SCMP_SYS(getdents64), SCMP_SYS(mkdir), SCMP_SYS(mkdirat),
	SCMP_SYS(rmdir), SCMP_SYS(unlink), SCMP_SYS(unlinkat),
	SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2),
	SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(fsync),
	SCMP_SYS(fdatasync), SCMP_SYS(sync_file_range), SCMP_SYS(ftruncate),
	SCMP_SYS(fchmod), SCMP_SYS(fadvise64), SCMP_SYS(flock),
	SCMP_SYS(fcntl), SCMP_SYS(dup), SCMP_SYS(access),
	SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink),
	SCMP_SYS(readlinkat), SCMP_SYS(getcwd), SCMP_SYS(clock_nanosleep),
	SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(time),
	SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
	SCMP_SYS(getegid),
};

int
fence_enter(int vault)
{
	const struct rlimit files = { FILES_MAX, FILES_MAX };
	const struct landlock_folder below = { vault, LANDLOCK_WRITE };
	const struct lock lock = { .who = "the store", .failure = ERR_FAILED,
	    .calls = calls, .ncalls = sizeof(calls) / sizeof(calls[0]),
	    .folders = &below, .nfolders = 1 };

	if (setrlimit(RLIMIT_NOFILE, &files) != 0)
		return err_sys("cannot limit this process");
	return lock_enter(&lock);
}
