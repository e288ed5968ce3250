/*
 * test_seal_reader.c -- tests/vault/reader.py, written from the page that
 * describes the formats, opens what this code seals, and refuses what it must.
 */
#include "tests/vault/seal_kit.h"

#include "vault/keep/keyfile.h"
#include "vault/seal/grant.h"

#define PYTHON "/usr/bin/python3"	/* Debian's: it has python3-nacl */
#define BIG (2u << 20)
#define SUB "11111111111111111111111111111111"
#define ITEM "22222222222222222222222222222222"
#define ZERO "00000000000000000000000000000000"

static struct keys *me;
static struct secret *tier_key;
static char dir[256];

static int
setup(void **state)
{
	struct bytes out = BYTES_INIT(4096);
	struct secret *file;
	char path[300];

	(void)state;
	if (run(&out, PYTHON " -c 'import nacl.bindings' 2>&1") != 0) {
		(void)printf("skipped: %s has no nacl; "
		    "apt install python3-nacl\n", PYTHON);
		exit(77);
	}
	bytes_free(&out);
	assert_ok(process_hide());
	assert_ok(keys_new(&me));
	assert_ok(secret_random(&tier_key));
	work_folder(dir);
	assert_ok(keyfile_write(&file, me, NULL, NULL));
	(void)snprintf(path, sizeof(path), "%s/key", dir);
	put_file(path, secret_peek(file), secret_len(file));
	secret_free(file);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	keys_free(me);
	secret_free(tier_key);
	remove_folder(dir);
	return 0;
}

static void
replace(const char *name, const void *p, size_t len)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY);

	assert_ok(io_replace_file(fd, name, p, len, 0600));
	io_close(&fd);
}

/* Grant `key` for the submission (item 0) or one item, to this test's key. */
static void
put_grant(const struct secret *key, uint8_t item)
{
	struct grant_ctx ctx = { .tier = TIER_ORIGINAL };
	struct bytes box = BYTES_INIT(GRANT_BYTES);

	memset(ctx.submission.b, 0x11, ID_BYTES);
	memset(ctx.item.b, item, ID_BYTES);
	assert_ok(grant_seal(&box, &ctx, key, keys_card(me)->box_pk));
	replace("grant", box.data, box.len);
	bytes_free(&box);
}

static struct secret *
item_key_of(const struct object_ctx *ctx)
{
	struct secret *key;

	assert_ok(object_item_key(&key, tier_key, &ctx->submission,
	    &ctx->item));
	return key;
}

static int
read_back(struct bytes *out, const char *item, int kind, int version)
{
	bytes_reset(out);
	return run(out, PYTHON " tests/vault/reader.py %s/key %s/grant %s/box "
	    SUB " %s 1 %d %d 2>/dev/null", dir, dir, dir, item, kind, version);
}

static void
test_reader__opens_what_was_sealed(void **state)
{
	static const size_t sizes[] = { 0, 1, 252, 253, 65531, 65532, 65533,
	    131064, 131065, 1048583 };
	const struct object_ctx ctx = ctx_of(0x11, 0x22, OBJECT_ORIGINAL, 1);
	struct bytes box = BYTES_INIT(BIG), out = BYTES_INIT(BIG);
	struct secret *key = item_key_of(&ctx);
	uint8_t *p = malloc(BIG);
	size_t i;

	(void)state;
	assert_non_null(p);
	fill(p, BIG);
	put_grant(tier_key, 0);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		bytes_reset(&box);
		(void)seal_bytes(&box, key, &ctx, p, sizes[i]);
		replace("box", box.data, box.len);
		assert_int_equal(read_back(&out, ITEM, 2, 1), 0);
		assert_int_equal(out.len, sizes[i]);
		if (out.len > 0)
			assert_memory_equal(out.data, p, out.len);
	}
	put_grant(key, 0x22);			/* and with an item's grant */
	assert_int_equal(read_back(&out, ITEM, 2, 1), 0);
	assert_int_equal(out.len, 1048583);
	assert_int_not_equal(read_back(&out, ZERO, 2, 1), 0);
	secret_free(key);
	free(p);
	bytes_free(&box);
	bytes_free(&out);
}

static void
test_reader__opens_an_object_of_the_submission_itself(void **state)
{
	const struct object_ctx ctx = ctx_of(0x11, 0, OBJECT_MANIFEST, 1);
	struct bytes box = BYTES_INIT(BIG), out = BYTES_INIT(BIG);
	struct secret *key = item_key_of(&ctx);

	(void)state;
	put_grant(tier_key, 0);
	(void)seal_bytes(&box, key, &ctx, "a manifest", 10);
	replace("box", box.data, box.len);
	assert_int_equal(read_back(&out, ZERO, 1, 1), 0);
	assert_int_equal(out.len, 10);
	assert_memory_equal(out.data, "a manifest", 10);
	secret_free(key);
	bytes_free(&box);
	bytes_free(&out);
}

static void
test_reader__refuses_another_object_and_damage(void **state)
{
	const struct object_ctx ctx = ctx_of(0x11, 0x22, OBJECT_ORIGINAL, 1);
	struct bytes box = BYTES_INIT(BIG), out = BYTES_INIT(BIG);
	struct secret *key = item_key_of(&ctx);

	(void)state;
	put_grant(tier_key, 0);
	(void)seal_bytes(&box, key, &ctx, "a tip", 5);
	replace("box", box.data, box.len);
	assert_int_equal(read_back(&out, ITEM, 2, 1), 0);
	assert_int_not_equal(read_back(&out, ITEM, 2, 2), 0);
	assert_int_not_equal(read_back(&out, ITEM, 4, 1), 0);
	assert_int_not_equal(read_back(&out, ZERO, 2, 1), 0);
	assert_int_equal(out.len, 0);
	replace("box", box.data, box.len - 1);
	assert_int_not_equal(read_back(&out, ITEM, 2, 1), 0);
	box.data[box.len - 20] ^= 1;
	replace("box", box.data, box.len);
	assert_int_not_equal(read_back(&out, ITEM, 2, 1), 0);
	assert_int_equal(out.len, 0);
	secret_free(key);
	bytes_free(&box);
	bytes_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reader__opens_what_was_sealed),
		cmocka_unit_test(
		    test_reader__opens_an_object_of_the_submission_itself),
		cmocka_unit_test(
		    test_reader__refuses_another_object_and_damage),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
