/* test_keep.c -- the keeper as a process, asked through session/keeper.h. */
#include "tests/vault/seal_kit.h"

#include <signal.h>
#include <sys/mman.h>

#include "vault/base/wire.h"
#include "vault/keep/key.h"
#include "vault/session/keeper.h"
#include "vault/session/keeper_records.h"
#include "vault/session/wall.h"

#define BIG (4u << 20)
#define MEMORY_MAX_KIB 65536	/* of every process of this project */

static char dir[256], plain_key[300], locked_key[300];
static struct card my_card, her_card;
static struct keeper *me, *her;
static struct secret *tier_key;

static int
pipe_with(const char *text)
{
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	assert_ok(io_write_all(fds[1], text, strlen(text)));
	(void)close(fds[1]);
	return fds[0];
}

static int
start(struct keeper **k, const char *path, const char *passphrase)
{
	struct keeper_options o = { .key_file = path, .passphrase_fd = -1 };
	int r;

	if (passphrase != NULL)
		o.passphrase_fd = pipe_with(passphrase);
	r = keeper_start(k, &o);
	io_close(&o.passphrase_fd);
	return r;
}

static int
setup(void **state)
{
	int fd;

	(void)state;
	assert_ok(process_hide());
	(void)signal(SIGPIPE, SIG_IGN);
	assert_ok(secret_random(&tier_key));
	work_folder(dir);
	(void)snprintf(plain_key, sizeof(plain_key), "%s/plain.key", dir);
	(void)snprintf(locked_key, sizeof(locked_key), "%s/locked.key", dir);
	assert_ok(key_new(&my_card, plain_key, true, -1));
	fd = pipe_with("correct horse\n");
	assert_ok(key_new(&her_card, locked_key, false, fd));
	(void)close(fd);
	assert_ok(start(&me, plain_key, NULL));
	assert_ok(start(&her, locked_key, "correct horse\n"));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	keeper_stop(me);
	keeper_stop(her);
	secret_free(tier_key);
	remove_folder(dir);
	return 0;
}

static struct grant_ctx
grant_ctx_of(uint8_t submission, uint8_t item, enum tier tier)
{
	struct grant_ctx ctx = { .tier = tier };

	memset(ctx.submission.b, submission, ID_BYTES);
	memset(ctx.item.b, item, ID_BYTES);
	return ctx;
}

/* A handle on tier_key, for submission 0x11 and the original tier. */
static uint32_t
my_handle(void)
{
	const struct grant_ctx ctx = grant_ctx_of(0x11, 0, TIER_ORIGINAL);
	struct bytes box = BYTES_INIT(GRANT_BYTES);
	uint32_t handle;

	assert_ok(grant_seal(&box, &ctx, tier_key, my_card.box_pk));
	assert_ok(keeper_open_grant(me, box.data, box.len, 1, &ctx, &handle));
	bytes_free(&box);
	return handle;
}

static void
test_keeper__shows_its_own_card(void **state)
{
	struct card card;

	(void)state;
	assert_ok(keeper_card(me, &card));
	assert_memory_equal(&card, &my_card, sizeof(card));
	assert_ok(keeper_card(her, &card));
	assert_memory_equal(&card, &her_card, sizeof(card));
}

static void
test_keeper__does_not_start_without_the_right_key(void **state)
{
	struct keeper *k = NULL;
	char path[300];

	(void)state;
	assert_int_equal(start(&k, locked_key, "wrong horse\n"),
	    ERR_WRONG_KEY);
	assert_null(k);
	assert_non_null(strstr(err_line(), "wrong passphrase for"));
	assert_int_equal(start(&k, locked_key, "\n"), ERR_USAGE);
	(void)snprintf(path, sizeof(path), "%s/absent.key", dir);
	assert_int_equal(start(&k, path, NULL), ERR_NOT_FOUND);
	(void)snprintf(path, sizeof(path), "%s/odd.key", dir);
	put_file(path, "TIPKEY01 and no more", 20);
	assert_int_equal(start(&k, path, NULL), ERR_FORMAT);
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(start(&k, path, NULL), ERR_NOT_PERMITTED);
	assert_null(k);
}

static void
test_keeper__signs_entries_drops_and_replies_alone(void **state)
{
	struct bytes sig = BYTES_INIT(4096);
	const size_t len = 3u << 20;	/* more than one record can carry */
	uint8_t pk[SIGN_PK_BYTES], *msg = malloc(len);

	(void)state;
	assert_non_null(msg);
	fill(msg, len);
	assert_ok(keeper_sign(me, SSHSIG_NS_DROP, msg, len, &sig));
	assert_ok(sshsig_verify(pk, sig.data, sig.len, SSHSIG_NS_DROP, msg,
	    len));
	assert_memory_equal(pk, my_card.sign_pk, sizeof(pk));
	bytes_reset(&sig);
	assert_ok(keeper_sign(me, SSHSIG_NS_REPLY, msg, 10, &sig));
	assert_ok(sshsig_verify(pk, sig.data, sig.len, SSHSIG_NS_REPLY, msg,
	    10));
	assert_int_equal(keeper_sign(me, "tipline-card", msg, 10, &sig),
	    ERR_NOT_PERMITTED);
	assert_int_equal(keeper_sign(me, "", msg, 10, &sig),
	    ERR_NOT_PERMITTED);
	assert_int_equal(keeper_sign(me,
	    "a namespace that is longer than any that is known", msg, 10,
	    &sig), ERR_FORMAT);
	free(msg);
	bytes_free(&sig);
}

static void
test_keeper__opens_grants_made_to_it_for_this_place(void **state)
{
	const struct grant_ctx here = grant_ctx_of(0x11, 0, TIER_ORIGINAL);
	const struct grant_ctx there = grant_ctx_of(0x12, 0, TIER_ORIGINAL);
	struct bytes box = BYTES_INIT(GRANT_BYTES);
	uint32_t handle = 0;

	(void)state;
	assert_ok(grant_seal(&box, &here, tier_key, my_card.box_pk));
	assert_int_equal(keeper_open_grant(her, box.data, box.len, 1, &here,
	    &handle), ERR_WRONG_KEY);
	assert_int_equal(keeper_open_grant(me, box.data, box.len, 2, &here,
	    &handle), ERR_WRONG_KEY);
	assert_int_equal(keeper_open_grant(me, box.data, box.len, 1, &there,
	    &handle), ERR_INTEGRITY);
	assert_int_equal(keeper_open_grant(me, box.data, box.len - 1, 1, &here,
	    &handle), ERR_FORMAT);
	assert_int_equal(handle, 0);
	assert_ok(keeper_open_grant(me, box.data, box.len, 1, &here, &handle));
	assert_int_not_equal(handle, 0);
	bytes_free(&box);
}

static void
test_keeper__hands_a_tier_or_an_item_on_and_no_more(void **state)
{
	const struct grant_ctx tier = grant_ctx_of(0x11, 0, TIER_ORIGINAL);
	const struct grant_ctx item = grant_ctx_of(0x11, 0x22, TIER_ORIGINAL);
	const struct object_ctx ours = ctx_of(0x11, 0x22, OBJECT_ORIGINAL, 1);
	const struct object_ctx other = ctx_of(0x11, 0x23, OBJECT_ORIGINAL, 1);
	const struct object_ctx whole = ctx_of(0x11, 0, OBJECT_MANIFEST, 1);
	const struct grant_ctx working = grant_ctx_of(0x11, 0, TIER_WORKING);
	struct bytes box = BYTES_INIT(4 * GRANT_BYTES);
	struct sealed done;
	uint32_t mine = my_handle(), hers;
	uint64_t n;
	int in, out;

	(void)state;
	assert_ok(io_memfd_from(&in, "in", "a tip", 5));
	assert_ok(io_memfd(&out, "out"));
	assert_ok(keeper_seal(me, mine, &ours, in, out, &done));

	/* the item alone */
	assert_ok(keeper_grant(me, mine, &item, her_card.box_pk, &box));
	assert_ok(keeper_open_grant(her, box.data, box.len, 1, &item, &hers));
	assert_int_equal(lseek(out, 0, SEEK_SET), 0);
	assert_ok(keeper_unseal(her, hers, &ours, out, in, &n));
	assert_int_equal(n, 5);
	assert_int_equal(keeper_unseal(her, hers, &other, out, in, &n),
	    ERR_NOT_PERMITTED);
	assert_int_equal(keeper_unseal(her, hers, &whole, out, in, &n),
	    ERR_NOT_PERMITTED);
	assert_int_equal(keeper_grant(her, hers, &tier, my_card.box_pk, &box),
	    ERR_NOT_PERMITTED);
	/* the whole tier */
	bytes_reset(&box);
	assert_ok(keeper_grant(me, mine, &tier, her_card.box_pk, &box));
	assert_ok(keeper_open_grant(her, box.data, box.len, 1, &tier, &hers));
	assert_int_equal(lseek(out, 0, SEEK_SET), 0);
	assert_ok(keeper_unseal(her, hers, &ours, out, in, &n));
	/* never another tier */
	assert_int_equal(keeper_grant(me, mine, &working, her_card.box_pk,
	    &box), ERR_NOT_PERMITTED);
	io_close(&in);
	io_close(&out);
	bytes_free(&box);
}

/* What intake seals with the tier key, the keeper opens, and the other way. */
static void
test_keeper__seals_and_unseals_as_intake_does(void **state)
{
	static const size_t sizes[] = { 0, 5, 65532, 65533, 1048583 };
	const struct object_ctx ctx = ctx_of(0x11, 0x22, OBJECT_ORIGINAL, 1);
	struct bytes box = BYTES_INIT(BIG), back = BYTES_INIT(BIG);
	uint8_t *p = malloc(BIG);
	uint32_t handle = my_handle();
	struct secret *item_key;
	struct sealed done;
	uint64_t n;
	size_t i;
	int in, out, again;

	(void)state;
	assert_non_null(p);
	fill(p, BIG);
	assert_ok(object_item_key(&item_key, tier_key, &ctx.submission,
	    &ctx.item));
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		bytes_reset(&box);
		bytes_reset(&back);
		assert_ok(io_memfd_from(&in, "in", p, sizes[i]));
		assert_ok(io_memfd(&out, "out"));
		assert_ok(io_memfd(&again, "again"));
		assert_ok(keeper_seal(me, handle, &ctx, in, out, &done));
		assert_int_equal(done.content, sizes[i]);
		assert_true(sodium_is_zero(done.sha256, SHA256_BYTES));
		assert_int_equal(lseek(out, 0, SEEK_SET), 0);
		assert_ok(io_read_all(out, &box));
		assert_int_equal(done.size, box.len);
		assert_ok(open_bytes(&back, item_key, &ctx, box.data, box.len,
		    BIG));
		assert_int_equal(back.len, sizes[i]);

		bytes_reset(&box);
		bytes_reset(&back);
		(void)seal_bytes(&box, item_key, &ctx, p, sizes[i]);
		assert_int_equal(ftruncate(out, 0), 0);
		assert_int_equal(lseek(out, 0, SEEK_SET), 0);
		assert_ok(io_write_all(out, box.data, box.len));
		assert_int_equal(lseek(out, 0, SEEK_SET), 0);
		assert_ok(keeper_unseal(me, handle, &ctx, out, again, &n));
		assert_int_equal(n, sizes[i]);
		assert_int_equal(lseek(again, 0, SEEK_SET), 0);
		assert_ok(io_read_all(again, &back));
		assert_int_equal(back.len, sizes[i]);
		if (back.len > 0)
			assert_memory_equal(back.data, p, back.len);
		io_close(&in);
		io_close(&out);
		io_close(&again);
	}
	secret_free(item_key);
	free(p);
	bytes_free(&box);
	bytes_free(&back);
}

static void
test_keeper__unseals_into_memory_that_nobody_can_change(void **state)
{
	const struct object_ctx ctx = ctx_of(0x11, 0x22, OBJECT_ORIGINAL, 1);
	struct bytes back = BYTES_INIT(BIG);
	uint32_t handle = my_handle();
	struct sealed done;
	uint64_t n;
	int in, out, fd = -1;

	(void)state;
	assert_ok(io_memfd_from(&in, "in", "a tip", 5));
	assert_ok(io_memfd(&out, "out"));
	assert_ok(keeper_seal(me, handle, &ctx, in, out, &done));
	assert_int_equal(lseek(out, 0, SEEK_SET), 0);
	assert_int_equal(keeper_unseal_memfd(me, handle, &ctx, out, 4, &fd,
	    &n), ERR_TOO_BIG);
	assert_int_equal(fd, -1);
	assert_int_equal(lseek(out, 0, SEEK_SET), 0);
	assert_ok(keeper_unseal_memfd(me, handle, &ctx, out, 5, &fd, &n));
	assert_int_equal(n, 5);
	assert_ok(io_read_all(fd, &back));
	assert_int_equal(back.len, 5);
	assert_memory_equal(back.data, "a tip", 5);
	assert_int_equal(write(fd, "x", 1), -1);
	assert_int_equal(ftruncate(fd, 0), -1);
	assert_ptr_equal(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED,
	    fd, 0), MAP_FAILED);
	io_close(&in);
	io_close(&out);
	io_close(&fd);
	bytes_free(&back);
}

static void
test_keeper__refuses_damage_and_goes_on(void **state)
{
	const struct object_ctx ctx = ctx_of(0x11, 0x22, OBJECT_ORIGINAL, 1);
	struct object_ctx odd = ctx;
	uint32_t handle = my_handle();
	struct sealed done;
	uint64_t n;
	int in, out, gone[2];

	(void)state;
	assert_ok(io_memfd_from(&in, "in", "a tip", 5));
	assert_ok(io_memfd(&out, "out"));
	assert_ok(keeper_seal(me, handle, &ctx, in, out, &done));
	assert_int_equal(lseek(out, 0, SEEK_SET), 0);
	assert_ok(io_write_all(out, "tip", 3));
	assert_int_equal(lseek(out, 0, SEEK_SET), 0);
	assert_int_equal(keeper_unseal(me, handle, &ctx, out, in, &n),
	    ERR_INTEGRITY);
	/* a pipe whose reader has gone */
	assert_int_equal(pipe(gone), 0);
	io_close(&gone[0]);
	assert_int_equal(lseek(in, 0, SEEK_SET), 0);
	assert_int_equal(keeper_seal(me, handle, &ctx, in, gone[1], &done),
	    ERR_IO);
	io_close(&gone[1]);
	odd.kind = (enum object_kind)99;
	assert_int_equal(keeper_unseal(me, handle, &odd, out, in, &n),
	    ERR_FORMAT);
	assert_int_not_equal(my_handle(), handle);	/* it still answers */
	io_close(&in);
	io_close(&out);
}

static void
test_keeper__keeps_the_newest_handles(void **state)
{
	const struct object_ctx ctx = ctx_of(0x11, 0x22, OBJECT_ORIGINAL, 1);
	struct sealed done;
	uint32_t first = my_handle(), last, dropped;
	int i, in, out;

	(void)state;
	assert_ok(io_memfd_from(&in, "in", "", 0));
	assert_ok(io_memfd(&out, "out"));
	dropped = my_handle();
	assert_ok(keeper_drop(me, dropped));
	assert_ok(keeper_drop(me, dropped));
	assert_int_equal(keeper_seal(me, dropped, &ctx, in, out, &done),
	    ERR_NOT_FOUND);
	assert_int_equal(keeper_seal(me, 0, &ctx, in, out, &done),
	    ERR_NOT_FOUND);
	assert_ok(keeper_seal(me, first, &ctx, in, out, &done));
	for (i = 0, last = 0; i < 4096; i++)
		last = my_handle();
	assert_int_equal(keeper_seal(me, first, &ctx, in, out, &done),
	    ERR_NOT_FOUND);
	assert_ok(keeper_seal(me, last, &ctx, in, out, &done));
	assert_ok(keeper_seal(me, last - 4095, &ctx, in, out, &done));
	io_close(&in);
	io_close(&out);
}

/* Bytes that keeper.c would never send. */
static void
test_keeper__refuses_malformed_questions_and_goes_on(void **state)
{
	struct wire_frame f = WIRE_FRAME_INIT;
	char path[4096], name[] = KEEPER_PROGRAM, life[] = KEEPER_SERVE;
	char none[] = "-1", *argv[] = { name, life, plain_key, none, NULL };
	uint8_t junk[300];
	uint32_t type;
	size_t len;
	int sock, pid, fds[4];

	(void)state;
	fill(junk, sizeof(junk));
	assert_ok(io_memfd(&fds[0], "junk"));
	fds[1] = fds[2] = fds[3] = fds[0];
	assert_ok(libexec_path(path, sizeof(path), KEEPER_PROGRAM));
	assert_ok(wall_spawn(path, argv, -1, &sock, &pid));
	assert_ok(wire_recv(sock, &f));
	assert_int_equal(f.type, KEEPER_HELLO);
	for (type = 0; type < KEEPER_LAST + 3; type++)
		for (len = 0; len <= sizeof(junk); len += 7) {
			if (type == KEEPER_EPOCHS && len == 0)
				continue;	/* this one is well formed */
			assert_ok(wire_send(sock, type, junk, len, fds,
			    len % 5));
			assert_ok(wire_recv(sock, &f));
			if (f.type != WIRE_ERROR)
				fail_msg("question %u of %zu bytes: answer %u",
				    type, len, f.type);
		}
	/* a record over the limit ends it; it does not end badly */
	memset(junk, 0xff, 8);
	assert_ok(io_write_all(sock, junk, 8));
	assert_int_equal(wire_recv(sock, &f), ERR_WALL);
	(void)wall_end(&sock, &pid);
	wire_frame_free(&f);
	io_close(&fds[0]);
}

#if !TIPLINE_SANITIZED
static void
test_keeper__is_locked_in_and_small(void **state)
{
	struct wire_frame f = WIRE_FRAME_INIT;
	struct bytes status = BYTES_INIT(65536);
	char path[4096], name[] = KEEPER_PROGRAM, life[] = KEEPER_SERVE;
	char fd4[] = "4", *argv[] = { name, life, locked_key, fd4, NULL };
	const char *at;
	int sock, pid, fd = pipe_with("correct horse\n");

	(void)state;
	assert_ok(libexec_path(path, sizeof(path), KEEPER_PROGRAM));
	assert_ok(wall_spawn(path, argv, fd, &sock, &pid));
	assert_ok(wire_recv(sock, &f));
	assert_int_equal(f.type, KEEPER_HELLO);
	(void)snprintf(path, sizeof(path), "/proc/%d/status", pid);
	assert_ok(io_read_file(AT_FDCWD, path, &status));
	assert_non_null(strstr(bytes_str(&status), "NoNewPrivs:\t1\n"));
	assert_non_null(strstr(bytes_str(&status), "Seccomp:\t2\n"));
	assert_non_null(at = strstr(bytes_str(&status), "VmHWM:"));
	if (strtol(at + 6, NULL, 10) >= MEMORY_MAX_KIB)
		fail_msg("the keeper needed %ld KiB",
		    strtol(at + 6, NULL, 10));
	assert_ok(wall_end(&sock, &pid));
	wire_frame_free(&f);
	bytes_free(&status);
	io_close(&fd);
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keeper__shows_its_own_card),
		cmocka_unit_test(
		    test_keeper__does_not_start_without_the_right_key),
		cmocka_unit_test(test_keeper__signs_entries_drops_and_replies_alone),
		cmocka_unit_test(
		    test_keeper__opens_grants_made_to_it_for_this_place),
		cmocka_unit_test(
		    test_keeper__hands_a_tier_or_an_item_on_and_no_more),
		cmocka_unit_test(test_keeper__seals_and_unseals_as_intake_does),
		cmocka_unit_test(
		    test_keeper__unseals_into_memory_that_nobody_can_change),
		cmocka_unit_test(test_keeper__refuses_damage_and_goes_on),
		cmocka_unit_test(test_keeper__keeps_the_newest_handles),
		cmocka_unit_test(
		    test_keeper__refuses_malformed_questions_and_goes_on),
#if !TIPLINE_SANITIZED
		cmocka_unit_test(test_keeper__is_locked_in_and_small),
#endif
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
