/*
 * main.c -- tipline-coverdrop: holds a journalist's CoverDrop keys, which it
 * reads from descriptor 4, and opens dead drops by them for whoever asks on
 * descriptor 3.  It parses nothing that came from outside but rows of one size.
 */
#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "intake/foreign/keys/open.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"
#include "vault/lock/lock.h"

#define SOCK 3
#define KEYS 4

/* Guarded memory. */
static const int calls[] = { SCMP_SYS(mlock), SCMP_SYS(munlock),
    SCMP_SYS(newfstatat) };

struct counts {
	uint32_t records, cover, others;
};

static int
send_message(uint32_t record, const uint8_t plain[DROP_PLAIN_BYTES])
{
	struct bytes b = BYTES_INIT(DROP_PLAIN_BYTES + 64);
	size_t len = (size_t)plain[33] << 8 | plain[34];
	int r;

	if (len > DROP_PACKED_MAX)	/* then all of it is what it is */
		len = DROP_PACKED_MAX;
	wire_put_u32(&b, record);
	wire_put_raw(&b, plain, 32);
	wire_put_bytes(&b, plain + 35, len);
	if ((r = bytes_ok(&b)) == 0)
		r = wire_send(SOCK, DROP_MESSAGE, b.data, b.len, NULL, 0);
	if (b.data != NULL)
		sodium_memzero(b.data, b.cap);
	bytes_free(&b);
	return r;
}

static int
send_done(const struct counts *n, enum drop_signature signature)
{
	struct bytes b = BYTES_INIT(16);
	int r;

	wire_put_u32(&b, n->records);
	wire_put_u32(&b, n->cover);
	wire_put_u32(&b, n->others);
	wire_put_u8(&b, (uint8_t)signature);
	if ((r = bytes_ok(&b)) == 0)
		r = wire_send(SOCK, DROP_DONE, b.data, b.len, NULL, 0);
	bytes_free(&b);
	return r;
}

static int
open_drop(struct opener *o, const uint8_t *drop, size_t len)
{
	uint8_t plain[DROP_PLAIN_BYTES];
	const uint8_t *record = drop + DROP_HEAD_BYTES;
	struct counts n = { .records = (uint32_t)((len - DROP_HEAD_BYTES) /
	    DROP_RECORD_BYTES) };
	enum drop_signature signature = opener_check(o, drop, len);
	enum opened what;
	uint32_t i;
	int r = 0;

	for (i = 0; r == 0 && signature != DROP_BAD && i < n.records;
	    i++, record += DROP_RECORD_BYTES) {
		what = opener_open(o, plain, record);
		n.cover += what == OPENED_COVER;
		n.others += what == OPENED_HALF;
		if (what == OPENED)
			r = send_message(i, plain);
	}
	sodium_memzero(plain, sizeof(plain));
	return r < 0 ? r : send_done(&n, signature);
}

static int
answer(struct opener *o, struct wire_frame *f)
{
	int fd = wire_take_fd(f, 0), r;
	uint64_t size = 0;
	void *p;

	if (f->type != DROP_OPEN || fd < 0) {
		io_close(&fd);
		return err_set(ERR_PROTOCOL, "tipline-coverdrop was asked what "
		    "it does not know; report it to the maintainers");
	}
	if ((r = io_size(fd, &size)) < 0)
		goto done;
	if (size < DROP_HEAD_BYTES || size > DROP_HEAD_BYTES + DROP_BYTES_MAX ||
	    (size - DROP_HEAD_BYTES) % DROP_RECORD_BYTES != 0) {
		r = err_set(ERR_FORMAT, "a dead drop is no row of whole "
		    "messages; fetch it again");
		goto done;
	}
	p = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED) {
		r = err_sys("a dead drop cannot be read");
		goto done;
	}
	r = open_drop(o, p, size);
	(void)munmap(p, size);
done:
	io_close(&fd);
	return r;
}

static int
say_ready(const struct keyring *ring)
{
	struct bytes b = BYTES_INIT(16);
	int r;

	for (unsigned i = 0; i < KEYRING_KINDS; i++)
		wire_put_u32(&b, (uint32_t)ring->n[i]);
	if ((r = bytes_ok(&b)) == 0)
		r = wire_send(SOCK, DROP_READY, b.data, b.len, NULL, 0);
	bytes_free(&b);
	return r;
}

static int
serve(struct opener *o)
{
	struct wire_frame f = WIRE_FRAME_INIT;
	int r;

	while ((r = wire_recv(SOCK, &f)) == 0)
		if ((r = answer(o, &f)) < 0)
			break;
	wire_frame_free(&f);
	/* Nobody asks any more: that is how it ends. */
	return r == ERR_WALL ? 0 : r;
}

int
main(void)
{
	static struct keyring ring;
	const struct lock lock = { .who = "tipline-coverdrop",
	    .failure = ERR_WALL, .calls = calls,
	    .ncalls = sizeof(calls) / sizeof(calls[0]) };
	struct opener *o = NULL;
	int r;

	(void)signal(SIGPIPE, SIG_IGN);
	/* Whoever asked hears why. */
	if ((r = process_hide()) < 0 || (r = keyring_read(&ring, KEYS)) < 0 ||
	    (r = opener_new(&o, &ring)) < 0 || (r = lock_enter(&lock)) < 0 ||
	    (r = say_ready(&ring)) < 0 || (r = serve(o)) < 0)
		r = wire_send_error(SOCK, r);
	opener_free(o);
	keyring_free(&ring);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
