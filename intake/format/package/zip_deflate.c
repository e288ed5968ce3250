/*
 * zip_deflate.c -- RFC 1951 through libarchive's gzip filter.
 *
 * The filter is named, not guessed: a member that happens to hold gzip data
 * (an .emz picture) must come out as it is, not unpacked twice.
 */
#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "intake/format/package/zip.h"
#include "vault/base/err.h"

#define GZIP_HEADER 10		/* bytes, without optional fields */
#define GZIP_TRAILER 8
#define INFLATE_CHUNK 65536

uint32_t
zip_crc(const void *data, size_t len)
{
	static uint32_t table[256];
	const uint8_t *p = data;
	uint32_t c = 0xffffffffu;
	size_t i;
	unsigned k;

	if (table[1] == 0)
		for (i = 0; i < 256; i++) {
			uint32_t t = (uint32_t)i;

			for (k = 0; k < 8; k++)
				t = t & 1 ? 0xedb88320u ^ (t >> 1) : t >> 1;
			table[i] = t;
		}
	for (i = 0; i < len; i++)
		c = table[(c ^ p[i]) & 0xff] ^ (c >> 8);
	return c ^ 0xffffffffu;
}

/* A member dressed as a gzip file: three blocks, handed out in turn. */
struct dressed {
	uint8_t header[GZIP_HEADER], trailer[GZIP_TRAILER];
	const void *data;
	size_t len;
	unsigned next;
};

static la_ssize_t
feed(struct archive *a, void *ctx, const void **block)
{
	struct dressed *d = ctx;

	(void)a;
	switch (d->next++) {
	case 0:
		*block = d->header;
		return GZIP_HEADER;
	case 1:
		*block = d->data;
		return (la_ssize_t)d->len;
	case 2:
		*block = d->trailer;
		return GZIP_TRAILER;
	default:
		return 0;
	}
}

int
zip_inflate(struct bytes *out, const void *data, size_t len, size_t size)
{
	struct dressed d = { .header = { 0x1f, 0x8b, 8 }, .data = data,
	    .len = len };
	struct archive_entry *entry;
	struct archive *a;
	size_t before = out->len;
	uint8_t *to;
	la_ssize_t n = 0;
	int r = 0;

	if (size == 0)
		return 0;
	if (len == 0)
		return err_set(ERR_FORMAT, "a packed member is empty; ask for "
		    "the file again");
	if ((a = archive_read_new()) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if (archive_read_append_filter(a, ARCHIVE_FILTER_GZIP) != ARCHIVE_OK ||
	    archive_read_support_format_raw(a) != ARCHIVE_OK ||
	    archive_read_open(a, &d, NULL, feed, NULL) != ARCHIVE_OK ||
	    archive_read_next_header(a, &entry) != ARCHIVE_OK) {
		r = err_set(ERR_FORMAT, "a packed member cannot be unpacked; "
		    "ask for the file again");
		goto done;
	}
	while (out->len - before < size) {
		size_t room = size - (out->len - before);

		if (room > INFLATE_CHUNK)
			room = INFLATE_CHUNK;
		if ((r = bytes_room(out, room, &to)) < 0)
			goto done;
		n = archive_read_data(a, to, room);
		out->len -= n > 0 ? room - (size_t)n : room;
		if (n <= 0)
			break;
	}
	/* One byte more than said is as wrong as one byte less. */
	if (out->len - before == size && n > 0) {
		uint8_t more;

		n = archive_read_data(a, &more, 1);
		if (n == 0)
			goto done;
	}
	r = err_set(ERR_FORMAT, "a packed member does not have the size it "
	    "claims; ask for the file again");
done:
	(void)archive_read_free(a);
	return r;
}

static la_ssize_t
collect(struct archive *a, void *ctx, const void *p, size_t len)
{
	(void)a;
	return bytes_add(ctx, p, len) < 0 ? -1 : (la_ssize_t)len;
}

int
zip_deflate(struct bytes *out, const void *data, size_t len)
{
	struct bytes packed = BYTES_INIT(out->max);
	struct archive_entry *entry = NULL;
	struct archive *a = NULL;
	int r;

	if ((a = archive_write_new()) == NULL ||
	    (entry = archive_entry_new()) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	archive_entry_set_filetype(entry, AE_IFREG);
	if (archive_write_set_format_raw(a) != ARCHIVE_OK ||
	    archive_write_add_filter_gzip(a) != ARCHIVE_OK ||
	    archive_write_set_filter_option(a, "gzip", "timestamp",
	    NULL) != ARCHIVE_OK ||
	    archive_write_set_bytes_in_last_block(a, 1) != ARCHIVE_OK ||
	    archive_write_open(a, &packed, NULL, collect, NULL) != ARCHIVE_OK ||
	    archive_write_header(a, entry) != ARCHIVE_OK ||
	    archive_write_data(a, data, len) != (la_ssize_t)len ||
	    archive_write_close(a) != ARCHIVE_OK ||
	    /* Flags must be 0: then the header has no optional fields. */
	    packed.len < GZIP_HEADER + GZIP_TRAILER || packed.data[3] != 0) {
		r = err_set(ERR_FAILED, "a member could not be packed; "
		    "report it");
		goto done;
	}
	r = bytes_add(out, packed.data + GZIP_HEADER,
	    packed.len - GZIP_HEADER - GZIP_TRAILER);
done:
	archive_entry_free(entry);
	if (a != NULL)
		(void)archive_write_free(a);
	bytes_free(&packed);
	return r;
}
