/* parts.c -- see parts.h: parts as they are written, listed and destroyed. */
#include "intake/letterbox/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "intake/letterbox/records.h"
#include "intake/letterbox/shelf.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/seal/object.h"

#define ARRIVAL_SECONDS 3600	/* what the time of a part is rounded down to */
#define DAY_SECONDS 86400
#define TRIES 100

struct part {
	const struct parts *parts;
	struct id box, id;
	struct secret *key;
	struct sealer *sealer;
	uint64_t most;			/* bytes that the file may have */
	int folder, fd;
	bool whole;
};

/* What a part begins with, but for its end, which is zeros yet. */
static int
write_head(const struct part *p, const struct letterbox_public *pub,
    const char *name)
{
	const size_t len = strnlen(name, PART_NAME_MAX);
	const uint64_t now = (uint64_t)time(NULL);
	uint64_t arrived = now - now % ARRIVAL_SECONDS;
	uint8_t file[PART_OBJECT_AT] = PART_MAGIC, *to;
	struct secret *plain = NULL;
	int r;

	if ((r = secret_new(&plain, PART_HEAD_PLAIN)) < 0)
		return r;
	to = secret_bytes(plain);
	*to++ = PART_HEAD_VERSION;
	memcpy(to, p->id.b, ID_BYTES);
	memcpy(to += ID_BYTES, secret_peek(p->key), KEY_BYTES);
	to += KEY_BYTES;
	for (size_t i = 8; i-- > 0; arrived >>= 8)
		to[i] = (uint8_t)arrived;
	to[8] = (uint8_t)len;
	memcpy(to + 9, name, len);
	if (crypto_box_seal(file + PART_HEAD_AT, secret_peek(plain),
	    PART_HEAD_PLAIN, pub->part_pk) != 0)
		r = err_set(ERR_FAILED, "a letterbox has a key that cannot be "
		    "sealed to; enter the code name again");
	else
		r = io_write_all(p->fd, file, sizeof(file));
	secret_free(plain);
	return r;
}

/* Coarse, so that a part does not say which visit it came with. */
static int
round_time(int fd)
{
	struct timespec now[2];

	now[0].tv_sec = time(NULL);
	now[0].tv_sec -= now[0].tv_sec % DAY_SECONDS;
	now[0].tv_nsec = 0;
	now[1] = now[0];
	return futimens(fd, now) != 0 ? err_sys("a part's time cannot be set") :
	    0;
}

static int
check_room(struct part *p)
{
	struct shelf_sum sum;
	int r;

	if ((r = shelf_sum(p->folder, &sum)) < 0)
		return r;
	/* This one is counted already. */
	if (sum.parts > LETTERBOX_PARTS_MAX || sum.bytes >= LETTERBOX_BYTES_MAX)
		return err_set(ERR_TOO_BIG, "a letterbox holds %d parts and "
		    "%llu bytes of them at most; put some together, or destroy "
		    "them", LETTERBOX_PARTS_MAX,
		    (unsigned long long)LETTERBOX_BYTES_MAX);
	p->most = LETTERBOX_BYTES_MAX - sum.bytes;
	return 0;
}

/* The folder may go away between two steps, for it was empty. */
static int
make_file(struct part *p)
{
	char hex[ID_HEX_SIZE];
	int r, tries;

	id_hex(hex, &p->id);
	for (tries = 0; tries < TRIES && p->fd < 0; tries++) {
		io_close(&p->folder);
		if ((r = shelf_folder(p->parts, &p->box, true,
		    &p->folder)) < 0)
			return r;
		p->fd = openat(p->folder, hex, O_RDWR | O_CREAT | O_EXCL |
		    O_CLOEXEC | O_NOFOLLOW, 0600);
		if (p->fd < 0 && errno != ENOENT)
			break;
	}
	return p->fd < 0 ? err_sys("a part cannot be kept") : 0;
}

static int
begin(struct part *p, const struct letterbox_public *pub, const char *name)
{
	const struct object_ctx ctx = { .submission = pub->id, .item = p->id,
	    .kind = OBJECT_PART, .version = 1 };
	int r;

	if ((r = make_file(p)) < 0)
		return r;
	/* Held while it is written: so the others see that it is under way. */
	if (flock(p->fd, LOCK_EX) != 0)
		return err_sys("a part cannot be held");
	if ((r = check_room(p)) == 0 && (r = write_head(p, pub, name)) == 0 &&
	    (r = sealer_new(&p->sealer, p->key, &ctx, p->fd)) == 0)
		sealer_unhashed(p->sealer);
	return r;
}

int
part_begin(struct part **out, struct parts *s,
    const struct letterbox_public *pub, const char *name)
{
	struct part *p;
	int r;

	*out = NULL;
	if ((p = calloc(1, sizeof(*p))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	p->parts = s;
	p->box = pub->id;
	p->folder = p->fd = -1;
	if ((r = id_new(&p->id)) == 0 && (r = secret_random(&p->key)) == 0)
		r = begin(p, pub, name);
	if (r < 0)
		part_free(p);
	else
		*out = p;
	return r;
}

const struct id *
part_id(const struct part *p)
{
	return &p->id;
}

int
part_write(struct part *p, const void *data, size_t len)
{
	if (sealer_size(p->sealer) + len > p->most)
		return err_set(ERR_TOO_BIG, "a letterbox holds %llu bytes of "
		    "parts at most; put some together, or destroy them",
		    (unsigned long long)LETTERBOX_BYTES_MAX);
	return sealer_add(p->sealer, data, len);
}

/* How long it is: only now is it whole. */
static int
write_end(const struct part *p, uint64_t content)
{
	uint8_t sub[crypto_secretbox_KEYBYTES], plain[8];
	uint8_t end[PART_END_BYTES];

	for (size_t i = sizeof(plain); i-- > 0; content >>= 8)
		plain[i] = (uint8_t)content;
	crypto_generichash(sub, sizeof(sub), (const uint8_t *)PART_END_LABEL,
	    sizeof(PART_END_LABEL) - 1, secret_peek(p->key), KEY_BYTES);
	randombytes_buf(end, PART_END_NONCE);
	(void)crypto_secretbox_easy(end + PART_END_NONCE, plain, sizeof(plain),
	    end, sub);
	sodium_memzero(sub, sizeof(sub));
	return pwrite(p->fd, end, sizeof(end), PART_END_AT) !=
	    (ssize_t)sizeof(end) ? err_sys("a part cannot be kept") : 0;
}

int
part_end(struct part *p)
{
	struct sealed done;
	struct stat st;
	int r;

	/* The end says that all before it is there: first that. */
	if ((r = sealer_end(p->sealer, &done)) < 0 ||
	    (r = io_sync(p->fd)) < 0 ||
	    (r = write_end(p, done.content)) < 0 ||
	    (r = round_time(p->fd)) < 0 || (r = io_sync(p->fd)) < 0 ||
	    (r = io_sync(p->folder)) < 0 || (r = shelf_sync(p->parts)) < 0)
		return r;
	if (fstat(p->fd, &st) != 0 || st.st_nlink == 0)
		return err_set(ERR_NOT_FOUND, "this part was destroyed while "
		    "it came; send it again");
	p->whole = true;
	return 0;
}

void
part_free(struct part *p)
{
	if (p == NULL)
		return;
	sealer_free(p->sealer);
	secret_free(p->key);
	if (p->fd >= 0 && !p->whole) {
		(void)round_time(p->fd);
		(void)shelf_drop_empty(p->folder, p->fd, &p->id);
	}
	io_close(&p->fd);
	io_close(&p->folder);
	shelf_tidy(p->parts, &p->box);
	free(p);
}

/* What parts_expire() does, one letterbox after the other. */
struct expiry {
	struct parts *parts;
	uint64_t before;
	size_t *destroyed;
};

static int
expire_one(void *arg, const struct shelf_entry *e)
{
	struct expiry *x = arg;
	bool gone;
	int r;

	if (e->modified >= 0 && (uint64_t)e->modified >= x->before)
		return 0;
	if ((r = shelf_destroy(e->folder, e->name, true, &gone)) == 0)
		*x->destroyed += gone;
	return r;
}

static int
expire_box(void *arg, const struct id *box)
{
	struct expiry *x = arg;
	int folder = -1, r;

	if ((r = shelf_folder(x->parts, box, false, &folder)) == 0 &&
	    folder >= 0 && (r = shelf_each(folder, expire_one, x)) == 0)
		r = io_sync(folder);
	io_close(&folder);
	shelf_tidy(x->parts, box);
	return r;
}

int
parts_expire(struct parts *s, uint64_t before, size_t *destroyed)
{
	struct expiry x = { s, before, destroyed };

	*destroyed = 0;
	return shelf_boxes(s, expire_box, &x);
}

int
part_destroy(struct parts *s, const struct id *box, const struct id *part)
{
	char name[SHELF_NAME_SIZE];
	int folder = -1, r;
	bool gone;

	shelf_name(name, part, false);
	r = shelf_folder(s, box, false, &folder);
	if (r == 0 && folder >= 0 &&
	    (r = shelf_destroy(folder, name, false, &gone)) == 0) {
		shelf_name(name, part, true);
		r = shelf_destroy(folder, name, false, &gone);
	}
	if (r == 0 && folder >= 0)
		r = io_sync(folder);
	io_close(&folder);
	shelf_tidy(s, box);
	return r;
}

static int
destroy_one(void *arg, const struct shelf_entry *e)
{
	bool gone;

	(void)arg;
	return shelf_destroy(e->folder, e->name, false, &gone);
}

int
parts_destroy_all(struct parts *s, const struct id *box)
{
	int folder = -1, r;

	if ((r = shelf_folder(s, box, false, &folder)) == 0 && folder >= 0 &&
	    (r = shelf_each(folder, destroy_one, NULL)) == 0)
		r = io_sync(folder);
	io_close(&folder);
	shelf_tidy(s, box);
	return r;
}
