/* The store: what is committed is there, durable, and stock git agrees. */
#include "tests/vault/kit.h"

#include <sys/mount.h>
#include <signal.h>
#include <sys/wait.h>

static void
test_store__init_makes_a_vault_that_can_be_opened(void **state)
{
	struct kit *k = *state;
	struct bytes b = BYTES_INIT(65536);
	struct policy policy;
	struct store *again = NULL;
	unsigned roles = 0;

	assert_ok(store_start(&again, k->vault));
	assert_ok(store_policy(again, &policy));
	assert_int_equal(policy.approvals, 2);
	assert_int_equal(policy.clock, 86400);
	assert_int_equal(policy.epoch_days, 90);
	assert_int_equal(policy.erasers, 2);
	assert_int_equal(policy.receipts, 0);
	assert_int_equal(policy.retain_days, 0);
	assert_ok(store_read(again, "VERSION", &b));
	assert_string_equal(bytes_str(&b), "tipline-vault 1\n");
	bytes_reset(&b);
	assert_ok(store_read(again, ".gitattributes", &b));
	assert_string_equal(bytes_str(&b),
	    "*.large filter=lfs diff=lfs merge=lfs -text\n");
	bytes_reset(&b);
	assert_ok(store_list(again, "", &b));
	assert_int_equal(b.len, sizeof(".gitattributes\0VERSION\0"
	    "allowed_signers\0members/\0policy.1"));
	assert_memory_equal(b.data, ".gitattributes\0VERSION\0"
	    "allowed_signers\0members/\0policy.1", b.len);
	assert_ok(store_roles(again, &k->admin.fpr, &roles));
	assert_int_equal(roles, ROLE_ADMIN | ROLE_DESK);
	assert_ok(store_roles(again, &k->analyst.fpr, &roles));
	assert_int_equal(roles, ROLE_ANALYST);
	assert_int_equal(store_roles(again, &k->stranger.fpr, &roles),
	    ERR_NOT_FOUND);
	store_stop(again);
	bytes_free(&b);
}

static void
test_store__what_is_no_vault_is_named(void **state)
{
	struct kit *k = *state;
	struct store *s = NULL;
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/none", k->dir);
	assert_int_equal(store_start(&s, path), ERR_NO_VAULT);
	assert_non_null(strstr(err_line(), "tipline init"));
	assert_null(s);
	assert_int_equal(kit_run("mkdir %s", path), 0);
	assert_int_equal(store_start(&s, path), ERR_NO_VAULT);
	assert_int_equal(kit_run("git init -q --bare -b main %s", path), 0);
	assert_int_equal(store_start(&s, path), ERR_NO_VAULT);
	(void)snprintf(path, sizeof(path), "%s/file", k->dir);
	assert_int_equal(kit_run("echo x > %s", path), 0);
	assert_int_equal(store_start(&s, path), ERR_NO_VAULT);
}

static void
test_store__init_refuses_a_folder_with_something_in_it(void **state)
{
	const struct policy policy = policy_default;
	struct kit *k = *state;
	struct store *s = NULL;
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/full", k->dir);
	assert_int_equal(kit_run("mkdir %s; echo x > %s/x", path, path), 0);
	assert_int_equal(store_init(&s, path, &policy), ERR_EXISTS);
	assert_int_equal(kit_run("test \"$(ls -A %s)\" = x", path), 0);
	(void)snprintf(path, sizeof(path), "%s/full/x", k->dir);
	assert_true(store_init(&s, path, &policy) < 0);
	assert_int_equal(store_init(&s, k->vault, &policy), ERR_EXISTS);
}

static void
test_store__init_without_its_first_entry_leaves_nothing(void **state)
{
	const struct policy policy = { .approvals = 1, .clock = 1,
	    .erasers = 1 };
	struct kit *k = *state;
	struct store *s = NULL;
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/half", k->dir);
	assert_ok(store_init(&s, path, &policy));
	store_stop(s);
	assert_int_equal(access(path, F_OK), -1);
	/* A folder that was there stays, empty. */
	assert_int_equal(mkdir(path, 0700), 0);
	assert_ok(store_init(&s, path, &policy));
	assert_ok(store_begin(s));
	kit_add_member(s, &k->admin, "admin,desk");
	store_stop(s);
	assert_int_equal(rmdir(path), 0);
}

static void
read_back(struct store *s, const struct path *p, uint8_t seed, size_t len)
{
	uint8_t *body = malloc(len);
	uint64_t size;
	size_t got, i;
	int fd;

	assert_non_null(body);
	assert_ok(store_open_object(s, p, &fd, &size));
	assert_int_equal(size, len);
	assert_ok(io_read(fd, body, len, &got));
	assert_int_equal(got, len);
	for (i = 0; i < len; i++)
		assert_int_equal(body[i], seed);
	io_close(&fd);
	free(body);
}

static void
test_store__objects_come_back_as_blob_and_as_large(void **state)
{
	struct kit *k = *state;
	struct sub b, l;
	struct path p;
	struct bytes names = BYTES_INIT(65536);
	char folder[PATH_SIZE];

	kit_submit(k, &b, PATH_SEALED_MAX);
	kit_submit(k, &l, PATH_SEALED_MAX + 1);
	p = kit_path(&b, OBJECT_ORIGINAL, 1);
	read_back(k->store, &p, 'o', PATH_SEALED_MAX);
	p = kit_path(&l, OBJECT_ORIGINAL, 1);
	read_back(k->store, &p, 'o', PATH_SEALED_MAX + 1);
	path_submission(folder, &l.id);
	assert_ok(store_walk(k->store, folder, &names));
	assert_non_null(memmem(names.data, names.len, "original.large", 15));
	assert_int_equal(kit_run("test -z \"$(find %s/incoming -type f)\"", k->vault),
	    0);
	bytes_free(&names);
}

static void
test_store__stock_git_agrees(void **state)
{
	struct kit *k = *state;
	struct sub b;

	kit_submit(k, &b, 100000);
	assert_int_equal(kit_run("git -C %s fsck --strict --full 2>%s/err "
	    ">%s/out", k->vault, k->dir, k->dir), 0);
	assert_int_equal(kit_run("! grep -v '^notice: HEAD' %s/err %s/out",
	    k->dir, k->dir), 0);
	assert_int_equal(kit_run("git -C %s show main:allowed_signers "
	    ">%s/signers", k->vault, k->dir), 0);
	assert_int_equal(kit_run("for c in $(git -C %s rev-list main); do "
	    "git -C %s -c gpg.format=ssh "
	    "-c gpg.ssh.allowedSignersFile=%s/signers verify-commit $c "
	    "2>>%s/verify || exit 1; done", k->vault, k->vault, k->dir,
	    k->dir), 0);
	assert_int_equal(kit_run("test $(grep -c '^Good \"git\" signature for "
	    "' %s/verify) = 6", k->dir), 0);
	assert_int_equal(kit_run("git -C %s log --format=%%s main | head -1 | "
	    "grep -q '^submit: a test$'", k->vault), 0);
	assert_int_equal(kit_run("test $(git -C %s log --format='%%at' -1) = "
	    "$(( $(date +%%s) / 86400 * 86400 ))", k->vault), 0);
	if (kit_run("git lfs version >/dev/null 2>&1") == 0)
		assert_int_equal(kit_run("cd %s && HOME=%s git lfs fsck main "
		    ">/dev/null", k->vault, k->dir), 0);
	else
		print_message("git-lfs is not here: its fsck was skipped\n");
}

struct seen {
	uint64_t n, last;
	char first[ENTRY_EVENT_SIZE];
	struct store *store;
};

static int
see(const struct entry_read *e, void *arg)
{
	struct seen *s = arg;
	struct bytes names = BYTES_INIT(4096);

	if (s->n++ == 0)
		memcpy(s->first, e->entry.event, sizeof(s->first));
	s->last = e->number;
	assert_int_equal(e->time % 86400, 0);
	/* The store may be asked from inside. */
	assert_ok(store_list(s->store, "members", &names));
	bytes_free(&names);
	return 0;
}

static void
test_store__log_is_newest_first(void **state)
{
	struct kit *k = *state;
	struct seen seen = { .n = 0, .store = k->store };
	struct sub b;

	kit_submit(k, &b, 400);
	assert_ok(store_log(k->store, see, &seen));
	assert_int_equal(seen.n, 6);
	assert_int_equal(seen.last, 1);
	assert_string_equal(seen.first, "submit");
}

static void
test_store__an_aborted_write_leaves_nothing(void **state)
{
	struct kit *k = *state;
	struct sub b;

	assert_int_equal(kit_run("cd %s && find . -type f | sort > "
	    "%s/before", k->vault, k->dir), 0);
	assert_ok(store_begin(k->store));
	kit_drop(k->store, &b, &k->intake, &k->desk, 100000);
	assert_ok(store_abort(k->store));
	assert_int_equal(kit_run("cd %s && find . -type f | sort | diff - "
	    "%s/before", k->vault, k->dir), 0);
	/* And the next write is as if nothing had been. */
	kit_submit(k, &b, 100000);
}

static void
test_store__a_wrong_signature_moves_nothing(void **state)
{
	struct kit *k = *state;
	struct sub b;

	assert_int_equal(kit_run("git -C %s rev-parse main > %s/head",
	    k->vault, k->dir), 0);
	assert_ok(store_begin(k->store));
	kit_drop(k->store, &b, &k->intake, &k->desk, 400);
	assert_int_equal(kit_finish(k->store, "submit", &k->desk, &k->stranger,
	    &b.id, 1), ERR_NOT_PERMITTED);
	assert_non_null(strstr(err_line(), "signature"));
	assert_ok(store_abort(k->store));
	assert_int_equal(kit_run("git -C %s rev-parse main | diff - %s/head",
	    k->vault, k->dir), 0);
}

static void
test_store__two_writers_wait_for_each_other(void **state)
{
	struct kit *k = *state;
	struct store *other = NULL;
	struct sub b;
	pid_t child;
	int status;

	assert_ok(store_start(&other, k->vault));
	assert_ok(store_begin(k->store));
	assert_int_equal(store_begin_within(other, 100), ERR_BUSY);
	assert_string_equal(err_line(),
	    "another writer has the vault; try again");
	/* The lock comes free while the second one waits. */
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(store_begin_within(other, 5000) == 0 ? 0 : 1);
	(void)usleep(200000);
	kit_drop(k->store, &b, &k->intake, &k->desk, 400);
	assert_ok(kit_commit(k->store, "submit", &k->desk, &b.id));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_ok(store_abort(other));
	store_stop(other);
}

static void
test_store__a_dead_writers_files_are_swept_and_a_live_ones_are_not(
    void **state)
{
	struct kit *k = *state;
	struct store *other = NULL;
	uint32_t stage;
	int fd;

	assert_ok(store_start(&other, k->vault));
	assert_ok(store_stage(other, &fd, &stage));
	assert_int_equal(kit_run("echo left > %s/incoming/left", k->vault), 0);
	assert_ok(store_begin(k->store));
	assert_int_equal(kit_run("test ! -e %s/incoming/left", k->vault), 0);
	/* The other's, and the one of the write that is begun. */
	assert_int_equal(kit_run("test $(ls %s/incoming | wc -l) = 2",
	    k->vault), 0);
	assert_ok(store_abort(k->store));
	io_close(&fd);
	store_stop(other);
	assert_int_equal(kit_run("test -z \"$(find %s/incoming -type f)\"", k->vault),
	    0);
}

static void
test_store__a_stage_that_is_not_what_was_said_is_refused(void **state)
{
	struct kit *k = *state;
	const uint8_t wrong[SHA256_BYTES] = { 1 };
	uint8_t sum[SHA256_BYTES];
	struct sub b;
	struct path p;
	uint64_t size;
	uint32_t stage;
	int fd;

	kit_submit(k, &b, 400);
	p = kit_path(&b, OBJECT_TEXT, 1);
	assert_ok(store_begin(k->store));
	assert_ok(store_stage(k->store, &fd, &stage));
	assert_ok(io_write_all(fd, "text", 4));
	io_close(&fd);
	assert_int_equal(store_add_stage(k->store, &p, stage, wrong, sum,
	    &size), ERR_INTEGRITY);
	assert_ok(store_abort(k->store));
}

static void
test_store__latest_counts_versions(void **state)
{
	struct kit *k = *state;
	uint8_t sum[SHA256_BYTES];
	struct sub b;
	struct path p;
	uint32_t v = 9;

	kit_submit(k, &b, 400);
	p = kit_path(&b, OBJECT_PLAN, 0);
	assert_ok(store_latest(k->store, &p, &v));
	assert_int_equal(v, 0);
	kit_decide(k, &b, &k->desk, sum);
	assert_ok(store_latest(k->store, &p, &v));
	assert_int_equal(v, 2);
	p = (struct path){ .kind = PATH_APPROVAL, .submission = b.id };
	assert_ok(store_latest(k->store, &p, &v));
	assert_int_equal(v, 1);
	p.member = k->admin.fpr;
	assert_ok(store_latest(k->store, &p, &v));
	assert_int_equal(v, 0);
	p = (struct path){ .kind = PATH_EPOCH, .member = k->desk.fpr };
	assert_ok(store_latest(k->store, &p, &v));
	assert_int_equal(v, 1);
	p = kit_grant_path(&b, &k->desk, TIER_ORIGINAL);
	assert_ok(store_latest(k->store, &p, &v));
	assert_int_equal(v, 1);
}

static void
test_store__settings_that_change_what_git_shows_are_refused(void **state)
{
	static const char *const breaks[] = {
		"printf '[include]\\n\\tpath = /etc/gitconfig\\n' >> config",
		"printf '[core]\\n\\tworktree = /\\n' >> config",
		"printf '[core]\\n\\thooksPath = /tmp\\n' >> config",
		"printf '/tmp\\n' > objects/info/alternates",
		"mkdir hooks; printf '#!/bin/sh\\n' > hooks/update; "
		    "chmod +x hooks/update",
		"mkdir refs/replace",
	};
	struct kit *k = *state;
	struct store *s = NULL;
	size_t i;

	for (i = 0; i < sizeof(breaks) / sizeof(breaks[0]); i++) {
		assert_int_equal(kit_run("rm -rf %s/copy; cp -a %s %s/copy; "
		    "cd %s/copy && %s", k->dir, k->vault, k->dir, k->dir,
		    breaks[i]), 0);
		char path[128];

		(void)snprintf(path, sizeof(path), "%s/copy", k->dir);
		if (store_start(&s, path) != ERR_INTEGRITY)
			fail_msg("not refused: %s (%s)", breaks[i], err_line());
	}
}

static void
test_store__a_clone_is_a_vault(void **state)
{
	struct kit *k = *state;
	struct store *s = NULL;
	struct verdict v;
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/clone", k->dir);
	assert_int_equal(kit_run("git clone -q --mirror file://%s %s",
	    k->vault, path), 0);
	assert_ok(store_start(&s, path));
	assert_ok(store_audit(s, NULL, NULL, &v));
	assert_int_equal(v.entries, 5);
	assert_int_equal(v.findings, 0);
	store_stop(s);
}

/* A file system of 2 MiB, if this test may make one. */
static void
test_store__a_full_disk_is_named_and_nothing_is_written(void **state)
{
	struct kit *k = *state;
	struct sub b;
	char path[128], body[65536];
	struct store *s = NULL;
	uint64_t size;
	uint8_t sum[SHA256_BYTES];
	uint32_t stage;
	struct path p;
	int fd, r = 0, i;

	(void)snprintf(path, sizeof(path), "%s/small", k->dir);
	assert_int_equal(mkdir(path, 0700), 0);
	if (mount("tipline-test", path, "tmpfs", 0, "size=2m") != 0) {
		print_message("may not mount here: skipped\n");
		skip();
	}
	assert_int_equal(kit_run("cp -a %s/. %s", k->vault, path), 0);
	assert_ok(store_start(&s, path));
	assert_ok(store_begin(s));
	kit_drop(s, &b, &k->intake, &k->desk, 400);
	assert_ok(kit_commit(s, "submit", &k->desk, &b.id));
	assert_int_equal(kit_run("git -C %s rev-parse main > %s/head; "
	    "dd if=/dev/zero of=%s/fill bs=4096 2>/dev/null; "
	    "truncate -s -24576 %s/fill", path, k->dir, path, path), 0);
	assert_ok(store_begin(s));
	for (i = 0; i < 40 && r == 0; i++) {
		memset(body, i, sizeof(body));
		p = kit_path(&b, OBJECT_TEXT, 1);
		if ((r = store_stage(s, &fd, &stage)) < 0)
			break;
		/* Small enough to fit as a file, too large as a second one. */
		if ((r = io_write_all(fd, body, 16384)) == 0)
			r = store_add_stage(s, &p, stage, NULL, sum, &size);
		io_close(&fd);
	}
	assert_int_equal(r, ERR_NO_SPACE);
	assert_string_equal(err_line(), "the disk is full; nothing was "
	    "written; free some space and run it again");
	assert_ok(store_abort(s));
	assert_int_equal(kit_run("git -C %s rev-parse main | diff - %s/head",
	    path, k->dir), 0);
	assert_int_equal(kit_run("rm %s/fill; git -C %s fsck --strict "
	    ">/dev/null 2>&1", path, path), 0);
	store_stop(s);
	assert_int_equal(umount(path), 0);
}

/* Killed at any moment, the vault holds the old entry or the new one. */
static void
test_store__a_killed_writer_leaves_a_vault(void **state)
{
	struct kit *k = *state;
	struct store *s = NULL;
	struct verdict v;
	struct sub b;
	int status, i;
	pid_t child;

	store_stop(k->store);
	k->store = NULL;
	for (i = 0; i < 12; i++) {
		if ((child = fork()) == 0) {
			(void)setpgid(0, 0);
			if (store_start(&k->store, k->vault) == 0)
				for (;;)
					kit_submit(k, &b, 70000);
			_exit(1);
		}
		assert_true(child > 0);
		(void)setpgid(child, child);
		(void)usleep((useconds_t)(60000 + i * 9000));
		(void)kill(-child, SIGKILL);	/* the store with it */
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
	}
	assert_ok(store_start(&s, k->vault));
	assert_ok(store_begin(s));
	kit_drop(s, &b, &k->intake, &k->desk, 70000);
	assert_ok(kit_commit(s, "submit", &k->desk, &b.id));
	assert_ok(store_audit(s, NULL, NULL, &v));
	assert_int_equal(v.findings, 0);
	store_stop(s);
	assert_int_equal(kit_run("test -z \"$(ls -A %s/incoming)\"",
	    k->vault), 0);
}

#define A_TEST(f) cmocka_unit_test_setup_teardown(f, kit_setup, kit_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		A_TEST(test_store__init_makes_a_vault_that_can_be_opened),
		A_TEST(test_store__what_is_no_vault_is_named),
		A_TEST(test_store__init_refuses_a_folder_with_something_in_it),
		A_TEST(test_store__init_without_its_first_entry_leaves_nothing),
		A_TEST(test_store__objects_come_back_as_blob_and_as_large),
		A_TEST(test_store__stock_git_agrees),
		A_TEST(test_store__log_is_newest_first),
		A_TEST(test_store__an_aborted_write_leaves_nothing),
		A_TEST(test_store__a_wrong_signature_moves_nothing),
		A_TEST(test_store__two_writers_wait_for_each_other),
		A_TEST(test_store__a_dead_writers_files_are_swept_and_a_live_ones_are_not),
		A_TEST(test_store__a_stage_that_is_not_what_was_said_is_refused),
		A_TEST(test_store__latest_counts_versions),
		A_TEST(test_store__settings_that_change_what_git_shows_are_refused),
		A_TEST(test_store__a_clone_is_a_vault),
		A_TEST(test_store__a_full_disk_is_named_and_nothing_is_written),
		A_TEST(test_store__a_killed_writer_leaves_a_vault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
