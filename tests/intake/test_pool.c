/*
 * test_pool.c -- documents spread over threads: every one is worked on once,
 * told in order, never too many at a time, and none is lost to another's
 * failure.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "intake/examine/extension.h"
#include "intake/examine/pool.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define JOBS 40

struct job {
	int number;
	const char *bytes;
	struct exam exam;
};

struct all {
	struct job jobs[JOBS];
	int n, begun, told, dropped;
	atomic_int under_way, most;
	int fail_work, fail_tell, more_at, kill_at;	/* numbers; -1: none */
	int failures;
};

static struct all all;
static struct pool *pool;

static int
next(void **job, void *arg)
{
	(void)arg;
	if (all.begun == all.n)
		return 0;
	*job = &all.jobs[all.begun++];
	return 1;
}

/* End every worker process of this one, as the kernel may when memory is
 * short. */
static void
kill_workers(void)
{
	char path[64], line[256], *p;
	struct dirent *e;
	DIR *d = opendir("/proc");
	FILE *f;
	int pid, parent;

	while (d != NULL && (e = readdir(d)) != NULL) {
		if ((pid = atoi(e->d_name)) <= 0)
			continue;
		(void)snprintf(path, sizeof(path), "/proc/%d/stat", pid);
		if ((f = fopen(path, "r")) == NULL)
			continue;
		if (fgets(line, sizeof(line), f) != NULL &&
		    (p = strstr(line, "(tipline-worker) ")) != NULL &&
		    sscanf(p + 17, "%*c %d", &parent) == 1 &&
		    parent == (int)getpid())
			(void)kill(pid, SIGKILL);
		(void)fclose(f);
	}
	if (d != NULL)
		(void)closedir(d);
}

static int
work(struct worker *w, void *arg, void *unused)
{
	struct exam_request q = { .want = WANT_REPORT | WANT_TEXT };
	struct job *job = arg;
	int r, now;

	(void)unused;
	now = ++all.under_way;
	if (now > all.most)
		all.most = now;
	if (job->number == all.fail_work) {
		all.under_way--;
		return err_set(ERR_IO, "job %d is broken", job->number);
	}
	if (job->number == all.kill_at)
		kill_workers();
	/* The later ones are the quicker ones. */
	(void)usleep((unsigned)(JOBS - job->number) * 200);
	r = io_memfd_from(&q.fd, "test", job->bytes, strlen(job->bytes));
	if (r == 0)
		r = worker_run(w, &q, &job->exam);
	io_close(&q.fd);
	all.under_way--;
	return r;
}

static int
tell(void *arg, int result, void *unused)
{
	struct job *job = arg;

	(void)unused;
	assert_int_equal(job->number, all.told);
	all.told++;
	if (result < 0) {
		all.failures++;
		if (all.kill_at < 0)
			assert_non_null(strstr(err_line(), "is broken"));
		else
			assert_int_equal(result, ERR_WALL);
	} else {
		assert_string_equal(bytes_str(&job->exam.text), job->bytes);
	}
	if (job->number == all.more_at)
		all.n = JOBS;
	return job->number == all.fail_tell ?
	    err_set(ERR_NO_SPACE, "the disk is full; free some") : 0;
}

static void
drop(void *arg)
{
	struct job *job = arg;

	all.dropped++;
	exam_free(&job->exam);
}

static int
run(int n)
{
	const struct pool_jobs jobs = { next, work, tell, drop, NULL };
	static const char *const texts[] = { "one\n", "two\n", "three\n" };
	int i;

	all.n = n;
	all.begun = all.told = all.dropped = all.failures = 0;
	all.most = all.under_way = 0;
	for (i = 0; i < JOBS; i++)
		all.jobs[i] = (struct job){ .number = i, .bytes = texts[i % 3],
		    .exam = EXAM_INIT };
	return pool_run(pool, &jobs);
}

static int
make(void **state)
{
	(void)state;
	return pool_new(&pool);
}

static int
unmake(void **state)
{
	(void)state;
	pool_free(pool);
	return 0;
}

static int
reset(void **state)
{
	(void)state;
	all.fail_work = all.fail_tell = all.more_at = all.kill_at = -1;
	return 0;
}

static void
test_pool__tells_all_in_order(void **state)
{
	cpu_set_t set;

	(void)state;
	assert_int_equal(run(JOBS), 0);
	printf("  %d told, %d at a time\n", all.told, (int)all.most);
	assert_int_equal(all.told, JOBS);
	assert_int_equal(all.dropped, JOBS);
	assert_int_equal(sched_getaffinity(0, sizeof(set), &set), 0);
	assert_true(all.most <= CPU_COUNT(&set));
	assert_int_equal(run(0), 0);
	assert_int_equal(all.told, 0);
}

static void
test_pool__one_failure_takes_no_other_with_it(void **state)
{
	(void)state;
	all.fail_work = 7;
	assert_int_equal(run(JOBS), 0);
	assert_int_equal(all.told, JOBS);
	assert_int_equal(all.failures, 1);
}

/* Each thread's process may die under one document; the next gets a new one. */
static void
test_pool__a_dead_worker_process_is_replaced(void **state)
{
	cpu_set_t set;

	(void)state;
	all.kill_at = 9;
	assert_int_equal(run(JOBS), 0);
	printf("  %d of %d told, %d failed\n", all.told, JOBS, all.failures);
	assert_int_equal(all.told, JOBS);
	assert_int_equal(sched_getaffinity(0, sizeof(set), &set), 0);
	assert_in_range(all.failures, 1, CPU_COUNT(&set));
}

static void
test_pool__ends_when_nobody_can_be_told(void **state)
{
	(void)state;
	all.fail_tell = 3;
	assert_int_equal(run(JOBS), ERR_NO_SPACE);
	printf("  told %d, begun %d, dropped %d: %s\n", all.told, all.begun,
	    all.dropped, err_line());
	assert_string_equal(err_line(), "the disk is full; free some");
	assert_int_equal(all.told, 4);
	assert_int_equal(all.dropped, all.begun);
	assert_true(all.begun < JOBS);
}

/* What is told may bring more work (a document's documents). */
static void
test_pool__asks_again_after_each(void **state)
{
	(void)state;
	all.more_at = 0;
	assert_int_equal(run(1), 0);
	assert_int_equal(all.told, JOBS);
}

/* --- names --- */

static void
test_extension__a_name_is_a_promise(void **state)
{
	static const struct {
		const char *name;
		enum format_id format;
		const char *denies;
	} names[] = {
		{ "photo.jpg", FORMAT_PNG, "jpg" },
		{ "photo.JPG", FORMAT_PNG, "jpg" },
		{ "photo.JPEG", FORMAT_JPEG, NULL },
		{ "x.pdf", FORMAT_ZIP, "pdf" },
		{ "x.pdf", FORMAT_TEXT, "pdf" },
		{ "x.txt", FORMAT_PDF, "txt" },
		{ "x.txt", FORMAT_EML, NULL },
		{ "x.md", FORMAT_HTML, NULL },
		{ "x.csv", FORMAT_TEXT, NULL },
		{ "x.log", FORMAT_GZIP, "log" },
		{ "x.msg", FORMAT_EML, NULL },
		{ "x.msg", FORMAT_MSG, NULL },
		{ "x.msg", FORMAT_DOC, "msg" },
		{ "x.docm", FORMAT_DOCX, NULL },
		{ "x.docx", FORMAT_XLSX, "docx" },
		{ "x.doc", FORMAT_RTF, NULL },
		{ "x.mov", FORMAT_MP4, NULL },
		{ "x.tgz", FORMAT_GZIP, NULL },
		{ "x.tar.gz", FORMAT_GZIP, NULL },
		{ "x.unheardof", FORMAT_PNG, NULL },
		{ "README", FORMAT_PNG, NULL },
		{ ".pdf", FORMAT_TEXT, NULL },
		{ "a.pdf/.jpg", FORMAT_TEXT, NULL },
		{ "a.pdf/b", FORMAT_TEXT, NULL },
		{ "x.", FORMAT_TEXT, NULL },
		{ "x.jpg", FORMAT_UNKNOWN, NULL },
	};
	const char *denies;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		denies = extension_denies(names[i].name, names[i].format);
		printf("  %s, %s: %s\n", names[i].name,
		    format_name(names[i].format),
		    denies != NULL ? denies : "fine");
		if (names[i].denies == NULL)
			assert_null(denies);
		else
			assert_string_equal(denies, names[i].denies);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_pool__tells_all_in_order, reset),
		cmocka_unit_test_setup(
		    test_pool__one_failure_takes_no_other_with_it, reset),
		cmocka_unit_test_setup(
		    test_pool__a_dead_worker_process_is_replaced, reset),
		cmocka_unit_test_setup(test_pool__ends_when_nobody_can_be_told,
		    reset),
		cmocka_unit_test_setup(test_pool__asks_again_after_each, reset),
		cmocka_unit_test(test_extension__a_name_is_a_promise),
	};

	return cmocka_run_group_tests(tests, make, unmake);
}
