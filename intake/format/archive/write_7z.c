/*
 * write_7z.c -- a 7z archive with one stream a file (LZMA, or copied where that
 * is shorter), a plain header, names and nothing else.
 *
 * libarchive writes 7z through a file on disk, and there is no disk here.
 * The layout is that of 7zFormat.txt of the LZMA SDK: signature header of 32
 * bytes, streams, header.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "intake/examine/limits.h"
#include "intake/format/archive/writer.h"
#include "intake/format/package/zip.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define SIGNATURE_SIZE 32u
#define ALONE_SIZE 13u		/* of a .lzma header: 5 properties, 8 length */
#define PROPERTIES 5u
#define HEADER_MAX ((size_t)64 << 20)

enum id {
	ID_END = 0, ID_HEADER = 1, ID_MAIN_STREAMS = 4, ID_FILES = 5,
	ID_PACK = 6, ID_UNPACK = 7, ID_SUBSTREAMS = 8, ID_SIZE = 9,
	ID_CRC = 10, ID_FOLDER = 11, ID_UNPACK_SIZE = 12, ID_EMPTY_STREAM = 14,
	ID_EMPTY_FILE = 15, ID_NAMES = 17
};

struct file {
	bool folder, copied;
	uint8_t properties[PROPERTIES];
	uint32_t crc;
	uint64_t packed, size;
};

struct write_7z {
	struct bytes out;	/* signature header and streams */
	struct bytes names;	/* UTF-16LE, each ended by a NUL */
	struct file *list;
	size_t n;
};

static int
put(struct bytes *b, uint64_t v, unsigned n)
{
	uint8_t p[8];
	unsigned i;

	for (i = 0; i < n; i++)
		p[i] = (uint8_t)(v >> (8 * i));
	return bytes_add(b, p, n);
}

/* 7z's own numbers: leading ones of the first byte count the bytes behind. */
static void
put_number(struct bytes *b, uint64_t v)
{
	unsigned n, first = 0, mask = 0x80;

	for (n = 0; n < 8; n++, mask >>= 1) {
		if (v < (uint64_t)1 << (7 * (n + 1))) {
			first |= (unsigned)(v >> (8 * n));
			break;
		}
		first |= mask;
	}
	(void)put(b, first, 1);
	(void)put(b, v, n);
}

int
write_7z_new(struct write_7z **out)
{
	static const uint8_t empty[SIGNATURE_SIZE];
	struct write_7z *w;
	int r;

	*out = NULL;
	if ((w = calloc(1, sizeof(*w))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	w->out = BYTES_INIT((size_t)CLEAN_MAX);
	w->names = BYTES_INIT(HEADER_MAX);
	if ((r = bytes_add(&w->out, empty, sizeof(empty))) < 0) {
		write_7z_free(w);
		return r;
	}
	*out = w;
	return 0;
}

static int
append(void *ctx, const void *p, size_t len)
{
	return bytes_add(ctx, p, len);
}

static int
put_stream(struct write_7z *w, struct file *f, const void *data, size_t len)
{
	size_t start = w->out.len;
	int r;

	f->crc = zip_crc(data, len);
	if ((r = write_alone(FORMAT_7Z, data, len, append, &w->out)) < 0)
		return r;
	f->packed = w->out.len - start;
	if (f->packed > ALONE_SIZE && f->packed - ALONE_SIZE < len) {
		uint8_t *p = w->out.data + start;

		memcpy(f->properties, p, PROPERTIES);
		f->packed -= ALONE_SIZE;
		memmove(p, p + ALONE_SIZE, (size_t)f->packed);
		w->out.len -= ALONE_SIZE;
		return 0;
	}
	f->copied = true;
	f->packed = len;
	w->out.len = start;
	return bytes_add(&w->out, data, len);
}

static void
put_name(struct bytes *b, const char *name)
{
	const uint8_t *p = (const uint8_t *)name;
	size_t len = strlen(name), n;
	uint32_t cp;

	for (; len > 0 && (n = utf8_next(p, len, &cp)) > 0; p += n, len -= n) {
		if (cp >= 0x10000) {
			(void)put(b, 0xd800 + ((cp - 0x10000) >> 10), 2);
			cp = 0xdc00 + ((cp - 0x10000) & 0x3ff);
		}
		(void)put(b, cp, 2);
	}
	(void)put(b, 0, 2);
}

int
write_7z_add(struct write_7z *w, const char *name, bool folder,
    const void *data, size_t len)
{
	struct file *f;
	int r;

	if ((r = array_grow(&w->list, w->n, MEMBERS_MAX,
	    sizeof(*w->list))) < 0)
		return r;
	f = &w->list[w->n];
	*f = (struct file){ .folder = folder, .size = len };
	put_name(&w->names, name);
	if (len > 0 && (r = put_stream(w, f, data, len)) < 0)
		return r;
	w->n++;
	return bytes_ok(&w->names);
}

/* --- the header --- */

static void
put_coder(struct bytes *b, const struct file *f)
{
	static const uint8_t copy[] = { 1, 0x01, 0x00 };
	static const uint8_t lzma[] = { 1, 0x23, 0x03, 0x01, 0x01, PROPERTIES };

	if (f->copied) {
		(void)bytes_add(b, copy, sizeof(copy));
		return;
	}
	(void)bytes_add(b, lzma, sizeof(lzma));
	(void)bytes_add(b, f->properties, PROPERTIES);
}

static void
put_streams(struct bytes *b, const struct write_7z *w, size_t streams)
{
	size_t i;

	put_number(b, ID_MAIN_STREAMS);
	put_number(b, ID_PACK);
	put_number(b, 0);
	put_number(b, streams);
	put_number(b, ID_SIZE);
	for (i = 0; i < w->n; i++)
		if (w->list[i].size > 0)
			put_number(b, w->list[i].packed);
	put_number(b, ID_END);
	put_number(b, ID_UNPACK);
	put_number(b, ID_FOLDER);
	put_number(b, streams);
	put_number(b, 0);
	for (i = 0; i < w->n; i++)
		if (w->list[i].size > 0)
			put_coder(b, &w->list[i]);
	put_number(b, ID_UNPACK_SIZE);
	for (i = 0; i < w->n; i++)
		if (w->list[i].size > 0)
			put_number(b, w->list[i].size);
	put_number(b, ID_CRC);
	put_number(b, 1);
	for (i = 0; i < w->n; i++)
		if (w->list[i].size > 0)
			(void)put(b, w->list[i].crc, 4);
	put_number(b, ID_END);
	put_number(b, ID_SUBSTREAMS);
	put_number(b, ID_END);
	put_number(b, ID_END);
}

/* A bit for each file, or for each that has no stream. */
static void
put_bits(struct bytes *b, const struct write_7z *w, enum id id, size_t n)
{
	unsigned byte = 0, mask = 0x80;
	size_t i;

	put_number(b, id);
	put_number(b, (n + 7) / 8);
	for (i = 0; i < w->n; i++) {
		const struct file *f = &w->list[i];

		if (id == ID_EMPTY_FILE && f->size > 0)
			continue;
		if (id == ID_EMPTY_STREAM ? f->size == 0 : !f->folder)
			byte |= mask;
		if ((mask >>= 1) == 0) {
			(void)put(b, byte, 1);
			byte = 0;
			mask = 0x80;
		}
	}
	if (mask != 0x80)
		(void)put(b, byte, 1);
}

static void
put_files(struct bytes *b, const struct write_7z *w, size_t streams)
{
	put_number(b, ID_FILES);
	put_number(b, w->n);
	if (streams < w->n) {
		put_bits(b, w, ID_EMPTY_STREAM, w->n);
		put_bits(b, w, ID_EMPTY_FILE, w->n - streams);
	}
	put_number(b, ID_NAMES);
	put_number(b, w->names.len + 1);
	put_number(b, 0);
	(void)bytes_add(b, w->names.data, w->names.len);
	put_number(b, ID_END);
}

static void
put_signature(uint8_t *to, const struct bytes *header, size_t offset)
{
	static const uint8_t magic[] = { '7', 'z', 0xbc, 0xaf, 0x27, 0x1c, 0, 4 };
	struct bytes b = BYTES_INIT(SIGNATURE_SIZE);

	(void)put(&b, offset, 8);
	(void)put(&b, header->len, 8);
	(void)put(&b, zip_crc(header->data, header->len), 4);
	if (bytes_ok(&b) == 0) {
		uint32_t crc = zip_crc(b.data, b.len);

		memcpy(to, magic, sizeof(magic));
		memcpy(to + 12, b.data, b.len);
		bytes_reset(&b);
		if (put(&b, crc, 4) == 0)
			memcpy(to + 8, b.data, 4);
	}
	bytes_free(&b);
}

int
write_7z_end(struct write_7z *w, struct answer *a)
{
	struct bytes h = BYTES_INIT(2 * HEADER_MAX);
	size_t i, streams = 0;
	int r;

	for (i = 0; i < w->n; i++)
		streams += w->list[i].size > 0;
	put_number(&h, ID_HEADER);
	if (streams > 0)
		put_streams(&h, w, streams);
	put_files(&h, w, streams);
	put_number(&h, ID_END);
	if ((r = bytes_ok(&h)) == 0) {
		put_signature(w->out.data, &h, w->out.len - SIGNATURE_SIZE);
		answer_file(a, w->out.data, w->out.len);
		answer_file(a, h.data, h.len);
	}
	bytes_free(&h);
	return r;
}

void
write_7z_free(struct write_7z *w)
{
	if (w == NULL)
		return;
	bytes_free(&w->out);
	bytes_free(&w->names);
	free(w->list);
	free(w);
}
