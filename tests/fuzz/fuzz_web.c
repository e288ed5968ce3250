/*
 * fuzz_web.c -- whatever a wall of HTTP that was taken over tells, the clean
 * side hears only fields within their limits, in an order that can be.  A
 * record: type u8 | length u8 | body; the type's high bits are the caller's: to
 * let the last upload go on (0x40), to answer it (0x80).
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "intake/web/frames.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* What the caller knows of one upload. */
enum known { UNKNOWN, TOLD, GOES_ON, IN_PART, ENDED };

static void
look(enum known known[256], const struct web_event *e)
{
	enum known *k = &known[e->id % 256];

	switch (e->kind) {
	case WEB_EV_REQUEST:
		if (e->request->path[0] != '/')
			abort();
		return;
	case WEB_EV_UPLOAD:
		if (e->request->method != WEB_POST)
			abort();
		*k = TOLD;
		return;
	case WEB_EV_PART:
		if (*k != GOES_ON || strlen(e->field) == 0 ||
		    strlen(e->field) > WEB_PART_FIELD_MAX ||
		    strlen(e->name) > WEB_NAME_MAX)
			abort();
		*k = IN_PART;
		return;
	case WEB_EV_DATA:
		if (*k != IN_PART || e->len == 0 || e->len > WEB_DATA_MAX ||
		    memchr(e->data, 0, e->len) == e->data + e->len)
			abort();
		return;
	case WEB_EV_PART_END:
		if (*k != IN_PART)
			abort();
		*k = GOES_ON;
		return;
	case WEB_EV_WHOLE:
		if (*k != GOES_ON)
			abort();
		*k = ENDED;
		return;
	case WEB_EV_GONE:
		if (*k == UNKNOWN || *k == ENDED)
			abort();
		*k = ENDED;
		return;
	}
	abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct web_request request = WEB_REQUEST_INIT;
	struct web_event e = { .request = &request };
	struct uploads uploads = { .all = NULL };
	struct wire_frame f = WIRE_FRAME_INIT;
	struct slots *slots;
	enum known known[256] = { UNKNOWN };
	bool told;
	size_t n;

	if (slots_new(&slots) < 0)
		abort();
	for (; len >= 2; data += 2 + n, len -= 2 + n) {
		n = data[1] < len - 2 ? data[1] : len - 2;
		if ((data[0] & 0x40) != 0 && uploads_go_on(&uploads, e.id))
			known[e.id % 256] = GOES_ON;
		if ((data[0] & 0x80) != 0)
			uploads_answer(&uploads, e.id);
		f.type = data[0] & 0x3f;
		bytes_reset(&f.body);
		if (bytes_add(&f.body, data + 2, n) < 0 ||
		    frames_event(&uploads, slots, &f, &e, &told) < 0)
			break;
		/* Each second one is kept. */
		if (e.data != NULL && (n & 1) == 0)
			slots_give_back(slots, e.data, e.len);
		/* Ids that this table would mix up are another matter. */
		if (e.id > 255)
			break;
		if (told)
			look(known, &e);
	}
	uploads_free(&uploads);
	slots_free(slots);
	wire_frame_free(&f);
	bytes_free(&request.body);
	return 0;
}
