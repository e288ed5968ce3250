/*
 * ifd.h -- the directories of a TIFF structure (TIFF 6.0 section 2, and
 * BigTIFF, whose counts and offsets have 64 bits), without a library.
 *
 * Made to read damaged and hostile structures: an entry whose value lies
 * outside has none.
 */
#ifndef INTAKE_FORMAT_TAGS_IFD_H
#define INTAKE_FORMAT_TAGS_IFD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IFD_ENTRIES_MAX 2000	/* entries read in one directory */

/* TIFF 6.0, section 2; IFD (13) is of its supplement 1, the rest BigTIFF's. */
enum ifd_type {
	IFD_BYTE = 1, IFD_ASCII, IFD_SHORT, IFD_LONG, IFD_RATIONAL,
	IFD_SBYTE, IFD_UNDEFINED, IFD_SSHORT, IFD_SLONG, IFD_SRATIONAL,
	IFD_FLOAT, IFD_DOUBLE, IFD_IFD, IFD_LONG8 = 16, IFD_SLONG8, IFD_IFD8
};

struct ifd {
	const uint8_t *data;
	size_t len;
	bool big;		/* big-endian */
	bool wide;		/* BigTIFF */
};

struct ifd_entry {
	uint16_t tag;
	uint16_t type;
	uint64_t count;
	const uint8_t *value;	/* NULL when it lies outside */
	size_t len;
};

/* False when there is no header; else *first is where the directories begin. */
bool ifd_begin(struct ifd *t, const uint8_t *data, size_t len,
    uint64_t *first);

/* How many whole entries lie at `at`; 0 when it points outside. */
size_t ifd_entries(const struct ifd *t, uint64_t at);
struct ifd_entry ifd_entry(const struct ifd *t, uint64_t at, size_t i);

/* The first entry with this tag; one without value when there is none. */
struct ifd_entry ifd_find(const struct ifd *t, uint64_t at, uint16_t tag);

/* Where the next directory lies; 0 behind the last. */
uint64_t ifd_next(const struct ifd *t, uint64_t at);

/* Behind the directory; where it says so, even outside. */
uint64_t ifd_end(const struct ifd *t, uint64_t at);

/* Bytes of one value of a type; 0 for a type that is none. */
size_t ifd_type_size(uint16_t type);

/* Value i (it must be there) as a number; a rational over 0 is 0. */
double ifd_real(const struct ifd *t, const struct ifd_entry *e, size_t i);
/* The same of BYTE, SHORT, LONG, IFD and their wide forms; else 0. */
uint64_t ifd_whole(const struct ifd *t, const struct ifd_entry *e, size_t i);

uint16_t ifd_get16(const struct ifd *t, const uint8_t *p);
uint32_t ifd_get32(const struct ifd *t, const uint8_t *p);
uint64_t ifd_get64(const struct ifd *t, const uint8_t *p);

#endif
