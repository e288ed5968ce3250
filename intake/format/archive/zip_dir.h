/*
 * zip_dir.h -- the directory of any zip archive, and what it does not say.
 *
 * The packages of office files have a stricter reader (package/zip.h).  This
 * one takes what people's programs write (zip64, several character sets, extra
 * fields, comments), and finds out what two programs would read differently:
 * two directories, two members of one name, members that overlap, and local
 * headers that tell another story than the directory.
 */
#ifndef INTAKE_FORMAT_ARCHIVE_ZIP_DIR_H
#define INTAKE_FORMAT_ARCHIVE_ZIP_DIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define ZIP_STORED 0u
#define ZIP_DEFLATED 8u

struct zip_entry {
	char *name;		/* owned; UTF-8 where its set is known */
	size_t name_len;
	const char *charset;	/* what the bytes were in; NULL: UTF-8 */
	size_t central, start, data;	/* offsets: its record, header, bytes */
	uint64_t packed, size;	/* bytes */
	uint32_t crc, attributes;
	uint16_t made_by, flags, method, time, date, disk;
	uint16_t raw_len, extra_len, comment_len;	/* in its record */
	uint16_t local_extra;	/* bytes of extra fields in its header */
};

struct zip_dir {
	const uint8_t *p;	/* the archive, borrowed */
	size_t len;
	struct zip_entry *list;	/* by where they start */
	size_t n;
	size_t directory, end;	/* offsets: its first record, its end record */
	const uint8_t *comment;
	size_t comment_len;
	uint64_t trailing;	/* bytes after the end */
	uint64_t unclaimed;	/* bytes of no member, before the directory */
	size_t unlisted;	/* headers among them: members of no directory */
	bool zip64;
};

/*
 * zip_dir_read(z, p, len):
 * 0; ERR_FORMAT when it is damaged; ERR_INTEGRITY when two programs would read
 * it differently; ERR_NOT_PERMITTED when the directory is encrypted;
 * ERR_TOO_BIG over MEMBERS_MAX or UNPACKED_MAX; ERR_NO_MEMORY.  The error line
 * says what, without the next step: it is a detail of a refusal.
 */
int zip_dir_read(struct zip_dir *z, const void *p, size_t len);
void zip_dir_free(struct zip_dir *z);

/* The extra field `id` of the directory's record; NULL when there is none. */
const uint8_t *zip_dir_extra(const struct zip_dir *z,
    const struct zip_entry *e, unsigned id, size_t *len);

/* What the bytes of a name are in, judged by all of them; zip_names.c. */
int zip_names_decode(struct zip_dir *z);

unsigned zip_u16(const uint8_t *p);
uint32_t zip_u32(const uint8_t *p);
uint64_t zip_u64(const uint8_t *p);

#endif
