/*
 * write_tar.c -- POSIX.1-1988 ustar headers with nothing in them that the
 * members do not need; a pax header before a name that does not fit.
 */
#include "intake/format/archive/writer.h"

#include <stdio.h>
#include <string.h>

#define BLOCK 512u
#define NAME_SIZE 100u
#define PREFIX_SIZE 155u
#define RECORD_BLOCKS 2		/* of zeros at the end */

struct header {
	char name[NAME_SIZE], mode[8], uid[8], gid[8], size[12], mtime[12];
	char checksum[8], type, link[100], magic[6], version[2];
	char uname[32], gname[32], major[8], minor[8], prefix[PREFIX_SIZE];
	char pad[12];
};
_Static_assert(sizeof(struct header) == BLOCK, "a tar header is one block");

/* Where a long name is cut into prefix and name; NULL when it cannot be. */
static const char *
cut_at(const char *name, size_t len)
{
	const char *p = name;

	if (len > PREFIX_SIZE + 1 + NAME_SIZE)
		return NULL;
	while ((p = strchr(p + 1, '/')) != NULL)
		if ((size_t)(p - name) > PREFIX_SIZE)
			return NULL;
		else if (len - (size_t)(p - name) - 1 <= NAME_SIZE && p[1] != 0)
			return p;
	return NULL;
}

static void
put_header(struct answer *a, const char *name, size_t len, char type,
    unsigned mode, size_t size)
{
	struct header h = { .type = type };
	const char *cut = NULL;
	const uint8_t *p = (const uint8_t *)&h;
	unsigned sum = 0;
	size_t i;

	if (len > NAME_SIZE && (cut = cut_at(name, len)) != NULL) {
		memcpy(h.prefix, name, (size_t)(cut - name));
		len -= (size_t)(cut - name) + 1;
		name = cut + 1;
	}
	memcpy(h.name, name, len < NAME_SIZE ? len : NAME_SIZE);
	(void)snprintf(h.mode, sizeof(h.mode), "%07o", mode);
	(void)snprintf(h.uid, sizeof(h.uid), "%07o", 0u);
	(void)snprintf(h.gid, sizeof(h.gid), "%07o", 0u);
	(void)snprintf(h.size, sizeof(h.size), "%011zo", size);
	(void)snprintf(h.mtime, sizeof(h.mtime), "%011o", 0u);
	memcpy(h.magic, "ustar", 6);
	memcpy(h.version, "00", 2);
	memset(h.checksum, ' ', sizeof(h.checksum));
	for (i = 0; i < BLOCK; i++)
		sum += p[i];
	(void)snprintf(h.checksum, sizeof(h.checksum), "%06o", sum);
	h.checksum[7] = ' ';
	answer_file(a, &h, sizeof(h));
}

static void
put_padded(struct answer *a, const void *data, size_t len)
{
	static const uint8_t zeros[BLOCK];

	answer_file(a, data, len);
	answer_file(a, zeros, (BLOCK - len % BLOCK) % BLOCK);
}

/* "LEN path=NAME\n", where LEN counts its own digits. */
static void
put_pax(struct answer *a, const char *name, size_t len)
{
	char record[8 * MEMBER_NAME_MAX + 32];
	size_t total = len + 7, digits = 1, ten;

	for (ten = 10; total + digits >= ten; ten *= 10)
		digits++;
	total += digits;
	(void)snprintf(record, sizeof(record), "%zu path=%.*s\n", total,
	    (int)len, name);
	put_header(a, "pax", 3, 'x', 0644, total);
	put_padded(a, record, total);
}

void
write_tar_member(struct answer *a, const char *name, bool folder,
    const void *data, size_t len)
{
	char path[8 * MEMBER_NAME_MAX + 2];
	size_t n = (size_t)snprintf(path, sizeof(path), "%s%s", name,
	    folder ? "/" : "");

	if (n >= sizeof(path))
		n = sizeof(path) - 1;
	if (n > NAME_SIZE && cut_at(path, n) == NULL)
		put_pax(a, path, n);
	put_header(a, path, n, folder ? '5' : '0', folder ? 0755 : 0644, len);
	put_padded(a, data, len);
}

void
write_tar_end(struct answer *a)
{
	static const uint8_t zeros[RECORD_BLOCKS * BLOCK];

	answer_file(a, zeros, sizeof(zeros));
}
