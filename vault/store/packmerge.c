/* packmerge.c -- see packmerge.h. */
#include "vault/store/packmerge.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/span.h"
#include "vault/store/sumfile.h"

#define WINDOW 512u		/* rows of an index that are read at a time */
#define COPY_BYTES (256u << 10)

/* One pack's rows, in the order of its index. */
struct cursor {
	const struct pack *pack;
	uint64_t shift;		/* added to its places, in the new pack */
	uint32_t i;		/* the row */
	uint8_t ids[WINDOW * SHA1_BYTES];
	uint8_t values[WINDOW * 4];
};

/* What stands in an index behind the names. */
enum column { NAMES, CRCS, PLACES };

struct merge {
	struct cursor *v;
	size_t n;
	enum column column;
	size_t bad;
};

static int
load(const struct merge *m, struct cursor *c)
{
	const struct idx *x = &c->pack->idx;
	const uint32_t left = x->n - c->i, n = left < WINDOW ? left : WINDOW;
	uint64_t at = IDX_HEAD_BYTES + (uint64_t)x->n * SHA1_BYTES;
	int r;

	if (n == 0)
		return 0;
	if ((r = span_read(c->pack->idx_fd, IDX_HEAD_BYTES +
	    (uint64_t)c->i * SHA1_BYTES, c->ids, n * SHA1_BYTES)) < 0 ||
	    m->column == NAMES)
		return r;
	if (m->column == PLACES)
		at += (uint64_t)x->n * 4;
	return span_read(c->pack->idx_fd, at + (uint64_t)c->i * 4, c->values,
	    (size_t)n * 4);
}

static const uint8_t *
id_of(const struct cursor *c)
{
	return c->ids + (c->i % WINDOW) * SHA1_BYTES;
}

static int
begin(struct merge *m, enum column column)
{
	size_t k;
	int r = 0;

	m->column = column;
	for (k = 0; k < m->n && r == 0; k++) {
		m->v[k].i = 0;
		r = load(m, &m->v[k]);
	}
	return r;
}

/* The pack with the next name; NULL at the end.  ERR_EXISTS on a double. */
static int
lowest(struct merge *m, struct cursor **out)
{
	struct cursor *low = NULL;
	size_t k;
	int c;

	*out = NULL;
	for (k = 0; k < m->n; k++) {
		if (m->v[k].i == m->v[k].pack->idx.n)
			continue;
		c = low == NULL ? -1 : memcmp(id_of(&m->v[k]), id_of(low),
		    SHA1_BYTES);
		if (c == 0) {
			m->bad = k;
			return err_set(ERR_EXISTS, "two packs hold the same "
			    "object; run `git gc` in the vault");
		}
		if (c < 0)
			low = &m->v[k];
	}
	*out = low;
	return 0;
}

/* Behind the row that was just used. */
static int
step(struct merge *m, struct cursor *c)
{
	uint8_t last[SHA1_BYTES];
	int r;

	memcpy(last, id_of(c), sizeof(last));
	if (++c->i % WINDOW == 0 && (r = load(m, c)) < 0)
		return r;
	if (c->i < c->pack->idx.n &&
	    memcmp(last, id_of(c), sizeof(last)) >= 0) {
		m->bad = (size_t)(c - m->v);
		return err_set(ERR_INTEGRITY, "objects/pack/%s.idx is damaged; "
		    "run `tipline check`", c->pack->name);
	}
	return 0;
}

static uint64_t
value_of(const struct cursor *c)
{
	const uint8_t *p = c->values + (c->i % WINDOW) * 4;

	return (uint64_t)p[0] << 24 | (uint64_t)p[1] << 16 |
	    (uint64_t)p[2] << 8 | p[3];
}

static int
put_column(struct merge *m, enum column column, struct sumfile *out)
{
	struct cursor *c;
	int r;

	for (r = begin(m, column); r == 0; r = step(m, c)) {
		if ((r = lowest(m, &c)) < 0 || c == NULL)
			break;
		if (column == NAMES)
			sumfile_put(out, id_of(c), SHA1_BYTES);
		else
			sumfile_put_u32(out, value_of(c) +
			    (column == PLACES ? c->shift : 0));
	}
	return r;
}

static int
put_index(struct merge *m, struct sumfile *out)
{
	uint64_t sum;
	unsigned first;
	size_t k;
	int r;

	sumfile_put(out, "\377tOc\0\0\0\2", 8);
	for (first = 0; first < 256; first++) {
		for (sum = 0, k = 0; k < m->n; k++)
			sum += m->v[k].pack->idx.fan[first];
		sumfile_put_u32(out, sum);
	}
	if ((r = put_column(m, NAMES, out)) < 0 ||
	    (r = put_column(m, CRCS, out)) < 0)
		return r;
	return put_column(m, PLACES, out);
}

/* All between its header and its checksum, if that is right. */
static int
copy_body(const struct pack *k, struct sumfile *out, uint8_t *chunk)
{
	const uint64_t end = k->size - SHA1_BYTES;
	uint8_t is[SHA1_BYTES];
	struct sha1 *sum;
	uint64_t at = 0;
	size_t n, head;
	int r;

	if ((r = sha1_new(&sum)) < 0)
		return r;
	for (; at < end && r == 0; at += n) {
		n = end - at < COPY_BYTES ? (size_t)(end - at) : COPY_BYTES;
		head = at == 0 ? PACK_HEAD_BYTES : 0;
		if ((r = span_read(k->fd, at, chunk, n)) == 0 &&
		    (r = sha1_add(sum, chunk, n)) == 0)
			sumfile_put(out, chunk + head, n - head);
	}
	if (r == 0 && (r = sha1_end(sum, is)) == 0 &&
	    memcmp(is, k->idx.pack_sum, sizeof(is)) != 0)
		r = err_set(ERR_INTEGRITY, "objects/pack/%s.pack is damaged; "
		    "run `tipline check`", k->name);
	sha1_free(sum);
	return r;
}

static int
put_pack(struct merge *m, struct sumfile *out)
{
	uint8_t *chunk = malloc(COPY_BYTES);
	uint64_t objects = 0;
	size_t k;
	int r = 0;

	if (chunk == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (k = 0; k < m->n; k++)
		objects += m->v[k].pack->idx.n;
	sumfile_put(out, "PACK\0\0\0\2", 8);
	sumfile_put_u32(out, objects);
	for (k = 0; k < m->n && r == 0; k++) {
		m->bad = k;
		r = copy_body(m->v[k].pack, out, chunk);
	}
	free(chunk);
	return r;
}

static int
read_back(int out, int out_index, const uint8_t sum[SHA1_BYTES])
{
	uint8_t is[SHA1_BYTES];
	uint64_t size, idx_size;
	struct idx x;
	int r;

	if ((r = io_size(out, &size)) < 0 ||
	    (r = io_size(out_index, &idx_size)) < 0 ||
	    (r = sha1_file(is, out, size - SHA1_BYTES)) < 0 ||
	    (r = idx_head(&x, out_index, idx_size)) < 0)
		return r;
	if (memcmp(is, sum, sizeof(is)) != 0)
		return err_set(ERR_IO, "a pack that was just written reads "
		    "back otherwise; check the disk");
	return idx_check(&x, out_index, size);
}

/* Both files; each is finished, whatever happens. */
static int
write_both(struct merge *m, int out, int out_index, uint8_t sum[SHA1_BYTES])
{
	struct sumfile pack, index = { .sum = NULL };
	uint8_t index_sum[SHA1_BYTES];
	int r, ended;

	memset(sum, 0, SHA1_BYTES);
	if ((r = sumfile_begin(&pack, out)) == 0 &&
	    (r = sumfile_begin(&index, out_index)) == 0 &&
	    (r = put_index(m, &index)) == 0)
		r = put_pack(m, &pack);
	ended = sumfile_end(&pack, sum);
	r = r < 0 ? r : ended;
	sumfile_put(&index, sum, SHA1_BYTES);
	ended = sumfile_end(&index, index_sum);
	return r < 0 ? r : ended;
}

int
packmerge(struct pack *v, size_t n, int out, int out_index,
    uint8_t sum[SHA1_BYTES], size_t *bad)
{
	struct merge m = { .n = n, .bad = n };
	uint64_t end = PACK_HEAD_BYTES;
	size_t k;
	int r = 0;

	*bad = n;
	if (n > PACKMERGE_MAX)
		return err_set(ERR_TOO_BIG, "more than %d packs at once; merge "
		    "fewer", PACKMERGE_MAX);
	if ((m.v = calloc(n, sizeof(*m.v))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (k = 0; k < n && r == 0; k++) {
		m.v[k].pack = &v[k];
		m.v[k].shift = end - PACK_HEAD_BYTES;
		end += v[k].size - PACK_HEAD_BYTES - SHA1_BYTES;
		if (v[k].idx.far > 0 || end > PACKMERGE_BYTES_MAX) {
			m.bad = k;
			r = err_set(ERR_TOO_BIG, "the merged pack would be too "
			    "large; merge fewer");
		}
	}
	if (r == 0 && (r = write_both(&m, out, out_index, sum)) == 0)
		r = read_back(out, out_index, sum);
	else
		*bad = m.bad;
	free(m.v);
	return r;
}
