/* outlet.c -- see outlet.h. */
#include "intake/format/outlet.h"

#include <unistd.h>

#include "intake/format/answer.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"

void
outlet_fail(struct outlet *o, int code)
{
	if (o->fd >= 0)
		_exit(code == ERR_NO_MEMORY ? CHILD_NO_MEMORY :
		    CHILD_NO_ANSWER);
	if (o->failed == 0)
		o->failed = code;
}

void
outlet_flush(struct outlet *o)
{
	int r;

	if (o->fd < 0)
		return;
	if ((r = bytes_ok(&o->waiting)) < 0 ||
	    (r = io_write_all(o->fd, o->waiting.data, o->waiting.len)) < 0)
		outlet_fail(o, r);
	bytes_reset(&o->waiting);
}

void
outlet_emit(struct outlet *o, enum record type, const void *body, size_t len)
{
	int r = 0;

	if (o->failed != 0)
		return;
	if (o->sink != NULL) {
		r = collect_record(o->sink, type, body, len);
	} else if (o->only_file != NULL) {
		if (type == RECORD_FILE)
			r = bytes_add(o->only_file, body, len);
	} else {
		wire_put_u32(&o->waiting, type);
		wire_put_bytes(&o->waiting, body, len);
		if (o->waiting.len >= OUTLET_RECORD_BYTES)
			outlet_flush(o);
	}
	if (r < 0)
		outlet_fail(o, r);
}

void
outlet_emit_bytes(struct outlet *o, enum record type, struct bytes *b)
{
	int r;

	if ((r = bytes_ok(b)) < 0)
		outlet_fail(o, r);
	else if (b->len > 0)
		outlet_emit(o, type, b->data, b->len);
	bytes_reset(b);
}

void
outlet_grow(struct outlet *o, enum record type, struct bytes *b,
    const void *p, size_t len)
{
	int r;

	if (b->len + len > OUTLET_RECORD_BYTES)
		outlet_emit_bytes(o, type, b);
	if ((r = bytes_add(b, p, len)) < 0)
		outlet_fail(o, r);
}

void
outlet_free(struct outlet *o)
{
	bytes_free(&o->waiting);
}
