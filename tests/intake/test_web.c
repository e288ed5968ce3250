/*
 * test_web.c -- the wall of HTTP, as a program of its own: what comes through
 * it whole, and what does not come through at all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "intake/web/web.h"
#include "vault/base/bytes.h"

#define REPLY_MAX (16u << 20)

static struct web *web;
static uint16_t port;

static int
setup(void **state)
{
	(void)state;
	(void)signal(SIGPIPE, SIG_IGN);
	return web_start(&web, &port);
}

static int
teardown(void **state)
{
	(void)state;
	web_stop(web);
	return 0;
}

static int
call(const void *request, size_t len)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
	    .sin_port = htons(port), .sin_addr = { htonl(INADDR_LOOPBACK) } };
	const char *p = request;
	int s = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(connect(s, (struct sockaddr *)&to, sizeof(to)), 0);
	while (len > 0) {
		ssize_t n = send(s, p, len, MSG_NOSIGNAL);

		if (n <= 0)
			break;	/* refused before all was said */
		p += n;
		len -= (size_t)n;
	}
	return s;
}

static int
call_str(const char *request)
{
	return call(request, strlen(request));
}

/* What came until the other side closed, or `until` was seen. */
static struct bytes
reply(int s, const char *until)
{
	struct bytes b = BYTES_INIT(REPLY_MAX);
	struct pollfd p = { .fd = s, .events = POLLIN };
	char part[65536];
	ssize_t n;

	while (poll(&p, 1, 10000) == 1 &&
	    (n = recv(s, part, sizeof(part), 0)) > 0) {
		assert_int_equal(bytes_add(&b, part, (size_t)n), 0);
		if (until != NULL && memmem(b.data, b.len, until,
		    strlen(until)) != NULL)
			break;
	}
	close(s);
	assert_non_null(bytes_str(&b));
	return b;
}

static void
answer(uint32_t id, const char *type, const void *data, size_t len)
{
	const struct web_answer a = { .status = 200, .type = type,
	    .data = data, .len = len, .fd = -1 };

	assert_int_equal(web_answer(web, id, &a), 0);
}

/* Is there a request? */
static bool
something(int ms)
{
	struct pollfd p = { .fd = web_fd(web), .events = POLLIN };

	return poll(&p, 1, ms) == 1;
}

static void
still_alive(void)
{
	struct web_request q = WEB_REQUEST_INIT;
	struct bytes b;
	int s = call_str("GET /alive HTTP/1.1\r\nHost: h\r\n"
	    "Connection: close\r\n\r\n");

	assert_int_equal(web_next(web, &q), 0);
	assert_string_equal(q.path, "/alive");
	answer(q.id, "text/plain", "yes", 3);
	b = reply(s, NULL);
	assert_non_null(strstr((char *)b.data, "\r\n\r\nyes"));
	bytes_free(&b);
	bytes_free(&q.body);
}

static void
test_a_request_comes_with_its_fields_as_they_were(void **state)
{
	struct web_request q = WEB_REQUEST_INIT;
	struct bytes b;
	int s;

	(void)state;
	s = call_str("POST /api/%2e%2e/x?a=%41&b=/ HTTP/1.1\r\n"
	    "Host: 127.0.0.1:1\r\nOrigin: null\r\nCookie: tipline=12\r\n"
	    "Content-Type: application/json\r\nSec-Fetch-Site: same-origin\r\n"
	    "X-Tipline-Token: tok\r\nAccept-Language: pl, en;q=0.5\r\n"
	    "Range: bytes=0-1\r\nX-Other: gone\r\nContent-Length: 4\r\n"
	    "Connection: close\r\n\r\n\x01\xff{}");
	assert_int_equal(web_next(web, &q), 0);
	assert_int_equal(q.method, WEB_POST);
	assert_string_equal(q.path, "/api/%2e%2e/x");
	assert_string_equal(q.query, "a=%41&b=/");
	assert_string_equal(q.host, "127.0.0.1:1");
	assert_string_equal(q.origin, "null");
	assert_string_equal(q.cookie, "tipline=12");
	assert_string_equal(q.content_type, "application/json");
	assert_string_equal(q.fetch_site, "same-origin");
	assert_string_equal(q.token, "tok");
	assert_string_equal(q.language, "pl, en;q=0.5");
	assert_string_equal(q.range, "bytes=0-1");
	assert_int_equal(q.body.len, 4);
	assert_memory_equal(q.body.data, "\x01\xff{}", 4);
	answer(q.id, "text/html; charset=utf-8", "<p>", 3);
	b = reply(s, NULL);
	assert_non_null(strstr((char *)b.data, "HTTP/1.1 200 OK\r\n"));
	assert_non_null(strstr((char *)b.data, "default-src 'none'"));
	assert_non_null(strstr((char *)b.data, "no-store"));
	assert_non_null(strstr((char *)b.data, "nosniff"));
	assert_null(strcasestr((char *)b.data, "server:"));
	assert_null(strcasestr((char *)b.data, "microhttpd"));
	bytes_free(&b);
	bytes_free(&q.body);
}

static void
test_large_bodies_and_answers_come_whole(void **state)
{
	struct web_request q = WEB_REQUEST_INIT;
	struct bytes out = BYTES_INIT(REPLY_MAX), b;
	size_t i, head, big = 5u << 20;
	uint8_t *content = malloc(big);
	const uint8_t *at;
	int s;

	(void)state;
	assert_int_equal(bytes_addf(&out, "POST /b HTTP/1.1\r\nHost: h\r\n"
	    "Connection: close\r\nContent-Length: %u\r\n\r\n", WEB_BODY_MAX),
	    0);
	head = out.len;
	for (i = 0; i < WEB_BODY_MAX; i++)
		assert_int_equal(bytes_add(&out, &(char){ (char)(i * 31) }, 1),
		    0);
	s = call(out.data, out.len);
	assert_int_equal(web_next(web, &q), 0);
	assert_int_equal(q.body.len, WEB_BODY_MAX);
	assert_memory_equal(q.body.data, out.data + head, WEB_BODY_MAX);
	for (i = 0; i < big; i++)
		content[i] = (uint8_t)(i * 7 + i / 251);
	answer(q.id, "image/png", content, big);
	b = reply(s, NULL);
	at = memmem(b.data, b.len, "\r\n\r\n", 4);
	assert_non_null(at);
	assert_int_equal(b.data + b.len - at - 4, big);
	assert_memory_equal(at + 4, content, big);
	free(content);
	bytes_free(&b);
	bytes_free(&out);
	bytes_free(&q.body);
}

static void
test_what_no_browser_sends_goes_no_further(void **state)
{
#define HEAD "GET / HTTP/1.1\r\nHost: h\r\n"
#define POST "POST / HTTP/1.1\r\nHost: h\r\n"
	static const char *const bad[][2] = {
		{ "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
		    "405" },
		{ "TRACE / HTTP/1.1\r\nHost: h\r\n\r\n", "405" },
		{ "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "405" },
		{ "CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n", "405" },
		{ "GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n", "400" },
		{ "GET x HTTP/1.1\r\nHost: h\r\n\r\n", "400" },
		{ "GET /\x01 HTTP/1.1\r\nHost: h\r\n\r\n", "400" },
		{ "GET /\xc5\x82 HTTP/1.1\r\nHost: h\r\n\r\n", "400" },
		{ HEAD "Host: h\r\n\r\n", "400" },
		{ HEAD "Cookie: a\r\ncookie: b\r\n\r\n", "400" },
		{ HEAD "Cookie: tipline=a\x01\r\n\r\n", "400" },
		{ HEAD "Origin: a\x7f\r\n\r\n", "400" },
		{ HEAD "Origin: \xc5\x82\r\n\r\n", "400" },
		{ HEAD "Content-Length: 5\r\n\r\nabcde", "400" },
		{ HEAD "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400" },
		{ POST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400" },
		{ POST "Transfer-Encoding: gzip\r\n\r\n", "400" },
		{ POST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"
		    "\r\n0\r\n\r\n", "400" },
		{ POST "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
		    "400" },
		{ POST "Content-Length: -1\r\n\r\n", "400" },
		{ POST "Content-Length: 0x1\r\n\r\na", "400" },
		{ POST "Content-Length: 524289\r\n\r\n", "413" },
		{ POST "Content-Length: 99999999999999999999999\r\n\r\n",
		    "41" },
	};
	struct bytes b;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		b = reply(call_str(bad[i][0]), "\r\n\r\n");
		if (b.len > 0 && (strncmp((char *)b.data, "HTTP/1.1 ", 9) != 0 ||
		    strncmp((char *)b.data + 9, bad[i][1],
		    strlen(bad[i][1])) != 0))
			fail_msg("%s: %.40s", bad[i][0], (char *)b.data);
		bytes_free(&b);
		if (something(0))
			fail_msg("%s came through", bad[i][0]);
	}
	still_alive();
}

static void
test_long_heads_are_refused(void **state)
{
	struct bytes out, b;

	(void)state;
	for (unsigned kind = 0; kind < 3; kind++) {
		out = BYTES_INIT(REPLY_MAX);
		(void)bytes_add_str(&out, "GET /");
		for (unsigned i = 0; kind == 0 && i < WEB_PATH_MAX; i++)
			(void)bytes_add_str(&out, "a");
		(void)bytes_add_str(&out, " HTTP/1.1\r\nHost: h\r\nOrigin: ");
		for (unsigned i = 0; kind == 1 && i <= WEB_FIELD_MAX; i++)
			(void)bytes_add_str(&out, "a");
		for (unsigned i = 0; kind == 2 && i < 100000; i++)
			(void)bytes_add_str(&out, "a\r\nX: ");
		(void)bytes_add_str(&out, "\r\n\r\n");
		b = reply(call(out.data, out.len), "\r\n\r\n");
		assert_true(b.len == 0 ||
		    strncmp((char *)b.data, "HTTP/1.1 4", 10) == 0);
		bytes_free(&b);
		bytes_free(&out);
		assert_false(something(0));
	}
	still_alive();
}

static void
test_cookies_of_other_programs_are_no_matter(void **state)
{
	struct web_request q = WEB_REQUEST_INIT;
	struct bytes out = BYTES_INIT(REPLY_MAX), b;
	int s;

	(void)state;
	(void)bytes_add_str(&out, "GET / HTTP/1.1\r\nHost: h\r\n"
	    "Connection: close\r\nCookie: tipline-1=a; _xsrf=");
	for (unsigned i = 0; i < 4000; i++)
		(void)bytes_add_str(&out, "x");
	assert_int_equal(bytes_add_str(&out, "; tipline-2=b;c\r\n\r\n"), 0);
	s = call(out.data, out.len);
	assert_int_equal(web_next(web, &q), 0);
	assert_string_equal(q.cookie, "tipline-1=a;tipline-2=b");
	answer(q.id, "text/plain", "yes", 3);
	b = reply(s, NULL);
	bytes_free(&b);
	bytes_free(&out);
	bytes_free(&q.body);
}

static void
test_answers_go_to_whom_they_belong(void **state)
{
	struct web_request a = WEB_REQUEST_INIT, b = WEB_REQUEST_INIT;
	struct bytes ra, rb;
	int sa, sb;

	(void)state;
	sa = call_str("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
	assert_int_equal(web_next(web, &a), 0);
	sb = call_str("GET /b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
	assert_int_equal(web_next(web, &b), 0);
	answer(b.id, "text/plain", "for b", 5);
	answer(a.id, "text/plain", "for a", 5);
	ra = reply(sa, NULL);
	rb = reply(sb, NULL);
	assert_non_null(strstr((char *)ra.data, "\r\n\r\nfor a"));
	assert_non_null(strstr((char *)rb.data, "\r\n\r\nfor b"));
	bytes_free(&ra);
	bytes_free(&rb);
	bytes_free(&a.body);
	bytes_free(&b.body);
}

static void
test_two_requests_in_one_breath_are_two(void **state)
{
	struct web_request q = WEB_REQUEST_INIT;
	struct bytes b;
	int s;

	(void)state;
	s = call_str("POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n"
	    "hiGET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
	assert_int_equal(web_next(web, &q), 0);
	assert_string_equal(q.path, "/1");
	assert_int_equal(q.body.len, 2);
	answer(q.id, "text/plain", "one", 3);
	assert_int_equal(web_next(web, &q), 0);
	assert_string_equal(q.path, "/2");
	assert_int_equal(q.body.len, 0);
	answer(q.id, "text/plain", "two", 3);
	b = reply(s, NULL);
	assert_non_null(strstr((char *)b.data, "one"));
	assert_non_null(strstr((char *)b.data, "two"));
	bytes_free(&b);
	bytes_free(&q.body);
}

static void
test_a_browser_that_left_is_no_failure(void **state)
{
	struct web_request q = WEB_REQUEST_INIT;
	int s = call_str("GET /left HTTP/1.1\r\nHost: h\r\n\r\n");

	(void)state;
	assert_int_equal(web_next(web, &q), 0);
	close(s);
	answer(q.id, "text/plain", "nobody", 6);
	bytes_free(&q.body);
	still_alive();
}

static void
test_more_than_can_wait_are_turned_away(void **state)
{
	struct web_request q = WEB_REQUEST_INIT;
	uint32_t ids[WEB_WAITING_MAX];
	int s[WEB_WAITING_MAX + 1];
	struct bytes b;
	unsigned i;

	(void)state;
	for (i = 0; i < WEB_WAITING_MAX; i++) {
		s[i] = call_str("GET /w HTTP/1.1\r\nHost: h\r\n\r\n");
		assert_int_equal(web_next(web, &q), 0);
		ids[i] = q.id;
	}
	s[i] = call_str("GET /w HTTP/1.1\r\nHost: h\r\n\r\n");
	b = reply(s[i], "\r\n\r\n");
	assert_non_null(strstr((char *)b.data, "HTTP/1.1 503"));
	bytes_free(&b);
	for (i = 0; i < WEB_WAITING_MAX; i++) {
		answer(ids[i], "text/plain", "now", 3);
		b = reply(s[i], "now");
		assert_non_null(strstr((char *)b.data, "now"));
		bytes_free(&b);
	}
	bytes_free(&q.body);
	still_alive();
}

static void
test_slow_ones_do_not_stop_others(void **state)
{
	int slow[150];

	(void)state;
	for (unsigned i = 0; i < 150; i++)
		slow[i] = call_str("GET /slow HTTP/1.1\r\nHost: ");
	still_alive();
	for (unsigned i = 0; i < 150; i++)
		close(slow[i]);
}

/* The line of /proc/PID/status that begins with `key`, of the only child. */
static void
status_line(const char *key, char line[128])
{
	char path[64] = "/proc/thread-self/children";
	FILE *f = fopen(path, "r");
	int pid = 0;

	assert_non_null(f);
	assert_int_equal(fscanf(f, "%d", &pid), 1);
	fclose(f);
	(void)snprintf(path, sizeof(path), "/proc/%d/status", pid);
	f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(line, 128, f) != NULL)
		if (strncmp(line, key, strlen(key)) == 0)
			break;
	fclose(f);
}

static void
test_the_wall_is_locked_in(void **state)
{
	char line[128];

	(void)state;
	status_line("Seccomp:", line);
	assert_string_equal(line, "Seccomp:\t2\n");
	status_line("NoNewPrivs:", line);
	assert_string_equal(line, "NoNewPrivs:\t1\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_request_comes_with_its_fields_as_they_were),
		cmocka_unit_test(test_large_bodies_and_answers_come_whole),
		cmocka_unit_test(test_what_no_browser_sends_goes_no_further),
		cmocka_unit_test(test_long_heads_are_refused),
		cmocka_unit_test(test_cookies_of_other_programs_are_no_matter),
		cmocka_unit_test(test_answers_go_to_whom_they_belong),
		cmocka_unit_test(test_two_requests_in_one_breath_are_two),
		cmocka_unit_test(test_a_browser_that_left_is_no_failure),
		cmocka_unit_test(test_more_than_can_wait_are_turned_away),
		cmocka_unit_test(test_slow_ones_do_not_stop_others),
		cmocka_unit_test(test_the_wall_is_locked_in),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
