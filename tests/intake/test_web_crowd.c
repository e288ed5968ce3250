/*
 * test_web_crowd.c -- the wall of HTTP and those who take their time, who leave
 * in the middle, who send much, and who are many.
 */
#include "tests/intake/web_kit.h"

#include <netinet/in.h>
#include <sys/wait.h>
#include <time.h>

static double
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
test_more_than_an_upload_may_be_is_gone(void **state)
{
	struct bytes body = BYTES_INIT(REPLY_MAX), b = BYTES_INIT(REPLY_MAX);
	const char *told;
	int s;

	(void)state;
	start(8, 30, 100000);
	assert_int_equal(bytes_add_str(&body, PART("m")), 0);
	while (body.len < 110000)
		(void)bytes_add_str(&body, "0123456789");
	s = send_form((char *)body.data, body.len);
	told = story(&b);
	assert_string_equal(told + strlen(told) - 6, "gone 2");
	assert_true(b.len < 100100);
	expect_reply(s, "HTTP/1.1 413", "too large");
	bytes_free(&body);
	bytes_free(&b);
}

static void
test_silence_ends_a_connection_whatever_it_is_at(void **state)
{
	double from = now();
	struct web_event e;
	int s[5], rest;

	(void)state;
	start(8, 1, 1u << 20);
	s[0] = call_str("");
	s[1] = call_str("GET / HTTP/1.1\r\nHo");
	s[2] = call_str(POST "Content-Length: 100\r\n\r\n" PART("m") "abc");
	e = next();
	assert_int_equal(web_go_on(web, e.id), 0);
	assert_int_equal(next().kind, WEB_EV_PART);
	s[3] = call_str("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n"
	    "\r\nabc");
	s[4] = call_str(GET_HEAD "\r\n");	/* its answer takes longer */
	rest = (int)next().id;
	for (unsigned i = 0; i < 4; i++) {
		struct bytes b = reply(s[i]);

		assert_int_equal(b.len, 0);
		bytes_free(&b);
	}
	assert_int_equal(next().kind, WEB_EV_DATA);
	e = next();
	assert_int_equal(e.kind, WEB_EV_GONE);
	assert_int_equal(e.gone, WEB_LEFT);
	assert_true(now() - from >= 1);
	assert_true(now() - from < 8);
	answer((uint32_t)rest, "late");
	expect_reply(s[4], "HTTP/1.1 200", "late");
}

/* A page at a port, that waits a minute for who is silent. */
static struct sockaddr_in
start_at_port(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
	    .sin_addr = { htonl(INADDR_LOOPBACK) } };
	const struct web_limits limits = { .connections = 64,
	    .idle_seconds = 60, .body_max = 64u << 20 };
	int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof(in);

	assert_int_equal(bind(listening, (struct sockaddr *)&in, len), 0);
	assert_int_equal(listen(listening, 64), 0);
	assert_int_equal(web_serve(&web, &limits, listening), 0);
	assert_int_equal(getsockname(listening, (struct sockaddr *)&in, &len),
	    0);
	close(listening);
	return in;
}

enum leave { FIN, RST, HALF };	/* the last still reads */

#define LEAVE_BYTES 60000
#define LEAVE_EACH 12

/* One whose upload is under way. */
static int
call_port(const struct sockaddr_in *in)
{
	static const char front[] = POST "Content-Length: 1000000\r\n\r\n"
	    PART("m");
	int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(s, (const struct sockaddr *)in, sizeof(*in)),
	    0);
	assert_int_equal(send(s, front, sizeof(front) - 1, 0),
	    sizeof(front) - 1);
	assert_int_equal(web_go_on(web, next().id), 0);
	assert_int_equal(next().kind, WEB_EV_PART);
	return s;
}

/* The last bytes and the end come together: the kernel tells of them once. */
static void
leave_by(int s, enum leave how)
{
	static char part[LEAVE_BYTES];
	const struct linger at_once = { .l_onoff = 1 };

	assert_int_equal(send(s, part, sizeof(part), 0), sizeof(part));
	if (how == RST)
		(void)setsockopt(s, SOL_SOCKET, SO_LINGER, &at_once,
		    sizeof(at_once));
	if (how == HALF)
		(void)shutdown(s, SHUT_WR);
	else
		close(s);
}

static void
test_who_leaves_in_the_middle_is_noticed_at_once(void **state)
{
	const struct sockaddr_in in = start_at_port();
	double from = now();
	struct web_event e;
	size_t got = 0;
	int s[3 * LEAVE_EACH];
	unsigned gone = 0;

	(void)state;
	for (unsigned i = 0; i < 3 * LEAVE_EACH; i++)
		s[i] = call_port(&in);
	for (unsigned i = 0; i < 3 * LEAVE_EACH; i++)
		leave_by(s[i], i % 3);
	while (gone < 3 * LEAVE_EACH) {
		e = next();
		if (e.kind == WEB_EV_DATA) {
			got += e.len;
			continue;
		}
		assert_int_equal(e.kind, WEB_EV_GONE);
		assert_int_equal(e.gone, WEB_LEFT);
		gone++;
	}
	print_message("%u who left, noticed in %.2f s; %zu bytes came\n", gone,
	    now() - from, got);
	assert_true(now() - from < 5);
	/* all of it comes first, but what a reset destroys; the last bytes of
	 * an upload may be the beginning of its boundary */
	assert_true(got >= 2 * LEAVE_EACH * (size_t)(LEAVE_BYTES - 8));
	for (unsigned i = HALF; i < 3 * LEAVE_EACH; i += 3)
		close(s[i]);
}

static void
test_who_said_all_and_only_reads_is_answered(void **state)
{
	static const char back[] = "hello\r\n--XX--\r\n";
	const struct sockaddr_in in = start_at_port();
	char form[512];
	struct web_event e;
	int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), n;

	(void)state;
	n = snprintf(form, sizeof(form), POST "Content-Length: %zu\r\n"
	    "Connection: close\r\n\r\n" PART("m") "%s",
	    sizeof(PART("m")) - 1 + sizeof(back) - 1, back);
	assert_int_equal(connect(s, (const struct sockaddr *)&in, sizeof(in)),
	    0);
	assert_int_equal(send(s, form, (size_t)n, 0), n);
	(void)shutdown(s, SHUT_WR);
	assert_int_equal(web_go_on(web, next().id), 0);
	do
		e = next();
	while (e.kind != WEB_EV_WHOLE && e.kind != WEB_EV_GONE);
	assert_int_equal(e.kind, WEB_EV_WHOLE);
	(void)usleep(2500000);	/* the page looks at its crowd meanwhile */
	answer(e.id, "thanks");
	expect_reply(s, "HTTP/1.1 200", "thanks");
}

static void
test_a_head_that_comes_letter_by_letter_is_ended(void **state)
{
	double from = now();
	int s;

	(void)state;
	start(8, 1, 1u << 20);
	s = call_str("GET / HTTP/1.1\r\nHost: ");
	while (send(s, "h", 1, MSG_NOSIGNAL) == 1 && now() - from < 10)
		(void)usleep(100000);
	assert_true(now() - from < 8);
	close(s);
}

static void
test_a_full_house_ends_who_gives_least(void **state)
{
	struct web_event e;
	double from;
	int s[8], mine;

	(void)state;
	start(8, 60, 1u << 20);
	for (unsigned i = 0; i < 8; i++)
		s[i] = call_str("GET / HTTP/1.1\r\nHost: ");
	from = now();
	mine = call_str(GET_HEAD "Connection: close\r\n\r\n");
	e = next();
	answer(e.id, "at last");
	expect_reply(mine, "HTTP/1.1 200", "at last");
	assert_true(now() - from < 15);
	for (unsigned i = 0; i < 8; i++)
		close(s[i]);
}

/* --- many, and much --- */

static unsigned
setting(const char *name, unsigned otherwise)
{
	const char *s = getenv(name);

	return s != NULL ? (unsigned)strtoul(s, NULL, 10) : otherwise;
}

/* Kilobytes of /proc/PID/status, of the child that is the wall. */
static unsigned long
wall_memory(const char *key)
{
	FILE *children = fopen("/proc/thread-self/children", "r"), *f;
	char path[64], line[128];
	unsigned long kib = 0;
	bool wall;
	int pid;

	assert_non_null(children);
	while (kib == 0 && fscanf(children, "%d", &pid) == 1) {
		(void)snprintf(path, sizeof(path), "/proc/%d/status", pid);
		if ((f = fopen(path, "r")) == NULL)
			continue;
		wall = fgets(line, sizeof(line), f) != NULL &&
		    strcmp(line, "Name:\ttipline-web\n") == 0;
		while (wall && fgets(line, sizeof(line), f) != NULL)
			if (strncmp(line, key, strlen(key)) == 0)
				kib = strtoul(line + strlen(key), NULL, 10);
		fclose(f);
	}
	fclose(children);
	assert_true(kib > 0);
	return kib;
}

/* A large upload, from a process of its own: `bytes` of a file. */
static int
honest_browser(size_t bytes)
{
	static const char front[] = FILE_PART("files", "large"),
	    back[] = "\r\n--XX--\r\n";
	static char part[65536];
	char line[512], reply_line[16] = "";
	int s, n, pid = fork();

	assert_true(pid >= 0);
	if (pid != 0)
		return pid;
	n = snprintf(line, sizeof(line), POST "Content-Length: %zu\r\n\r\n%s",
	    bytes + sizeof(front) + sizeof(back) - 2, front);
	s = call(line, (size_t)n);
	memset(part, 'x', sizeof(part));
	for (; bytes > 0; bytes -= (size_t)n)
		if ((n = (int)send(s, part, bytes < sizeof(part) ? bytes :
		    sizeof(part), MSG_NOSIGNAL)) <= 0)
			_exit(1);
	if (send(s, back, sizeof(back) - 1, MSG_NOSIGNAL) < 0 ||
	    recv(s, reply_line, 12, 0) != 12 ||
	    strcmp(reply_line, "HTTP/1.1 200") != 0)
		_exit(2);
	_exit(0);
}

/* Serve until the large upload is whole: its bytes.  Others go on, too. */
static size_t
serve_large(void)
{
	struct web_event e;
	uint32_t large = 0;
	size_t got = 0;

	for (;;) {
		e = next();
		if (e.kind == WEB_EV_UPLOAD) {
			assert_int_equal(web_go_on(web, e.id), 0);
		} else if (e.kind == WEB_EV_PART &&
		    strcmp(e.name, "large") == 0) {
			large = e.id;
		} else if (e.kind == WEB_EV_DATA && e.id == large) {
			got += e.len;
		} else if (e.kind == WEB_EV_WHOLE) {
			answer(e.id, "thanks");
			if (e.id == large)
				return got;
		}
	}
}

static void
expect_end(int pid)
{
	int status = -1;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void
test_slow_ones_do_not_stop_an_honest_upload(void **state)
{
	const unsigned count = setting("TIPLINE_WEB_SLOW", 200);
	const size_t bytes = (size_t)setting("TIPLINE_WEB_MB", 8) << 20;
	int *slow = calloc(count, sizeof(*slow));
	double from;
	int pid;

	(void)state;
	start(1200, 60, 1ull << 40);
	for (unsigned i = 0; i < count; i++)
		slow[i] = call_str(i % 2 == 0 ? "GET / HTTP/1.1\r\nHost: " :
		    POST "Content-Length: 100000\r\n\r\n" PART("m") "abc");
	from = now();
	pid = honest_browser(bytes);
	assert_int_equal(serve_large(), bytes);
	expect_end(pid);
	print_message("%u slow, %zu MiB in %.2f s\n", count, bytes >> 20,
	    now() - from);
	for (unsigned i = 0; i < count; i++)
		close(slow[i]);
	free(slow);
}

static void
test_memory_does_not_grow_with_an_upload(void **state)
{
	const size_t bytes = (size_t)setting("TIPLINE_WEB_MB", 8) << 20;
	unsigned long before, after;
	int pid;

	(void)state;
	start(8, 60, 1ull << 40);
	pid = honest_browser(1u << 20);
	assert_int_equal(serve_large(), 1u << 20);
	expect_end(pid);
	before = wall_memory("VmHWM:");
	pid = honest_browser(bytes);
	assert_int_equal(serve_large(), bytes);
	expect_end(pid);
	after = wall_memory("VmHWM:");
	print_message("VmHWM of the wall: %lu KiB, after %zu MiB %lu KiB\n",
	    before, bytes >> 20, after);
	assert_true(after <= before + 1024);
}

static void
test_many_connections_at_once(void **state)
{
	const unsigned count = 1200;
	uint32_t *ids = calloc(count, sizeof(*ids));
	int *s = calloc(count, sizeof(*s));

	(void)state;
	start(count, 60, 1u << 20);
	for (unsigned i = 0; i < count; i++)
		s[i] = call_str(GET_HEAD "Connection: close\r\n\r\n");
	for (unsigned i = 0; i < count; i++)
		ids[i] = next().id;
	for (unsigned i = 0; i < count; i++)
		answer(ids[i], "for all");
	for (unsigned i = 0; i < count; i++)
		expect_reply(s[i], "HTTP/1.1 200", "for all");
	print_message("VmHWM of the wall with %u connections: %lu KiB\n",
	    count, wall_memory("VmHWM:"));
	free(ids);
	free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define ALONE(name) cmocka_unit_test_teardown(name, stop_each)
		ALONE(test_more_than_an_upload_may_be_is_gone),
		ALONE(test_silence_ends_a_connection_whatever_it_is_at),
		ALONE(test_who_leaves_in_the_middle_is_noticed_at_once),
		ALONE(test_who_said_all_and_only_reads_is_answered),
		ALONE(test_a_head_that_comes_letter_by_letter_is_ended),
		ALONE(test_a_full_house_ends_who_gives_least),
		ALONE(test_slow_ones_do_not_stop_an_honest_upload),
		ALONE(test_memory_does_not_grow_with_an_upload),
		ALONE(test_many_connections_at_once),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
