/*
 * test_seal_damage.c -- a sealed object with any bit flipped, cut anywhere or
 * continued is refused, and nothing comes out but content that is as it was.
 *
 * TIPLINE_STRIDE=1 tries every bit and every length; without it large objects
 * are tried at steps that meet every place of a byte.
 */
#include "tests/vault/seal_kit.h"

#include <sys/mman.h>

#define BIG (1u << 20)
#define HEAD 32			/* magic, and the stream's header */
#define CIPHER_CHUNK (65536 + 17)
#define CONTENT_OF_CHUNK 65532
#define APPENDED_MAX 64
#define STRIDE 1009		/* prime: no bit of a byte is left out */
#define OBJECTS 20

static const size_t sizes[] = { 0, 1, 70000, 3 * CONTENT_OF_CHUNK + 100 };
#define NSIZES (sizeof(sizes) / sizeof(sizes[0]))

/* One sealed object in a file that is damaged and mended again. */
struct specimen {
	size_t content;
	uint8_t *plain;
	struct bytes box;
	int in, out;
	uint8_t *came;		/* what was written to `out` */
	size_t tried;
};

static struct secret *key;
static size_t stride;

static struct object_ctx
here(void)
{
	return ctx_of(0x11, 0x22, OBJECT_ORIGINAL, 1);
}

static int
setup(void **state)
{
	const char *word = getenv("TIPLINE_STRIDE");

	(void)state;
	stride = word != NULL ? strtoull(word, NULL, 10) : STRIDE;
	assert_true(stride > 0);
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

static void
make(struct specimen *s, size_t content)
{
	const struct object_ctx ctx = here();

	memset(s, 0, sizeof(*s));
	s->content = content;
	s->box = BYTES_INIT(BIG);
	assert_non_null(s->plain = malloc(content + 1));
	fill(s->plain, content);
	(void)seal_bytes(&s->box, key, &ctx, s->plain, content);
	assert_ok(io_memfd_from(&s->in, "in", s->box.data, s->box.len));
	assert_ok(io_memfd(&s->out, "out"));
	assert_int_equal(ftruncate(s->out, BIG), 0);
	s->came = mmap(NULL, BIG, PROT_READ, MAP_SHARED, s->out, 0);
	assert_true(s->came != MAP_FAILED);
}

static void
unmake(struct specimen *s)
{
	(void)munmap(s->came, BIG);
	io_close(&s->in);
	io_close(&s->out);
	bytes_free(&s->box);
	free(s->plain);
}

/* Content bytes in the chunks that lie whole before byte `at` of the object. */
static size_t
before(const struct specimen *s, size_t at)
{
	size_t n = at < HEAD ? 0 : (at - HEAD) / CIPHER_CHUNK * CONTENT_OF_CHUNK;

	return n < s->content ? n : s->content;
}

/* It is refused, and at most `most` bytes came out, all of them as they were. */
static void
refused(struct specimen *s, const char *what, size_t at, size_t most)
{
	const struct object_ctx ctx = here();
	uint64_t content = 0;
	off_t came;
	int r;

	assert_int_equal(lseek(s->in, 0, SEEK_SET), 0);
	assert_int_equal(lseek(s->out, 0, SEEK_SET), 0);
	r = unseal_object(key, &ctx, s->in, s->out, BIG, &content);
	came = lseek(s->out, 0, SEEK_CUR);
	if (r != ERR_INTEGRITY)
		fail_msg("%zu bytes, %s %zu: %d, not refused", s->content,
		    what, at, r);
	if (came < 0 || (size_t)came > most)
		fail_msg("%zu bytes, %s %zu: %lld bytes came out, not %zu",
		    s->content, what, at, (long long)came, most);
	if (memcmp(s->came, s->plain, (size_t)came) != 0)
		fail_msg("%zu bytes, %s %zu: other bytes came out",
		    s->content, what, at);
	s->tried++;
}

static size_t
stride_of(const struct specimen *s)
{
	return s->box.len < 4096 ? 1 : stride;
}

static void
test_object__with_any_bit_flipped_is_refused(void **state)
{
	struct specimen s;
	size_t i, bit;
	uint8_t byte;

	(void)state;
	for (i = 0; i < NSIZES; i++) {
		make(&s, sizes[i]);
		for (bit = 0; bit < s.box.len * 8; bit += stride_of(&s)) {
			byte = s.box.data[bit / 8] ^ (uint8_t)(1 << bit % 8);
			assert_int_equal(pwrite(s.in, &byte, 1,
			    (off_t)(bit / 8)), 1);
			refused(&s, "bit", bit, before(&s, bit / 8));
			assert_int_equal(pwrite(s.in, s.box.data + bit / 8, 1,
			    (off_t)(bit / 8)), 1);
		}
		print_message("%zu bytes of content: %zu bits flipped\n",
		    s.content, s.tried);
		unmake(&s);
	}
}

static void
test_object__cut_anywhere_is_refused(void **state)
{
	struct specimen s;
	size_t i, len, step;

	(void)state;
	for (i = 0; i < NSIZES; i++) {
		make(&s, sizes[i]);
		step = stride_of(&s) > 8 ? stride_of(&s) / 8 : 1;
		/* From the end, so that the last byte alone is tried too. */
		for (len = s.box.len; len-- > 0; len -= len < step ? len :
		    step - 1) {
			assert_int_equal(ftruncate(s.in, (off_t)len), 0);
			refused(&s, "cut at", len, before(&s, len));
			assert_int_equal(pwrite(s.in, s.box.data + len,
			    s.box.len - len, (off_t)len),
			    (ssize_t)(s.box.len - len));
		}
		print_message("%zu bytes of content: cut at %zu places\n",
		    s.content, s.tried);
		unmake(&s);
	}
}

/* What follows: zeros, the object's own end, its start, anything. */
static void
test_object__with_bytes_after_its_end_is_refused(void **state)
{
	uint8_t more[4][APPENDED_MAX];
	struct specimen s;
	size_t i, n, kind;

	(void)state;
	for (i = 0; i < NSIZES; i++) {
		make(&s, sizes[i]);
		memset(more[0], 0, APPENDED_MAX);
		memcpy(more[1], s.box.data + s.box.len - APPENDED_MAX,
		    APPENDED_MAX);
		memcpy(more[2], s.box.data, APPENDED_MAX);
		fill(more[3], APPENDED_MAX);
		for (n = 1; n <= APPENDED_MAX; n++)
			for (kind = 0; kind < 4; kind++) {
				assert_int_equal(pwrite(s.in, more[kind], n,
				    (off_t)s.box.len), (ssize_t)n);
				refused(&s, "continued by", n, s.content);
				assert_int_equal(ftruncate(s.in,
				    (off_t)s.box.len), 0);
			}
		unmake(&s);
	}
}

/* Twenty objects: of four submissions, of items, kinds and versions. */
static struct object_ctx
place(size_t i)
{
	static const struct { enum object_kind kind; uint32_t version; } k[] = {
		{ OBJECT_ORIGINAL, 1 }, { OBJECT_TEXT, 1 }, { OBJECT_PLAN, 1 },
		{ OBJECT_PLAN, 2 }, { OBJECT_RELEASE, 1 },
	};

	return ctx_of((uint8_t)(1 + i / 10), (uint8_t)(1 + i / 5 % 2),
	    k[i % 5].kind, k[i % 5].version);
}

static void
test_object__is_refused_in_the_place_of_any_other(void **state)
{
	struct bytes boxes[OBJECTS], out = BYTES_INIT(BIG);
	struct object_ctx ctx;
	size_t i, j, swaps = 0;
	int r;

	(void)state;
	for (i = 0; i < OBJECTS; i++) {
		boxes[i] = BYTES_INIT(BIG);
		ctx = place(i);
		(void)seal_bytes(&boxes[i], key, &ctx, &i, sizeof(i));
	}
	/* The same key for all: the place alone tells them apart. */
	for (i = 0; i < OBJECTS; i++)
		for (j = 0; j < OBJECTS; j++) {
			bytes_reset(&out);
			ctx = place(i);
			r = open_bytes(&out, key, &ctx, boxes[j].data,
			    boxes[j].len, BIG);
			if (r != (i == j ? 0 : ERR_INTEGRITY) ||
			    out.len != (i == j ? sizeof(i) : 0))
				fail_msg("object %zu in the place of %zu: %d, "
				    "%zu bytes", j, i, r, out.len);
			swaps += i != j;
		}
	print_message("%zu swaps refused\n", swaps);
	for (i = 0; i < OBJECTS; i++)
		bytes_free(&boxes[i]);
	bytes_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_object__with_any_bit_flipped_is_refused),
		cmocka_unit_test(test_object__cut_anywhere_is_refused),
		cmocka_unit_test(
		    test_object__with_bytes_after_its_end_is_refused),
		cmocka_unit_test(
		    test_object__is_refused_in_the_place_of_any_other),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
