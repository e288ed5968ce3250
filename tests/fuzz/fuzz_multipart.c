/*
 * fuzz_multipart.c -- a form says the same wherever the network cuts it, and no
 * more than it holds.  The first byte says where it is cut; a boundary is "B".
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "intake/web/wall/multipart.h"
#include "vault/base/bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static int
on_part(void *arg, const struct part *part)
{
	if (part->field[0] == '\0' || (!part->file && part->name[0] != '\0'))
		abort();
	return bytes_addf(arg, "\n[%s|%d|%s]", part->field, part->file,
	    part->name);
}

static int
on_data(void *arg, const uint8_t *p, size_t len)
{
	if (len == 0)
		abort();
	return bytes_add(arg, p, len);
}

static int
on_end(void *arg)
{
	return bytes_add_str(arg, "\n.");
}

static int
tell(struct bytes *story, const uint8_t *p, size_t len, size_t step)
{
	const struct multipart_sink sink = { on_part, on_data, on_end, story };
	struct multipart m;
	size_t n;
	int r = multipart_start(&m, "multipart/form-data; boundary=B");

	for (; r == 0 && len > 0; p += n, len -= n) {
		n = step < len ? step : len;
		r = multipart_feed(&m, p, n, &sink);
	}
	return r < 0 ? r : multipart_end(&m) == 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes a = BYTES_INIT(1u << 24), b = BYTES_INIT(1u << 24);

	if (len > 0 && (tell(&a, data + 1, len - 1, len) !=
	    tell(&b, data + 1, len - 1, 1u + data[0]) || a.len != b.len ||
	    (a.len > 0 && memcmp(a.data, b.data, a.len) != 0)))
		abort();
	bytes_free(&a);
	bytes_free(&b);
	return 0;
}
