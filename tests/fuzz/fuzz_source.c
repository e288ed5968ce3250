/* fuzz_source.c -- a source's client: whatever the service sends, an answer that
 * is read without error is written back as the very same bytes, the content of
 * an HTTP answer lies in it, a card that is read says what was signed, and the
 * conversation goes on. */
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "intake/cover/source/http.h"
#include "intake/cover/source/talk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* Hear the same answer some times, as if it were to each ask. */
static void
talk(struct cover_answer *a)
{
	struct talk_keys keys = { .box_sk = NULL };
	struct parcel parcel = { .n = 1, .v = { { .message = true,
	    .data = (const uint8_t *)"x", .len = 1 } } };
	uint8_t sealed[COVER_BYTES];
	struct cover_ask ask;
	struct state *s;

	if (sodium_init() < 0 || secret_new(&keys.box_sk, 32) < 0 ||
	    state_new(&s) < 0)
		abort();
	keys.pub.id.b[0] = 1;
	(void)talk_say(s, &parcel);
	for (int i = 0; i < 6; i++) {
		talk_next(s, &keys, &ask);
		a->parcel = ask.parcel;
		cover_answer_seal(sealed, a, ask.key);
		(void)talk_heard(s, &keys, &ask, sealed);
	}
	if (s->nsaid > STATE_PARCELS_MAX || s->nheard > STATE_REPLIES_MAX ||
	    s->nknown > COVER_REPLIES_MAX)
		abort();
	state_free(s);
	secret_free(keys.box_sk);
}

static void
answer(const uint8_t *data, size_t len)
{
	uint8_t plain[COVER_ANSWER_BYTES] = { 0 }, again[COVER_ANSWER_BYTES];
	struct cover_answer a;

	if (len > 0)
		memcpy(plain, data, len);
	if (cover_answer_read(&a, plain) < 0)
		return;
	cover_answer_write(again, &a);
	if (memcmp(again, plain, sizeof(again)) != 0)
		abort();
	talk(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct cover_card card;
	struct card nobody = { .epoch = 1 };
	struct state *s;
	const uint8_t *content;
	size_t n;

	if (len <= COVER_ANSWER_BYTES)
		answer(data, len);
	if (len > 0 && http_content(data, len, &content, &n) == 0 &&
	    (content < data || n > (size_t)(data + len - content)))
		abort();
	if (len > 0 && cover_card_read(&card, data, len, &nobody) == 0)
		abort();	/* nobody signs */
	if (len > 0 && state_new(&s) == 0) {
		(void)state_get(s, data, len);
		state_free(s);
	}
	return 0;
}
