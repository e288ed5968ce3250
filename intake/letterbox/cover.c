/* cover.c -- see cover.h. */
#include "intake/letterbox/cover.h"

#include <fcntl.h>
#include <sodium.h>

#include "intake/letterbox/ask.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define COVER_NAME "cover"
#define COVER_MODE 0600

int
letterbox_cover_begin(struct letterbox *l, int state,
    struct letterbox_cover *cover)
{
	struct wire_frame reply = WIRE_FRAME_INIT;
	struct bytes nothing = BYTES_INIT(1);
	struct wire_reader rd;
	int fd, r;

	fd = openat(state, COVER_NAME, O_RDWR | O_CREAT | O_CLOEXEC |
	    O_NOFOLLOW, COVER_MODE);
	if (fd < 0)
		return err_sys("cannot open the key of cover mode in the "
		    "service's folder");
	if ((r = wire_ask(letterbox_fd(l), LB_COVER_KEY, &nothing, &fd, 1,
	    LB_COVER_PUBLIC, &reply)) < 0)
		goto done;
	rd = wire_reader(reply.body.data, reply.body.len);
	wire_get_raw(&rd, cover->key, BOX_PK_BYTES);
	wire_get_raw(&rd, cover->salt, LETTERBOX_SALT_BYTES);
	cover->passes = wire_get_u32(&rd);
	cover->kib = wire_get_u32(&rd);
	/* Nobody is told of a key that a power cut could take away. */
	if ((r = wire_done(&rd, "a key of cover mode")) == 0 &&
	    (r = io_sync(fd)) == 0)
		r = io_sync_dir(state, ".");
done:
	wire_frame_free(&reply);
	io_close(&fd);
	return r;
}

int
letterbox_cover_open(struct letterbox *l,
    const uint8_t box[LETTERBOX_COVER_BYTES],
    uint8_t plain[LETTERBOX_COVER_PLAIN], bool *opened)
{
	struct bytes b = BYTES_INIT(LETTERBOX_COVER_BYTES);
	struct wire_frame reply = WIRE_FRAME_INIT;
	struct wire_reader rd;
	int r;

	*opened = false;
	if ((r = bytes_add(&b, box, LETTERBOX_COVER_BYTES)) < 0 ||
	    (r = letterbox_ask(l, LB_COVER, &b, LB_COVERED, &reply)) < 0)
		goto done;
	rd = wire_reader(reply.body.data, reply.body.len);
	if ((*opened = wire_get_u8(&rd) == 1))
		wire_get_raw(&rd, plain, LETTERBOX_COVER_PLAIN);
	r = wire_done(&rd, "an opened message");
	if (reply.body.data != NULL)
		sodium_memzero(reply.body.data, reply.body.len);
done:
	wire_frame_free(&reply);
	bytes_free(&b);
	return r;
}
