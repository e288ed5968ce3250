/* The store's own reader of loose objects: any zlib stream, whole or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "vault/base/io.h"
#include "vault/store/config.h"
#include "vault/store/inflate.h"

#include <fcntl.h>
#include <unistd.h>

#define MAX (4u << 20)

/* What zlib makes of a generated text, at a level. */
static void
compressed(struct bytes *z, struct bytes *plain, int level, int kind)
{
	char line[512], dir[] = "/tmp/tipline-test-XXXXXX", path[64];

	assert_non_null(mkdtemp(dir));
	(void)snprintf(line, sizeof(line), "python3 -c 'import zlib,random; "
	    "r=random.Random(7); k=%d; d=bytes(r.randrange(256) for i in "
	    "range(70000)) if k==0 else b\"all work and no play \"*9000 if "
	    "k==1 else bytes(r.choice(b\"aaaabbc\") for i in range(90000)) if "
	    "k==2 else b\"\"; open(\"%s/p\",\"wb\").write(d); "
	    "open(\"%s/z\",\"wb\").write(zlib.compress(d,%d))'", kind, dir,
	    dir, level);
	assert_int_equal(system(line), 0);
	(void)snprintf(path, sizeof(path), "%s/p", dir);
	assert_int_equal(io_read_file(AT_FDCWD, path, plain), 0);
	(void)unlink(path);
	(void)snprintf(path, sizeof(path), "%s/z", dir);
	assert_int_equal(io_read_file(AT_FDCWD, path, z), 0);
	(void)unlink(path);
	(void)rmdir(dir);
}

static void
test_inflate__reads_what_zlib_writes(void **state)
{
	static const int levels[] = { 0, 1, 6, 9 };
	struct bytes z = BYTES_INIT(MAX), plain = BYTES_INIT(MAX);
	struct bytes out = BYTES_INIT(MAX);
	size_t i;
	int kind;

	(void)state;
	for (i = 0; i < 4; i++)
		for (kind = 0; kind < 4; kind++) {
			bytes_reset(&z);
			bytes_reset(&plain);
			bytes_reset(&out);
			compressed(&z, &plain, levels[i], kind);
			if (!inflate_zlib(&out, z.data, z.len))
				fail_msg("level %d kind %d", levels[i], kind);
			assert_int_equal(out.len, plain.len);
			if (out.len > 0)
				assert_memory_equal(out.data, plain.data,
				    out.len);
		}
	bytes_free(&z);
	bytes_free(&plain);
	bytes_free(&out);
}

static void
test_inflate__refuses_any_cut_and_any_flip(void **state)
{
	struct bytes z = BYTES_INIT(MAX), plain = BYTES_INIT(MAX);
	struct bytes out = BYTES_INIT(MAX);
	size_t i;

	(void)state;
	compressed(&z, &plain, 9, 1);
	for (i = 0; i < z.len; i++) {
		bytes_reset(&out);
		if (inflate_zlib(&out, z.data, i))
			fail_msg("cut at %zu passes", i);
	}
	for (i = 0; i < z.len * 8; i++) {
		bytes_reset(&out);
		z.data[i / 8] ^= (uint8_t)(1 << i % 8);
		/* The window's size may be any: it changes nothing here. */
		if (inflate_zlib(&out, z.data, z.len) && i >= 16 &&
		    (out.len != plain.len ||
		    memcmp(out.data, plain.data, out.len) != 0))
			fail_msg("bit %zu passes", i);
		z.data[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	bytes_reset(&out);
	(void)bytes_add(&z, "x", 1);
	assert_false(inflate_zlib(&out, z.data, z.len));
	bytes_free(&z);
	bytes_free(&plain);
	bytes_free(&out);
}

/* A read of a disk that fails once, in the middle. */
struct halves {
	struct inflate_in in;	/* first: inflate hands back a pointer to it */
	const uint8_t *rest;
	size_t len;
	unsigned asked;
};

static bool
fails_once(struct inflate_in *in)
{
	struct halves *h = (struct halves *)in;

	if (++h->asked == 1)
		return false;
	in->p = h->rest;
	in->left = h->len;
	return true;
}

static void
test_inflate__does_not_go_on_behind_a_read_that_failed(void **state)
{
	struct bytes z = BYTES_INIT(MAX), plain = BYTES_INIT(MAX);
	struct bytes out = BYTES_INIT(MAX);
	int level;

	(void)state;
	for (level = 0; level < 10; level += 9) {	/* stored, coded */
		bytes_reset(&z);
		bytes_reset(&plain);
		bytes_reset(&out);
		compressed(&z, &plain, level, 2);
		struct halves h = { .in = { .p = z.data, .left = z.len / 2,
		    .more = fails_once }, .rest = z.data + z.len / 2,
		    .len = z.len - z.len / 2 };
		assert_false(inflate_stream(&out, &h.in));
		assert_int_equal(h.asked, 1);
		assert_false(h.in.starved);
	}
	bytes_free(&z);
	bytes_free(&plain);
	bytes_free(&out);
}

static void
test_inflate__stops_at_its_maximum(void **state)
{
	struct bytes z = BYTES_INIT(MAX), plain = BYTES_INIT(MAX);
	struct bytes out = BYTES_INIT(1000);

	(void)state;
	compressed(&z, &plain, 9, 1);
	assert_false(inflate_zlib(&out, z.data, z.len));
	assert_true(out.len <= 1000);
	bytes_free(&z);
	bytes_free(&plain);
	bytes_free(&out);
}

static void
test_inflate__reads_what_it_stores_at_every_block_edge(void **state)
{
	static const size_t lens[] = { 0, 1, 65525, 65530, 65535, 65536,
	    131070, 200000 };
	struct bytes z = BYTES_INIT(MAX), out = BYTES_INIT(MAX);
	uint8_t *body = malloc(200000);
	size_t i;

	(void)state;
	assert_non_null(body);
	memset(body, 'b', 200000);
	for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		bytes_reset(&z);
		bytes_reset(&out);
		assert_int_equal(inflate_store(&z, "blob 1", 7, body,
		    lens[i]), 0);
		assert_true(inflate_zlib(&out, z.data, z.len));
		assert_int_equal(out.len, lens[i] + 7);
		assert_memory_equal(out.data + 7, body, lens[i]);
	}
	free(body);
	bytes_free(&z);
	bytes_free(&out);
}

static void
test_config__only_harmless_settings_pass(void **state)
{
	static const char *const good[] = { CONFIG_TEXT, "[core]\nbare = true",
		CONFIG_TEXT "[remote \"origin\"]\n\turl = file:///x\n"
		    "\tmirror = true\n",
		CONFIG_TEXT "[lfs]\n\trepositoryformatversion = 0\n" };
	static const char *const bad[] = { "", "[core]\n\tbare = true\x01\n",
		CONFIG_TEXT "[core]\n\tfilemode = trud\n",
		CONFIG_TEXT "[include]\n\tpath = x\n",
		"[core]\n\tbare = false\n", "[core]\n\tbare\n",
		"[include]\n\tpath = x\n", "[includeIf \"a\"]\n\tpath = x\n",
		"[core]\n\tfsmonitor = x\n", "[core] sshCommand = x\n",
		"[core]\n\tbare = true \\\n", "bare = true\n",
		"[core]\n\trepositoryformatversion = 1\n",
		"[extensions]\n\tobjectformat = sha256\n",
		"[remote \"o\"]\n\tuploadpack = x\n", "[core\n", "[]\n" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!config_harmless(good[i]))
			fail_msg("refused: %s", good[i]);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (config_harmless(bad[i]))
			fail_msg("passed: %s", bad[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_inflate__reads_what_zlib_writes),
		cmocka_unit_test(test_inflate__refuses_any_cut_and_any_flip),
		cmocka_unit_test(test_inflate__does_not_go_on_behind_a_read_that_failed),
		cmocka_unit_test(test_inflate__stops_at_its_maximum),
		cmocka_unit_test(test_inflate__reads_what_it_stores_at_every_block_edge),
		cmocka_unit_test(test_config__only_harmless_settings_pass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
