/*
 * fuzz_dead_drop.c -- CoverDrop, whatever the bytes: its JSON, a key file, and
 * records, which no key opens that did not make them.  The first byte says
 * which.
 */
#include <pthread.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "intake/foreign/keys/open.h"
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

static void
read_json(const uint8_t *data, size_t len)
{
	static int pair[2] = { -1, -1 };
	struct say s = { .sock = -1 };
	pthread_t t;

	if (pair[0] < 0 && (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0 ||
	    pthread_create(&t, NULL, drain, &pair[1]) != 0))
		abort();
	s.sock = pair[0];
	(void)kind_coverdrop(&s, data, len);
}

static void
read_keys(const uint8_t *data, size_t len)
{
	struct keyring ring;
	int fd;

	if (io_memfd_from(&fd, "keys", data, len) < 0)
		abort();
	if (keyring_read(&ring, fd) == 0) {
		if (ring.n[KEYRING_SECRET] == 0 || ring.n[KEYRING_COVERNODE] == 0)
			abort();
		keyring_free(&ring);
	}
	io_close(&fd);
}

static void
open_record(const uint8_t *data, size_t len)
{
	static const char keys[] = "journalist "
	    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"
	    "covernode "
	    "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210\n";
	static struct keyring ring;
	static struct opener *o;
	uint8_t record[DROP_RECORD_BYTES] = { 0 }, plain[DROP_PLAIN_BYTES];
	int fd;

	if (o == NULL) {
		if (io_memfd_from(&fd, "keys", keys, sizeof(keys) - 1) < 0 ||
		    keyring_read(&ring, fd) < 0 || opener_new(&o, &ring) < 0)
			abort();
		io_close(&fd);
	}
	memcpy(record, data, len < sizeof(record) ? len : sizeof(record));
	if (opener_open(o, plain, record) != OPENED_COVER)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	if (len < 2 || sodium_init() < 0)
		return 0;
	if (data[0] % 3 == 0)
		read_json(data + 1, len - 1);
	else if (data[0] % 3 == 1)
		read_keys(data + 1, len - 1);
	else
		open_record(data + 1, len - 1);
	return 0;
}
