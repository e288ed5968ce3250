/* idx.c -- see idx.h. */
#include "vault/store/idx.h"

#include <endian.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/store/pack.h"
#include "vault/store/span.h"

#define MAGIC "\377tOc\0\0\0\2"
#define MAGIC_BYTES 8
#define TAIL_BYTES (2 * SHA1_BYTES)
#define ROW_BYTES (SHA1_BYTES + 4 + 4)	/* id, CRC-32, place */
#define GUESS_SMALL 2048	/* ids with one first byte; below, a short window does */
#define GUESS_NEAR 64		/* ids read at once around a guess */
#define GUESS_FAR 512
#define FAR 0x80000000u			/* the place is in the last table */

static int
damaged(const char *what)
{
	return err_set(ERR_INTEGRITY, "a pack's index is damaged (%s); run "
	    "`tipline repair`", what);
}

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static uint64_t
ids_at(uint64_t i)
{
	return IDX_HEAD_BYTES + i * SHA1_BYTES;
}

static uint64_t
crcs_at(const struct idx *x, uint64_t i)
{
	return ids_at(x->n) + i * 4;
}

static uint64_t
places_at(const struct idx *x, uint64_t i)
{
	return crcs_at(x, x->n) + i * 4;
}

static uint64_t
far_at(const struct idx *x, uint64_t i)
{
	return places_at(x, x->n) + i * 8;
}

int
idx_head(struct idx *x, int fd, uint64_t size)
{
	uint8_t head[IDX_HEAD_BYTES];
	uint64_t rest;
	unsigned i;
	int r;

	if (size < IDX_HEAD_BYTES + TAIL_BYTES)
		return damaged("it is cut");
	if ((r = span_read(fd, 0, head, sizeof(head))) < 0)
		return r;
	if (memcmp(head, MAGIC, MAGIC_BYTES) != 0)
		return damaged("it is not of version 2");
	for (i = 0; i < 256; i++) {
		x->fan[i] = get32(head + MAGIC_BYTES + 4 * i);
		if (i > 0 && x->fan[i] < x->fan[i - 1])
			return damaged("its fan-out falls");
	}
	x->size = size;
	x->kept = NULL;
	x->n = x->fan[255];
	rest = (uint64_t)x->n * ROW_BYTES + IDX_HEAD_BYTES + TAIL_BYTES;
	if (size < rest || (size - rest) % 8 != 0 ||
	    (size - rest) / 8 > x->n)
		return damaged("its length is not that of its objects");
	x->far = (uint32_t)((size - rest) / 8);
	return span_read(fd, size - TAIL_BYTES, x->pack_sum, SHA1_BYTES);
}

/* From the 32-bit field, perhaps by way of the last table. */
static int
place_of(const struct idx *x, int fd, uint32_t field, uint64_t *at)
{
	uint8_t p[8];
	int r;

	if ((field & FAR) == 0) {
		*at = field;
		return 0;
	}
	if ((field & ~FAR) >= x->far)
		return damaged("a place is missing");
	if ((r = span_read(fd, far_at(x, field & ~FAR), p, sizeof(p))) < 0)
		return r;
	*at = (uint64_t)get32(p) << 32 | get32(p + 4);
	return 0;
}

/* Halve [*from, *to) until it is a window; the id is nowhere else. */
static int
narrow(int fd, const git_oid *id, uint32_t *from, uint32_t *to)
{
	uint8_t at[SHA1_BYTES];
	uint32_t middle;
	int r;

	while (*to - *from > IDX_WINDOW) {
		middle = *from + (*to - *from) / 2;
		if ((r = span_read(fd, ids_at(middle), at, sizeof(at))) < 0)
			return r;
		if (memcmp(at, id->id, SHA1_BYTES) > 0)
			*to = middle;
		else
			*from = middle;
	}
	return 0;
}

/* Mostly the first bytes tell: without a call, as this is asked very often. */
static int
compare(const uint8_t *a, const uint8_t *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	if (x == y)
		return memcmp(a + 8, b + 8, SHA1_BYTES - 8);
	return be64toh(x) < be64toh(y) ? -1 : 1;
}

/* By halving, in ids that were read; `n` when it is not there. */
static uint32_t
search(const uint8_t *ids, uint32_t n, const git_oid *id)
{
	uint32_t lo = 0, hi = n, mid;
	int c;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		c = compare(ids + (size_t)mid * SHA1_BYTES, id->id);
		if (c == 0)
			return mid;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return n;
}

/*
 * Ids are spread evenly: read a window around where this one should stand.
 * 1 with the window in [*from, *to) and in `ids`, or else 0 with the range
 * outside of it that is left.
 */
static int
guess(int fd, const git_oid *id, uint32_t *from, uint32_t *to, uint8_t *ids)
{
	const uint32_t all = *to - *from;
	const uint32_t n = all < GUESS_SMALL ? GUESS_NEAR : GUESS_FAR;
	const uint64_t share = (uint64_t)all * get32(id->id + 1) >> 32;
	uint32_t lo = *from, hi = *to;
	int r;

	if (all > n) {
		lo += share > n / 2 ? (uint32_t)share - n / 2 : 0;
		lo = lo > *to - n ? *to - n : lo;
		hi = lo + n;
	}
	if ((r = span_read(fd, ids_at(lo), ids,
	    (size_t)(hi - lo) * SHA1_BYTES)) < 0)
		return r;
	if (lo > *from && memcmp(ids, id->id, SHA1_BYTES) > 0) {
		*to = lo;
		return 0;
	}
	if (hi < *to && memcmp(ids + (size_t)(hi - lo - 1) * SHA1_BYTES,
	    id->id, SHA1_BYTES) < 0) {
		*from = hi;
		return 0;
	}
	*from = lo;
	*to = hi;
	return 1;
}

int
idx_keep(struct idx *x, int fd)
{
	const size_t ids = (size_t)x->n * SHA1_BYTES;
	int r;

	idx_forget(x);
	if ((x->kept = malloc((size_t)x->n * IDX_KEPT_BYTES)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = span_read(fd, ids_at(0), x->kept, ids)) < 0 ||
	    (r = span_read(fd, places_at(x, 0), x->kept + ids,
	    (size_t)x->n * 4)) < 0)
		idx_forget(x);
	return r;
}

void
idx_forget(struct idx *x)
{
	free(x->kept);
	x->kept = NULL;
}

static int
find_kept(const struct idx *x, int fd, const git_oid *id, uint32_t from,
    uint32_t to, uint64_t *at)
{
	const uint8_t *places = x->kept + (size_t)x->n * SHA1_BYTES;
	uint32_t i;

	i = search(x->kept + (size_t)from * SHA1_BYTES, to - from, id);
	if (i == to - from)
		return ERR_NOT_FOUND;
	return place_of(x, fd, get32(places + (size_t)(from + i) * 4), at);
}

int
idx_find(const struct idx *x, int fd, const git_oid *id, uint64_t *at)
{
	uint8_t ids[IDX_WINDOW * SHA1_BYTES], field[4];
	uint32_t from = id->id[0] > 0 ? x->fan[id->id[0] - 1] : 0;
	uint32_t to = x->fan[id->id[0]], i;
	int r;

	if (from == to)
		return ERR_NOT_FOUND;
	if (x->kept != NULL)
		return find_kept(x, fd, id, from, to, at);
	if ((r = guess(fd, id, &from, &to, ids)) < 0)
		return r;
	if (r == 0 && ((r = narrow(fd, id, &from, &to)) < 0 ||
	    (r = span_read(fd, ids_at(from), ids,
	    (size_t)(to - from) * SHA1_BYTES)) < 0))
		return r;
	if ((i = search(ids, to - from, id)) == to - from)
		return ERR_NOT_FOUND;
	if ((r = span_read(fd, places_at(x, from + i), field, 4)) < 0)
		return r;
	return place_of(x, fd, get32(field), at);
}

/* A window's rows, from the three tables. */
struct window {
	uint8_t ids[IDX_WINDOW * SHA1_BYTES];
	uint8_t crcs[IDX_WINDOW * 4];
	uint8_t places[IDX_WINDOW * 4];
};

static int
read_window(const struct idx *x, int fd, struct window *w, uint32_t from,
    uint32_t n)
{
	int r;

	if ((r = span_read(fd, ids_at(from), w->ids,
	    (size_t)n * SHA1_BYTES)) < 0 ||
	    (r = span_read(fd, crcs_at(x, from), w->crcs,
	    (size_t)n * 4)) < 0)
		return r;
	return span_read(fd, places_at(x, from), w->places, (size_t)n * 4);
}

/* Row `i` stands behind `last` and in the part of its first byte. */
static bool
in_order(const struct idx *x, uint32_t i, const git_oid *last,
    const git_oid *id)
{
	const unsigned first = id->id[0];

	return (i == 0 || memcmp(last->id, id->id, SHA1_BYTES) < 0) &&
	    i < x->fan[first] && (first == 0 || i >= x->fan[first - 1]);
}

int
idx_each(const struct idx *x, int fd,
    int (*each)(const struct idx_row *, void *), void *arg)
{
	struct window *w = malloc(sizeof(*w));
	struct idx_row row;
	git_oid last;
	uint32_t from, n, i;
	int r = 0;

	if (w == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	memset(&last, 0, sizeof(last));
	for (from = 0; from < x->n && r == 0; from += n) {
		n = x->n - from < IDX_WINDOW ? x->n - from : IDX_WINDOW;
		r = read_window(x, fd, w, from, n);
		for (i = 0; i < n && r == 0; i++) {
			memcpy(row.id.id, w->ids + (size_t)i * SHA1_BYTES,
			    SHA1_BYTES);
			row.crc = get32(w->crcs + (size_t)i * 4);
			if (!in_order(x, from + i, &last, &row.id))
				r = damaged("its ids are not in order");
			else if ((r = place_of(x, fd, get32(w->places +
			    (size_t)i * 4), &row.at)) == 0)
				r = each(&row, arg);
			git_oid_cpy(&last, &row.id);
		}
	}
	free(w);
	return r;
}

static int
inside(const struct idx_row *row, void *arg)
{
	const uint64_t *pack_size = arg;

	return row->at >= PACK_HEAD_BYTES &&
	    row->at < *pack_size - SHA1_BYTES ? 0 :
	    damaged("a place is outside its pack");
}

int
idx_check(const struct idx *x, int fd, uint64_t pack_size)
{
	uint8_t want[SHA1_BYTES], sum[SHA1_BYTES];
	int r;

	if ((r = idx_each(x, fd, inside, &pack_size)) < 0 ||
	    (r = sha1_file(sum, fd, x->size - SHA1_BYTES)) < 0 ||
	    (r = span_read(fd, x->size - SHA1_BYTES, want, SHA1_BYTES)) < 0)
		return r;
	return memcmp(sum, want, SHA1_BYTES) == 0 ? 0 :
	    damaged("its SHA-1 does not fit");
}
