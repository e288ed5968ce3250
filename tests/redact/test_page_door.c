/* test_page_door.c -- who comes in to a review, and who does not. */
#include "page_kit.h"

static void
test_the_token_opens_once(void **state)
{
	struct rig r;
	char token[DOOR_SECRET_HEX];

	(void)state;
	rig_make(&r, NULL, NULL);
	memcpy(token, door_token(r.page->door), sizeof(token));
	assert_int_equal(rig_enter(&r, token), 200);
	assert_non_null(strstr(rig_says(&r), "http-equiv=\"refresh\""));
	assert_non_null(strstr(r.reply.cookie, "; HttpOnly; SameSite=Strict"));
	(void)rig_get(&r, "/");
	assert_int_equal(rig_send(&r), 200);
	assert_non_null(strstr(rig_says(&r), door_form(r.page->door)));
	assert_null(strstr(rig_says(&r), "@TOKEN@"));
	assert_null(strstr(rig_says(&r), token));
	/* Again it is worth nothing, and so is the code that went with it. */
	assert_int_equal(rig_enter(&r, token), 403);
	assert_int_equal(r.reply.cookie[0], 0);
	assert_null(door_code(r.page->door));
	assert_null(door_token(r.page->door));
	rig_end(&r);
}

static void
test_the_code_may_be_typed_in_any_way(void **state)
{
	const char *const between[] = { "-", "", "+", "%2D", "%20" };
	struct rig r;

	(void)state;
	for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++) {
		char typed[64];
		const char *code;

		rig_make(&r, NULL, NULL);
		code = door_code(r.page->door);
		(void)snprintf(typed, sizeof(typed), "%.4s%s%.4s%s%.4s", code,
		    between[i], code + 5, between[i], code + 10);
		for (char *p = typed; i == 1 && *p != '\0'; p++)
			if (*p >= 'a' && *p <= 'z')
				*p = (char)(*p - 'a' + 'A');
		assert_int_equal(rig_enter(&r, typed), 200);
		rig_end(&r);
	}
}

static void
test_ten_wrong_codes_end_the_review(void **state)
{
	enum page_end end;
	struct rig r;
	int failure;

	(void)state;
	rig_make(&r, NULL, NULL);
	for (unsigned i = 0; i < DOOR_TRIES; i++) {
		assert_false(page_ended(r.page, &end, &failure));
		assert_int_equal(rig_enter(&r, i % 2 == 0 ? "aaaa-aaaa-aaaa" :
		    ""), 403);
	}
	assert_true(page_ended(r.page, &end, &failure));
	assert_int_equal(failure, ERR_NOT_PERMITTED);
	assert_int_equal(rig_enter(&r, door_token(r.page->door)), 403);
	assert_int_equal(r.reply.cookie[0], 0);
	rig_end(&r);
}

static void
test_another_page_cannot_use_up_the_tries(void **state)
{
	enum page_end end;
	struct rig r;
	int failure;

	(void)state;
	rig_make(&r, NULL, NULL);
	for (unsigned i = 0; i < 50; i++) {
		(void)rig_bare(&r, WEB_POST, "/enter");
		(void)snprintf(r.q.origin, sizeof(r.q.origin),
		    "https://evil.example");
		(void)snprintf(r.q.content_type, sizeof(r.q.content_type),
		    "application/x-www-form-urlencoded");
		(void)bytes_add_str(&r.q.body, "token=aaaaaaaaaaaa");
		assert_int_equal(rig_send(&r), 403);
	}
	assert_false(page_ended(r.page, &end, &failure));
	rig_in(&r);
	rig_end(&r);
}

static void
test_a_stranger_sees_the_form_alone(void **state)
{
	struct rig r;
	size_t i;
	static const char *const targets[] = { "/api/state", "/static/app.js",
		"/api/item/0", "/picture/0/0", "/made/0/0", "/media/0", "/x" };

	(void)state;
	rig_make(&r, NULL, NULL);
	(void)rig_bare(&r, WEB_GET, "/");
	assert_int_equal(rig_send(&r), 200);
	assert_non_null(strstr(rig_says(&r), "name=\"token\""));
	assert_null(strstr(rig_says(&r), door_form(r.page->door)));
	for (i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		(void)rig_bare(&r, WEB_GET, targets[i]);
		assert_int_equal(rig_send(&r), 403);
	}
	/* Nor once the page is open elsewhere. */
	rig_in(&r);
	(void)rig_bare(&r, WEB_GET, "/");
	assert_int_equal(rig_send(&r), 403);
	rig_end(&r);
}

/* One thing about a good request is changed: it must not be let in. */
static void
test_each_part_is_needed(void **state)
{
	static const char *const hosts[] = { "", "localhost:41234",
	    "127.0.0.1", "127.0.0.1:41235", "127.0.0.1:41234.",
	    "127.0.0.1.:41234", "[::1]:41234", "127.1:41234",
	    "2130706433:41234", "evil.example:41234", "127.0.0.1:041234",
	    "127.0.0.1:41234 ", " 127.0.0.1:41234", "127.0.0.1:41234@x",
	    "user@127.0.0.1:41234", "127.0.0.1:41234,127.0.0.1:41234" };
	static const char *const origins[] = { "", "null",
	    "http://127.0.0.1:41235", "https://127.0.0.1:41234",
	    "http://localhost:41234", "http://127.0.0.1:41234/",
	    "http://127.0.0.1:41234.evil.example", "HTTP://127.0.0.1:41234" };
	static const char *const sites[] = { "cross-site", "same-site",
	    "none", "SAME-ORIGIN", "x" };
	static const char *const types[] = { "", "text/plain",
	    "application/x-www-form-urlencoded", "multipart/form-data",
	    "application/jsonx", "text/json" };
	struct rig r;
	size_t i;

#define BODY "{\"revision\":1,\"item\":0,\"sheet\":0,\"seen\":true}"
#define EACH(list, field, wanted)					\
	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++) {		\
		(void)rig_post(&r, "/api/seen", BODY);			\
		(void)snprintf(r.q.field, sizeof(r.q.field), "%s",	\
		    list[i]);						\
		if (rig_send(&r) != (wanted))				\
			fail_msg(#field " \"%s\": %u", list[i],		\
			    r.reply.status);				\
	}
	(void)state;
	rig_make(&r, NULL, NULL);
	rig_in(&r);
	EACH(hosts, host, 403)
	EACH(origins, origin, 403)
	EACH(sites, fetch_site, 403)
	EACH(types, content_type, 415)
	(void)rig_post(&r, "/api/seen", BODY);
	r.q.token[10] ^= 1;
	assert_int_equal(rig_send(&r), 403);
	(void)rig_post(&r, "/api/seen", BODY);
	r.q.token[0] = '\0';
	assert_int_equal(rig_send(&r), 403);
	(void)rig_post(&r, "/api/seen", BODY);
	r.q.cookie[strlen(r.q.cookie) - 1] ^= 1;
	assert_int_equal(rig_send(&r), 403);
	(void)rig_post(&r, "/api/seen", BODY);
	r.q.cookie[strlen(r.q.cookie) - 1] = '\0';
	assert_int_equal(rig_send(&r), 403);
	(void)rig_post(&r, "/api/seen", BODY);
	memcpy(r.q.cookie, "tipline-41235", 13);	/* another review's */
	assert_int_equal(rig_send(&r), 403);
	(void)rig_post(&r, "/api/seen", BODY);
	r.q.cookie[0] = '\0';
	assert_int_equal(rig_send(&r), 403);
	assert_int_equal(board_revision(r.k.board), 1);
	/* All of it, and beside cookies of others. */
	(void)rig_post(&r, "/api/seen", BODY);
	(void)snprintf(r.q.cookie, sizeof(r.q.cookie), "a=b; tipline-41234=0; "
	    "%s;c=d", r.cookie);
	assert_int_equal(rig_send(&r), 200);
	assert_int_equal(board_revision(r.k.board), 2);
	rig_end(&r);
}

static void
test_looking_from_elsewhere_is_refused(void **state)
{
	struct rig r;

	(void)state;
	rig_make(&r, NULL, NULL);
	rig_in(&r);
	(void)rig_get(&r, "/api/state");
	(void)snprintf(r.q.fetch_site, sizeof(r.q.fetch_site), "cross-site");
	assert_int_equal(rig_send(&r), 403);
	(void)rig_get(&r, "/api/state");
	(void)snprintf(r.q.fetch_site, sizeof(r.q.fetch_site), "same-site");
	assert_int_equal(rig_send(&r), 403);
	(void)rig_get(&r, "/api/state");
	(void)snprintf(r.q.origin, sizeof(r.q.origin), "https://evil.example");
	assert_int_equal(rig_send(&r), 403);
	(void)rig_get(&r, "/");		/* typed by the person */
	(void)snprintf(r.q.fetch_site, sizeof(r.q.fetch_site), "none");
	assert_int_equal(rig_send(&r), 200);
	rig_end(&r);
}

static void
test_the_form_speaks_three_languages(void **state)
{
	static const struct { const char *accept, *query, *lang; } list[] = {
		{ "pl,en;q=0.5", "", "pl" }, { "de-DE, fr-CA;q=0.9", "", "fr" },
		{ "de", "", "en" }, { "", "", "en" }, { "pl", "lang=fr", "fr" },
		{ "plx", "", "en" }, { ",,;q=,fr", "", "fr" },
		{ "fr", "lang=de", "fr" } };
	char want[32];
	struct rig r;

	(void)state;
	rig_make(&r, NULL, NULL);
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		(void)rig_bare(&r, WEB_GET, "/");
		(void)snprintf(r.q.language, sizeof(r.q.language), "%s",
		    list[i].accept);
		(void)snprintf(r.q.query, sizeof(r.q.query), "%s",
		    list[i].query);
		assert_int_equal(rig_send(&r), 200);
		(void)snprintf(want, sizeof(want), "lang=\"%s\"",
		    list[i].lang);
		assert_non_null(strstr(rig_says(&r), want));
	}
	rig_end(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_token_opens_once),
		cmocka_unit_test(test_the_code_may_be_typed_in_any_way),
		cmocka_unit_test(test_ten_wrong_codes_end_the_review),
		cmocka_unit_test(test_another_page_cannot_use_up_the_tries),
		cmocka_unit_test(test_a_stranger_sees_the_form_alone),
		cmocka_unit_test(test_each_part_is_needed),
		cmocka_unit_test(test_looking_from_elsewhere_is_refused),
		cmocka_unit_test(test_the_form_speaks_three_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
