/* table.c -- the formats of this program; see format.h. */
#include "intake/format/format.h"

static const struct format *const *used;

void
formats_use(const struct format *const *table)
{
	used = table;
}

const struct format *const *
formats_used(void)
{
	static const struct format *const none[] = { NULL };

	return used != NULL ? used : none;
}

unsigned
formats_holding(const struct doc *d, const struct format **f)
{
	const struct format *const *row;
	unsigned n = 0;

	*f = NULL;
	for (row = formats_used(); *row != NULL; row++)
		if ((!(*row)->generic || n == 0) && (*row)->structure(d)) {
			if (n++ == 0)
				*f = *row;
			if ((*row)->generic)
				break;
		}
	return n;
}
