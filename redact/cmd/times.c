/* times.c -- see times.h. */
#include "redact/cmd/times.h"

#include <ctype.h>
#include <stdbool.h>

#include "redact/cmd/input.h"
#include "vault/base/err.h"

#define PIXELS_SIDE_MAX 100000u	/* of a box in a film's picture */

static bool
number(const char **p, uint64_t max, uint64_t *v)
{
	if (!isdigit((unsigned char)**p))
		return false;
	for (*v = 0; isdigit((unsigned char)**p); ++*p)
		if ((*v = *v * 10 + (uint64_t)(**p - '0')) > max)
			return false;
	return true;
}

/* One place in time; *p moves behind it. */
static bool
place(const char **p, uint64_t *ms)
{
	uint64_t v, unit;
	unsigned parts;

	*ms = 0;
	for (parts = 0; parts < 3; parts++) {
		if (!number(p, TIME_MAX / 4000000, &v))
			return false;
		*ms = *ms * 60 + v;
		if (**p != ':' || !isdigit((unsigned char)(*p)[1]))
			break;
		++*p;
	}
	*ms *= 1000;
	if (**p != '.')
		return true;
	++*p;
	if (!isdigit((unsigned char)**p))
		return false;
	for (unit = 100; isdigit((unsigned char)**p); ++*p, unit /= 10)
		*ms += (uint64_t)(**p - '0') * unit;
	return true;
}

static bool
range(const char **p, struct edit_time *t)
{
	*t = (struct edit_time){ .from = 0 };
	if (!place(p, &t->from) || *(*p)++ != '-' || !place(p, &t->to))
		return false;
	return t->from < t->to && t->to <= TIME_MAX;
}

int
times_mute(struct edits *e, const char *word)
{
	const char *p = word;
	struct edit_time t;

	if (!range(&p, &t) || *p != '\0')
		return usage("--mute takes FROM-TO in seconds or "
		    "minutes:seconds, as 75-1:20.5");
	return edits_add_time(e, &t);
}

int
times_blank(struct edits *e, const char *word)
{
	uint64_t v[4] = { 0 };
	const char *p = word;
	struct edit_time t;

	if (!range(&p, &t) || *p++ != ':' ||
	    !number(&p, PIXELS_SIDE_MAX, &v[0]) || *p++ != ',' ||
	    !number(&p, PIXELS_SIDE_MAX, &v[1]) || *p++ != ',' ||
	    !number(&p, PIXELS_SIDE_MAX, &v[2]) || *p++ != 'x' ||
	    !number(&p, PIXELS_SIDE_MAX, &v[3]) || *p != '\0' ||
	    v[2] == 0 || v[3] == 0)
		return usage("--blank takes FROM-TO:X,Y,WIDTHxHEIGHT in seconds "
		    "and pixels, as 75-80:10,20,300x200");
	t.x0 = (int32_t)(v[0] * 100);
	t.y0 = (int32_t)(v[1] * 100);
	t.x1 = (int32_t)((v[0] + v[2]) * 100);
	t.y1 = (int32_t)((v[1] + v[3]) * 100);
	return edits_add_time(e, &t);
}
