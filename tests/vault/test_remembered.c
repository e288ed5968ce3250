/*
 * test_remembered.c -- what a copy of the vault remembers of its history: the
 * tree it goes on from, and which histories it still accepts.
 */
#include "vault/store/chain.h"
#include "vault/store/publish.h"

#include "kit.h"

static struct repo *
open_repo(const struct kit *k, git_oid *head)
{
	struct repo *r = NULL;
	bool born;

	assert_ok(repo_global());
	assert_ok(repo_open(&r, k->vault));
	assert_ok(repo_head(r, head, &born));
	return r;
}

/* The whole history, as it is and without what is remembered. */
static void
from_the_first(const struct kit *k, struct remembered *m)
{
	git_oid head;
	struct repo *r = open_repo(k, &head);

	assert_ok(chain_from(r, NULL, &head, m));
	repo_free(r);
}

static void
read_one(const struct kit *k, struct remembered *m)
{
	struct memory is;
	git_oid head;
	struct repo *r = open_repo(k, &head);

	assert_ok(remembered_read(r, REMEMBERED_FILE, &is));
	assert_int_equal(is.n, 1);
	*m = is.v[0];
	repo_free(r);
}

static void
test_remembered__goes_on_with_each_entry(void **state)
{
	struct kit *k = *state;
	struct remembered is, want;
	struct sub b;
	int i;

	for (i = 0; i < 4; i++) {
		kit_submit(k, &b, 400);
		memset(&is, 0, sizeof(is));
		memset(&want, 0, sizeof(want));
		read_one(k, &is);
		from_the_first(k, &want);
		assert_int_equal(is.range.size, 6 + i);
		assert_memory_equal(&is.range.peaks, &want.range.peaks,
		    merkle_peaks(is.range.size) * MERKLE_HASH_BYTES);
		assert_memory_equal(is.sha256, want.sha256, SHA256_BYTES);
		assert_memory_equal(is.log, want.log, REMEMBERED_LOG_BYTES);
		assert_true(git_oid_equal(&is.commit, &want.commit));
	}
}

/* The leaf and the name of the log, from what stock git says of the entry. */
static void
test_remembered__is_of_the_commits_as_git_shows_them(void **state)
{
	struct kit *k = *state;

	assert_int_equal(kit_run("cd %s && "
	    "for c in $(git rev-list --reverse main); do "
	    "{ printf '\\0'; git cat-file commit $c; } | sha256sum | "
	    "cut -c1-64; done > ../leaves && "
	    "test $(wc -l < ../leaves) = 5 && "
	    "sed -n 3p remembered | grep -qxF $(sed -n 5p ../leaves) && "
	    "first=$(git cat-file commit $(git rev-list --reverse main | "
	    "head -n 1) | sha256sum | cut -c1-32) && "
	    "last=$(git cat-file commit main | sha256sum | cut -c1-64) && "
	    "head -n 1 remembered | grep -qxF \"5 $(git rev-parse main) "
	    "$last $first\"", k->vault), 0);
}

static void
test_remembered__is_made_again_when_it_is_missing(void **state)
{
	struct kit *k = *state;
	struct sub b;

	assert_int_equal(kit_run("cp %s/remembered %s/old && "
	    "rm %s/remembered", k->vault, k->dir, k->vault), 0);
	kit_submit(k, &b, 400);
	assert_int_equal(kit_run("cd %s && grep -qxF $(sed -n 2p ../old) "
	    "remembered && grep -q '^6 ' remembered", k->vault), 0);
}

static void
test_remembered__refuses_a_history_that_was_rolled_back(void **state)
{
	struct kit *k = *state;
	struct sub b;

	kit_submit(k, &b, 400);
	assert_int_equal(kit_run("git -C %s update-ref refs/heads/main "
	    "main~1", k->vault), 0);
	assert_int_equal(store_begin(k->store), ERR_INTEGRITY);
}

/* The branch goes from one history to another that does not hold it. */
static void
test_remembered__accepts_both_while_the_branch_moves(void **state)
{
	struct kit *k = *state;
	struct remembered other;
	struct memory is;
	struct stages incoming = STAGES_INIT;
	struct repo *r;
	struct sub b;
	git_oid here, there;

	kit_submit(k, &b, 400);
	r = open_repo(k, &there);
	assert_ok(chain_state(r, &there, &other));
	repo_free(r);
	assert_int_equal(kit_run("cd %s && rm remembered && git update-ref "
	    "refs/heads/main main~1", k->vault), 0);
	kit_submit(k, &b, 400);
	r = open_repo(k, &here);
	assert_int_equal(chain_state(r, &there, &other), ERR_INTEGRITY);
	assert_ok(chain_from(r, NULL, &there, &other));
	assert_ok(remembered_allow(r, &other));
	assert_ok(chain_state(r, &here, &other));	/* killed before */
	assert_ok(publish_begin(r, &incoming));
	assert_ok(repo_move_head(r, &here, &there));
	publish_end(r, &incoming);
	stages_close(&incoming, repo_dir(r));
	assert_ok(chain_state(r, &there, &other));	/* killed behind */
	assert_int_equal(other.range.size, 6);
	assert_ok(remembered_write(r, REMEMBERED_FILE, &other));
	assert_int_equal(chain_state(r, &here, &other), ERR_INTEGRITY);
	assert_ok(remembered_read(r, REMEMBERED_FILE, &is));
	assert_int_equal(is.n, 1);
	repo_free(r);
	kit_submit(k, &b, 400);
}

static void
test_remembered__counts_from_a_known_entry(void **state)
{
	struct kit *k = *state;
	struct remembered from, to, want;
	struct repo *r;
	struct sub b;
	git_oid head;

	from_the_first(k, &from);
	kit_submit(k, &b, 400);
	kit_submit(k, &b, 400);
	from_the_first(k, &want);
	r = open_repo(k, &head);
	assert_ok(chain_from(r, &from, &head, &to));
	assert_int_equal(to.range.size, 7);
	assert_memory_equal(to.range.peaks, want.range.peaks,
	    3 * MERKLE_HASH_BYTES);
	assert_int_equal(chain_from(r, &want, &from.commit, &to),
	    ERR_NOT_FOUND);
	repo_free(r);
}

static void
refuse(struct kit *k, const char *change)
{
	struct memory is;
	git_oid head;
	struct repo *r = open_repo(k, &head);

	assert_int_equal(kit_run("cd %s && cp remembered ../good && "
	    "sed -i '%s' remembered", k->vault, change), 0);
	if (remembered_read(r, REMEMBERED_FILE, &is) != ERR_INTEGRITY)
		fail_msg("accepted after %s", change);
	assert_int_equal(is.n, 0);
	assert_int_equal(kit_run("mv %s/good %s/remembered", k->dir,
	    k->vault), 0);
	repo_free(r);
}

static void
test_remembered__refuses_any_other_form(void **state)
{
	struct kit *k = *state;

	refuse(k, "1s/^5/05/");
	refuse(k, "1s/^5/+5/");
	refuse(k, "1s/^5/6/");		/* has as many peaks */
	refuse(k, "1s/^5/7/");
	refuse(k, "1s/^5/0/");
	refuse(k, "1s/^5/99999999999999999999999/");
	refuse(k, "1s/ /  /");
	refuse(k, "1s/$/ /");
	refuse(k, "2s/$/0/");
	refuse(k, "2s/^./G/");
	refuse(k, "2s/^./A/");
	refuse(k, "2s/[0-4]/5/");	/* another hash */
	refuse(k, "3d");
	refuse(k, "3p");
	refuse(k, "d");
	refuse(k, "$a\\\\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, kit_setup,\
	kit_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_remembered__goes_on_with_each_entry),
		TEST(test_remembered__is_of_the_commits_as_git_shows_them),
		TEST(test_remembered__is_made_again_when_it_is_missing),
		TEST(test_remembered__refuses_a_history_that_was_rolled_back),
		TEST(test_remembered__accepts_both_while_the_branch_moves),
		TEST(test_remembered__counts_from_a_known_entry),
		TEST(test_remembered__refuses_any_other_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
