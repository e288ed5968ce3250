/*
 * test_multipart.c -- forms, wherever the network cuts them: what they say, and
 * what is no form.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/web/wall/multipart.h"
#include "vault/base/bytes.h"

#define STORY_MAX (1u << 20)
#define CUT "multipart/form-data; boundary=--X"
#define HEAD "Content-Disposition: form-data; name=\"f\""

static int
on_part(void *arg, const struct part *part)
{
	return bytes_addf(arg, part->file ? "[%s|%s]" : "[%s]", part->field,
	    part->name);
}

static int
on_data(void *arg, const uint8_t *p, size_t len)
{
	assert_true(len > 0);
	return bytes_add(arg, p, len);
}

static int
on_end(void *arg)
{
	return bytes_add_str(arg, ". ");
}

/* What is told of a body that comes `first` bytes and then `step` at a time;
 * ends with "whole", "cut" or "bad". */
static struct bytes
told(const char *type, const char *body, size_t len, size_t first, size_t step)
{
	struct bytes story = BYTES_INIT(STORY_MAX);
	const struct multipart_sink sink = { on_part, on_data, on_end, &story };
	struct multipart m;
	size_t n;
	int r = multipart_start(&m, type);

	for (; r == 0 && len > 0; body += n, len -= n, first = 0) {
		n = first > 0 ? first : step;
		n = n < len ? n : len;
		/* A copy of its own: a look behind its end is seen. */
		char *copy = malloc(n);

		memcpy(copy, body, n);
		r = multipart_feed(&m, copy, n, &sink);
		free(copy);
	}
	(void)bytes_add_str(&story, r < 0 ? "bad" : multipart_end(&m) == 0 ?
	    "whole" : "cut");
	assert_non_null(bytes_str(&story));
	return story;
}

static void
expect(const char *type, const char *body, size_t len, const char *story)
{
	struct bytes b = told(type, body, len, len, len);

	if (strcmp((char *)b.data, story) != 0)
		fail_msg("%.200s: %s, not %s", body, (char *)b.data, story);
	bytes_free(&b);
}

/* Of one part with this head; its content is "x". */
static void
expect_head(const char *lines, const char *story)
{
	struct bytes b = BYTES_INIT(STORY_MAX);

	assert_int_equal(bytes_addf(&b, "----X\r\n%s\r\n\r\nx\r\n----X--\r\n",
	    lines), 0);
	expect(CUT, (char *)b.data, b.len, story);
	bytes_free(&b);
}

static void
test_a_form_is_the_same_wherever_it_is_cut(void **state)
{
	static const char body[] = "----X\r\n" HEAD "\r\n\r\n"
	    "a\r\n----\r\n----Y\r\r\n\r\n----\r----X\r\n----X\r\n"
	    "content-type: a/b\r\n" HEAD "; filename=\"b.c\"\r\n\r\n"
	    "\r\n----X\r\n" HEAD "\r\n\r\n\r\n\r\n----X--\r\n";
	static const char story[] = "[f]a\r\n----\r\n----Y\r\r\n\r\n----\r----X. "
	    "[f|b.c]. [f]\r\n. whole";
	struct bytes b;

	(void)state;
	for (size_t cut = 1; cut < sizeof(body); cut++) {
		b = told(CUT, body, sizeof(body) - 1, cut, sizeof(body));
		if (strcmp((char *)b.data, story) != 0)
			fail_msg("cut at %zu: %s", cut, (char *)b.data);
		bytes_free(&b);
		b = told(CUT, body, sizeof(body) - 1, 0, cut);
		if (strcmp((char *)b.data, story) != 0)
			fail_msg("by %zu: %s", cut, (char *)b.data);
		bytes_free(&b);
	}
}

static void
test_a_form_that_breaks_off_is_not_whole(void **state)
{
	static const char body[] = "----X\r\n" HEAD "\r\n\r\na\r\n----X--\r\n";
	size_t whole = sizeof(body) - 3;	/* its last line end may lack */
	struct bytes b;

	(void)state;
	for (size_t len = 0; len < sizeof(body); len++) {
		b = told(CUT, body, len, len, 1);
		if ((strstr((char *)b.data, "whole") != NULL) !=
		    (len == whole || len == whole + 2))
			fail_msg("%zu bytes: %s", len, (char *)b.data);
		bytes_free(&b);
	}
}

static void
test_bytes_of_any_kind_come_as_they_are(void **state)
{
	struct bytes body = BYTES_INIT(STORY_MAX), b;
	uint8_t content[4096];
	const char *at;

	(void)state;
	for (size_t i = 0; i < sizeof(content); i++)
		content[i] = "\r\n-X\0"[i * i * 31 / 7 % 5];
	(void)bytes_add_str(&body, "----X\r\n" HEAD "\r\n\r\n");
	(void)bytes_add(&body, content, sizeof(content));
	(void)bytes_add_str(&body, "\r\n----X--");
	for (size_t step = 1; step < 300; step += 7) {
		b = told(CUT, (char *)body.data, body.len, 0, step);
		at = (char *)b.data + strlen("[f]");
		assert_memory_equal(at, content, sizeof(content));
		assert_string_equal(at + sizeof(content), ". whole");
		bytes_free(&b);
	}
	bytes_free(&body);
}

static void
test_names_come_as_they_were_written(void **state)
{
	(void)state;
	expect_head(HEAD "; filename=\"a b.c\"", "[f|a b.c]x. whole");
	expect_head(HEAD ";filename=a.b", "[f|a.b]x. whole");
	expect_head("CONTENT-DISPOSITION:form-data;NAME=f;FileName=\"\"",
	    "[f|]x. whole");
	/* quotes: of browsers, of other programs */
	expect_head(HEAD "; filename=\"a%22b\"", "[f|a\"b]x. whole");
	expect_head(HEAD "; filename=\"a\\\"b\"", "[f|a\"b]x. whole");
	expect_head(HEAD "; filename=\"a\"b\"", "[f|a\"b]x. whole");
	expect_head("Content-Disposition: form-data; filename=\"a; b\"; "
	    "name=\"f\"", "[f|a; b]x. whole");
	/* backslashes are letters of a name */
	expect_head(HEAD "; filename=\"C:\\d\\a\\\"", "[f|C:\\d\\a\\]x. whole");
	/* so are per cent signs, but for what HTML writes so */
	expect_head(HEAD "; filename=\"50%25 %2f%\"", "[f|50%25 %2f%]x. whole");
	expect_head(HEAD "; filename=\"a%0d%0Ab\"", "[f|a\r\nb]x. whole");
	/* no UTF-8, control characters, paths */
	expect_head(HEAD "; filename=\"\xff\x1b[1m\t\"",
	    "[f|\xff\x1b[1m\t]x. whole");
	expect_head(HEAD "; filename=\"../../etc/passwd\"",
	    "[f|../../etc/passwd]x. whole");
	/* a name in the other form is not read, but that is a file */
	expect_head(HEAD "; filename*=UTF-8''a", "[f|]x. whole");
}

static void
test_heads_that_say_too_little_or_too_much_are_refused(void **state)
{
	static const char *const bad[] = { "", "X: y", "Content-Disposition: "
		"form-data", "Content-Disposition: form-data; name=\"\"",
	    "Content-Disposition: attachment; name=\"f\"",
	    "Content-Disposition: form-data; name=\"a b\"",
	    "Content-Disposition: form-data; name=\"\xc5\x82\"",
	    "Content-Disposition: form-data; name=\"f", HEAD "\r\n" HEAD,
	    HEAD "; name=\"g\"", HEAD "; filename=\"a\"; filename=\"b\"",
	    HEAD "; filename=\"a", HEAD " x", HEAD "; =", HEAD "; x",
	    HEAD "\r\nContent-Transfer-Encoding: base64",
	    HEAD "\r\nno colon", HEAD "\r\n folded: y", HEAD "\r\n: y",
	    HEAD "\nX: y; filename=\"a" };
	static const char nul[] = "----X\r\nX\0: y\r\n" HEAD
	    "\r\n\r\nx\r\n----X--";
	char head[8192];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		expect_head(bad[i], "bad");
	expect_head(HEAD "\r\nContent-Transfer-Encoding: binary",
	    "[f]x. whole");
	/* as long as they may be, and longer */
	(void)snprintf(head, sizeof(head), HEAD "; filename=\"%0*d\"",
	    (int)WEB_NAME_MAX + 1, 0);
	expect_head(head, "bad");
	(void)snprintf(head, sizeof(head), "Content-Disposition: form-data; "
	    "name=\"%0*d\"", (int)WEB_PART_FIELD_MAX + 1, 0);
	expect_head(head, "bad");
	(void)snprintf(head, sizeof(head), HEAD "\r\nX: %0*d",
	    (int)PART_HEAD_MAX, 0);
	expect_head(head, "bad");
	expect(CUT, nul, sizeof(nul) - 1, "bad");
}

static void
test_what_frames_a_form_is_exact(void **state)
{
#define WHOLE "----X\r\n" HEAD "\r\n\r\nx\r\n----X--"
	static const char *const bad[] = { "x----X\r\n", "\r\n----X\r\n",
	    "----Y\r\n", "---X\r\n", "----X \r\n" HEAD "\r\n\r\n",
	    "----X\n" HEAD "\r\n\r\n", "----X-\r\n", WHOLE "x", WHOLE "\r\nx",
	    WHOLE "\n", WHOLE "\r\n\r\n", WHOLE WHOLE };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct bytes b = told(CUT, bad[i], strlen(bad[i]), 0, 1);

		if (b.len < 3 || strcmp((char *)b.data + b.len - 3, "bad") != 0)
			fail_msg("%s: %s", bad[i], (char *)b.data);
		bytes_free(&b);
	}
	expect(CUT, WHOLE, strlen(WHOLE), "[f]x. whole");
	expect(CUT, "----X--", 7, "whole");
}

static void
test_boundaries_are_those_of_the_standard(void **state)
{
#define SEVENTY "1234567890123456789012345678901234567890123456789012345678" \
	"901234567890"
	static const char *const good[] = { CUT, "Multipart/Form-Data ; "
		"charset=utf-8; BOUNDARY=\"--X\"",
	    "multipart/form-data;boundary=--X " };
	static const char *const bad[] = { "multipart/form-data",
	    "multipart/mixed; boundary=a", "multipart/form-data; boundary=",
	    "multipart/form-data; boundary=\"\"",
	    "multipart/form-data; boundary=\"a",
	    "multipart/form-data; boundary=\"a \"",
	    "multipart/form-data; boundary=a; boundary=b",
	    "multipart/form-data; boundary=a\tb", "multipart/form-data; x=y",
	    "multipart/form-data; boundary=a*b",
	    "multipart/form-data; boundary=" SEVENTY "1", "text/plain", "" };
	struct multipart m;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		expect(good[i], WHOLE, strlen(WHOLE), "[f]x. whole");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (multipart_start(&m, bad[i]) == 0)
			fail_msg("%s is taken", bad[i]);
	assert_int_equal(multipart_start(&m, "multipart/form-data; boundary="
	    SEVENTY), 0);
}

static void
test_ten_thousand_tiny_parts_are_too_many(void **state)
{
	struct bytes body = BYTES_INIT(STORY_MAX), b;
	unsigned ends = 0;

	(void)state;
	for (unsigned i = 0; i < 10000; i++)
		assert_int_equal(bytes_add_str(&body, "----X\r\n" HEAD
		    "\r\n\r\n\r\n"), 0);
	b = told(CUT, (char *)body.data, body.len, 0, 1000);
	for (const char *at = (char *)b.data; (at = strstr(at, ". ")) != NULL;
	    at++)
		ends++;
	assert_int_equal(ends, WEB_PARTS_MAX);
	assert_string_equal((char *)b.data + b.len - 3, "bad");
	bytes_free(&b);
	bytes_free(&body);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_form_is_the_same_wherever_it_is_cut),
		cmocka_unit_test(test_a_form_that_breaks_off_is_not_whole),
		cmocka_unit_test(test_bytes_of_any_kind_come_as_they_are),
		cmocka_unit_test(test_names_come_as_they_were_written),
		cmocka_unit_test(test_heads_that_say_too_little_or_too_much_are_refused),
		cmocka_unit_test(test_what_frames_a_form_is_exact),
		cmocka_unit_test(test_boundaries_are_those_of_the_standard),
		cmocka_unit_test(test_ten_thousand_tiny_parts_are_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
