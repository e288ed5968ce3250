/*
 * The rules on what is agreed, who may, and what is forgotten.  Each wrong
 * entry is tried twice: through the store, which must refuse it for the rule;
 * and past the store, by a forged entry in a copy of the vault, of which the
 * audit must name the rule.
 */
#include "tests/vault/forge.h"

#include "vault/base/reason.h"

#define DEED_FILES_MAX 4
#define DEED_BYTES_MAX 1024

/* An entry that somebody tries to make. */
struct deed {
	const char *event;
	const struct member *by;
	const struct id *submission;	/* may be NULL */
	struct {
		struct path path;
		char body[DEED_BYTES_MAX];
		size_t len;
	} files[DEED_FILES_MAX];
	size_t n;
};

static struct deed
deed(const char *event, const struct member *by, const struct id *submission)
{
	return (struct deed){ .event = event, .by = by,
	    .submission = submission };
}

static void
with(struct deed *d, struct path path, const void *body, size_t len)
{
	assert_true(d->n < DEED_FILES_MAX && len <= DEED_BYTES_MAX);
	d->files[d->n].path = path;
	memcpy(d->files[d->n].body, body, len);
	d->files[d->n++].len = len;
}

static void
with_text(struct deed *d, struct path path, const char *text)
{
	with(d, path, text, strlen(text));
}

static int
do_deed(struct kit *k, const struct deed *d)
{
	size_t i;

	assert_ok(store_begin(k->store));
	for (i = 0; i < d->n; i++)
		assert_ok(store_add(k->store, &d->files[i].path,
		    d->files[i].body, d->files[i].len));
	return kit_commit(k->store, d->event, d->by, d->submission);
}

static void
may(struct kit *k, const struct deed *d)
{
	assert_ok(do_deed(k, d));
}

/* Refused by the store, and named by the audit if it is forged. */
static void
wrong(struct kit *k, const struct deed *d, const char *rule)
{
	struct kit copy = *k;
	char due[64];
	struct forge f;
	size_t i;
	int r = do_deed(k, d);

	(void)snprintf(due, sizeof(due), "(rule `%s`)", rule);
	if (r != ERR_NOT_PERMITTED || strstr(err_line(), due) == NULL)
		fail_msg("%s: code %d, %s; due was %s", d->event, r,
		    err_line(), due);
	(void)snprintf(copy.vault, sizeof(copy.vault), "%s/forged", k->dir);
	assert_int_equal(kit_run("chmod -R u+w %s 2>/dev/null; rm -rf %s; "
	    "cp -al %s %s", copy.vault, copy.vault, k->vault, copy.vault), 0);
	forge_open(&f, &copy, d->event, d->by, d->submission);
	for (i = 0; i < d->n; i++)
		forge_path(&f, &d->files[i].path, d->files[i].body,
		    d->files[i].len);
	forge_done(&f, NULL);
	expect(&copy, rule);
}

/* --- what the members agreed on --- */

static struct deed
policy_deed(struct kit *k, uint32_t number, const char *text)
{
	struct deed d = deed("policy", &k->admin, NULL);

	with_text(&d, (struct path){ .kind = PATH_POLICY, .version = number },
	    text);
	return d;
}

#define GOOD_POLICY "approvals 1\nclock 86400\nepoch-days 0\nerasers 1\n" \
	"receipts 1\nretain-days 9\n"

static void
test_policy__an_admin_changes_it_one_version_at_a_time(void **state)
{
	struct kit *k = *state;
	struct deed d = policy_deed(k, 3, GOOD_POLICY);
	struct policy p;

	wrong(k, &d, "order");
	d = policy_deed(k, 2, GOOD_POLICY);
	d.by = &k->desk;
	wrong(k, &d, "role");
	d.by = &k->admin;
	may(k, &d);
	assert_ok(store_policy(k->store, &p));
	assert_int_equal(p.approvals, 1);
	assert_int_equal(p.erasers, 1);
	assert_int_equal(p.receipts, 1);
	assert_int_equal(p.retain_days, 9);
	assert_int_equal(p.epoch_days, 0);
	d = policy_deed(k, 2, "approvals 9\nclock 86400\nepoch-days 0\n"
	    "erasers 1\nreceipts 1\nretain-days 9\n");
	wrong(k, &d, "append-only");
	expect_good(k);
}

static void
test_policy__it_is_read_to_the_last_byte(void **state)
{
	static const char *const bad[] = {
		"", "\n", "approvals 1\nclock 86400\n", GOOD_POLICY "\n",
		" " GOOD_POLICY, GOOD_POLICY "colour 1\n",
		"clock 86400\napprovals 1\nepoch-days 0\nerasers 1\n"
		    "receipts 1\nretain-days 9\n",
		"approvals 0\nclock 86400\nepoch-days 0\nerasers 1\n"
		    "receipts 1\nretain-days 9\n",
		"approvals 1\nclock 86400\nepoch-days 0\nerasers 0\n"
		    "receipts 1\nretain-days 9\n",
		"approvals 1\nclock 86400\nepoch-days 0\nerasers 1\n"
		    "receipts 2\nretain-days 9\n",
		"approvals 1\nclock 86400\nepoch-days 0\nerasers 1\n"
		    "receipts 1\nretain-days 36501\n",
		"approvals 01\nclock 86400\nepoch-days 0\nerasers 1\n"
		    "receipts 1\nretain-days 9\n",
		"approvals 1\nclock 86400\nepoch-days 0\nerasers 1\n"
		    "receipts 1\nretain-days 9",
		"approvals 1\nclock 86400\nepoch-days -1\nerasers 1\n"
		    "receipts 1\nretain-days 9\n",
		"approvals 1\r\nclock 86400\r\nepoch-days 0\r\nerasers 1\r\n"
		    "receipts 1\r\nretain-days 9\r\n",
	};
	struct kit *k = *state;
	struct deed d;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		d = policy_deed(k, 2, bad[i]);
		assert_int_equal(do_deed(k, &d), ERR_NOT_PERMITTED);
	}
	d = policy_deed(k, 2, bad[3]);
	wrong(k, &d, "policy");
}

/* --- roles --- */

static struct deed
roles_deed(struct kit *k, const struct member *of, uint32_t number,
    const char *text)
{
	struct deed d = deed("member-roles", &k->admin, NULL);

	with_text(&d, (struct path){ .kind = PATH_ROLES, .member = of->fpr,
	    .version = number }, text);
	return d;
}

static void
test_roles__an_admin_changes_them_and_the_last_one_stays(void **state)
{
	struct kit *k = *state;
	struct deed d = roles_deed(k, &k->desk, 2, "desk,reporter\n");
	unsigned roles;

	d.by = &k->desk;
	wrong(k, &d, "role");
	d = roles_deed(k, &k->desk, 3, "desk,reporter\n");
	wrong(k, &d, "order");
	d = roles_deed(k, &k->desk, 2, "reporter,desk\n");
	wrong(k, &d, "roles-fit");
	d = roles_deed(k, &k->desk, 2, "\n");
	wrong(k, &d, "roles-fit");
	d = roles_deed(k, &k->desk, 2, "desk,analyst\n");
	wrong(k, &d, "roles-fit");
	d = roles_deed(k, &k->stranger, 1, "desk\n");
	wrong(k, &d, "member");
	d = roles_deed(k, &k->admin, 2, "desk\n");
	wrong(k, &d, "role");
	d = roles_deed(k, &k->desk, 2, "admin,desk\n");
	may(k, &d);
	assert_ok(store_roles(k->store, &k->desk.fpr, &roles));
	assert_int_equal(roles, ROLE_ADMIN | ROLE_DESK);
	d = roles_deed(k, &k->admin, 2, "desk\n");
	may(k, &d);
	d = roles_deed(k, &k->admin, 3, "admin,desk\n");
	wrong(k, &d, "role");		/* it gave that up */
	expect_good(k);
}

static void
test_roles__who_could_open_more_never_becomes_an_analyst(void **state)
{
	struct kit *k = *state;
	struct deed d = roles_deed(k, &k->reporter, 2, "analyst\n");

	wrong(k, &d, "roles-fit");
	d = roles_deed(k, &k->reporter, 2, "auditor\n");
	may(k, &d);
	d = roles_deed(k, &k->reporter, 3, "analyst\n");
	wrong(k, &d, "roles-fit");
	/* The other way round there is nothing to hide. */
	d = roles_deed(k, &k->analyst, 2, "reporter\n");
	may(k, &d);
	d = roles_deed(k, &k->analyst, 3, "analyst,auditor\n");
	wrong(k, &d, "roles-fit");
	expect_good(k);
}

static void
test_roles__a_removed_member_gets_none(void **state)
{
	struct kit *k = *state;
	struct deed d = roles_deed(k, &k->reporter, 2, "\n");

	d.event = "member-remove";
	may(k, &d);
	d = roles_deed(k, &k->reporter, 3, "reporter\n");
	wrong(k, &d, "member");
	expect_good(k);
}

/* --- epochs --- */

/* The member's next epoch: a new key, certified. */
static struct member
next_epoch(const struct member *m)
{
	struct bytes body = BYTES_INIT(256), payload = BYTES_INIT(1024);
	uint8_t box_sk[crypto_box_SECRETKEYBYTES];
	struct member next = *m;

	next.card.epoch++;
	assert_int_equal(crypto_box_keypair(next.card.box_pk, box_sk), 0);
	assert_ok(card_body(&body, &next.card));
	assert_ok(sshsig_payload(&payload, CARD_NS, body.data, body.len));
	assert_int_equal(crypto_sign_detached(next.card.signature, NULL,
	    payload.data, payload.len, next.sk), 0);
	bytes_free(&body);
	bytes_free(&payload);
	return next;
}

static int64_t
now(struct kit *k)
{
	int64_t t;

	assert_ok(store_begin(k->store));
	t = store_time(k->store);
	assert_ok(store_abort(k->store));
	return t;
}

static void
with_epoch(struct deed *d, const struct member *of, uint32_t number,
    const struct card *card, int64_t since)
{
	const struct epoch e = { .card = *card, .since = since };
	struct bytes text = BYTES_INIT(EPOCH_TEXT_MAX);

	assert_ok(epoch_format(&text, &e));
	with(d, (struct path){ .kind = PATH_EPOCH, .member = of->fpr,
	    .version = number }, text.data, text.len);
	bytes_free(&text);
}

static void
with_grant(struct deed *d, struct path p)
{
	uint8_t box[GRANT_BYTES];

	randombytes_buf(box, sizeof(box));
	with(d, p, box, sizeof(box));
}

static void
test_epoch__each_is_its_members_own_new_and_dated(void **state)
{
	struct kit *k = *state;
	const struct member next = next_epoch(&k->reporter);
	const struct member after = next_epoch(&next);
	const struct member *const m = &k->reporter;
	const int64_t t = now(k);
	struct card same = m->card, forged = next.card;
	struct deed d;

	d = deed("rotate", &k->desk, NULL);
	with_epoch(&d, m, 2, &next.card, t);
	wrong(k, &d, "epoch");		/* for somebody else */
	d = deed("rotate", m, NULL);
	with_epoch(&d, m, 2, &next.card, t + 86400);
	wrong(k, &d, "epoch");		/* from tomorrow */
	d = deed("rotate", m, NULL);
	with_epoch(&d, m, 2, &k->desk.card, t);
	wrong(k, &d, "epoch");		/* another's card */
	d = deed("rotate", m, NULL);
	with_epoch(&d, m, 3, &after.card, t);
	wrong(k, &d, "order");
	d = deed("rotate", m, NULL);
	with_epoch(&d, m, 2, &after.card, t);
	wrong(k, &d, "epoch");		/* of another number */
	forged.signature[7] ^= 1;
	d = deed("rotate", m, NULL);
	with_epoch(&d, m, 2, &forged, t);
	wrong(k, &d, "epoch");		/* certified by nobody */
	d = deed("rotate", m, NULL);
	with_text(&d, (struct path){ .kind = PATH_EPOCH, .member = m->fpr,
	    .version = 2 }, "since 0\n");
	wrong(k, &d, "epoch");
	same.epoch = 2;
	{	/* the old key under a new number, certified */
		struct member again = *m;
		struct bytes body = BYTES_INIT(256);
		struct bytes payload = BYTES_INIT(1024);

		again.card = same;
		assert_ok(card_body(&body, &again.card));
		assert_ok(sshsig_payload(&payload, CARD_NS, body.data,
		    body.len));
		assert_int_equal(crypto_sign_detached(again.card.signature,
		    NULL, payload.data, payload.len, again.sk), 0);
		d = deed("rotate", m, NULL);
		with_epoch(&d, m, 2, &again.card, t);
		wrong(k, &d, "epoch");
		bytes_free(&body);
		bytes_free(&payload);
	}
	d = deed("rotate", &k->stranger, NULL);
	with_epoch(&d, &k->stranger, 1, &k->stranger.card, t);
	wrong(k, &d, "member");
	d = deed("rotate", m, NULL);
	with_epoch(&d, m, 2, &next.card, t);
	may(k, &d);
	/* Made again by sync, an entry may be younger than its epoch. */
	d = deed("rotate", m, NULL);
	with_epoch(&d, m, 3, &after.card, t - 86400);
	may(k, &d);
	expect_good(k);
}

static struct path
at_epoch(struct path p, uint32_t epoch)
{
	p.version = epoch;
	return p;
}

static void
test_epoch__new_grants_are_for_the_newest_epoch(void **state)
{
	struct kit *k = *state;
	const struct member *const m = &k->reporter;
	const struct member next = next_epoch(m);
	struct path working, original;
	struct deed d;
	struct sub b;

	kit_submit(k, &b, 400);
	working = kit_grant_path(&b, m, TIER_WORKING);
	original = kit_grant_path(&b, m, TIER_ORIGINAL);
	d = deed("assign", &k->desk, &b.id);
	with_grant(&d, working);
	may(k, &d);
	d = deed("rotate", m, &b.id);
	with_epoch(&d, m, 2, &next.card, now(k));
	with_grant(&d, at_epoch(working, 2));
	may(k, &d);
	/* The desk may grant again, but not to the key that is gone. */
	d = deed("assign", &k->desk, &b.id);
	with_grant(&d, original);
	wrong(k, &d, "grant");
	d = deed("assign", &k->desk, &b.id);
	with_grant(&d, at_epoch(original, 3));
	wrong(k, &d, "grant");
	d = deed("assign", &k->desk, &b.id);
	with_grant(&d, at_epoch(original, 2));
	may(k, &d);
	expect_good(k);
}

static void
test_epoch__who_rotates_gains_nothing(void **state)
{
	struct kit *k = *state;
	const struct member *const m = &k->reporter;
	const struct member next = next_epoch(m);
	struct path working, original, item, desk;
	struct deed d;
	struct sub b, other;

	kit_submit(k, &b, 400);
	kit_submit(k, &other, 400);
	working = kit_grant_path(&b, m, TIER_WORKING);
	original = kit_grant_path(&b, m, TIER_ORIGINAL);
	item = working;
	item.item = b.item;
	desk = kit_grant_path(&b, &k->desk, TIER_WORKING);
	d = deed("assign", &k->desk, &b.id);
	with_grant(&d, item);
	may(k, &d);
	d = deed("rotate", m, NULL);
	with_epoch(&d, m, 2, &next.card, now(k));
	may(k, &d);
	/* Another tier, all instead of one item, another's, another's key. */
	item.version = working.version = original.version = desk.version = 2;
	d = deed("rotate", m, &b.id);
	with_grant(&d, original);
	wrong(k, &d, "grant");
	d = deed("rotate", m, &b.id);
	with_grant(&d, working);
	wrong(k, &d, "grant");
	d = deed("rotate", m, &other.id);
	with_grant(&d, at_epoch(kit_grant_path(&other, m, TIER_WORKING), 2));
	wrong(k, &d, "grant");
	d = deed("rotate", m, &b.id);
	with_grant(&d, at_epoch(desk, 1));
	wrong(k, &d, "grant");
	/* The one key it holds, and that once. */
	d = deed("rotate", m, &b.id);
	with_grant(&d, item);
	may(k, &d);
	d = deed("rotate", m, &b.id);
	with_grant(&d, item);
	wrong(k, &d, "append-only");
	expect_good(k);
}

/* --- erasing and holding --- */

static struct path
below(const struct sub *b, enum path_kind kind, const struct member *by,
    uint32_t number)
{
	struct path p = { .kind = kind, .submission = b->id,
	    .version = number };

	if (by != NULL)
		p.member = by->fpr;
	return p;
}

static struct deed
erase_deed(const struct sub *b, const struct member *by, bool done)
{
	struct deed d = deed("erase", by, &b->id);

	with_text(&d, below(b, PATH_ERASURE, by, 0), "reason asked to\n");
	if (done)
		with_text(&d, below(b, PATH_ERASED, NULL, 0), "erased\n");
	return d;
}

static struct deed
hold_deed(const struct sub *b, const struct member *by, uint32_t number,
    const char *text)
{
	struct deed d = deed("hold", by, &b->id);

	with_text(&d, below(b, PATH_HOLD, NULL, number), text);
	return d;
}

static void
test_erase__as_many_of_the_desk_sign_as_the_policy_asks(void **state)
{
	struct kit *k = *state;
	struct deed d;
	struct sub b;

	kit_submit(k, &b, 400);
	d = erase_deed(&b, &k->reporter, false);
	wrong(k, &d, "role");
	d = erase_deed(&b, &k->desk, true);
	wrong(k, &d, "erase");		/* one of two is not enough */
	d = deed("erase", &k->desk, &b.id);
	with_text(&d, below(&b, PATH_ERASED, NULL, 0), "erased\n");
	wrong(k, &d, "erase");		/* nobody signed */
	d = deed("erase", &k->desk, &b.id);
	with_text(&d, below(&b, PATH_ERASURE, &k->admin, 0), "reason x\n");
	wrong(k, &d, "erase");		/* for somebody else */
	d = erase_deed(&b, &k->desk, false);
	may(k, &d);
	d = deed("erase", &k->desk, &b.id);
	with_text(&d, below(&b, PATH_ERASURE, &k->desk, 0), "reason y\n");
	wrong(k, &d, "append-only");	/* the same person twice */
	d = erase_deed(&b, &k->admin, false);
	wrong(k, &d, "erase");		/* complete, and does not say so */
	d = erase_deed(&b, &k->admin, true);
	may(k, &d);
	expect_good(k);
}

static void
test_erase__one_is_enough_where_the_policy_says_so(void **state)
{
	struct kit *k = *state;
	struct deed d;
	struct sub b, c;

	kit_submit(k, &b, 400);
	kit_submit(k, &c, 400);
	d = erase_deed(&c, &k->desk, false);
	may(k, &d);
	d = policy_deed(k, 2, GOOD_POLICY);
	may(k, &d);
	d = erase_deed(&b, &k->desk, false);
	wrong(k, &d, "erase");
	d = erase_deed(&b, &k->desk, true);
	may(k, &d);
	/* Who signed before the policy changed completes it. */
	d = deed("erase", &k->desk, &c.id);
	with_text(&d, below(&c, PATH_ERASED, NULL, 0), "erased\n");
	may(k, &d);
	expect_good(k);
}

static void
test_erase__why_is_one_line_that_shows(void **state)
{
	static const char *const bad[] = { "reason \n", "reason x", "reason\n",
	    "Reason x\n", "reason x\ny\n", "reason \x1b[31mx\n", "hold x\n",
	    "reason  x\n", "reason x \n", "reason \xff\n",
	    "reason x\xe2\x80\xae\n", "", "\n" };
	struct kit *k = *state;
	char text[REASON_FILE_MAX + 8] = "reason ";
	struct path p;
	struct deed d;
	struct sub b;
	size_t i;

	kit_submit(k, &b, 400);
	p = below(&b, PATH_ERASURE, &k->desk, 0);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		d = deed("erase", &k->desk, &b.id);
		with_text(&d, p, bad[i]);
		assert_int_equal(do_deed(k, &d), ERR_NOT_PERMITTED);
	}
	wrong(k, &d, "erase");
	memset(text + 7, 'x', REASON_MAX + 1);
	(void)strcpy(text + 7 + REASON_MAX + 1, "\n");
	d = deed("erase", &k->desk, &b.id);
	with_text(&d, p, text);
	assert_int_equal(do_deed(k, &d), ERR_NOT_PERMITTED);
	(void)strcpy(text + 7 + REASON_MAX, "\n");
	d = deed("erase", &k->desk, &b.id);
	with_text(&d, p, text);
	may(k, &d);
}

static void
test_hold__keeps_from_erasing_until_it_is_lifted(void **state)
{
	struct kit *k = *state;
	struct deed d;
	struct sub b;

	kit_submit(k, &b, 400);
	d = hold_deed(&b, &k->desk, 1, "lift it\n");
	wrong(k, &d, "hold");		/* nothing holds it */
	d = hold_deed(&b, &k->reporter, 1, "hold it\n");
	wrong(k, &d, "role");
	d = hold_deed(&b, &k->desk, 2, "hold it\n");
	wrong(k, &d, "order");
	d = hold_deed(&b, &k->desk, 1, "hold the court\n");
	may(k, &d);
	d = hold_deed(&b, &k->admin, 2, "hold again\n");
	wrong(k, &d, "hold");
	d = erase_deed(&b, &k->desk, false);
	wrong(k, &d, "erase");
	d = hold_deed(&b, &k->desk, 2, "lift done\n");
	with_text(&d, below(&b, PATH_HOLD, NULL, 3), "hold twice\n");
	wrong(k, &d, "hold");
	d = hold_deed(&b, &k->admin, 2, "lift done\n");
	may(k, &d);
	d = erase_deed(&b, &k->desk, false);
	may(k, &d);
	d = hold_deed(&b, &k->desk, 3, "hold now\n");
	may(k, &d);
	d = erase_deed(&b, &k->admin, true);
	wrong(k, &d, "erase");
	expect_good(k);
}

static void
test_erased__nothing_is_added_any_more(void **state)
{
	struct kit *k = *state;
	const struct member next = next_epoch(&k->desk);
	uint8_t sum[SHA256_BYTES];
	struct path p;
	struct deed d;
	struct sub b;

	kit_submit(k, &b, 400);
	kit_decide(k, &b, &k->desk, sum);
	d = policy_deed(k, 2, GOOD_POLICY);
	may(k, &d);
	d = erase_deed(&b, &k->admin, true);
	may(k, &d);
	d = erase_deed(&b, &k->desk, false);
	wrong(k, &d, "erased");
	d = hold_deed(&b, &k->desk, 1, "hold too late\n");
	wrong(k, &d, "erased");
	d = deed("assign", &k->desk, &b.id);
	with_grant(&d, kit_grant_path(&b, &k->reporter, TIER_WORKING));
	wrong(k, &d, "erased");
	d = deed("opened", &k->desk, &b.id);
	with_text(&d, below(&b, PATH_RECEIPT, &k->desk, 1), "original -\n");
	wrong(k, &d, "erased");
	p = kit_path(&b, OBJECT_TEXT, 1);
	assert_ok(store_begin(k->store));
	kit_object(k->store, &p, 't', 300, sum);
	assert_int_equal(kit_commit(k->store, "examine", &k->desk, &b.id),
	    ERR_NOT_PERMITTED);
	assert_non_null(strstr(err_line(), "(rule `erased`)"));
	d = deed("approve", &k->admin, &b.id);
	with_text(&d, below(&b, PATH_APPROVAL, &k->admin, 2), "x\n");
	wrong(k, &d, "erased");
	/* Who rotates leaves it behind. */
	d = deed("rotate", &k->desk, &b.id);
	with_epoch(&d, &k->desk, 2, &next.card, now(k));
	with_grant(&d, at_epoch(kit_grant_path(&b, &k->desk, TIER_ORIGINAL),
	    2));
	wrong(k, &d, "erased");
	d = deed("rotate", &k->desk, NULL);
	with_epoch(&d, &k->desk, 2, &next.card, now(k));
	may(k, &d);
	expect_good(k);
}

/* --- receipts --- */

static void
test_receipt__says_what_its_member_could_open(void **state)
{
	struct kit *k = *state;
	const struct member *const m = &k->reporter;
	char line[80], two[160], hex[ID_HEX_SIZE];
	struct path item, receipt;
	struct deed d;
	struct sub b;
	size_t i;
	const char *const bad[] = { "", "\n", "working\n", "secret -\n",
	    "working -", "working  -\n", "working -\nworking -\n",
	    "working -\noriginal -\n", "working 00\n",
	    "working 00000000000000000000000000000000\n" };

	kit_submit(k, &b, 400);
	item = kit_grant_path(&b, m, TIER_WORKING);
	item.item = b.item;
	d = deed("assign", &k->desk, &b.id);
	with_grant(&d, item);
	may(k, &d);
	receipt = below(&b, PATH_RECEIPT, m, 1);
	id_hex(hex, &b.item);
	(void)snprintf(line, sizeof(line), "working %s\n", hex);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		d = deed("opened", m, &b.id);
		with_text(&d, receipt, bad[i]);
		if (do_deed(k, &d) != ERR_NOT_PERMITTED)
			fail_msg("taken for a receipt: %s", bad[i]);
	}
	wrong(k, &d, "receipt");
	d = deed("opened", m, &b.id);
	with_text(&d, receipt, "working -\n");
	wrong(k, &d, "receipt");	/* it holds one item alone */
	(void)snprintf(two, sizeof(two), "original %s\n%s", hex, line);
	d = deed("opened", m, &b.id);
	with_text(&d, receipt, two);
	wrong(k, &d, "receipt");	/* not in that tier */
	d = deed("opened", &k->desk, &b.id);
	with_text(&d, receipt, line);
	wrong(k, &d, "receipt");	/* for somebody else */
	d = deed("opened", &k->intake, &b.id);
	with_text(&d, below(&b, PATH_RECEIPT, &k->intake, 1), line);
	wrong(k, &d, "role");
	d = deed("opened", m, &b.id);
	with_text(&d, below(&b, PATH_RECEIPT, m, 2), line);
	wrong(k, &d, "order");
	d = deed("opened", m, &b.id);
	with_text(&d, receipt, line);
	may(k, &d);
	/* Each member counts its own. */
	d = deed("opened", &k->desk, &b.id);
	with_text(&d, below(&b, PATH_RECEIPT, &k->desk, 1), "original -\n");
	may(k, &d);
	d = deed("opened", m, &b.id);
	with_text(&d, below(&b, PATH_RECEIPT, m, 2), line);
	may(k, &d);
	expect_good(k);
}

#define A_TEST(f) cmocka_unit_test_setup_teardown(f, forge_setup, kit_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		A_TEST(test_policy__an_admin_changes_it_one_version_at_a_time),
		A_TEST(test_policy__it_is_read_to_the_last_byte),
		A_TEST(
		    test_roles__an_admin_changes_them_and_the_last_one_stays),
		A_TEST(
		    test_roles__who_could_open_more_never_becomes_an_analyst),
		A_TEST(test_roles__a_removed_member_gets_none),
		A_TEST(test_epoch__each_is_its_members_own_new_and_dated),
		A_TEST(test_epoch__new_grants_are_for_the_newest_epoch),
		A_TEST(test_epoch__who_rotates_gains_nothing),
		A_TEST(test_erase__as_many_of_the_desk_sign_as_the_policy_asks),
		A_TEST(test_erase__one_is_enough_where_the_policy_says_so),
		A_TEST(test_erase__why_is_one_line_that_shows),
		A_TEST(test_hold__keeps_from_erasing_until_it_is_lifted),
		A_TEST(test_erased__nothing_is_added_any_more),
		A_TEST(test_receipt__says_what_its_member_could_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
