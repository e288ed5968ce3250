/*
 * zip.h -- read a zip package from memory, and write one that says nothing
 * about its writer.
 *
 * The directory is read by our own code: what counts here is refusing every
 * package that two readers could read differently (two members of one name,
 * members that overlap, local headers that disagree with the directory), and
 * a general library is built to forgive just that.  Only the inflating and
 * deflating is the library's: each member passes through libarchive's gzip
 * filter alone, between a header and a trailer made here.
 *
 * Names are UTF-8, or of code page 437; numbers may be wide (zip64).  Not
 * supported, and refused: split archives, methods other than stored and
 * deflated.
 */
#ifndef INTAKE_FORMAT_PACKAGE_ZIP_H
#define INTAKE_FORMAT_PACKAGE_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define ZIP_MEMBERS_MAX 10000u
#define ZIP_NAME_MAX 512u			/* bytes of a member's name */
#define ZIP_MEMBER_MAX ((size_t)256 << 20)	/* bytes, inflated */
#define ZIP_FREE_EXPANSION ((uint64_t)64 << 20)	/* bytes allowed at any ratio */

struct zip_member {
	char *name;		/* owned; UTF-8, relative, no ".." */
	uint32_t crc;
	uint64_t packed, size;	/* bytes */
	uint16_t method;
	bool encrypted;
	uint16_t date, time;	/* of MS-DOS */
	bool dated;		/* they say more than 1980-01-01 00:00 */
	bool extra;		/* has extra fields or a comment */
	size_t start;		/* of its local header */
	size_t data;		/* of its packed bytes */
};

struct zip;

/*
 * zip_open(out, data, len):
 * Read and check the directory.  `data` is borrowed until zip_free().
 * ERR_FORMAT when it is damaged or ambiguous; ERR_TOO_BIG over a limit above
 * or over EXPANSION_MAX; ERR_NO_MEMORY.
 */
int zip_open(struct zip **out, const void *data, size_t len);
void zip_free(struct zip *z);	/* NULL is fine */

size_t zip_count(const struct zip *z);		/* folders are not counted */
const struct zip_member *zip_at(const struct zip *z, size_t i);
/* Names compare without regard to ASCII case, as packages do.  NULL: none. */
const struct zip_member *zip_find(const struct zip *z, const char *name);
/* Bytes that belong to no member and no header; and the comment's length. */
uint64_t zip_unclaimed(const struct zip *z);
size_t zip_comment(const struct zip *z);

/*
 * zip_read(z, m, out): append the member, inflated.  ERR_FORMAT when size or
 * CRC are not as said; ERR_NOT_PERMITTED when it is encrypted; ERR_TOO_BIG
 * over out's maximum.
 */
int zip_read(const struct zip *z, const struct zip_member *m,
    struct bytes *out);

/*
 * Writing: members in the order they are added, each dated 1980-01-01, no
 * extra fields, no comments.  The same calls give the same bytes.
 */
struct zip_writer;

int zip_writer_new(struct zip_writer **out, struct bytes *to);
/* `pack`: deflate it; pictures are stored. */
int zip_writer_add(struct zip_writer *w, const char *name, const void *data,
    size_t len, bool pack);
/* The caller took what `to` holds: it is emptied, and offsets go on. */
void zip_writer_taken(struct zip_writer *w);
int zip_writer_end(struct zip_writer *w);	/* writes the directory */
void zip_writer_free(struct zip_writer *w);

/* CRC-32 of ISO 3309, as zip and gzip use it. */
uint32_t zip_crc(const void *data, size_t len);

/* Raw deflate (RFC 1951), both ways; zip_deflate.c.  `size` must be right. */
int zip_inflate(struct bytes *out, const void *data, size_t len, size_t size);
int zip_deflate(struct bytes *out, const void *data, size_t len);

#endif
