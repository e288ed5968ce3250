/*
 * fuzz_packed.c -- packed exports, whatever their bytes: what is said of one is
 * in order, and all of it is said or nothing: a submission that begins is
 * whole when the kind says that all was well.  The first byte says the kind.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "intake/foreign/place/place.h"
#include "intake/foreign/wall/kinds.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

struct heard {
	int sock;
	unsigned begun, whole, items, ended, entries;
};

/* To the frame that is the last. */
static void *
hear(void *arg)
{
	struct heard *h = arg;
	struct wire_frame f = WIRE_FRAME_INIT;

	while (wire_recv(h->sock, &f) == 0 && f.type != FOREIGN_DONE) {
		h->begun += f.type == FOREIGN_SUBMISSION;
		h->whole += f.type == FOREIGN_WHOLE;
		h->items += f.type == FOREIGN_ITEM;
		h->ended += f.type == FOREIGN_END;
		h->entries += f.type == FOREIGN_ENTRY;
		/* One at a time, and data in an item alone. */
		if (h->begun > h->whole + 1 || h->items > h->ended + 1 ||
		    (f.type == FOREIGN_DATA && h->items != h->ended + 1) ||
		    (f.type == FOREIGN_ITEM && h->begun != h->whole + 1))
			abort();
	}
	wire_frame_free(&f);
	return NULL;
}

static void
look_at_place(const uint8_t *data, size_t len)
{
	struct place a, b;
	char *path = calloc(1, len + 1), opened[64];

	if (path == NULL)
		abort();
	memcpy(path, data, len);
	place_securedrop(&a, path);
	place_globaleaks(&b, path);
	place_opened(path, opened, sizeof(opened));
	if (a.name < path || a.name > path + strlen(path) || b.name < path ||
	    b.name > path + strlen(path) || strlen(opened) > strlen(path))
		abort();
	free(path);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct say s = { .sock = -1 };
	struct heard h = { .sock = -1 };
	pthread_t t;
	int pair[2], fd, r;

	if (len < 2)
		return 0;
	if (data[0] % 5 == 4) {
		look_at_place(data + 1, len - 1);
		return 0;
	}
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0 ||
	    io_memfd_from(&fd, "export", data + 1, len - 1) < 0)
		abort();
	s.sock = pair[0];
	h.sock = pair[1];
	if (pthread_create(&t, NULL, hear, &h) != 0)
		abort();
	r = data[0] % 5 == 0 ? kind_securedrop(&s, fd, NULL) :
	    data[0] % 5 == 1 ? kind_securedrop(&s, fd, "apart") :
	    data[0] % 5 == 2 ? kind_globaleaks(&s, fd, NULL) :
	    kind_gzip(&s, fd, "file");
	s.failed = 0;
	say_done(&s);
	(void)pthread_join(t, NULL);
	if (r == 0 && (h.begun != h.whole || h.items != h.ended))
		abort();
	close(pair[0]);
	close(pair[1]);
	io_close(&fd);
	return 0;
}
