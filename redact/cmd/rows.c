/* rows.c -- see rows.h. */
#include "redact/cmd/rows.h"

int
rows_read(struct summary_row **rows, size_t *n, char tool[SUMMARY_TOOL_SIZE],
    struct work *w, uint32_t number)
{
	struct object_ctx ctx = { .submission = w->id,
	    .kind = OBJECT_RELEASES, .version = number };
	struct bytes b = BYTES_INIT(SUMMARY_MAX);
	int r;

	if ((r = session_read_object(w->session, w->release, &ctx, &b)) == 0)
		r = summary_read(rows, n, tool, b.data, b.len);
	bytes_free(&b);
	return r;
}
