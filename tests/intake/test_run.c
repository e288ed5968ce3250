/*
 * test_run.c -- documents through the real worker: prepared process, sandboxed
 * child, records, and the clean side that believes none of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "intake/examine/again.h"
#include "intake/examine/collect.h"
#include "intake/examine/records.h"
#include "intake/examine/run.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"

static struct worker *worker;

static int
start(void **state)
{
	(void)state;
	if (worker_start(&worker) == 0)
		return 0;
	printf("%s\n", err_line());
	return -1;
}

static int
stop(void **state)
{
	(void)state;
	worker_stop(worker);
	return 0;
}

/* Examine bytes; the caller frees the exam. */
static void
examine(struct exam *e, const void *p, size_t len, unsigned want,
    const struct edits *edits)
{
	struct exam_request q = { .want = want, .edits = edits };

	*e = EXAM_INIT;
	assert_int_equal(io_memfd_from(&q.fd, "test", p, len), 0);
	if (worker_run(worker, &q, e) < 0)
		fail_msg("%s", err_line());
	io_close(&q.fd);
	printf("  %s %s/%s: %s\n", format_name(e->report.format),
	    state_name(e->report.state), reason_name(e->report.reason),
	    e->report.detail);
}

static void
file_is(const struct exam *e, const char *expect)
{
	struct bytes b = BYTES_INIT(1 << 20);

	assert_true(e->file >= 0);
	assert_int_equal(lseek(e->file, 0, SEEK_SET), 0);
	assert_int_equal(io_read_all(e->file, &b), 0);
	assert_string_equal(bytes_str(&b), expect);
	bytes_free(&b);
}

static void
ends(const void *p, size_t len, enum exam_state state,
    enum exam_reason reason)
{
	struct exam e;

	examine(&e, p, len, WANT_REPORT | WANT_TEXT | WANT_LAYOUT, NULL);
	assert_string_equal(state_name(e.report.state), state_name(state));
	assert_string_equal(reason_name(e.report.reason),
	    reason_name(reason));
	assert_int_equal(e.text.len, 0);
	assert_int_equal(e.file, -1);
	exam_free(&e);
}

static void
test_run__reads_a_text_as_it_stands(void **state)
{
	static const char text[] = "\xef\xbb\xbfOne\r\ntwo\xe2\x80\x8b\n";
	struct exam e;

	(void)state;
	examine(&e, text, strlen(text), WANT_REPORT | WANT_TEXT, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(e.report.format, FORMAT_TEXT);
	assert_string_equal(bytes_str(&e.text), text);
	assert_int_equal(e.report.text_len, strlen(text));
	assert_int_equal(e.report.nmarks, 2);	/* invisible, line endings */
	assert_int_equal(e.report.marks[0].kind, MARK_INVISIBLE);
	assert_int_equal(e.report.marks[0].count, 2);
	assert_string_equal(e.report.marks[0].detail,
	    "U+FEFF at byte 0, U+200B at byte 11");
	exam_free(&e);
}

static void
test_run__cleans_a_text_and_freezes_the_copy(void **state)
{
	static const char text[] = "One \xd0\xb0nd tw\xd0\xbe  words \n\n";
	struct exam e;

	(void)state;
	examine(&e, text, strlen(text), WANT_CLEAN, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	file_is(&e, "One and two words\n");
	assert_int_equal(e.report.clean_len, 18);
	assert_int_equal(write(e.file, "x", 1), -1);
	assert_int_equal(errno, EPERM);
	exam_free(&e);
}

static void
test_run__puts_labels_where_a_plan_says(void **state)
{
	static const char text[] = "Mail anna@example.org or call.\n";
	struct edits edits = { 0 };
	struct exam e;

	(void)state;
	assert_int_equal(edits_add(&edits, 5, 21, "[EMAIL-1]"), 0);
	examine(&e, text, strlen(text), WANT_APPLY, &edits);
	file_is(&e, "Mail [EMAIL-1] or call.\n");
	exam_free(&e);
	edits.ranges[0].end = 4000;	/* past the end of the text */
	examine(&e, text, strlen(text), WANT_APPLY, &edits);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.file, -1);
	exam_free(&e);
	edits_free(&edits);
}

static void
test_run__names_what_it_cannot_take(void **state)
{
	static const char ps[] = "%!PS-Adobe-3.0\nshowpage\n";
	static const char elf[] = "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\76\0";
	static const char nul[] = "plain text with \0 in it";
	static const char jpeg[] = "\xff\xd8\xff\xe0\0\20JFIF\0\1\1\0\0\1";
	static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

	(void)state;
	ends("", 0, EXAM_REFUSED, REASON_EMPTY);
	ends(ps, strlen(ps), EXAM_QUARANTINED, REASON_UNKNOWN_TYPE);
	ends(elf, sizeof(elf) - 1, EXAM_QUARANTINED, REASON_UNKNOWN_TYPE);
	ends(nul, sizeof(nul) - 1, EXAM_QUARANTINED, REASON_UNKNOWN_TYPE);
	ends(jpeg, sizeof(jpeg) - 1, EXAM_REFUSED, REASON_DAMAGED);
	ends(png, sizeof(png) - 1, EXAM_REFUSED, REASON_DAMAGED);
}

static void
test_run__takes_odd_texts_as_text(void **state)
{
	static const char *const texts[] = {
		"hi", "\n", "a,b,c\n1,2,3\n4,5,6\n", "{\"a\": [1, 2]}\n",
		"#!/bin/sh\necho hello\n", "\xd0\x9f\xd1\x80\xd0\xb8\n",
		"#include <stdio.h>\nint main(void) { return 0; }\n",
		"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
	};
	struct exam e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		examine(&e, texts[i], strlen(texts[i]), WANT_TEXT, NULL);
		assert_int_equal(e.report.state, EXAM_DONE);
		assert_int_equal(e.report.format, FORMAT_TEXT);
		assert_string_equal(bytes_str(&e.text), texts[i]);
		exam_free(&e);
	}
}

/* A picture and an archive behind it, as smugglers make them. */
static void
test_run__quarantines_what_is_two_things(void **state)
{
	static const uint8_t zip[] =
	    "PK\1\2\24\0\24\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0"
	    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0x"
	    "PK\5\6\0\0\0\0\1\0\1\0\57\0\0\0\0\0\0\0\0\0";
	struct bytes b = BYTES_INIT(16 << 20);
	struct exam e;

	(void)state;
	if (io_read_file(AT_FDCWD, "../shared/corpus/meta/mat2-dirty.png",
	    &b) < 0) {
		printf("skipped: ../shared is not there\n");
		skip();
	}
	assert_int_equal(bytes_add(&b, zip, sizeof(zip) - 1), 0);
	examine(&e, b.data, b.len, WANT_REPORT, NULL);
	assert_int_equal(e.report.state, EXAM_QUARANTINED);
	assert_int_equal(e.report.reason, REASON_TWO_THINGS);
	exam_free(&e);
	bytes_free(&b);
}

static void
test_run__refuses_a_document_over_the_limit(void **state)
{
	struct exam_request q = { .want = WANT_REPORT };
	struct exam e = EXAM_INIT;

	(void)state;
	assert_int_equal(io_memfd(&q.fd, "large"), 0);
	assert_int_equal(ftruncate(q.fd, (off_t)DOCUMENT_MAX + 1), 0);
	assert_int_equal(worker_run(worker, &q, &e), 0);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.report.reason, REASON_TOO_LARGE);
	exam_free(&e);
	io_close(&q.fd);
}

static void
test_run__takes_files_alone(void **state)
{
	struct exam_request q = { .want = WANT_REPORT };
	struct exam e = EXAM_INIT;
	int ends_of[2];

	(void)state;
	assert_int_equal(pipe(ends_of), 0);
	q.fd = ends_of[0];
	assert_int_equal(worker_run(worker, &q, &e), ERR_IO);
	printf("  %s\n", err_line());
	(void)close(ends_of[0]);
	(void)close(ends_of[1]);
	q.fd = open("/tmp", O_RDONLY | O_DIRECTORY);
	assert_int_equal(worker_run(worker, &q, &e), ERR_IO);
	(void)close(q.fd);
	exam_free(&e);
}

static void
test_run__leaves_the_document_as_it_was(void **state)
{
	static const char text[] = "Nobody\xe2\x80\x8b writes here  \n";
	struct exam_request q = { .want = WANT_CLEAN };
	struct bytes b = BYTES_INIT(4096);
	struct exam e = EXAM_INIT;

	(void)state;
	assert_int_equal(io_memfd_from(&q.fd, "doc", text, strlen(text)), 0);
	assert_int_equal(worker_run(worker, &q, &e), 0);
	assert_int_equal(io_read_all(q.fd, &b), 0);
	assert_string_equal(bytes_str(&b), text);
	bytes_free(&b);
	exam_free(&e);
	io_close(&q.fd);
}

static void
test_run__goes_on_after_bad_documents(void **state)
{
	struct exam e;
	unsigned i;

	(void)state;
	for (i = 0; i < 8; i++) {
		examine(&e, "\x89PNG\r\n\x1a\n....", 12, WANT_CLEAN, NULL);
		assert_int_not_equal(e.report.state, EXAM_DONE);
		exam_free(&e);
		examine(&e, "good\n", 5, WANT_CLEAN, NULL);
		file_is(&e, "good\n");
		exam_free(&e);
	}
}

/* A file that shrinks while it is read is a bus error in the child. */
static void
test_run__survives_a_child_that_crashes(void **state)
{
	struct exam_request q = { .want = WANT_REPORT };
	struct exam e = EXAM_INIT;
	const size_t len = 64 << 20;
	char *text;
	pid_t cutter;

	(void)state;
	assert_non_null(text = malloc(len));
	for (size_t i = 0; i < len; i++)
		text[i] = i % 2 == 0 ? 'x' : '\t';
	assert_int_equal(io_memfd_from(&q.fd, "shrinks", text, len), 0);
	free(text);
	if ((cutter = fork()) == 0) {
		(void)usleep(20000);
		_exit(ftruncate(q.fd, 4096) < 0);
	}
	assert_int_equal(worker_run(worker, &q, &e), 0);
	(void)waitpid(cutter, NULL, 0);
	printf("  %s: %s\n", reason_name(e.report.reason), e.report.detail);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.report.reason, REASON_CRASHED);
	exam_free(&e);
	io_close(&q.fd);
	examine(&e, "good\n", 5, WANT_TEXT, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	exam_free(&e);
}

/* In a process of its own: a hard limit cannot be raised again. */
static int
use_up_cpu(void)
{
	struct rlimit two = { .rlim_cur = 2, .rlim_max = 2 };
	struct exam_request q = { .want = WANT_REPORT };
	struct exam e = EXAM_INIT;
	const size_t len = 200 << 20;
	struct worker *w = NULL;
	void *p;

	if (setrlimit(RLIMIT_CPU, &two) < 0 || worker_start(&w) < 0 ||
	    io_memfd(&q.fd, "slow") < 0 || ftruncate(q.fd, (off_t)len) < 0 ||
	    (p = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, q.fd,
	    0)) == MAP_FAILED)
		return 1;
	for (size_t i = 0; i < len; i += 4)	/* letters that must compose */
		memcpy((char *)p + i, "e\xcc\x81\n", 4);
	if (worker_run(w, &q, &e) < 0)
		return 2;
	printf("  %s: %s\n", reason_name(e.report.reason), e.report.detail);
	(void)fflush(stdout);
	if (e.report.reason != REASON_CPU)
		return 3;
	exam_free(&e);
	io_close(&q.fd);
	worker_stop(w);
	return 0;
}

static void
test_run__ends_a_child_that_computes_too_long(void **state)
{
	int status;
	pid_t child;

	(void)state;
	(void)fflush(stdout);
	if ((child = fork()) == 0)
		_exit(use_up_cpu());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* No descriptor is left behind in this process. */
static void
test_run__leaks_no_descriptor(void **state)
{
	struct exam e;
	int before, after;

	(void)state;
	before = dup(0);
	(void)close(before);
	examine(&e, "good  text\n", 11, WANT_CLEAN, NULL);
	exam_free(&e);
	after = dup(0);
	(void)close(after);
	assert_int_equal(before, after);
}

/* --- the clean side, told lies --- */

struct lie {
	const char *what;
	unsigned want;
	void (*tell)(struct bytes *b, uint32_t *type);
	int code;
};

static void
put_place(struct bytes *b, uint64_t start, uint64_t end, uint32_t page)
{
	wire_put_u64(b, start);
	wire_put_u64(b, end);
	wire_put_u32(b, page);
	wire_put_u64(b, 0);
	wire_put_u64(b, 0);
}

static void
tell_format(struct bytes *b, uint32_t *type)
{
	*type = RECORD_TYPE;
	wire_put_u16(b, FORMAT_LAST + 1);
	wire_put_str(b, "a");
	wire_put_str(b, "b");
}

static void
tell_kind(struct bytes *b, uint32_t *type)
{
	*type = RECORD_MARK;
	wire_put_u8(b, MARK_LAST + 1);
	wire_put_u64(b, 1);
	wire_put_str(b, "");
}

static void
tell_latin1(struct bytes *b, uint32_t *type)
{
	*type = RECORD_TEXT;
	wire_put_raw(b, "caf\xe9", 4);
}

static void
tell_nul(struct bytes *b, uint32_t *type)
{
	*type = RECORD_TEXT;
	wire_put_raw(b, "a\0b", 3);
}

static void
tell_long_name(struct bytes *b, uint32_t *type)
{
	char name[META_NAME_MAX + 2];

	*type = RECORD_META;
	memset(name, 'a', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	wire_put_str(b, "group");
	wire_put_str(b, name);
	wire_put_str(b, "");
}

static void
tell_meta_bytes(struct bytes *b, uint32_t *type)
{
	*type = RECORD_META;
	wire_put_str(b, "group");
	wire_put_str(b, "\xff");
	wire_put_str(b, "");
}

static void
tell_cut_place(struct bytes *b, uint32_t *type)
{
	*type = RECORD_PLACES;
	put_place(b, 0, 1, 0);
	wire_put_u8(b, 1);
}

static void
tell_state(struct bytes *b, uint32_t *type)
{
	*type = RECORD_END;
	wire_put_u8(b, EXAM_STATE_LAST + 1);
	wire_put_u8(b, REASON_DAMAGED);
	wire_put_str(b, "");
	wire_put_u32(b, 0);
	wire_put_u8(b, 0);
}

/* A child cannot know that it crashed, nor that it told a lie. */
static void
tell_crashed(struct bytes *b, uint32_t *type)
{
	*type = RECORD_END;
	wire_put_u8(b, EXAM_REFUSED);
	wire_put_u8(b, REASON_CRASHED);
	wire_put_str(b, "");
	wire_put_u32(b, 0);
	wire_put_u8(b, 0);
}

static void
tell_done_with_reason(struct bytes *b, uint32_t *type)
{
	*type = RECORD_END;
	wire_put_u8(b, EXAM_DONE);
	wire_put_u8(b, REASON_DAMAGED);
	wire_put_str(b, "");
	wire_put_u32(b, 0);
	wire_put_u8(b, 0);
}

static void
tell_pages(struct bytes *b, uint32_t *type)
{
	*type = RECORD_END;
	wire_put_u8(b, EXAM_DONE);
	wire_put_u8(b, REASON_NONE);
	wire_put_str(b, "");
	wire_put_u32(b, PAGES_MAX + 1);
	wire_put_u8(b, 0);
}

static void
tell_no_name(struct bytes *b, uint32_t *type)
{
	(void)b;
	*type = 99;
}

static void
tell_file(struct bytes *b, uint32_t *type)
{
	*type = RECORD_FILE;
	wire_put_raw(b, "x", 1);
}

static void
test_collect__believes_no_lie(void **state)
{
	static const struct lie lies[] = {
		{ "a format that is none", 63, tell_format, ERR_FORMAT },
		{ "a mark that is none", 63, tell_kind, ERR_FORMAT },
		{ "text in Latin-1", WANT_TEXT, tell_latin1, ERR_FORMAT },
		{ "text with NUL", WANT_TEXT, tell_nul, ERR_FORMAT },
		{ "text nobody wants", WANT_REPORT, tell_latin1, ERR_FORMAT },
		{ "a name too long", 1, tell_long_name, ERR_FORMAT },
		{ "a name not UTF-8", 1, tell_meta_bytes, ERR_FORMAT },
		{ "metadata nobody wants", 2, tell_meta_bytes, ERR_FORMAT },
		{ "a cut place", 6, tell_cut_place, ERR_FORMAT },
		{ "a state that is none", 1, tell_state, ERR_FORMAT },
		{ "its own crash", 1, tell_crashed, ERR_FORMAT },
		{ "done, but damaged", 1, tell_done_with_reason, ERR_FORMAT },
		{ "too many pages", 1, tell_pages, ERR_FORMAT },
		{ "a record without a name", 1, tell_no_name, ERR_FORMAT },
		{ "a file nobody wants", 1, tell_file, ERR_FORMAT },
	};
	struct bytes b = BYTES_INIT(1 << 16);
	struct collect c;
	struct exam e;
	uint32_t type;
	size_t i;
	int r;

	(void)state;
	for (i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		e = EXAM_INIT;
		c = (struct collect){ .exam = &e, .want = lies[i].want };
		bytes_reset(&b);
		lies[i].tell(&b, &type);
		r = collect_record(&c, type, b.data, b.len);
		printf("  %s: %d\n", lies[i].what, r);
		assert_int_equal(r, lies[i].code);
		exam_free(&e);
	}
	bytes_free(&b);
}

/* Records that are right one by one, and wrong together. */
static void
put_all(struct collect *c, uint64_t page_end, uint64_t place_end,
    uint32_t pages)
{
	struct bytes b = BYTES_INIT(1 << 16);

	wire_put_u16(&b, FORMAT_PDF);
	wire_put_str(&b, "m");
	wire_put_str(&b, "s");
	assert_int_equal(collect_record(c, RECORD_TYPE, b.data, b.len), 0);
	assert_int_equal(collect_record(c, RECORD_TEXT, "four", 4), 0);
	bytes_reset(&b);
	wire_put_u32(&b, 100);
	wire_put_u32(&b, 100);
	wire_put_u64(&b, 0);
	wire_put_u64(&b, page_end);
	wire_put_u8(&b, 0);
	assert_int_equal(collect_record(c, RECORD_PAGE, b.data, b.len), 0);
	bytes_reset(&b);
	put_place(&b, 0, place_end, 0);
	assert_int_equal(collect_record(c, RECORD_PLACES, b.data, b.len), 0);
	bytes_reset(&b);
	wire_put_u8(&b, EXAM_DONE);
	wire_put_u8(&b, REASON_NONE);
	wire_put_str(&b, "");
	wire_put_u32(&b, pages);
	wire_put_u8(&b, 0);
	assert_int_equal(collect_record(c, RECORD_END, b.data, b.len), 0);
	bytes_free(&b);
}

static void
test_collect__wants_a_whole_answer(void **state)
{
	static const struct {
		uint64_t page_end, place_end;
		uint32_t pages;
		int code;
	} cases[] = {
		{ 4, 4, 1, 0 }, { 5, 4, 1, ERR_FORMAT },
		{ 4, 5, 1, ERR_FORMAT }, { 4, 0, 1, ERR_FORMAT },
		{ 4, 4, 2, ERR_FORMAT }, { 4, 4, 0, ERR_FORMAT },
	};
	struct collect c;
	struct exam e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		e = EXAM_INIT;
		assert_int_equal(collect_begin(&c, &e,
		    WANT_TEXT | WANT_LAYOUT), 0);
		assert_int_equal(collect_end(&c), ERR_FORMAT);	/* no end yet */
		put_all(&c, cases[i].page_end, cases[i].place_end,
		    cases[i].pages);
		assert_int_equal(collect_end(&c), cases[i].code);
		assert_int_equal(collect_record(&c, RECORD_TEXT, "x", 1),
		    ERR_FORMAT);	/* after the end */
		exam_free(&e);
	}
}

static void
test_collect__stops_at_limits(void **state)
{
	struct bytes b = BYTES_INIT(1 << 16);
	struct exam e = EXAM_INIT;
	struct collect c;
	unsigned i;
	int r = 0;

	(void)state;
	assert_int_equal(collect_begin(&c, &e, WANT_REPORT), 0);
	wire_put_str(&b, "g");
	wire_put_str(&b, "n");
	wire_put_str(&b, "v");
	for (i = 0; i <= METAS_MAX && r == 0; i++)
		r = collect_record(&c, RECORD_META, b.data, b.len);
	assert_int_equal(r, ERR_TOO_BIG);
	assert_int_equal(i, METAS_MAX + 1);
	bytes_free(&b);
	exam_free(&e);
}

/* --- the second examination's verdict --- */

static void
test_again__lets_nothing_go_that_holds_a_mark(void **state)
{
	static const enum mark_kind left[] = {
		MARK_INVISIBLE, MARK_BIDI, MARK_VARIATION, MARK_LOOKALIKE,
		MARK_HIDDEN_TEXT, MARK_DELETED_TEXT, MARK_PRINTER_DOTS,
		MARK_TRAILING_DATA
	};
	struct report first = REPORT_INIT, second = REPORT_INIT;
	char why[DETAIL_MAX + 1];
	size_t i;

	(void)state;
	first.format = second.format = FORMAT_PDF;
	first.state = second.state = EXAM_DONE;
	first.pages = second.pages = 2;
	assert_int_equal(again_judge(&first, &second, WANT_CLEAN, why),
	    REASON_NONE);
	for (i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
		assert_int_equal(report_add_mark(&second, left[i], 1, ""), 0);
		assert_int_equal(again_judge(&first, &second, WANT_CLEAN, why),
		    REASON_METADATA_LEFT);
		printf("  %s\n", why);
		report_free(&second);
		second.format = FORMAT_PDF;
		second.state = EXAM_DONE;
		second.pages = 2;
	}
	assert_int_equal(report_add_meta(&second, "g", "Secret", "v"), 0);
	assert_int_equal(again_judge(&first, &second, WANT_CLEAN, why),
	    REASON_METADATA_LEFT);
	assert_null(strstr(why, "Secret"));	/* no document text */
	report_free(&second);
}

static void
test_again__counts_pages_and_knows_the_format(void **state)
{
	struct report first = REPORT_INIT, second = REPORT_INIT;
	char why[DETAIL_MAX + 1];

	(void)state;
	first.format = FORMAT_TEXT;
	second.format = FORMAT_PDF;
	first.state = second.state = EXAM_DONE;
	second.pages = 3;
	assert_int_equal(again_judge(&first, &second, WANT_SAFE, why),
	    REASON_NONE);
	assert_int_equal(again_judge(&first, &second, WANT_CLEAN, why),
	    REASON_LIED);
	first.format = FORMAT_PDF;
	first.pages = 4;
	assert_int_equal(again_judge(&first, &second, WANT_SAFE, why),
	    REASON_LIED);
	printf("  %s\n", why);
	second.state = EXAM_REFUSED;
	second.reason = REASON_CPU;
	assert_int_equal(again_judge(&first, &second, WANT_SAFE, why),
	    REASON_CPU);
}

int
main(void)
{
	const struct CMUnitTest through[] = {
		cmocka_unit_test(test_run__reads_a_text_as_it_stands),
		cmocka_unit_test(test_run__cleans_a_text_and_freezes_the_copy),
		cmocka_unit_test(test_run__puts_labels_where_a_plan_says),
		cmocka_unit_test(test_run__names_what_it_cannot_take),
		cmocka_unit_test(test_run__takes_odd_texts_as_text),
		cmocka_unit_test(test_run__quarantines_what_is_two_things),
		cmocka_unit_test(test_run__refuses_a_document_over_the_limit),
		cmocka_unit_test(test_run__takes_files_alone),
		cmocka_unit_test(test_run__leaves_the_document_as_it_was),
		cmocka_unit_test(test_run__goes_on_after_bad_documents),
		cmocka_unit_test(test_run__survives_a_child_that_crashes),
		cmocka_unit_test(
		    test_run__ends_a_child_that_computes_too_long),
		cmocka_unit_test(test_run__leaks_no_descriptor),
	};
	const struct CMUnitTest clean_side[] = {
		cmocka_unit_test(test_collect__believes_no_lie),
		cmocka_unit_test(test_collect__wants_a_whole_answer),
		cmocka_unit_test(test_collect__stops_at_limits),
		cmocka_unit_test(test_again__lets_nothing_go_that_holds_a_mark),
		cmocka_unit_test(test_again__counts_pages_and_knows_the_format),
	};

	return cmocka_run_group_tests(through, start, stop) +
	    cmocka_run_group_tests(clean_side, NULL, NULL);
}
