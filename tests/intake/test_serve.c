/* test_serve.c -- what the source's page decides without a network. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>

#include <cmocka.h>

#include "intake/serve/answer.h"
#include "intake/serve/door.h"
#include "intake/serve/form.h"
#include "intake/serve/later.h"
#include "intake/serve/settings.h"
#include "intake/serve/space.h"
#include "intake/serve/text.h"
#include "intake/serve/visit.h"
#include "vault/seal/secret.h"

/* --- forms --- */

static void
expect_field(const char *form, const char *name, const char *value)
{
	char to[16] = "before";
	bool found = form_get(form, strlen(form), name, to, sizeof(to));

	assert_int_equal(found, value != NULL);
	assert_string_equal(to, value != NULL ? value : "");
}

static void
test_form__gives_the_first_field_decoded(void **state)
{
	(void)state;
	expect_field("a=1&b=2&a=3", "a", "1");
	expect_field("a=1&b=2", "b", "2");
	expect_field("a=x+y%2b%C3%a9", "a", "x y+\xc3\xa9");
	expect_field("%61=1", "a", "1");
	expect_field("a=", "a", "");
	expect_field("&&a=1", "a", "1");
	expect_field("a=50%", "a", "50%");
	expect_field("a=50%4", "a", "50%4");
	expect_field("a=%zz", "a", "%zz");
	expect_field("a=b=c", "a", "b=c");
}

static void
test_form__has_no_field_that_does_not_fit(void **state)
{
	(void)state;
	expect_field("", "a", NULL);
	expect_field("a", "a", NULL);
	expect_field("ab=1", "a", NULL);
	expect_field("a=1", "ab", NULL);
	expect_field("a=x%00y", "a", NULL);
	expect_field("a=123456789012345", "a", "123456789012345");
	expect_field("a=1234567890123456", "a", NULL);
}

static void
test_form__gives_every_field_of_a_name_in_its_order(void **state)
{
	static const char form[] = "p=1&x=9&p=22&p&p=333333&p=4";
	char to[4];
	size_t at = 0;

	(void)state;
	assert_true(form_next(form, strlen(form), &at, "p", to, sizeof(to)));
	assert_string_equal(to, "1");
	assert_true(form_next(form, strlen(form), &at, "p", to, sizeof(to)));
	assert_string_equal(to, "22");
	assert_true(form_next(form, strlen(form), &at, "p", to, sizeof(to)));
	assert_string_equal(to, "");
	assert_true(form_next(form, strlen(form), &at, "p", to, sizeof(to)));
	assert_string_equal(to, "");
	assert_true(form_next(form, strlen(form), &at, "p", to, sizeof(to)));
	assert_string_equal(to, "4");
	assert_false(form_next(form, strlen(form), &at, "p", to, sizeof(to)));
}

static void
test_form__finds_a_cookie_among_others(void **state)
{
	char to[8];

	(void)state;
	assert_true(form_cookie("a=1; tip=abc; b=2", "tip", to, sizeof(to)));
	assert_string_equal(to, "abc");
	assert_true(form_cookie("tip=", "tip", to, sizeof(to)));
	assert_false(form_cookie("atip=abc", "tip", to, sizeof(to)));
	assert_false(form_cookie("tipp=abc", "tip", to, sizeof(to)));
	assert_true(form_cookie("tip=1234567", "tip", to, sizeof(to)));
	assert_false(form_cookie("tip=12345678", "tip", to, sizeof(to)));
	assert_false(form_cookie(";;; ;", "tip", to, sizeof(to)));
}

/* --- text in pieces --- */

static void
test_text__is_the_same_however_it_is_cut(void **state)
{
	static const struct {
		const char *bytes;
		bool valid;
	} all[] = {
		{ "plain", true }, { "", true },
		{ "za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87 \xe2\x82\xac "
		    "\xf0\x9f\x98\x80", true },
		{ "\xe2\x82", false }, { "a\xffz", false },
		{ "\xc0\xaf", false }, { "\xed\xa0\x80", false },
		{ "\x80z", false }, { "\xf0\x9f\x98z", false },
		{ "\xf4\x90\x80\x80", false }, { "ab\xe2", false },
	};
	size_t i, a, b, n;

	(void)state;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		n = strlen(all[i].bytes);
		for (a = 0; a <= n; a++)
			for (b = a; b <= n; b++) {
				struct text t = { .left = 0 };

				text_add(&t, all[i].bytes, a);
				text_add(&t, all[i].bytes + a, b - a);
				text_add(&t, all[i].bytes + b, n - b);
				if (text_valid(&t) != all[i].valid)
					fail_msg("%zu cut at %zu and %zu", i,
					    a, b);
			}
	}
}

/* --- visits --- */

struct left {
	uint32_t handles[2 * VISITS_MAX];
	size_t n;
};

static void
on_leave(void *arg, uint32_t handle)
{
	struct left *l = arg;

	l->handles[l->n++] = handle;
}

static struct visit *
begin(struct visits *v, int64_t now, uint32_t handle)
{
	static const struct letterbox_public pub;

	return visits_begin(v, now, handle, &pub);
}

static struct visit *
find(struct visits *v, int64_t now, const struct visit *visit)
{
	char header[VISIT_HEX + 32];

	(void)snprintf(header, sizeof(header), "other=1; " VISIT_COOKIE "=%s",
	    visit->cookie);
	return visits_find(v, now, header);
}

static void
test_visit__is_found_by_its_cookie_until_it_is_idle(void **state)
{
	struct left left = { .n = 0 };
	struct visits *v;
	struct visit *a, *b;
	char cookie[VISIT_COOKIE_SIZE];

	(void)state;
	assert_int_equal(visits_new(&v, on_leave, &left), 0);
	a = begin(v, 0, 1);
	b = begin(v, 0, 2);
	assert_string_not_equal(a->cookie, b->cookie);
	assert_string_not_equal(a->cookie, a->token);
	assert_ptr_equal(find(v, 1, a), a);
	assert_ptr_equal(find(v, 1, b), b);
	assert_null(visits_find(v, 1, ""));
	assert_null(visits_find(v, 1, VISIT_COOKIE "=00"));
	assert_true(visit_token(a, a->token));
	assert_false(visit_token(a, b->token));
	assert_false(visit_token(a, ""));
	visit_cookie(a, cookie);
	assert_non_null(strstr(cookie, "; HttpOnly; SameSite=Strict; Path=/"));
	assert_ptr_equal(find(v, VISIT_IDLE_SECONDS, a), a);
	visits_sweep(v, VISIT_IDLE_SECONDS + 2);	/* b was seen at 1 */
	assert_int_equal(visits_count(v), 1);
	assert_int_equal(left.n, 1);
	assert_int_equal(left.handles[0], 2);
	visits_free(v);
	assert_int_equal(left.n, 2);
}

static void
test_visit__that_is_busy_stays_until_it_is_not(void **state)
{
	struct left left = { .n = 0 };
	struct visits *v;
	struct visit *a;

	(void)state;
	assert_int_equal(visits_new(&v, on_leave, &left), 0);
	a = begin(v, 0, 1);
	visits_busy(a);
	visits_sweep(v, 10 * VISIT_IDLE_SECONDS);
	assert_int_equal(left.n, 0);
	visits_end(v, a);
	assert_int_equal(left.n, 0);
	assert_null(find(v, 1, a));		/* but nobody is let in */
	visits_idle(v, a, 2);
	assert_int_equal(left.n, 1);
	visits_free(v);
}

static void
test_visit__of_too_many_the_oldest_that_did_nothing_goes(void **state)
{
	struct left left = { .n = 0 };
	struct visits *v;
	struct visit *did, *busy, *kept;
	uint32_t i;

	(void)state;
	assert_int_equal(visits_new(&v, on_leave, &left), 0);
	did = begin(v, 0, 1);
	did->did = true;
	busy = begin(v, 0, 2);
	visits_busy(busy);
	for (i = 3; i <= VISITS_MAX; i++)
		assert_non_null(kept = begin(v, i, i));
	assert_int_equal(left.n, 0);
	assert_non_null(begin(v, VISITS_MAX, VISITS_MAX + 1));
	assert_int_equal(left.n, 1);
	assert_int_equal(left.handles[0], 3);
	assert_ptr_equal(find(v, VISITS_MAX, did), did);
	assert_ptr_equal(find(v, VISITS_MAX, busy), busy);
	assert_ptr_equal(find(v, VISITS_MAX, kept), kept);
	assert_int_equal(visits_count(v), VISITS_MAX);
	visits_free(v);
}

/* --- space --- */

static void
test_space__is_refused_over_the_quota_and_below_the_floor(void **state)
{
	int folder = open(".", O_RDONLY | O_DIRECTORY);
	struct space s = { .quota = 1000, .floor = 0, .folders = &folder,
	    .nfolders = 1 };

	(void)state;
	assert_true(folder >= 0);
	assert_true(space_take(&s, 600));
	assert_false(space_take(&s, 401));
	assert_true(space_take(&s, 400));
	assert_false(space_take(&s, 1));
	space_wrote(&s, 300);
	assert_false(space_take(&s, 1));
	space_give(&s, 600, 300);
	assert_int_equal(s.under_way, 400);
	assert_int_equal(s.written, 0);
	s.kept = 500;
	assert_false(space_take(&s, 101));
	assert_true(space_take(&s, 100));
	space_give(&s, 500, 0);
	s.floor = UINT64_MAX;
	assert_false(space_take(&s, 1));
	s.floor = 0;
	s.quota = UINT64_MAX;
	assert_false(space_take(&s, UINT64_MAX - 500));	/* no such disk */
	(void)close(folder);
}

static void
test_space__that_is_asked_for_is_not_given_twice(void **state)
{
	int folder = open(".", O_RDONLY | O_DIRECTORY);
	struct space s = { .quota = UINT64_MAX, .folders = &folder,
	    .nfolders = 1 };
	const uint64_t most = space_free(&s);

	(void)state;
	assert_true(most > 2 << 20);
	assert_true(space_take(&s, most - (most >> 2)));
	assert_false(space_take(&s, most >> 1));
	(void)close(folder);
}

/* --- answers --- */

static void
test_later__answers_leave_at_a_full_step(void **state)
{
	(void)state;
	assert_int_equal(later_due(1000, 1000), 1500);
	assert_int_equal(later_due(1000, 1001), 1500);
	assert_int_equal(later_due(1000, 1500), 1500);
	assert_int_equal(later_due(1000, 1501), 2000);
	assert_int_equal(later_due(1003, 5000), 5003);
}

static void
test_later__gives_what_is_due_in_its_order(void **state)
{
	struct later_page page = { .html = BYTES_INIT(16) }, *got;
	struct later *l;

	(void)state;
	assert_int_equal(later_new(&l), 0);
	assert_int_equal(later_wait(l, 0), -1);
	page.id = 1, page.due = 700;
	assert_int_equal(later_add(l, &page), 0);
	page.id = 2, page.due = 500;
	assert_int_equal(later_add(l, &page), 0);
	page.id = 3, page.due = 600;
	assert_int_equal(later_add(l, &page), 0);
	assert_int_equal(later_wait(l, 100), 400);
	assert_null(later_take(l, 499));
	later_forget(l, 3);
	assert_non_null(got = later_take(l, 1000));
	assert_int_equal(got->id, 2);
	later_page_free(got);
	assert_non_null(got = later_take(l, 1000));
	assert_int_equal(got->id, 1);
	later_page_free(got);
	assert_null(later_take(l, 1000));
	later_free(l);
}

static void
test_answer__pages_are_filled_up_to_equal_sizes(void **state)
{
	static const size_t lens[] = { 0, 1, 100, ANSWER_UNIT - 10,
	    ANSWER_UNIT - 9, ANSWER_UNIT - 8, ANSWER_UNIT, 5 * ANSWER_UNIT };
	size_t i, least;

	(void)state;
	for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		struct bytes html = BYTES_INIT(10 * ANSWER_UNIT);
		uint8_t *p;

		assert_int_equal(bytes_room(&html, lens[i], &p), 0);
		if (lens[i] > 0)
			memset(p, 'x', lens[i]);
		assert_int_equal(answer_fill(&html, 0), 0);
		assert_int_equal(html.len % ANSWER_UNIT, 0);
		assert_true(html.len > lens[i] &&
		    html.len <= lens[i] + ANSWER_UNIT + 9);
		/* Whatever else could stand there. */
		bytes_reset(&html);
		assert_int_equal(answer_fill(&html, lens[i]), 0);
		least = html.len;
		bytes_reset(&html);
		assert_int_equal(bytes_add_str(&html, "short"), 0);
		assert_int_equal(answer_fill(&html, lens[i]), 0);
		assert_int_equal(html.len, lens[i] < 5 ? ANSWER_UNIT : least);
		bytes_free(&html);
	}
}

/* --- who asks --- */

static bool
let_in(enum web_method method, const char *site, const char *origin)
{
	struct web_request q = WEB_REQUEST_INIT;

	q.method = method;
	(void)snprintf(q.host, sizeof(q.host), "abc.onion");
	(void)snprintf(q.fetch_site, sizeof(q.fetch_site), "%s", site);
	(void)snprintf(q.origin, sizeof(q.origin), "%s", origin);
	return door_from_here(&q);
}

static void
test_door__forms_of_other_pages_are_refused(void **state)
{
	(void)state;
	assert_true(let_in(WEB_POST, "", ""));
	assert_true(let_in(WEB_POST, "same-origin", "http://abc.onion"));
	assert_true(let_in(WEB_POST, "", "https://abc.onion"));
	assert_false(let_in(WEB_POST, "cross-site", "http://abc.onion"));
	assert_false(let_in(WEB_POST, "same-site", ""));
	assert_false(let_in(WEB_POST, "none", ""));
	assert_false(let_in(WEB_POST, "", "null"));
	assert_false(let_in(WEB_POST, "", "http://abc.onion.example"));
	assert_false(let_in(WEB_POST, "", "http://x/abc.onion"));
	assert_false(let_in(WEB_POST, "same-origin", "http://other.onion"));
	assert_true(let_in(WEB_GET, "cross-site", ""));
}

/* --- words of the call --- */

static void
test_settings__sizes_are_read(void **state)
{
	uint64_t n;

	(void)state;
	assert_true(settings_size(&n, "2GiB"));
	assert_int_equal(n, (uint64_t)2 << 30);
	assert_true(settings_size(&n, "1500"));
	assert_int_equal(n, 1500);
	assert_true(settings_size(&n, "0"));
	assert_true(settings_size(&n, "64KiB"));
	assert_int_equal(n, 65536);
	assert_false(settings_size(&n, NULL));
	assert_false(settings_size(&n, ""));
	assert_false(settings_size(&n, "GiB"));
	assert_false(settings_size(&n, "2GB"));
	assert_false(settings_size(&n, "-1"));
	assert_false(settings_size(&n, "99999TiB"));
	assert_false(settings_size(&n, "99999999999999999999999"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_form__gives_the_first_field_decoded),
		cmocka_unit_test(test_form__has_no_field_that_does_not_fit),
		cmocka_unit_test(
		    test_form__gives_every_field_of_a_name_in_its_order),
		cmocka_unit_test(test_form__finds_a_cookie_among_others),
		cmocka_unit_test(test_text__is_the_same_however_it_is_cut),
		cmocka_unit_test(
		    test_visit__is_found_by_its_cookie_until_it_is_idle),
		cmocka_unit_test(
		    test_visit__that_is_busy_stays_until_it_is_not),
		cmocka_unit_test(
		    test_visit__of_too_many_the_oldest_that_did_nothing_goes),
		cmocka_unit_test(
		    test_space__is_refused_over_the_quota_and_below_the_floor),
		cmocka_unit_test(
		    test_space__that_is_asked_for_is_not_given_twice),
		cmocka_unit_test(test_later__answers_leave_at_a_full_step),
		cmocka_unit_test(test_later__gives_what_is_due_in_its_order),
		cmocka_unit_test(
		    test_answer__pages_are_filled_up_to_equal_sizes),
		cmocka_unit_test(test_door__forms_of_other_pages_are_refused),
		cmocka_unit_test(test_settings__sizes_are_read),
	};

	if (process_hide() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
