/* members.c -- see members.h. */
#include "intake/format/package/members.h"

static void
times(const struct zip *z, struct answer *a)
{
	const struct zip_member *m = NULL;
	size_t i, dated = 0;

	for (i = 0; i < zip_count(z); i++)
		if (zip_at(z, i)->dated) {
			dated++;
			m = zip_at(z, i);
		}
	if (m != NULL)
		answer_metaf(a, "package", "Times", "%zu members, the last "
		    "of %04u-%02u-%02u %02u:%02u", dated,
		    1980u + (m->date >> 9), (unsigned)(m->date >> 5 & 15),
		    (unsigned)(m->date & 31), (unsigned)(m->time >> 11),
		    (unsigned)(m->time >> 5 & 63));
}

void
members_report(const struct zip *z, struct answer *a)
{
	size_t i, extra = 0;

	times(z, a);
	for (i = 0; i < zip_count(z); i++)
		extra += zip_at(z, i)->extra;
	if (extra > 0)
		answer_metaf(a, "package", "Extra fields",
		    "%zu members have some", extra);
	if (zip_comment(z) > 0)
		answer_metaf(a, "package", "Comment", "%zu bytes",
		    zip_comment(z));
	if (zip_unclaimed(z) > 0)
		answer_mark(a, MARK_TRAILING_DATA, zip_unclaimed(z),
		    "bytes that belong to no member of the package");
}
