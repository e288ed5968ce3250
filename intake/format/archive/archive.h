/*
 * archive.h -- files packed together, and files packed alone.
 *
 * The members are what is looked at: each becomes a child, and the archive is
 * written anew around what came of them, with neutral times and owners, in the
 * same order.  Names are the archive's text, one a line, so that they can be
 * redacted; a name that would leave its folder, or hides characters, is made
 * plain.  Folders and empty files hold nothing to look at: they are no
 * children, and are kept.
 *
 * Two programs must unpack the same members from it, or it is quarantined.
 */
#ifndef INTAKE_FORMAT_ARCHIVE_ARCHIVE_H
#define INTAKE_FORMAT_ARCHIVE_ARCHIVE_H

#include "intake/format/format.h"

extern const struct format format_zip;
extern const struct format format_tar;
extern const struct format format_gzip;
extern const struct format format_xz;
extern const struct format format_zstd;
extern const struct format format_bzip2;
extern const struct format format_sevenz;
extern const struct format format_rar;	/* read; none can be written */

#endif
