/*
 * test_window.c -- however a text is cut into windows, the same is found in
 * it.  WINDOW_TEST_BYTES sets the size of the texts.
 */
#include "find_kit.h"

#include <stdlib.h>

#include "redact/find/engine/window.h"
#include "vault/base/bytes.h"

#define TEXT_BYTES 300000u
#define TEXT_MAX (64u << 20)

static size_t
text_bytes(void)
{
	const char *s = getenv("WINDOW_TEST_BYTES");

	return s != NULL ? strtoul(s, NULL, 10) : TEXT_BYTES;
}

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Things to be found among prose; `line` stands between them. */
static void
make_text(struct bytes *b, uint32_t seed, const char *line)
{
	static const char *const parts[] = {
		"the meeting was held in the old town hall and went on",
		"write to jane.doe@example.org", "https://example.org/a/b?c=d",
		"call +48 601 234 567 today", "jan [at] example [dot] pl",
		"theguardian.com/tips", "IP 192.0.2.44 and", "S-1-5-21-1-2-3-4",
		"za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87 g\xc4\x99\xc5\x9bl\xc4\x85",
		"a\xe2\x80\x8b" "b@ex\xe2\x80\x8b" "ample.com",
		"/home/marta/notes.txt", "00:1B:44:11:3A:B7", "4111 1111 1111 1111",
		"PL61 1090 1014 0000 0712 1981 2874", "52.229700, 21.012200",
		"\xe2\x80\x9equoted\xe2\x80\x9d \xe2\x80\x93 dash", "SSN 536-22-1234",
	};
	static const char *const gaps[] = { " ", ", ", ". ", " (", ") ", "; " };
	size_t n = sizeof(parts) / sizeof(parts[0]);

	while (b->len < text_bytes()) {
		(void)bytes_add_str(b, parts[next_random(&seed) % n]);
		(void)bytes_add_str(b, next_random(&seed) % 8 == 0 ? line :
		    gaps[next_random(&seed) % 6]);
	}
	assert_int_equal(bytes_ok(b), 0);
}

static void
search(const struct bytes *b, size_t window, struct findings *f)
{
	struct find_options o = { .window = window };

	if (find_in(b->data, b->len, &o, f) < 0)
		fail_msg("windows of %zu bytes: %s", window, err_line());
}

static void
expect_equal(const struct bytes *b, size_t window, const struct findings *x,
    const struct findings *y)
{
	const struct finding *p, *q;

	for (size_t i = 0; i < x->n && i < y->n; i++) {
		p = &x->list[i];
		q = &y->list[i];
		if (p->start != q->start || p->end != q->end ||
		    strcmp(p->kind, q->kind) != 0)
			fail_msg("windows of %zu bytes: %s \"%.*s\" [%llu, "
			    "%llu) and %s \"%.*s\" [%llu, %llu)", window,
			    p->kind, (int)(p->end - p->start),
			    b->data + p->start, (unsigned long long)p->start,
			    (unsigned long long)p->end, q->kind,
			    (int)(q->end - q->start), b->data + q->start,
			    (unsigned long long)q->start,
			    (unsigned long long)q->end);
	}
	if (x->n != y->n)
		fail_msg("windows of %zu bytes: %zu and %zu findings", window,
		    x->n, y->n);
}

static void
expect_same_in_all_windows(const char *line)
{
	static const size_t sizes[] = { WINDOW_MIN, 20001, 65536, 123457 };
	struct findings whole, parts;

	for (uint32_t seed = 1; seed <= 3; seed++) {
		struct bytes b = BYTES_INIT(TEXT_MAX);

		make_text(&b, seed, line);
		search(&b, WINDOW_MAX, &whole);
		assert_true(whole.n > b.len / 1000);
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			search(&b, sizes[i], &parts);
			expect_equal(&b, sizes[i], &whole, &parts);
			findings_free(&parts);
		}
		findings_free(&whole);
		bytes_free(&b);
	}
}

static void
test_lines_are_found_the_same_in_any_window(void **state)
{
	(void)state;
	expect_same_in_all_windows("\n");
}

static void
test_one_endless_line_is_found_the_same_in_any_window(void **state)
{
	(void)state;
	expect_same_in_all_windows(" ");
}

/* Windows in a row hold every byte once, cut between characters. */
static void
expect_windows(const char *unit, size_t units)
{
	struct bytes b = BYTES_INIT(TEXT_MAX);
	struct window w = { 0 };
	size_t end = 0, len;

	for (size_t i = 0; i < units; i++)
		assert_int_equal(bytes_add_str(&b, unit), 0);
	len = b.len;
	while (window_next(&w, b.data, len, WINDOW_MIN)) {
		assert_int_equal(w.start, end);
		assert_in_range(w.end, w.start + 1, w.start + WINDOW_MIN);
		assert_in_range(w.from, 0, w.start);
		assert_in_range(w.to, w.end, len);
		assert_true(w.from == 0 || (b.data[w.from] & 0xc0) != 0x80);
		assert_true(w.to == len || (b.data[w.to] & 0xc0) != 0x80);
		assert_true(w.end == len || (b.data[w.end] & 0xc0) != 0x80);
		end = w.end;
	}
	assert_int_equal(end, len);
	bytes_free(&b);
}

static void
test_windows_hold_every_byte_once(void **state)
{
	(void)state;
	expect_windows("", 1);
	expect_windows("a", 100000);
	expect_windows("a b\n", 30000);
	expect_windows("\xc5\x82", 50000);
	expect_windows("\xe2\x80\x8b", 50000);
	expect_windows("\xf0\x9f\x91\xa9", 30000);
}

/* What is invisible does not use up what a window sees around it. */
static void
test_a_window_sees_past_invisible_characters(void **state)
{
	struct bytes b = BYTES_INIT(TEXT_MAX);
	struct findings f;
	size_t at, emails = 0;

	(void)state;
	for (size_t i = 0; i < WINDOW_MIN - 5; i++)
		(void)bytes_add_str(&b, "x");
	at = b.len + 1;
	(void)bytes_add_str(&b, " jan");
	for (size_t i = 0; i < 20000; i++)
		(void)bytes_add_str(&b, "\xe2\x80\x8b");
	(void)bytes_add_str(&b, "@example.org ");
	search(&b, WINDOW_MIN, &f);
	for (size_t i = 0; i < f.n; i++)
		if (strcmp(f.list[i].kind, "EMAIL") == 0) {
			assert_int_equal(f.list[i].start, at);
			assert_int_equal(f.list[i].end, b.len - 1);
			emails++;
		}
	assert_int_equal(emails, 1);
	findings_free(&f);
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_windows_hold_every_byte_once),
		cmocka_unit_test(test_lines_are_found_the_same_in_any_window),
		cmocka_unit_test(
		    test_one_endless_line_is_found_the_same_in_any_window),
		cmocka_unit_test(
		    test_a_window_sees_past_invisible_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
