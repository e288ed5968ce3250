/*
 * writer.h -- write an archive that says nothing about its writer.
 *
 * Times are 1980-01-01 in a zip and 0 elsewhere, or left out; owners are 0
 * without names; no comments, no extra fields.  The same calls give the same
 * bytes.  What comes out goes to answer_file().
 */
#ifndef INTAKE_FORMAT_ARCHIVE_WRITER_H
#define INTAKE_FORMAT_ARCHIVE_WRITER_H

#include "intake/format/archive/member.h"
#include "intake/format/format.h"

struct writer;

/* Of any format of this room but rar.  ERR_NO_MEMORY. */
int writer_new(struct writer **out, enum format_id f, struct answer *a);

/*
 * writer_add(w, name, what, stored, data, len):
 * The next member: a file (also an empty one) or a folder.  `stored`: it is
 * not to be compressed where that can be chosen.  ERR_TOO_BIG; ERR_NO_MEMORY;
 * ERR_FAILED.
 */
int writer_add(struct writer *w, const char *name, enum member_what what,
    bool stored, const void *data, size_t len);
int writer_end(struct writer *w);
void writer_free(struct writer *w);	/* NULL is fine */

/* One file's bytes packed alone, to `to`; write_alone.c. */
typedef int (*writer_sink)(void *ctx, const void *p, size_t len);
int write_alone(enum format_id f, const void *data, size_t len,
    writer_sink sink, void *ctx);

/* One member of a tar, and its end; write_tar.c. */
void write_tar_member(struct answer *a, const char *name, bool folder,
    const void *data, size_t len);
void write_tar_end(struct answer *a);

/* A 7z archive, which is known when all of it is; write_7z.c. */
struct write_7z;
int write_7z_new(struct write_7z **out);
int write_7z_add(struct write_7z *w, const char *name, bool folder,
    const void *data, size_t len);
int write_7z_end(struct write_7z *w, struct answer *a);
void write_7z_free(struct write_7z *w);

#endif
