/* pdf_clean.c -- the cleaned copy; how it is made is told in pdf_make.h. */
#include "intake/format/pdf/pdf_make.h"

int
pdf_clean(const struct doc *d, struct answer *a)
{
	struct pdf_made m;
	int r = pdf_make(&m, d, true, a);

	if (r == 0)
		answer_file(a, m.file.data, m.file.len);
	pdf_made_free(&m);
	return r;
}
