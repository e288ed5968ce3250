/* inside.c -- see inside.h. */
#include "intake/format/mail/inside.h"

#include <stdio.h>

#include "intake/format/mail/mime.h"
#include "vault/base/err.h"

#define NAME_SIZE 64	/* "message 123: part 4", with NUL */

struct parts_told {
	struct answer *a;
	const char *of;
	unsigned n;
};

static int
tell(struct parts_told *t, const struct mime *m)
{
	struct bytes content = BYTES_INIT(UNPACKED_MAX);
	char name[NAME_SIZE];
	size_t i;
	int r = 0, len;

	if (m->nparts == 0) {
		len = snprintf(name, sizeof(name), "%.32spart %u", t->of,
		    ++t->n);
		if ((r = mime_content(m, &content)) == 0)
			answer_inside(t->a, name, (size_t)len, content.data,
			    content.len);
	}
	bytes_free(&content);
	for (i = 0; r == 0 && i < m->nparts; i++)
		r = tell(t, m->parts[i]);
	return r;
}

int
mail_inside_of(const void *message, size_t len, const char *of,
    struct answer *a)
{
	struct parts_told t = { .a = a, .of = of };
	struct mime *m = NULL;
	int r;

	if ((r = mime_read(&m, message, len)) == 0)
		r = tell(&t, m);
	mime_free(m);
	return r < 0 ? answer_refuse(a, REASON_LIMIT, "%s", err_line()) : 0;
}

int
mail_inside(const struct doc *d, struct answer *a)
{
	return mail_inside_of(d->data, d->len, "", a);
}
