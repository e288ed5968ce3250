/* test_keep_file.c -- a key file opens rightly or not at all. */
#include "tests/vault/seal_kit.h"

#include "vault/keep/key.h"
#include "vault/keep/keydisk.h"
#include "vault/keep/keyfile.h"
#include "vault/keep/passphrase.h"
#include "vault/keep/payload.h"
#include "vault/keep/sign.h"

/* As cheap as Argon2id gets: the tests open some hundred files. */
static const struct keyfile_cost cheap = { 1, 8 };

static struct keys *me;
static char dir[256];

static int
setup(void **state)
{
	(void)state;
	assert_ok(process_hide());
	assert_ok(keys_new(&me));
	work_folder(dir);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	keys_free(me);
	remove_folder(dir);
	return 0;
}

static struct secret *
secret_of(const void *p, size_t len)
{
	struct secret *s;

	assert_ok(secret_new(&s, len));
	if (len > 0)
		memcpy(secret_bytes(s), p, len);
	return s;
}

static struct secret *
words(const char *s)
{
	return secret_of(s, strlen(s));
}

/* Do both hold the same keys? */
static void
same_keys(const struct keys *a, const struct keys *b)
{
	const uint8_t *sa, *sb;
	uint8_t pk[BOX_PK_BYTES];

	assert_memory_equal(keys_card(a), keys_card(b), sizeof(struct card));
	assert_memory_equal(keys_sign_sk(a), keys_sign_sk(b), 64);
	assert_true(keys_epoch(a, 1, &sa, pk));
	assert_memory_equal(pk, keys_card(a)->box_pk, sizeof(pk));
	assert_true(keys_epoch(b, 1, &sb, pk));
	assert_memory_equal(sa, sb, 32);
}

static void
test_keyfile__opens_with_its_passphrase_alone(void **state)
{
	struct secret *right = words("correct horse"), *file;
	struct secret *wrong = words("correct horsf");
	struct keys *back = NULL;

	(void)state;
	assert_ok(keyfile_write(&file, me, right, &cheap));
	assert_true(keyfile_is_locked(file));
	assert_ok(keyfile_read(&back, file, right, "me.key"));
	same_keys(back, me);
	keys_free(back);
	assert_int_equal(keyfile_read(&back, file, wrong, "me.key"),
	    ERR_WRONG_KEY);
	assert_null(back);
	assert_string_equal(err_line(),
	    "wrong passphrase for me.key; try again");
	assert_int_equal(keyfile_read(&back, file, NULL, "me.key"),
	    ERR_WRONG_KEY);
	secret_free(right);
	secret_free(wrong);
	secret_free(file);
}

static void
test_keyfile__has_the_offsets_of_its_page(void **state)
{
	struct secret *file;
	struct keys *back;
	const uint8_t *p;

	(void)state;
	assert_ok(keyfile_write(&file, me, NULL, NULL));
	assert_false(keyfile_is_locked(file));
	p = secret_peek(file);
	assert_int_equal(secret_len(file), 8 + 2 + 133 + 1 + 8 + 16 + 24 +
	    1 + 32 + 2 + 36);
	assert_memory_equal(p, "TIPKEY01\0\x85", 10);
	assert_int_equal(p[10], 1);			/* card's version */
	assert_memory_equal(p + 11, keys_card(me)->sign_pk, 32);
	assert_int_equal(p[143], 0);			/* kdf */
	assert_true(sodium_is_zero(p + 144, 8 + 16));
	assert_memory_equal(p + 192, "\1", 1);		/* payload */
	assert_memory_equal(p + 193, keys_sign_sk(me), 32);
	assert_memory_equal(p + 225, "\0\1\0\0\0\1", 6);
	assert_ok(keyfile_read(&back, file, NULL, "me.key"));
	same_keys(back, me);
	keys_free(back);
	secret_free(file);
}

static void
test_keyfile__is_refused_when_cut_or_flipped(void **state)
{
	struct secret *pass = words("correct horse"), *file, *bad;
	struct keys *back;
	size_t i, len;
	int locked, r;

	(void)state;
	for (locked = 0; locked < 2; locked++) {
		assert_ok(keyfile_write(&file, me, locked ? pass : NULL,
		    &cheap));
		len = secret_len(file);
		for (i = 0; i < len; i++) {
			bad = secret_of(secret_peek(file), i);
			r = keyfile_read(&back, bad, pass, "me.key");
			if (r >= 0 || back != NULL)
				fail_msg("cut at %zu it opens", i);
			secret_free(bad);
			bad = secret_of(secret_peek(file), len);
			secret_bytes(bad)[i] ^= (uint8_t)(1u << i % 8);
			r = keyfile_read(&back, bad, pass, "me.key");
			if (r >= 0 || back != NULL)
				fail_msg("with byte %zu flipped it opens", i);
			secret_free(bad);
		}
		secret_free(file);
	}
	secret_free(pass);
}

static void
test_keyfile__asking_for_too_much_is_refused_at_once(void **state)
{
	struct secret *pass = words("correct horse"), *file, *bad;
	struct keys *back;

	(void)state;
	assert_ok(keyfile_write(&file, me, pass, &cheap));
	bad = secret_of(secret_peek(file), secret_len(file));
	secret_bytes(bad)[147] = 65;		/* opslimit */
	assert_int_equal(keyfile_read(&back, bad, pass, "k"), ERR_TOO_BIG);
	secret_bytes(bad)[147] = 1;
	secret_bytes(bad)[149] = 0x10;		/* memlimit: 1 GiB + 8 KiB */
	assert_int_equal(keyfile_read(&back, bad, pass, "k"), ERR_TOO_BIG);
	secret_free(bad);
	secret_free(file);
	secret_free(pass);
}

/* The card of one person, the secrets of another. */
static void
test_keyfile__whose_card_is_another_s_is_refused(void **state)
{
	struct secret *mine, *hers, *mixed;
	struct keys *her, *back;

	(void)state;
	assert_ok(keys_new(&her));
	assert_ok(keyfile_write(&mine, me, NULL, NULL));
	assert_ok(keyfile_write(&hers, her, NULL, NULL));
	mixed = secret_of(secret_peek(mine), secret_len(mine));
	memcpy(secret_bytes(mixed) + 10, secret_peek(hers) + 10, 133);
	assert_int_equal(keyfile_read(&back, mixed, NULL, "k"), ERR_FORMAT);
	secret_free(mine);
	secret_free(hers);
	secret_free(mixed);
	keys_free(her);
}

/* A payload as a later rotation leaves it: two epochs, numbered a and b. */
static struct secret *
two_epochs(struct card *card, uint32_t a, uint32_t b)
{
	uint8_t p[35 + 2 * 36] = { 1 }, sk[64];
	size_t i;

	fill(p + 1, sizeof(p) - 1);
	memcpy(p + 33, "\0\2", 2);
	for (i = 0; i < 2; i++) {
		memset(p + 35 + i * 36, 0, 4);
		p[35 + i * 36 + 3] = (uint8_t)(i == 0 ? a : b);
		p[39 + i * 36] &= 248;
		p[39 + i * 36 + 31] = 64;
	}
	memset(card, 0, sizeof(*card));
	card->epoch = b;
	assert_int_equal(crypto_sign_seed_keypair(card->sign_pk, sk, p + 1),
	    0);
	assert_int_equal(crypto_scalarmult_base(card->box_pk, p + 75), 0);
	assert_ok(sign_card(card, sk));
	return secret_of(p, sizeof(p));
}

static void
test_keys__of_several_epochs_are_told_apart(void **state)
{
	struct secret *payload, *file;
	struct keys *k, *back;
	const uint8_t *sk;
	uint8_t pk[BOX_PK_BYTES];
	struct card card;

	(void)state;
	payload = two_epochs(&card, 3, 7);
	assert_ok(keys_from_payload(&k, &payload, &card));
	assert_null(payload);
	assert_ok(keyfile_write(&file, k, NULL, NULL));
	assert_ok(keyfile_read(&back, file, NULL, "k"));
	assert_true(keys_epoch(back, 7, &sk, pk));
	assert_memory_equal(pk, card.box_pk, sizeof(pk));
	assert_true(keys_epoch(back, 3, &sk, pk));
	assert_memory_not_equal(pk, card.box_pk, sizeof(pk));
	assert_false(keys_epoch(back, 1, &sk, pk));
	assert_false(keys_epoch(back, 4, &sk, pk));
	keys_free(k);
	keys_free(back);
	secret_free(file);
}

static void
test_keys__of_epochs_out_of_order_or_form_are_refused(void **state)
{
	static const struct {
		const char *what;
		uint32_t a, b;
		size_t at;	/* byte of the payload to set, 0: none */
		uint8_t to;
	} cases[] = {
		{ "the same epoch twice", 7, 7, 0, 0 },
		{ "falling epochs", 7, 3, 0, 0 },
		{ "an epoch 0", 0, 7, 0, 0 },
		{ "another version", 3, 7, 0, 2 },
		{ "a count too small", 3, 7, 34, 1 },
		{ "a count too large", 3, 7, 34, 3 },
		{ "a secret not clamped", 3, 7, 39, 7 },
		{ "a secret with its top bit set", 3, 7, 70, 192 },
		{ "a secret that is not the card's", 3, 7, 80, 0x55 },
		{ "a seed that is not the card's", 3, 7, 9, 0x55 },
	};
	struct secret *payload;
	struct card card;
	struct keys *k;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		payload = two_epochs(&card, cases[i].a, cases[i].b);
		if (cases[i].to != 0)
			secret_bytes(payload)[cases[i].at] = cases[i].to;
		if (keys_from_payload(&k, &payload, &card) != ERR_FORMAT ||
		    k != NULL)
			fail_msg("%s: accepted", cases[i].what);
		secret_free(payload);
	}
}

static int
pipe_with(const char *text)
{
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	assert_ok(io_write_all(fds[1], text, strlen(text)));
	(void)close(fds[1]);
	return fds[0];
}

static void
test_passphrase__is_one_line_and_leaves_the_next(void **state)
{
	struct secret *s;
	int fd = pipe_with("first one\nsecond\nlast");

	(void)state;
	assert_ok(passphrase_read(&s, fd));
	assert_int_equal(secret_len(s), 9);
	assert_memory_equal(secret_peek(s), "first one", 9);
	secret_free(s);
	assert_ok(passphrase_read(&s, fd));
	assert_memory_equal(secret_peek(s), "second", 6);
	secret_free(s);
	assert_ok(passphrase_read(&s, fd));
	assert_memory_equal(secret_peek(s), "last", 4);
	secret_free(s);
	assert_int_equal(passphrase_read(&s, fd), ERR_USAGE);
	assert_null(s);
	(void)close(fd);
}

static void
test_passphrase__has_a_longest_and_a_new_one_a_shortest(void **state)
{
	char text[PASSPHRASE_MAX + 2];
	struct secret *s;
	int fd;

	(void)state;
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	fd = pipe_with(text);
	assert_int_equal(passphrase_read(&s, fd), ERR_TOO_BIG);
	(void)close(fd);
	s = words("1234567");
	assert_int_equal(passphrase_check(s), ERR_USAGE);
	secret_free(s);
	s = words("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9");	/* four letters */
	assert_int_equal(passphrase_check(s), ERR_USAGE);
	secret_free(s);
	s = words("12345678");
	assert_ok(passphrase_check(s));
	secret_free(s);
}

static void
test_key__changes_its_passphrase_and_nothing_else(void **state)
{
	char path[300];
	struct card made, card;
	struct stat st;
	int fd;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/me.key", dir);
	fd = pipe_with("the first phrase\n");
	assert_ok(key_new(&made, path, false, fd));
	(void)close(fd);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);

	fd = pipe_with("not the phrase\nthe second phrase\n");
	assert_int_equal(key_passphrase(&card, path, fd), ERR_WRONG_KEY);
	(void)close(fd);
	fd = pipe_with("the first phrase\nshort\n");
	assert_int_equal(key_passphrase(&card, path, fd), ERR_USAGE);
	(void)close(fd);
	fd = pipe_with("the first phrase\nthe second phrase\n");
	assert_ok(key_passphrase(&card, path, fd));
	(void)close(fd);
	assert_memory_equal(&card, &made, sizeof(card));
	fd = pipe_with("the first phrase\nthe third phrase\n");
	assert_int_equal(key_passphrase(&card, path, fd), ERR_WRONG_KEY);
	(void)close(fd);
	fd = pipe_with("the second phrase\nthe third phrase\n");
	assert_ok(key_passphrase(&card, path, fd));
	(void)close(fd);
	assert_ok(key_card(&card, path));
	assert_memory_equal(&card, &made, sizeof(card));
}

static void
test_key__is_never_written_over(void **state)
{
	struct bytes before = BYTES_INIT(KEYFILE_MAX);
	struct bytes after = BYTES_INIT(KEYFILE_MAX);
	struct card card;
	char path[300];

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/once.key", dir);
	assert_ok(key_new(&card, path, true, -1));
	assert_ok(io_read_file(AT_FDCWD, path, &before));
	assert_int_equal(key_new(&card, path, true, -1), ERR_EXISTS);
	assert_ok(io_read_file(AT_FDCWD, path, &after));
	assert_int_equal(after.len, before.len);
	assert_memory_equal(after.data, before.data, before.len);
	sodium_memzero(before.data, before.len);
	sodium_memzero(after.data, after.len);
	bytes_free(&before);
	bytes_free(&after);
}

static void
test_key__that_others_may_read_is_refused_with_the_cure(void **state)
{
	static const mode_t modes[] = { 0644, 0640, 0604, 0620, 0601 };
	struct secret *file;
	struct card card;
	char path[300];
	size_t i;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/open.key", dir);
	assert_ok(key_new(&card, path, true, -1));
	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		assert_int_equal(chmod(path, modes[i]), 0);
		assert_int_equal(keydisk_read(&file, path),
		    ERR_NOT_PERMITTED);
		assert_null(file);
		assert_non_null(strstr(err_line(), "chmod 600"));
	}
	assert_int_equal(chmod(path, 0400), 0);
	assert_ok(keydisk_read(&file, path));
	secret_free(file);
}

static void
test_key__that_is_no_key_file_is_refused(void **state)
{
	struct secret *file;
	struct card card;
	char path[300];

	(void)state;
	assert_int_equal(keydisk_read(&file, dir), ERR_FORMAT);
	(void)snprintf(path, sizeof(path), "%s/absent.key", dir);
	assert_int_equal(keydisk_read(&file, path), ERR_NOT_FOUND);
	(void)snprintf(path, sizeof(path), "%s/fifo", dir);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(keydisk_read(&file, path), ERR_FORMAT);
	(void)snprintf(path, sizeof(path), "%s/empty", dir);
	put_file(path, "", 0);
	assert_int_equal(keydisk_read(&file, path), ERR_FORMAT);
	(void)snprintf(path, sizeof(path), "%s/text", dir);
	put_file(path, "-----BEGIN OPENSSH PRIVATE KEY-----\n", 36);
	assert_int_equal(key_card(&card, path), ERR_FORMAT);
	(void)snprintf(path, sizeof(path), "%s/no/such/folder.key", dir);
	assert_int_equal(key_new(&card, path, true, -1), ERR_NOT_FOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keyfile__opens_with_its_passphrase_alone),
		cmocka_unit_test(test_keyfile__has_the_offsets_of_its_page),
		cmocka_unit_test(test_keyfile__is_refused_when_cut_or_flipped),
		cmocka_unit_test(
		    test_keyfile__asking_for_too_much_is_refused_at_once),
		cmocka_unit_test(
		    test_keyfile__whose_card_is_another_s_is_refused),
		cmocka_unit_test(test_keys__of_several_epochs_are_told_apart),
		cmocka_unit_test(
		    test_keys__of_epochs_out_of_order_or_form_are_refused),
		cmocka_unit_test(
		    test_passphrase__is_one_line_and_leaves_the_next),
		cmocka_unit_test(
		    test_passphrase__has_a_longest_and_a_new_one_a_shortest),
		cmocka_unit_test(
		    test_key__changes_its_passphrase_and_nothing_else),
		cmocka_unit_test(test_key__is_never_written_over),
		cmocka_unit_test(
		    test_key__that_others_may_read_is_refused_with_the_cure),
		cmocka_unit_test(test_key__that_is_no_key_file_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
