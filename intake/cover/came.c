/* came.c -- see came.h. */
#include "intake/cover/came.h"

#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/bytes.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"

#define ROW_BYTES 40u
#define SUM_BYTES 16u
#define FILE_BYTES ((size_t)ROW_BYTES * COVER_CAME_MAX)

struct row {
	uint8_t sum[SUM_BYTES];
	struct id submission;		/* zero: an empty row */
	uint64_t number;
};

struct came {
	pthread_mutex_t lock;
	int fd;
	uint64_t noted;			/* rows, ever */
	struct row rows[COVER_CAME_MAX];
};

static void
sum_of(uint8_t sum[SUM_BYTES], const struct id *box, const struct id *parcel)
{
	uint8_t both[2 * ID_BYTES];

	memcpy(both, box->b, ID_BYTES);
	memcpy(both + ID_BYTES, parcel->b, ID_BYTES);
	(void)crypto_generichash(sum, SUM_BYTES, both, sizeof(both), NULL, 0);
}

static int
read_rows(struct came *c)
{
	struct bytes b = BYTES_INIT(FILE_BYTES);
	struct wire_reader r;
	size_t i;
	int e;

	if ((e = io_read_all(c->fd, &b)) < 0)
		goto done;
	if (b.len != FILE_BYTES) {
		e = err_set(ERR_FORMAT, "%s in the state's folder is damaged; "
		    "remove it: what is sent twice may then come in twice",
		    CAME_FILE);
		goto done;
	}
	r = wire_reader(b.data, b.len);
	for (i = 0; i < COVER_CAME_MAX; i++) {
		wire_get_raw(&r, c->rows[i].sum, SUM_BYTES);
		wire_get_raw(&r, c->rows[i].submission.b, ID_BYTES);
		c->rows[i].number = wire_get_u64(&r);
		if (!id_is_zero(&c->rows[i].submission) &&
		    c->rows[i].number >= c->noted)
			c->noted = c->rows[i].number + 1;
	}
done:
	bytes_free(&b);
	return e;
}

static int
make_file(int state)
{
	uint8_t *zeros = calloc(1, FILE_BYTES);
	int r = zeros == NULL ? err_set(ERR_NO_MEMORY, "out of memory; give the "
	    "service more and start it again") : io_write_file(state, CAME_FILE,
	    zeros, FILE_BYTES, 0600);

	free(zeros);
	return r;
}

int
came_open(struct came **out, int state)
{
	struct came *c;
	int r = 0;

	*out = NULL;
	if (faccessat(state, CAME_FILE, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
		r = make_file(state);
	if (r < 0)
		return r;
	if ((c = calloc(1, sizeof(*c))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	(void)pthread_mutex_init(&c->lock, NULL);
	if ((c->fd = openat(state, CAME_FILE, O_RDWR | O_CLOEXEC |
	    O_NOFOLLOW)) < 0)
		r = err_sys("cannot open %s in the state's folder", CAME_FILE);
	if (r < 0 || (r = read_rows(c)) < 0)
		came_close(c);
	else
		*out = c;
	return r;
}

void
came_close(struct came *c)
{
	if (c == NULL)
		return;
	io_close(&c->fd);
	(void)pthread_mutex_destroy(&c->lock);
	free(c);
}

bool
came_has(struct came *c, const struct id *box, const struct id *parcel)
{
	uint8_t sum[SUM_BYTES];
	bool has = false;
	size_t i;

	sum_of(sum, box, parcel);
	(void)pthread_mutex_lock(&c->lock);
	for (i = 0; !has && i < COVER_CAME_MAX; i++)
		has = !id_is_zero(&c->rows[i].submission) &&
		    memcmp(c->rows[i].sum, sum, SUM_BYTES) == 0;
	(void)pthread_mutex_unlock(&c->lock);
	return has;
}

static int
write_row(struct came *c, size_t i)
{
	const struct row *row = &c->rows[i];
	struct bytes b = BYTES_INIT(ROW_BYTES);
	int r;

	wire_put_raw(&b, row->sum, SUM_BYTES);
	wire_put_raw(&b, row->submission.b, ID_BYTES);
	wire_put_u64(&b, row->number);
	if ((r = bytes_ok(&b)) == 0 && pwrite(c->fd, b.data, b.len,
	    (off_t)(i * ROW_BYTES)) != (ssize_t)b.len)
		r = err_sys("cannot write %s in the state's folder", CAME_FILE);
	if (r == 0)
		r = io_sync(c->fd);
	bytes_free(&b);
	return r;
}

/* An empty row, or the one that was noted first. */
static size_t
oldest(const struct came *c)
{
	size_t i, best = 0;

	for (i = 0; i < COVER_CAME_MAX; i++) {
		if (id_is_zero(&c->rows[i].submission))
			return i;
		if (c->rows[i].number < c->rows[best].number)
			best = i;
	}
	return best;
}

int
came_note(struct came *c, const struct id *box, const struct id *parcel,
    const struct id *submission)
{
	struct row before;
	size_t i;
	int r;

	(void)pthread_mutex_lock(&c->lock);
	i = oldest(c);
	before = c->rows[i];
	sum_of(c->rows[i].sum, box, parcel);
	c->rows[i].submission = *submission;
	c->rows[i].number = c->noted;
	if ((r = write_row(c, i)) < 0)
		c->rows[i] = before;
	else
		c->noted++;
	(void)pthread_mutex_unlock(&c->lock);
	return r;
}

int
came_take_back(struct came *c, const struct id *submission)
{
	size_t i = 0;
	int r = 0;

	(void)pthread_mutex_lock(&c->lock);
	while (i < COVER_CAME_MAX && !id_equal(&c->rows[i].submission,
	    submission))
		i++;
	if (i < COVER_CAME_MAX) {
		memset(&c->rows[i], 0, sizeof(c->rows[i]));
		r = write_row(c, i);
	}
	(void)pthread_mutex_unlock(&c->lock);
	return r;
}

bool
came_at(struct came *c, size_t i, struct id *submission)
{
	if (i >= COVER_CAME_MAX)
		return false;
	*submission = c->rows[i].submission;
	return true;
}
