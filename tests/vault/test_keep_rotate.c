/* test_keep_rotate.c -- epochs that come and go, in memory, file and keeper. */
#include "tests/vault/seal_kit.h"

#include <signal.h>

#include "vault/keep/key.h"
#include "vault/keep/keydisk.h"
#include "vault/keep/keyplace.h"
#include "vault/keep/payload.h"
#include "vault/keep/share.h"
#include "vault/keep/sharetext.h"
#include "vault/session/keeper.h"

/* As cheap as Argon2id gets. */
static const struct keyfile_cost cheap = { 1, 8 };

static char dir[256];

static int
setup(void **state)
{
	(void)state;
	assert_ok(process_hide());
	(void)signal(SIGPIPE, SIG_IGN);
	work_folder(dir);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	remove_folder(dir);
	return 0;
}

static struct secret *
secret_of(const void *p, size_t len)
{
	struct secret *s;

	assert_ok(secret_new(&s, len));
	memcpy(secret_bytes(s), p, len);
	return s;
}

static bool
holds(const struct keys *k, uint32_t epoch)
{
	const uint8_t *sk;
	uint8_t pk[BOX_PK_BYTES];

	return keys_epoch(k, epoch, &sk, pk);
}

static void
test_keys__gain_epochs_and_lose_them(void **state)
{
	struct keys *one, *two, *three, *back;
	struct bytes raw = BYTES_INIT(CARD_RAW_BYTES);
	uint32_t oldest, count;
	struct card card;

	(void)state;
	assert_ok(keys_new(&one));
	assert_ok(keys_next(&two, one));
	assert_ok(keys_next(&three, two));
	keys_held(three, &oldest, &count);
	assert_int_equal(oldest, 1);
	assert_int_equal(count, 3);
	assert_int_equal(keys_card(three)->epoch, 3);
	assert_memory_equal(keys_card(three)->sign_pk,
	    keys_card(one)->sign_pk, SIGN_PK_BYTES);
	assert_memory_not_equal(keys_card(three)->box_pk,
	    keys_card(two)->box_pk, BOX_PK_BYTES);
	assert_ok(card_put(&raw, keys_card(three)));
	assert_ok(card_read(&card, raw.data));	/* its signature holds */
	assert_true(holds(three, 1) && holds(three, 2) && holds(three, 3));

	assert_ok(keys_from(&back, three, 2));
	assert_true(!holds(back, 1) && holds(back, 2) && holds(back, 3));
	assert_memory_equal(keys_card(back), keys_card(three), sizeof(card));
	keys_free(back);
	assert_ok(keys_from(&back, three, 3));
	keys_held(back, &oldest, &count);
	assert_int_equal(oldest, 3);
	assert_int_equal(count, 1);
	keys_free(back);
	assert_int_equal(keys_from(&back, three, 4), ERR_WRONG_KEY);
	assert_int_equal(keys_from(&back, three, 0), ERR_WRONG_KEY);
	assert_null(back);
	keys_free(one);
	keys_free(two);
	keys_free(three);
	bytes_free(&raw);
}

static void
test_keys__have_so_many_epochs_and_no_more(void **state)
{
	struct keys *k, *next;
	int i;

	(void)state;
	assert_ok(keys_new(&k));
	for (i = 1; i < KEYFILE_EPOCHS_MAX; i++) {
		assert_ok(keys_next(&next, k));
		keys_free(k);
		k = next;
	}
	assert_int_equal(keys_next(&next, k), ERR_TOO_BIG);
	assert_null(next);
	keys_free(k);
}

static void
test_keyfile__is_written_again_under_its_passphrase(void **state)
{
	struct secret *pass = secret_of("correct horse", 13);
	struct secret *wrong = secret_of("correct horsf", 13);
	struct secret *file, *again, *third;
	struct keys *k, *next, *back;
	struct keylock *lock;

	(void)state;
	assert_ok(keys_new(&k));
	assert_ok(keyfile_write(&file, k, pass, &cheap));
	keys_free(k);
	assert_int_equal(keyfile_open(&k, &lock, file, wrong, "k"),
	    ERR_WRONG_KEY);
	assert_null(lock);
	assert_ok(keyfile_open(&k, &lock, file, pass, "k"));
	assert_non_null(lock);
	assert_ok(keys_next(&next, k));
	assert_ok(keyfile_write_again(&again, next, lock));
	assert_ok(keyfile_write_again(&third, next, lock));
	assert_true(keyfile_is_locked(again));
	assert_memory_not_equal(secret_peek(again) + 168,
	    secret_peek(third) + 168, 24);	/* the nonce */
	assert_ok(keyfile_read(&back, again, pass, "k"));
	assert_true(holds(back, 1) && holds(back, 2));
	keys_free(back);
	assert_int_equal(keyfile_read(&back, again, wrong, "k"),
	    ERR_WRONG_KEY);
	keylock_free(lock);
	keys_free(k);
	keys_free(next);
	secret_free(file);
	secret_free(again);
	secret_free(third);
	secret_free(pass);
	secret_free(wrong);
}

/* --- the file in its place --- */

static int
file_of(char path[300], const char *name, const char *text)
{
	int fd;

	(void)snprintf(path, 300, "%s/%s", dir, name);
	put_file(path, text, strlen(text));
	assert_int_equal(chmod(path, 0600), 0);
	assert_true((fd = open(path, O_RDONLY)) >= 0);
	return fd;
}

static void
only_zeros(int fd, size_t len)
{
	uint8_t was[64] = { 1 };

	assert_int_equal(pread(fd, was, sizeof(was), 0), len);
	assert_true(sodium_is_zero(was, len));
}

static void
test_keyplace__overwrites_what_it_replaces(void **state)
{
	struct secret *new = secret_of("the new keys", 12), *is;
	struct keyplace *p;
	char path[300], aside[300];
	struct stat st;
	int old;

	(void)state;
	old = file_of(path, "me.key", "the old secrets");
	assert_ok(keyplace_open(&p, path));
	assert_ok(keyplace_read(&is, p));
	assert_memory_equal(secret_peek(is), "the old secrets", 15);
	secret_free(is);
	assert_ok(keyplace_swap(p, new));
	only_zeros(old, 15);
	assert_ok(keyplace_read(&is, p));
	assert_int_equal(secret_len(is), 12);
	secret_free(is);
	assert_ok(keyplace_swap(p, new));	/* and again */
	keyplace_free(p);
	assert_ok(keydisk_read(&is, path));
	assert_memory_equal(secret_peek(is), "the new keys", 12);
	secret_free(is);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	(void)snprintf(aside, sizeof(aside), "%s/.me.key.old", dir);
	assert_int_equal(access(aside, F_OK), -1);
	(void)close(old);
	secret_free(new);
}

static void
test_keyplace__ends_what_an_interrupted_one_left(void **state)
{
	struct keyplace *p;
	char path[300], aside[300];
	int left;

	(void)state;
	(void)close(file_of(path, "left.key", "in place"));
	left = file_of(aside, ".left.key.old", "left over");
	assert_ok(keyplace_open(&p, path));
	only_zeros(left, 9);
	assert_int_equal(access(aside, F_OK), -1);
	keyplace_free(p);
	(void)close(left);
}

static void
test_keyplace__is_had_by_one_at_a_time(void **state)
{
	struct secret *new = secret_of("new", 3);
	struct keyplace *p, *q;
	char path[300], link[300];

	(void)state;
	(void)close(file_of(path, "one.key", "old"));
	(void)snprintf(link, sizeof(link), "%s/link", dir);
	assert_int_equal(symlink(path, link), 0);
	assert_ok(keyplace_open(&p, link));
	assert_int_equal(keyplace_open(&q, path), ERR_BUSY);
	assert_null(q);
	assert_ok(keyplace_swap(p, new));
	assert_int_equal(keyplace_open(&q, path), ERR_BUSY);
	keyplace_free(p);
	assert_ok(keyplace_open(&q, path));
	keyplace_free(q);
	secret_free(new);
}

/* --- the keeper --- */

static int
start(struct keeper **k, const char *path, bool renew)
{
	struct keeper_options o = { .key_file = path, .passphrase_fd = -1,
	    .renew = renew };

	return keeper_start(k, &o);
}

static void
seal_to(struct bytes *box, const struct grant_ctx *ctx,
    const struct card *card)
{
	struct secret *key;

	assert_ok(secret_random(&key));
	bytes_reset(box);
	assert_ok(grant_seal(box, ctx, key, card->box_pk));
	secret_free(key);
}

static void
test_keeper__that_serves_writes_no_key_file(void **state)
{
	struct card card, next;
	struct keeper *k, *other;
	struct epochs held;
	char path[300];

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/serve.key", dir);
	assert_ok(key_new(&card, path, true, -1));
	assert_ok(start(&k, path, false));
	assert_int_equal(keeper_next(k, &next), ERR_NOT_PERMITTED);
	assert_int_equal(keeper_forget(k, 1), ERR_NOT_PERMITTED);
	assert_ok(keeper_epochs(k, &held));
	assert_int_equal(held.oldest, 1);
	assert_int_equal(held.newest, 1);
	assert_int_equal(held.count, 1);
	/* Serving is for many at once, rotating for one. */
	assert_ok(start(&other, path, true));
	keeper_stop(k);
	assert_int_equal(start(&k, path, true), ERR_BUSY);
	keeper_stop(other);
}

static void
test_keeper__rotates_its_key_file(void **state)
{
	const struct grant_ctx ctx = { .tier = TIER_WORKING,
	    .submission = { { 1 } } };
	const struct grant_ctx elsewhere = { .tier = TIER_WORKING,
	    .submission = { { 2 } } };
	struct bytes box = BYTES_INIT(GRANT_BYTES);
	struct bytes again = BYTES_INIT(GRANT_BYTES);
	struct card card, next, file;
	struct keeper *k;
	struct epochs held;
	uint32_t handle;
	char path[300];

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/renew.key", dir);
	assert_ok(key_new(&card, path, true, -1));
	seal_to(&box, &ctx, &card);
	assert_ok(start(&k, path, true));
	assert_ok(keeper_next(k, &next));
	assert_int_equal(next.epoch, 2);
	assert_ok(key_card(&file, path));	/* durable by now */
	assert_memory_equal(&file, &next, sizeof(file));
	assert_int_equal(keeper_pass(k, box.data, box.len, 1, &elsewhere,
	    next.box_pk, &again), ERR_INTEGRITY);
	assert_int_equal(keeper_pass(k, box.data, box.len, 2, &ctx,
	    next.box_pk, &again), ERR_WRONG_KEY);
	assert_int_equal(again.len, 0);
	assert_ok(keeper_pass(k, box.data, box.len, 1, &ctx, next.box_pk,
	    &again));
	assert_int_equal(keeper_forget(k, 3), ERR_WRONG_KEY);
	assert_ok(keeper_forget(k, 2));
	assert_ok(keeper_epochs(k, &held));
	assert_int_equal(held.oldest, 2);
	assert_int_equal(held.count, 1);
	assert_int_equal(keeper_open_grant(k, box.data, box.len, 1, &ctx,
	    &handle), ERR_WRONG_KEY);
	assert_ok(keeper_open_grant(k, again.data, again.len, 2, &ctx,
	    &handle));
	keeper_stop(k);
	/* Nor does the file open it any more. */
	assert_ok(start(&k, path, false));
	assert_int_equal(keeper_open_grant(k, box.data, box.len, 1, &ctx,
	    &handle), ERR_WRONG_KEY);
	assert_ok(keeper_open_grant(k, again.data, again.len, 2, &ctx,
	    &handle));
	keeper_stop(k);
	bytes_free(&box);
	bytes_free(&again);
}

/* --- shares --- */

static void
test_shares__of_any_k_make_the_key_and_fewer_do_not(void **state)
{
	static const char *const names[] = { "a", "b", "c", "d", "e" };
	struct secret *raws[SHARES_MAX], *text, *raw;
	struct share all[5], some[5];
	struct keys *me, *next, *back;
	unsigned set;
	size_t i, n;

	(void)state;
	assert_ok(keys_new(&me));
	assert_ok(keys_next(&next, me));
	assert_ok(share_split(raws, next, 3, 5));
	for (i = 0; i < 5; i++) {
		assert_ok(share_read(&all[i], &raws[i], names[i]));
		assert_ok(sharetext_write(&text, &all[i]));
		assert_ok(sharetext_read(&raw, text, names[i]));
		assert_int_equal(secret_len(raw), secret_len(all[i].raw));
		assert_memory_equal(secret_peek(raw),
		    secret_peek(all[i].raw), secret_len(raw));
		secret_free(text);
		secret_free(raw);
	}
	for (set = 1; set < 32; set++) {
		for (i = 0, n = 0; i < 5; i++)
			if ((set >> i & 1) != 0)
				some[n++] = all[i];
		if (n < 3) {
			assert_int_equal(share_join(&back, some, names, n),
			    ERR_NOT_FOUND);
			assert_null(back);
			continue;
		}
		assert_ok(share_join(&back, some, names, n));
		assert_memory_equal(secret_peek(keys_payload(back)),
		    secret_peek(keys_payload(next)),
		    secret_len(keys_payload(next)));
		keys_free(back);
	}
	/* Two that claim to be enough make nothing. */
	some[0] = all[0];
	some[1] = all[1];
	some[0].k = some[1].k = 2;
	assert_int_equal(share_join(&back, some, names, 2), ERR_INTEGRITY);
	for (i = 0; i < 5; i++)
		share_free(&all[i]);
	keys_free(me);
	keys_free(next);
}

static void
test_shares__that_are_cut_or_changed_anywhere_are_refused(void **state)
{
	struct secret *raws[SHARES_MAX], *text, *bad, *raw;
	struct share share, other;
	struct keys *me;
	size_t i, len;
	int r;

	(void)state;
	assert_ok(keys_new(&me));
	assert_ok(share_split(raws, me, 2, 2));
	len = secret_len(raws[0]);
	for (i = 0; i < len; i++) {
		bad = secret_of(secret_peek(raws[0]), len);
		secret_bytes(bad)[i] ^= (uint8_t)(1u << i % 8);
		r = share_read(&other, &bad, "x");
		if (r >= 0 || bad == NULL)
			fail_msg("with byte %zu changed it is taken", i);
		secret_free(bad);
		bad = secret_of(secret_peek(raws[0]), len);
		raw = i > 0 ? secret_of(secret_peek(bad), i) : NULL;
		if (raw != NULL && share_read(&other, &raw, "x") >= 0)
			fail_msg("cut at %zu it is taken", i);
		secret_free(raw);
		secret_free(bad);
	}
	assert_ok(share_read(&share, &raws[0], "x"));
	assert_ok(sharetext_write(&text, &share));
	len = secret_len(text);
	for (i = 0; i < len; i++) {
		if (i == 0 || secret_peek(text)[i - 1] == '\n')
			while (i < len && secret_peek(text)[i] == '#')
				i += strcspn((const char *)secret_peek(text) +
				    i, "\n") + 1;
		bad = secret_of(secret_peek(text), len);
		secret_bytes(bad)[i] = secret_peek(text)[i] == 'q' ? 'p' : 'q';
		r = sharetext_read(&raw, bad, "x");
		if (r != ERR_FORMAT || raw != NULL)
			fail_msg("with character %zu changed it is read", i);
		secret_free(bad);
	}
	share_free(&share);
	secret_free(text);
	secret_free(raws[1]);
	keys_free(me);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys__gain_epochs_and_lose_them),
		cmocka_unit_test(test_keys__have_so_many_epochs_and_no_more),
		cmocka_unit_test(
		    test_keyfile__is_written_again_under_its_passphrase),
		cmocka_unit_test(test_keyplace__overwrites_what_it_replaces),
		cmocka_unit_test(
		    test_keyplace__ends_what_an_interrupted_one_left),
		cmocka_unit_test(test_keyplace__is_had_by_one_at_a_time),
		cmocka_unit_test(test_keeper__that_serves_writes_no_key_file),
		cmocka_unit_test(test_keeper__rotates_its_key_file),
		cmocka_unit_test(
		    test_shares__of_any_k_make_the_key_and_fewer_do_not),
		cmocka_unit_test(
		    test_shares__that_are_cut_or_changed_anywhere_are_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
