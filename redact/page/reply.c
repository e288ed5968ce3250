/* reply.c -- see reply.h. */
#include "redact/page/reply.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

void
reply_free(struct reply *r)
{
	bytes_free(&r->body);
	*r = REPLY_INIT;
}

void
reply_status(struct reply *r, unsigned status)
{
	bytes_free(&r->body);
	*r = REPLY_INIT;
	r->status = status;
}

void
reply_error(struct reply *r, unsigned status, const char *state,
    const char *line)
{
	struct json j;

	reply_status(r, status);
	r->type = REPLY_JSON;
	j = json_writer(&r->body);
	json_open(&j, '{');
	json_kstr(&j, "error", line);
	if (state != NULL)
		json_kstr(&j, "state", state);
	json_close(&j, '}');
}

void
reply_failure(struct reply *r, int code)
{
	switch (code) {
	case ERR_FORMAT:
	case ERR_USAGE:
		reply_error(r, 400, NULL, err_line());
		break;
	case ERR_NOT_FOUND:
		reply_error(r, 404, NULL, err_line());
		break;
	case ERR_TOO_BIG:
		reply_error(r, 413, "refused", err_line());
		break;
	case ERR_BUSY:
		reply_error(r, 503, NULL, err_line());
		break;
	case ERR_NOT_PERMITTED:
	case ERR_EXISTS:
		reply_error(r, 409, "refused", err_line());
		break;
	default:
		reply_error(r, 500, NULL, err_line());
		break;
	}
}

/* Digits to a number; false when there are none, or far too many. */
static bool
digits(const char **p, uint64_t *n)
{
	const char *at = *p;

	for (*n = 0; *at >= '0' && *at <= '9'; at++) {
		if (at - *p >= 15)
			return false;
		*n = *n * 10 + (uint64_t)(*at - '0');
	}
	if (at == *p)
		return false;
	*p = at;
	return true;
}

enum range_says { RANGE_NONE, RANGE_PART, RANGE_BEHIND };

/* "bytes=A-B", "bytes=A-" or "bytes=-N": *from up to *to. */
static enum range_says
parse_range(const char *range, uint64_t size, uint64_t *from, uint64_t *to)
{
	uint64_t n;

	if (strncmp(range, "bytes=", 6) != 0)
		return RANGE_NONE;
	range += 6;
	if (*range == '-') {
		range++;
		if (!digits(&range, &n) || *range != '\0')
			return RANGE_NONE;
		*from = n < size ? size - n : 0;
		*to = size;
		return n == 0 || size == 0 ? RANGE_BEHIND : RANGE_PART;
	}
	if (!digits(&range, from) || *range++ != '-')
		return RANGE_NONE;
	*to = size;
	if (*range != '\0') {
		if (!digits(&range, &n) || *range != '\0' || n < *from)
			return RANGE_NONE;
		if (n < size)
			*to = n + 1;
	}
	return *from < size ? RANGE_PART : RANGE_BEHIND;
}

/* Bytes of the file, which is frozen: they are there. */
static bool
copy_part(struct bytes *body, int fd, uint64_t from, uint64_t to)
{
	size_t len = (size_t)(to - from), done = 0;
	uint8_t *p;
	ssize_t n;

	if (bytes_room(body, len, &p) < 0)
		return false;
	while (done < len) {
		n = pread(fd, p + done, len - done, (off_t)(from + done));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			(void)err_sys("cannot read what was made");
			return false;
		}
		done += (size_t)n;
	}
	return true;
}

void
reply_file(struct reply *r, const char *type, int fd, uint64_t size,
    const char *range)
{
	uint64_t from = 0, to = size;

	reply_status(r, 200);
	r->type = type;
	switch (parse_range(range, size, &from, &to)) {
	case RANGE_NONE:
		if (size > WEB_ANSWER_MAX)
			reply_error(r, 413, "refused", "this is too long to "
			    "be sent as one; ask for a range of it");
		else
			r->fd = fd;
		return;
	case RANGE_BEHIND:
		reply_status(r, 416);
		(void)snprintf(r->range, sizeof(r->range), "bytes */%llu",
		    (unsigned long long)size);
		return;
	case RANGE_PART:
		break;
	}
	if (to - from > REPLY_PART_MAX)
		to = from + REPLY_PART_MAX;
	if (!copy_part(&r->body, fd, from, to)) {
		reply_failure(r, ERR_IO);
		return;
	}
	r->status = 206;
	(void)snprintf(r->range, sizeof(r->range), "bytes %llu-%llu/%llu",
	    (unsigned long long)from, (unsigned long long)to - 1,
	    (unsigned long long)size);
}

struct web_answer
reply_answer(const struct reply *r)
{
	return (struct web_answer){ .status = r->status, .type = r->type,
	    .cookie = r->cookie[0] != '\0' ? r->cookie : NULL,
	    .range = r->range[0] != '\0' ? r->range : NULL,
	    .data = r->body.data, .len = r->body.len, .fd = r->fd };
}
