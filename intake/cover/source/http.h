/*
 * http.h -- the two requests of a client (RFC 9112), each always of the same
 * bytes but for what is sealed, on a connection of its own.
 */
#ifndef INTAKE_COVER_SOURCE_HTTP_H
#define INTAKE_COVER_SOURCE_HTTP_H

#include "intake/cover/card.h"
#include "intake/cover/message.h"
#include "intake/cover/source/line.h"

#define HTTP_HEAD_MAX 8192u	/* bytes of an answer's head */

/* GET /cover: append what was answered, at most b->max bytes. */
int http_card(const struct line *l, int64_t deadline, struct bytes *b);

/* POST /cover. */
int http_exchange(const struct line *l, int64_t deadline,
    const uint8_t out[COVER_BYTES], uint8_t in[COVER_BYTES]);

/*
 * http_content(p, len, content, n):
 * The content of a whole answer 200 with a Content-Length; ERR_FORMAT for
 * anything else.  Bytes from anybody.
 */
int http_content(const uint8_t *p, size_t len, const uint8_t **content,
    size_t *n);

#endif
