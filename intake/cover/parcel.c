/* parcel.c -- see parcel.h. */
#include "intake/cover/parcel.h"

#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/base/wire.h"

#define PARCEL_VERSION 1

enum { WHAT_FILE = 1, WHAT_MESSAGE = 2 };	/* numbers of the format */

static bool
thing_fits(const struct parcel *parcel, size_t i)
{
	const struct parcel_thing *t = &parcel->v[i];

	if (t->name_len > PARCEL_NAME_MAX ||
	    (t->name_len > 0 && memchr(t->name, '\0', t->name_len) != NULL))
		return false;
	if (!t->message)
		return true;
	return i == 0 && t->name_len == 0 && t->len > 0 &&
	    utf8_valid(t->data, t->len);
}

int
parcel_read(struct parcel *parcel, const void *p, size_t len)
{
	struct wire_reader r = wire_reader(p, len);
	bool fits = wire_get_u8(&r) == PARCEL_VERSION;
	size_t i;

	memset(parcel, 0, sizeof(*parcel));
	parcel->n = wire_get_u8(&r);
	fits = fits && parcel->n > 0 && parcel->n <= PARCEL_THINGS_MAX;
	for (i = 0; fits && i < parcel->n; i++) {
		struct parcel_thing *t = &parcel->v[i];
		const unsigned what = wire_get_u8(&r);

		t->message = what == WHAT_MESSAGE;
		t->name = wire_get_bytes(&r, PARCEL_NAME_MAX, &t->name_len);
		t->data = wire_get_bytes(&r, COVER_PARCEL_MAX, &t->len);
		fits = !r.bad && (what == WHAT_FILE || t->message) &&
		    thing_fits(parcel, i);
	}
	if (!fits || wire_done(&r, "a parcel") < 0)
		return err_set(ERR_FORMAT, "what came in pieces is no message; "
		    "send it again with the newest program");
	return 0;
}

int
parcel_write(struct bytes *b, const struct parcel *parcel)
{
	size_t i;

	if (parcel->n == 0 || parcel->n > PARCEL_THINGS_MAX)
		return err_set(ERR_TOO_BIG, "one message takes %u files at "
		    "most; send the others with the next", PARCEL_THINGS_MAX - 1);
	wire_put_u8(b, PARCEL_VERSION);
	wire_put_u8(b, (uint8_t)parcel->n);
	for (i = 0; i < parcel->n; i++) {
		const struct parcel_thing *t = &parcel->v[i];

		if (!thing_fits(parcel, i))
			return err_set(ERR_FORMAT, "a message must be UTF-8 "
			    "text and a file's name short; send it in another "
			    "form");
		wire_put_u8(b, t->message ? WHAT_MESSAGE : WHAT_FILE);
		wire_put_bytes(b, t->name, t->name_len);
		wire_put_bytes(b, t->data, t->len);
	}
	if (bytes_ok(b) == ERR_TOO_BIG)
		return err_set(ERR_TOO_BIG, "this is over %u bytes; send less at "
		    "a time, or large files through the page", COVER_PARCEL_MAX);
	return bytes_ok(b);
}
