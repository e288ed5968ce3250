/* What a release tells of itself: its manifest, and its entities. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "redact/release/ftm.h"
#include "redact/release/summary.h"
#include "vault/base/err.h"

static const struct id submission = { { 1 } };
static const uint8_t sum[SHA256_BYTES] = { 0xab };
static const uint8_t sha1[DIGEST_SHA1_BYTES] = { 0xcd };

static void
add(struct plan *p, const char *kind, const char *label, const char *reason,
    enum decision decision)
{
	struct planned one = { .decision = decision, .start = p->n,
	    .end = p->n + 1 };

	(void)snprintf(one.kind, sizeof(one.kind), "%s", kind);
	(void)snprintf(one.label, sizeof(one.label), "%s", label);
	(void)snprintf(one.reason, sizeof(one.reason), "%s", reason);
	assert_int_equal(plan_add(p, &one), 0);
}

static void
make_plan(struct plan *p)
{
	struct planned_box box = { .reason = "minor" };

	memset(p, 0, sizeof(*p));
	add(p, "PERSON", "[PERSON-1]", "source", DECISION_REDACT);
	add(p, "EMAIL", "[EMAIL-1]", "source", DECISION_REDACT);
	add(p, "PERSON", "[PERSON-2]", "", DECISION_KEEP);
	add(p, "PERSON", "[PERSON-1]", "bystander", DECISION_REDACT);
	add(p, "DATE", "[DATE-1]", "", DECISION_REDACT);
	assert_int_equal(plan_add_box(p, &box), 0);
}

static void
write_summary(struct bytes *b, const struct plan *plan, enum format_id format,
    enum looked looked, const char *libraries)
{
	static const struct id item = { { 2 } };
	const struct summary_head head = { .submission = &submission,
	    .withheld = 3, .people = 2, .needed = 2,
	    .plans = sum };
	struct report report = REPORT_INIT;
	const struct summary_file f = { .item = &item, .name = "001.txt",
	    .original = &report, .size = 9, .sha256 = sum, .plan = plan,
	    .plan_version = 7, .looked = looked };
	struct summary s;

	report.format = format;
	summary_begin(&s, b, &head);
	assert_int_equal(summary_file(&s, &f), 0);
	assert_int_equal(summary_end(&s, libraries), 0);
}

#define SUM "ab00000000000000000000000000000000000000000000000000000000000000"

static void
test_summary__counts_kinds_and_reasons_and_names_nobody(void **state)
{
	static const char want[] = "{\"version\":2,\"tool\":\"tipline "
	    TIPLINE_VERSION "\",\"submission\":"
	    "\"01000000000000000000000000000000\",\"withheld\":3,\"approvals\":{\"people\":2,\"needed\":2,"
	    "\"plans\":\"" SUM "\"},\"files\":["
	    "{\"item\":\"02000000000000000000000000000000\",\"file\":"
	    "\"001.txt\",\"format\":\"text\",\"pages\":0,\"size\":9,"
	    "\"sha256\":\"" SUM "\",\"plan\":7,\"made\":\"in-form\","
	    "\"whitened\":false,\"times\":0,\"looked_at\":\"stated\","
	    "\"redacted\":{\"PERSON\":2,\"EMAIL\":1,\"DATE\":1},"
	    "\"reasons\":{\"source\":2,\"bystander\":1,\"minor\":1},"
	    "\"boxes\":1,\"metadata_removed\":0}],"
	    "\"libraries\":[\"poppler 22.12.0\",\"zlib 1.2.13\"]}";
	struct bytes b = BYTES_INIT(SUMMARY_MAX);
	struct plan p;

	(void)state;
	make_plan(&p);
	write_summary(&b, &p, FORMAT_TEXT, LOOKED_STATED,
	    "poppler 22.12.0, zlib 1.2.13");
	assert_string_equal(bytes_str(&b), want);
	bytes_free(&b);
	plan_free(&p);
}

static void
test_summary__says_how_a_file_was_made(void **state)
{
	static const struct {
		enum format_id format;
		bool keep, unredacted;
		size_t times;
		const char *made;
	} cases[] = {
		{ FORMAT_PDF, false, false, 0, "\"made\":\"pictures\"" },
		{ FORMAT_PDF, true, false, 0, "\"made\":\"kept\"" },
		{ FORMAT_JPEG, false, false, 0, "\"made\":\"painted\"" },
		{ FORMAT_MP3, false, true, 0, "\"made\":\"unredacted\"" },
		{ FORMAT_MP4, false, false, 2, "\"made\":\"cut\"" },
		{ FORMAT_DOCX, false, false, 0, "\"made\":\"in-form\"" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bytes b = BYTES_INIT(SUMMARY_MAX);
		struct planned_time times[2] = { { .reason = "" } };
		const struct plan p = { .keep = cases[i].keep,
		    .unredacted = cases[i].unredacted, .times = times,
		    .ntimes = cases[i].times };

		write_summary(&b, &p, cases[i].format, LOOKED_SEEN, "a 1");
		if (strstr(bytes_str(&b), cases[i].made) == NULL)
			fail_msg("no %s in %s", cases[i].made, bytes_str(&b));
		bytes_free(&b);
	}
}

/* What was written is read; any cut of it, and any key or value of another
 * kind, is refused. */
static void
test_summary__reads_what_it_wrote_and_nothing_else(void **state)
{
	static const struct {
		const char *from, *to;
	} changes[] = {
		{ "\"version\":2", "\"version\":1" },
		{ "\"withheld\":3", "\"withheld\":-1" },
		{ "\"withheld\":3", "\"channel\":\"x\"" },
		{ "\"people\":2", "\"people\":\"a\"" },
		{ "001.txt", "../1.tx" }, { "001.txt", "001.TXT" },
		{ "\"sha256\":\"ab", "\"sha256\":\"xb" },
		{ "\"plan\":7", "\"plan\":0" }, { "in-form", "in-fork" },
		{ "\"seen\"", "\"said\"" },
		{ "\"whitened\":false", "\"whitened\":12345" },
		{ "{\"source\":2", "{\"source\":0" },
		{ "\"boxes\":1", "\"names\":1" },
		{ "[\"a 1\"]", "[123456]" }, { "\"item\":\"02", "\"item\":\"0g" },
	};
	struct bytes b = BYTES_INIT(SUMMARY_MAX);
	struct summary_row *rows;
	char tool[SUMMARY_TOOL_SIZE], *at, *copy;
	struct plan p;
	size_t i, n;

	(void)state;
	make_plan(&p);
	write_summary(&b, &p, FORMAT_TEXT, LOOKED_SEEN, "a 1");
	assert_int_equal(summary_read(&rows, &n, tool, b.data, b.len), 0);
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].file, "001.txt");
	assert_int_equal(rows[0].plan, 7);
	assert_memory_equal(rows[0].sha256, sum, sizeof(sum));
	assert_string_equal(tool, "tipline " TIPLINE_VERSION);
	free(rows);
	for (i = 0; i < b.len; i++)
		if (summary_read(&rows, &n, tool, b.data, i) != ERR_FORMAT)
			fail_msg("cut at %zu it is read", i);
	for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		copy = strdup(bytes_str(&b));
		assert_non_null(copy);
		at = strstr(copy, changes[i].from);
		if (at == NULL)
			fail_msg("no %s", changes[i].from);
		memset(at, ' ', strlen(changes[i].from));
		memcpy(at, changes[i].to, strlen(changes[i].to));
		if (summary_read(&rows, &n, tool, copy, b.len) != ERR_FORMAT)
			fail_msg("%s is read", changes[i].to);
		free(copy);
	}
	plan_free(&p);
	bytes_free(&b);
}

/* --- entities --- */

static void
write_entities(struct bytes *b, uint8_t plans, const struct plan *first,
    const struct plan *second)
{
	static const struct id items[] = { { { 2 } }, { { 3 } } };
	struct ftm_file f = { .item = &items[0], .name = "001.txt",
	    .format = FORMAT_TEXT, .size = 9, .sha256 = sum, .sha1 = sha1,
	    .plan = first };
	const uint8_t lines[SHA256_BYTES] = { plans };
	struct ftm *ftm;

	assert_int_equal(ftm_new(&ftm, b, &submission, lines), 0);
	assert_int_equal(ftm_file(ftm, &f), 0);
	f.item = &items[1];
	f.name = "002.pdf";
	f.format = FORMAT_PDF;
	f.plan = second;
	assert_int_equal(ftm_file(ftm, &f), 0);
	assert_int_equal(ftm_end(ftm), 0);
	ftm_free(ftm);
}

static size_t
count(const struct bytes *b, const char *word)
{
	const char *at = (const char *)b->data;
	size_t left = b->len, n = 0;

	while ((at = memmem(at, left, word, strlen(word))) != NULL) {
		at += strlen(word);
		left = b->len - (size_t)(at - (const char *)b->data);
		n++;
	}
	return n;
}

static void
counted(const struct bytes *b, const char *word, size_t due)
{
	if (count(b, word) != due)
		fail_msg("%s: %zu times, not %zu, in %.*s", word,
		    count(b, word), due, (int)b->len, (const char *)b->data);
}

static void
test_ftm__links_files_by_their_labels(void **state)
{
	struct bytes b = BYTES_INIT(FTM_MAX);
	struct plan one, two = { .n = 0 };

	(void)state;
	make_plan(&one);
	add(&two, "PERSON", "[PERSON-1]", "", DECISION_REDACT);
	write_entities(&b, 1, &one, &two);
	counted(&b, "\"schema\":\"Folder\"", 1);
	counted(&b, "\"schema\":\"PlainText\"", 1);
	counted(&b, "\"schema\":\"Pages\"", 1);
	/* One of that label, in both files; once in each, however often. */
	counted(&b, "\"schema\":\"Person\"", 1);
	counted(&b, "\"schema\":\"Mention\"", 2);
	counted(&b, "\"schema\":\"UserAccount\"", 1);
	/* What was kept is no label; a date is nobody. */
	counted(&b, "PERSON-2", 0);
	counted(&b, "DATE-1", 0);
	counted(&b, "\"contentHash\":[\"cd0000000000000000000000000000000000"
	    "0000\"]", 2);
	counted(&b, "\n", 7);
	plan_free(&one);
	plan_free(&two);
	bytes_free(&b);
}

/* The same release is the same bytes; where other plans were signed, a label is
 * another one. */
static void
test_ftm__ids_come_of_what_they_name(void **state)
{
	struct bytes a = BYTES_INIT(FTM_MAX), b = BYTES_INIT(FTM_MAX);
	struct bytes c = BYTES_INIT(FTM_MAX);
	struct plan p, none = { .n = 0 };
	char id[41];
	const char *at;

	(void)state;
	make_plan(&p);
	write_entities(&a, 1, &p, &none);
	write_entities(&b, 1, &p, &none);
	write_entities(&c, 2, &p, &none);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	at = strstr(bytes_str(&a), "\",\"schema\":\"PlainText\"");
	assert_non_null(at);
	(void)snprintf(id, sizeof(id), "%.40s", at - 40);
	assert_true(count(&c, id) > 0);		/* the file is the same */
	at = strstr(bytes_str(&a), "\",\"schema\":\"Person\"");
	assert_non_null(at);
	(void)snprintf(id, sizeof(id), "%.40s", at - 40);
	counted(&c, id, 0);
	plan_free(&p);
	bytes_free(&a);
	bytes_free(&b);
	bytes_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_summary__counts_kinds_and_reasons_and_names_nobody),
		cmocka_unit_test(test_summary__says_how_a_file_was_made),
		cmocka_unit_test(
		    test_summary__reads_what_it_wrote_and_nothing_else),
		cmocka_unit_test(test_ftm__links_files_by_their_labels),
		cmocka_unit_test(test_ftm__ids_come_of_what_they_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
