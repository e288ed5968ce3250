/* An audit of a stretch of the history, and of a long one in parts. */
#include "tests/vault/kit.h"

#include "vault/store/folder.h"
#include "vault/store/repo.h"
#include "vault/store/tree.h"

#define FOUND_MAX 64

struct found {
	struct finding_read list[FOUND_MAX];
	size_t n;
};

static int
keep(const struct finding_read *f, void *arg)
{
	struct found *found = arg;

	if (found->n < FOUND_MAX)
		found->list[found->n++] = *f;
	return 0;
}

static int
take_entry(const struct entry_read *e, void *arg)
{
	struct audit_from *from = arg;

	from->number = e->number;
	memcpy(from->commit, e->commit, sizeof(from->commit));
	return 0;
}

/* The entry of that number, as an audit may begin behind it. */
static void
from_entry(struct kit *k, uint64_t number, struct audit_from *from)
{
	const struct log_ask ask = { .since = number, .until = number };
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct repo *r;
	git_oid id;

	memset(from, 0, sizeof(*from));
	assert_ok(store_log_with(k->store, &ask, take_entry, from));
	assert_int_equal(from->number, number);
	assert_ok(repo_open(&r, k->vault));
	assert_int_equal(git_oid_fromstr(&id, from->commit), 0);
	assert_ok(repo_read(r, &id, GIT_OBJECT_COMMIT, &raw));
	assert_ok(sha256(from->sha256, raw.data, raw.len));
	bytes_free(&raw);
	repo_free(r);
}

static void
test_stretch__counts_only_what_came_behind(void **state)
{
	struct kit *k = *state;
	struct found found = { .n = 0 };
	struct audit_from from;
	const struct audit_ask ask = { .from = &from, .each = keep,
	    .arg = &found };
	struct verdict v;
	struct sub b;
	int i;

	for (i = 0; i < 3; i++)
		kit_submit(k, &b, 200);
	from_entry(k, 6, &from);	/* 5 on members, then a submission */
	assert_ok(store_audit_with(k->store, &ask, &v));
	assert_int_equal(found.n, 0);
	assert_int_equal(v.entries, 2);
	assert_int_equal(v.submissions, 2);
	assert_int_equal(v.members, 0);
	from_entry(k, 8, &from);
	assert_ok(store_audit_with(k->store, &ask, &v));
	assert_int_equal(v.entries, 0);
	assert_int_equal(v.findings, 0);
}

static void
test_stretch__finds_another_content_of_the_entry(void **state)
{
	struct kit *k = *state;
	struct found found = { .n = 0 };
	struct audit_from from;
	const struct audit_ask ask = { .from = &from, .each = keep,
	    .arg = &found };
	struct verdict v;
	struct sub b;

	kit_submit(k, &b, 200);
	from_entry(k, 3, &from);
	from.sha256[7] ^= 1;
	assert_ok(store_audit_with(k->store, &ask, &v));
	assert_int_equal(v.findings, 1);
	assert_string_equal(found.list[0].rule, "rollback");
	assert_int_equal(found.list[0].entry, 3);
}

static void
test_stretch__finds_that_the_entry_is_not_in_the_history(void **state)
{
	struct kit *k = *state;
	struct found found = { .n = 0 };
	struct audit_from from;
	const struct audit_ask ask = { .from = &from, .each = keep,
	    .arg = &found };
	struct verdict v;

	from_entry(k, 3, &from);
	from.commit[0] = from.commit[0] == '0' ? '1' : '0';
	assert_ok(store_audit_with(k->store, &ask, &v));
	assert_int_equal(v.findings, 1);
	assert_string_equal(found.list[0].rule, "rollback");
	assert_int_equal(v.entries, 5);		/* all of it was walked */
}

/* Damage a file that no other submission has, wherever git keeps it. */
static void
damage(struct kit *k, const struct sub *b)
{
	const struct path p = { .kind = PATH_DROP_SIG, .submission = b->id };
	char name[PATH_SIZE], hex[GIT_OID_HEXSZ + 1], file[PATH_MAX];
	struct repo *r;
	git_oid head, blob, tree;
	bool born;
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);

	assert_ok(repo_open(&r, k->vault));
	assert_ok(repo_head(r, &head, &born));
	assert_ok(repo_read(r, &head, GIT_OBJECT_COMMIT, &raw));
	assert_int_equal(git_oid_fromstrn(&tree, (char *)raw.data + 5, 40), 0);
	path_format(name, &p);
	assert_ok(tree_find(r, &tree, name, &blob));
	(void)git_oid_tostr(hex, sizeof(hex), &blob);
	repo_free(r);
	bytes_free(&raw);
	/* Loose first: then there is a file of its own to damage. */
	assert_int_equal(kit_run("cd %s && mkdir -p ../aside && "
	    "mv objects/pack/* ../aside/ 2>/dev/null; for p in ../aside/*.pack; "
	    "do [ -e $p ] && git unpack-objects -q <$p; done; true",
	    k->vault), 0);
	(void)snprintf(file, sizeof(file), "%s/objects/%.2s/%s", k->vault, hex,
	    hex + 2);
	kit_damage(file, 30);
}

static void
test_stretch__damage_of_one_entry_hides_no_other(void **state)
{
	struct kit *k = *state;
	struct found found = { .n = 0 };
	struct verdict v;
	struct sub b[4];
	size_t i, hit[2] = { 0, 0 };

	for (i = 0; i < 4; i++)
		kit_submit(k, &b[i], 200);
	damage(k, &b[0]);
	damage(k, &b[2]);
	store_stop(k->store);		/* it knows what was packed */
	assert_ok(store_start(&k->store, k->vault));
	assert_ok(store_audit(k->store, keep, &found, &v));
	for (i = 0; i < found.n; i++) {
		assert_int_equal(found.list[i].weight, WEIGHT_BROKEN);
		hit[0] += found.list[i].entry == 6;
		hit[1] += found.list[i].entry == 8;
	}
	if (hit[0] == 0 || hit[1] == 0 || hit[0] + hit[1] != found.n)
		fail_msg("%zu findings in entry 6, %zu in entry 8, of %zu",
		    hit[0], hit[1], found.n);
	assert_int_equal(v.entries, 9);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_stretch__counts_only_what_came_behind, kit_setup,
		    kit_teardown),
		cmocka_unit_test_setup_teardown(
		    test_stretch__finds_another_content_of_the_entry, kit_setup,
		    kit_teardown),
		cmocka_unit_test_setup_teardown(
		    test_stretch__finds_that_the_entry_is_not_in_the_history,
		    kit_setup, kit_teardown),
		cmocka_unit_test_setup_teardown(
		    test_stretch__damage_of_one_entry_hides_no_other, kit_setup,
		    kit_teardown),
	};

	if (repo_global() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
