/*
 * The audit names what was done to a vault.  Each test makes a true vault,
 * tampers with it as somebody with its folder (and perhaps a member's key)
 * could, and asks for the rule's name.
 */
#include "tests/vault/forge.h"

/* --- the ten of the acceptance --- */

static void
test_audit__a_true_vault_has_no_finding(void **state)
{
	struct kit *k = *state;
	struct sub b;
	uint8_t sum[SHA256_BYTES];

	kit_submit(k, &b, 100000);
	kit_decide(k, &b, &k->desk, sum);
	assert_ok(store_begin(k->store));
	assert_ok(kit_add_approval(k->store, &b, &k->admin, 2, 2, sum));
	assert_ok(kit_commit(k->store, "approve", &k->admin, &b.id));
	assert_ok(kit_release(k, &b, &k->desk));
	expect_good(k);
}

static void
test_audit__names_an_object_that_was_changed(void **state)
{
	struct kit *k = *state;
	struct sub b;
	struct path p;
	char name[PATH_SIZE];

	kit_submit(k, &b, 400);
	kit_unpack(k);
	p = kit_path(&b, OBJECT_ORIGINAL, 1);
	path_format(name, &p);
	/* Another well-formed object lies under this one's name. */
	assert_int_equal(kit_run("cd %s && "
	    "f=$(git rev-parse main:%s | sed 's,^..,&/,') && "
	    "g=$(git rev-parse main:policy.1 | sed 's,^..,&/,') && "
	    "chmod u+w objects/$f && cat objects/$g > objects/$f",
	    k->vault, name), 0);
	expect(k, "damage");
}

static void
test_audit__names_an_object_that_was_cut_at_any_place(void **state)
{
	struct kit *k = *state;
	struct sub b;
	struct path p;
	char name[PATH_SIZE];
	int size;

	kit_submit(k, &b, 300);
	kit_unpack(k);
	p = kit_path(&b, OBJECT_ORIGINAL, 1);
	path_format(name, &p);
	for (size = 0; size < 300; size += 23) {
		assert_int_equal(kit_run("cd %s && f=$(git rev-parse main:%s | "
		    "sed 's,^..,&/,') && chmod u+w objects/$f && "
		    "{ test -e ../whole || cp objects/$f ../whole; } && "
		    "head -c %d ../whole > objects/$f", k->vault, name,
		    size), 0);
		expect(k, "damage");
	}
}

static void
test_audit__names_an_object_whose_head_lies_about_its_length(void **state)
{
	struct kit *k = *state;
	struct sub b;
	struct path p;
	char name[PATH_SIZE];

	kit_submit(k, &b, 300);
	kit_unpack(k);
	p = kit_path(&b, OBJECT_ORIGINAL, 1);
	path_format(name, &p);
	assert_int_equal(kit_run("cd %s && f=$(git rev-parse main:%s | "
	    "sed 's,^..,&/,') && chmod u+w objects/$f && python3 -c 'import "
	    "sys,zlib; sys.stdout.buffer.write(zlib.compress(b\"blob 3\\0\" + "
	    "b\"o\" * 300))' > objects/$f", k->vault, name), 0);
	expect(k, "damage");
}

static void
test_audit__names_a_missing_object(void **state)
{
	struct kit *k = *state;
	struct sub b;
	struct path p;
	char name[PATH_SIZE];

	kit_submit(k, &b, 400);
	kit_unpack(k);
	p = kit_path(&b, OBJECT_MANIFEST, 1);
	path_format(name, &p);
	assert_int_equal(kit_run("cd %s && rm -f objects/$(git rev-parse "
	    "main:%s | sed 's,^..,&/,')", k->vault, name), 0);
	expect(k, "damage");
	/* A whole folder is missed just so. */
	assert_int_equal(kit_run("cd %s && rm -f objects/$(git rev-parse "
	    "main:submissions | sed 's,^..,&/,')", k->vault), 0);
	expect(k, "damage");
}

static void
test_audit__names_an_entry_that_was_dropped(void **state)
{
	struct kit *k = *state;
	struct sub a, b;

	kit_submit(k, &a, 400);
	kit_submit(k, &b, 400);
	/* The last entry's parent becomes its grandparent. */
	assert_int_equal(kit_run("cd %s && rm remembered && p=$(git rev-parse "
	    "main~1) && g=$(git rev-parse main~2) && c=$(git cat-file commit "
	    "main | sed \"s/^parent $p/parent $g/\" | git hash-object -t "
	    "commit -w --stdin) && git update-ref refs/heads/main $c",
	    k->vault), 0);
	expect(k, "previous");
	expect(k, "signature");
}

static void
test_audit__names_a_dropped_entry_though_a_member_signs_again(void **state)
{
	struct kit *k = *state;
	struct sub a, b;
	struct forge f;
	git_oid tree;

	kit_submit(k, &a, 400);
	kit_submit(k, &b, 400);
	assert_int_equal(kit_run("cd %s && git rev-parse 'main^{tree}' > "
	    "../tree && git update-ref refs/heads/main main~2", k->vault), 0);
	forge_open(&f, k, "submit", &k->desk, &b.id);
	{
		struct bytes hex = BYTES_INIT(64);
		char path[128];

		(void)snprintf(path, sizeof(path), "%s/tree", k->dir);
		assert_ok(io_read_file(AT_FDCWD, path, &hex));
		assert_int_equal(git_oid_fromstrn(&tree, (char *)hex.data,
		    GIT_OID_HEXSZ), 0);
		bytes_free(&hex);
	}
	forge_done(&f, &tree);
	expect(k, "trailers");	/* it brings two submissions, and names one */
	expect(k, "rollback");
}

static void
test_audit__names_an_entry_signed_by_a_non_member(void **state)
{
	struct kit *k = *state;
	struct forge f;
	struct sub b;

	kit_submit(k, &b, 400);
	forge_open(&f, k, "assign", &k->desk, &b.id);
	forge_grant(&f, &b, &k->reporter, TIER_WORKING);
	f.signer = &k->stranger;
	forge_done(&f, NULL);
	expect(k, "signature");
}

static void
test_audit__names_an_entry_of_somebody_who_is_no_member(void **state)
{
	struct kit *k = *state;
	struct forge f;
	struct sub b;

	kit_submit(k, &b, 400);
	forge_open(&f, k, "assign", &k->stranger, &b.id);
	forge_grant(&f, &b, &k->reporter, TIER_WORKING);
	forge_done(&f, NULL);
	expect(k, "member");
}

static void
test_audit__names_a_missing_role(void **state)
{
	struct kit *k = *state;
	struct forge f;
	struct sub b;

	kit_submit(k, &b, 400);
	forge_open(&f, k, "assign", &k->reporter, &b.id);
	forge_grant(&f, &b, &k->reporter, TIER_WORKING);
	forge_done(&f, NULL);
	expect(k, "role");
}

static void
test_audit__names_a_smuggled_grant(void **state)
{
	struct kit *k = *state;
	struct forge f;
	struct sub b;
	struct path p;

	kit_submit(k, &b, 400);
	forge_open(&f, k, "assign", &k->desk, &b.id);
	forge_grant(&f, &b, &k->analyst, TIER_WORKING);
	forge_done(&f, NULL);
	expect(k, "grant");
	/* Hidden among the files of an examination. */
	forge_open(&f, k, "examine", &k->desk, &b.id);
	p = kit_path(&b, OBJECT_TEXT, 1);
	forge_path(&f, &p, "text", 4);
	forge_grant(&f, &b, &k->reporter, TIER_ORIGINAL);
	forge_done(&f, NULL);
	expect(k, "path");
}

static void
forge_release(struct kit *k, const struct sub *b)
{
	struct forge f;
	struct path p;

	forge_open(&f, k, "release", &k->desk, &b->id);
	p = kit_path(b, OBJECT_RELEASE, 1);
	forge_path(&f, &p, "release", 7);
	p = kit_path(b, OBJECT_RELEASES, 1);
	forge_path(&f, &p, "manifest", 8);
	p = kit_path(b, OBJECT_ENTITIES, 1);
	forge_path(&f, &p, "entities", 8);
	forge_grant(&f, b, &k->analyst, TIER_RELEASE);
	forge_done(&f, NULL);
}

static void
test_audit__names_a_release_without_approval(void **state)
{
	struct kit *k = *state;
	uint8_t sum[SHA256_BYTES];
	struct sub b;

	kit_submit(k, &b, 400);
	kit_decide(k, &b, &k->desk, sum);
	forge_release(k, &b);
	expect(k, "policy");
}

static void
test_audit__names_the_same_person_approving(void **state)
{
	struct kit *k = *state;
	uint8_t sum[SHA256_BYTES];
	char name[PATH_SIZE], hex[SHA256_HEX_SIZE], line[PATH_SIZE + 80];
	struct path p, to = { .kind = PATH_APPROVAL, .version = 2 };
	struct forge f;
	struct sub b;

	kit_submit(k, &b, 400);
	kit_decide(k, &b, &k->desk, sum);
	p = kit_path(&b, OBJECT_PLAN, 2);
	path_format(name, &p);
	hex_of(hex, sum, SHA256_BYTES);
	(void)snprintf(line, sizeof(line), "%s %s\n", hex, name);
	to.submission = b.id;
	to.member = k->desk.fpr;
	forge_open(&f, k, "approve", &k->desk, &b.id);
	forge_path(&f, &to, line, strlen(line));
	forge_done(&f, NULL);
	expect(k, "policy");
	/* Nor does it help to sign in another's name. */
	to.version = 3;
	to.member = k->admin.fpr;
	forge_open(&f, k, "approve", &k->desk, &b.id);
	forge_path(&f, &to, line, strlen(line));
	forge_done(&f, NULL);
	expect(k, "policy");
}

static void
test_audit__names_a_large_object_that_was_cut(void **state)
{
	struct kit *k = *state;
	struct sub b;

	kit_submit(k, &b, 100000);
	expect_good(k);
	assert_int_equal(kit_run("cd %s && f=$(find lfs/objects -type f) && "
	    "chmod u+w $f && truncate -s -1 $f", k->vault), 0);
	expect(k, "damage");
	assert_int_equal(kit_run("cd %s && f=$(find lfs/objects -type f) && "
	    "printf x >> $f", k->vault), 0);
	expect(k, "damage");	/* as long as before, another last byte */
	assert_int_equal(kit_run("cd %s && rm -f $(find lfs/objects -type f)",
	    k->vault), 0);
	expect(k, "damage");
}

static void
test_audit__names_a_history_that_was_rolled_back(void **state)
{
	struct kit *k = *state;
	struct store *s = NULL;
	struct sub b;

	kit_submit(k, &b, 400);
	assert_int_equal(kit_run("git -C %s update-ref refs/heads/main main~1",
	    k->vault), 0);
	expect(k, "rollback");
	assert_ok(store_start(&s, k->vault));
	assert_int_equal(store_begin(s), ERR_INTEGRITY);
	assert_non_null(strstr(err_line(), "rolled back"));
	store_stop(s);
}

static void
test_audit__names_allowed_signers_that_were_changed(void **state)
{
	static const char line[] = "x namespaces=\"git\" ssh-ed25519 AAAA\n";
	struct kit *k = *state;
	struct forge f;
	struct sub b;
	struct path p;

	kit_submit(k, &b, 400);
	forge_open(&f, k, "examine", &k->desk, &b.id);
	p = kit_path(&b, OBJECT_TEXT, 1);
	forge_path(&f, &p, "text", 4);
	forge_add(&f, "allowed_signers", line, strlen(line));
	forge_done(&f, NULL);
	expect(k, "signers");
}

/* --- the other rules --- */

static void
test_audit__names_a_file_that_was_removed(void **state)
{
	struct kit *k = *state;
	struct forge f;
	struct sub b;
	git_oid tree;

	kit_submit(k, &b, 400);
	/* The tree before the submission, as if it had never been. */
	forge_open(&f, k, "assign", &k->desk, &b.id);
	{
		struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
		struct entry_commit c;
		struct chain chain;

		assert_ok(chain_read(f.repo, &f.head, NULL, &chain));
		assert_ok(repo_read(f.repo, &chain.v[1], GIT_OBJECT_COMMIT,
		    &raw));
		assert_ok(entry_parse(&c, raw.data, raw.len));
		git_oid_cpy(&tree, &c.tree);
		entry_free(&c);
		chain_free(&chain);
		bytes_free(&raw);
	}
	forge_done(&f, &tree);
	expect(k, "append-only");
}

static void
test_audit__names_a_file_that_was_replaced(void **state)
{
	struct kit *k = *state;
	struct forge f;
	struct sub b;
	struct path p;

	kit_submit(k, &b, 400);
	forge_open(&f, k, "submit", &k->desk, &b.id);
	p = kit_path(&b, OBJECT_ORIGINAL, 1);
	forge_path(&f, &p, "other", 5);
	forge_done(&f, NULL);
	expect(k, "append-only");
}

static void
test_audit__names_a_twin_under_the_other_ending(void **state)
{
	struct kit *k = *state;
	struct forge f;
	struct sub b;
	struct path p;

	kit_submit(k, &b, 100000);
	forge_open(&f, k, "submit", &k->desk, &b.id);
	p = kit_path(&b, OBJECT_ORIGINAL, 1);
	forge_path(&f, &p, "other", 5);		/* .sealed beside .large */
	forge_done(&f, NULL);
	expect(k, "append-only");
}

static void
test_audit__names_a_file_without_a_place(void **state)
{
	struct kit *k = *state;
	struct forge f;
	struct sub b;

	kit_submit(k, &b, 400);
	forge_open(&f, k, "examine", &k->desk, NULL);
	forge_add(&f, "submissions/readme", "x", 1);
	forge_done(&f, NULL);
	expect(k, "path");
}

static void
test_audit__names_a_time_that_is_not_rounded(void **state)
{
	struct kit *k = *state;
	struct forge f;
	struct sub b;

	kit_submit(k, &b, 400);
	forge_open(&f, k, "assign", &k->desk, &b.id);
	forge_grant(&f, &b, &k->reporter, TIER_WORKING);
	f.c.time += 61;
	forge_done(&f, NULL);
	expect(k, "clock");
}

static void
test_audit__names_an_entry_that_does_not_name_the_last(void **state)
{
	struct kit *k = *state;
	struct forge f;
	struct sub b;

	kit_submit(k, &b, 400);
	forge_open(&f, k, "assign", &k->desk, &b.id);
	forge_grant(&f, &b, &k->reporter, TIER_WORKING);
	f.c.previous[0] ^= 1;
	forge_done(&f, NULL);
	expect(k, "previous");
}

static void
test_audit__names_an_entry_that_hides_what_it_adds(void **state)
{
	struct kit *k = *state;
	struct forge f;
	struct sub b;
	git_oid tree;

	kit_submit(k, &b, 400);
	forge_open(&f, k, "assign", &k->desk, &b.id);
	forge_grant(&f, &b, &k->reporter, TIER_WORKING);
	assert_ok(tree_update(f.repo, &f.tree, &f.l, &tree));
	changes_free(&f.l);
	forge_done(&f, &tree);
	expect(k, "objects");
}

static void
test_audit__names_a_merge(void **state)
{
	struct kit *k = *state;
	struct sub b;

	kit_submit(k, &b, 400);
	assert_int_equal(kit_run("cd %s && rm remembered && p=$(git rev-parse "
	    "main~1) && g=$(git rev-parse main~3) && c=$(git cat-file commit "
	    "main | sed \"s/^parent $p/&\\nparent $g/\" | git hash-object -t "
	    "commit -w --stdin) && git update-ref refs/heads/main $c",
	    k->vault), 0);
	expect(k, "merge");
}

static void
test_audit__names_an_unsigned_entry(void **state)
{
	struct kit *k = *state;

	assert_int_equal(kit_run("cd %s && c=$(git cat-file commit main | sed "
	    "'/^gpgsig/d;/^ /d' | git hash-object -t commit -w --stdin) && "
	    "rm remembered && git update-ref refs/heads/main $c", k->vault),
	    0);
	expect(k, "signature");
}

static void
test_audit__names_an_ordinary_commit(void **state)
{
	struct kit *k = *state;

	assert_int_equal(kit_run("cd %s && export GIT_AUTHOR_NAME=x "
	    "GIT_AUTHOR_EMAIL=x GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x && "
	    "c=$(git commit-tree -p main -m hello 'main^{tree}') && "
	    "git update-ref refs/heads/main $c", k->vault), 0);
	expect(k, "trailers");
}

static void
test_audit__names_a_plan_for_an_item_that_is_not_there(void **state)
{
	struct kit *k = *state;
	struct forge f;
	struct sub b, other;
	struct path p;

	kit_submit(k, &b, 400);
	other = b;
	assert_ok(id_new(&other.item));
	forge_open(&f, k, "find", &k->desk, &b.id);
	p = kit_path(&other, OBJECT_PLAN, 1);
	forge_path(&f, &p, "plan", 4);
	forge_done(&f, NULL);
	expect(k, "order");
}

static void
test_audit__names_roles_that_do_not_fit(void **state)
{
	struct kit *k = *state;
	struct bytes signers = BYTES_INIT(1u << 16);
	char line[CARD_LINE_SIZE + 1], name[PATH_SIZE];
	struct path p = { .kind = PATH_CARD };
	struct forge f;

	p.member = k->stranger.fpr;
	card_format(line, &k->stranger.card);
	(void)strcat(line, "\n");
	forge_open(&f, k, "member-add", &k->admin, NULL);
	forge_path(&f, &p, line, strlen(line));
	p.version = 1;
	p.kind = PATH_EPOCH;
	forge_path(&f, &p, line, strlen(line));
	p.kind = PATH_ROLES;
	path_format(name, &p);
	forge_add(&f, name, "analyst,desk\n", 13);
	assert_ok(tree_file(f.repo, &f.tree, "allowed_signers", &signers));
	assert_ok(card_signers_line(&signers, &k->stranger.card));
	forge_add(&f, "allowed_signers", signers.data, signers.len);
	forge_done(&f, NULL);
	expect(k, "roles-fit");
	bytes_free(&signers);
}

static void
test_audit__survives_a_history_that_is_cut_off(void **state)
{
	struct kit *k = *state;
	struct sub b;

	kit_submit(k, &b, 400);
	kit_unpack(k);
	assert_int_equal(kit_run("cd %s && rm -f objects/$(git rev-parse "
	    "main~2 | sed 's,^..,&/,')", k->vault), 0);
	expect(k, "damage");
}

static void
test_audit__every_byte_of_an_entry_counts(void **state)
{
	struct kit *k = *state;
	struct found found;
	struct store *s = NULL;
	struct verdict v;
	int at, r;

	assert_int_equal(kit_run("cd %s && rm remembered && git cat-file "
	    "commit main > ../commit", k->vault), 0);
	for (at = 60; at < 1200; at += 41) {
		if (kit_run("cd %s && python3 -c 'd=bytearray(open(\"../commit"
		    "\",\"rb\").read()); at=%d; exit(1) if at>=len(d) else 0; "
		    "d[at]^=1; open(\"../bad\",\"wb\").write(d)' && c=$(git "
		    "hash-object --literally -t commit -w ../bad) && echo $c > "
		    "refs/heads/main", k->vault, at) != 0)
			break;
		found.n = 0;
		/* It is refused, or it is named: it never passes. */
		if ((r = store_start(&s, k->vault)) == 0) {
			r = store_audit(s, keep, &found, &v);
			store_stop(s);
		}
		if (r == 0 && found.n == 0)
			fail_msg("byte %d may be anything", at);
	}
	assert_true(at > 300);
}

#define A_TEST(f) cmocka_unit_test_setup_teardown(f, forge_setup, kit_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		A_TEST(test_audit__a_true_vault_has_no_finding),
		A_TEST(test_audit__names_an_object_that_was_changed),
		A_TEST(test_audit__names_an_object_that_was_cut_at_any_place),
		A_TEST(test_audit__names_an_object_whose_head_lies_about_its_length),
		A_TEST(test_audit__names_a_missing_object),
		A_TEST(test_audit__names_an_entry_that_was_dropped),
		A_TEST(test_audit__names_a_dropped_entry_though_a_member_signs_again),
		A_TEST(test_audit__names_an_entry_signed_by_a_non_member),
		A_TEST(test_audit__names_an_entry_of_somebody_who_is_no_member),
		A_TEST(test_audit__names_a_missing_role),
		A_TEST(test_audit__names_a_smuggled_grant),
		A_TEST(test_audit__names_a_release_without_approval),
		A_TEST(test_audit__names_the_same_person_approving),
		A_TEST(test_audit__names_a_large_object_that_was_cut),
		A_TEST(test_audit__names_a_history_that_was_rolled_back),
		A_TEST(test_audit__names_allowed_signers_that_were_changed),
		A_TEST(test_audit__names_a_file_that_was_removed),
		A_TEST(test_audit__names_a_file_that_was_replaced),
		A_TEST(test_audit__names_a_twin_under_the_other_ending),
		A_TEST(test_audit__names_a_file_without_a_place),
		A_TEST(test_audit__names_a_time_that_is_not_rounded),
		A_TEST(test_audit__names_an_entry_that_does_not_name_the_last),
		A_TEST(test_audit__names_an_entry_that_hides_what_it_adds),
		A_TEST(test_audit__names_a_merge),
		A_TEST(test_audit__names_an_unsigned_entry),
		A_TEST(test_audit__names_an_ordinary_commit),
		A_TEST(test_audit__names_a_plan_for_an_item_that_is_not_there),
		A_TEST(test_audit__names_roles_that_do_not_fit),
		A_TEST(test_audit__survives_a_history_that_is_cut_off),
		A_TEST(test_audit__every_byte_of_an_entry_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
