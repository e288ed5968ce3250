/* france_check.c -- see france_check.h. */
#include "redact/find/number/france_check.h"

#include <stdint.h>
#include <string.h>

static bool
is_digit_at(const char *c, size_t i)
{
	return c[i] >= '0' && c[i] <= '9';
}

static bool
are_digits(const char *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_digit_at(c, i))
			return false;
	return true;
}

static unsigned
two(const char *c)
{
	return (unsigned)((c[0] - '0') * 10 + (c[1] - '0'));
}

/* The number that n digits are, modulo m (below 2^28). */
static uint32_t
rest_of(const char *c, size_t n, uint32_t m)
{
	uint32_t rest = 0;

	for (size_t i = 0; i < n; i++)
		rest = (rest * 10 + (uint32_t)(c[i] - '0')) % m;
	return rest;
}

static bool
luhn_holds(const char *c, size_t n)
{
	unsigned sum = 0, v;

	for (size_t i = 0; i < n; i++) {
		v = (unsigned)(c[n - 1 - i] - '0');
		if (i % 2 == 1)
			v = v * 2 > 9 ? v * 2 - 9 : v * 2;
		sum += v;
	}
	return sum % 10 == 0;
}

static bool
is_corsica(const char *department)
{
	return department[0] == '2' &&
	    (department[1] == 'A' || department[1] == 'B');
}

/*
 * Sex 1 and 2, 3 and 4 while being given, 7 and 8 for the provisional; month
 * 01-12, or 20-42 and 50-99 when the register does not know it.
 */
bool
france_nir_bare(const char *c, size_t n)
{
	unsigned month;

	if (n != 13 || !are_digits(c, 5) || strchr("123478", c[0]) == NULL ||
	    (!are_digits(c + 5, 2) && !is_corsica(c + 5)) ||
	    !are_digits(c + 7, 6))
		return false;
	month = two(c + 3);
	if (month == 0 || (month > 12 && month < 20) ||
	    (month > 42 && month < 50))
		return false;
	/* Department 00 and a town or a register's 000 do not exist. */
	return memcmp(c + 5, "00", 2) != 0 && memcmp(c + 7, "000", 3) != 0 &&
	    memcmp(c + 10, "000", 3) != 0;
}

bool
france_nir(const char *c, size_t n)
{
	char plain[13];

	if (n != 15 || !france_nir_bare(c, 13) || !are_digits(c + 13, 2))
		return false;
	memcpy(plain, c, sizeof(plain));
	if (is_corsica(c + 5))
		memcpy(plain + 5, c[6] == 'A' ? "19" : "18", 2);
	return two(c + 13) == 97 - rest_of(plain, sizeof(plain), 97);
}

bool
france_nif(const char *c, size_t n)
{
	return n == 13 && are_digits(c, n) && c[0] <= '3' &&
	    rest_of(c, 10, 511) == rest_of(c + 10, 3, 1000);
}

bool
france_siren(const char *c, size_t n)
{
	return n == 9 && are_digits(c, n) && luhn_holds(c, n) &&
	    rest_of(c, n, 1000000007) != 0;
}

bool
france_siret(const char *c, size_t n)
{
	unsigned sum = 0;

	if (n != 14 || !are_digits(c, n) || rest_of(c, 9, 1000000007) == 0)
		return false;
	if (luhn_holds(c, n))
		return luhn_holds(c, 9);
	/* The Post Office has more places than Luhn's check leaves room for. */
	if (memcmp(c, "356000000", 9) != 0)
		return false;
	for (size_t i = 0; i < n; i++)
		sum += (unsigned)(c[i] - '0');
	return sum % 5 == 0;
}

/* A character of a key with letters, where O and I are not used; -1. */
static int
key_value(char c)
{
	static const char used[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	const char *at = c == 0 ? NULL : strchr(used, c);

	return at == NULL ? -1 : (int)(at - used);
}

bool
france_tva(const char *c, size_t n)
{
	const char *siren = c + 4;
	uint32_t rest, key;
	int a, b;

	if (n != 13 || memcmp(c, "FR", 2) != 0 || !are_digits(siren, 9) ||
	    (memcmp(siren, "000", 3) != 0 && !luhn_holds(siren, 9)))
		return false;
	if (are_digits(c + 2, 2))
		return (rest_of(siren, 9, 97) * 100 + 12) % 97 == two(c + 2);
	if ((a = key_value(c[2])) < 0 || (b = key_value(c[3])) < 0)
		return false;
	key = (uint32_t)(a < 10 ? a * 24 + b - 10 : a * 34 + b - 100);
	rest = (rest_of(siren, 9, 11) + 1 + key / 11) % 11;
	return rest == key % 11;
}

/* Letters count as on a telephone of their own: A J = 1, B K S = 2, ... */
static unsigned
account_value(char c)
{
	static const char values[] = "12345678912345678923456789";

	if (c >= 'A' && c <= 'Z')
		return (unsigned)(values[c - 'A'] - '0');
	return (unsigned)(c - '0');
}

bool
france_rib(const char *c, size_t n)
{
	unsigned rest = 0;

	if (n != 23 || !are_digits(c, 10) || !are_digits(c + 21, 2) ||
	    rest_of(c, 5, 100000) == 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!is_digit_at(c, i) && (c[i] < 'A' || c[i] > 'Z'))
			return false;
		rest = (rest * 10 + account_value(c[i])) % 97;
	}
	return rest == 0 && two(c + 21) >= 1 && two(c + 21) <= 97;
}

bool
france_cni_old(const char *c, size_t n)
{
	return n == 12 && are_digits(c, 4) && two(c + 2) >= 1 &&
	    two(c + 2) <= 12 && (are_digits(c + 4, 2) || is_corsica(c + 4)) &&
	    are_digits(c + 6, 6);
}
