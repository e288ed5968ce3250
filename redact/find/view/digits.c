/* digits.c -- see digits.h. */
#include "redact/find/view/digits.h"

#include <string.h>

static bool
is_sep(const char *seps, uint8_t c)
{
	return c != 0 && strchr(seps, c) != NULL;
}

void
digits_read(const struct view *v, size_t at, const char *seps,
    struct digits *d)
{
	size_t gap;

	memset(d, 0, sizeof(*d));
	while (d->ngroups < GROUPS_MAX && is_digit(byte_at(v, at))) {
		while (is_digit(byte_at(v, at)) && d->n < DIGITS_MAX) {
			d->d[d->n] = (uint8_t)(v->s[at++] - '0');
			d->end[d->n++] = at;
			d->group[d->ngroups]++;
		}
		d->ngroups++;
		if (d->n == DIGITS_MAX)
			break;
		for (gap = 0; gap < 2 && is_sep(seps, byte_at(v, at + gap));
		    gap++)
			;
		if (gap == 0 || !is_digit(byte_at(v, at + gap)) ||
		    d->ngroups == GROUPS_MAX)
			break;
		d->sep[d->ngroups] = v->s[at];
		at += gap;
	}
	d->cut = is_digit(byte_at(v, at));
}

bool
digits_group_ends(const struct digits *d, size_t n)
{
	size_t sum = 0;

	if (n == d->n)
		return !d->cut;
	for (size_t i = 0; i < d->ngroups && sum < n; i++)
		sum += d->group[i];
	return sum == n;
}

bool
digits_shape(const struct digits *d, const char *shape)
{
	size_t i = 0;

	for (; *shape != '\0'; shape++) {
		if (*shape == '-')
			continue;
		if (i >= d->ngroups || d->group[i] != (size_t)(*shape - '0'))
			return false;
		i++;
	}
	return i < d->ngroups || !d->cut;
}

bool
digits_luhn(const struct digits *d, size_t n)
{
	unsigned sum = 0, v;

	for (size_t i = 0; i < n; i++) {
		v = d->d[n - 1 - i];
		if (i % 2 == 1)
			v = v * 2 > 9 ? v * 2 - 9 : v * 2;
		sum += v;
	}
	return sum % 10 == 0;
}
