/* test_seal_grant.c -- a grant opens for one member, in one place. */
#include "tests/vault/seal_kit.h"

#include "vault/seal/grant.h"

static struct keys *me, *her;
static struct secret *key;
static struct grant_ctx here;

static int
setup(void **state)
{
	(void)state;
	assert_ok(process_hide());
	assert_ok(keys_new(&me));
	assert_ok(keys_new(&her));
	assert_ok(secret_random(&key));
	memset(here.submission.b, 0x31, ID_BYTES);
	here.tier = TIER_WORKING;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	keys_free(me);
	keys_free(her);
	secret_free(key);
	return 0;
}

static void
make(struct bytes *box, const struct grant_ctx *ctx)
{
	assert_ok(grant_seal(box, ctx, key, keys_card(me)->box_pk));
	assert_int_equal(box->len, GRANT_BYTES);
}

static int
try(const struct keys *who, uint32_t epoch, const struct bytes *box,
    const struct grant_ctx *expect)
{
	struct secret *out = NULL;
	int r;

	r = unseal_grant(&out, who, epoch, box->data, box->len, expect);
	if (r == 0)
		assert_memory_equal(secret_peek(out), secret_peek(key),
		    KEY_BYTES);
	else
		assert_null(out);
	secret_free(out);
	return r;
}

static void
test_grant__opens_for_its_member_alone(void **state)
{
	struct bytes box = BYTES_INIT(GRANT_BYTES);

	(void)state;
	make(&box, &here);
	assert_ok(try(me, 1, &box, &here));
	assert_int_equal(try(her, 1, &box, &here), ERR_WRONG_KEY);
	assert_int_equal(try(me, 2, &box, &here), ERR_WRONG_KEY);
	assert_int_equal(try(me, 0, &box, &here), ERR_WRONG_KEY);
	bytes_free(&box);
}

static void
test_grant__is_refused_in_another_place(void **state)
{
	struct bytes box = BYTES_INIT(GRANT_BYTES);
	struct grant_ctx there;

	(void)state;
	make(&box, &here);
	there = here;
	there.submission.b[15] ^= 1;
	assert_int_equal(try(me, 1, &box, &there), ERR_INTEGRITY);
	there = here;
	there.item.b[0] = 1;
	assert_int_equal(try(me, 1, &box, &there), ERR_INTEGRITY);
	there = here;
	there.tier = TIER_ORIGINAL;
	assert_int_equal(try(me, 1, &box, &there), ERR_INTEGRITY);
	bytes_free(&box);
}

static void
test_grant__is_refused_when_cut_or_flipped(void **state)
{
	struct bytes box = BYTES_INIT(GRANT_BYTES);
	size_t i;

	(void)state;
	make(&box, &here);
	for (i = 0; i < GRANT_BYTES; i++) {
		box.data[i] ^= 0x40;
		assert_int_equal(try(me, 1, &box, &here), ERR_WRONG_KEY);
		box.data[i] ^= 0x40;
	}
	for (box.len = 0; box.len < GRANT_BYTES; box.len++)
		assert_int_equal(try(me, 1, &box, &here), ERR_FORMAT);
	bytes_free(&box);
}

static void
test_grant__is_not_made_to_a_key_that_everybody_can_open(void **state)
{
	struct bytes box = BYTES_INIT(GRANT_BYTES);
	uint8_t low[BOX_PK_BYTES] = { 0 };

	(void)state;
	assert_int_equal(grant_seal(&box, &here, key, low), ERR_FORMAT);
	low[0] = 1;
	assert_int_equal(grant_seal(&box, &here, key, low), ERR_FORMAT);
	assert_int_equal(box.len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grant__opens_for_its_member_alone),
		cmocka_unit_test(test_grant__is_refused_in_another_place),
		cmocka_unit_test(test_grant__is_refused_when_cut_or_flipped),
		cmocka_unit_test(
		    test_grant__is_not_made_to_a_key_that_everybody_can_open),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
