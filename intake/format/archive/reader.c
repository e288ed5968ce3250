/* reader.c -- see reader.h. */
#include "intake/format/archive/reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/limits.h"
#include "intake/format/answer.h"
#include "intake/format/package/zip.h"
#include "vault/base/err.h"

#define CHUNK ((size_t)256 << 10)	/* bytes unpacked at a time */
#define FLAG_ENCRYPTED 0x0001u
#define HOST_UNIX 3
#define HOST_MAC 19
#define UNIX_LINK 0120000u
#define UNIX_TYPE 0170000u

struct reader {
	const struct doc *d;
	struct answer *a;
	enum format_id format;
	struct archive *la;	/* NULL while none is needed */
	struct archive_entry *entry;
	struct zip_dir zip;
	size_t next;		/* of the zip's members */
	size_t la_next;		/* member of the zip where `la` stands */
	size_t members;
	bool alone;		/* one packed file, without members */
	uint64_t unpacked;	/* bytes given so far */
	struct bytes name;	/* of a gzip file's content */
};

/* --- opening --- */

static int
support(struct archive *la, enum format_id f)
{
	switch (f) {
	case FORMAT_ZIP:
		return archive_read_support_format_zip_seekable(la);
	case FORMAT_TAR:
		return archive_read_support_format_tar(la);
	case FORMAT_7Z:
		return archive_read_support_format_7zip(la);
	case FORMAT_RAR:
		return archive_read_support_format_rar(la) == ARCHIVE_OK ?
		    archive_read_support_format_rar5(la) : ARCHIVE_FATAL;
	case FORMAT_GZIP:
		return archive_read_append_filter(la, ARCHIVE_FILTER_GZIP);
	case FORMAT_XZ:
		return archive_read_append_filter(la, ARCHIVE_FILTER_XZ);
	case FORMAT_ZSTD:
		return archive_read_append_filter(la, ARCHIVE_FILTER_ZSTD);
	case FORMAT_BZIP2:
		return archive_read_append_filter(la, ARCHIVE_FILTER_BZIP2);
	default:
		return ARCHIVE_FATAL;
	}
}

static int
la_open(struct reader *r)
{
	/* Names are UTF-8 or bytes; glibc has this locale built in. */
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	if ((r->la = archive_read_new()) == NULL)
		return answer_refuse(r->a, REASON_LIMIT, "out of memory");
	if (support(r->la, r->format) != ARCHIVE_OK ||
	    (r->alone && archive_read_support_format_raw(r->la) !=
	    ARCHIVE_OK) || (r->d->password != NULL &&
	    archive_read_add_passphrase(r->la, r->d->password) != ARCHIVE_OK) ||
	    archive_read_open_memory(r->la, r->d->data, r->d->len) !=
	    ARCHIVE_OK)
		return answer_refuse(r->a, REASON_DAMAGED, "libarchive cannot "
		    "open it");
	return 0;
}

static int
zip_refused(struct answer *a, int code)
{
	switch (code) {
	case ERR_INTEGRITY:
		return answer_quarantine(a, REASON_TWO_THINGS, "two programs "
		    "would unpack different things: %s", err_line());
	case ERR_NOT_PERMITTED:
		return answer_refuse(a, REASON_UNSUPPORTED, "%s", err_line());
	case ERR_FORMAT:
		return answer_refuse(a, REASON_DAMAGED, "%s", err_line());
	default:
		return answer_refuse(a, REASON_LIMIT, "%s", err_line());
	}
}

int
reader_open(struct reader **out, const struct doc *d, enum format_id f,
    struct answer *a)
{
	struct reader *r;
	int code;

	*out = NULL;
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return answer_refuse(a, REASON_LIMIT, "out of memory");
	r->d = d;
	r->a = a;
	r->format = f;
	r->name = BYTES_INIT(MEMBER_NAME_MAX);
	r->alone = f == FORMAT_GZIP || f == FORMAT_XZ || f == FORMAT_ZSTD ||
	    f == FORMAT_BZIP2;
	if (f == FORMAT_ZIP) {
		if ((code = zip_dir_read(&r->zip, d->data, d->len)) < 0) {
			(void)zip_refused(a, code);
			reader_free(r);
			return -1;
		}
	} else if (la_open(r) != 0) {
		reader_free(r);
		return -1;
	}
	*out = r;
	return 0;
}

void
reader_free(struct reader *r)
{
	if (r == NULL)
		return;
	zip_dir_free(&r->zip);
	if (r->la != NULL)
		(void)archive_read_free(r->la);
	bytes_free(&r->name);
	free(r);
}

/* --- the next member --- */

static int
cannot(struct member *m, enum exam_reason reason, const char *why)
{
	m->what = MEMBER_REFUSED;
	m->reason = reason;
	m->why = why;
	return 1;
}

static void
locked(const struct reader *r, struct member *m)
{
	if (r->d->password == NULL)
		(void)cannot(m, REASON_ENCRYPTED, "it is encrypted");
	else if (r->format != FORMAT_ZIP)
		(void)cannot(m, REASON_UNSUPPORTED, "it is encrypted in a way "
		    "that is not read here, even with a password");
}

static int
zip_next(struct reader *r, struct member *m)
{
	const struct zip_entry *e;
	unsigned host;

	if (r->next == r->zip.n)
		return 0;
	e = &r->zip.list[r->next++];
	*m = (struct member){ .name = e->name, .len = e->name_len,
	    .size = e->size, .stored = e->method == ZIP_STORED };
	host = e->made_by >> 8;
	if (e->name[e->name_len - 1] == '/' || (e->name_len > 1 &&
	    e->name[e->name_len - 1] == '\\'))
		m->what = e->size == 0 ? MEMBER_FOLDER : MEMBER_FILE;
	else if ((host == HOST_UNIX || host == HOST_MAC) &&
	    (e->attributes >> 16 & UNIX_TYPE) == UNIX_LINK)
		(void)cannot(m, REASON_UNSUPPORTED, "it is a symbolic link");
	else if (e->size == 0 && (e->flags & FLAG_ENCRYPTED) == 0)
		m->what = MEMBER_EMPTY;
	else if ((e->flags & FLAG_ENCRYPTED) != 0)
		locked(r, m);
	return 1;
}

static void
kind_of_entry(const struct reader *r, struct member *m)
{
	struct archive_entry *e = r->entry;

	if (archive_entry_hardlink(e) != NULL)
		(void)cannot(m, REASON_UNSUPPORTED, "it is a hard link");
	else if (archive_entry_filetype(e) == AE_IFLNK)
		(void)cannot(m, REASON_UNSUPPORTED, "it is a symbolic link");
	else if (archive_entry_filetype(e) == AE_IFDIR)
		m->what = MEMBER_FOLDER;
	else if (archive_entry_filetype(e) != AE_IFREG)
		(void)cannot(m, REASON_UNSUPPORTED, "it is a device, a pipe "
		    "or a socket");
	else if (archive_entry_is_encrypted(e))
		locked(r, m);
	else if (archive_entry_size_is_set(e) && m->size == 0)
		m->what = MEMBER_EMPTY;
}

/* A header that cannot be read ends the archive, and not in silence. */
static int
no_header(struct reader *r)
{
	if (archive_read_has_encrypted_entries(r->la) > 0)
		return r->d->password == NULL ? answer_refuse(r->a,
		    REASON_ENCRYPTED, "its list of members is encrypted") :
		    answer_refuse(r->a, REASON_UNSUPPORTED, "its list of "
		    "members is encrypted in a way that is not read here, "
		    "even with a password");
	return answer_refuse(r->a, REASON_DAMAGED, "member %zu cannot be read",
	    r->members + 1);
}

/* The name of the one file in a gzip file, if its header has one. */
static void
gzip_name(struct reader *r)
{
	const uint8_t *p = r->d->data, *end;
	size_t at = 10;

	if (r->format != FORMAT_GZIP || r->d->len < at || (p[3] & 8) == 0)
		return;
	if ((p[3] & 4) != 0) {
		if (r->d->len < at + 2)
			return;
		at += 2 + (size_t)(p[at] | p[at + 1] << 8);
	}
	if (at < r->d->len &&
	    (end = memchr(p + at, '\0', r->d->len - at)) != NULL &&
	    (size_t)(end - p) - at <= MEMBER_NAME_MAX)
		(void)bytes_add(&r->name, p + at, (size_t)(end - p) - at);
}

static int
la_next(struct reader *r, struct member *m)
{
	const char *name;
	int got;

	if (r->alone && r->members > 0)
		return 0;
	got = archive_read_next_header(r->la, &r->entry);
	if (got == ARCHIVE_EOF && !r->alone)
		return 0;
	if (got != ARCHIVE_OK && got != ARCHIVE_WARN && got != ARCHIVE_EOF)
		return no_header(r);
	if (r->members++ >= MEMBERS_MAX)
		return answer_refuse(r->a, REASON_LIMIT, "it has more than %u "
		    "members", MEMBERS_MAX);
	*m = (struct member){ .name = "content", .len = 7, .stored = true };
	if (r->alone) {
		gzip_name(r);
		if (r->name.len > 0) {
			m->name = (const char *)r->name.data;
			m->len = r->name.len;
		}
		return 1;
	}
	if ((name = archive_entry_pathname(r->entry)) == NULL)
		return answer_refuse(r->a, REASON_DAMAGED, "member %zu has no "
		    "name that can be read", r->members);
	m->name = name;
	m->len = strlen(name);
	if (m->len > MEMBER_NAME_MAX)
		return answer_refuse(r->a, REASON_LIMIT, "a member's name is "
		    "over %u bytes", MEMBER_NAME_MAX);
	if (archive_entry_size_is_set(r->entry))
		m->size = (uint64_t)archive_entry_size(r->entry);
	kind_of_entry(r, m);
	return 1;
}

int
reader_next(struct reader *r, struct member *m)
{
	int more = r->format == FORMAT_ZIP ? zip_next(r, m) : la_next(r, m);

	if (more > 0 && !r->alone && member_is_trace(m->name, m->len))
		m->what = MEMBER_TRACE;
	return more;
}

/* --- content --- */

/* Over the limits of the archive as a whole? */
static int
count_unpacked(struct reader *r, size_t n)
{
	r->unpacked += n;
	if (r->unpacked > UNPACKED_MAX)
		return answer_refuse(r->a, REASON_LIMIT, "it unpacks to more "
		    "than %llu bytes", (unsigned long long)UNPACKED_MAX);
	if (r->unpacked > EXPANSION_FREE &&
	    r->unpacked / EXPANSION_MAX > r->d->len)
		return answer_refuse(r->a, REASON_LIMIT, "it unpacks to more "
		    "than %u times its size", EXPANSION_MAX);
	return 0;
}

static int
no_content(struct reader *r, struct member *m)
{
	const char *why = archive_error_string(r->la);

	/* libarchive has no code of its own for it. */
	if (why != NULL && (strstr(why, "assphrase") != NULL ||
	    strstr(why, "ncrypt") != NULL))
		return cannot(m, r->d->password == NULL ? REASON_ENCRYPTED :
		    strstr(why, "ncorrect") != NULL ? REASON_WRONG_PASSWORD :
		    REASON_UNSUPPORTED, "its content is encrypted");
	if (why != NULL && strstr(why, "nsupported") != NULL)
		return cannot(m, REASON_UNSUPPORTED, "it is packed in a way "
		    "that is not read here");
	return cannot(m, REASON_DAMAGED, "its content is damaged");
}

static int
la_content(struct reader *r, struct bytes *out, struct member *m)
{
	size_t before = out->len;
	la_ssize_t n;
	uint8_t *to;

	for (;;) {
		if (out->max - out->len < CHUNK) {
			out->len = before;
			return cannot(m, REASON_TOO_LARGE, "it is too large");
		}
		if (bytes_room(out, CHUNK, &to) < 0)
			return answer_refuse(r->a, REASON_LIMIT,
			    "it unpacks to more than there is memory for");
		n = archive_read_data(r->la, to, CHUNK);
		out->len -= n > 0 ? CHUNK - (size_t)n : CHUNK;
		if (n == 0)
			return 0;
		if (n < 0) {
			out->len = before;
			return no_content(r, m);
		}
		if (count_unpacked(r, (size_t)n) < 0)
			return -1;
	}
}

/* libarchive lists a zip's members by where they start, as zip_dir.h does. */
static int
la_go_to(struct reader *r, size_t member)
{
	if (r->la == NULL && la_open(r) != 0)
		return -1;
	for (; r->la_next <= member; r->la_next++)
		if (archive_read_next_header(r->la, &r->entry) < ARCHIVE_WARN)
			return answer_refuse(r->a, REASON_DAMAGED,
			    "member %zu cannot be read", r->la_next + 1);
	return 0;
}

static int
zip_content(struct reader *r, struct bytes *out, struct member *m)
{
	const struct zip_entry *e = &r->zip.list[r->next - 1];
	const uint8_t *p = r->zip.p + e->data;
	size_t before = out->len;
	int code;

	if (e->size > out->max - before)
		return cannot(m, REASON_TOO_LARGE, "it is too large");
	if ((e->flags & FLAG_ENCRYPTED) != 0 || (e->method != ZIP_STORED &&
	    e->method != ZIP_DEFLATED)) {
		if (la_go_to(r, r->next - 1) != 0)
			return -1;
		if ((code = la_content(r, out, m)) != 0)
			return code;
		if (out->len - before != e->size) {
			out->len = before;
			return cannot(m, REASON_DAMAGED, "it does not have "
			    "the size it claims");
		}
		return 0;
	}
	if (e->method == ZIP_STORED)
		code = e->packed == e->size ? bytes_add(out, p,
		    (size_t)e->size) : ERR_FORMAT;
	else
		code = zip_inflate(out, p, (size_t)e->packed, (size_t)e->size);
	if (code == 0 && zip_crc(out->data + before, out->len - before) !=
	    e->crc)
		code = ERR_FORMAT;
	if (code < 0) {
		out->len = before;
		return code == ERR_NO_MEMORY ? answer_refuse(r->a,
		    REASON_LIMIT, "out of memory") : cannot(m, REASON_DAMAGED,
		    "its content is damaged");
	}
	return count_unpacked(r, (size_t)e->size);
}

int
reader_content(struct reader *r, struct bytes *out, struct member *m)
{
	return r->format == FORMAT_ZIP ? zip_content(r, out, m) :
	    la_content(r, out, m);
}

const struct zip_dir *
reader_zip(const struct reader *r)
{
	return r->format == FORMAT_ZIP ? &r->zip : NULL;
}

struct archive_entry *
reader_entry(const struct reader *r)
{
	return r->entry;
}

const char *
reader_format(const struct reader *r)
{
	return r->la != NULL ? archive_format_name(r->la) : NULL;
}
