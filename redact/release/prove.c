/* prove.c -- see prove.h. */
#include "redact/release/prove.h"

#include <string.h>
#include <sys/mman.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

static int
judge(int r, bool found, const char *where)
{
	if (r < 0 || !found)
		return r;
	return err_set(ERR_NOT_PERMITTED, "a redacted value still stands in the "
	    "%s of the result; review it again and redact that place too",
	    where);
}

static int
prove_bytes(const struct values *v, int fd)
{
	bool found = false;
	uint64_t size;
	uint8_t *map;
	int r;

	if ((r = io_size(fd, &size)) < 0 || size == 0)
		return r;
	map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return err_sys("cannot look through the result");
	r = values_in_bytes(v, map, size, &found);
	(void)munmap(map, size);
	return judge(r, found, "bytes");
}

int
prove_gone(const struct values *v, const struct exam *result)
{
	const struct report *report = &result->report;
	bool found = false;
	size_t i;
	int r;

	if (values_empty(v))
		return 0;
	r = values_in_text(v, result->text.data, result->text.len, &found);
	r = judge(r, found, "text");
	for (i = 0; r == 0 && i < report->nmetas; i++) {
		r = values_in_text(v, report->metas[i].value,
		    strlen(report->metas[i].value), &found);
		r = judge(r, found, "metadata");
	}
	return r < 0 ? r : prove_bytes(v, result->file);
}
