/*
 * What the audit would name, the store refuses, with the rule's name in the
 * line, and the vault stays as it was.
 */
#include "tests/vault/kit.h"

/* What is under way is refused for `rule`, and forgotten. */
static void
refused(struct kit *k, const char *event, const struct member *actor,
    const struct id *submission, const char *rule)
{
	char due[64];
	int r = kit_commit(k->store, event, actor, submission);

	(void)snprintf(due, sizeof(due), "(rule `%s`)", rule);
	if (r != ERR_NOT_PERMITTED || strstr(err_line(), due) == NULL)
		fail_msg("%s: code %d, %s; due was %s", event, r, err_line(),
		    due);
}

static void
add_text(struct kit *k, const struct sub *b, enum object_kind kind,
    uint32_t version)
{
	struct path p = kit_path(b, kind, version);
	uint8_t sum[SHA256_BYTES];

	kit_object(k->store, &p, 't', 300, sum);
}

static void
test_rules__only_those_with_the_role_may(void **state)
{
	struct kit *k = *state;
	const struct member *const others[] = { &k->intake, &k->reporter,
	    &k->analyst };
	struct sub b;
	size_t i;

	kit_submit(k, &b, 400);
	for (i = 0; i < 3; i++) {
		assert_ok(store_begin(k->store));
		kit_grant(k->store, &b, &k->reporter, TIER_WORKING);
		refused(k, "assign", others[i], &b.id, "role");
		assert_ok(store_begin(k->store));
		add_text(k, &b, OBJECT_TEXT, 1);
		refused(k, "examine", others[i], &b.id, "role");
		assert_ok(store_begin(k->store));
		kit_add_member(k->store, &k->stranger, "reporter");
		refused(k, "member-add", others[i], NULL, "role");
	}
	assert_ok(store_begin(k->store));
	kit_add_member(k->store, &k->stranger, "reporter");
	refused(k, "member-add", &k->desk, NULL, "role");
	assert_ok(store_begin(k->store));
	kit_add_member(k->store, &k->stranger, "reporter");
	refused(k, "member-add", &k->stranger, NULL, "member");
	assert_ok(store_begin(k->store));
	add_text(k, &b, OBJECT_TEXT, 1);
	assert_ok(kit_commit(k->store, "examine", &k->desk, &b.id));
}

static void
test_rules__grants_go_only_where_a_role_may_have_them(void **state)
{
	struct kit *k = *state;
	const struct {
		const struct member *to;
		enum tier tier;
		bool may;
	} cases[] = {
		{ &k->analyst, TIER_WORKING, false },
		{ &k->analyst, TIER_ORIGINAL, false },
		{ &k->analyst, TIER_RELEASE, true },
		{ &k->intake, TIER_RELEASE, false },
		{ &k->intake, TIER_WORKING, false },
		{ &k->stranger, TIER_WORKING, false },
		{ &k->reporter, TIER_WORKING, true },
		{ &k->reporter, TIER_ORIGINAL, true },
		{ &k->reporter, TIER_RELEASE, true },
		{ &k->admin, TIER_WORKING, true },
	};
	struct sub b;
	size_t i;

	kit_submit(k, &b, 400);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_ok(store_begin(k->store));
		kit_grant(k->store, &b, cases[i].to, cases[i].tier);
		if (cases[i].may)
			assert_ok(kit_commit(k->store, "assign", &k->desk,
			    &b.id));
		else
			refused(k, "assign", &k->desk, &b.id, "grant");
	}
}

static void
test_rules__a_grant_needs_an_epoch_and_its_length(void **state)
{
	struct kit *k = *state;
	uint8_t box[GRANT_BYTES] = { 1 };
	struct path p;
	struct sub b;

	kit_submit(k, &b, 400);
	p = kit_grant_path(&b, &k->reporter, TIER_WORKING);
	p.version = 2;
	assert_ok(store_begin(k->store));
	assert_ok(store_add(k->store, &p, box, sizeof(box)));
	refused(k, "assign", &k->desk, &b.id, "grant");
	p.version = 1;
	assert_ok(store_begin(k->store));
	assert_ok(store_add(k->store, &p, box, sizeof(box) - 1));
	refused(k, "assign", &k->desk, &b.id, "grant");
}

static void
test_rules__a_removed_member_is_out_for_good(void **state)
{
	struct kit *k = *state;
	struct path p = { .kind = PATH_ROLES, .member = k->reporter.fpr,
	    .version = 2 };
	unsigned roles = 9;
	struct sub b;

	kit_submit(k, &b, 400);
	assert_ok(store_begin(k->store));
	assert_ok(kit_add(k->store, &p, "\n"));
	assert_ok(kit_commit(k->store, "member-remove", &k->admin, NULL));
	assert_ok(store_roles(k->store, &k->reporter.fpr, &roles));
	assert_int_equal(roles, 0);
	assert_ok(store_begin(k->store));
	kit_grant(k->store, &b, &k->reporter, TIER_WORKING);
	refused(k, "assign", &k->desk, &b.id, "grant");
	assert_ok(store_begin(k->store));
	kit_add_member(k->store, &k->reporter, "reporter");
	refused(k, "member-add", &k->admin, NULL, "append-only");
	p.version = 3;
	assert_ok(store_begin(k->store));
	assert_ok(kit_add(k->store, &p, "\n"));
	refused(k, "member-remove", &k->admin, NULL, "member");
}

static void
test_rules__the_last_admin_stays(void **state)
{
	struct kit *k = *state;
	struct path p = { .kind = PATH_ROLES, .member = k->admin.fpr,
	    .version = 2 };

	assert_ok(store_begin(k->store));
	assert_ok(kit_add(k->store, &p, "\n"));
	refused(k, "member-remove", &k->admin, NULL, "role");
	kit_join(k, &k->stranger, "admin");
	assert_ok(store_begin(k->store));
	assert_ok(kit_add(k->store, &p, "\n"));
	assert_ok(kit_commit(k->store, "member-remove", &k->admin, NULL));
	/* Removed, it may do nothing any more. */
	p.member = k->desk.fpr;
	assert_ok(store_begin(k->store));
	assert_ok(kit_add(k->store, &p, "\n"));
	refused(k, "member-remove", &k->admin, NULL, "member");
}

static void
test_rules__a_member_is_added_whole(void **state)
{
	struct kit *k = *state;
	struct path p = { .kind = PATH_CARD, .member = k->stranger.fpr };
	char line[CARD_LINE_SIZE + 1];

	card_format(line, &k->stranger.card);
	(void)strcat(line, "\n");
	assert_ok(store_begin(k->store));
	assert_ok(kit_add(k->store, &p, line));
	refused(k, "member-add", &k->admin, NULL, "member");
	/* Under somebody else's fingerprint. */
	p.member.b[0] ^= 1;
	assert_ok(store_begin(k->store));
	assert_ok(kit_add(k->store, &p, line));
	p.version = 1;
	p.kind = PATH_EPOCH;
	assert_ok(kit_add(k->store, &p, line));
	p.kind = PATH_ROLES;
	assert_ok(kit_add(k->store, &p, "desk\n"));
	refused(k, "member-add", &k->admin, NULL, "member");
	assert_ok(store_begin(k->store));
	kit_add_member(k->store, &k->stranger, "analyst,desk");
	refused(k, "member-add", &k->admin, NULL, "roles-fit");
	assert_ok(store_begin(k->store));
	kit_add_member(k->store, &k->stranger, "desk,admin");
	refused(k, "member-add", &k->admin, NULL, "roles-fit");
}

static void
test_rules__what_comes_in_is_what_was_signed(void **state)
{
	struct kit *k = *state;
	struct path p;
	struct sub b;

	/* Signed by nobody the vault knows, and by one who may not. */
	assert_ok(store_begin(k->store));
	kit_drop(k->store, &b, &k->stranger, &k->desk, 400);
	refused(k, "submit", &k->desk, &b.id, "drop");
	assert_ok(store_begin(k->store));
	kit_drop(k->store, &b, &k->reporter, &k->desk, 400);
	refused(k, "submit", &k->desk, &b.id, "drop");
	/* One file more than the list has. */
	assert_ok(store_begin(k->store));
	kit_drop(k->store, &b, &k->intake, &k->desk, 400);
	kit_grant(k->store, &b, &k->admin, TIER_WORKING);
	refused(k, "submit", &k->desk, &b.id, "drop");
	/* Sealed to somebody who is not of the desk. */
	assert_ok(store_begin(k->store));
	kit_drop(k->store, &b, &k->intake, &k->reporter, 400);
	refused(k, "submit", &k->desk, &b.id, "grant");
	/* Into a submission that is there. */
	kit_submit(k, &b, 400);
	assert_ok(store_begin(k->store));
	id_new(&b.item);
	p = kit_path(&b, OBJECT_ORIGINAL, 1);
	{
		uint8_t sum[SHA256_BYTES];

		kit_object(k->store, &p, 'x', 300, sum);
	}
	refused(k, "submit", &k->desk, &b.id, "drop");
}

static void
test_rules__only_a_grant_to_who_left_the_desk_may_be_missing(void **state)
{
	static const enum kit_file needed[] = { KIT_MANIFEST, KIT_ORIGINAL,
	    KIT_GRANT };
	struct kit *k = *state;
	struct sub b;
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		assert_ok(store_begin(k->store));
		kit_drop_without(k->store, &b, &k->intake, &k->desk, 400,
		    needed[i]);
		refused(k, "submit", &k->desk, &b.id, "drop");
	}
	/* The stranger is not of the desk: the rest is taken all the same. */
	assert_ok(store_begin(k->store));
	kit_drop_without(k->store, &b, &k->intake, &k->stranger, 400,
	    KIT_GRANT);
	assert_ok(kit_commit(k->store, "submit", &k->desk, &b.id));
}

static void
test_rules__a_desk_member_may_bring_things_in_alone(void **state)
{
	struct kit *k = *state;
	struct sub b;

	assert_ok(store_begin(k->store));
	kit_drop(k->store, &b, &k->desk, &k->desk, 400);
	assert_ok(kit_commit(k->store, "submit", &k->desk, &b.id));
	assert_ok(store_begin(k->store));
	kit_drop(k->store, &b, &k->intake, &k->admin, 400);
	assert_ok(kit_commit(k->store, "submit", &k->intake, &b.id));
}

static void
test_rules__several_submissions_go_into_one_entry(void **state)
{
	struct kit *k = *state;
	struct id ids[3];
	struct sub b[3];
	size_t i;

	assert_ok(store_begin(k->store));
	for (i = 0; i < 3; i++) {
		kit_drop(k->store, &b[i], &k->intake, &k->desk, 400);
		ids[2 - i] = b[i].id;
	}
	assert_ok(kit_finish(k->store, "submit", &k->desk, &k->desk, ids, 3));
	assert_ok(store_begin(k->store));
	for (i = 0; i < 3; i++) {
		kit_drop(k->store, &b[i], &k->intake, &k->desk, 400);
		ids[2 - i] = b[i].id;
	}
	assert_int_equal(kit_finish(k->store, "submit", &k->desk, &k->desk,
	    ids, 2), ERR_NOT_PERMITTED);
	assert_non_null(strstr(err_line(), "trailers"));
}

static void
test_rules__things_follow_on_things_that_exist(void **state)
{
	struct kit *k = *state;
	struct sub b, other;

	kit_submit(k, &b, 400);
	other = b;
	assert_ok(id_new(&other.item));
	assert_ok(store_begin(k->store));
	add_text(k, &other, OBJECT_TEXT, 1);
	refused(k, "examine", &k->desk, &b.id, "order");
	assert_ok(store_begin(k->store));
	add_text(k, &b, OBJECT_PLAN, 2);
	refused(k, "find", &k->desk, &b.id, "order");
	assert_ok(store_begin(k->store));
	add_text(k, &b, OBJECT_TEXT, 1);
	refused(k, "find", &k->desk, &b.id, "path");
	assert_ok(store_begin(k->store));
	refused(k, "find", &k->desk, NULL, "path");
	assert_ok(store_begin(k->store));
	add_text(k, &b, OBJECT_TEXT, 1);
	refused(k, "look", &k->desk, &b.id, "trailers");
	assert_ok(store_begin(k->store));
	add_text(k, &b, OBJECT_TEXT, 1);
	refused(k, "examine", &k->desk, &other.item, "trailers");
	assert_ok(store_begin(k->store));
	add_text(k, &b, OBJECT_TEXT, 1);
	assert_ok(kit_commit(k->store, "examine", &k->desk, &b.id));
	assert_ok(store_begin(k->store));
	add_text(k, &b, OBJECT_TEXT, 1);
	refused(k, "examine", &k->desk, &b.id, "append-only");
}

/* Nobody can put something in the place of what came in, or was found. */
static void
test_rules__what_is_found_in_an_item_is_a_new_item(void **state)
{
	struct kit *k = *state;
	struct sub b, inner, third;

	kit_submit(k, &b, 400);
	inner = third = b;
	assert_ok(id_new(&inner.item));
	assert_ok(id_new(&third.item));

	/* Never over, or beside, what came in; never an original. */
	assert_ok(store_begin(k->store));
	add_text(k, &b, OBJECT_CONTENTS, 1);
	add_text(k, &b, OBJECT_UNPACKED, 1);
	refused(k, "examine", &k->desk, &b.id, "inside");
	assert_ok(store_begin(k->store));
	add_text(k, &inner, OBJECT_ORIGINAL, 1);
	refused(k, "examine", &k->desk, &b.id, "path");
	/* Not from nowhere; not by another event; not without its content. */
	assert_ok(store_begin(k->store));
	add_text(k, &inner, OBJECT_UNPACKED, 1);
	refused(k, "examine", &k->desk, &b.id, "inside");
	assert_ok(store_begin(k->store));
	add_text(k, &b, OBJECT_CONTENTS, 1);
	add_text(k, &inner, OBJECT_UNPACKED, 1);
	refused(k, "find", &k->desk, &b.id, "path");
	assert_ok(store_begin(k->store));
	add_text(k, &b, OBJECT_CONTENTS, 1);
	add_text(k, &inner, OBJECT_REPORT, 1);
	refused(k, "examine", &k->desk, &b.id, "order");

	assert_ok(store_begin(k->store));
	add_text(k, &b, OBJECT_REPORT, 1);
	add_text(k, &b, OBJECT_CONTENTS, 1);
	add_text(k, &inner, OBJECT_UNPACKED, 1);
	assert_ok(kit_commit(k->store, "examine", &k->desk, &b.id));
	/* Once. */
	assert_ok(store_begin(k->store));
	add_text(k, &third, OBJECT_CONTENTS, 1);
	add_text(k, &third, OBJECT_UNPACKED, 1);
	add_text(k, &inner, OBJECT_UNPACKED, 1);
	refused(k, "examine", &k->desk, &b.id, "append-only");
	/* It is an item like any other, and things are found in it. */
	assert_ok(store_begin(k->store));
	add_text(k, &inner, OBJECT_REPORT, 1);
	add_text(k, &inner, OBJECT_TEXT, 1);
	add_text(k, &inner, OBJECT_CONTENTS, 1);
	add_text(k, &third, OBJECT_UNPACKED, 1);
	add_text(k, &third, OBJECT_REPORT, 1);
	assert_ok(kit_commit(k->store, "examine", &k->desk, &b.id));
	assert_ok(store_begin(k->store));
	add_text(k, &inner, OBJECT_PLAN, 1);
	assert_ok(kit_commit(k->store, "find", &k->desk, &b.id));
}

static int
approve(struct kit *k, const struct sub *b, const struct member *by,
    uint32_t number, uint32_t plan, const uint8_t *sum)
{
	assert_ok(store_begin(k->store));
	assert_ok(kit_add_approval(k->store, b, by, number, plan, sum));
	return kit_commit(k->store, "approve", by, &b->id);
}

static void
test_rules__a_release_needs_two_people(void **state)
{
	struct kit *k = *state;
	uint8_t sum[SHA256_BYTES], other[SHA256_BYTES] = { 7 };
	struct sub b;

	kit_submit(k, &b, 400);
	assert_int_equal(kit_release(k, &b, &k->desk), ERR_NOT_PERMITTED);
	assert_non_null(strstr(err_line(), "without a plan"));
	kit_decide(k, &b, &k->desk, sum);
	assert_int_equal(kit_release(k, &b, &k->desk), ERR_NOT_PERMITTED);
	assert_non_null(strstr(err_line(), "approved by 1 of the 2"));
	/* Who decided has signed already; a second signature is none. */
	assert_int_equal(approve(k, &b, &k->desk, 2, 2, sum),
	    ERR_NOT_PERMITTED);
	/* Not the newest plan; not its bytes. */
	assert_int_equal(approve(k, &b, &k->admin, 2, 1, sum),
	    ERR_NOT_PERMITTED);
	assert_int_equal(approve(k, &b, &k->admin, 2, 2, other),
	    ERR_NOT_PERMITTED);
	assert_int_equal(approve(k, &b, &k->admin, 3, 2, sum),
	    ERR_NOT_PERMITTED);
	assert_ok(approve(k, &b, &k->admin, 2, 2, sum));
	assert_int_equal(approve(k, &b, &k->admin, 3, 2, sum),
	    ERR_NOT_PERMITTED);
	assert_ok(kit_release(k, &b, &k->desk));
}

static void
test_rules__a_newer_plan_needs_new_approvals(void **state)
{
	struct kit *k = *state;
	uint8_t sum[SHA256_BYTES];
	struct path p;
	struct sub b;

	kit_submit(k, &b, 400);
	kit_decide(k, &b, &k->desk, sum);
	assert_ok(approve(k, &b, &k->admin, 2, 2, sum));
	p = kit_path(&b, OBJECT_PLAN, 3);
	assert_ok(store_begin(k->store));
	kit_object(k->store, &p, 'e', 400, sum);
	assert_ok(kit_add_approval(k->store, &b, &k->desk, 3, 3, sum));
	assert_ok(kit_commit(k->store, "decide", &k->desk, &b.id));
	assert_int_equal(kit_release(k, &b, &k->desk), ERR_NOT_PERMITTED);
	/* A member's own numbers may follow on that member's own. */
	assert_ok(approve(k, &b, &k->admin, 3, 3, sum));
	assert_ok(kit_release(k, &b, &k->admin));
}

static void
test_rules__who_decides_signs(void **state)
{
	struct kit *k = *state;
	uint8_t sum[SHA256_BYTES];
	struct path p;
	struct sub b;

	kit_submit(k, &b, 400);
	p = kit_path(&b, OBJECT_PLAN, 1);
	assert_ok(store_begin(k->store));
	kit_object(k->store, &p, 'p', 400, sum);
	refused(k, "decide", &k->desk, &b.id, "policy");
	assert_ok(store_begin(k->store));
	kit_object(k->store, &p, 'p', 400, sum);
	assert_ok(kit_add_approval(k->store, &b, &k->admin, 1, 1, sum));
	refused(k, "decide", &k->desk, &b.id, "policy");
	/* A large plan is named by its ciphertext, not by its pointer. */
	assert_ok(store_begin(k->store));
	kit_object(k->store, &p, 'p', PATH_SEALED_MAX + 1, sum);
	assert_true(p.large);
	{
		const struct path to = { .kind = PATH_APPROVAL, .version = 1,
		    .member = k->desk.fpr, .submission = b.id };
		char name[PATH_SIZE], hex[SHA256_HEX_SIZE], line[700];

		path_format(name, &p);
		hex_of(hex, sum, SHA256_BYTES);
		(void)snprintf(line, sizeof(line), "%s %s\n", hex, name);
		assert_ok(kit_add(k->store, &to, line));
	}
	assert_ok(kit_commit(k->store, "decide", &k->desk, &b.id));
}

/* A submission with two plans signed and release 1. */
static void
released(struct kit *k, struct sub *b)
{
	uint8_t sum[SHA256_BYTES];

	kit_submit(k, b, 400);
	kit_decide(k, b, &k->desk, sum);
	assert_ok(store_begin(k->store));
	assert_ok(kit_add_approval(k->store, b, &k->admin, 2, 2, sum));
	assert_ok(kit_commit(k->store, "approve", &k->admin, &b->id));
	assert_ok(kit_release(k, b, &k->desk));
}

/* The files of release n, but its entities when there are to be none. */
static void
add_release(struct kit *k, const struct sub *b, uint32_t number,
    uint32_t entities)
{
	struct path p = kit_path(b, OBJECT_RELEASE, number);
	uint8_t sum[SHA256_BYTES];

	assert_ok(store_begin(k->store));
	kit_object(k->store, &p, 'r', 500, sum);
	p = kit_path(b, OBJECT_RELEASES, number);
	kit_object(k->store, &p, 'R', 500, sum);
	if (entities == 0)
		return;
	p = kit_path(b, OBJECT_ENTITIES, entities);
	kit_object(k->store, &p, 'E', 500, sum);
}

static void
test_rules__a_release_is_whole_and_of_one_number(void **state)
{
	struct kit *k = *state;
	struct path p;
	uint8_t sum[SHA256_BYTES];
	struct sub b;

	released(k, &b);
	add_release(k, &b, 2, 0);
	refused(k, "release", &k->desk, &b.id, "policy");
	add_release(k, &b, 2, 1);
	refused(k, "release", &k->desk, &b.id, "append-only");
	add_release(k, &b, 3, 3);
	refused(k, "release", &k->desk, &b.id, "order");
	/* A file of another release than that of its entry. */
	add_release(k, &b, 2, 2);
	p = kit_path(&b, OBJECT_RELEASE, 3);
	kit_object(k->store, &p, 'x', 500, sum);
	refused(k, "release", &k->desk, &b.id, "order");
	add_release(k, &b, 2, 2);
	assert_ok(kit_commit(k->store, "release", &k->desk, &b.id));
}

static void
add_recall(struct kit *k, const struct sub *b, uint32_t number, size_t len)
{
	struct path p = kit_path(b, OBJECT_RECALL, number);
	uint8_t sum[SHA256_BYTES];

	assert_ok(store_begin(k->store));
	kit_object(k->store, &p, 'w', len, sum);
}

static void
test_rules__a_release_is_withdrawn_once_and_by_the_desk(void **state)
{
	struct kit *k = *state;
	const struct member *const others[] = { &k->intake, &k->reporter,
	    &k->analyst };
	struct sub b, other;
	size_t i;

	released(k, &b);
	kit_submit(k, &other, 400);
	for (i = 0; i < 3; i++) {
		add_recall(k, &b, 1, 300);
		refused(k, "recall", others[i], &b.id, "role");
	}
	add_recall(k, &b, 1, 300);
	refused(k, "recall", &k->stranger, &b.id, "member");
	/* One that there is not, and one of another submission. */
	add_recall(k, &b, 2, 300);
	refused(k, "recall", &k->desk, &b.id, "recall");
	add_recall(k, &other, 1, 300);
	refused(k, "recall", &k->desk, &other.id, "recall");
	add_recall(k, &b, 1, 300);
	refused(k, "recall", &k->desk, &other.id, "trailers");
	/* As part of something else, and with something else. */
	add_recall(k, &b, 1, 300);
	refused(k, "release", &k->desk, &b.id, "path");
	add_recall(k, &b, 1, 300);
	add_text(k, &b, OBJECT_TEXT, 1);
	refused(k, "recall", &k->desk, &b.id, "path");
	add_recall(k, &b, 1, 300);
	assert_ok(kit_commit(k->store, "recall", &k->admin, &b.id));
	add_recall(k, &b, 1, 300);
	refused(k, "recall", &k->desk, &b.id, "append-only");
	add_recall(k, &b, 1, PATH_SEALED_MAX + 1);
	refused(k, "recall", &k->desk, &b.id, "append-only");
}

static void
add_reply(struct kit *k, const struct sub *b, uint32_t number)
{
	struct path p = kit_path(b, OBJECT_REPLY, number);
	uint8_t sum[SHA256_BYTES];

	assert_ok(store_begin(k->store));
	kit_object(k->store, &p, 'a', 9000, sum);
}

static void
test_rules__who_answers_holds_the_working_key(void **state)
{
	struct kit *k = *state;
	const struct member *const others[] = { &k->intake, &k->analyst };
	struct sub b, other;
	size_t i;

	kit_submit(k, &b, 400);
	kit_submit(k, &other, 400);
	assert_ok(store_begin(k->store));
	kit_grant(k->store, &b, &k->desk, TIER_WORKING);
	assert_ok(kit_commit(k->store, "assign", &k->desk, &b.id));
	for (i = 0; i < 2; i++) {
		add_reply(k, &b, 1);
		refused(k, "reply", others[i], &b.id, "role");
	}
	/* No key, or one of another submission. */
	add_reply(k, &b, 1);
	refused(k, "reply", &k->reporter, &b.id, "reply");
	assert_ok(store_begin(k->store));
	kit_grant(k->store, &other, &k->reporter, TIER_WORKING);
	assert_ok(kit_commit(k->store, "assign", &k->desk, &other.id));
	add_reply(k, &b, 1);
	refused(k, "reply", &k->reporter, &b.id, "reply");
	assert_ok(store_begin(k->store));
	kit_grant(k->store, &b, &k->reporter, TIER_WORKING);
	assert_ok(kit_commit(k->store, "assign", &k->desk, &b.id));
	add_reply(k, &b, 2);
	refused(k, "reply", &k->reporter, &b.id, "order");
	/* With something else, or as part of something else. */
	add_reply(k, &b, 1);
	add_text(k, &b, OBJECT_TEXT, 1);
	refused(k, "reply", &k->desk, &b.id, "path");
	add_reply(k, &b, 1);
	refused(k, "find", &k->desk, &b.id, "path");
	add_reply(k, &b, 1);
	assert_ok(kit_commit(k->store, "reply", &k->reporter, &b.id));
	add_reply(k, &b, 2);
	assert_ok(kit_commit(k->store, "reply", &k->desk, &b.id));
}

/* The card of `of` beside a drop that `signer` made. */
static void
add_foreign(struct kit *k, struct sub *b, const struct member *signer,
    const struct member *of)
{
	struct path p = { .kind = PATH_SENDER };
	char line[CARD_LINE_SIZE + 1];

	assert_ok(store_begin(k->store));
	kit_drop(k->store, b, signer, &k->desk, 400);
	if (of == NULL)
		return;
	p.submission = b->id;
	card_format(line, &of->card);
	(void)strcat(line, "\n");
	assert_ok(kit_add(k->store, &p, line));
}

static void
test_rules__what_an_outsider_made_is_taken_by_the_desks_word(void **state)
{
	struct kit *k = *state;
	struct path p = { .kind = PATH_SENDER };
	struct sub b;

	add_foreign(k, &b, &k->stranger, NULL);
	refused(k, "submit", &k->desk, &b.id, "drop");
	/* Not on the word of intake, nor under somebody else's name. */
	add_foreign(k, &b, &k->stranger, &k->stranger);
	refused(k, "submit", &k->intake, &b.id, "drop");
	add_foreign(k, &b, &k->stranger, &k->desk);
	refused(k, "submit", &k->desk, &b.id, "drop");
	add_foreign(k, &b, &k->stranger, NULL);
	p.submission = b.id;
	assert_ok(kit_add(k->store, &p, "tipline1\n"));
	refused(k, "submit", &k->desk, &b.id, "drop");
	add_foreign(k, &b, &k->stranger, &k->stranger);
	assert_ok(kit_commit(k->store, "submit", &k->desk, &b.id));
	/* Nobody says so afterwards of what is there. */
	kit_submit(k, &b, 400);
	p.submission = b.id;
	assert_ok(store_begin(k->store));
	assert_ok(kit_add(k->store, &p, "x\n"));
	refused(k, "submit", &k->desk, &b.id, "drop");
}

static void
test_rules__a_partner_is_named_by_the_drop_that_left(void **state)
{
	static const char *const wrong[] = { "", "drop\n", "drop 00\n",
	    "drop 0000000000000000000000000000000000000000000000000000000000"
	    "00000g\n",
	    "sent 0000000000000000000000000000000000000000000000000000000000"
	    "000000\n" };
	struct kit *k = *state;
	struct path p = { .kind = PATH_PARTNER, .member = k->stranger.fpr,
	    .version = 2 };
	char text[80] = "drop ";
	struct sub b;
	size_t i;

	released(k, &b);
	p.submission = b.id;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		add_release(k, &b, 2, 2);
		assert_ok(kit_add(k->store, &p, wrong[i]));
		refused(k, "release", &k->desk, &b.id, "partner");
	}
	memset(text + 5, '7', 64);
	text[69] = '\n';
	p.version = 1;
	add_release(k, &b, 2, 2);
	assert_ok(kit_add(k->store, &p, text));
	refused(k, "release", &k->desk, &b.id, "partner");
	p.version = 2;
	add_release(k, &b, 2, 2);
	assert_ok(kit_add(k->store, &p, text));
	assert_ok(kit_commit(k->store, "release", &k->desk, &b.id));
}

static void
test_rules__nobody_adds_the_stores_own_files(void **state)
{
	static const enum path_kind own[] = { PATH_SIGNERS, PATH_VERSION,
	    PATH_ATTRIBUTES };
	struct kit *k = *state;
	struct path p = { .kind = PATH_NONE };
	size_t i;

	assert_ok(store_begin(k->store));
	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		p.kind = own[i];
		assert_int_equal(kit_add(k->store, &p, "x"), ERR_USAGE);
	}
	assert_ok(store_abort(k->store));
}

#define A_TEST(f) cmocka_unit_test_setup_teardown(f, kit_setup, kit_teardown)

/* Grants of the desk and the vault's list; never a submission. */
static void
test_rules__the_sums_of_what_came_in_lie_on_the_shelf_alone(void **state)
{
	struct kit *k = *state;
	struct sub b, own, shelf = { .id = path_shelf };

	kit_submit(k, &b, 400);
	own = (struct sub){ .id = b.id };
	assert_ok(store_begin(k->store));
	add_text(k, &own, OBJECT_SUMS, 1);
	refused(k, "compare", &k->desk, &b.id, "path");
	assert_ok(store_begin(k->store));
	add_text(k, &shelf, OBJECT_WATCHLIST, 1);
	refused(k, "compare", &k->desk, &shelf.id, "path");
	assert_ok(store_begin(k->store));
	kit_grant(k->store, &shelf, &k->reporter, TIER_WORKING);
	refused(k, "compare", &k->desk, &shelf.id, "grant");
	assert_ok(store_begin(k->store));
	add_text(k, &shelf, OBJECT_SUMS, 1);
	refused(k, "compare", &k->reporter, &shelf.id, "role");
	assert_ok(store_begin(k->store));
	add_text(k, &shelf, OBJECT_SUMS, 2);
	refused(k, "compare", &k->desk, &shelf.id, "order");

	assert_ok(store_begin(k->store));
	kit_grant(k->store, &shelf, &k->desk, TIER_WORKING);
	add_text(k, &shelf, OBJECT_SUMS, 1);
	assert_ok(kit_commit(k->store, "compare", &k->desk, &shelf.id));
	assert_ok(store_begin(k->store));
	add_text(k, &shelf, OBJECT_SUMS, 2);
	assert_ok(kit_commit(k->store, "compare", &k->desk, &shelf.id));
	assert_ok(store_begin(k->store));
	add_text(k, &shelf, OBJECT_WATCHLIST, 1);
	assert_ok(kit_commit(k->store, "watchlist", &k->desk, &shelf.id));
}

static void
test_rules__the_shelf_holds_the_vaults_list_alone(void **state)
{
	struct kit *k = *state;
	struct sub b, own, shelf = { .id = path_shelf };

	kit_submit(k, &b, 400);
	own = (struct sub){ .id = b.id };
	assert_ok(store_begin(k->store));
	kit_grant(k->store, &shelf, &k->reporter, TIER_WORKING);
	refused(k, "watchlist", &k->desk, &shelf.id, "grant");
	assert_ok(store_begin(k->store));
	kit_grant(k->store, &shelf, &k->desk, TIER_ORIGINAL);
	refused(k, "watchlist", &k->desk, &shelf.id, "shelf");
	assert_ok(store_begin(k->store));
	kit_grant(k->store, &own, &k->reporter, TIER_WORKING);
	refused(k, "watchlist", &k->desk, &b.id, "path");
	assert_ok(store_begin(k->store));
	add_text(k, &shelf, OBJECT_RELEASES, 1);
	refused(k, "release", &k->desk, &shelf.id, "shelf");
	assert_ok(store_begin(k->store));
	add_text(k, &shelf, OBJECT_MANIFEST, 1);
	refused(k, "submit", &k->desk, &shelf.id, "shelf");
	assert_ok(store_begin(k->store));
	add_text(k, &shelf, OBJECT_WATCHLIST, 1);
	refused(k, "watchlist", &k->reporter, &shelf.id, "role");
	assert_ok(store_begin(k->store));
	add_text(k, &shelf, OBJECT_WATCHLIST, 2);
	refused(k, "watchlist", &k->desk, &shelf.id, "order");

	assert_ok(store_begin(k->store));
	kit_grant(k->store, &shelf, &k->desk, TIER_WORKING);
	add_text(k, &shelf, OBJECT_WATCHLIST, 1);
	assert_ok(kit_commit(k->store, "watchlist", &k->desk, &shelf.id));
	assert_ok(store_begin(k->store));
	add_text(k, &shelf, OBJECT_WATCHLIST, 2);
	assert_ok(kit_commit(k->store, "watchlist", &k->desk, &shelf.id));
	assert_ok(store_begin(k->store));
	add_text(k, &own, OBJECT_WATCHLIST, 1);
	assert_ok(kit_commit(k->store, "watchlist", &k->desk, &b.id));
	/* Of a submission that is not there. */
	assert_ok(id_new(&own.id));
	assert_ok(store_begin(k->store));
	add_text(k, &own, OBJECT_WATCHLIST, 1);
	refused(k, "watchlist", &k->desk, &own.id, "order");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		A_TEST(test_rules__only_those_with_the_role_may),
		A_TEST(test_rules__grants_go_only_where_a_role_may_have_them),
		A_TEST(test_rules__a_grant_needs_an_epoch_and_its_length),
		A_TEST(test_rules__a_removed_member_is_out_for_good),
		A_TEST(test_rules__the_last_admin_stays),
		A_TEST(test_rules__a_member_is_added_whole),
		A_TEST(test_rules__what_comes_in_is_what_was_signed),
		A_TEST(
		    test_rules__only_a_grant_to_who_left_the_desk_may_be_missing),
		A_TEST(test_rules__a_desk_member_may_bring_things_in_alone),
		A_TEST(test_rules__several_submissions_go_into_one_entry),
		A_TEST(test_rules__things_follow_on_things_that_exist),
		A_TEST(test_rules__what_is_found_in_an_item_is_a_new_item),
		A_TEST(test_rules__the_shelf_holds_the_vaults_list_alone),
		A_TEST(test_rules__the_sums_of_what_came_in_lie_on_the_shelf_alone),
		A_TEST(test_rules__a_release_needs_two_people),
		A_TEST(test_rules__a_newer_plan_needs_new_approvals),
		A_TEST(test_rules__who_decides_signs),
		A_TEST(test_rules__a_release_is_whole_and_of_one_number),
		A_TEST(test_rules__a_release_is_withdrawn_once_and_by_the_desk),
		A_TEST(test_rules__who_answers_holds_the_working_key),
		A_TEST(test_rules__a_partner_is_named_by_the_drop_that_left),
		A_TEST(
		    test_rules__what_an_outsider_made_is_taken_by_the_desks_word),
		A_TEST(test_rules__nobody_adds_the_stores_own_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
