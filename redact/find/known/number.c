/* number.c -- the keys of a number: its digits, and of a telephone number how
 * it is dialled from elsewhere. */
#include <string.h>

#include "redact/find/known/keys.h"

#define PHONE_LEAST 7u		/* digits */
#define COUNTRY_MAX 3u

/* E.164: country codes of one and of two digits; all others have three. */
static size_t
country_digits(const uint32_t *d)
{
	static const char *const two[10] = { "", "", "07", "0123469",
	    "013456789", "12345678", "0123456", "", "1246", "0123458" };

	if (d[0] == '1' || d[0] == '7')
		return 1;
	return strchr(two[d[0] - '0'], (int)d[1]) != NULL ? 2 : COUNTRY_MAX;
}

static int
add_behind(struct known *k, const struct key *key, const char *before,
    const uint32_t *digits, size_t n)
{
	uint32_t letters[KNOWN_LETTERS_MAX];
	size_t len = strlen(before);

	if (n < PHONE_LEAST || len + n > KNOWN_LETTERS_MAX)
		return 0;
	for (size_t i = 0; i < len; i++)
		letters[i] = (uint8_t)before[i];
	memcpy(letters + len, digits, n * sizeof(*digits));
	return keys_add(k, key, letters, len + n);
}

/* +48 600 700 800: 0048..., 600 700 800, 0600..., +48 (0)600... */
static int
add_abroad(struct known *k, const struct key *key, const uint32_t *d,
    size_t n)
{
	size_t cc = country_digits(d);
	char trunk[COUNTRY_MAX + 2] = "";
	int r;

	if (n <= cc)
		return 0;
	for (size_t i = 0; i < cc; i++)
		trunk[i] = (char)d[i];
	trunk[cc] = '0';
	if ((r = add_behind(k, key, "00", d, n)) < 0 ||
	    (r = add_behind(k, key, "", d + cc, n - cc)) < 0 ||
	    (r = add_behind(k, key, "0", d + cc, n - cc)) < 0)
		return r;
	return add_behind(k, key, trunk, d + cc, n - cc);
}

/* A number of one country: as it is dialled from others. */
static int
add_home(struct known *k, const struct key *key, const uint32_t *d, size_t n)
{
	int r;

	if (d[0] == '0' && n >= 10) {
		if ((r = add_behind(k, key, "33", d + 1, n - 1)) < 0 ||
		    (r = add_behind(k, key, "44", d + 1, n - 1)) < 0)
			return r;
		return add_behind(k, key, "", d + 1, n - 1);
	}
	if (n == 9)
		return add_behind(k, key, "48", d, n);
	return n == 10 ? add_behind(k, key, "1", d, n) : 0;
}

int
number_keys(struct known *k, const struct key *like, const void *value,
    size_t len, bool phone)
{
	struct key key = *like;
	struct draft d;
	size_t i, n;
	int r;

	draft_read(&d, value, len);
	if (d.long_one)
		return 0;
	key.form = FORM_NUMBER;
	for (i = n = 0; i < d.n; i++) {
		d.letters[i] &= ~KEY_GAP;
		n += d.letters[i] >= '0' && d.letters[i] <= '9';
	}
	if (n < 4 || (phone && n != d.n))
		return 0;
	if ((r = keys_add(k, &key, d.letters, d.n)) < 0 || !phone ||
	    d.n < PHONE_LEAST + 1)
		return r;
	if (memchr(value, '+', len) != NULL)
		return add_abroad(k, &key, d.letters, d.n);
	if (d.letters[0] == '0' && d.letters[1] == '0')
		return add_abroad(k, &key, d.letters + 2, d.n - 2);
	return add_home(k, &key, d.letters, d.n);
}
