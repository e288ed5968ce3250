/* parts.c -- see parts.h. */
#include "intake/examine/parts.h"

#include <stdlib.h>
#include <unistd.h>

#include "vault/base/bytes.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"

#define PARTS_VERSION 1
#define HEAD_BYTES 5u		/* version, count */
#define ENTRY_BYTES 13u		/* number, what, length */

static int
no_memory(void)
{
	return err_set(ERR_NO_MEMORY, "out of memory; close other programs and "
	    "try again");
}

/* --- reading --- */

static void
read_entry(struct part *part, uint32_t number, struct wire_reader *rd)
{
	uint32_t claimed_number = wire_get_u32(rd);
	uint8_t claimed_what = wire_get_u8(rd);
	uint64_t claimed_len = wire_get_u64(rd);

	if (claimed_number != number || claimed_what < PART_REPLACED ||
	    claimed_what > PART_WHAT_LAST || claimed_len > UNPACKED_MAX ||
	    (claimed_what != PART_REPLACED && claimed_len != 0)) {
		rd->bad = true;
		return;
	}
	part->what = (enum part_what)claimed_what;
	part->len = (size_t)claimed_len;
}

/* Where the bytes of each lie; `left` is what is there for all of them. */
static bool
place(struct parts *parts, const uint8_t *data, size_t left)
{
	size_t i;

	for (i = 0; i < parts->n; i++) {
		if (parts->list[i].len > left)
			return false;
		if (parts->list[i].what == PART_REPLACED)
			parts->list[i].data = data;
		data += parts->list[i].len;
		left -= parts->list[i].len;
	}
	return left == 0;
}

int
parts_read(struct parts *out, const void *p, size_t len)
{
	struct wire_reader rd = wire_reader(p, len);
	struct parts parts = { 0 };
	uint32_t i, n;
	int r = 0;

	if (wire_get_u8(&rd) != PARTS_VERSION)
		rd.bad = true;
	n = wire_get_u32(&rd);
	if (rd.bad || n > MEMBERS_MAX)
		return err_set(ERR_FORMAT, "what becomes of the members is "
		    "told in a wrong way; report this");
	if (n > 0 && (parts.list = calloc(n, sizeof(*parts.list))) == NULL)
		return no_memory();
	parts.n = n;
	for (i = 0; i < n && !rd.bad; i++)
		read_entry(&parts.list[i], i, &rd);
	if (rd.bad || !place(&parts, rd.p, rd.left)) {
		r = err_set(ERR_FORMAT, "what becomes of the members does not "
		    "hold together; report this");
		goto done;
	}
	*out = parts;
	parts = (struct parts){ 0 };	/* handed over */
done:
	parts_free(&parts);
	return r;
}

void
parts_free(struct parts *parts)
{
	free(parts->list);
	*parts = (struct parts){ 0 };
}

/* --- writing --- */

int
parts_file_begin(struct parts_file *f, size_t n)
{
	int r;

	*f = PARTS_FILE_INIT;
	if (n > MEMBERS_MAX)
		return err_set(ERR_TOO_BIG, "it holds more than %u documents; "
		    "unpack it by hand", MEMBERS_MAX);
	if (n > 0 && (f->list = calloc(n, sizeof(*f->list))) == NULL)
		return no_memory();
	f->n = n;
	if ((r = io_memfd(&f->fd, "tipline-parts")) == 0 &&
	    lseek(f->fd, (off_t)parts_file_start(f), SEEK_SET) < 0)
		r = err_sys("cannot use a memory file");
	if (r < 0)
		parts_file_free(f);
	return r;
}

uint64_t
parts_file_start(const struct parts_file *f)
{
	return HEAD_BYTES + (uint64_t)f->n * ENTRY_BYTES;
}

int
parts_file_add(struct parts_file *f, enum part_what what, int from)
{
	struct part *part = &f->list[f->done];
	uint64_t len = 0;
	int r;

	if (from >= 0) {
		if (lseek(from, 0, SEEK_SET) != 0)
			return err_sys("cannot rewind a memory file");
		if ((r = io_copy(f->fd, from, &len)) < 0)
			return r;
	}
	part->what = what;
	part->len = (size_t)len;
	if (len > UNPACKED_MAX - f->len)
		return err_set(ERR_TOO_BIG, "what it holds is over %llu bytes "
		    "when it is clean; unpack it by hand",
		    (unsigned long long)UNPACKED_MAX);
	f->len += len;
	f->done++;
	return 0;
}

int
parts_file_end(struct parts_file *f)
{
	struct bytes b = BYTES_INIT(HEAD_BYTES + MEMBERS_MAX * ENTRY_BYTES);
	uint32_t i;
	int r;

	wire_put_u8(&b, PARTS_VERSION);
	wire_put_u32(&b, (uint32_t)f->n);
	for (i = 0; i < f->n; i++) {
		wire_put_u32(&b, i);
		wire_put_u8(&b, (uint8_t)f->list[i].what);
		wire_put_u64(&b, f->list[i].len);
	}
	if ((r = bytes_ok(&b)) < 0)
		goto done;
	if (lseek(f->fd, 0, SEEK_SET) != 0)
		r = err_sys("cannot rewind a memory file");
	else if ((r = io_write_all(f->fd, b.data, b.len)) == 0)
		r = io_memfd_freeze(f->fd);
done:
	bytes_free(&b);
	return r;
}

void
parts_file_free(struct parts_file *f)
{
	free(f->list);
	io_close(&f->fd);
	*f = PARTS_FILE_INIT;
}
