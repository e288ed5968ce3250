/* slots.c -- see slots.h. */
#include "intake/web/slots.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

struct slots {
	uint8_t *memory;	/* MAP_FAILED: not yet */
	int file;
	int pipe[2];
	atomic_bool taken[SLOTS];
};

static int
map(struct slots *s)
{
	int r;

	if ((r = io_memfd(&s->file, "uploads")) < 0)
		return r;
	if (ftruncate(s->file, (off_t)SLOTS_BYTES) != 0 ||
	    fcntl(s->file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW |
	    F_SEAL_SEAL) != 0)
		return err_sys("no memory for uploads; give the service more "
		    "and start it again");
	s->memory = mmap(NULL, SLOTS_BYTES, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_POPULATE, s->file, 0);
	if (s->memory == MAP_FAILED)
		return err_sys("no memory for uploads; give the service more "
		    "and start it again");
	/* As guarded memory: where it may not be locked, it is not. */
	(void)mlock(s->memory, SLOTS_BYTES);
	(void)madvise(s->memory, SLOTS_BYTES, MADV_DONTDUMP);
	return 0;
}

int
slots_new(struct slots **out)
{
	struct slots *s;
	int r;

	*out = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	s->memory = MAP_FAILED;
	s->file = s->pipe[0] = s->pipe[1] = -1;
	/* A wall that takes nothing back must not hold anybody up. */
	if (pipe2(s->pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		r = err_sys("no pipe to the page");
	else
		r = map(s);
	if (r < 0)
		slots_free(s);
	else
		*out = s;
	return r;
}

void
slots_handed_over(struct slots *s)
{
	io_close(&s->file);
	io_close(&s->pipe[0]);
}

void
slots_free(struct slots *s)
{
	if (s == NULL)
		return;
	if (s->memory != MAP_FAILED) {
		explicit_bzero(s->memory, SLOTS_BYTES);
		(void)munmap(s->memory, SLOTS_BYTES);
	}
	slots_handed_over(s);
	io_close(&s->pipe[1]);
	free(s);
}

int
slots_memory(const struct slots *s)
{
	return s->file;
}

int
slots_pipe(const struct slots *s)
{
	return s->pipe[0];
}

const uint8_t *
slots_take(struct slots *s, uint32_t slot)
{
	if (slot >= SLOTS || atomic_exchange(&s->taken[slot], true))
		return NULL;
	return s->memory + slot * (size_t)SLOT_BYTES;
}

void
slots_give_back(struct slots *s, const uint8_t *p, size_t len)
{
	const uint8_t slot = (uint8_t)((size_t)(p - s->memory) / SLOT_BYTES);

	explicit_bzero(s->memory + slot * (size_t)SLOT_BYTES, len);
	atomic_store(&s->taken[slot], false);
	/* A wall that is gone, or does not listen, has no use for it. */
	(void)!write(s->pipe[1], &slot, 1);
}
