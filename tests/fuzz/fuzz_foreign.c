/*
 * fuzz_foreign.c -- exports of messengers and mails, whatever their bytes: each
 * kind reads them, and what it says is thrown away by a thread.  The first byte says the
 * kind.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "intake/foreign/wall/kinds.h"
#include "vault/base/io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void *
drain(void *arg)
{
	static char part[1 << 16];
	int sock = *(int *)arg;

	while (read(sock, part, sizeof(part)) > 0)
		;
	return NULL;
}

static int
mails(struct say *s, const uint8_t *p, size_t len, int how)
{
	int fd, r;

	if (io_memfd_from(&fd, "mails", p, len) < 0)
		abort();
	r = how == 2 ? kind_mail_one(s, fd) : kind_mail(s, fd, how == 1);
	io_close(&fd);
	return r;
}

static int
boxed(struct say *s, const uint8_t *p, size_t len)
{
	return mails(s, p, len, 0);
}

static int
boxed_lengths(struct say *s, const uint8_t *p, size_t len)
{
	return mails(s, p, len, 1);
}

static int
one(struct say *s, const uint8_t *p, size_t len)
{
	return mails(s, p, len, 2);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static int (*const kinds[])(struct say *, const uint8_t *, size_t) = {
		kind_signal, kind_telegram, kind_keybase, boxed, boxed_lengths,
		one };
	static int pair[2] = { -1, -1 };
	struct say s = { .sock = -1 };
	pthread_t t;

	if (pair[0] < 0 && (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0 ||
	    pthread_create(&t, NULL, drain, &pair[1]) != 0))
		abort();
	if (len < 2)
		return 0;
	s.sock = pair[0];
	(void)kinds[data[0] % 6](&s, data + 1, len - 1);
	return 0;
}
