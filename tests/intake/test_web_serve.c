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

static int
call(const void *request, size_t len)
{
	const char *p = request;
	int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(s, (struct sockaddr *)&at, sizeof(at)), 0);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start_each, stop_each)
		TEST(test_a_form_comes_in_its_parts),
		TEST(test_its_head_comes_first_and_nothing_is_read_before),
		TEST(test_an_answer_ends_an_upload),
		TEST(test_one_that_asks_first_is_told),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
