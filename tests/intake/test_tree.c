/*
 * test_tree.c -- archives in archives through the real worker: what is found
 * is told as a tree, limits count over all of it, and what comes out holds
 * what was cleaned and nothing else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake/examine/tree.h"
#include "intake/format/package/zip.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define ZIP_BYTES_MAX ((size_t)64 << 20)

static struct worker *worker;

static int
start(void **state)
{
	(void)state;
	return worker_start(&worker);
}

static int
stop(void **state)
{
	(void)state;
	worker_stop(worker);
	return 0;
}

/* --- zips --- */

struct member {
	const char *name;
	const void *data;
	size_t len;
};

static void
zip_of(struct bytes *out, const struct member *m, size_t n)
{
	struct zip_writer *w;
	size_t i;

	*out = BYTES_INIT(ZIP_BYTES_MAX);
	assert_int_equal(zip_writer_new(&w, out), 0);
	for (i = 0; i < n; i++)
		assert_int_equal(zip_writer_add(w, m[i].name, m[i].data,
		    m[i].len, true), 0);
	assert_int_equal(zip_writer_end(w), 0);
	zip_writer_free(w);
}

/* Put into a zip of its own, `times` over. */
static void
wrap(struct bytes *b, unsigned times)
{
	struct bytes outer;
	struct member m = { .name = "in.zip" };

	for (; times > 0; times--) {
		m.data = b->data;
		m.len = b->len;
		zip_of(&outer, &m, 1);
		bytes_free(b);
		*b = outer;
	}
}

/* A text and something that is nothing, in a zip that lies in a zip. */
static void
mixed(struct bytes *b)
{
	static const uint8_t noise[] = "\x01\x02\x8f\xee\0\x91\x17\x33";
	const struct member inner[] = {
		{ "dir/a.txt", "one \xe2\x80\x8b""two\n", 11 },
		{ "noise", noise, sizeof(noise) },
	};
	struct bytes in;
	struct member outer[] = {
		{ "first.txt", "first\n", 6 },
		{ "in.zip", NULL, 0 },
		{ "last.txt", "last\n", 5 },
	};

	zip_of(&in, inner, 2);
	outer[1].data = in.data;
	outer[1].len = in.len;
	zip_of(b, outer, 3);
	bytes_free(&in);
}

/* --- trees --- */

static void
run(struct tree *t, const struct bytes *b, struct tree_request q)
{
	const struct report *r;
	size_t i;

	q.name = "x.zip";
	assert_int_equal(io_memfd_from(&q.fd, "test", b->data, b->len), 0);
	if (tree_run(worker, &q, t) < 0)
		fail_msg("%s", err_line());
	io_close(&q.fd);
	for (i = 0; i < t->n && i < 12; i++) {
		r = &t->nodes[i]->exam.report;
		printf("  %s: %s %s (%s)\n", t->nodes[i]->path,
		    format_name(r->format), reason_name(r->reason), r->detail);
	}
}

static const struct report *
root(const struct tree *t)
{
	return &t->nodes[0]->exam.report;
}

static void
ends_with(const struct bytes *b, enum exam_reason reason, const char *detail)
{
	struct tree t;

	run(&t, b, (struct tree_request){ .want = WANT_CLEAN });
	assert_string_equal(reason_name(root(&t)->reason),
	    reason_name(reason));
	assert_non_null(strstr(root(&t)->detail, detail));
	assert_int_equal(t.nodes[0]->exam.file, -1);
	tree_free(&t);
}

static void
test_tree__tells_all_that_is_in_it(void **state)
{
	static const struct {
		const char *path;
		size_t parent;
		unsigned depth;
	} due[] = {
		{ "x.zip", 0, 0 }, { "x.zip/first.txt", 0, 1 },
		{ "x.zip/in.zip", 0, 1 }, { "x.zip/in.zip/dir/a.txt", 2, 2 },
		{ "x.zip/in.zip/noise", 2, 2 }, { "x.zip/last.txt", 0, 1 },
	};
	struct bytes b;
	struct tree t;
	size_t i;

	(void)state;
	mixed(&b);
	run(&t, &b, (struct tree_request){ .want = WANT_REPORT | WANT_TEXT });
	assert_int_equal(t.n, 6);
	for (i = 0; i < 6; i++) {
		assert_string_equal(t.nodes[i]->path, due[i].path);
		assert_int_equal(t.nodes[i]->parent, due[i].parent);
		assert_int_equal(t.nodes[i]->depth, due[i].depth);
	}
	/* One that cannot be examined stops none of the others. */
	assert_int_equal(t.nodes[4]->exam.report.state, EXAM_QUARANTINED);
	assert_int_equal(t.nodes[5]->exam.report.state, EXAM_DONE);
	assert_int_equal(root(&t)->state, EXAM_DONE);
	assert_string_equal(bytes_str(&t.nodes[5]->exam.text), "last\n");
	assert_int_equal(t.nodes[5]->size, 5);
	tree_free(&t);
	bytes_free(&b);
}

static void
test_tree__one_unknown_member_refuses_all_of_it(void **state)
{
	struct bytes b;

	(void)state;
	mixed(&b);
	ends_with(&b, REASON_MEMBERS, "in.zip/noise: unknown-type");
	bytes_free(&b);
}

/* What the inner zip of the cleaned one holds; the noise has `noise` bytes. */
static void
look_inside(int fd, size_t noise)
{
	struct bytes all = BYTES_INIT(ZIP_BYTES_MAX);
	struct bytes one = BYTES_INIT(ZIP_BYTES_MAX);
	struct bytes text = BYTES_INIT(ZIP_BYTES_MAX);
	struct zip *outer, *in;

	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(io_read_all(fd, &all), 0);
	assert_int_equal(zip_open(&outer, all.data, all.len), 0);
	assert_int_equal(zip_count(outer), 3);
	assert_int_equal(zip_read(outer, zip_find(outer, "in.zip"), &one), 0);
	assert_int_equal(zip_open(&in, one.data, one.len), 0);
	assert_int_equal(zip_count(in), noise > 0 ? 2 : 1);
	assert_int_equal(zip_read(in, zip_find(in, "dir/a.txt"), &text), 0);
	assert_string_equal(bytes_str(&text), "one two\n");
	if (noise > 0) {
		bytes_reset(&text);
		assert_int_equal(zip_read(in, zip_find(in, "noise"), &text),
		    0);
		assert_int_equal(text.len, noise);
	}
	zip_free(in);
	zip_free(outer);
	bytes_free(&text);
	bytes_free(&one);
	bytes_free(&all);
}

static void
test_tree__a_person_may_leave_it_out_or_let_it_through(void **state)
{
	struct bytes b;
	struct tree t;

	(void)state;
	mixed(&b);
	run(&t, &b, (struct tree_request){ .want = WANT_CLEAN,
	    .unknown = UNKNOWN_OMIT });
	assert_int_equal(root(&t)->state, EXAM_DONE);
	assert_int_equal(t.nodes[4]->part, PART_OMITTED);
	assert_int_equal(t.nodes[3]->part, PART_REPLACED);
	look_inside(t.nodes[0]->exam.file, 0);
	tree_free(&t);
	run(&t, &b, (struct tree_request){ .want = WANT_CLEAN,
	    .unknown = UNKNOWN_KEEP });
	assert_int_equal(t.nodes[4]->part, PART_KEPT);
	look_inside(t.nodes[0]->exam.file, 9);
	tree_free(&t);
	bytes_free(&b);
}

static void
test_tree__ends_at_the_depth_limit(void **state)
{
	const struct member m = { "a.txt", "deep\n", 5 };
	struct bytes b;
	struct tree t;

	(void)state;
	zip_of(&b, &m, 1);
	wrap(&b, NESTING_MAX - 1);	/* the text is as deep as may be */
	run(&t, &b, (struct tree_request){ .want = WANT_CLEAN });
	assert_int_equal(root(&t)->state, EXAM_DONE);
	assert_int_equal(t.nodes[t.n - 1]->depth, NESTING_MAX);
	tree_free(&t);
	wrap(&b, 1);
	ends_with(&b, REASON_MEMBERS, "in.zip: limit");
	bytes_free(&b);
}

/* Each zip alone is honest; together they hold far more than any. */
static void
test_tree__bombs_of_many_small_steps_are_refused(void **state)
{
	static uint8_t zeros[4 << 20];
	struct member many[40];
	struct bytes b, mid;
	struct tree t;
	size_t i;

	(void)state;
	memset(zeros, 'x', sizeof(zeros));
	many[0] = (struct member){ "a.txt", zeros, sizeof(zeros) };
	zip_of(&mid, many, 1);
	for (i = 0; i < 40; i++)
		many[i] = (struct member){ "in.zip", mid.data, mid.len };
	for (i = 0; i < 40; i++) {
		static char names[40][8];

		(void)snprintf(names[i], sizeof(names[i]), "%zu.zip", i);
		many[i].name = names[i];
	}
	zip_of(&b, many, 40);
	wrap(&b, 1);	/* deflated: 160 MiB are a few KB now */
	run(&t, &b, (struct tree_request){ .want = WANT_REPORT });
	printf("  %zu bytes, %zu documents\n", b.len, t.n);
	for (i = 0; i < t.n; i++)
		if (t.nodes[i]->exam.report.reason == REASON_LIMIT)
			break;
	assert_true(i < t.n);
	/* Nothing is dropped: all 40 are told, and the rest was not unpacked. */
	assert_true(t.n >= 2 + 40);
	assert_true(t.n < 2 + 40 + 40);
	assert_int_equal(t.nodes[t.n - 1]->exam.report.reason, REASON_LIMIT);
	tree_free(&t);
	bytes_free(&mid);
	bytes_free(&b);
}

static void
test_tree__names_of_members_lead_nowhere(void **state)
{
	static const struct {
		const char *name, *shown;
	} names[] = {
		{ "a/b.txt", "a/b.txt" }, { "/etc/passwd", "etc/passwd" },
		{ "../../x", "x" }, { "a/./b/..", "a/b" }, { "", "#5" },
		{ "//", "#6" }, { "..", "#7" }, { "...", "..." },
		{ "a//b/", "a/b" },
	};
	struct bytes b = BYTES_INIT(256);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		bytes_reset(&b);
		assert_int_equal(tree_member_name(&b, names[i].name, i), 0);
		assert_string_equal(bytes_str(&b), names[i].shown);
	}
	bytes_free(&b);
}

/* A member is judged by its own name, too. */
static void
test_tree__a_member_with_a_wrong_name_is_unknown(void **state)
{
	const struct member m[] = {
		{ "ok.txt", "fine\n", 5 }, { "photo.jpg", "a text\n", 7 },
	};
	struct bytes b;

	(void)state;
	zip_of(&b, m, 2);
	ends_with(&b, REASON_MEMBERS, "photo.jpg: type-disagrees");
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tree__tells_all_that_is_in_it),
		cmocka_unit_test(
		    test_tree__one_unknown_member_refuses_all_of_it),
		cmocka_unit_test(
		    test_tree__a_person_may_leave_it_out_or_let_it_through),
		cmocka_unit_test(test_tree__ends_at_the_depth_limit),
		cmocka_unit_test(
		    test_tree__bombs_of_many_small_steps_are_refused),
		cmocka_unit_test(test_tree__names_of_members_lead_nowhere),
		cmocka_unit_test(
		    test_tree__a_member_with_a_wrong_name_is_unknown),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
