/*
 * report.h -- what an archive says of where it was made: owners, times,
 * comments, extra fields, machines, programs.  One line a member, so that
 * METAS_MAX holds for MEMBERS_MAX of them; none where nothing is said.
 */
#ifndef INTAKE_FORMAT_ARCHIVE_REPORT_H
#define INTAKE_FORMAT_ARCHIVE_REPORT_H

#include "intake/format/archive/reader.h"

#define REPORT_LINE_MAX 4096u	/* bytes of a member's line */

/* Walks `r` to its end.  0; -1 when it cannot be read, which was told. */
int report_archive(struct reader *r, const struct doc *d, enum format_id f,
    struct answer *a);

/* Each format's own; report_zip.c, report_tar.c, report_packed.c. */
void report_zip(const struct zip_dir *z, struct answer *a);
int report_tar(const struct doc *d, struct answer *a);
int report_packed(const struct doc *d, enum format_id f, struct answer *a);

/* "name value; " on a member's line, escaped. */
void report_add(struct bytes *line, const char *name, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void report_line(struct answer *a, const char *group, size_t number,
    struct bytes *line);

#endif
