/*
 * web_kit.h -- the wall of HTTP, started at a socket of its own; browsers, and
 * the side that answers.
 */
#ifndef TESTS_INTAKE_WEB_KIT_H
#define TESTS_INTAKE_WEB_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "intake/web/web.h"
#include "vault/base/bytes.h"
#include "vault/base/err.h"

#define REPLY_MAX (16u << 20)
#define TYPE "Content-Type: multipart/form-data; boundary=XX\r\n"
#define POST "POST /send HTTP/1.1\r\nHost: h\r\n" TYPE
#define GET_HEAD "GET / HTTP/1.1\r\nHost: h\r\n"
#define PART(field) "--XX\r\nContent-Disposition: form-data; name=\"" field \
	"\"\r\n\r\n"
#define FILE_PART(field, name) "--XX\r\nContent-Disposition: form-data; " \
	"name=\"" field "\"; filename=\"" name "\"\r\n" \
	"Content-Type: text/plain\r\n\r\n"

static struct web *web;
static struct sockaddr_un at;
static char folder[] = "/tmp/tipline-web.XXXXXX";
static struct web_request head;

static inline void
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

static inline int
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

static inline int
teardown(void **state)
{
	(void)state;
	(void)unlink(at.sun_path);
	(void)rmdir(folder);
	bytes_free(&head.body);
	return 0;
}

static inline int
start_each(void **state)
{
	(void)state;
	start(64, 30, 64u << 20);
	return 0;
}

static inline int
stop_each(void **state)
{
	(void)state;
	web_stop(web);
	web = NULL;
	return 0;
}

/* What is more than sockets hold is sent by a process of its own. */
static inline int
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

static inline int
call_str(const char *request)
{
	return call(request, strlen(request));
}

/* A form of this body, with its length told. */
static inline int
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

static inline bool
something(int fd, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, ms) == 1;
}

/* What came until the other side closed. */
static inline struct bytes
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

static inline void
expect_reply(int s, const char *begins, const char *holds)
{
	struct bytes b = reply(s);

	if (strncmp((char *)b.data, begins, strlen(begins)) != 0 ||
	    strstr((char *)b.data, holds) == NULL)
		fail_msg("not %s ... %s but: %s", begins, holds,
		    (char *)b.data);
	bytes_free(&b);
}

static inline void
answer(uint32_t id, const char *text)
{
	const struct web_answer a = { .status = 200, .type = "text/plain",
	    .data = text, .len = strlen(text), .fd = -1 };

	assert_int_equal(web_answer(web, id, &a), 0);
}

static inline struct web_event
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
static inline const char *
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

#endif
