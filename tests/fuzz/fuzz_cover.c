/* fuzz_cover.c -- the service's side of cover mode: an ask or a parcel that is
 * read without error is written back as the very same bytes, and whatever the
 * inside of a message is, it is answered. */
#include <fcntl.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake/cover/cover.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static struct cover *cover;

static void
bring(void *arg, struct cover_whole *whole)
{
	(void)arg;
	cover_brought(cover, whole, false, 0);
}

static int
replies(void *arg, const struct id *box, struct id v[COVER_REPLIES_MAX],
    size_t *n)
{
	(void)arg;
	v[0] = *box;
	*n = 1;
	return 0;
}

static int
reply(void *arg, const struct id *box, const struct id *id, struct bytes *b)
{
	(void)arg;
	(void)box;
	return bytes_add(b, id->b, ID_BYTES);
}

/* Rows that nobody else sees. */
static struct came *
no_rows(void)
{
	char folder[] = "/tmp/fuzz_cover.XXXXXX";
	struct came *came = NULL;
	int state;

	if (sodium_init() < 0 || mkdtemp(folder) == NULL)
		abort();
	if ((state = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0 ||
	    came_open(&came, state) < 0)
		abort();
	(void)unlinkat(state, CAME_FILE, 0);
	(void)close(state);
	(void)rmdir(folder);
	return came;
}

static void
ask(const uint8_t plain[COVER_ASK_BYTES])
{
	static const struct cover_ways ways = { NULL, bring, replies, reply };
	static struct came *came;
	uint8_t again[COVER_ASK_BYTES], out[COVER_BYTES];
	struct cover_ask a;

	if (came == NULL)
		came = no_rows();
	if (cover_ask_read(&a, plain) == 0) {
		cover_ask_write(again, &a);
		if (memcmp(again, plain, sizeof(again)) != 0)
			abort();
	}
	if (cover_new(&cover, came, &ways) == 0) {
		cover_answer(cover, plain, 1, out);
		cover_free(cover);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes again = BYTES_INIT(COVER_PARCEL_MAX);
	uint8_t plain[COVER_ASK_BYTES] = { 0 };
	struct parcel parcel;

	if (len <= sizeof(plain)) {
		if (len > 0)
			memcpy(plain, data, len);
		ask(plain);
	}
	if (len <= COVER_PARCEL_MAX && parcel_read(&parcel, data, len) == 0 &&
	    (parcel_write(&again, &parcel) < 0 || again.len != len ||
	    memcmp(again.data, data, len) != 0))
		abort();
	bytes_free(&again);
	return 0;
}
