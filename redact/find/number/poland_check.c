/* poland_check.c -- see poland_check.h. */
#include "redact/find/number/poland_check.h"

/* A digit's value, a letter's as in ICAO 9303 (A is 10); 99 for the rest. */
static unsigned
value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'A' && c <= 'Z')
		return (unsigned)(c - 'A') + 10;
	return 99;
}

static bool
are_digits(const char *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value(c[i]) > 9)
			return false;
	return true;
}

static bool
are_letters(const char *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value(c[i]) < 10 || value(c[i]) > 35)
			return false;
	return true;
}

/* Each character times its weight, written as a digit of `weights`. */
static unsigned
weigh(const char *c, const char *weights)
{
	unsigned sum = 0;

	for (; *weights != '\0'; weights++, c++)
		sum += value(*c) * (unsigned)(*weights - '0');
	return sum;
}

static bool
date_exists(unsigned year, unsigned month, unsigned day)
{
	static const unsigned days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month >= 1 && month <= 12 && day >= 1 &&
	    day <= days[month - 1] + (leap && month == 2);
}

bool
poland_pesel(const char *c, size_t n)
{
	/* The century is added to the month, in twenties. */
	static const unsigned centuries[] = { 1900, 2000, 2100, 2200, 1800 };
	unsigned month;

	if (n != 11 || !are_digits(c, n))
		return false;
	month = value(c[2]) * 10 + value(c[3]);
	return date_exists(centuries[month / 20] + value(c[0]) * 10 +
	    value(c[1]), month % 20, value(c[4]) * 10 + value(c[5])) &&
	    weigh(c, "13791379131") % 10 == 0;
}

bool
poland_nip(const char *c, size_t n)
{
	/* The code of the office that gave it has no zero in front. */
	return n == 10 && are_digits(c, n) && c[0] != '0' &&
	    weigh(c, "657234567") % 11 == value(c[9]);
}

bool
poland_regon(const char *c, size_t n)
{
	if ((n != 9 && n != 14) || !are_digits(c, n) ||
	    weigh(c, "89234567") % 11 % 10 != value(c[8]) ||
	    weigh(c, "111111111") == 0)
		return false;
	return n == 9 || weigh(c, "2485097361248") % 11 % 10 == value(c[13]);
}

bool
poland_id_card(const char *c, size_t n)
{
	return n == 9 && are_letters(c, 3) && are_digits(c + 3, 6) &&
	    weigh(c, "731073173") % 10 == value(c[3]);
}

bool
poland_passport(const char *c, size_t n)
{
	return n == 9 && are_letters(c, 2) && are_digits(c + 2, 7) &&
	    weigh(c, "730173173") % 10 == value(c[2]);
}

/* The letters of courts count from X = 10, A = 11, without Q, V and X. */
static unsigned
land_value(char c)
{
	static const char letters[] = "XABCDEFGHIJKLMNOPRSTUWYZ";

	if (value(c) <= 9)
		return value(c);
	for (unsigned i = 0; letters[i] != '\0'; i++)
		if (letters[i] == c)
			return 10 + i;
	return 99;
}

bool
poland_land_register(const char *c, size_t n)
{
	static const unsigned weights[] = { 1, 3, 7 };
	unsigned sum = 0;

	if (n != 13 || !are_letters(c, 2) || !are_digits(c + 2, 1) ||
	    !are_letters(c + 3, 1) || !are_digits(c + 4, 9))
		return false;
	for (unsigned i = 0; i < 12; i++) {
		if (land_value(c[i]) == 99)
			return false;
		sum += land_value(c[i]) * weights[i % 3];
	}
	return sum % 10 == value(c[12]);
}
