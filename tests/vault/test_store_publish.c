/* What a write leaves behind, wherever it ends; and what repacking leaves. */
#include "tests/vault/kit.h"

#include "vault/store/journal.h"
#include "vault/store/publish.h"
#include "vault/store/repack.h"

#define A "1111111111111111111111111111111111111111"
#define LOOSE "objects/11/11111111111111111111111111111111111111"
#define PACK "objects/pack/pack-" A
#define LARGE "lfs/objects/22/22/" \
	"2222222222222222222222222222222222222222222222222222222222222222"

struct fix {
	struct kit kit;
	struct repo *repo;
	struct stages incoming;
	git_oid head;
	char hex[GIT_OID_HEXSZ + 1];
};

static int
begin(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));
	struct sub b;
	bool born;

	assert_non_null(f);
	kit_open(&f->kit);
	kit_submit(&f->kit, &b, 400);
	assert_ok(repo_open(&f->repo, f->kit.vault));
	assert_ok(repo_head(f->repo, &f->head, &born));
	(void)git_oid_tostr(f->hex, sizeof(f->hex), &f->head);
	f->incoming = STAGES_INIT;
	*state = f;
	return 0;
}

static int
end(void **state)
{
	struct fix *f = *state;

	stages_close(&f->incoming, repo_dir(f->repo));
	repo_free(f->repo);
	kit_close(&f->kit);
	free(f);
	return 0;
}

/* The files of the vault but what only this process holds. */
static void
snapshot(const struct fix *f, const char *name)
{
	assert_int_equal(kit_run("cd %s && find . -path ./incoming -prune -o "
	    "-print | sort > ../%s", f->kit.vault, name), 0);
}

static void
expect_same(const struct fix *f, const char *a, const char *b)
{
	assert_int_equal(kit_run("cd %s && diff %s %s", f->kit.dir, a, b), 0);
}

static int
folder(struct fix *f)
{
	int fd;

	assert_ok(stages_folder(&f->incoming, repo_dir(f->repo), &fd));
	return fd;
}

static void
blob(struct fix *f, unsigned n, git_oid *id)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "number %u\n", n);
	assert_ok(repo_write(f->repo, GIT_OBJECT_BLOB, text, strlen(text),
	    id));
}

static void
test_publish__nothing_is_in_objects_before_the_commit(void **state)
{
	struct fix *f = *state;
	struct bytes b = BYTES_INIT(64);
	git_oid id;

	snapshot(f, "before");
	assert_ok(publish_begin(f->repo, &f->incoming));
	blob(f, 1, &id);
	assert_true(repo_has(f->repo, &id));
	assert_ok(repo_read(f->repo, &id, GIT_OBJECT_BLOB, &b));
	assert_string_equal(bytes_str(&b), "number 1\n");
	snapshot(f, "during");
	expect_same(f, "before", "during");
	publish_end(f->repo, &f->incoming);
	assert_false(repo_has(f->repo, &id));
	snapshot(f, "after");
	expect_same(f, "before", "after");
	bytes_free(&b);
}

static void
test_publish__a_branch_that_moved_takes_everything_back(void **state)
{
	struct fix *f = *state;
	struct larges none = { .n = 0 };
	git_oid id;
	unsigned i;

	assert_int_equal(kit_run("echo x > %s/refs/heads/main.lock",
	    f->kit.vault), 0);
	snapshot(f, "locked");
	assert_ok(publish_begin(f->repo, &f->incoming));
	for (i = 0; i < 42; i++)
		blob(f, i, &id);
	assert_int_equal(publish(f->repo, &f->incoming, &f->head, &id, &none),
	    ERR_BUSY);
	snapshot(f, "during");
	assert_int_equal(kit_run("cd %s && test $(diff locked during | "
	    "grep -c '^> .*objects/pack/') = 2", f->kit.dir), 0);
	publish_end(f->repo, &f->incoming);
	snapshot(f, "after");
	expect_same(f, "locked", "after");
	assert_int_equal(kit_run("rm %s/refs/heads/main.lock", f->kit.vault),
	    0);
	/* And from somewhere else than where it stands. */
	assert_ok(publish_begin(f->repo, &f->incoming));
	blob(f, 99, &id);
	assert_int_equal(publish(f->repo, &f->incoming, &id, &id, &none),
	    ERR_BUSY);
	publish_end(f->repo, &f->incoming);
}

/* Put a file there, as a writer that was killed would have. */
static void
put(const struct fix *f, const char *name)
{
	assert_int_equal(kit_run("cd %s && mkdir -p $(dirname %s) && echo x > "
	    "%s", f->kit.vault, name, name), 0);
}

static bool
there(const struct fix *f, const char *name)
{
	return faccessat(repo_dir(f->repo), name, F_OK, 0) == 0;
}

static void
settle(struct fix *f, const char *text)
{
	assert_int_equal(kit_run("printf '%s' > %s/%s/journal", text,
	    f->kit.vault, f->incoming.name), 0);
	assert_ok(journal_settle(f->repo, f->incoming.fd));
	journal_remove(f->incoming.fd);
}

static void
put_all(const struct fix *f)
{
	put(f, LOOSE);
	put(f, PACK ".pack");
	put(f, PACK ".idx");
	put(f, LARGE);
}

static void
test_journal__what_never_came_about_is_taken_back(void **state)
{
	struct fix *f = *state;
	char text[1024];

	(void)folder(f);
	assert_int_equal(kit_run("mkdir -p %s/objects/11", f->kit.vault), 0);
	snapshot(f, "before");
	put_all(f);
	(void)snprintf(text, sizeof(text), "move %s " A "\\nput " LOOSE
	    "\\nput " PACK ".pack\\nput " PACK ".idx\\nput " LARGE "\\n",
	    f->hex);
	settle(f, text);
	snapshot(f, "after");
	expect_same(f, "before", "after");
}

static void
test_journal__what_came_about_stays(void **state)
{
	struct fix *f = *state;
	char text[1024];

	(void)folder(f);
	put_all(f);
	snapshot(f, "before");
	(void)snprintf(text, sizeof(text), "move " A " %s\\nput " LOOSE
	    "\\nput " PACK ".pack\\nput " PACK ".idx\\nput " LARGE "\\n",
	    f->hex);
	settle(f, text);
	snapshot(f, "after");
	expect_same(f, "before", "after");
}

static void
test_journal__a_merge_is_ended_or_undone(void **state)
{
	struct fix *f = *state;

	(void)folder(f);
	put_all(f);
	settle(f, "merge\\nput " PACK ".pack\\nput " PACK ".idx\\ndrop " LOOSE
	    "\\n");
	assert_true(there(f, PACK ".pack"));
	assert_true(there(f, PACK ".idx"));
	assert_false(there(f, LOOSE));
	put_all(f);
	assert_int_equal(unlinkat(repo_dir(f->repo), PACK ".idx", 0), 0);
	settle(f, "merge\\nput " PACK ".pack\\nput " PACK ".idx\\ndrop " LOOSE
	    "\\n");
	assert_false(there(f, PACK ".pack"));
	assert_true(there(f, LOOSE));
}

static void
test_journal__another_text_moves_nothing(void **state)
{
	static const char *const tails[] = { "put policy", "put ../x",
	    "put objects/11/../../HEAD", "put refs/heads/main", "put ",
	    "drop " LOOSE, "put " LOOSE "x", "put objects/pack/pack-" A,
	    "put lfs/objects/22/22/22", "put /" LOOSE, "nonsense", "" };
	struct fix *f = *state;
	char text[1024];
	size_t i;

	(void)folder(f);
	put_all(f);
	snapshot(f, "before");
	for (i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		(void)snprintf(text, sizeof(text), "move %s " A "\\nput " LOOSE
		    "\\n%s\\n", f->hex, tails[i]);
		settle(f, text);
	}
	(void)snprintf(text, sizeof(text), "move %s " A "\\nput " LOOSE,
	    f->hex);
	settle(f, text);	/* cut */
	settle(f, "");
	settle(f, "put " LOOSE "\\n");
	snapshot(f, "after");
	expect_same(f, "before", "after");
}

static void
expect_sound(struct fix *f, uint64_t entries)
{
	struct store *s = NULL;
	struct verdict v;

	assert_int_equal(kit_run("git -C %s fsck --strict --full >%s/fsck 2>&1",
	    f->kit.vault, f->kit.dir), 0);
	assert_ok(store_start(&s, f->kit.vault));
	assert_ok(store_audit(s, NULL, NULL, &v));
	assert_int_equal(v.entries, entries);
	assert_int_equal(v.findings, 0);
	store_stop(s);
}

/* The store answers before it tidies; its next answer comes after. */
static void
await(struct fix *f)
{
	assert_ok(store_refresh(f->kit.store));
}

static void
test_repack__many_submissions_are_few_packs(void **state)
{
	struct fix *f = *state;
	struct sub b;
	int i;

	for (i = 0; i < 60; i++)
		kit_submit(&f->kit, &b, 4000);
	await(f);
	assert_int_equal(kit_run("n=$(ls %s/objects/pack/*.pack | wc -l); "
	    "test $n -lt 16 || { echo $n packs; false; }", f->kit.vault), 0);
	assert_int_equal(kit_run("for i in %s/objects/pack/*.idx; do "
	    "git -C %s index-pack --strict -o %s/i ${i%%idx}pack >/dev/null && "
	    "cmp %s/i $i && rm -f %s/i || exit 1; done", f->kit.vault,
	    f->kit.vault, f->kit.dir, f->kit.dir, f->kit.dir), 0);
	expect_sound(f, 66);
}

static void
test_repack__a_pack_that_git_keeps_is_left_alone(void **state)
{
	struct fix *f = *state;
	struct sub b;
	int i;

	assert_int_equal(kit_run("git -C %s repack -q -a -d && cd %s/objects/pack "
	    "&& for p in *.pack; do touch ${p%%pack}keep; cp $p $p.copy; done",
	    f->kit.vault, f->kit.vault), 0);
	for (i = 0; i < 30; i++)
		kit_submit(&f->kit, &b, 300);
	await(f);
	assert_int_equal(kit_run("cd %s/objects/pack && cmp *.copy "
	    "$(basename *.copy .copy) && rm *.copy", f->kit.vault), 0);
	expect_sound(f, 36);
}

static void
test_repack__many_loose_objects_become_one_pack(void **state)
{
	struct fix *f = *state;
	struct sub b;

	assert_int_equal(kit_run("cd %s && python3 -c '\nfor i in range(7000): "
	    "print(\"blob\\ndata 21\\n%%021d\" %% i)' | git -c "
	    "fastimport.unpackLimit=100000 fast-import --quiet", f->kit.vault),
	    0);
	kit_unpack(&f->kit);
	assert_int_equal(kit_run("test $(find %s/objects/?? -type f | wc -l) "
	    "-gt 7000", f->kit.vault), 0);
	kit_submit(&f->kit, &b, 300);
	await(f);
	assert_int_equal(kit_run("test $(find %s/objects/?? -type f | wc -l) "
	    "-lt 5", f->kit.vault), 0);
	expect_sound(f, 7);
	assert_int_equal(kit_run("test $(git -C %s cat-file --batch-all-objects "
	    "--batch-check | grep -c ' blob 21$') = 7000", f->kit.vault), 0);
}

/* A process that began to read before goes on reading. */
static void
test_repack__who_reads_meanwhile_finds_everything(void **state)
{
	struct fix *f = *state;
	struct bytes b = BYTES_INIT(1u << 20);
	struct store *reader = NULL;
	struct sub first, more;
	struct path p;
	char name[PATH_SIZE];
	int i;

	kit_submit(&f->kit, &first, 300);
	p = kit_path(&first, OBJECT_ORIGINAL, 1);
	path_format(name, &p);
	assert_ok(store_start(&reader, f->kit.vault));
	for (i = 0; i < 40; i++) {
		kit_submit(&f->kit, &more, 300);
		bytes_reset(&b);
		assert_ok(store_read(reader, name, &b));
		assert_int_equal(b.len, 300);
	}
	store_stop(reader);
	bytes_free(&b);
}

#define A_TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		A_TEST(test_publish__nothing_is_in_objects_before_the_commit),
		A_TEST(test_publish__a_branch_that_moved_takes_everything_back),
		A_TEST(test_journal__what_never_came_about_is_taken_back),
		A_TEST(test_journal__what_came_about_stays),
		A_TEST(test_journal__a_merge_is_ended_or_undone),
		A_TEST(test_journal__another_text_moves_nothing),
		A_TEST(test_repack__many_submissions_are_few_packs),
		A_TEST(test_repack__a_pack_that_git_keeps_is_left_alone),
		A_TEST(test_repack__many_loose_objects_become_one_pack),
		A_TEST(test_repack__who_reads_meanwhile_finds_everything),
	};

	assert_ok(repo_global());
	return cmocka_run_group_tests(tests, NULL, NULL);
}
