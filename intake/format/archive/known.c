/* known.c -- see known.h. */
#include "intake/format/archive/known.h"

#include <string.h>

#include "intake/format/archive/zip_dir.h"
#include "intake/format/package/zip.h"

#define TAR_BLOCK 512u
#define CHECKSUM_AT 148u
#define CHECKSUM_SIZE 8u
#define SEVENZ_HEADER 32u

static const struct {
	enum format_id format;
	size_t len;
	const char *magic;
} begins[] = {
	{ FORMAT_ZIP, 4, "PK\3\4" },
	{ FORMAT_ZIP, 4, "PK\5\6" },		/* an empty one */
	{ FORMAT_ZIP, 8, "PK\7\x08PK\3\4" },	/* of a split one's program */
	{ FORMAT_GZIP, 3, "\x1f\x8b\x08" },
	{ FORMAT_XZ, 6, "\xfd" "7zXZ\0" },
	{ FORMAT_ZSTD, 4, "\x28\xb5\x2f\xfd" },
	{ FORMAT_RAR, 7, "Rar!\x1a\x07\0" },
	{ FORMAT_RAR, 8, "Rar!\x1a\x07\1\0" },
	{ FORMAT_7Z, 6, "7z\xbc\xaf\x27\x1c" },
};

static bool
is_bzip2(const struct doc *d)
{
	return d->len >= 10 && memcmp(d->data, "BZh", 3) == 0 &&
	    d->data[3] >= '1' && d->data[3] <= '9' &&
	    (memcmp(d->data + 4, "1AY&SY", 6) == 0 ||
	    memcmp(d->data + 4, "\x17rE8P\x90", 6) == 0);
}

/* Its header tells where the rest is; that must hold its checksum. */
static bool
is_7z(const struct doc *d)
{
	return d->len >= SEVENZ_HEADER &&
	    zip_u32(d->data + 8) == zip_crc(d->data + 12, 20);
}

bool
known_tar_header(const uint8_t *p)
{
	unsigned long sum = 0, said = 0;
	long with_sign = 0;
	size_t i, digits = 0;

	for (i = 0; i < TAR_BLOCK; i++) {
		bool own = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_SIZE;

		sum += own ? ' ' : p[i];
		with_sign += own ? ' ' : (int8_t)p[i];
	}
	for (i = CHECKSUM_AT; i < CHECKSUM_AT + CHECKSUM_SIZE; i++) {
		if (p[i] == ' ' && digits == 0)
			continue;
		if (p[i] < '0' || p[i] > '7')
			break;
		said = said * 8 + (unsigned)(p[i] - '0');
		digits++;
	}
	return digits > 0 && (said == sum || (long)said == with_sign);
}

enum format_id
known_archive(const struct doc *d)
{
	size_t i;

	for (i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (d->len >= begins[i].len &&
		    memcmp(d->data, begins[i].magic,
		    begins[i].len) == 0)
			return begins[i].format != FORMAT_7Z || is_7z(d) ?
			    begins[i].format : FORMAT_UNKNOWN;
	if (is_bzip2(d))
		return FORMAT_BZIP2;
	/* Tar has no sign at its start, or none at all: a checksum. */
	return d->len >= TAR_BLOCK && d->data[0] != '\0' &&
	    known_tar_header(d->data) ? FORMAT_TAR : FORMAT_UNKNOWN;
}
