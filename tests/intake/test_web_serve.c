/*
 * test_web_serve.c -- the wall of HTTP as strangers meet it: forms that stream
 * in, answers that end them, and what goes no further.
 */
#include "tests/intake/web_kit.h"

#include <netinet/in.h>

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
		ALONE(test_only_what_listens_here_is_served),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
