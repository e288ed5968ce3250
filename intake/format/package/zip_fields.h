/* zip_fields.h -- what stands beside the plain fields of a zip's headers:
 * wide numbers (zip64) and names that are not UTF-8.  Private to zip.c. */
#ifndef INTAKE_FORMAT_PACKAGE_ZIP_FIELDS_H
#define INTAKE_FORMAT_PACKAGE_ZIP_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define ZIP_WIDE_END_BYTES 76u	/* of the zip64 end record and its locator */
#define ZIP_WIDE 0xffffffffu	/* the number stands in the extra field */

/*
 * zip_wide(extra, len, fields, n):
 * The `n` numbers in the order of their headers; those that are ZIP_WIDE get
 * their value from the zip64 extra field.  false when it lacks one of them.
 */
bool zip_wide(const uint8_t *extra, size_t len, uint64_t *const *fields,
    size_t n);

/* Append the name as UTF-8: as it stands when it is that, else from IBM's code
 * page 437, as names without the flag are. */
int zip_name(struct bytes *out, const uint8_t *p, size_t len);

/* Bytes of the data descriptor at `p`, of which `len` are there, when it says
 * these numbers; 0 when none does. */
size_t zip_descriptor(const uint8_t *p, size_t len, uint32_t crc,
    uint64_t packed, uint64_t size);

/*
 * zip_wide_end(p, end, count, size, start):
 * The same for the end record at `end`: its zip64 twin, found by the locator
 * before it.  0: there is none; 1: the numbers are its; -1: it is damaged.
 */
int zip_wide_end(const uint8_t *p, size_t end, uint64_t *count,
    uint64_t *size, uint64_t *start);

#endif
