/* inside.c -- see inside.h. */
#include "intake/format/package/inside.h"

#include <string.h>

#include "intake/format/package/zip.h"
#include "vault/base/err.h"

int
package_inside(const struct doc *d, struct answer *a)
{
	struct bytes content = BYTES_INIT(ZIP_MEMBER_MAX);
	const struct zip_member *m;
	struct zip *z = NULL;
	size_t i;
	int r;

	r = zip_open(&z, d->data, d->len);
	for (i = 0; r == 0 && i < zip_count(z); i++) {
		m = zip_at(z, i);
		bytes_reset(&content);
		if ((r = zip_read(z, m, &content)) == 0)
			answer_inside(a, m->name, strlen(m->name),
			    content.data, content.len);
	}
	bytes_free(&content);
	zip_free(z);
	return r < 0 ? answer_refuse(a, r == ERR_TOO_BIG ||
	    r == ERR_NO_MEMORY ? REASON_LIMIT : REASON_DAMAGED, "%s",
	    err_line()) : 0;
}
