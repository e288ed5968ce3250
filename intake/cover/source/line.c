/* line.c -- see line.h. */
#include "intake/cover/source/line.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"

#define UNIX_BEGIN "unix:"
#define ONION_END ".onion"
#define HTTP_PORT 80
#define SOCKS_VERSION 5
#define SOCKS_BY_NAME 2		/* method: user name and password */
#define SOCKS_CONNECT 1
#define SOCKS_HOST 3		/* an address that is a name */

int64_t
line_clock(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool
is_unix(const char *address)
{
	return strncmp(address, UNIX_BEGIN, sizeof(UNIX_BEGIN) - 1) == 0;
}

int
line_check(const char *address)
{
	const size_t letters = LINE_ONION_LEN - (sizeof(ONION_END) - 1);
	struct sockaddr_un to;

	if (is_unix(address))
		return strlen(address) - (sizeof(UNIX_BEGIN) - 1) <
		    sizeof(to.sun_path) ? 0 : err_set(ERR_USAGE,
		    "the path of the socket is too long; use a shorter one");
	if (strlen(address) != LINE_ONION_LEN ||
	    strspn(address, "abcdefghijklmnopqrstuvwxyz234567") != letters ||
	    strcmp(address + letters, ONION_END) != 0)
		return err_set(ERR_USAGE, "the address must be 56 small letters "
		    "and digits and .onion; copy it from the newsroom's page");
	return 0;
}

/* Until it can be read or written, or the deadline is over. */
static int
await(int fd, short events, int64_t deadline)
{
	struct pollfd p = { .fd = fd, .events = events };
	int64_t left;
	int n;

	do {
		left = deadline - line_clock();
		n = left <= 0 ? 0 : poll(&p, 1, (int)left);
	} while (n < 0 && errno == EINTR);
	if (n <= 0)
		return err_set(ERR_IO, "the service does not answer in time; it "
		    "is asked again at the next turn");
	return 0;
}

int
line_write(int fd, const void *p, size_t len, int64_t deadline)
{
	const uint8_t *from = p;
	ssize_t n;
	int r;

	while (len > 0) {
		if ((r = await(fd, POLLOUT, deadline)) < 0)
			return r;
		n = send(fd, from, len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n <= 0)
			return err_sys("the connection broke");
		from += n;
		len -= (size_t)n;
	}
	return 0;
}

int
line_read(int fd, void *p, size_t len, size_t *got, int64_t deadline)
{
	ssize_t n;
	int r;

	for (*got = 0; *got < len; *got += (size_t)n) {
		if ((r = await(fd, POLLIN, deadline)) < 0)
			return r;
		n = recv(fd, (uint8_t *)p + *got, len - *got, MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			n = 0;
		else if (n < 0)
			return err_sys("the connection broke");
		else if (n == 0)
			break;
	}
	return 0;
}

static int
connect_to(int *fd, const struct sockaddr *to, socklen_t len, int64_t deadline)
{
	socklen_t size = sizeof(int);
	int e = 0, r;

	*fd = socket(to->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
	    0);
	if (*fd < 0)
		return err_sys("cannot make a socket");
	if (connect(*fd, to, len) == 0)
		return 0;
	if (errno != EINPROGRESS)
		return err_sys("cannot connect; is tor running?");
	if ((r = await(*fd, POLLOUT, deadline)) < 0)
		return r;
	if (getsockopt(*fd, SOL_SOCKET, SO_ERROR, &e, &size) != 0 || e != 0) {
		errno = e;
		return err_sys("cannot connect; is tor running?");
	}
	return 0;
}

static int
no_socks(const char *what)
{
	return err_set(ERR_IO, "tor %s; is it running, and is --socks its "
	    "port?", what);
}

static int
exactly(int fd, uint8_t *p, size_t len, int64_t deadline)
{
	size_t got;
	int r;

	if ((r = line_read(fd, p, len, &got, deadline)) < 0)
		return r;
	return got == len ? 0 : no_socks("closed the connection");
}

/* A name and a password of our own, that nobody checks. */
static int
socks_greet(int fd, const struct line *l, int64_t deadline)
{
	const uint8_t hello[3] = { SOCKS_VERSION, 1, SOCKS_BY_NAME };
	char name[2 * LINE_KEY_BYTES + 1];
	uint8_t out[3 + sizeof(name) + 1], in[2];
	size_t n = 0;
	int r;

	if ((r = line_write(fd, hello, sizeof(hello), deadline)) < 0 ||
	    (r = exactly(fd, in, sizeof(in), deadline)) < 0)
		return r;
	if (in[0] != SOCKS_VERSION || in[1] != SOCKS_BY_NAME)
		return no_socks("wants another way to be asked");
	hex_of(name, l->name, LINE_KEY_BYTES);
	out[n++] = 1;
	out[n++] = sizeof(name) - 1;
	memcpy(out + n, name, sizeof(name) - 1);
	n += sizeof(name) - 1;
	out[n++] = 1;
	out[n++] = '-';
	if ((r = line_write(fd, out, n, deadline)) < 0 ||
	    (r = exactly(fd, in, sizeof(in), deadline)) < 0)
		return r;
	return in[1] == 0 ? 0 : no_socks("does not let this program in");
}

static int
socks_connect(int fd, const struct line *l, int64_t deadline)
{
	uint8_t out[7 + LINE_ONION_LEN], in[4], rest[2 + 255];
	size_t n = 0, more;
	int r;

	out[n++] = SOCKS_VERSION;
	out[n++] = SOCKS_CONNECT;
	out[n++] = 0;
	out[n++] = SOCKS_HOST;
	out[n++] = LINE_ONION_LEN;
	memcpy(out + n, l->address, LINE_ONION_LEN);
	n += LINE_ONION_LEN;
	out[n++] = HTTP_PORT >> 8;
	out[n++] = HTTP_PORT & 0xff;
	if ((r = line_write(fd, out, n, deadline)) < 0 ||
	    (r = exactly(fd, in, sizeof(in), deadline)) < 0)
		return r;
	if (in[0] != SOCKS_VERSION || in[1] != 0)
		return no_socks("does not reach the service");
	if (in[3] == SOCKS_HOST) {
		if ((r = exactly(fd, rest, 1, deadline)) < 0)
			return r;
		more = rest[0];
	} else {
		more = in[3] == 4 ? 16 : 4;
	}
	return exactly(fd, rest, more + 2, deadline);
}

static int
connect_unix(int *fd, const char *path, int64_t deadline)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	(void)snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	return connect_to(fd, (struct sockaddr *)&to, sizeof(to), deadline);
}

int
line_connect(const struct line *l, int64_t deadline, int *fd)
{
	struct sockaddr_in tor = { .sin_family = AF_INET,
	    .sin_port = htons(l->socks),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int r;

	*fd = -1;
	if (is_unix(l->address))
		r = connect_unix(fd, l->address + sizeof(UNIX_BEGIN) - 1,
		    deadline);
	else if ((r = connect_to(fd, (struct sockaddr *)&tor, sizeof(tor),
	    deadline)) == 0 && (r = socks_greet(*fd, l, deadline)) == 0)
		r = socks_connect(*fd, l, deadline);
	if (r < 0)
		io_close(fd);
	return r;
}
