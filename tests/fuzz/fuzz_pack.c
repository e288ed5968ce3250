/*
 * A pack and its index may be any bytes: what is read of them is bounded, is
 * the same when it is read again, and nothing else happens.  The input is the
 * pack's length (u32), the pack, the index.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/store/loose.h"
#include "vault/store/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define ROWS_MAX 200		/* objects that are read of one input */

static char dir[] = "/tmp/tipline-fuzz-XXXXXX";
static int folder = -1;

static void
end(void)
{
	(void)unlinkat(folder, "p.pack", 0);
	(void)unlinkat(folder, "p.idx", 0);
	(void)rmdir(dir);
}

static void
put(const char *name, const uint8_t *p, size_t len)
{
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, p, len) != (ssize_t)len)
		abort();
	(void)close(fd);
}

struct rows {
	struct pack *pack;
	struct bases *bases;
	unsigned n;
};

static int
read_row(const struct idx_row *row, void *arg)
{
	struct rows *rows = arg;
	struct bytes one = BYTES_INIT(LOOSE_OBJECT_MAX);
	struct bytes two = BYTES_INIT(LOOSE_OBJECT_MAX);
	git_object_t a, b;

	if (++rows->n > ROWS_MAX)
		return 1;
	if (pack_read(rows->pack, row->at, rows->bases, &a, &one) == 0 &&
	    (pack_read(rows->pack, row->at, rows->bases, &b, &two) != 0 ||
	    a != b || one.len != two.len ||
	    (one.len > 0 && memcmp(one.data, two.data, one.len) != 0)))
		abort();
	bytes_free(&one);
	bytes_free(&two);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct pack k = { .name = "p", .serial = 1 };
	struct bases *bases = calloc(1, sizeof(*bases));
	struct rows rows = { .pack = &k, .bases = bases };
	size_t n;

	if (bases == NULL)
		abort();
	if (folder < 0) {
		if (mkdtemp(dir) == NULL ||
		    (folder = open(dir, O_RDONLY | O_DIRECTORY)) < 0)
			abort();
		(void)atexit(end);
	}
	if (len >= 4) {
		n = (size_t)data[0] << 24 | (size_t)data[1] << 16 |
		    (size_t)data[2] << 8 | data[3];
		n = n < len - 4 ? n : len - 4;
		put("p.pack", data + 4, n);
		put("p.idx", data + 4 + n, len - 4 - n);
		if (pack_open(&k, folder) == 0) {
			(void)idx_check(&k.idx, k.idx_fd, k.size);
			(void)idx_each(&k.idx, k.idx_fd, read_row, &rows);
			pack_close(&k);
		}
	}
	bases_free(bases);
	free(bases);
	return 0;
}
