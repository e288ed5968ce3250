/* Packs as we write and merge them: stock git reads them as its own. */
#include "tests/vault/kit.h"

#include "vault/store/packmerge.h"
#include "vault/store/packout.h"

static char dir[64];

static int
begin(void **state)
{
	(void)state;
	(void)snprintf(dir, sizeof(dir), "/tmp/tipline-packs-XXXXXX");
	assert_non_null(mkdtemp(dir));
	assert_int_equal(kit_run("git init -q --bare %s/git", dir), 0);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	return kit_run("rm -rf %s", dir);
}

static int
open_file(const char *name)
{
	char path[256];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	return fd;
}

/* Blob number `n` of `len` bytes. */
static void
add(struct packout *o, unsigned n, size_t len)
{
	uint8_t *p = calloc(1, len + 8);
	git_oid id;

	assert_non_null(p);
	memcpy(p, &n, len < sizeof(n) ? len : sizeof(n));
	assert_ok(sha1_object(&id, GIT_OBJECT_BLOB, p, len));
	assert_ok(packout_add(o, &id, GIT_OBJECT_BLOB, p, len));
	free(p);
}

/* <dir>/<name>.pack and .idx with blobs from..upto. */
static void
make(const char *name, unsigned from, unsigned upto)
{
	struct packout o = PACKOUT_INIT;
	char file[64];
	int fd, idx;

	(void)snprintf(file, sizeof(file), "%s.pack", name);
	fd = open_file(file);
	(void)snprintf(file, sizeof(file), "%s.idx", name);
	idx = open_file(file);
	assert_ok(packout_begin(&o, fd));
	for (; from < upto; from++)
		add(&o, from, 8 + from % 400);
	assert_ok(packout_finish(&o));
	assert_ok(packout_index(&o, idx));
	packout_free(&o);
	io_close(&fd);
	io_close(&idx);
}

/* git makes the same index of the pack, and finds nothing wrong with it. */
static void
expect_git_agrees(const char *name)
{
	assert_int_equal(kit_run("cd %s && git -C git index-pack --strict "
	    "-o $PWD/%s.git $PWD/%s.pack >/dev/null && cmp %s.git %s.idx && "
	    "git -C git verify-pack $PWD/%s.idx && rm -f %s.git", dir, name,
	    name, name, name, name, name), 0);
}

static void
test_packs__git_makes_the_same_index(void **state)
{
	static const size_t sizes[] = { 4, 5, 15, 16, 2047, 2048, 65534, 65535,
	    65536, 131070, 131071, 1u << 20 };
	struct packout o = PACKOUT_INIT;
	int fd, idx;
	unsigned i;

	(void)state;
	fd = open_file("sizes.pack");
	idx = open_file("sizes.idx");
	assert_ok(packout_begin(&o, fd));
	add(&o, 0, 0);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		add(&o, i + 1, sizes[i]);
	assert_ok(packout_finish(&o));
	assert_ok(packout_index(&o, idx));
	expect_git_agrees("sizes");
	packout_free(&o);
	io_close(&fd);
	io_close(&idx);
	make("many", 0, 3000);
	expect_git_agrees("many");
}

static void
test_packs__an_object_reads_back_and_can_be_cut_off(void **state)
{
	struct packout o = PACKOUT_INIT;
	static uint8_t b[70000];
	uint64_t size;
	unsigned n = 7;
	int fd;

	(void)state;
	fd = open_file("cut");
	assert_ok(packout_begin(&o, fd));
	add(&o, 6, 100);
	size = o.end;
	add(&o, 7, 70000);
	add(&o, 8, 20);
	assert_int_equal(o.v[1].size, 70000);
	assert_ok(packout_read(&o, 1, b));
	assert_memory_equal(b, &n, sizeof(n));
	assert_ok(packout_cut(&o, 1));
	assert_int_equal(o.n, 1);
	assert_int_equal(o.end, size);
	add(&o, 9, 30);
	n = 9;
	assert_int_equal(o.v[1].size, 30);
	assert_ok(packout_read(&o, 1, b));
	assert_memory_equal(b, &n, sizeof(n));
	assert_ok(packout_finish(&o));
	packout_free(&o);
	io_close(&fd);
}

static void
test_packs__what_the_disk_changed_is_seen_before_it_is_a_pack(void **state)
{
	struct packout o = PACKOUT_INIT;
	uint8_t byte, b[90];
	uint64_t at;
	int fd, wrong = 0, tried = 0;

	(void)state;
	for (at = 12; at < 200; at += 7, tried++) {
		fd = open_file("bad");
		assert_ok(packout_begin(&o, fd));
		add(&o, 1, 90);
		add(&o, 2, 90);
		assert_int_equal(pread(fd, &byte, 1, (off_t)at), 1);
		byte ^= 4;
		assert_int_equal(pwrite(fd, &byte, 1, (off_t)at), 1);
		wrong += packout_read(&o, 0, b) < 0 ||
		    packout_read(&o, 1, b) < 0;
		assert_int_equal(packout_finish(&o), ERR_IO);
		packout_free(&o);
		io_close(&fd);
	}
	assert_int_equal(wrong, tried);
}

struct rows {
	unsigned n, far;
};

static int
count_far(const struct idx_row *row, void *arg)
{
	struct rows *r = arg;

	r->n++;
	r->far += row->at >= 1ull << 31;
	assert_int_equal(row->at % 1000000007, 0);
	return 0;
}

static void
test_packs__places_beyond_two_gib_have_a_table_of_their_own(void **state)
{
	struct packout o = PACKOUT_INIT;
	struct rows rows = { .n = 0 };
	struct idx x;
	uint64_t size;
	int fd, idx;
	size_t i;

	(void)state;
	fd = open_file("far.pack");
	idx = open_file("far.idx");
	assert_ok(packout_begin(&o, fd));
	for (i = 0; i < 20; i++) {
		add(&o, (unsigned)i, 10);
		o.v[i].at = i * 1000000007ull;
	}
	assert_ok(packout_index(&o, idx));
	assert_ok(io_size(idx, &size));
	assert_ok(idx_head(&x, idx, size));
	assert_int_equal(x.far, 17);
	assert_ok(idx_each(&x, idx, count_far, &rows));
	assert_int_equal(rows.n, 20);
	assert_int_equal(rows.far, 17);
	packout_free(&o);
	io_close(&fd);
	io_close(&idx);
}

static void
open_packs(struct pack *v, const char *const *names, size_t n)
{
	int at = open(dir, O_RDONLY | O_DIRECTORY);
	size_t i;

	assert_true(at >= 0);
	for (i = 0; i < n; i++) {
		memset(&v[i], 0, sizeof(v[i]));
		(void)snprintf(v[i].name, sizeof(v[i].name), "%s", names[i]);
		assert_ok(pack_open(&v[i], at));
	}
	io_close(&at);
}

static int
merge(struct pack *v, size_t n, size_t *bad)
{
	uint8_t sum[SHA1_BYTES];
	int out = open_file("merged.pack"), idx = open_file("merged.idx"), r;
	size_t i;

	r = packmerge(v, n, out, idx, sum, bad);
	for (i = 0; i < n; i++)
		pack_close(&v[i]);
	io_close(&out);
	io_close(&idx);
	return r;
}

static void
test_packs__several_become_one_that_git_agrees_with(void **state)
{
	static const char *const names[] = { "a", "b", "c" };
	struct pack v[3];
	size_t bad;

	(void)state;
	make("a", 0, 700);
	make("b", 700, 701);
	make("c", 701, 3000);
	open_packs(v, names, 3);
	assert_ok(merge(v, 3, &bad));
	expect_git_agrees("merged");
	assert_int_equal(kit_run("test $(git -C %s/git verify-pack -v "
	    "%s/merged.idx | grep -c ' blob ') = 3000", dir, dir), 0);
}

/* Differences stay differences: their bases move along with them. */
static void
test_packs__one_of_stock_git_goes_with_ours(void **state)
{
	static const char *const names[] = { "git1", "ours", "git2" };
	struct pack v[3];
	size_t bad;
	int i;

	(void)state;
	for (i = 1; i < 3; i++)
		assert_int_equal(kit_run("cd %s && rm -rf g && git init -q g && "
		    "cd g && for n in 1 2 3 4 5 6; do seq %d0000 %d3000 >f; "
		    "echo $n >>f; git add f; git -c user.name=a -c "
		    "user.email=a@b commit -qm $n; done && git gc -q && "
		    "git verify-pack -v .git/objects/pack/*.idx | grep -q "
		    "'chain length' && cp .git/objects/pack/*.pack "
		    "../git%d.pack && cp .git/objects/pack/*.idx ../git%d.idx",
		    dir, i, i, i, i), 0);
	make("ours", 0, 50);
	open_packs(v, names, 3);
	assert_ok(merge(v, 3, &bad));
	expect_git_agrees("merged");
}

static void
test_packs__one_that_does_not_go_with_the_others_is_named(void **state)
{
	static const char *const names[] = { "a", "b", "c" };
	struct pack v[3];
	char file[PATH_MAX];
	size_t bad;
	int at;

	(void)state;
	(void)snprintf(file, sizeof(file), "%s/c.pack", dir);
	make("a", 0, 20);
	make("b", 20, 40);
	make("c", 39, 60);	/* has one of b's */
	open_packs(v, names, 3);
	assert_int_equal(merge(v, 3, &bad), ERR_EXISTS);
	assert_true(bad == 1 || bad == 2);
	for (at = 20; at < 1200; at += 191) {
		make("c", 40, 60);
		kit_damage(file, at);
		open_packs(v, names, 3);
		assert_int_equal(merge(v, 3, &bad), ERR_INTEGRITY);
		assert_int_equal(bad, 2);
	}
}

#define A_TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		A_TEST(test_packs__git_makes_the_same_index),
		A_TEST(test_packs__an_object_reads_back_and_can_be_cut_off),
		A_TEST(test_packs__what_the_disk_changed_is_seen_before_it_is_a_pack),
		A_TEST(test_packs__places_beyond_two_gib_have_a_table_of_their_own),
		A_TEST(test_packs__several_become_one_that_git_agrees_with),
		A_TEST(test_packs__one_of_stock_git_goes_with_ours),
		A_TEST(test_packs__one_that_does_not_go_with_the_others_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
