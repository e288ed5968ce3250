/* unpack.c -- see unpack.h. */
#include "intake/foreign/wall/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/examine/expansion.h"
#include "intake/examine/limits.h"
#include "intake/foreign/foreign.h"
#include "vault/base/err.h"

#define CHUNK 65536

struct unpack {
	struct archive *la;
	int fd;
	int64_t at, size;	/* in the file, bytes */
	uint64_t unpacked;	/* bytes given */
	uint32_t entries;
	uint8_t chunk[CHUNK];
};

/* --- what libarchive calls --- */

static la_ssize_t
give(struct archive *la, void *arg, const void **to)
{
	struct unpack *p = arg;
	ssize_t n;

	while ((n = pread(p->fd, p->chunk, CHUNK, p->at)) < 0)
		if (errno != EINTR) {
			archive_set_error(la, errno, "it cannot be read");
			return -1;
		}
	p->at += n;
	*to = p->chunk;
	return n;
}

static la_int64_t
skip(struct archive *la, void *arg, la_int64_t n)
{
	struct unpack *p = arg;

	(void)la;
	if (n > p->size - p->at)
		n = p->size - p->at;
	p->at += n;
	return n;
}

static la_int64_t
seek(struct archive *la, void *arg, la_int64_t to, int whence)
{
	struct unpack *p = arg;
	int64_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? p->at :
	    p->size;

	if (__builtin_add_overflow(from, to, &to) || to < 0 || to > p->size) {
		archive_set_error(la, EINVAL, "it points outside itself");
		return ARCHIVE_FATAL;
	}
	return p->at = to;
}

/* --- opening --- */

static int
damaged(void)
{
	return err_set(ERR_FORMAT, "the packed export is cut or damaged; "
	    "nothing of it came in; export it again");
}

int
unpack_open(struct unpack **out, int fd)
{
	struct unpack *p;
	struct stat st;

	*out = NULL;
	if (fstat(fd, &st) != 0)
		return err_sys("the export cannot be looked at");
	if (st.st_size == 0)
		return err_set(ERR_FORMAT, "the export is empty; export it "
		    "again");
	/* Names are UTF-8 or bytes; glibc has this locale built in. */
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	if ((p = calloc(1, sizeof(*p))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	p->fd = fd;
	p->size = st.st_size;
	if ((p->la = archive_read_new()) == NULL) {
		unpack_free(p);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	if (archive_read_support_format_zip_seekable(p->la) != ARCHIVE_OK ||
	    archive_read_support_format_tar(p->la) != ARCHIVE_OK ||
	    archive_read_support_filter_gzip(p->la) != ARCHIVE_OK ||
	    archive_read_set_read_callback(p->la, give) != ARCHIVE_OK ||
	    archive_read_set_skip_callback(p->la, skip) != ARCHIVE_OK ||
	    archive_read_set_seek_callback(p->la, seek) != ARCHIVE_OK ||
	    archive_read_set_callback_data(p->la, p) != ARCHIVE_OK ||
	    archive_read_open1(p->la) != ARCHIVE_OK) {
		unpack_free(p);
		return err_set(ERR_FORMAT, "the export is no whole zip or tar "
		    "archive; if it is sealed by OpenPGP, open it first");
	}
	*out = p;
	return 0;
}

void
unpack_free(struct unpack *p)
{
	if (p == NULL)
		return;
	(void)archive_read_free(p->la);
	free(p);
}

/* --- entries --- */

static const char *
name_of(struct archive_entry *e)
{
	const char *name = archive_entry_pathname(e);

	if (name == NULL)
		name = archive_entry_pathname_utf8(e);
	return name != NULL && name[0] != '\0' ? name : "(no name)";
}

static enum foreign_why
why_not(struct archive_entry *e)
{
	if (archive_entry_hardlink(e) != NULL ||
	    archive_entry_symlink(e) != NULL ||
	    archive_entry_filetype(e) == AE_IFLNK)
		return FOREIGN_LINK;
	return archive_entry_filetype(e) == AE_IFREG ? 0 : FOREIGN_DEVICE;
}

int
unpack_next(struct unpack *p, struct pack_entry *e)
{
	struct archive_entry *la;
	int r = archive_read_next_header(p->la, &la);

	if (r == ARCHIVE_EOF)
		return 0;
	if (r != ARCHIVE_OK && r != ARCHIVE_WARN)
		return p->entries > 0 ? damaged() : err_set(ERR_FORMAT,
		    "the export is no whole zip or tar archive; if it is "
		    "sealed by OpenPGP, open it first");
	if (archive_entry_is_encrypted(la) ||
	    archive_read_has_encrypted_entries(p->la) > 0)
		return err_set(ERR_NOT_PERMITTED, "the packed export is "
		    "encrypted; unpack it with its password, and submit what "
		    "was in it");
	if (p->entries == FOREIGN_ENTRIES_MAX)
		return err_set(ERR_TOO_BIG, "more than %u files in the packed "
		    "export; export fewer at once", FOREIGN_ENTRIES_MAX);
	*e = (struct pack_entry){ .name = name_of(la), .at = p->entries++,
	    .folder = archive_entry_filetype(la) == AE_IFDIR };
	if (!e->folder)
		e->why = why_not(la);
	return 1;
}

int
unpack_read(struct unpack *p, void *to, size_t len, size_t *got)
{
	la_ssize_t n = archive_read_data(p->la, to, len);

	if (n < 0)
		return damaged();
	*got = (size_t)n;
	p->unpacked += (uint64_t)n;
	if (expands_too_far((uint64_t)p->size, p->unpacked))
		return err_set(ERR_TOO_BIG, "the packed export unpacks to more "
		    "than %u times its size; nothing of it came in; look at "
		    "what it is", EXPANSION_MAX);
	return 0;
}
