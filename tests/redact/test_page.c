/* test_page.c -- what the review page is told, and what it can change. */
#include "page_kit.h"

static void
expect_has(struct rig *r, const char *what)
{
	if (strstr(rig_says(r), what) == NULL)
		fail_msg("no %s in: %.2000s", what, rig_says(r));
}

static unsigned
get(struct rig *r, const char *target)
{
	(void)rig_get(r, target);
	return rig_send(r);
}

static unsigned
post(struct rig *r, const char *target, const char *body)
{
	(void)rig_post(r, target, body);
	return rig_send(r);
}

static void
test_state_item_and_sheet(void **state)
{
	struct rig r;

	(void)state;
	rig_make(&r, NULL, NULL);
	rig_in(&r);
	assert_int_equal(get(&r, "/api/state"), 200);
	expect_has(&r, "\"revision\":1,\"name\":\"brisk-otter\"");
	expect_has(&r, "\"undecided\":4,\"unseen\":2");
	expect_has(&r, "\"mode\":\"decide\"");
	expect_has(&r, "{\"code\":\"source\",\"text\":\"\",\"key\":\"1\"}");
	expect_has(&r, "{\"code\":\"off-topic\",\"text\":\"\",\"key\":\"9\"}");
	expect_has(&r, "\"view\":\"text\",\"sheets\":1,"
	    "\"pages_from\":1,\"seen\":[]");
	expect_has(&r, "\"duration\":0}");
	assert_int_equal(get(&r, "/api/item/0"), 200);
	expect_has(&r, "{\"kind\":\"EMAIL\",\"start\":15,\"end\":31,"
	    "\"value\":\"jane@example.org\"");
	expect_has(&r, "\"decision\":\"undecided\",\"by\":\"\",\"mine\":false");
	assert_int_equal(get(&r, "/api/item/1/sheet/0"), 200);
	expect_has(&r, "\"text\":\"\xc5\xbb: JANE@example.org and");
	expect_has(&r, "\"words\":[]");
	assert_int_equal(r.layouts, 0);
	assert_int_equal(get(&r, "/api/changes?since=1"), 200);
	expect_has(&r, "\"items\":[]");
	rig_end(&r);
}

static void
test_decides(void **state)
{
	struct rig r;

	(void)state;
	rig_make(&r, NULL, NULL);
	rig_in(&r);
	assert_int_equal(post(&r, "/api/decide", "{\"revision\":1,\"item\":0,"
	    "\"findings\":[{\"kind\":\"EMAIL\",\"start\":15,\"end\":31}],"
	    "\"decision\":\"redact\",\"reason\":\"source\"}"), 200);
	expect_has(&r, "{\"revision\":2,\"undecided\":3,\"unseen\":2,"
	    "\"items\":[0]}");
	assert_int_equal(get(&r, "/api/item/0"), 200);
	expect_has(&r, "\"decision\":\"redact\",\"by\":\"person-9\","
	    "\"mine\":true,\"reason\":\"source\"");
	/* How many say the same, then all of them. */
	assert_int_equal(post(&r, "/api/equal", "{\"revision\":2,\"item\":0,"
	    "\"kind\":\"EMAIL\",\"start\":15,\"end\":31,\"decision\":\"redact"
	    "\",\"count\":true}"), 200);
	expect_has(&r, "{\"count\":2,\"items\":2}");
	assert_int_equal(board_revision(r.k.board), 2);
	assert_int_equal(post(&r, "/api/equal", "{\"revision\":2,\"item\":0,"
	    "\"kind\":\"EMAIL\",\"start\":15,\"end\":31,\"decision\":\"redact"
	    "\"}"), 200);
	expect_has(&r, "\"undecided\":2");
	assert_int_equal(post(&r, "/api/words", "{\"revision\":3,\"words\":"
	    "\"Zofia\",\"decision\":\"redact\"}"), 200);
	assert_int_equal(get(&r, "/api/item/0"), 200);
	expect_has(&r, "\"kind\":\"WATCHLIST\",\"start\":0,\"end\":5");
	assert_int_equal(post(&r, "/api/undo", "{\"revision\":4}"), 200);
	assert_int_equal(get(&r, "/api/item/0"), 200);
	assert_null(strstr(rig_says(&r), "WATCHLIST"));
	assert_int_equal(post(&r, "/api/add", "{\"revision\":5,\"item\":0,"
	    "\"start\":0,\"end\":5,\"kind\":\"WATCHLIST\",\"decision\":"
	    "\"redact\"}"), 200);
	assert_int_equal(post(&r, "/api/edges", "{\"revision\":6,\"item\":0,"
	    "\"kind\":\"WATCHLIST\",\"start\":0,\"end\":5,\"to_start\":0,"
	    "\"to_end\":11}"), 200);
	assert_int_equal(get(&r, "/api/item/0"), 200);
	expect_has(&r, "\"kind\":\"WATCHLIST\",\"start\":0,\"end\":11,"
	    "\"value\":\"Zofia wrote\"");
	rig_end(&r);
}

static void
test_two_windows_do_not_destroy_each_other(void **state)
{
	static const char old[] = "{\"revision\":1,\"item\":0,\"findings\":"
	    "[{\"kind\":\"EMAIL\",\"start\":15,\"end\":31}],\"decision\":"
	    "\"keep\"}";
	struct rig r;

	(void)state;
	rig_make(&r, NULL, NULL);
	rig_in(&r);
	assert_int_equal(post(&r, "/api/decide", "{\"revision\":1,\"item\":0,"
	    "\"findings\":[{\"kind\":\"EMAIL\",\"start\":15,\"end\":31}],"
	    "\"decision\":\"redact\"}"), 200);
	assert_int_equal(post(&r, "/api/decide", old), 409);
	expect_has(&r, "\"state\":\"conflict\"");
	assert_int_equal(r.k.plans[0].list[0].decision, DECISION_REDACT);
	/* Another finding of the same item was not touched. */
	assert_int_equal(post(&r, "/api/decide", "{\"revision\":1,\"item\":1,"
	    "\"findings\":[{\"kind\":\"EMAIL\",\"start\":4,\"end\":20}],"
	    "\"decision\":\"keep\"}"), 200);
	expect_has(&r, "\"items\":[0,1]");
	assert_int_equal(post(&r, "/api/undo", "{\"revision\":1}"), 409);
	assert_int_equal(post(&r, "/api/sign", "{\"revision\":1}"), 409);
	expect_has(&r, "\"state\":\"conflict\"");
	rig_end(&r);
}

static void
test_what_cannot_be_saved_does_not_count(void **state)
{
	struct rig r;

	(void)state;
	rig_make(&r, NULL, NULL);
	rig_in(&r);
	r.k.fails = ERR_NO_SPACE;
	assert_int_equal(post(&r, "/api/seen", "{\"revision\":1,\"item\":0,"
	    "\"sheet\":0,\"seen\":true}"), 500);
	expect_has(&r, "\"error\":\"no\"");
	assert_int_equal(board_unseen_by_me(r.k.board), 2);
	rig_end(&r);
}

static void
test_draws(void **state)
{
	struct rig r;

	(void)state;
	rig_make(&r, NULL, NULL);
	rig_in(&r);
	kit_page(&r.k, 0);
	assert_int_equal(post(&r, "/api/box", "{\"revision\":1,\"item\":0,"
	    "\"page\":0,\"x0\":10,\"y0\":20,\"x1\":30,\"y1\":40,\"reason\":"
	    "\"minor\"}"), 200);
	assert_int_equal(get(&r, "/api/item/0"), 200);
	expect_has(&r, "\"boxes\":[{\"page\":0,\"x0\":10,\"y0\":20,\"x1\":30,"
	    "\"y1\":40,\"reason\":\"minor\",\"by\":\"person-9\","
	    "\"changed\":false}]");
	/* Its number may be another's by now. */
	assert_int_equal(post(&r, "/api/unbox", "{\"revision\":1,\"item\":0,"
	    "\"index\":0}"), 409);
	assert_int_equal(post(&r, "/api/unbox", "{\"revision\":2,\"item\":0,"
	    "\"index\":0}"), 200);
	assert_int_equal(r.k.plans[0].nboxes, 0);
	assert_int_equal(post(&r, "/api/options", "{\"revision\":3,\"item\":0,"
	    "\"whiten\":true}"), 400);
	assert_int_equal(post(&r, "/api/time", "{\"revision\":3,\"item\":0,"
	    "\"from\":0,\"to\":10,\"x0\":0,\"y0\":0,\"x1\":0,\"y1\":0}"), 400);
	rig_end(&r);
}

static void
test_signing_needs_all_decided_and_seen(void **state)
{
	enum page_end end;
	struct rig r;
	int failure;
	char body[64];

	(void)state;
	rig_make(&r, NULL, NULL);
	rig_in(&r);
	assert_int_equal(post(&r, "/api/sign", "{\"revision\":1}"), 409);
	expect_has(&r, "\"state\":\"incomplete\"");
	assert_int_equal(board_decide_rest(r.k.board, &kit_redact, NULL), 0);
	assert_int_equal(post(&r, "/api/sign", "{\"revision\":2}"), 409);
	expect_has(&r, "\"state\":\"incomplete\"");
	assert_int_equal(post(&r, "/api/seen", "{\"revision\":2,\"item\":0,"
	    "\"sheet\":0,\"seen\":true}"), 200);
	assert_int_equal(post(&r, "/api/seen", "{\"revision\":2,\"item\":1,"
	    "\"sheet\":0,\"seen\":true}"), 200);
	(void)snprintf(body, sizeof(body), "{\"revision\":%u}",
	    (unsigned)board_revision(r.k.board));
	r.fails = ERR_BUSY;
	assert_int_equal(post(&r, "/api/sign", body), 409);
	expect_has(&r, "\"state\":\"conflict\"");
	assert_false(page_ended(r.page, &end, &failure));
	r.fails = 0;
	assert_int_equal(post(&r, "/api/sign", body), 200);
	assert_int_equal(r.signed_, 1);
	assert_false(page_ended(r.page, &end, &failure));
	assert_int_equal(get(&r, "/api/state"), 200);
	assert_int_equal(post(&r, "/api/close", "{}"), 200);
	assert_true(page_ended(r.page, &end, &failure));
	assert_int_equal(end, PAGE_SIGNED);
	/* It is over: nothing more is answered. */
	assert_int_equal(get(&r, "/api/state"), 403);
	rig_end(&r);
}

static void
test_what_is_decided_after_signing_is_not_signed(void **state)
{
	enum page_end end;
	struct rig r;
	int failure;

	(void)state;
	rig_make(&r, NULL, NULL);
	rig_in(&r);
	assert_int_equal(board_decide_rest(r.k.board, &kit_redact, NULL), 0);
	assert_int_equal(board_see(r.k.board, 0, 0, true), 0);
	assert_int_equal(board_see(r.k.board, 1, 0, true), 0);
	assert_int_equal(post(&r, "/api/sign", "{\"revision\":4}"), 200);
	assert_int_equal(board_decide(r.k.board, 0, &r.k.plans[0].list[0], 1,
	    &kit_keep), 0);
	assert_int_equal(post(&r, "/api/close", "{}"), 200);
	assert_true(page_ended(r.page, &end, &failure));
	assert_int_equal(end, PAGE_CLOSED);
	rig_end(&r);
}

/* What others did since is marked; what this person does is no news. */
static void
test_shows_what_others_changed(void **state)
{
	struct board_item items[KIT_ITEMS];
	struct plan then;
	struct rig r;

	(void)state;
	memset(&r, 0, sizeof(r));
	kit_make(&r.k);
	assert_int_equal(plan_copy(&then, &r.k.plans[0]), 0);
	for (size_t i = 0; i < KIT_ITEMS; i++)
		items[i] = *board_item(r.k.board, i);
	board_free(r.k.board);
	items[0].then = &then;
	r.k.plans[0].list[0].decision = DECISION_KEEP;
	r.k.plans[0].list[0].by = plan_person(8);
	assert_int_equal(board_new(&r.k.board, &(struct board_setup){
	    .by = plan_person(9), .items = items, .n = KIT_ITEMS,
	    .save = kit_save, .arg = &r.k }), 0);
	rig_open(&r);
	rig_in(&r);
	assert_int_equal(board_decide(r.k.board, 0, &r.k.plans[0].list[1], 1,
	    &kit_redact), 0);
	assert_int_equal(get(&r, "/api/item/0"), 200);
	expect_has(&r, "\"decision\":\"keep\",\"by\":\"person-8\","
	    "\"mine\":false,\"reason\":\"\",\"show\":\"label\","
	    "\"label\":\"[EMAIL-1]\",\"sheet\":0,\"changed\":true}");
	expect_has(&r, "\"label\":\"[EMAIL-2]\",\"sheet\":0,"
	    "\"changed\":false}");
	assert_int_equal(get(&r, "/api/state"), 200);
	expect_has(&r, "\"changed\":1,");
	rig_end(&r);
	plan_free(&then);
}

static void
test_sends_back_with_a_note_and_closes(void **state)
{
	enum page_end end;
	struct rig r;
	int failure;

	(void)state;
	rig_make(&r, NULL, NULL);
	rig_in(&r);
	assert_int_equal(post(&r, "/api/return", "{\"revision\":1,\"text\":"
	    "\" \\n\"}"), 409);
	assert_int_equal(post(&r, "/api/return", "{\"revision\":1,\"text\":"
	    "\"page 2 again\"}"), 200);
	assert_int_equal(post(&r, "/api/close", "{}"), 200);
	assert_true(page_ended(r.page, &end, &failure));
	assert_int_equal(end, PAGE_RETURNED);
	assert_int_equal(r.returned, 1);
	rig_end(&r);
	rig_make(&r, NULL, NULL);
	rig_in(&r);
	assert_int_equal(post(&r, "/api/close", "{}"), 200);
	assert_true(page_ended(r.page, &end, &failure));
	assert_int_equal(end, PAGE_CLOSED);
	assert_int_equal(r.closed, 1);
	rig_end(&r);
}

static void
test_bad_bodies_change_nothing(void **state)
{
	static const char *const bodies[] = { "", "{", "[]", "null", "1",
	    "{}", "{\"revision\":1}", "{\"revision\":-1,\"item\":0}",
	    "{\"revision\":9999999999999999999999,\"item\":0}",
	    "{\"revision\":2,\"item\":0,\"findings\":[],\"decision\":\"keep\"}",
	    "{\"revision\":1,\"item\":2,\"findings\":[{\"kind\":\"EMAIL\","
	    "\"start\":15,\"end\":31}],\"decision\":\"redact\"}",
	    "{\"revision\":1,\"item\":0,\"findings\":[{\"kind\":\"EMAIL\","
	    "\"start\":15,\"end\":31}],\"decision\":\"burn\"}",
	    "{\"revision\":1,\"item\":0,\"findings\":[{\"kind\":\"email\","
	    "\"start\":15,\"end\":31}],\"decision\":\"redact\"}",
	    "{\"revision\":1,\"item\":0,\"findings\":[{\"kind\":\"EMAIL\","
	    "\"start\":15,\"end\":31,\"x\":1}],\"decision\":\"redact\"}",
	    "{\"revision\":1,\"item\":0,\"findings\":[{\"kind\":\"EMAIL\","
	    "\"start\":15.0,\"end\":31}],\"decision\":\"redact\"}",
	    "{\"revision\":1,\"item\":0,\"findings\":[{\"kind\":\"EMAIL\","
	    "\"start\":31,\"end\":15}],\"decision\":\"redact\"}",
	    "{\"revision\":1,\"item\":0,\"findings\":[{\"kind\":\"EMAIL\","
	    "\"start\":15,\"end\":99999}],\"decision\":\"redact\"}",
	    "{\"revision\":1,\"item\":0,\"findings\":[{\"kind\":\"EMAIL\","
	    "\"start\":15,\"end\":31}],\"decision\":\"redact\",\"reason\":"
	    "\"<script>\"}",
	    "{\"revision\":1,\"item\":0,\"findings\":[{\"kind\":\"EMAIL\","
	    "\"start\":15,\"end\":31}],\"decision\":\"redact\",\"revision\":1}",
	    "{\"revision\":1,\"item\":0,\"findings\":[{\"kind\":\"EMAIL\","
	    "\"start\":15,\"end\":31}],\"decision\":\"redact\"} x",
	    "{\"revision\":1,\"item\":0,\"findings\":[{\"kind\":\"EM\\u0000\","
	    "\"start\":15,\"end\":31}],\"decision\":\"redact\"}",
	    /* inside a character of item 1 */
	    "{\"revision\":1,\"item\":1,\"findings\":[{\"kind\":\"EMAIL\","
	    "\"start\":1,\"end\":20}],\"decision\":\"redact\"}",
	    "\xff\xfe{}" };
	struct rig r;
	struct bytes deep = BYTES_INIT(WEB_BODY_MAX);
	size_t i;

	(void)state;
	rig_make(&r, NULL, NULL);
	rig_in(&r);
	for (i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		unsigned status = post(&r, "/api/decide", bodies[i]);

		if (status < 400 || status > 409)
			fail_msg("%s: %u", bodies[i], status);
		expect_has(&r, "{\"error\":\"");
	}
	for (i = 0; i < 100000; i++)
		(void)bytes_add_str(&deep, "[");
	assert_int_equal(post(&r, "/api/decide", bytes_str(&deep)), 400);
	bytes_free(&deep);
	assert_int_equal(post(&r, "/api/add", "{\"revision\":1,\"item\":1,"
	    "\"start\":1,\"end\":4,\"kind\":\"WATCHLIST\",\"decision\":"
	    "\"redact\"}"), 400);
	assert_int_equal(board_revision(r.k.board), 1);
	assert_int_equal(r.k.saved, 0);
	rig_end(&r);
}

static void
test_paths_lead_nowhere(void **state)
{
	static const char *const targets[] = { "/api", "/api/", "//", "/..",
	    "/static/", "/static/../index.html", "/static//app.js",
	    "/static/%61pp.js", "/static/index.html/", "/api/item/",
	    "/api/item/00", "/api/item/-1", "/api/item/0x0", "/api/item/0/",
	    "/api/item/99999999999999999999", "/api/item/0/sheet/1",
	    "/api/item/2", "/api/item/0/sheet", "/picture/0", "/picture/9/0",
	    "/picture/0/0", "/media/0", "/madem/1", "/API/STATE",
	    "/api/state/", "/api/state;x", "/./api/state", "/enter/" };
	struct rig r;
	size_t i;

	(void)state;
	rig_make(&r, NULL, NULL);
	rig_in(&r);
	for (i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		if (get(&r, targets[i]) != 404)
			fail_msg("%s: %u", targets[i], r.reply.status);
	/* What changes is not changed by looking, nor the other way round. */
	assert_int_equal(get(&r, "/api/undo"), 405);
	assert_int_equal(get(&r, "/api/sign?revision=1"), 405);
	assert_int_equal(get(&r, "/enter"), 405);
	assert_int_equal(post(&r, "/api/state", "{}"), 405);
	assert_int_equal(post(&r, "/static/app.js", "{}"), 405);
	assert_int_equal(get(&r, "/api/changes?since=x"), 400);
	assert_int_equal(board_revision(r.k.board), 1);
	rig_end(&r);
}

static void
test_what_a_document_says_is_data(void **state)
{
	struct rig r;

	(void)state;
	rig_make(&r, "</script><script>alert(1)</script> a@example.org\n",
	    "\"}],\"x\":[{\"\\ <img src=x onerror=alert(2)>\x01\x7f\n");
	(void)snprintf(r.k.reports[0].name, sizeof(r.k.reports[0].name),
	    "<b>\"name\".txt");
	rig_in(&r);
	assert_int_equal(get(&r, "/api/item/0/sheet/0"), 200);
	assert_string_equal(r.reply.type, "application/json");
	expect_has(&r, "\"text\":\"</script><script>alert(1)</script> a@");
	assert_int_equal(get(&r, "/api/item/1/sheet/0"), 200);
	expect_has(&r, "\"text\":\"\\\"}],\\\"x\\\":[{\\\"\\\\ <img");
	expect_has(&r, "\\u0001");
	assert_int_equal(get(&r, "/api/state"), 200);
	expect_has(&r, "\"name\":\"<b>\\\"name\\\".txt\"");
	assert_string_equal(r.reply.type, "application/json");
	assert_int_equal(get(&r, "/"), 200);
	assert_null(strstr(rig_says(&r), "alert("));
	rig_end(&r);
}

static void
test_shows_what_will_be_released(void **state)
{
	struct rig r;
	unsigned tries;

	(void)state;
	rig_make(&r, NULL, NULL);
	rig_in(&r);
	assert_int_equal(board_decide_rest(r.k.board, &kit_redact, NULL), 0);
	assert_int_equal(get(&r, "/api/made/0/0?r=2"), 202);
	expect_has(&r, "{\"state\":\"working\"}");
	/* Meanwhile everything else goes on. */
	assert_int_equal(get(&r, "/api/state"), 200);
	for (tries = 0; tries < 10; tries++) {
		rig_wait(&r);
		if (get(&r, "/api/made/0/0?r=2") == 200)
			break;
	}
	expect_has(&r, "{\"state\":\"done\",\"text\":\"Zofia wrote to "
	    "[EMAIL-1],\\nand zofia to [EMAIL-2].\\n\"");
	assert_int_equal(r.originals, 1);
	/* It is kept, until something of it is decided otherwise. */
	assert_int_equal(get(&r, "/api/made/0/0?r=2"), 200);
	assert_int_equal(board_decide(r.k.board, 0, &r.k.plans[0].list[0], 1,
	    &kit_keep), 0);
	assert_int_equal(get(&r, "/api/made/0/0?r=3"), 202);
	for (tries = 0; tries < 10; tries++) {
		rig_wait(&r);
		if (get(&r, "/api/made/0/0?r=3") == 200)
			break;
	}
	expect_has(&r, "Zofia wrote to jane@example.org");
	assert_int_equal(r.originals, 1);
	rig_end(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_state_item_and_sheet),
		cmocka_unit_test(test_decides),
		cmocka_unit_test(test_two_windows_do_not_destroy_each_other),
		cmocka_unit_test(test_what_cannot_be_saved_does_not_count),
		cmocka_unit_test(test_draws),
		cmocka_unit_test(test_signing_needs_all_decided_and_seen),
		cmocka_unit_test(
		    test_what_is_decided_after_signing_is_not_signed),
		cmocka_unit_test(test_shows_what_others_changed),
		cmocka_unit_test(test_sends_back_with_a_note_and_closes),
		cmocka_unit_test(test_bad_bodies_change_nothing),
		cmocka_unit_test(test_paths_lead_nowhere),
		cmocka_unit_test(test_what_a_document_says_is_data),
		cmocka_unit_test(test_shows_what_will_be_released),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
