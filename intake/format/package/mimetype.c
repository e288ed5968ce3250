/* mimetype.c -- see mimetype.h. */
#include "intake/format/package/mimetype.h"

#include <stdint.h>
#include <string.h>

#include "intake/format/package/zip.h"

#define LOCAL_SIZE 30u	/* bytes of a zip member's header, before its name */

static const char member[] = "mimetype";

static void
take(char to[MIMETYPE_SIZE], const uint8_t *p, size_t len)
{
	while (len > 0 && memchr("\r\n ", p[len - 1], 3) != NULL)
		len--;
	if (len >= MIMETYPE_SIZE || memchr(p, '\0', len) != NULL)
		return;
	memcpy(to, p, len);
	to[len] = '\0';
}

void
mimetype_read(char to[MIMETYPE_SIZE], const void *data, size_t len)
{
	struct bytes b = BYTES_INIT(MIMETYPE_SIZE);
	const size_t n = sizeof member - 1;
	const struct zip_member *m;
	const uint8_t *p = data;
	struct zip *z = NULL;
	size_t size, extra;

	to[0] = '\0';
	if (len < LOCAL_SIZE + n || memcmp(p, "PK\3\4", 4) != 0)
		return;
	if (p[26] == n && p[27] == 0 && p[8] == 0 &&
	    memcmp(p + LOCAL_SIZE, member, n) == 0) {
		size = (size_t)(p[18] | p[19] << 8);
		extra = (size_t)(p[28] | p[29] << 8);
		if (size > 0 && size < MIMETYPE_SIZE &&
		    len >= LOCAL_SIZE + n + extra + size) {
			take(to, p + LOCAL_SIZE + n + extra, size);
			return;
		}
	}
	if (memmem(p, len, member, n) != NULL && zip_open(&z, p, len) == 0 &&
	    (m = zip_find(z, member)) != NULL && zip_read(z, m, &b) == 0 &&
	    b.len > 0)
		take(to, b.data, b.len);
	bytes_free(&b);
	zip_free(z);
}
