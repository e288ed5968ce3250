/* gps_angle.c -- see gps.h. */
#include <string.h>

#include "redact/find/trace/gps.h"

#define INTEGER_MAX 3u	/* digits of whole degrees */
#define DECIMALS_MAX 15u

/* Digits, and behind a point more of them; no locale reads it. */
static bool
number(const struct view *v, size_t *at, size_t most, bool comma, double *n,
    unsigned *decimals)
{
	size_t start = *at, i = start;
	double unit = 1;

	*n = 0;
	*decimals = 0;
	for (; is_digit(byte_at(v, i)) && i - start < most; i++)
		*n = *n * 10 + (v->s[i] - '0');
	if (i == start || is_digit(byte_at(v, i)))
		return false;
	*at = i;
	if ((byte_at(v, i) != '.' && !(comma && byte_at(v, i) == ',')) ||
	    !is_digit(byte_at(v, i + 1)))
		return true;
	for (i++; is_digit(byte_at(v, i)); i++) {
		if (++*decimals > DECIMALS_MAX)
			return false;
		unit *= 10;
		*n += (v->s[i] - '0') / unit;
	}
	*at = i;
	return true;
}

/* U+00B0, U+00BA or U+02DA. */
static bool
skip_degree(const struct view *v, size_t *at)
{
	size_t i = *at + (byte_at(v, *at) == ' ');

	if (v->len < i + 2 || (memcmp(v->s + i, "\xc2\xb0", 2) != 0 &&
	    memcmp(v->s + i, "\xc2\xba", 2) != 0 &&
	    memcmp(v->s + i, "\xcb\x9a", 2) != 0))
		return false;
	*at = i + 2;
	return true;
}

static size_t
skip_space(const struct view *v, size_t at)
{
	return at + (byte_at(v, at) == ' ');
}

/* O is west in French. */
static uint8_t
hemisphere(const struct view *v, size_t at)
{
	uint8_t c = byte_at(v, at) & 0xdf;

	if (byte_at(v, at) < 'A' || c == 0 || strchr("NSEWO", c) == NULL)
		return 0;
	return c == 'O' ? 'W' : c;
}

/* Seconds end with '"' or with two primes. */
static size_t
skip_seconds(const struct view *v, size_t at)
{
	if (byte_at(v, at) == '"')
		return at + 1;
	if (byte_at(v, at) == '\'' && byte_at(v, at + 1) == '\'')
		return at + 2;
	return at;
}

/* Minutes, and seconds behind them; false when there are none. */
static bool
minutes(const struct view *v, size_t *at, bool comma, struct angle *a,
    double *degrees)
{
	size_t i = skip_space(v, *at), end;
	unsigned decimals;
	double n;
	bool prime;

	if (!number(v, &i, 2, comma, &n, &decimals) || n >= 60)
		return false;
	*degrees += n / 60;
	a->parts = 2;
	a->decimals = decimals;
	prime = byte_at(v, skip_space(v, i)) == '\'';
	if (prime)
		i = skip_space(v, i) + 1;
	*at = i;
	end = skip_space(v, i);
	if (decimals > 0 || (!prime && end == i) ||
	    !number(v, &end, 2, comma, &n, &decimals))
		return true;
	i = skip_seconds(v, skip_space(v, end));
	if (n >= 60 || (prime && i == skip_space(v, end) &&
	    hemisphere(v, i) == 0))
		return true;
	*degrees += n / 3600;
	a->parts = 3;
	a->decimals = decimals;
	*at = skip_seconds(v, skip_space(v, end)) == skip_space(v, end) ? end :
	    i;
	return true;
}

static bool
take_hemisphere(const struct view *v, size_t *at, struct angle *a)
{
	size_t i = skip_space(v, *at);
	uint8_t h = hemisphere(v, i);

	if (h == 0 || is_wordly(byte_at(v, i + 1)))
		return false;
	a->hemisphere = h;
	*at = i + 1;
	return true;
}

bool
gps_angle(const struct view *v, size_t at, bool comma, struct angle *a)
{
	bool minus = false;
	double degrees;
	size_t i = at;

	memset(a, 0, sizeof(*a));
	a->start = at;
	if ((a->hemisphere = hemisphere(v, i)) != 0)
		i = skip_space(v, i + 1);
	else if (byte_at(v, i) == '-' || byte_at(v, i) == '+')
		minus = v->s[i++] == '-';
	if (!number(v, &i, INTEGER_MAX, comma, &degrees, &a->decimals))
		return false;
	a->parts = 1;
	a->marked = skip_degree(v, &i);
	/* Without the sign, "52 13.796" needs its letter before it. */
	if (a->decimals == 0 && (a->marked || byte_at(v, i) == ' '))
		(void)minutes(v, &i, comma, a, &degrees);
	if (a->hemisphere == 0)
		(void)take_hemisphere(v, &i, a);
	a->end = i;
	if (a->parts > 1 && !a->marked && a->hemisphere == 0)
		return false;
	a->degrees = minus || a->hemisphere == 'S' || a->hemisphere == 'W' ?
	    -degrees : degrees;
	return degrees <= (gps_is_latitude(a) ? 90 : 180);
}

bool
gps_is_latitude(const struct angle *a)
{
	return a->hemisphere == 'N' || a->hemisphere == 'S';
}
