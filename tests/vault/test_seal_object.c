/* test_seal_object.c -- a sealed object is what its format page says. */
#include "tests/vault/seal_kit.h"

#include "vault/seal/chunks.h"
#include "vault/seal/padding.h"
#include "vault/seal/pusher.h"

#define CIPHER_CHUNK (65536 + 17)
#define BIG (8u << 20)

static struct secret *key;

static int
setup(void **state)
{
	(void)state;
	assert_ok(process_hide());
	assert_ok(secret_random(&key));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	secret_free(key);
	return 0;
}

static struct object_ctx
original(void)
{
	return ctx_of(0x11, 0x22, OBJECT_ORIGINAL, 1);
}

/* Computed apart from this code, from the formula of the paper. */
static void
test_padme__is_the_paper_s(void **state)
{
	static const uint64_t v[][2] = {
		{ 0, 0 }, { 1, 1 }, { 2, 2 }, { 3, 3 }, { 8, 8 }, { 9, 10 },
		{ 10, 10 }, { 100, 104 }, { 129, 144 }, { 256, 256 },
		{ 257, 272 }, { 1000, 1024 }, { 1024, 1024 }, { 1025, 1088 },
		{ 4097, 4352 }, { 65535, 65536 }, { 65536, 65536 },
		{ 65537, 67584 }, { 100000, 100352 }, { 131073, 135168 },
		{ 1000000, 1015808 }, { 1048577, 1081344 },
		{ 1000000000, 1006632960 }, { 10000000001, 10066329600 },
		{ 1099511627777, 1116691496960 },
		{ 281474976710655, 281474976710656 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		assert_int_equal(padme(v[i][0]), v[i][1]);
}

/* Contents and the plaintext that the format's law gives, computed apart. */
static const struct {
	size_t content;
	size_t plain;
} sizes[] = {
	{ 0, 256 }, { 1, 256 }, { 251, 256 }, { 252, 256 }, { 253, 272 },
	{ 254, 272 }, { 255, 272 }, { 256, 272 }, { 257, 272 }, { 258, 272 },
	{ 259, 272 }, { 260, 272 }, { 65531, 65536 }, { 65532, 65536 },
	{ 65533, 67584 }, { 65536, 67584 }, { 131063, 131072 },
	{ 131064, 131072 }, { 131065, 135168 }, { 1048583, 1081344 },
};
#define NSIZES (sizeof(sizes) / sizeof(sizes[0]))

static void
test_object__comes_back_as_it_went_in(void **state)
{
	struct bytes box = BYTES_INIT(BIG), out = BYTES_INIT(BIG);
	const struct object_ctx ctx = original();
	uint8_t hash[SHA256_BYTES], *p = malloc(BIG);
	struct sealed done;
	size_t i, chunks;

	(void)state;
	assert_non_null(p);
	fill(p, BIG);
	for (i = 0; i < NSIZES; i++) {
		bytes_reset(&box);
		bytes_reset(&out);
		done = seal_bytes(&box, key, &ctx, p, sizes[i].content);
		chunks = (sizes[i].plain + 65535) / 65536;
		assert_int_equal(box.len, 32 + sizes[i].plain + 17 * chunks);
		assert_int_equal(done.size, box.len);
		assert_int_equal(done.content, sizes[i].content);
		assert_ok(sha256(hash, box.data, box.len));
		assert_memory_equal(hash, done.sha256, SHA256_BYTES);
		assert_ok(open_bytes(&out, key, &ctx, box.data, box.len, BIG));
		assert_int_equal(out.len, sizes[i].content);
		if (out.len > 0)
			assert_memory_equal(out.data, p, out.len);
	}
	free(p);
	bytes_free(&box);
	bytes_free(&out);
}

static void
test_sealer__takes_content_in_any_pieces(void **state)
{
	static const size_t pieces[] = { 1, 1000, 65531, 65532, 65533, 131072,
	    300000 };
	struct bytes box = BYTES_INIT(BIG), out = BYTES_INIT(BIG);
	const struct object_ctx ctx = original();
	const size_t len = 400001;
	uint8_t *p = malloc(len);
	struct sealer *s;
	struct sealed done;
	size_t i, at, n;
	int fd;

	(void)state;
	assert_non_null(p);
	fill(p, len);
	for (i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		bytes_reset(&box);
		bytes_reset(&out);
		assert_ok(io_memfd(&fd, "out"));
		assert_ok(sealer_new(&s, key, &ctx, fd));
		for (at = 0; at < len; at += n) {
			n = len - at < pieces[i] ? len - at : pieces[i];
			assert_ok(sealer_add(s, p + at, n));
		}
		assert_ok(sealer_end(s, &done));
		sealer_free(s);
		assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
		assert_ok(io_read_all(fd, &box));
		io_close(&fd);
		assert_int_equal(done.content, len);
		assert_int_equal(done.size, box.len);
		assert_ok(open_bytes(&out, key, &ctx, box.data, box.len, BIG));
		assert_int_equal(out.len, len);
		assert_memory_equal(out.data, p, len);
	}
	free(p);
	bytes_free(&box);
	bytes_free(&out);
}

/* Of every length to some blocks and of whole chunks, with every tag. */
static void
test_stream__is_libsodium_s_byte_for_byte(void **state)
{
	enum { MOST = 65536 };
	crypto_secretstream_xchacha20poly1305_state one, two;
	uint8_t head[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
	uint8_t k[32], ad[40], *m = malloc(MOST);
	uint8_t *a = malloc(MOST + 17), *b = malloc(MOST + 17);
	struct pusher_message all;
	struct pusher *s;
	size_t len, ad_len;
	uint8_t tag;

	(void)state;
	assert_true(m != NULL && a != NULL && b != NULL);
	fill(m, MOST);
	fill(k, sizeof(k));
	fill(ad, sizeof(ad));
	crypto_secretstream_xchacha20poly1305_init_push(&one, head, k);
	two = one;
	assert_ok(pusher_new(&s));
	assert_non_null(s);
	for (len = 0; len <= MOST; len += len < 300 ? 1 : 13047) {
		tag = (uint8_t)(len % 4);
		ad_len = len % sizeof(ad);
		crypto_secretstream_xchacha20poly1305_push(&one, a, NULL, m,
		    len, ad, ad_len, tag);
		all = (struct pusher_message){ .p = m, .len = len / 3,
		    .more = m + len / 3, .more_len = len - len / 3 };
		assert_ok(pusher_push(s, &two, b, &all, ad, ad_len, tag));
		assert_memory_equal(a, b, len + 17);
		assert_memory_equal(&one, &two, sizeof(one));
		if (len == 200) {	/* its counter ends: a new key */
			memset(one.nonce, 0xff, 4);
			memset(two.nonce, 0xff, 4);
		}
	}
	all = (struct pusher_message){ .p = m, .len = PUSHER_MESSAGE_MAX,
	    .more = m, .more_len = 1 };
	assert_int_equal(pusher_push(s, &two, b, &all, ad, 0, 0), ERR_TOO_BIG);
	pusher_free(s);
	free(m);
	free(a);
	free(b);
}

static int
keep(void *arg, const uint8_t *p, size_t len)
{
	return bytes_add(arg, p, len);
}

/* Full chunks come from where the content lies, with libcrypto or without, and
 * what ends with a full chunk ends there. */
static void
test_chunks__are_libsodium_s_where_there_is_no_other(void **state)
{
	static const size_t lens[] = { 0, 65532, 65533, 131064, 131065,
	    200001 };
	static const size_t pieces[] = { 7000, 65532, 65533, 131072 };
	struct bytes box = BYTES_INIT(BIG), out = BYTES_INIT(BIG);
	const struct object_ctx ctx = original();
	const struct chunks_sink sink = { .take = keep, .arg = &box };
	uint8_t *p = malloc(BIG);
	struct chunks *c;
	size_t i, j, at, n;
	uint64_t content;

	(void)state;
	assert_non_null(p);
	fill(p, BIG);
	for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++)
		for (j = 0; j < sizeof(pieces) / sizeof(pieces[0]); j++) {
			bytes_reset(&box);
			bytes_reset(&out);
			assert_ok(chunks_new(&c, key, &ctx, &sink));
			for (at = 0; at < lens[i]; at += n) {
				n = lens[i] - at < pieces[j] ? lens[i] - at :
				    pieces[j];
				assert_ok(chunks_add(c, p + at, n));
			}
			assert_ok(chunks_end(c, &content));
			chunks_free(c);
			assert_int_equal(content, lens[i]);
			assert_ok(open_bytes(&out, key, &ctx, box.data,
			    box.len, BIG));
			assert_int_equal(out.len, lens[i]);
			if (out.len > 0)
				assert_memory_equal(out.data, p, out.len);
		}
	free(p);
	bytes_free(&box);
	bytes_free(&out);
}

/* What a sealer wrote into `fd` around the page cache comes back from it. */
static void
comes_back(int fd, const uint8_t *p, size_t len)
{
	struct bytes box = BYTES_INIT(BIG), out = BYTES_INIT(BIG);
	const struct object_ctx ctx = original();
	uint8_t hash[SHA256_BYTES];
	struct sealed done;
	struct sealer *s;

	assert_ok(sealer_new(&s, key, &ctx, fd));
	sealer_around(s);
	assert_ok(sealer_add(s, p, len));
	assert_ok(sealer_end(s, &done));
	sealer_free(s);
	assert_int_equal(fcntl(fd, F_GETFL) & O_DIRECT, 0);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_ok(io_read_all(fd, &box));
	assert_int_equal(done.size, box.len);
	assert_ok(sha256(hash, box.data, box.len));
	assert_memory_equal(hash, done.sha256, SHA256_BYTES);
	assert_ok(open_bytes(&out, key, &ctx, box.data, box.len, BIG));
	assert_int_equal(out.len, len);
	assert_memory_equal(out.data, p, len);
	bytes_free(&box);
	bytes_free(&out);
}

/* On a disk, and where there is none: then the usual way. */
static void
test_sealer__writes_around_the_page_cache_or_not(void **state)
{
	static const size_t lens[] = { 1, 262000, 262144, 1000003, 4194304 };
	uint8_t *p = malloc(BIG);
	size_t i;
	int fd;

	(void)state;
	assert_non_null(p);
	fill(p, BIG);
	for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		fd = open("/var/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
		assert_true(fd >= 0);
		comes_back(fd, p, lens[i]);
		io_close(&fd);
		assert_ok(io_memfd(&fd, "out"));
		comes_back(fd, p, lens[i]);
		io_close(&fd);
	}
	free(p);
}

static void
refused(const struct bytes *box, const struct object_ctx *ctx)
{
	struct bytes out = BYTES_INIT(BIG);

	assert_int_equal(open_bytes(&out, key, ctx, box->data, box->len, BIG),
	    ERR_INTEGRITY);
	bytes_free(&out);
}

static void
test_object__is_refused_when_cut_anywhere(void **state)
{
	struct bytes box = BYTES_INIT(BIG), cut;
	const struct object_ctx ctx = original();

	(void)state;
	(void)seal_bytes(&box, key, &ctx, "a tip", 5);
	for (cut = box, cut.len = 0; cut.len < box.len; cut.len++)
		refused(&cut, &ctx);
	bytes_free(&box);
}

static void
test_object__is_refused_with_any_byte_flipped(void **state)
{
	struct bytes box = BYTES_INIT(BIG);
	const struct object_ctx ctx = original();
	size_t i;

	(void)state;
	(void)seal_bytes(&box, key, &ctx, "a tip", 5);
	for (i = 0; i < box.len; i++) {
		box.data[i] ^= 1;
		refused(&box, &ctx);
		box.data[i] ^= 1;
	}
	bytes_free(&box);
}

static void
test_object__is_refused_with_bytes_after_its_end(void **state)
{
	struct bytes box = BYTES_INIT(BIG);
	const struct object_ctx ctx = original();

	(void)state;
	(void)seal_bytes(&box, key, &ctx, "a tip", 5);
	assert_ok(bytes_add(&box, "", 1));
	refused(&box, &ctx);
	bytes_free(&box);
}

/* Three full chunks, put together from `order`, a string of chunk numbers. */
static void
shuffled(struct bytes *to, const struct bytes *from, const char *order)
{
	bytes_reset(to);
	assert_ok(bytes_add(to, from->data, 32));
	for (; *order != '\0'; order++)
		assert_ok(bytes_add(to, from->data + 32 +
		    (size_t)(*order - '0') * CIPHER_CHUNK, CIPHER_CHUNK));
}

static void
test_object__is_refused_with_chunks_moved(void **state)
{
	static const char *const orders[] = { "102", "021", "01", "02", "12",
	    "0112", "2", "0", "0122", "" };
	struct bytes box = BYTES_INIT(BIG), other = BYTES_INIT(BIG);
	struct bytes out = BYTES_INIT(BIG);
	const struct object_ctx ctx = original();
	const size_t len = 3 * 65532;
	uint8_t *p = calloc(1, len);
	size_t i;

	(void)state;
	assert_non_null(p);
	(void)seal_bytes(&box, key, &ctx, p, len);
	assert_int_equal(box.len, 32 + 3 * CIPHER_CHUNK);
	shuffled(&other, &box, "012");
	assert_ok(open_bytes(&out, key, &ctx, other.data, other.len, BIG));
	for (i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		shuffled(&other, &box, orders[i]);
		refused(&other, &ctx);
	}
	free(p);
	bytes_free(&box);
	bytes_free(&other);
	bytes_free(&out);
}

static void
test_object__cannot_stand_in_for_another(void **state)
{
	const struct object_ctx others[] = {
		ctx_of(0x12, 0x22, OBJECT_ORIGINAL, 1),
		ctx_of(0x11, 0x23, OBJECT_ORIGINAL, 1),
		ctx_of(0x11, 0x00, OBJECT_ORIGINAL, 1),
		ctx_of(0x11, 0x22, OBJECT_MANIFEST, 1),
		ctx_of(0x11, 0x22, OBJECT_CLEAN, 1),
		ctx_of(0x11, 0x22, OBJECT_ORIGINAL, 2),
	};
	struct bytes box = BYTES_INIT(BIG), out = BYTES_INIT(BIG);
	const struct object_ctx ctx = original();
	struct secret *hers;
	size_t i;

	(void)state;
	(void)seal_bytes(&box, key, &ctx, "a tip", 5);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		refused(&box, &others[i]);
	assert_ok(secret_random(&hers));
	assert_int_equal(open_bytes(&out, hers, &ctx, box.data, box.len, BIG),
	    ERR_INTEGRITY);
	assert_int_equal(out.len, 0);
	secret_free(hers);
	bytes_free(&box);
	bytes_free(&out);
}

/*
 * An object made by somebody who has the key but not our manners: chunks of
 * `size` plaintext bytes whose count field says n, byte `mark` of which is 1.
 */
struct odd {
	size_t size;
	uint32_t n;
	size_t mark;
	uint8_t tag;
};

static void
make_odd(struct bytes *box, const struct odd *chunks, size_t nchunks)
{
	crypto_secretstream_xchacha20poly1305_state st;
	const struct object_ctx ctx = original();
	uint8_t ad[OBJECT_AD_BYTES], *plain = calloc(1, 65537), *to;
	struct secret *k;
	size_t i;

	assert_non_null(plain);
	assert_ok(object_key(&k, key, &ctx));
	object_ad(ad, &ctx);
	bytes_reset(box);
	assert_ok(bytes_add(box, "TIPSEAL1", 8));
	assert_ok(bytes_room(box, 24, &to));
	crypto_secretstream_xchacha20poly1305_init_push(&st, to,
	    secret_peek(k));
	for (i = 0; i < nchunks; i++) {
		memset(plain, 0, 65537);
		plain[0] = (uint8_t)(chunks[i].n >> 24);
		plain[1] = (uint8_t)(chunks[i].n >> 16);
		plain[2] = (uint8_t)(chunks[i].n >> 8);
		plain[3] = (uint8_t)chunks[i].n;
		if (chunks[i].mark > 0)
			plain[chunks[i].mark] = 1;
		assert_ok(bytes_room(box, chunks[i].size + 17, &to));
		crypto_secretstream_xchacha20poly1305_push(&st, to, NULL,
		    plain, chunks[i].size, ad, sizeof(ad), chunks[i].tag);
	}
	secret_free(k);
	free(plain);
}

static void
test_object__is_refused_when_padded_another_way(void **state)
{
	static const struct {
		const char *what;
		struct odd chunks[3];
		size_t n;
		int want;
	} cases[] = {
		{ "as it should be", { { 256, 5, 0, 3 } }, 1, 0 },
		{ "two chunks", { { 65536, 65532, 0, 0 }, { 2048, 1, 0, 3 } },
		    2, 0 },
		{ "a padding byte set", { { 256, 5, 255, 3 } }, 1,
		    ERR_INTEGRITY },
		{ "the first padding byte set", { { 256, 5, 9, 3 } }, 1,
		    ERR_INTEGRITY },
		{ "padded too little", { { 240, 5, 0, 3 } }, 1, ERR_INTEGRITY },
		{ "padded too much", { { 272, 5, 0, 3 } }, 1, ERR_INTEGRITY },
		{ "n over its chunk", { { 256, 253, 0, 3 } }, 1,
		    ERR_INTEGRITY },
		{ "n of 4 GiB", { { 256, 0xffffffff, 0, 3 } }, 1,
		    ERR_INTEGRITY },
		{ "no room for n", { { 3, 0, 0, 3 } }, 1, ERR_INTEGRITY },
		{ "an empty chunk", { { 0, 0, 0, 3 } }, 1, ERR_INTEGRITY },
		{ "over a chunk's size", { { 65537, 65533, 0, 3 } }, 1,
		    ERR_INTEGRITY },
		{ "no final tag", { { 256, 5, 0, 0 } }, 1, ERR_INTEGRITY },
		{ "another tag", { { 256, 5, 0, 1 } }, 1, ERR_INTEGRITY },
		{ "a rekey tag", { { 65536, 65532, 0, 2 },
		    { 2048, 1, 0, 3 } }, 2, ERR_INTEGRITY },
		{ "two final tags", { { 65536, 65532, 0, 3 },
		    { 2048, 1, 0, 3 } }, 2, ERR_INTEGRITY },
		{ "a short chunk first", { { 256, 5, 0, 0 },
		    { 256, 5, 0, 3 } }, 2, ERR_INTEGRITY },
		{ "content after a chunk not full", { { 65536, 65531, 0, 0 },
		    { 2048, 2, 0, 3 } }, 2, ERR_INTEGRITY },
		{ "content after an empty chunk", { { 65536, 0, 0, 0 },
		    { 2048, 2, 0, 3 } }, 2, ERR_INTEGRITY },
	};
	struct bytes box = BYTES_INIT(BIG), out = BYTES_INIT(BIG);
	const struct object_ctx ctx = original();
	size_t i;
	int r;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make_odd(&box, cases[i].chunks, cases[i].n);
		bytes_reset(&out);
		r = open_bytes(&out, key, &ctx, box.data, box.len, BIG);
		if (r != cases[i].want)
			fail_msg("%s: %d, expected %d", cases[i].what, r,
			    cases[i].want);
	}
	bytes_free(&box);
	bytes_free(&out);
}

static void
test_object__over_the_reader_s_limit_is_refused(void **state)
{
	struct bytes box = BYTES_INIT(BIG), out = BYTES_INIT(BIG);
	const struct object_ctx ctx = original();
	uint8_t *p = calloc(1, 70000);

	(void)state;
	assert_non_null(p);
	(void)seal_bytes(&box, key, &ctx, p, 70000);
	assert_ok(open_bytes(&out, key, &ctx, box.data, box.len, 70000));
	bytes_reset(&out);
	assert_int_equal(open_bytes(&out, key, &ctx, box.data, box.len, 69999),
	    ERR_TOO_BIG);
	assert_true(out.len <= 69999);
	free(p);
	bytes_free(&box);
	bytes_free(&out);
}

static void
test_object__tells_only_its_padding_class(void **state)
{
	struct bytes a = BYTES_INIT(BIG), b = BYTES_INIT(BIG);
	const struct object_ctx ctx = original();
	uint8_t *p = calloc(1, 100000);

	(void)state;
	assert_non_null(p);
	(void)seal_bytes(&a, key, &ctx, p, 98400);
	(void)seal_bytes(&b, key, &ctx, p, 100000);
	assert_int_equal(a.len, b.len);
	free(p);
	bytes_free(&a);
	bytes_free(&b);
}

/* The header's law for keys, spelt out once more. */
static void
test_keys__are_derived_as_the_page_says(void **state)
{
	const struct object_ctx ctx =
	    ctx_of(0x11, 0x22, OBJECT_PLAN, 0x01020304);
	uint8_t what[64], want[32];
	struct secret *item, *object;

	(void)state;
	assert_ok(object_item_key(&item, key, &ctx.submission, &ctx.item));
	memcpy(what, "tipline item", 12);
	memset(what + 12, 0x11, 16);
	memset(what + 28, 0x22, 16);
	crypto_generichash(want, 32, what, 44, secret_peek(key), 32);
	assert_memory_equal(secret_peek(item), want, 32);
	assert_ok(object_key(&object, item, &ctx));
	memcpy(what, "tipline object\7\1\2\3\4", 19);
	crypto_generichash(want, 32, what, 19, secret_peek(item), 32);
	assert_memory_equal(secret_peek(object), want, 32);
	secret_free(item);
	secret_free(object);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_padme__is_the_paper_s),
		cmocka_unit_test(test_object__comes_back_as_it_went_in),
		cmocka_unit_test(test_stream__is_libsodium_s_byte_for_byte),
		cmocka_unit_test(test_sealer__takes_content_in_any_pieces),
		cmocka_unit_test(
		    test_chunks__are_libsodium_s_where_there_is_no_other),
		cmocka_unit_test(
		    test_sealer__writes_around_the_page_cache_or_not),
		cmocka_unit_test(test_object__is_refused_when_cut_anywhere),
		cmocka_unit_test(test_object__is_refused_with_any_byte_flipped),
		cmocka_unit_test(
		    test_object__is_refused_with_bytes_after_its_end),
		cmocka_unit_test(test_object__is_refused_with_chunks_moved),
		cmocka_unit_test(test_object__cannot_stand_in_for_another),
		cmocka_unit_test(
		    test_object__is_refused_when_padded_another_way),
		cmocka_unit_test(
		    test_object__over_the_reader_s_limit_is_refused),
		cmocka_unit_test(test_object__tells_only_its_padding_class),
		cmocka_unit_test(test_keys__are_derived_as_the_page_says),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
