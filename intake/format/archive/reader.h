/*
 * reader.h -- walk through an archive, member by member, in its own order.
 *
 * Zip archives by their directory (zip_dir.h), all others by libarchive, each
 * told its one format: nothing is guessed, nothing is unpacked twice.
 */
#ifndef INTAKE_FORMAT_ARCHIVE_READER_H
#define INTAKE_FORMAT_ARCHIVE_READER_H

#include "intake/format/archive/member.h"
#include "intake/format/archive/zip_dir.h"
#include "intake/format/format.h"

struct archive_entry;
struct reader;

/*
 * reader_open(out, d, f, a):
 * 0; or -1 when the archive as a whole cannot be read, which was told to `a`.
 * `d` and `a` are borrowed until reader_free().
 */
int reader_open(struct reader **out, const struct doc *d, enum format_id f,
    struct answer *a);
void reader_free(struct reader *r);	/* NULL is fine */

/* The next member, valid until the next call.  1; 0 at the end; -1 told. */
int reader_next(struct reader *r, struct member *m);

/*
 * reader_content(r, out, m):
 * Append the content of the member that reader_next() gave last.  0; 1 when
 * this one cannot be read: then `m` became MEMBER_REFUSED with the reason; -1
 * when the archive goes over a limit, which was told.
 */
int reader_content(struct reader *r, struct bytes *out, struct member *m);

/* For reports: the zip's directory; what libarchive knows of the member. */
const struct zip_dir *reader_zip(const struct reader *r);	/* or NULL */
struct archive_entry *reader_entry(const struct reader *r);	/* or NULL */
const char *reader_format(const struct reader *r);	/* after a member */

#endif
