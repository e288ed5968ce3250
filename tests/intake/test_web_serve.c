/*
 * test_web_serve.c -- the wall of HTTP as strangers meet it: forms that stream
 * in, answers that end them, and those who take their time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "intake/web/web.h"
#include "vault/base/bytes.h"
#include "vault/base/err.h"

#define REPLY_MAX (16u << 20)
#define TYPE "Content-Type: multipart/form-data; boundary=XX\r\n"
#define POST "POST /send HTTP/1.1\r\nHost: h\r\n" TYPE
#define PART(field) "--XX\r\nContent-Disposition: form-data; name=\"" field \
	"\"\r\n\r\n"
#define FILE_PART(field, name) "--XX\r\nContent-Disposition: form-data; " \
	"name=\"" field "\"; filename=\"" name "\"\r\n" \
	"Content-Type: text/plain\r\n\r\n"

static struct web *web;
static struct sockaddr_un at;
static char folder[] = "/tmp/test_web_serve.XXXXXX";
static struct web_request head;

static void
start(unsigned connections, unsigned idle, uint64_t body_max)
{
	const struct web_limits limits = { .connections = connections,
	    .idle_seconds = idle, .body_max = body_max };
	int s = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)unlink(at.sun_path);
	assert_int_equal(bind(s, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(s, 4096), 0);
	assert_int_equal(web_serve(&web, &limits, s), 0);
	close(s);
}

static int
setup(void **state)
{
	(void)state;
	(void)signal(SIGPIPE, SIG_IGN);
	head = WEB_REQUEST_INIT;
	if (mkdtemp(folder) == NULL)
		return -1;
	at.sun_family = AF_UNIX;
	(void)snprintf(at.sun_path, sizeof(at.sun_path), "%s/s", folder);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	(void)unlink(at.sun_path);
	(void)rmdir(folder);
	bytes_free(&head.body);
	return 0;
}

static int
start_each(void **state)
{
	(void)state;
	start(64, 30, 64u << 20);
	return 0;
}

static int
stop_each(void **state)
{
	(void)state;
	web_stop(web);
	web = NULL;
	return 0;
}

/* What is more than sockets hold is sent by a process of its own. */
static int
call(const void *request, size_t len)
{
	const char *p = request;
	int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool aside = len > 50000;

	assert_int_equal(connect(s, (struct sockaddr *)&at, sizeof(at)), 0);
	if (aside && fork() != 0)
		return s;
	while (len > 0) {
		ssize_t n = send(s, p, len, MSG_NOSIGNAL);

		if (n <= 0)
			break;	/* refused before all was said */
		p += n;
		len -= (size_t)n;
	}
	if (aside)
		_exit(0);
	return s;
}

static int
call_str(const char *request)
{
	return call(request, strlen(request));
}

/* A form of this body, with its length told. */
static int
send_form(const char *body, size_t len)
{
	struct bytes b = BYTES_INIT(REPLY_MAX);
	int s;

	assert_int_equal(bytes_addf(&b, POST "Content-Length: %zu\r\n"
	    "Connection: close\r\n\r\n", len), 0);
	assert_int_equal(bytes_add(&b, body, len), 0);
	s = call(b.data, b.len);
	bytes_free(&b);
	return s;
}

static bool
something(int fd, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, ms) == 1;
}

/* What came until the other side closed. */
static struct bytes
reply(int s)
{
	struct bytes b = BYTES_INIT(REPLY_MAX);
	char part[65536];
	ssize_t n;

	while (something(s, 10000) && (n = recv(s, part, sizeof(part), 0)) > 0)
		assert_int_equal(bytes_add(&b, part, (size_t)n), 0);
	close(s);
	assert_non_null(bytes_str(&b));
	return b;
}

static void
expect_reply(int s, const char *begins, const char *holds)
{
	struct bytes b = reply(s);

	if (strncmp((char *)b.data, begins, strlen(begins)) != 0 ||
	    strstr((char *)b.data, holds) == NULL)
		fail_msg("not %s ... %s but: %s", begins, holds,
		    (char *)b.data);
	bytes_free(&b);
}

static void
answer(uint32_t id, const char *text)
{
	const struct web_answer a = { .status = 200, .type = "text/plain",
	    .data = text, .len = strlen(text), .fd = -1 };

	assert_int_equal(web_answer(web, id, &a), 0);
}

static struct web_event
next(void)
{
	struct web_event e = { .request = &head };

	if (!something(web_fd(web), 10000))
		fail_msg("nothing is told");
	assert_int_equal(web_event(web, &e), 0);
	return e;
}

/* An upload's events as a line: [field] or [field|name], content, then ". " for
 * an end, "whole" or "gone N".  Content that goes on is joined. */
static const char *
story(struct bytes *b)
{
	struct web_event e = next();
	uint32_t id = e.id;

	bytes_reset(b);
	assert_int_equal(e.kind, WEB_EV_UPLOAD);
	assert_int_equal(web_go_on(web, id), 0);
	do {
		e = next();
		assert_int_equal(e.id, id);
		if (e.kind == WEB_EV_PART)
			(void)bytes_addf(b, e.file ? "[%s|%s]" : "[%s]", e.field,
			    e.name);
		else if (e.kind == WEB_EV_DATA)
			(void)bytes_add(b, e.data, e.len);
		else if (e.kind == WEB_EV_PART_END)
			(void)bytes_add_str(b, ". ");
	} while (e.kind != WEB_EV_WHOLE && e.kind != WEB_EV_GONE);
	if (e.kind == WEB_EV_WHOLE) {
		(void)bytes_add_str(b, "whole");
		answer(id, "thanks");
	} else {
		(void)bytes_addf(b, "gone %d", e.gone);
	}
	assert_non_null(bytes_str(b));
	return (const char *)b->data;
}

static void
test_a_form_comes_in_its_parts(void **state)
{
	static const char body[] = PART("message") "hello\r\nworld\r\n"
	    FILE_PART("files", "a.txt") "\x01\xff\r\n--X\r\n"
	    FILE_PART("files", "") "\r\n--XX--\r\n";
	struct bytes b = BYTES_INIT(REPLY_MAX);
	int s;

	(void)state;
	s = send_form(body, sizeof(body) - 1);
	assert_string_equal(story(&b), "[message]hello\r\nworld. "
	    "[files|a.txt]\x01\xff\r\n--X. [files|]. whole");
	expect_reply(s, "HTTP/1.1 200 OK\r\n", "\r\n\r\nthanks");
	bytes_free(&b);
}

static void
test_its_head_comes_first_and_nothing_is_read_before(void **state)
{
	struct web_event e;
	int s;

	(void)state;
	s = call_str("POST /send?x=1 HTTP/1.1\r\nHost: h.onion\r\n"
	    "Cookie: tipline-s=1\r\nOrigin: http://h.onion\r\n" TYPE
	    "Content-Length: 1000\r\n\r\n" PART("message") "abc");
	e = next();
	assert_int_equal(e.kind, WEB_EV_UPLOAD);
	assert_int_equal(e.announced, 1000);
	assert_string_equal(head.path, "/send");
	assert_string_equal(head.query, "x=1");
	assert_string_equal(head.host, "h.onion");
	assert_string_equal(head.cookie, "tipline-s=1");
	assert_string_equal(head.origin, "http://h.onion");
	assert_int_equal(head.method, WEB_POST);
	assert_int_equal(head.body.len, 0);
	assert_false(something(web_fd(web), 100));
	assert_int_equal(web_go_on(web, e.id), 0);
	assert_int_equal(next().kind, WEB_EV_PART);
	close(s);
	assert_int_equal(next().kind, WEB_EV_DATA);
	e = next();
	assert_int_equal(e.kind, WEB_EV_GONE);
	assert_int_equal(e.gone, WEB_LEFT);
	answer(e.id, "nobody");		/* does no harm */
}

static void
test_an_answer_ends_an_upload(void **state)
{
	struct bytes b = BYTES_INIT(REPLY_MAX);
	struct web_event e;
	int s;

	(void)state;
	/* at its head, and in the middle */
	for (unsigned middle = 0; middle < 2; middle++) {
		s = call_str(POST "Content-Length: 1000000\r\n\r\n"
		    PART("message") "abc");
		e = next();
		assert_int_equal(e.kind, WEB_EV_UPLOAD);
		if (middle == 1) {
			assert_int_equal(web_go_on(web, e.id), 0);
			assert_int_equal(next().kind, WEB_EV_PART);
		}
		answer(e.id, "enough");
		expect_reply(s, "HTTP/1.1 200 OK\r\n", "\r\n\r\nenough");
	}
	/* nothing more of them is told */
	s = send_form("--XX--\r\n", 8);
	assert_string_equal(story(&b), "whole");
	expect_reply(s, "HTTP/1.1 200", "thanks");
	bytes_free(&b);
}

static void
test_an_answer_is_heard_whenever_it_comes(void **state)
{
	static const char body[] = PART("a") "x\r\n" PART("b") "y\r\n--XX--\r\n";
	struct web_event e;
	unsigned i, n;
	int s;

	(void)state;
	for (i = 0; i < 300; i++) {
		s = send_form(body, sizeof(body) - 1);
		e = next();
		assert_int_equal(e.kind, WEB_EV_UPLOAD);
		assert_int_equal(web_go_on(web, e.id), 0);
		for (n = 0; n < i % 8 && e.kind != WEB_EV_WHOLE; n++)
			e = next();
		answer(e.id, "now");
		expect_reply(s, "HTTP/1.1 200 OK\r\n", "\r\n\r\nnow");
	}
}

static void
test_one_that_asks_first_is_told(void **state)
{
	struct web_event e;
	char part[128] = "";
	int s;

	(void)state;
	s = call_str(POST "Expect: 100-continue\r\nContent-Length: 8\r\n\r\n");
	e = next();
	assert_false(something(s, 100));
	assert_int_equal(web_go_on(web, e.id), 0);
	assert_true(something(s, 10000));
	assert_true(recv(s, part, sizeof(part) - 1, 0) > 0);
	assert_string_equal(part, "HTTP/1.1 100 Continue\r\n\r\n");
	assert_int_equal(send(s, "--XX--\r\n", 8, 0), 8);
	assert_int_equal(next().kind, WEB_EV_WHOLE);
	answer(e.id, "thanks");
	assert_true(something(s, 10000));
	assert_true(recv(s, part, sizeof(part) - 1, 0) > 0);
	assert_int_equal(strncmp(part, "HTTP/1.1 200 OK\r\n", 17), 0);
	close(s);
	/* or that it may not */
	s = call_str(POST "Expect: 100-continue\r\nContent-Length: 8\r\n\r\n");
	e = next();
	answer(e.id, "no");
	expect_reply(s, "HTTP/1.1 200 OK\r\n", "\r\n\r\nno");
}

static void
test_what_is_no_form_is_gone(void **state)
{
	static const char *const bad[] = { "nothing", PART("a b") "x",
	    PART("m") "x", PART("m") "x\r\n--XX--more", "--XX\r\n\r\n" };
	struct bytes many = BYTES_INIT(REPLY_MAX), b = BYTES_INIT(REPLY_MAX);
	const char *told;
	int s;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		s = send_form(bad[i], strlen(bad[i]));
		told = story(&b);
		if (strcmp(told + strlen(told) - 6, "gone 3") != 0)
			fail_msg("%s: %s", bad[i], told);
		expect_reply(s, "HTTP/1.1 400", "no form");
	}
	for (unsigned i = 0; i < 10000; i++)
		assert_int_equal(bytes_add_str(&many, PART("m") "\r\n"), 0);
	s = send_form((char *)many.data, many.len);
	told = story(&b);
	assert_string_equal(told + strlen(told) - 6, "gone 3");
	expect_reply(s, "HTTP/1.1 400", "no form");
	bytes_free(&many);
	bytes_free(&b);
}

static void
test_chunks_come_as_one_body(void **state)
{
	static const char body[] = PART("m") "hello\r\n--XX--\r\n";
	struct bytes out = BYTES_INIT(REPLY_MAX), b = BYTES_INIT(REPLY_MAX);
	int s;

	(void)state;
	(void)bytes_add_str(&out, POST "Transfer-Encoding: chunked\r\n"
	    "Connection: close\r\n\r\n");
	for (size_t i = 0; i + 1 < sizeof(body); i++)
		(void)bytes_addf(&out, "1;x=y\r\n%c\r\n", body[i]);
	assert_int_equal(bytes_add_str(&out, "0\r\nX: y\r\n\r\n"), 0);
	s = call(out.data, out.len);
	assert_string_equal(story(&b), "[m]hello. whole");
	expect_reply(s, "HTTP/1.1 200", "thanks");
	bytes_free(&out);
	bytes_free(&b);
}

static void
test_other_requests_come_whole(void **state)
{
	static const char *const how[] = {
	    "POST /b HTTP/1.1\r\nHost: h\r\nContent-Type: "
	    "application/octet-stream\r\nContent-Length: 5\r\n"
	    "Connection: close\r\n\r\nhello",
	    "POST /b HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-dat\r\n"
	    "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
	    "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
	    "POST /b HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello" };
	struct web_event e;
	int s;

	(void)state;
	for (size_t i = 0; i < sizeof(how) / sizeof(how[0]); i++) {
		s = call_str(how[i]);
		e = next();
		assert_int_equal(e.kind, WEB_EV_REQUEST);
		assert_int_equal(head.body.len, 5);
		assert_memory_equal(head.body.data, "hello", 5);
		answer(e.id, "thanks");
		expect_reply(s, "HTTP/1.1 200", "\r\n\r\nthanks");
	}
}

static void
test_what_no_browser_sends_goes_no_further(void **state)
{
#define GET_HEAD "GET / HTTP/1.1\r\nHost: h\r\n"
#define CHUNKED "Transfer-Encoding: chunked\r\n"
	static const char *const bad[][2] = {
		{ "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
		    "405" },
		{ "GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n", "400" },
		{ GET_HEAD "Content-Length: 5\r\n\r\nabcde", "400" },
		{ GET_HEAD CHUNKED "\r\n0\r\n\r\n", "400" },
		{ POST CHUNKED "Content-Length: 3\r\n\r\n0\r\n\r\n", "400" },
		{ POST "Content-Length: 5\r\n" CHUNKED "\r\n0\r\n\r\n", "400" },
		{ POST CHUNKED CHUNKED "\r\n0\r\n\r\n", "400" },
		{ POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
		    "400" },
		{ POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "400" },
		{ "POST / HTTP/1.0\r\n" TYPE CHUNKED "\r\n0\r\n\r\n", "400" },
		{ POST "Content-Length: 1\r\nContent-Length: 1\r\n\r\na",
		    "400" },
		{ POST "Content-Length: 1, 1\r\n\r\na", "400" },
		{ POST "Content-Length: +1\r\n\r\na", "400" },
		{ POST "Content-Length: 9999999999999999999\r\n\r\n", "413" },
		{ POST TYPE "Content-Length: 1\r\n\r\na", "400" },
		{ "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: "
		    "multipart/form-data\r\nContent-Length: 1\r\n\r\na", "400" },
		{ "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 524289\r\n"
		    "\r\n", "413" },
		{ GET_HEAD "Cookie: tipline=a\x01\r\n\r\n", "400" },
		{ GET_HEAD "A: b\rC: d\r\nHost: h\r\n\r\n", "400" },
	};
	struct bytes b;
	struct web_event e;
	int s;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		b = reply(call_str(bad[i][0]));
		if (strncmp((char *)b.data, "HTTP/1.", 7) != 0 ||
		    strncmp((char *)b.data + 9, bad[i][1], 3) != 0)
			fail_msg("%s: %.40s", bad[i][0], (char *)b.data);
		bytes_free(&b);
		if (something(web_fd(web), 0))
			fail_msg("%s came through", bad[i][0]);
	}
	s = call_str(GET_HEAD "Connection: close\r\n\r\n");
	e = next();
	answer(e.id, "alive");
	expect_reply(s, "HTTP/1.1 200", "alive");
}

static void
test_answers_say_nothing_of_who_answers(void **state)
{
	static const char *const said[] = { "Cache-Control: no-store\r\n",
	    "Content-Security-Policy: default-src 'none'; style-src 'self'; "
	    "img-src 'self'; form-action 'self'; base-uri 'none'; "
	    "frame-ancestors 'none'\r\n", "Referrer-Policy: same-origin\r\n",
	    "Cross-Origin-Opener-Policy: same-origin\r\n",
	    "Cross-Origin-Resource-Policy: same-origin\r\n",
	    "X-Content-Type-Options: nosniff\r\n", "X-Frame-Options: DENY\r\n" };
	struct web_event e;
	struct bytes b;
	int s;

	(void)state;
	/* an answer, one that ends an upload, a refusal of the wall's own */
	for (unsigned how = 0; how < 3; how++) {
		s = call_str(how == 0 ? GET_HEAD "Connection: close\r\n\r\n" :
		    how == 1 ? POST "Content-Length: 100\r\n\r\n" :
		    "PUT / HTTP/1.1\r\nHost: h\r\n\r\n");
		if (how < 2) {
			e = next();
			answer(e.id, "x");
		}
		b = reply(s);
		for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
			if (strstr((char *)b.data, said[i]) == NULL)
				fail_msg("%u has no %s", how, said[i]);
		assert_null(strcasestr((char *)b.data, "\nserver:"));
		assert_null(strcasestr((char *)b.data, "\ndate:"));
		assert_null(strcasestr((char *)b.data, "microhttpd"));
		assert_null(strcasestr((char *)b.data, "script-src"));
		bytes_free(&b);
	}
}

/* --- who takes long, or too much --- */

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
test_a_caller_that_does_not_read_stops_who_sends(void **state)
{
	const size_t most = 64u << 20;
	struct pollfd p = { .events = POLLOUT };
	static char part[65536];
	size_t sent = 0;
	struct web_event e;
	ssize_t n;

	(void)state;
	p.fd = call_str(POST "Content-Length: 1000000000\r\n\r\n" PART("m"));
	e = next();
	assert_int_equal(web_go_on(web, e.id), 0);
	while (sent < most && poll(&p, 1, 500) == 1 &&
	    (n = send(p.fd, part, sizeof(part), MSG_DONTWAIT |
	    MSG_NOSIGNAL)) > 0)
		sent += (size_t)n;
	assert_true(sent < 4u << 20);
	/* it hears an answer even so */
	answer(e.id, "enough");
	expect_reply(p.fd, "HTTP/1.1 200", "enough");
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

static void
test_only_what_listens_here_is_served(void **state)
{
	const struct web_limits limits = { .connections = 8,
	    .idle_seconds = 30, .body_max = 1 }, none = { .connections = 0 };
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct web *w = NULL;
	int s = socket(AF_INET, SOCK_STREAM, 0);

	(void)state;
	assert_int_equal(web_serve(&w, &limits, s), ERR_USAGE);
	assert_int_equal(bind(s, (struct sockaddr *)&in, sizeof(in)), 0);
	assert_int_equal(listen(s, 1), 0);
	assert_int_equal(web_serve(&w, &limits, s), ERR_USAGE);
	close(s);
	s = socket(AF_INET, SOCK_STREAM, 0);
	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(s, (struct sockaddr *)&in, sizeof(in)), 0);
	assert_int_equal(listen(s, 1), 0);
	assert_int_equal(web_serve(&w, &none, s), ERR_USAGE);
	assert_null(w);
	assert_int_equal(web_serve(&w, &limits, s), 0);
	web_stop(w);
	close(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start_each, stop_each)
		TEST(test_a_form_comes_in_its_parts),
		TEST(test_its_head_comes_first_and_nothing_is_read_before),
		TEST(test_an_answer_ends_an_upload),
		TEST(test_an_answer_is_heard_whenever_it_comes),
		TEST(test_one_that_asks_first_is_told),
		TEST(test_what_is_no_form_is_gone),
		TEST(test_chunks_come_as_one_body),
		TEST(test_other_requests_come_whole),
		TEST(test_what_no_browser_sends_goes_no_further),
		TEST(test_answers_say_nothing_of_who_answers),
		TEST(test_a_caller_that_does_not_read_stops_who_sends),
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
		ALONE(test_only_what_listens_here_is_served),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
