/* http.c -- see http.h. */
#include "intake/cover/source/http.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define HOST_MAX 64u

static int
no_answer(void)
{
	return err_set(ERR_FORMAT, "what answers at that address is no such "
	    "service, or it has no cover mode; check the address");
}

/* The value of the field Content-Length; false without one, or with two. */
static bool
content_length(const char *head, const char *end, size_t *n)
{
	static const char name[] = "\r\nContent-Length:";
	bool found = false;
	const char *p;

	for (p = head; p < end; p++) {
		if (strncasecmp(p, name, sizeof(name) - 1) != 0)
			continue;
		if (found)
			return false;
		found = true;
		p += sizeof(name) - 1;
		p += strspn(p, " \t");
		for (*n = 0; *p >= '0' && *p <= '9' && *n < 1000000; p++)
			*n = *n * 10 + (size_t)(*p - '0');
		p += strspn(p, " \t");
		if (*p-- != '\r')
			return false;	/* the next name begins at it */
	}
	return found;
}

int
http_content(const uint8_t *p, size_t len, const uint8_t **content, size_t *n)
{
	char head[HTTP_HEAD_MAX + 1];
	const size_t most = len < HTTP_HEAD_MAX ? len : HTTP_HEAD_MAX;
	const char *end;

	memcpy(head, p, most);
	head[most] = '\0';
	if ((strncmp(head, "HTTP/1.1 200 ", 13) != 0 &&
	    strncmp(head, "HTTP/1.0 200 ", 13) != 0) ||
	    (end = strstr(head, "\r\n\r\n")) == NULL ||
	    !content_length(head, end, n) ||
	    len - (size_t)(end + 4 - head) != *n)
		return no_answer();
	*content = p + (end + 4 - head);
	return 0;
}

/* One request and all of its answer, which ends with the connection. */
static int
ask(const struct line *l, int64_t deadline, const struct bytes *request,
    struct bytes *answer)
{
	uint8_t *room;
	size_t got;
	int fd, r;

	if ((r = line_connect(l, deadline, &fd)) < 0)
		return r;
	if ((r = line_write(fd, request->data, request->len, deadline)) == 0 &&
	    (r = bytes_room(answer, answer->max, &room)) == 0 &&
	    (r = line_read(fd, room, answer->max, &got, deadline)) == 0)
		answer->len = got;
	io_close(&fd);
	return r;
}

/* A unix socket has no name that a request could say. */
static void
host(const struct line *l, char out[HOST_MAX])
{
	(void)snprintf(out, HOST_MAX, "%s", strchr(l->address, ':') != NULL ?
	    "localhost" : l->address);
}

int
http_card(const struct line *l, int64_t deadline, struct bytes *b)
{
	struct bytes request = BYTES_INIT(512);
	struct bytes answer = BYTES_INIT(HTTP_HEAD_MAX + COVER_CARD_MAX);
	const uint8_t *content;
	char name[HOST_MAX];
	size_t n;
	int r;

	host(l, name);
	if ((r = bytes_addf(&request, "GET /cover HTTP/1.1\r\nHost: %s\r\n"
	    "Connection: close\r\n\r\n", name)) == 0 &&
	    (r = ask(l, deadline, &request, &answer)) == 0 &&
	    (r = http_content(answer.data, answer.len, &content, &n)) == 0)
		r = bytes_add(b, content, n);
	bytes_free(&request);
	bytes_free(&answer);
	return r;
}

int
http_exchange(const struct line *l, int64_t deadline,
    const uint8_t out[COVER_BYTES], uint8_t in[COVER_BYTES])
{
	struct bytes request = BYTES_INIT(COVER_BYTES + 512);
	struct bytes answer = BYTES_INIT(HTTP_HEAD_MAX + COVER_BYTES);
	const uint8_t *content;
	char name[HOST_MAX];
	size_t n;
	int r;

	host(l, name);
	(void)bytes_addf(&request, "POST /cover HTTP/1.1\r\nHost: %s\r\n"
	    "Content-Type: application/octet-stream\r\nContent-Length: %u\r\n"
	    "Connection: close\r\n\r\n", name, COVER_BYTES);
	(void)bytes_add(&request, out, COVER_BYTES);
	if ((r = bytes_ok(&request)) == 0 &&
	    (r = ask(l, deadline, &request, &answer)) == 0 &&
	    (r = http_content(answer.data, answer.len, &content, &n)) == 0) {
		if (n == COVER_BYTES)
			memcpy(in, content, n);
		else
			r = no_answer();
	}
	bytes_free(&request);
	bytes_free(&answer);
	return r;
}
