/* children.c -- see children.h. */
#include "intake/examine/children.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake/examine/array.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

int
children_add(struct children *c, const char *name, enum exam_reason reason,
    const char *detail)
{
	struct child one = { .reason = reason, .start = c->len };
	int r;

	if (c->n >= MEMBERS_MAX)
		return err_set(ERR_TOO_BIG, "it holds more than %u documents; "
		    "unpack it by hand", MEMBERS_MAX);
	if ((r = array_grow(&c->list, c->n, MEMBERS_MAX,
	    sizeof(*c->list))) < 0)
		return r;
	one.name = strdup(name);
	one.detail = strdup(detail);
	if (one.name == NULL || one.detail == NULL) {
		free(one.name);
		free(one.detail);
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	}
	c->list[c->n++] = one;
	return 0;
}

int
children_grow(struct children *c, const void *p, size_t len)
{
	int r;

	if (len > UNPACKED_MAX - c->len)
		return err_set(ERR_TOO_BIG, "what it holds is over %llu bytes; "
		    "unpack it by hand", (unsigned long long)UNPACKED_MAX);
	if (c->bytes < 0 && (r = io_memfd(&c->bytes, "tipline-children")) < 0)
		return r;
	if ((r = io_write_all(c->bytes, p, len)) < 0)
		return r;
	c->list[c->n - 1].len += len;
	c->len += len;
	return 0;
}

/* Copy from a place of one file to the end of another. */
static int
copy_range(int to, int from, uint64_t start, uint64_t len)
{
	uint8_t block[IO_CHUNK];
	ssize_t got;
	int r;

	while (len > 0) {
		got = pread(from, block, len < sizeof(block) ? (size_t)len :
		    sizeof(block), (off_t)start);
		if (got <= 0)
			return err_sys("cannot read a memory file");
		if ((r = io_write_all(to, block, (size_t)got)) < 0)
			return r;
		start += (uint64_t)got;
		len -= (uint64_t)got;
	}
	return 0;
}

int
children_open(const struct children *c, size_t i, int *fd)
{
	const struct child *one = &c->list[i];
	int r;

	if ((r = io_memfd(fd, "tipline-child")) < 0)
		return r;
	if ((r = copy_range(*fd, c->bytes, one->start, one->len)) == 0 &&
	    lseek(*fd, 0, SEEK_SET) != 0)
		r = err_sys("cannot rewind a memory file");
	if (r < 0 || (r = io_memfd_freeze(*fd)) < 0)
		io_close(fd);
	return r;
}

void
children_free(struct children *c)
{
	size_t i;

	for (i = 0; i < c->n; i++) {
		free(c->list[i].name);
		free(c->list[i].detail);
	}
	free(c->list);
	io_close(&c->bytes);
	*c = CHILDREN_INIT;
}
