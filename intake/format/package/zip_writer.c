/* zip_writer.c -- write a package that says nothing about its writer. */
#include <stdlib.h>
#include <string.h>

#include "intake/format/package/zip.h"
#include "vault/base/err.h"

#define VERSION 20u		/* 2.0: deflate */
#define FLAG_UTF8 0x0800u
#define DATE_NEUTRAL 0x0021u	/* 1980-01-01 */
#define DEFLATED 8u

struct zip_writer {
	struct bytes *to;	/* borrowed */
	struct bytes directory;
	unsigned members;
	size_t taken;		/* bytes that are in `to` no more */
};

int
zip_writer_new(struct zip_writer **out, struct bytes *to)
{
	struct zip_writer *w;

	if ((w = calloc(1, sizeof *w)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	w->to = to;
	w->directory = BYTES_INIT((size_t)ZIP_MEMBERS_MAX *
	    (ZIP_NAME_MAX + 64));
	*out = w;
	return 0;
}

static void
put16(struct bytes *b, unsigned v)
{
	uint8_t p[2] = { (uint8_t)v, (uint8_t)(v >> 8) };

	(void)bytes_add(b, p, sizeof p);
}

static void
put32(struct bytes *b, uint32_t v)
{
	put16(b, v & 0xffff);
	put16(b, v >> 16);
}

/* The fields that the local header and the directory share. */
static void
put_shared(struct bytes *b, bool packed, uint32_t crc, size_t csize,
    size_t size, size_t name)
{
	put16(b, VERSION);
	put16(b, FLAG_UTF8);
	put16(b, packed ? DEFLATED : 0);
	put16(b, 0);
	put16(b, DATE_NEUTRAL);
	put32(b, crc);
	put32(b, (uint32_t)csize);
	put32(b, (uint32_t)size);
	put16(b, (unsigned)name);
	put16(b, 0);		/* extra */
}

int
zip_writer_add(struct zip_writer *w, const char *name, const void *data,
    size_t len, bool pack)
{
	struct bytes packed = BYTES_INIT(len + (len >> 3) + 1024);
	size_t start = w->taken + w->to->len, nlen = strlen(name), csize = len;
	uint32_t crc = zip_crc(data, len);
	int r;

	if (w->members == ZIP_MEMBERS_MAX || nlen > ZIP_NAME_MAX ||
	    start + len > 0xfffffffeu - ZIP_NAME_MAX) {
		r = err_set(ERR_TOO_BIG, "the package would be too large; "
		    "split the document");
		goto done;
	}
	if (pack) {
		if ((r = zip_deflate(&packed, data, len)) < 0)
			goto done;
		data = packed.data;
		csize = packed.len;
	}
	put32(w->to, 0x04034b50u);
	put_shared(w->to, pack, crc, csize, len, nlen);
	(void)bytes_add(w->to, name, nlen);
	(void)bytes_add(w->to, data, csize);

	put32(&w->directory, 0x02014b50u);
	put16(&w->directory, VERSION);
	put_shared(&w->directory, pack, crc, csize, len, nlen);
	put16(&w->directory, 0);	/* comment */
	put16(&w->directory, 0);	/* disk */
	put16(&w->directory, 0);
	put32(&w->directory, 0);
	put32(&w->directory, (uint32_t)start);
	(void)bytes_add(&w->directory, name, nlen);
	w->members++;
	if ((r = bytes_ok(w->to)) == 0)
		r = bytes_ok(&w->directory);
done:
	bytes_free(&packed);
	return r;
}

void
zip_writer_taken(struct zip_writer *w)
{
	w->taken += w->to->len;
	bytes_reset(w->to);
}

int
zip_writer_end(struct zip_writer *w)
{
	size_t start = w->taken + w->to->len;

	(void)bytes_add(w->to, w->directory.data, w->directory.len);
	put32(w->to, 0x06054b50u);
	put32(w->to, 0);
	put16(w->to, w->members);
	put16(w->to, w->members);
	put32(w->to, (uint32_t)w->directory.len);
	put32(w->to, (uint32_t)start);
	put16(w->to, 0);
	return bytes_ok(w->to);
}

void
zip_writer_free(struct zip_writer *w)
{
	if (w == NULL)
		return;
	bytes_free(&w->directory);
	free(w);
}
