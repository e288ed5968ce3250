/* upload.c -- see upload.h. */
#include "intake/web/wall/upload.h"

#include <stdlib.h>
#include <string.h>

#include "intake/web/records.h"
#include "intake/web/wall/server.h"
#include "intake/web/wall/tell.h"
#include "vault/base/err.h"

/* Content goes as it comes, but pieces smaller than this wait for more: who
 * sends a byte at a time must not make a record of each. */
#define PIECE_SMALL 4096u
#define PIECES_MAX 16384u

struct upload *
upload_new(const char *content_type, unsigned *status)
{
	struct upload *u = calloc(1, sizeof(*u));

	*status = MHD_HTTP_INTERNAL_SERVER_ERROR;
	if (u == NULL)
		return NULL;
	u->gone = WEB_LEFT;
	u->pieces = BYTES_WIPED(PIECES_MAX);
	if (multipart_start(&u->form, content_type) < 0) {
		*status = MHD_HTTP_BAD_REQUEST;
		upload_free(u);
		return NULL;
	}
	return u;
}

void
upload_free(struct upload *u)
{
	if (u == NULL)
		return;
	bytes_free(&u->pieces);
	explicit_bzero(u, sizeof(*u));	/* names, the beginning of a piece */
	free(u);
}

static int
flush(struct request *q)
{
	struct bytes *b = &q->upload->pieces;
	int r;

	if (b->len == 0)
		return 0;
	r = tell_data(q, b->data, b->len);
	bytes_reset(b);
	return r;
}

static int
on_part(void *arg, const struct part *part)
{
	struct request *q = arg;

	return q->over ? 0 : tell_part(q, part);
}

static int
on_data(void *arg, const uint8_t *p, size_t len)
{
	struct request *q = arg;
	struct bytes *b = &q->upload->pieces;
	int r;

	if (q->over)
		return 0;
	if (len < PIECE_SMALL && b->len + len <= PIECES_MAX)
		return bytes_add(b, p, len);
	if ((r = flush(q)) < 0)
		return r;
	return len < PIECE_SMALL ? bytes_add(b, p, len) : tell_data(q, p, len);
}

static int
on_part_end(void *arg)
{
	struct request *q = arg;
	int r;

	if (q->over)
		return 0;
	return (r = flush(q)) < 0 ? r : tell_id(q, WEB_PART_END);
}

int
upload_feed(struct request *q, const void *p, size_t len)
{
	const struct multipart_sink sink = { on_part, on_data, on_part_end, q };
	struct upload *u = q->upload;
	int r;

	u->got += len;
	if (u->got > q->server->limits.body_max) {
		u->gone = WEB_TOO_MUCH;
		return MULTIPART_BAD;
	}
	if ((r = multipart_feed(&u->form, p, len, &sink)) == MULTIPART_BAD)
		u->gone = WEB_NO_FORM;
	return r;
}

int
upload_end(struct request *q)
{
	int r;

	if (multipart_end(&q->upload->form) < 0) {
		q->upload->gone = WEB_NO_FORM;
		return MULTIPART_BAD;
	}
	if ((r = tell_id(q, WEB_WHOLE)) < 0)
		return r;
	upload_free(q->upload);
	q->upload = NULL;
	return 0;
}

int
upload_gone(struct request *q)
{
	int r = q->over ? 0 : flush(q);

	if (r == 0)
		r = tell_gone(q, q->upload->gone);
	upload_free(q->upload);
	q->upload = NULL;
	return r;
}
