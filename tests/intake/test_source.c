/* test_source.c -- a source's client and the service, with a way between them
 * that loses, doubles and garbles. */
#include <fcntl.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "intake/cover/cover.h"
#include "intake/cover/source/file.h"
#include "intake/cover/source/http.h"
#include "intake/cover/source/words.h"
#include "intake/letterbox/wall/keys.h"
#include "intake/letterbox/wall/codename.h"
#include "vault/base/err.h"

struct both {
	char folder[64];
	int dir;
	/* the service */
	struct came *came;
	struct cover *cover;
	struct bytes got[8];		/* parcels that came in */
	size_t ngot;
	struct id replies[40];
	struct bytes files[40];
	size_t nreplies;
	uint8_t pk[BOX_PK_BYTES], sk[32];
	int64_t now;
	/* the client */
	struct state *state;
	struct talk_keys keys;
	uint8_t sign_pk[SIGN_PK_BYTES], sign_sk[crypto_sign_SECRETKEYBYTES];
};

static void
bring(void *arg, struct cover_whole *w)
{
	struct both *b = arg;
	struct id submission;

	assert_int_equal(id_new(&submission), 0);
	assert_int_equal(came_note(b->came, &w->box, &w->id, &submission), 0);
	assert_true(b->ngot < 8);
	b->got[b->ngot] = BYTES_INIT(COVER_PARCEL_MAX);
	(void)bytes_add(&b->got[b->ngot++], w->content.data, w->content.len);
	cover_brought(b->cover, w, true, b->now);
}

static int
replies(void *arg, const struct id *box, struct id v[COVER_REPLIES_MAX],
    size_t *n)
{
	const struct both *b = arg;
	size_t i, from = b->nreplies > COVER_REPLIES_MAX ?
	    b->nreplies - COVER_REPLIES_MAX : 0;

	*n = 0;
	if (id_equal(box, &b->keys.pub.id))
		for (i = from; i < b->nreplies; i++)
			v[(*n)++] = b->replies[i];
	return 0;
}

static int
reply(void *arg, const struct id *box, const struct id *id, struct bytes *to)
{
	const struct both *b = arg;
	size_t i;

	for (i = 0; i < b->nreplies; i++)
		if (id_equal(id, &b->replies[i]) &&
		    id_equal(box, &b->keys.pub.id))
			return bytes_add(to, b->files[i].data, b->files[i].len);
	return err_set(ERR_NOT_FOUND, "there is no such reply");
}

static void
start(struct both *b)
{
	const struct cover_ways ways = { b, bring, replies, reply };

	assert_int_equal(came_open(&b->came, b->dir), 0);
	assert_int_equal(cover_new(&b->cover, b->came, &ways), 0);
}

static void
stop(struct both *b)
{
	cover_free(b->cover);
	came_close(b->came);
}

static int
setup(void **state)
{
	struct both *b = calloc(1, sizeof(*b));
	struct cover_card card = { .passes = KEYS_PASSES, .kib = KEYS_KIB };
	struct code_name name;

	assert_true(sodium_init() >= 0);
	assert_int_equal(codename_load(), 0);
	(void)snprintf(b->folder, sizeof(b->folder), "/tmp/test_source.XXXXXX");
	assert_non_null(mkdtemp(b->folder));
	b->dir = open(b->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	crypto_box_keypair(b->pk, b->sk);
	crypto_sign_keypair(b->sign_pk, b->sign_sk);
	codename_draw(&name);
	assert_int_equal(words_keys(&b->keys, &name, &card), 0);
	assert_int_equal(state_new(&b->state), 0);
	start(b);
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	struct both *b = *state;
	size_t i;

	stop(b);
	for (i = 0; i < b->ngot; i++)
		bytes_free(&b->got[i]);
	for (i = 0; i < b->nreplies; i++)
		bytes_free(&b->files[i]);
	state_free(b->state);
	words_keys_free(&b->keys);
	(void)unlinkat(b->dir, CAME_FILE, 0);
	(void)unlinkat(b->dir, "s", 0);
	(void)close(b->dir);
	(void)rmdir(b->folder);
	free(b);
	return 0;
}

enum fate { ARRIVES, LOST, ANSWER_LOST, GARBLED, DOUBLED };

/* One turn, as `run` does it; the sizes are given by the types. */
static int
turn(struct both *b, enum fate fate)
{
	uint8_t out[COVER_BYTES], in[COVER_BYTES], plain[COVER_ASK_BYTES];
	struct cover_ask ask;
	bool opened;

	b->now++;
	talk_next(b->state, &b->keys, &ask);
	assert_int_equal(cover_ask_seal(out, &ask, b->pk), 0);
	if (fate == LOST)
		return 0;
	if (fate == GARBLED)
		out[randombytes_uniform(COVER_BYTES)] ^= 1;
	opened = crypto_box_seal_open(plain, out, COVER_BYTES, b->pk,
	    b->sk) == 0;
	assert_true(opened == (fate != GARBLED));
	cover_answer(b->cover, opened ? plain : NULL, b->now, in);
	if (fate == DOUBLED)
		cover_answer(b->cover, plain, b->now, in);
	return fate == ANSWER_LOST ? 0 : talk_heard(b->state, &b->keys, &ask,
	    in);
}

static void
say(struct both *b, const char *text, size_t file)
{
	static uint8_t zeros[COVER_PARCEL_MAX];
	struct parcel parcel = { .n = 1 };

	parcel.v[0] = (struct parcel_thing){ .message = true,
	    .data = (const uint8_t *)text, .len = strlen(text) };
	if (file > 0)
		parcel.v[parcel.n++] = (struct parcel_thing){ .data = zeros,
		    .len = file, .name = (const uint8_t *)"f", .name_len = 1 };
	assert_int_equal(talk_say(b->state, &parcel), 0);
}

static void
came_is(struct both *b, size_t i, const char *text)
{
	struct parcel parcel;

	assert_true(i < b->ngot);
	assert_int_equal(parcel_read(&parcel, b->got[i].data, b->got[i].len), 0);
	assert_int_equal(parcel.v[0].len, strlen(text));
	assert_memory_equal(parcel.v[0].data, text, strlen(text));
}

static void
test_silent_client__names_no_letterbox(void **state)
{
	struct both *b = *state;
	struct cover_ask ask;

	talk_next(b->state, &b->keys, &ask);
	assert_int_equal(ask.kind, COVER_NOTHING);
	assert_true(id_is_zero(&ask.box));
	assert_int_equal(turn(b, ARRIVES), 0);
	say(b, "x", 0);
	talk_next(b->state, &b->keys, &ask);
	assert_int_equal(ask.kind, COVER_SOMETHING);
}

static void
test_messages__come_in_once_each_whatever_the_way_does(void **state)
{
	static const enum fate fates[] = { LOST, DOUBLED, ANSWER_LOST, GARBLED,
	    ARRIVES };
	struct both *b = *state;
	size_t i;

	say(b, "first", 40000);
	say(b, "second", 9000);
	say(b, "third", 0);
	for (i = 0; i < 60; i++) {
		(void)turn(b, fates[i % 5]);
		if (i == 7) {
			/* The service is started anew: pieces are forgotten. */
			stop(b);
			start(b);
		}
	}
	assert_int_equal(b->ngot, 3);
	came_is(b, 0, "first");
	came_is(b, 1, "second");
	came_is(b, 2, "third");
	for (i = 0; i < b->state->nsaid; i++)
		assert_int_equal(b->state->said[i].state, COVER_CAME);
	assert_int_equal(state_waiting(b->state), 0);
	talk_told(b->state);
	assert_int_equal(b->state->nsaid, 0);
	say(b, "fourth", 0);
	assert_int_equal(turn(b, ARRIVES), 0);
	came_is(b, 3, "fourth");
}

static void
test_too_much__is_refused_by_name_and_changes_nothing(void **state)
{
	struct both *b = *state;
	struct parcel parcel = { .n = 1 };
	static uint8_t big[COVER_PARCEL_MAX];
	size_t i;

	parcel.v[0] = (struct parcel_thing){ .data = big, .len = sizeof(big),
	    .name = (const uint8_t *)"f", .name_len = 1 };
	assert_int_equal(talk_say(b->state, &parcel), ERR_TOO_BIG);
	assert_int_equal(b->state->nsaid, 0);
	say(b, "half", 200000);
	parcel.v[0].len = 100000;
	assert_int_equal(talk_say(b->state, &parcel), ERR_TOO_BIG);
	assert_int_equal(b->state->nsaid, 1);
	for (i = 1; i < STATE_PARCELS_MAX; i++)
		say(b, "small", 0);
	parcel.v[0].len = 1;
	assert_int_equal(talk_say(b->state, &parcel), ERR_TOO_BIG);
}

/* The desk answers: sealed to `pk`, signed. */
static void
answer(struct both *b, const char *text, const uint8_t pk[BOX_PK_BYTES])
{
	struct reply_to to = { .letterbox = b->keys.pub.id };
	struct bytes payload = BYTES_INIT(SSHSIG_PAYLOAD_MAX);
	struct bytes *file = &b->files[b->nreplies];
	uint8_t sig[SIGN_BYTES];

	memcpy(to.box_pk, pk, BOX_PK_BYTES);
	*file = BYTES_INIT(COVER_REPLY_MAX);
	assert_int_equal(reply_seal(file, &to, 1700000000, text,
	    strlen(text)), 0);
	reply_id(&b->replies[b->nreplies], file->data);
	assert_int_equal(sshsig_payload(&payload, SSHSIG_NS_REPLY,
	    file->data, file->len), 0);
	crypto_sign_detached(sig, NULL, payload.data, payload.len, b->sign_sk);
	assert_int_equal(sshsig_armor(file, SSHSIG_NS_REPLY, b->sign_pk, sig), 0);
	bytes_free(&payload);
	b->nreplies++;
}

static void
heard_is(const struct both *b, size_t i, const char *text)
{
	struct fpr signer;

	assert_true(i < b->state->nheard);
	assert_int_equal(b->state->heard[i].text.len, strlen(text));
	assert_memory_equal(b->state->heard[i].text.data, text, strlen(text));
	assert_int_equal(b->state->heard[i].sent, 1700000000);
	assert_int_equal(fpr_of_key(&signer, b->sign_pk), 0);
	assert_true(fpr_equal(&signer, &b->state->heard[i].signer));
}

static void
test_replies__arrive_once_each(void **state)
{
	struct both *b = *state;
	size_t i;

	say(b, "x", 0);
	answer(b, "Who are you?", b->keys.pub.box_pk);
	answer(b, "Please send the rest.", b->keys.pub.box_pk);
	for (i = 0; i < 30; i++)
		assert_int_equal(turn(b, i % 2 == 0 ? ARRIVES : LOST), 0);
	assert_int_equal(b->state->nheard, 2);
	heard_is(b, 0, "Who are you?");
	heard_is(b, 1, "Please send the rest.");
	/* One that was deleted at the page is forgotten there alone. */
	bytes_free(&b->files[0]);
	b->replies[0] = b->replies[1];
	b->files[0] = b->files[1];
	b->nreplies = 1;
	for (i = 0; i < 10; i++)
		assert_int_equal(turn(b, ARRIVES), 0);
	assert_int_equal(b->state->nheard, 2);
	assert_int_equal(b->state->nknown, 1);
}

static void
test_replies__of_others_are_not_shown(void **state)
{
	struct both *b = *state;
	uint8_t pk[BOX_PK_BYTES], sk[32];
	size_t i, bad = 0;

	crypto_box_keypair(pk, sk);
	say(b, "x", 0);
	answer(b, "not for you", pk);
	answer(b, "changed on the way", b->keys.pub.box_pk);
	b->files[1].data[300] ^= 1;
	answer(b, "for you", b->keys.pub.box_pk);
	for (i = 0; i < 20; i++)
		bad += turn(b, ARRIVES) < 0;
	assert_int_equal(bad, 2);
	assert_int_equal(b->state->nheard, 1);
	heard_is(b, 0, "for you");
}

static void
test_many_replies__wait_until_some_were_read(void **state)
{
	struct both *b = *state;
	size_t i;

	say(b, "x", 0);
	for (i = 0; i < 20; i++)
		answer(b, "again", b->keys.pub.box_pk);
	for (i = 0; i < 100; i++)
		assert_int_equal(turn(b, ARRIVES), 0);
	assert_int_equal(b->state->nheard, STATE_REPLIES_MAX);
	for (i = 0; i < STATE_REPLIES_MAX; i++)
		b->state->heard[i].read = true;
	for (i = 0; i < 40; i++)
		assert_int_equal(turn(b, ARRIVES), 0);
	for (i = 0; i < STATE_REPLIES_MAX; i++)
		heard_is(b, i, "again");
	assert_int_equal(b->state->nknown, 20);
}

static void
test_state__is_one_size_and_opens_for_its_code_name(void **state)
{
	struct both *b = *state;
	struct code_name name, other;
	struct state *s = NULL;
	struct file *f = NULL;
	struct stat st;
	char path[80];
	size_t i;

	(void)snprintf(path, sizeof(path), "%s/s", b->folder);
	codename_draw(&name);
	codename_draw(&other);
	b->state->card.seconds = 60;
	b->state->service.epoch = 1;
	/* A card must be in order to be read back. */
	{
		struct bytes body = BYTES_INIT(CARD_RAW_BYTES);
		struct bytes payload = BYTES_INIT(SSHSIG_PAYLOAD_MAX);

		memcpy(b->state->service.sign_pk, b->sign_pk, SIGN_PK_BYTES);
		memcpy(b->state->service.box_pk, b->pk, BOX_PK_BYTES);
		assert_int_equal(card_body(&body, &b->state->service), 0);
		assert_int_equal(sshsig_payload(&payload, CARD_NS, body.data,
		    body.len), 0);
		crypto_sign_detached(b->state->service.signature, NULL,
		    payload.data, payload.len, b->sign_sk);
		bytes_free(&body);
		bytes_free(&payload);
	}
	assert_int_equal(file_make(path, &name, b->state), 0);
	assert_int_equal(file_make(path, &name, b->state), ERR_EXISTS);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, STATE_FILE_BYTES);
	assert_int_equal(file_open(&f, path, &other), 0);
	assert_int_equal(file_take(f, &s), ERR_WRONG_KEY);
	assert_null(s);
	file_close(f);
	/* The fullest there can be. */
	assert_int_equal(file_open(&f, path, &name), 0);
	assert_int_equal(file_take(f, &s), 0);
	state_free(s);
	say(b, "full", 200000);
	for (i = 1; i < STATE_PARCELS_MAX; i++)
		say(b, "small", 0);
	for (i = 0; i < STATE_REPLIES_MAX; i++) {
		uint8_t *room;

		assert_int_equal(bytes_room(&b->state->heard[i].text,
		    REPLY_TEXT_MAX, &room), 0);
		memset(room, 'a', REPLY_TEXT_MAX);
		b->state->nheard++;
	}
	assert_int_equal(file_give(f, b->state), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, STATE_FILE_BYTES);
	assert_int_equal(file_take(f, &s), 0);
	file_leave(f);
	assert_int_equal(s->nsaid, STATE_PARCELS_MAX);
	assert_int_equal(s->nheard, STATE_REPLIES_MAX);
	assert_int_equal(s->said[0].content.len, b->state->said[0].content.len);
	assert_memory_equal(s->said[0].content.data,
	    b->state->said[0].content.data, s->said[0].content.len);
	assert_true(s->spoke);
	state_free(s);
	file_close(f);
}

static void
test_http__takes_one_whole_answer_alone(void **state)
{
	static const struct {
		const char *text;
		int code;
	} answers[] = {
		{ "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", 0 },
		{ "HTTP/1.1 200 OK\r\ncontent-length:2\r\nX: y\r\n\r\nab", 0 },
		{ "HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nab",
		    ERR_FORMAT },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
		    ERR_FORMAT },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc",
		    ERR_FORMAT },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2"
		    "\r\n\r\nab", ERR_FORMAT },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 2x\r\n\r\nab",
		    ERR_FORMAT },
		{ "HTTP/1.1 200 OK\r\n\r\nab", ERR_FORMAT },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", ERR_FORMAT },
		{ "", ERR_FORMAT },
	};
	const uint8_t *content;
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		const char *text = answers[i].text;
		const int r = http_content((const uint8_t *)text, strlen(text),
		    &content, &n);

		if (r != answers[i].code)
			fail_msg("answer %zu: %d", i, r);
		if (r == 0)
			assert_memory_equal(content, "ab", 2);
	}
}

static void
test_address__is_an_onion_or_a_socket(void **state)
{
	(void)state;
	assert_int_equal(line_check("unix:/run/x"), 0);
	assert_int_equal(line_check("abcdefghijklmnopqrstuvwxyz234567"
	    "abcdefghijklmnopqrstuvwx.onion"), 0);
	assert_int_equal(line_check("abcdefghijklmnopqrstuvwxyz234567"
	    "abcdefghijklmnopqrstuvw.onion"), ERR_USAGE);
	assert_int_equal(line_check("Abcdefghijklmnopqrstuvwxyz234567"
	    "abcdefghijklmnopqrstuvwx.onion"), ERR_USAGE);
	assert_int_equal(line_check("newsroom.example.org"), ERR_USAGE);
	assert_int_equal(line_check("127.0.0.1"), ERR_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_silent_client__names_no_letterbox, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_messages__come_in_once_each_whatever_the_way_does,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_too_much__is_refused_by_name_and_changes_nothing,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(test_replies__arrive_once_each,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_replies__of_others_are_not_shown, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_many_replies__wait_until_some_were_read, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    test_state__is_one_size_and_opens_for_its_code_name, setup,
		    teardown),
		cmocka_unit_test(test_http__takes_one_whole_answer_alone),
		cmocka_unit_test(test_address__is_an_onion_or_a_socket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
