/* parts_read.c -- see parts.h: parts as their source sees them. */
#include "intake/letterbox/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/letterbox/ask.h"
#include "intake/letterbox/shelf.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define CIPHER_CHUNK (OBJECT_CHUNK + CHUNK_TAG_BYTES)

/* What a part's file begins with. */
struct beginning {
	uint8_t raw[PART_OBJECT_AT + OBJECT_HEAD_BYTES];
};

/* The bytes of content in the whole chunks of a file of `size` bytes. */
static uint64_t
broken_content(uint64_t size)
{
	const uint64_t head = PART_OBJECT_AT + OBJECT_HEAD_BYTES;

	return size < head ? 0 : (size - head) / CIPHER_CHUNK * CHUNK_CONTENT;
}

/* The bytes of a file that holds so much content and is whole. */
static uint64_t
whole_size(uint64_t content)
{
	const uint64_t plain = object_plain_size(content);

	return PART_OBJECT_AT + OBJECT_HEAD_BYTES + plain + CHUNK_TAG_BYTES *
	    ((plain + OBJECT_CHUNK - 1) / OBJECT_CHUNK);
}

/* What the head and the end say; the name is known though it be damaged. */
static int
ask_head(struct letterbox *l, uint32_t visit, const struct id *part,
    const struct beginning *b, struct part_seen *seen, uint8_t *end)
{
	struct wire_frame reply = WIRE_FRAME_INIT;
	struct bytes body = BYTES_INIT(PART_OBJECT_AT);
	struct wire_reader rd;
	const uint8_t *name;
	size_t len = 0;
	int r;

	wire_put_u32(&body, visit);
	wire_put_raw(&body, part->b, ID_BYTES);
	wire_put_raw(&body, b->raw + PART_HEAD_AT, PART_HEAD_BYTES);
	wire_put_raw(&body, b->raw + PART_END_AT, PART_END_BYTES);
	if ((r = bytes_ok(&body)) < 0 || (r = letterbox_ask(l, LB_HEAD, &body,
	    LB_PART, &reply)) < 0)
		goto done;
	rd = wire_reader(reply.body.data, reply.body.len);
	seen->arrived = wire_get_u64(&rd);
	*end = wire_get_u8(&rd);
	seen->bytes = wire_get_u64(&rd);
	name = wire_get_bytes(&rd, PART_NAME_MAX, &len);
	if (name == NULL || wire_done(&rd, "a part's head") < 0 ||
	    *end > LB_END_DAMAGED || seen->bytes > OBJECT_CONTENT_MAX) {
		r = err_set(ERR_PROTOCOL, "tipline-letterbox says what it must "
		    "not say; install tipline again");
		goto done;
	}
	memcpy(seen->name, name, len);
	seen->name[len] = '\0';
done:
	wire_frame_free(&reply);
	bytes_free(&body);
	return r;
}

/* What is to be said of a part whose file is open. */
static int
look(struct part_seen *seen, int fd, uint64_t size, struct beginning *b,
    struct letterbox *l, uint32_t visit)
{
	uint8_t end = LB_END_DAMAGED;
	ssize_t got;
	int r;

	memset(b, 0, sizeof(*b));
	if ((got = pread(fd, b->raw, sizeof(b->raw), 0)) < 0)
		return err_sys("a part cannot be read");
	/* Killed before its head was whole: there is nothing of it. */
	if (got < PART_OBJECT_AT) {
		seen->state = PART_BROKEN;
		return 0;
	}
	seen->state = PART_DAMAGED;
	if (memcmp(b->raw, PART_MAGIC, PART_MAGIC_BYTES) != 0)
		return 0;
	if ((r = ask_head(l, visit, &seen->id, b, seen, &end)) < 0)
		return r == ERR_INTEGRITY ? 0 : r;
	if (end == LB_END_THERE && size == whole_size(seen->bytes)) {
		seen->state = PART_WHOLE;
	} else if (end == LB_END_MISSING) {
		seen->state = PART_BROKEN;
		seen->bytes = broken_content(size);
	} else {
		seen->bytes = 0;
	}
	return 0;
}

/* A list on its way. */
struct listing {
	struct letterbox *l;
	uint32_t visit;
	struct parts_seen *seen;
	size_t room;
};

static int
add_seen(struct listing *g, const struct part_seen *one)
{
	struct parts_seen *seen = g->seen;
	struct part_seen *more;

	if (seen->n == g->room) {
		g->room = g->room == 0 ? 16 : 2 * g->room;
		more = reallocarray(seen->v, g->room, sizeof(*more));
		if (more == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		seen->v = more;
	}
	seen->v[seen->n++] = *one;
	return 0;
}

static bool
is_under_way(int fd)
{
	if (flock(fd, LOCK_SH | LOCK_NB) != 0)
		return true;
	(void)flock(fd, LOCK_UN);	/* who begins it need not wait */
	return false;
}

static int
list_one(void *arg, const struct shelf_entry *e)
{
	struct listing *g = arg;
	struct part_seen one = { .id = e->id };
	struct beginning b;
	struct stat st;
	bool comes;
	int fd, r;

	if (!e->is_part)
		return 0;	/* parts_destroy_all() and _expire() see it */
	fd = openat(e->folder, e->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT ? 0 : err_sys("a part cannot be read");
	/* What was seen is true of a part only if nobody wrote it before, nor
	 * began to meanwhile. */
	comes = is_under_way(fd);
	if (fstat(fd, &st) != 0)
		r = err_sys("a part cannot be read");
	else
		r = look(&one, fd, (uint64_t)st.st_size, &b, g->l, g->visit);
	if (r == 0 && e->damaged) {
		one.state = PART_DAMAGED;
		one.bytes = 0;
	} else if (r == 0 && (comes || is_under_way(fd))) {
		one.state = PART_UNDER_WAY;
	}
	if (r == 0)
		r = add_seen(g, &one);
	io_close(&fd);
	return r;
}

/* Runs of digits by their value, then by their length. */
static int
order_digits(const char **a, const char **b)
{
	const char *x = *a + strspn(*a, "0"), *y = *b + strspn(*b, "0");
	const size_t n = strspn(x, "0123456789"), m = strspn(y, "0123456789");
	int order = n != m ? (n > m) - (n < m) : strncmp(x, y, n);

	if (order == 0)
		order = (x - *a > y - *b) - (x - *a < y - *b);
	*a = x + n;
	*b = y + m;
	return order;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

int
part_name_order(const char *a, const char *b)
{
	int order = 0;

	while (order == 0 && (*a != '\0' || *b != '\0')) {
		if (is_digit(*a) && is_digit(*b)) {
			order = order_digits(&a, &b);
		} else {
			order = (unsigned char)*a - (unsigned char)*b;
			a += *a != '\0';
			b += *b != '\0';
		}
	}
	return order;
}

static int
by_name(const void *a, const void *b)
{
	const struct part_seen *x = a, *y = b;
	const int order = part_name_order(x->name, y->name);

	return order != 0 ? order : memcmp(x->id.b, y->id.b, ID_BYTES);
}

int
parts_list(struct parts *s, struct letterbox *l, uint32_t visit,
    const struct letterbox_public *pub, struct parts_seen *seen)
{
	struct listing g = { .l = l, .visit = visit, .seen = seen };
	int folder = -1, r;

	memset(seen, 0, sizeof(*seen));
	if ((r = shelf_folder(s, &pub->id, false, &folder)) == 0 && folder >= 0)
		r = shelf_each(folder, list_one, &g);
	io_close(&folder);
	if (r < 0)
		parts_seen_free(seen);
	else if (seen->n > 1)
		qsort(seen->v, seen->n, sizeof(*seen->v), by_name);
	return r;
}

void
parts_seen_free(struct parts_seen *seen)
{
	if (seen->v != NULL)
		sodium_memzero(seen->v, seen->n * sizeof(*seen->v));
	free(seen->v);
	memset(seen, 0, sizeof(*seen));
}

struct part_reader {
	struct letterbox *l;
	struct wire_frame reply;
	struct bytes body;		/* a chunk on its way */
	struct part_seen seen;
	uint32_t reader;		/* 0: none */
	uint64_t left;			/* bytes of ciphertext */
	int folder, fd;
	bool end;
};

static int
begin_reading(struct part_reader *r, const struct beginning *b, uint32_t visit)
{
	struct wire_reader rd;
	int e;

	bytes_reset(&r->body);
	wire_put_u32(&r->body, visit);
	wire_put_raw(&r->body, r->seen.id.b, ID_BYTES);
	wire_put_raw(&r->body, b->raw + PART_HEAD_AT, PART_HEAD_BYTES);
	wire_put_raw(&r->body, b->raw + PART_OBJECT_AT, OBJECT_HEAD_BYTES);
	if ((e = bytes_ok(&r->body)) < 0 || (e = letterbox_ask(r->l, LB_READ,
	    &r->body, LB_READER, &r->reply)) < 0)
		return e;
	rd = wire_reader(r->reply.body.data, r->reply.body.len);
	r->reader = wire_get_u32(&rd);
	return wire_done(&rd, "a part that is read");
}

/* From here on it is told as damaged; the file is kept for its name. */
static int
mark_damaged(const struct part_reader *r)
{
	char from[SHELF_NAME_SIZE], to[SHELF_NAME_SIZE];

	shelf_name(from, &r->seen.id, false);
	shelf_name(to, &r->seen.id, true);
	(void)renameat(r->folder, from, r->folder, to);
	return err_set(ERR_INTEGRITY, "the part \"%s\" is damaged; destroy it "
	    "and send it again", r->seen.name);
}

static int
open_file(struct part_reader *r, const struct parts *s,
    const struct letterbox_public *pub, uint32_t visit)
{
	char hex[ID_HEX_SIZE];
	struct beginning b;
	uint64_t size;
	int e;

	if ((e = shelf_folder(s, &pub->id, false, &r->folder)) < 0)
		return e;
	id_hex(hex, &r->seen.id);
	if (r->folder >= 0)
		r->fd = openat(r->folder, hex, O_RDONLY | O_CLOEXEC |
		    O_NOFOLLOW | O_NONBLOCK);
	if (r->fd < 0)
		return err_set(ERR_NOT_FOUND, "there is no such part any more; "
		    "look at the list again");
	if (flock(r->fd, LOCK_SH | LOCK_NB) != 0)
		return err_set(ERR_BUSY, "this part is still on its way; wait "
		    "until it is there");
	if ((e = io_size(r->fd, &size)) < 0 ||
	    (e = look(&r->seen, r->fd, size, &b, r->l, visit)) < 0)
		return e;
	if (r->seen.state == PART_DAMAGED)
		return mark_damaged(r);
	r->end = r->seen.bytes == 0;
	r->left = size - PART_OBJECT_AT - OBJECT_HEAD_BYTES;
	if (r->seen.state == PART_BROKEN)
		r->left = r->seen.bytes / CHUNK_CONTENT * CIPHER_CHUNK;
	if (lseek(r->fd, PART_OBJECT_AT + OBJECT_HEAD_BYTES, SEEK_SET) < 0)
		return err_sys("a part cannot be read");
	if (r->end)
		return 0;
	e = begin_reading(r, &b, visit);
	return e == ERR_INTEGRITY ? mark_damaged(r) : e;
}

int
part_reader_open(struct part_reader **out, struct parts *s,
    struct letterbox *l, uint32_t visit, const struct letterbox_public *pub,
    const struct id *part)
{
	struct part_reader *r;
	int e;

	*out = NULL;
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	r->l = l;
	r->seen.id = *part;
	r->reply = WIRE_FRAME_INIT;
	r->body = BYTES_INIT(CIPHER_CHUNK + PART_OBJECT_AT);
	r->folder = r->fd = -1;
	if ((e = open_file(r, s, pub, visit)) < 0)
		part_reader_free(r);
	else
		*out = r;
	return e;
}

/* Ask for the content of the next chunk. */
static int
ask_chunk(struct part_reader *r, bool *last)
{
	const size_t len = r->left < CIPHER_CHUNK ? (size_t)r->left :
	    CIPHER_CHUNK;
	uint8_t *to;
	size_t got;
	int e;

	bytes_reset(&r->body);
	wire_put_u32(&r->body, r->reader);
	if ((e = bytes_room(&r->body, len, &to)) < 0 ||
	    (e = io_read(r->fd, to, len, &got)) < 0)
		return e;
	if (got < len)
		return mark_damaged(r);
	r->left -= len;
	e = letterbox_ask(r->l, LB_CHUNK, &r->body, LB_CONTENT, &r->reply);
	if (e == ERR_INTEGRITY) {
		r->reader = 0;
		return mark_damaged(r);
	}
	if (e == 0 && (r->reply.body.len == 0 ||
	    r->reply.body.len > 1 + CHUNK_CONTENT))
		e = err_set(ERR_PROTOCOL, "tipline-letterbox says what it must "
		    "not say; install tipline again");
	if (e == 0)
		*last = r->reply.body.data[0] != 0;
	return e;
}

int
part_reader_next(struct part_reader *r, const uint8_t **data, size_t *len)
{
	bool last = false;
	int e;

	*len = 0;
	/* Behind the content there may be chunks of padding alone. */
	while (!r->end && *len == 0) {
		if ((e = ask_chunk(r, &last)) < 0)
			return e;
		*data = r->reply.body.data + 1;
		*len = r->reply.body.len - 1;
		if (r->seen.state == PART_WHOLE && last != (r->left == 0))
			return mark_damaged(r);
		r->end = r->left == 0;
	}
	return 0;
}

void
part_reader_free(struct part_reader *r)
{
	struct wire_frame reply = WIRE_FRAME_INIT;

	if (r == NULL)
		return;
	bytes_reset(&r->body);
	wire_put_u32(&r->body, r->reader);
	if (r->reader != 0 && bytes_ok(&r->body) == 0)
		(void)letterbox_ask(r->l, LB_ENOUGH, &r->body, LB_DONE, &reply);
	wire_frame_free(&reply);
	if (r->reply.body.data != NULL)
		sodium_memzero(r->reply.body.data, r->reply.body.len);
	wire_frame_free(&r->reply);
	bytes_free(&r->body);
	io_close(&r->fd);
	io_close(&r->folder);
	free(r);
}
