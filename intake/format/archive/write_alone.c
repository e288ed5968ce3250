/* write_alone.c -- one file packed alone: gzip, xz, zstd, bzip2. */
#include <archive.h>
#include <archive_entry.h>

#include "intake/format/archive/writer.h"
#include "vault/base/err.h"

#define GZIP_SYSTEM 9u		/* offset of the byte that names the machine */

struct out {
	writer_sink sink;
	void *ctx;
	bool gzip;
	size_t sent;
};

/* The first ten bytes come together; a gzip header says "unknown" there. */
static la_ssize_t
pass_on(struct archive *la, void *ctx, const void *p, size_t len)
{
	static const uint8_t unknown = 255;
	struct out *o = ctx;
	const uint8_t *at = p;
	size_t n = len;

	(void)la;
	if (o->gzip && o->sent <= GZIP_SYSTEM && len > GZIP_SYSTEM - o->sent) {
		size_t before = GZIP_SYSTEM - o->sent;

		if (o->sink(o->ctx, at, before) < 0 ||
		    o->sink(o->ctx, &unknown, 1) < 0)
			return -1;
		at += before + 1;
		n -= before + 1;
	}
	o->sent += len;
	return o->sink(o->ctx, at, n) < 0 ? -1 : (la_ssize_t)len;
}

/* Levels that are quick; threads are not allowed here anyway. */
static bool
add_filter(struct archive *la, enum format_id f)
{
	switch (f) {
	case FORMAT_GZIP:
		return archive_write_add_filter_gzip(la) == ARCHIVE_OK &&
		    archive_write_set_filter_option(la, "gzip", "timestamp",
		    NULL) == ARCHIVE_OK;
	case FORMAT_XZ:
		return archive_write_add_filter_xz(la) == ARCHIVE_OK &&
		    archive_write_set_filter_option(la, "xz",
		    "compression-level", "3") == ARCHIVE_OK;
	case FORMAT_ZSTD:
		return archive_write_add_filter_zstd(la) == ARCHIVE_OK;
	case FORMAT_BZIP2:
		return archive_write_add_filter_bzip2(la) == ARCHIVE_OK;
	case FORMAT_7Z:		/* its streams are those of .lzma files */
		return archive_write_add_filter_lzma(la) == ARCHIVE_OK &&
		    archive_write_set_filter_option(la, "lzma",
		    "compression-level", "3") == ARCHIVE_OK;
	default:
		return false;
	}
}

int
write_alone(enum format_id f, const void *data, size_t len, writer_sink sink,
    void *ctx)
{
	struct out o = { .sink = sink, .ctx = ctx, .gzip = f == FORMAT_GZIP };
	struct archive_entry *entry = NULL;
	struct archive *la = NULL;
	int r = 0;

	if ((la = archive_write_new()) == NULL ||
	    (entry = archive_entry_new()) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	archive_entry_set_filetype(entry, AE_IFREG);
	if (archive_write_set_format_raw(la) != ARCHIVE_OK ||
	    !add_filter(la, f) ||
	    archive_write_set_bytes_in_last_block(la, 1) != ARCHIVE_OK ||
	    archive_write_open(la, &o, NULL, pass_on, NULL) != ARCHIVE_OK ||
	    archive_write_header(la, entry) != ARCHIVE_OK ||
	    (len > 0 && archive_write_data(la, data, len) !=
	    (la_ssize_t)len) || archive_write_close(la) != ARCHIVE_OK)
		r = err_set(ERR_FAILED, "it could not be packed again");
done:
	archive_entry_free(entry);
	if (la != NULL)
		(void)archive_write_free(la);
	return r;
}
