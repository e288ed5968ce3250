/* replies.c -- see replies.h. */
#include "intake/letterbox/replies.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "intake/letterbox/ask.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define DELETED_FOLDER "deleted"
#define DAY_SECONDS 86400

struct replies {
	int folder;			/* -1: there are none */
	int deleted;
	uint8_t (*trusted)[SIGN_PK_BYTES];
	size_t ntrusted;
};

static int
open_folders(struct replies *r, const char *folder, int state)
{
	if ((mkdirat(state, DELETED_FOLDER, 0700) != 0 && errno != EEXIST) ||
	    (r->deleted = openat(state, DELETED_FOLDER, O_RDONLY |
	    O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)) < 0)
		return err_sys("the service's folder cannot hold `deleted`");
	if (folder == NULL)
		return io_sync(state);
	r->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (r->folder < 0)
		return err_sys("%s cannot hold replies; make the folder first",
		    folder);
	return io_sync(state);
}

int
replies_open(struct replies **out, const char *folder, int state)
{
	struct replies *r;
	int e;

	*out = NULL;
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	r->folder = r->deleted = -1;
	if ((e = open_folders(r, folder, state)) < 0)
		replies_close(r);
	else
		*out = r;
	return e;
}

void
replies_close(struct replies *r)
{
	if (r == NULL)
		return;
	io_close(&r->folder);
	io_close(&r->deleted);
	free(r->trusted);
	free(r);
}

static bool
trusts(const struct replies *r, const uint8_t key[SIGN_PK_BYTES])
{
	size_t i;

	for (i = 0; i < r->ntrusted; i++)
		if (memcmp(r->trusted[i], key, SIGN_PK_BYTES) == 0)
			return true;
	return false;
}

int
replies_trust(struct replies *r, const struct card *card)
{
	uint8_t (*more)[SIGN_PK_BYTES];

	if (trusts(r, card->sign_pk))
		return 0;
	if (r->ntrusted == REPLIES_TRUSTED_MAX)
		return err_set(ERR_TOO_BIG, "more than %d members may answer; "
		    "name fewer", REPLIES_TRUSTED_MAX);
	more = reallocarray(r->trusted, r->ntrusted + 1, sizeof(*more));
	if (more == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	r->trusted = more;
	memcpy(more[r->ntrusted++], card->sign_pk, SIGN_PK_BYTES);
	return 0;
}

static int
is_deleted(const struct replies *r, const struct id *reply, bool *is)
{
	char hex[ID_HEX_SIZE];
	struct stat st;

	id_hex(hex, reply);
	*is = fstatat(r->deleted, hex, &st, AT_SYMLINK_NOFOLLOW) == 0;
	return *is || errno == ENOENT ? 0 :
	    err_sys("the service's folder cannot be read");
}

/* Overwritten and unlinked, durably; what is no file is unlinked alone. */
static int
destroy(const struct replies *r, const char *name)
{
	static const uint8_t zeros[REPLY_FILE_BYTES];
	struct stat st;
	int fd, e = 0;

	fd = openat(r->folder, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK);
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (e = io_write_all(fd, zeros, sizeof(zeros))) == 0)
		e = io_sync(fd);
	io_close(&fd);
	if (e < 0)
		return e;
	if (unlinkat(r->folder, name, 0) != 0 && errno != ENOENT)
		return err_sys("a reply cannot be deleted");
	return io_sync(r->folder);
}

/* Open what is sealed, into one more of the list. */
static int
ask_text(struct letterbox *l, uint32_t visit, const uint8_t *file,
    struct reply_seen *one)
{
	struct wire_frame reply = WIRE_FRAME_INIT;
	struct bytes body = BYTES_INIT(4 + REPLY_BOX_BYTES);
	struct wire_reader rd;
	int r;

	wire_put_u32(&body, visit);
	wire_put_raw(&body, file + REPLY_BOX_AT, REPLY_BOX_BYTES);
	if ((r = bytes_ok(&body)) < 0 || (r = letterbox_ask(l, LB_REPLY, &body,
	    LB_TEXT, &reply)) < 0)
		goto done;
	rd = wire_reader(reply.body.data, reply.body.len);
	one->sent = wire_get_u64(&rd);
	if (rd.bad || rd.left == 0 || rd.left > REPLY_TEXT_MAX ||
	    !utf8_valid(rd.p, rd.left)) {
		r = err_set(ERR_PROTOCOL, "tipline-letterbox says what it must "
		    "not say; install tipline again");
		goto done;
	}
	one->len = rd.left;
	if ((one->text = malloc(rd.left)) == NULL)
		r = err_set(ERR_NO_MEMORY, "out of memory");
	else
		memcpy(one->text, rd.p, rd.left);
done:
	if (reply.body.data != NULL)
		sodium_memzero(reply.body.data, reply.body.len);
	wire_frame_free(&reply);
	bytes_free(&body);
	return r;
}

/* Who asks. */
struct asking {
	struct replies *replies;
	struct letterbox *l;
	uint32_t visit;
	const struct id *box;
	struct replies_seen *seen;
};

static int
add_seen(struct asking *a, struct reply_seen *one)
{
	struct reply_seen *more;

	more = reallocarray(a->seen->v, a->seen->n + 1, sizeof(*more));
	if (more == NULL) {
		free(one->text);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	a->seen->v = more;
	more[a->seen->n++] = *one;
	return 0;
}

/* Not whole yet, not ours, not for this key: as if it were not there. */
static bool
is_none(int code)
{
	return code == ERR_FORMAT || code == ERR_INTEGRITY ||
	    code == ERR_TOO_BIG || code == ERR_IO || code == ERR_NOT_FOUND;
}

/* Read what is whole, of this letterbox, and signed by somebody who was named;
 * else *ours is false.  *when is when the file came. */
static int
load(const struct replies *rs, const char *name, const struct id *box,
    const struct id *reply, struct bytes *file, bool *ours, int64_t *when)
{
	uint8_t signer[SIGN_PK_BYTES];
	struct stat st;
	int r;

	*ours = false;
	if (fstatat(rs->folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(st.st_mode) || st.st_size != REPLY_FILE_BYTES)
		return 0;
	*when = (int64_t)st.st_mtime;
	if ((r = io_read_file(rs->folder, name, file)) == 0)
		r = reply_check(signer, file->data, file->len, box, reply);
	*ours = r == 0 && trusts(rs, signer);
	return is_none(r) ? 0 : r;
}

static int
show(struct asking *a, const char *name, struct reply_seen *one)
{
	struct bytes file = BYTES_INIT(REPLY_FILE_BYTES);
	int64_t when;
	bool ours;
	int r;

	if ((r = load(a->replies, name, a->box, &one->id, &file, &ours,
	    &when)) < 0 || !ours)
		goto done;
	if (a->seen->n == REPLIES_SHOWN_MAX)
		a->seen->more = true;
	else if ((r = ask_text(a->l, a->visit, file.data, one)) == 0)
		r = add_seen(a, one);
	else if (r == ERR_INTEGRITY || r == ERR_FORMAT)
		r = 0;
done:
	bytes_free(&file);
	return r;
}

static int
list_one(struct asking *a, const char *name)
{
	struct reply_seen one = { .sent = 0 };
	struct id box;
	bool gone;
	int r;

	if (!reply_name_parse(&box, &one.id, name) || !id_equal(&box, a->box))
		return 0;
	if ((r = is_deleted(a->replies, &one.id, &gone)) < 0)
		return r;
	return gone ? destroy(a->replies, name) : show(a, name, &one);
}

static int
by_time(const void *a, const void *b)
{
	const struct reply_seen *x = a, *y = b;
	const int order = (x->sent > y->sent) - (x->sent < y->sent);

	return order != 0 ? order : memcmp(x->id.b, y->id.b, ID_BYTES);
}

int
replies_list(struct replies *r, struct letterbox *l, uint32_t visit,
    const struct letterbox_public *pub, struct replies_seen *seen)
{
	struct asking a = { r, l, visit, &pub->id, seen };
	struct dirent *d;
	DIR *dir;
	int fd, e = 0;

	memset(seen, 0, sizeof(*seen));
	if (r->folder < 0)
		return 0;
	fd = openat(r->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || (dir = fdopendir(fd)) == NULL) {
		io_close(&fd);
		return err_sys("the replies cannot be listed");
	}
	while (e == 0 && (d = readdir(dir)) != NULL)
		e = list_one(&a, d->d_name);
	(void)closedir(dir);
	if (e < 0)
		replies_seen_free(seen);
	else if (seen->n > 1)
		qsort(seen->v, seen->n, sizeof(*seen->v), by_time);
	return e;
}

/* Put one among those that came last: the newest first. */
static void
insert(struct reply_sealed *v, size_t max, size_t *n,
    const struct reply_sealed *one)
{
	size_t at = *n;

	while (at > 0 && v[at - 1].came < one->came)
		at--;
	if (at == max)
		return;
	if (*n < max)
		++*n;
	memmove(&v[at + 1], &v[at], (*n - at - 1) * sizeof(*v));
	v[at] = *one;
}

static int
sealed_one(const struct replies *rs, const struct id *box, const char *name,
    struct reply_sealed *one, bool *ours)
{
	struct bytes file = BYTES_INIT(REPLY_FILE_BYTES);
	struct id of;
	bool gone;
	int r = 0;

	*ours = false;
	if (reply_name_parse(&of, &one->id, name) && id_equal(&of, box) &&
	    (r = is_deleted(rs, &one->id, &gone)) == 0 && !gone)
		r = load(rs, name, box, &one->id, &file, ours, &one->came);
	bytes_free(&file);
	return r;
}

int
replies_sealed(const struct replies *rs, const struct id *box,
    struct reply_sealed *v, size_t max, size_t *n)
{
	struct reply_sealed one;
	struct dirent *d;
	bool ours;
	DIR *dir;
	int fd, r = 0;

	*n = 0;
	if (rs->folder < 0)
		return 0;
	fd = openat(rs->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || (dir = fdopendir(fd)) == NULL) {
		io_close(&fd);
		return err_sys("the replies cannot be listed");
	}
	while (r == 0 && (d = readdir(dir)) != NULL)
		if ((r = sealed_one(rs, box, d->d_name, &one, &ours)) == 0 &&
		    ours)
			insert(v, max, n, &one);
	(void)closedir(dir);
	return r;
}

int
replies_sealed_read(const struct replies *rs, const struct id *box,
    const struct id *reply, struct bytes *file)
{
	char name[REPLY_NAME_SIZE];
	int64_t when;
	bool ours = false, gone;
	int r;

	reply_name(name, box, reply);
	if (rs->folder >= 0 && (r = is_deleted(rs, reply, &gone)) == 0 && !gone)
		r = load(rs, name, box, reply, file, &ours, &when);
	else
		r = 0;
	if (r == 0 && !ours)
		r = err_set(ERR_NOT_FOUND, "there is no such reply; it may have "
		    "been deleted");
	return r;
}

int
replies_unreadable(const struct replies *r, size_t *n)
{
	struct id box, reply;
	struct dirent *d;
	DIR *dir;
	int fd;

	*n = 0;
	if (r->folder < 0)
		return 0;
	fd = openat(r->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || (dir = fdopendir(fd)) == NULL) {
		io_close(&fd);
		return err_sys("the replies cannot be listed");
	}
	while ((d = readdir(dir)) != NULL)
		*n += reply_name_parse(&box, &reply, d->d_name) &&
		    faccessat(r->folder, d->d_name, R_OK, 0) != 0 &&
		    errno == EACCES;
	(void)closedir(dir);
	return 0;
}

void
replies_seen_free(struct replies_seen *seen)
{
	size_t i;

	for (i = 0; i < seen->n; i++) {
		sodium_memzero(seen->v[i].text, seen->v[i].len);
		free(seen->v[i].text);
	}
	free(seen->v);
	memset(seen, 0, sizeof(*seen));
}

/* Durably; the file does not say the minute at which somebody was there. */
static int
remember(const struct replies *r, const struct id *reply)
{
	struct timespec day[2] = { { .tv_sec = time(NULL) } };
	char hex[ID_HEX_SIZE];
	int e;

	id_hex(hex, reply);
	e = io_write_file(r->deleted, hex, "", 0, 0600);
	if (e == ERR_EXISTS)
		return 0;
	day[0].tv_sec -= day[0].tv_sec % DAY_SECONDS;
	day[1] = day[0];
	if (e == 0 && utimensat(r->deleted, hex, day, 0) != 0)
		e = err_sys("a reply cannot be deleted");
	return e;
}

int
replies_delete(struct replies *r, const struct id *box, const struct id *reply)
{
	char name[REPLY_NAME_SIZE];
	struct stat st;
	int e;

	reply_name(name, box, reply);
	if (r->folder < 0 || (fstatat(r->folder, name, &st,
	    AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT))
		return 0;
	e = remember(r, reply);
	return e < 0 ? e : destroy(r, name);
}
