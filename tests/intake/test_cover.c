/* test_cover.c -- messages of one size: what the service makes of them. */
#include <fcntl.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "intake/cover/card.h"
#include "intake/cover/cover.h"
#include "intake/cover/held.h"
#include "intake/letterbox/cover.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/seal/sshsig.h"

/* A page that brings in what it is given, when it is told to. */
struct page {
	char folder[64];
	int state;
	struct came *came;
	struct cover *cover;
	struct cover_whole *waiting;
	bool at_once, fails;
	size_t brought;
	struct bytes last;		/* the content of the last parcel */
	struct id reply;
	struct bytes reply_file;
	int64_t now;
};

static void
settle(struct page *p, bool came)
{
	struct cover_whole *w = p->waiting;
	struct id submission;

	assert_non_null(w);
	p->waiting = NULL;
	assert_int_equal(id_new(&submission), 0);
	if (came) {
		assert_int_equal(came_note(p->came, &w->box, &w->id,
		    &submission), 0);
		p->brought++;
		bytes_reset(&p->last);
		(void)bytes_add(&p->last, w->content.data, w->content.len);
	}
	cover_brought(p->cover, w, came, p->now);
}

static void
bring(void *arg, struct cover_whole *whole)
{
	struct page *p = arg;

	assert_null(p->waiting);
	p->waiting = whole;
	if (p->at_once)
		settle(p, !p->fails);
}

static int
replies(void *arg, const struct id *box, struct id v[COVER_REPLIES_MAX],
    size_t *n)
{
	const struct page *p = arg;

	(void)box;
	*n = 0;
	if (!id_is_zero(&p->reply))
		v[(*n)++] = p->reply;
	return 0;
}

static int
reply(void *arg, const struct id *box, const struct id *id, struct bytes *b)
{
	const struct page *p = arg;

	(void)box;
	if (!id_equal(id, &p->reply))
		return err_set(ERR_NOT_FOUND, "there is no such reply");
	return bytes_add(b, p->reply_file.data, p->reply_file.len);
}

static void
start(struct page *p)
{
	const struct cover_ways ways = { p, bring, replies, reply };

	assert_int_equal(came_open(&p->came, p->state), 0);
	assert_int_equal(cover_new(&p->cover, p->came, &ways), 0);
}

static void
stop(struct page *p)
{
	cover_free(p->cover);
	came_close(p->came);
}

static int
setup(void **state)
{
	struct page *p = calloc(1, sizeof(*p));

	assert_true(sodium_init() >= 0);
	(void)snprintf(p->folder, sizeof(p->folder), "/tmp/test_cover.XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	p->state = open(p->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	p->last = BYTES_INIT(COVER_PARCEL_MAX);
	p->reply_file = BYTES_INIT(COVER_REPLY_MAX);
	p->at_once = true;
	p->now = 1000;
	start(p);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct page *p = *state;

	stop(p);
	(void)unlinkat(p->state, CAME_FILE, 0);
	(void)close(p->state);
	(void)rmdir(p->folder);
	bytes_free(&p->last);
	bytes_free(&p->reply_file);
	free(p);
	return 0;
}

/* Somebody who says something. */
struct source {
	struct id box;
	uint8_t box_pk[BOX_PK_BYTES];
	struct id parcel;
	struct bytes content;
};

static void
source_new(struct source *s, size_t file_bytes)
{
	static uint8_t file[COVER_PARCEL_MAX];
	struct parcel parcel = { .n = 2 };

	assert_int_equal(id_new(&s->box), 0);
	assert_int_equal(id_new(&s->parcel), 0);
	randombytes_buf(s->box_pk, sizeof(s->box_pk));
	randombytes_buf(file, file_bytes);
	parcel.v[0] = (struct parcel_thing){ .message = true,
	    .data = (const uint8_t *)"look at the third page", .len = 22 };
	parcel.v[1] = (struct parcel_thing){ .data = file, .len = file_bytes,
	    .name = (const uint8_t *)"a.pdf", .name_len = 5 };
	s->content = BYTES_INIT(COVER_PARCEL_MAX);
	assert_int_equal(parcel_write(&s->content, &parcel), 0);
}

static struct cover_ask
ask_of(const struct source *s, size_t piece)
{
	struct cover_ask ask = { .kind = COVER_SOMETHING, .box = s->box,
	    .parcel = s->parcel, .parcel_len = (uint32_t)s->content.len,
	    .piece = (uint16_t)piece };

	memcpy(ask.box_pk, s->box_pk, BOX_PK_BYTES);
	memcpy(ask.data, s->content.data + piece * COVER_PIECE_BYTES,
	    cover_piece_len(ask.parcel_len, piece, COVER_PIECE_BYTES));
	return ask;
}

/* Send it, and open what comes back. */
static struct cover_answer
exchange(struct page *p, struct cover_ask ask)
{
	uint8_t plain[COVER_ASK_BYTES], out[COVER_BYTES];
	struct cover_answer a;

	randombytes_buf(ask.key, sizeof(ask.key));
	cover_ask_write(plain, &ask);
	cover_answer(p->cover, plain, p->now, out);
	assert_int_equal(cover_answer_open(&a, out, ask.key), 0);
	return a;
}

static struct cover_answer
send_piece(struct page *p, const struct source *s, size_t piece)
{
	return exchange(p, ask_of(s, piece));
}

/* Only ask how it is. */
static struct cover_answer
send_none(struct page *p, const struct source *s)
{
	struct cover_ask ask = ask_of(s, 0);

	ask.parcel_len = 0;
	memset(ask.data, 0, sizeof(ask.data));
	return exchange(p, ask);
}

static void
test_cover__is_answered_by_cover(void **state)
{
	const struct cover_answer a = exchange(*state,
	    (struct cover_ask){ .kind = COVER_NOTHING });

	assert_int_equal(a.kind, COVER_NOTHING);
}

static void
test_garbage__is_answered_like_anything_else(void **state)
{
	struct page *p = *state;
	uint8_t plain[COVER_ASK_BYTES] = { 9 }, out[COVER_BYTES] = { 0 };
	uint8_t key[KEY_BYTES] = { 0 };
	struct cover_answer a;

	cover_answer(p->cover, NULL, p->now, out);
	assert_int_equal(cover_answer_open(&a, out, key), ERR_FORMAT);
	assert_false(sodium_is_zero(out + COVER_BYTES - 64, 64));
	cover_answer(p->cover, plain, p->now, out);
	assert_int_equal(cover_answer_open(&a, out, key), ERR_FORMAT);
	assert_false(sodium_is_zero(out + COVER_BYTES - 64, 64));
}

static void
test_ask__is_read_back_and_nothing_else_is(void **state)
{
	uint8_t plain[COVER_ASK_BYTES], again[COVER_ASK_BYTES];
	struct cover_ask ask, read;
	struct source s;
	size_t i, refused = 0;

	(void)state;
	source_new(&s, 100);
	ask = ask_of(&s, 0);
	cover_ask_write(plain, &ask);
	for (i = 0; i < sizeof(plain); i++) {
		plain[i] ^= 0x80;
		if (cover_ask_read(&read, plain) < 0) {
			refused++;
		} else {
			cover_ask_write(again, &read);
			assert_memory_equal(again, plain, sizeof(plain));
		}
		plain[i] ^= 0x80;
	}
	/* All of the padding behind the 140 or so bytes of the piece. */
	assert_true(refused > COVER_PIECE_BYTES - 200);
	assert_int_equal(cover_ask_read(&read, plain), 0);
	bytes_free(&s.content);
}

static void
test_pieces__in_any_order_and_often_come_in_once(void **state)
{
	struct page *p = *state;
	struct source s;
	struct cover_answer a;

	source_new(&s, 11000);
	assert_int_equal(cover_pieces((uint32_t)s.content.len,
	    COVER_PIECE_BYTES), 3);
	a = send_piece(p, &s, 2);
	assert_int_equal(a.state, COVER_COMES);
	assert_int_equal(a.have, 4);
	a = send_piece(p, &s, 2);
	assert_int_equal(a.have, 4);
	a = send_piece(p, &s, 0);
	assert_int_equal(a.have, 5);
	a = send_none(p, &s);
	assert_int_equal(a.have, 5);
	assert_int_equal(p->brought, 0);
	a = send_piece(p, &s, 1);
	assert_int_equal(a.state, COVER_CAME);
	assert_int_equal(p->brought, 1);
	assert_int_equal(p->last.len, s.content.len);
	assert_memory_equal(p->last.data, s.content.data, s.content.len);
	/* The acknowledgement was lost: all of it comes again. */
	a = send_piece(p, &s, 0);
	assert_int_equal(a.state, COVER_CAME);
	a = send_piece(p, &s, 1);
	assert_int_equal(a.state, COVER_CAME);
	assert_int_equal(p->brought, 1);
	bytes_free(&s.content);
}

static void
test_restart__forgets_pieces_but_not_what_came(void **state)
{
	struct page *p = *state;
	struct source one, two;

	source_new(&one, 10);
	source_new(&two, 9000);
	assert_int_equal(send_piece(p, &one, 0).state, COVER_CAME);
	assert_int_equal(send_piece(p, &two, 0).have, 1);
	stop(p);
	start(p);
	assert_int_equal(send_piece(p, &one, 0).state, COVER_CAME);
	assert_int_equal(send_none(p, &two).state, COVER_UNKNOWN);
	assert_int_equal(send_piece(p, &two, 1).have, 2);
	assert_int_equal(send_piece(p, &two, 2).have, 6);
	assert_int_equal(send_piece(p, &two, 0).state, COVER_CAME);
	assert_int_equal(p->brought, 2);
	bytes_free(&one.content);
	bytes_free(&two.content);
}

static void
test_failure__is_not_acknowledged_and_tried_again(void **state)
{
	struct page *p = *state;
	struct source s;

	source_new(&s, 10);
	p->fails = true;
	assert_int_equal(send_piece(p, &s, 0).state, COVER_COMES);
	p->fails = false;
	assert_int_equal(send_none(p, &s).state, COVER_COMES);
	p->now += HELD_RETRY_SECONDS;
	assert_int_equal(send_none(p, &s).state, COVER_CAME);
	assert_int_equal(p->brought, 1);
	/* While it is on its way it is not brought in twice. */
	p->at_once = false;
	assert_int_equal(id_new(&s.parcel), 0);
	assert_int_equal(send_piece(p, &s, 0).state, COVER_COMES);
	p->now += HELD_RETRY_SECONDS;
	assert_int_equal(send_piece(p, &s, 0).state, COVER_COMES);
	settle(p, true);
	assert_int_equal(send_none(p, &s).state, COVER_CAME);
	assert_int_equal(p->brought, 2);
	bytes_free(&s.content);
}

static void
test_no_parcel__is_refused_for_good(void **state)
{
	struct page *p = *state;
	struct source s;

	source_new(&s, 10);
	s.content.data[0] = 7;
	assert_int_equal(send_piece(p, &s, 0).state, COVER_REFUSED);
	assert_int_equal(send_piece(p, &s, 0).state, COVER_REFUSED);
	assert_int_equal(p->brought, 0);
	bytes_free(&s.content);
}

static void
test_another_length__changes_nothing(void **state)
{
	struct page *p = *state;
	struct cover_ask ask;
	struct source s;

	source_new(&s, 9000);
	assert_int_equal(send_piece(p, &s, 0).have, 1);
	ask = ask_of(&s, 1);
	ask.parcel_len += COVER_PIECE_BYTES;
	assert_int_equal(exchange(p, ask).have, 1);
	assert_int_equal(send_piece(p, &s, 1).have, 3);
	bytes_free(&s.content);
}

static void
test_flood__takes_its_own_place(void **state)
{
	struct page *p = *state;
	struct source honest, flood;
	struct cover_ask ask;
	size_t i;

	source_new(&honest, 12000);
	(void)send_piece(p, &honest, 0);
	assert_int_equal(send_piece(p, &honest, 1).have, 3);
	source_new(&flood, 5000);
	for (i = 0; i < HELD_PARCELS_MAX + 500; i++) {
		ask = ask_of(&flood, 0);
		assert_int_equal(id_new(&ask.parcel), 0);
		assert_int_equal(exchange(p, ask).have, 1);
	}
	assert_int_equal(send_none(p, &honest).have, 3);
	(void)send_piece(p, &honest, 2);
	assert_int_equal(send_piece(p, &honest, 3).state, COVER_CAME);
	/* What nobody goes on with is forgotten. */
	assert_int_equal(exchange(p, ask).have, 1);
	p->now += HELD_SECONDS + 1;
	ask.parcel_len = 0;
	memset(ask.data, 0, sizeof(ask.data));
	assert_int_equal(exchange(p, ask).state, COVER_UNKNOWN);
	bytes_free(&honest.content);
	bytes_free(&flood.content);
}

static void
test_reply__comes_in_pieces(void **state)
{
	struct page *p = *state;
	struct bytes got = BYTES_INIT(COVER_REPLY_MAX);
	struct cover_answer a = { .kind = COVER_NOTHING };
	struct cover_ask ask;
	struct source s;
	uint8_t *room;
	size_t i;

	source_new(&s, 10);
	assert_int_equal(bytes_room(&p->reply_file, 8570, &room), 0);
	randombytes_buf(room, 8570);
	assert_int_equal(id_new(&p->reply), 0);
	ask = ask_of(&s, 0);
	memset(&ask.parcel, 0, sizeof(ask.parcel));
	memset(ask.data, 0, sizeof(ask.data));
	ask.parcel_len = 0;
	for (i = 0; i < 3; i++) {
		ask.reply = p->reply;
		ask.reply_piece = (uint16_t)i;
		a = exchange(p, ask);
		assert_int_equal(a.nreplies, 1);
		assert_true(id_equal(&a.replies[0], &p->reply));
		assert_int_equal(a.reply_len, 8570);
		(void)bytes_add(&got, a.data, cover_piece_len(a.reply_len, i,
		    COVER_REPLY_PIECE));
	}
	assert_int_equal(got.len, 8570);
	assert_memory_equal(got.data, p->reply_file.data, 8570);
	/* One that is not there, and a piece behind its end, bring nothing. */
	assert_int_equal(id_new(&ask.reply), 0);
	a = exchange(p, ask);
	assert_true(id_is_zero(&a.reply));
	ask.reply = p->reply;
	ask.reply_piece = 4;
	a = exchange(p, ask);
	assert_int_equal(a.reply_len, 0);
	bytes_free(&got);
	bytes_free(&s.content);
}

static void
test_came__is_there_after_a_restart_and_can_be_taken_back(void **state)
{
	struct page *p = *state;
	struct id box, one, two, submission, seen;
	size_t i, n = 0;

	assert_int_equal(id_new(&box), 0);
	assert_int_equal(id_new(&one), 0);
	assert_int_equal(id_new(&two), 0);
	assert_int_equal(id_new(&submission), 0);
	assert_int_equal(came_note(p->came, &box, &one, &submission), 0);
	assert_true(came_has(p->came, &box, &one));
	assert_false(came_has(p->came, &box, &two));
	assert_false(came_has(p->came, &one, &box));
	stop(p);
	start(p);
	assert_true(came_has(p->came, &box, &one));
	for (i = 0; came_at(p->came, i, &seen); i++)
		n += id_equal(&seen, &submission);
	assert_int_equal(n, 1);
	assert_int_equal(came_take_back(p->came, &submission), 0);
	stop(p);
	start(p);
	assert_false(came_has(p->came, &box, &one));
}

static void
test_came__refuses_a_damaged_file(void **state)
{
	struct page *p = *state;
	struct came *c;

	stop(p);
	assert_int_equal(unlinkat(p->state, CAME_FILE, 0), 0);
	assert_int_equal(io_write_file(p->state, CAME_FILE, "x", 1, 0600), 0);
	assert_int_equal(came_open(&c, p->state), ERR_FORMAT);
	assert_null(c);
	assert_int_equal(unlinkat(p->state, CAME_FILE, 0), 0);
	start(p);
}

/* A card of the service, signed by a key. */
static void
sign_card(struct bytes *b, const struct cover_card *card, const uint8_t *pk,
    const uint8_t *sk)
{
	struct bytes payload = BYTES_INIT(SSHSIG_PAYLOAD_MAX);
	uint8_t sig[SIGN_BYTES];

	assert_int_equal(cover_card_write(b, card), 0);
	assert_int_equal(sshsig_payload(&payload, SSHSIG_NS_COVER, b->data, b->len),
	    0);
	crypto_sign_detached(sig, NULL, payload.data, payload.len, sk);
	assert_int_equal(sshsig_armor(b, SSHSIG_NS_COVER, pk, sig), 0);
	bytes_free(&payload);
}

static void
test_card__holds_for_its_signer_alone(void **state)
{
	struct cover_card card = { .passes = 2, .kib = 19456, .seconds = 60 };
	struct cover_card read;
	struct card signer = { .epoch = 1 };
	struct bytes b = BYTES_INIT(COVER_CARD_MAX);
	uint8_t sk[crypto_sign_SECRETKEYBYTES];
	size_t i;

	(void)state;
	randombytes_buf(card.key, sizeof(card.key));
	randombytes_buf(card.salt, sizeof(card.salt));
	crypto_sign_keypair(signer.sign_pk, sk);
	sign_card(&b, &card, signer.sign_pk, sk);
	assert_int_equal(cover_card_read(&read, b.data, b.len, &signer), 0);
	assert_memory_equal(&read, &card, sizeof(card));
	for (i = 0; i < b.len; i++) {
		b.data[i] ^= 1;
		if (cover_card_read(&read, b.data, b.len, &signer) == 0)
			fail_msg("byte %zu may be another", i);
		b.data[i] ^= 1;
		if (cover_card_read(&read, b.data, i, &signer) == 0 &&
		    i + 1 < b.len)
			fail_msg("it may be cut after %zu bytes", i);
	}
	bytes_reset(&b);
	card.seconds = 0;
	sign_card(&b, &card, signer.sign_pk, sk);
	assert_int_equal(cover_card_read(&read, b.data, b.len, &signer),
	    ERR_FORMAT);
	bytes_reset(&b);
	card.seconds = 60;
	crypto_sign_keypair(read.key, sk);
	sign_card(&b, &card, read.key, sk);
	assert_int_equal(cover_card_read(&read, b.data, b.len, &signer),
	    ERR_INTEGRITY);
	bytes_free(&b);
}

static int
truncate_at(int folder, const char *name, off_t len)
{
	int fd = openat(folder, name, O_WRONLY | O_CLOEXEC), r;

	r = fd < 0 ? -1 : ftruncate(fd, len);
	io_close(&fd);
	return r;
}

/* The secret is in a program of its own, and in its file. */
static void
test_wall__opens_what_is_sealed_to_it(void **state)
{
	struct page *p = *state;
	struct cover_ask ask = { .kind = COVER_NOTHING };
	struct letterbox_cover first, again;
	uint8_t box[COVER_BYTES], plain[COVER_ASK_BYTES];
	uint8_t want[COVER_ASK_BYTES];
	struct letterbox *l;
	bool opened;

	randombytes_buf(ask.key, sizeof(ask.key));
	cover_ask_write(want, &ask);
	assert_int_equal(letterbox_start(&l, p->state), 0);
	assert_int_equal(letterbox_cover_begin(l, p->state, &first), 0);
	assert_int_equal(cover_ask_seal(box, &ask, first.key), 0);
	assert_int_equal(letterbox_cover_open(l, box, plain, &opened), 0);
	assert_true(opened);
	assert_memory_equal(plain, want, sizeof(want));
	box[77] ^= 1;
	assert_int_equal(letterbox_cover_open(l, box, plain, &opened), 0);
	assert_false(opened);
	box[77] ^= 1;
	letterbox_stop(l);
	assert_int_equal(letterbox_start(&l, p->state), 0);
	assert_int_equal(letterbox_cover_begin(l, p->state, &again), 0);
	assert_memory_equal(&again, &first, sizeof(first));
	assert_int_equal(letterbox_cover_open(l, box, plain, &opened), 0);
	assert_true(opened);
	letterbox_stop(l);
	/* A damaged secret is told, not replaced. */
	assert_int_equal(truncate_at(p->state, "cover", 31), 0);
	assert_int_equal(letterbox_start(&l, p->state), 0);
	assert_int_equal(letterbox_cover_begin(l, p->state, &again),
	    ERR_INTEGRITY);
	letterbox_stop(l);
	(void)unlinkat(p->state, "cover", 0);
	(void)unlinkat(p->state, "salt", 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cover__is_answered_by_cover,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_garbage__is_answered_like_anything_else, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    test_ask__is_read_back_and_nothing_else_is, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_pieces__in_any_order_and_often_come_in_once, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    test_restart__forgets_pieces_but_not_what_came, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    test_failure__is_not_acknowledged_and_tried_again, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    test_no_parcel__is_refused_for_good, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_another_length__changes_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_flood__takes_its_own_place,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(test_reply__comes_in_pieces,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_came__is_there_after_a_restart_and_can_be_taken_back,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_came__refuses_a_damaged_file, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_wall__opens_what_is_sealed_to_it, setup, teardown),
		cmocka_unit_test(test_card__holds_for_its_signer_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
