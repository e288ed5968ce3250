/* The manifest: what goes in comes out; what is damaged is refused whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "vault/base/err.h"
#include "vault/session/manifest.h"

static void
make(struct manifest *m)
{
	static const char awkward[] = "line\nend \xe2\x80\xae rtl \x1b[31m \xff";
	struct id id;

	memset(m, 0, sizeof(*m));
	m->received = 1790000000;
	strcpy(m->channel, "files");
	memset(id.b, 1, sizeof(id.b));
	assert_int_equal(manifest_add(m, &id, ITEM_MESSAGE, "message.txt"), 0);
	memset(id.b, 2, sizeof(id.b));
	assert_int_equal(manifest_add(m, &id, ITEM_FILE, awkward), 0);
	m->items[1].size = (uint64_t)3 << 30;
	assert_int_equal(manifest_add_fact(m, MANIFEST_WHOLE, FACT_SENDER_PHONE,
	    "+48 600 100 200"), 0);
	assert_int_equal(manifest_add_fact(m, 1, FACT_SENT, awkward), 0);
	assert_int_equal(manifest_add_fact(m, 1, FACT_CHAT, ""), 0);
}

static void
test_manifest__reads_what_it_wrote(void **state)
{
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	struct manifest m, back;

	(void)state;
	make(&m);
	assert_int_equal(manifest_write(&b, &m), 0);
	assert_int_equal(manifest_read(&back, b.data, b.len), 0);
	assert_int_equal(back.received, m.received);
	assert_string_equal(back.channel, "files");
	assert_int_equal(back.nitems, 2);
	assert_int_equal(back.items[0].what, ITEM_MESSAGE);
	assert_string_equal(back.items[1].name, m.items[1].name);
	assert_int_equal(back.items[1].size, m.items[1].size);
	assert_int_equal(back.nfacts, 2);
	assert_int_equal(back.facts[0].item, MANIFEST_WHOLE);
	assert_int_equal(back.facts[0].what, FACT_SENDER_PHONE);
	assert_string_equal(back.facts[0].value, "+48 600 100 200");
	assert_int_equal(back.facts[1].item, 1);
	assert_ptr_equal(manifest_find(&back, &m.items[1].id), &back.items[1]);
	manifest_free(&m);
	manifest_free(&back);
	bytes_free(&b);
}

static void
test_manifest__has_the_bytes_of_the_format_page(void **state)
{
	static const uint8_t want[] = {
		2,  0, 0, 0, 0, 0, 0, 0, 5,  0, 0, 0, 1, 'c',  0, 0, 0, 1,
		9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9,  1,
		0, 0, 0, 1, 'n',  0, 0, 0, 0, 0, 0, 0, 3,  0, 0, 0, 1,
		0, 0, 0, 0,  1,  0, 0, 0, 1, 'J',
	};
	struct bytes b = BYTES_INIT(1024);
	struct manifest m = { .received = 5, .channel = "c" };
	struct id id;

	(void)state;
	memset(id.b, 9, sizeof(id.b));
	assert_int_equal(manifest_add(&m, &id, ITEM_FILE, "n"), 0);
	m.items[0].size = 3;
	assert_int_equal(manifest_add_fact(&m, 0, FACT_SENDER_NAME, "J"), 0);
	assert_int_equal(manifest_write(&b, &m), 0);
	assert_int_equal(b.len, sizeof(want));
	assert_memory_equal(b.data, want, sizeof(want));
	manifest_free(&m);
	bytes_free(&b);
}

static void
test_manifest__is_refused_when_cut_anywhere(void **state)
{
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	struct manifest m, back;
	uint8_t *cut;
	size_t n;

	(void)state;
	make(&m);
	assert_int_equal(manifest_write(&b, &m), 0);
	for (n = 0; n < b.len; n++) {
		/* A heap copy of that very length: an overread shows. */
		assert_non_null(cut = malloc(n + 1));
		memcpy(cut, b.data, n);
		cut = realloc(cut, n > 0 ? n : 1);
		assert_int_equal(manifest_read(&back, cut, n), ERR_FORMAT);
		free(cut);
	}
	assert_int_equal(bytes_add(&b, "", 1), 0);
	assert_int_equal(manifest_read(&back, b.data, b.len), ERR_FORMAT);
	manifest_free(&m);
	bytes_free(&b);
}

static void
test_manifest__survives_every_flipped_byte(void **state)
{
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	struct manifest m, back;
	size_t i;

	(void)state;
	make(&m);
	assert_int_equal(manifest_write(&b, &m), 0);
	for (i = 0; i < b.len; i++) {
		b.data[i] ^= 0xff;
		if (manifest_read(&back, b.data, b.len) == 0) {
			assert_true(back.nitems <= 2);
			manifest_free(&back);
		}
		b.data[i] ^= 0xff;
	}
	manifest_free(&m);
	bytes_free(&b);
}

static void
test_manifest__refuses_an_item_that_comes_twice(void **state)
{
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	struct manifest m, back;

	(void)state;
	make(&m);
	m.items[1].id = m.items[0].id;
	assert_int_equal(manifest_write(&b, &m), 0);
	assert_int_equal(manifest_read(&back, b.data, b.len), ERR_FORMAT);
	manifest_free(&m);
	bytes_free(&b);
}

static void
test_manifest__refuses_a_fact_on_what_is_not_there(void **state)
{
	static const struct { uint32_t item; unsigned what; } off[] = {
		{ 2, FACT_SENT }, { 1, 0 }, { 1, FACT_LAST + 1 } };
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	struct manifest m, back;

	(void)state;
	make(&m);
	for (size_t i = 0; i < 3; i++) {
		m.facts[1].item = off[i].item;
		m.facts[1].what = (enum fact_what)off[i].what;
		bytes_reset(&b);
		assert_int_equal(manifest_write(&b, &m), 0);
		assert_int_equal(manifest_read(&back, b.data, b.len),
		    ERR_FORMAT);
	}
	manifest_free(&m);
	bytes_free(&b);
}

static void
test_manifest__refuses_a_name_with_a_nul_and_one_too_long(void **state)
{
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	struct manifest m, back;
	char name[MANIFEST_NAME_MAX + 2];
	struct id id = { { 3 } };

	(void)state;
	make(&m);
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(manifest_add(&m, &id, ITEM_FILE, name), ERR_TOO_BIG);
	assert_int_equal(m.nitems, 2);
	assert_int_equal(manifest_write(&b, &m), 0);
	/* 8 + 8 + ... : the message's name begins right behind its length. */
	b.data[1 + 8 + 4 + 5 + 4 + 16 + 1 + 4 + 2] = '\0';
	assert_int_equal(manifest_read(&back, b.data, b.len), ERR_FORMAT);
	manifest_free(&m);
	bytes_free(&b);
}

static void
test_manifest__safe_names_sort_in_the_order_of_the_items(void **state)
{
	char name[SAFE_NAME_SIZE];

	(void)state;
	manifest_safe_name(name, 1, 2, "pdf");
	assert_string_equal(name, "001.pdf");
	manifest_safe_name(name, 7, 999, "");
	assert_string_equal(name, "007");
	manifest_safe_name(name, 7, 1000, "txt");
	assert_string_equal(name, "0007.txt");
	manifest_safe_name(name, 100000, 100000, "original");
	assert_string_equal(name, "100000.original");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_manifest__reads_what_it_wrote),
		cmocka_unit_test(test_manifest__has_the_bytes_of_the_format_page),
		cmocka_unit_test(test_manifest__is_refused_when_cut_anywhere),
		cmocka_unit_test(test_manifest__survives_every_flipped_byte),
		cmocka_unit_test(test_manifest__refuses_an_item_that_comes_twice),
		cmocka_unit_test(test_manifest__refuses_a_fact_on_what_is_not_there),
		cmocka_unit_test(test_manifest__refuses_a_name_with_a_nul_and_one_too_long),
		cmocka_unit_test(test_manifest__safe_names_sort_in_the_order_of_the_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
