/* lock.c -- see lock.h. */
#include "vault/store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define STEP_MS 20

static int64_t
waited_ms(const struct timespec *start)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)(now.tv_sec - start->tv_sec) * 1000 +
	    (now.tv_nsec - start->tv_nsec) / 1000000;
}

int
lock_take(int vault, uint32_t ms, int *fd)
{
	const struct timespec step = { .tv_nsec = STEP_MS * 1000000L };
	struct timespec start;
	int r;

	*fd = openat(vault, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
	    0644);
	if (*fd < 0)
		return err_sys("cannot open the vault's lock");
	(void)clock_gettime(CLOCK_MONOTONIC, &start);
	while (flock(*fd, LOCK_EX | LOCK_NB) != 0) {
		r = errno != EWOULDBLOCK && errno != EINTR ?
		    err_sys("cannot lock the vault") :
		    waited_ms(&start) >= (int64_t)ms ? err_set(ERR_BUSY,
		    "another writer has the vault; try again") : 0;
		if (r < 0) {
			io_close(fd);
			return r;
		}
		(void)nanosleep(&step, NULL);
	}
	return 0;
}
