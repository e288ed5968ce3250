/* packout.c -- see packout.h. */
#include "vault/store/packout.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"
#include "vault/store/crc32.h"
#include "vault/store/inflate.h"
#include "vault/store/loose.h"

#define HEADER_BYTES 12
#define CAP_FIRST 64
#define ENTRY_MAX (LOOSE_OBJECT_MAX + (1u << 20))
#define ENTRY_HEAD_MAX 8	/* bytes of type and size */
#define READ_BYTES (256u << 10)
#define WRITE_BEHIND (8u << 20)	/* bytes after which the disk is told */

void
packout_free(struct packout *o)
{
	free(o->v);
	*o = PACKOUT_INIT;
}

static void
put_u32(uint8_t p[4], uint32_t v)
{
	p[0] = (uint8_t)(v >> 24);
	p[1] = (uint8_t)(v >> 16);
	p[2] = (uint8_t)(v >> 8);
	p[3] = (uint8_t)v;
}

int
packout_begin(struct packout *o, int fd)
{
	static const uint8_t blank[HEADER_BYTES];

	packout_free(o);
	o->fd = fd;
	o->end = HEADER_BYTES;
	return io_write_all(fd, blank, sizeof(blank));
}

static int
grow(struct packout *o)
{
	size_t cap = o->cap > 0 ? 2 * o->cap : CAP_FIRST;
	struct packed *v;

	if (o->n >= PACKOUT_OBJECTS_MAX)
		return err_set(ERR_TOO_BIG, "more than %u git objects in one "
		    "write; do it in parts", PACKOUT_OBJECTS_MAX);
	if (o->n < o->cap)
		return 0;
	if ((v = realloc(o->v, cap * sizeof(*v))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	o->v = v;
	o->cap = cap;
	return 0;
}

/* Behind what is there; the disk may begin before packout_finish() waits. */
static int
append(struct packout *o, const void *p, size_t len)
{
	uint64_t before = o->end / WRITE_BEHIND;
	int r;

	if (o->failed < 0)
		return err_set((enum err)o->failed, "git objects could not be written; run "
		    "the command again");
	if ((r = io_write_all(o->fd, p, len)) < 0) {
		o->failed = r;
		return r;
	}
	o->end += len;
	if (o->end / WRITE_BEHIND != before)
		(void)sync_file_range(o->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	return 0;
}

static size_t
entry_head(uint8_t head[ENTRY_HEAD_MAX], git_object_t type, size_t len)
{
	size_t n = 0;

	head[0] = (uint8_t)((unsigned)type << 4 | (len & 15));
	for (len >>= 4; len > 0; len >>= 7) {
		head[n++] |= 0x80;
		head[n] = len & 127;
	}
	return n + 1;
}

int
packout_add(struct packout *o, const git_oid *id, git_object_t type,
    const void *p, size_t len)
{
	struct bytes entry = BYTES_INIT(ENTRY_MAX);
	uint8_t head[ENTRY_HEAD_MAX];
	struct packed *e;
	int r;

	if (len > LOOSE_OBJECT_MAX)
		return err_set(ERR_TOO_BIG, "%zu bytes are too many for one "
		    "object of the vault; store less at once", len);
	if ((r = grow(o)) < 0 || (r = bytes_add(&entry, head,
	    entry_head(head, type, len))) < 0 ||
	    (r = inflate_store(&entry, NULL, 0, p, len)) < 0)
		goto done;
	e = &o->v[o->n];
	*e = (struct packed){ .id = *id, .at = o->end, .size = (uint32_t)len,
	    .type = (uint32_t)type,
	    .crc = crc32_add(0, entry.data, entry.len) };
	if ((r = append(o, entry.data, entry.len)) == 0)
		o->n++;
done:
	bytes_free(&entry);
	return r;
}

static uint64_t
entry_end(const struct packout *o, size_t i)
{
	return i + 1 < o->n ? o->v[i + 1].at : o->end;
}

static int
read_at(int fd, uint8_t *p, size_t len, uint64_t at)
{
	ssize_t n;

	for (; len > 0; p += n, at += (uint64_t)n, len -= (size_t)n) {
		if ((n = pread(fd, p, len, (off_t)at)) < 0)
			return err_sys("cannot read git objects back");
		if (n == 0)
			return err_set(ERR_INTEGRITY, "git objects are cut; "
			    "check the disk and run it again");
	}
	return 0;
}

/* Bytes of an entry, counted into its CRC. */
static int
take(const struct packout *o, uint64_t *at, void *p, size_t len, uint32_t *crc)
{
	int r;

	if ((r = read_at(o->fd, p, len, *at)) == 0) {
		*at += len;
		*crc = crc32_add(*crc, p, len);
	}
	return r;
}

/* Stored blocks, as packout_add() wrote them: a head of five bytes each. */
int
packout_read(const struct packout *o, size_t i, uint8_t *to)
{
	const struct packed *e = &o->v[i];
	uint8_t head[ENTRY_HEAD_MAX + 2], block[5] = { 0 };
	uint64_t at = e->at;
	uint32_t crc = 0;
	size_t left = e->size, n;
	int r;

	n = entry_head(head, (git_object_t)e->type, e->size);
	r = take(o, &at, head, n + 2, &crc);
	while (r == 0 && block[0] == 0 &&
	    (r = take(o, &at, block, sizeof(block), &crc)) == 0) {
		n = (size_t)block[1] | (size_t)block[2] << 8;
		if (n > left)
			break;
		if (n > 0 && (r = take(o, &at, to, n, &crc)) == 0) {
			to += n;
			left -= n;
		}
	}
	if (r == 0 && at + 4 == entry_end(o, i))
		r = take(o, &at, head, 4, &crc);
	if (r == 0 && crc != e->crc)
		r = err_set(ERR_IO, "git objects that were just written read "
		    "back otherwise; check the disk and run it again");
	return r;
}

int
packout_cut(struct packout *o, size_t n)
{
	if (n < o->n) {
		o->end = o->v[n].at;
		o->n = n;
	}
	if (ftruncate(o->fd, (off_t)o->end) != 0 ||
	    lseek(o->fd, (off_t)o->end, SEEK_SET) < 0)
		return err_sys("cannot take git objects back");
	o->failed = 0;
	return 0;
}

/* Read all of it again: each entry's CRC, and the checksum over the whole. */
static int
read_back(const struct packout *o, struct sha1 *sum, uint8_t *chunk)
{
	uint64_t at = HEADER_BYTES, end;
	uint32_t crc;
	size_t i, n;
	int r;

	for (i = 0; i < o->n; i++) {
		crc = 0;
		for (end = entry_end(o, i); at < end; at += n) {
			n = end - at < READ_BYTES ? (size_t)(end - at) :
			    READ_BYTES;
			if ((r = read_at(o->fd, chunk, n, at)) < 0 ||
			    (r = sha1_add(sum, chunk, n)) < 0)
				return r;
			crc = crc32_add(crc, chunk, n);
		}
		if (crc != o->v[i].crc)
			return err_set(ERR_IO, "git objects that were just "
			    "written read back otherwise; check the disk and "
			    "run it again");
	}
	return 0;
}

int
packout_finish(struct packout *o)
{
	uint8_t head[HEADER_BYTES] = "PACK\0\0\0\2";
	struct sha1 *sum = NULL;
	uint8_t *chunk;
	int r;

	put_u32(head + 8, (uint32_t)o->n);
	if ((chunk = malloc(READ_BYTES)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if (pwrite(o->fd, head, sizeof(head), 0) != (ssize_t)sizeof(head)) {
		r = err_sys("cannot write a pack");
		goto done;
	}
	(void)sync_file_range(o->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	if ((r = sha1_new(&sum)) < 0 ||
	    (r = sha1_add(sum, head, sizeof(head))) < 0 ||
	    (r = read_back(o, sum, chunk)) < 0 ||
	    (r = sha1_end(sum, o->sum)) < 0 ||
	    (r = io_write_all(o->fd, o->sum, SHA1_BYTES)) < 0)
		goto done;
	r = io_sync(o->fd);
done:
	sha1_free(sum);
	free(chunk);
	return r;
}

void
packout_name(char name[PACKOUT_NAME_SIZE], const struct packout *o,
    const char *end)
{
	char hex[2 * SHA1_BYTES + 1];

	hex_of(hex, o->sum, SHA1_BYTES);
	(void)snprintf(name, PACKOUT_NAME_SIZE, "pack-%s%.8s", hex, end);
}
