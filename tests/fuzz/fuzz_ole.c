/* Any bytes are a compound file or an error; what it says it gives. */
#include <stdint.h>
#include <stdlib.h>

#include "intake/format/package/ole.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes b = BYTES_INIT(1u << 26);
	const struct ole_entry *e;
	struct ole *o = NULL;
	size_t i;

	if (ole_open(&o, data, len) < 0)
		return 0;
	for (i = 0; i < ole_count(o); i++) {
		bytes_reset(&b);
		e = ole_at(o, i);
		if (e->parent > i || (e->parent == i && i != OLE_ROOT) ||
		    !ole_at(o, e->parent)->storage)
			abort();
		if (!e->storage && ole_read(o, e, &b) == 0 && b.len != e->size)
			abort();
	}
	bytes_free(&b);
	ole_free(o);
	return 0;
}
