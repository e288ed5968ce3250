/*
 * known.h -- which archive it is, by the bytes it begins with.
 */
#ifndef INTAKE_FORMAT_ARCHIVE_KNOWN_H
#define INTAKE_FORMAT_ARCHIVE_KNOWN_H

#include "intake/format/format.h"

/* FORMAT_UNKNOWN when it is none. */
enum format_id known_archive(const struct doc *d);

/* Is the block at `p` a tar header whose checksum holds? */
bool known_tar_header(const uint8_t *p);

#endif
