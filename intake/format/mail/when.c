/* when.c -- see when.h. */
#include "intake/format/mail/when.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define TOKENS_MAX 10u
#define TOKEN_SIZE 16u

static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
static const char *const days[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue",
    "Wed" };

/* Words between white space and commas; what is in parentheses is comment. */
static size_t
split(char tokens[TOKENS_MAX][TOKEN_SIZE], const char *s, size_t len)
{
	size_t n = 0, k = 0, i;
	unsigned depth = 0;

	for (i = 0; i <= len; i++) {
		char c = i < len ? s[i] : ' ';
		bool gap = c == ' ' || c == '\t' || c == '\r' || c == '\n' ||
		    c == ',' || c == '(' || c == ')' || depth > 0;

		if (gap && k > 0) {
			tokens[n++][k] = '\0';
			k = 0;
			if (n == TOKENS_MAX)
				break;
		}
		if (c == '(')
			depth++;
		else if (c == ')' && depth > 0)
			depth--;
		if (!gap && k + 1 < TOKEN_SIZE)
			tokens[n][k++] = c;
	}
	return n;
}

static int
month_of(const char *s)
{
	int i;

	for (i = 0; i < 12; i++)
		if (strncasecmp(s, months[i], 3) == 0)
			return i;
	return -1;
}

/* Minutes east of Greenwich; old names as RFC 5322, 4.3 has them. */
static int
zone_of(const char *s)
{
	static const struct {
		const char *name;
		int hours;
	} old[] = { { "EDT", -4 }, { "EST", -5 }, { "CDT", -5 }, { "CST", -6 },
	    { "MDT", -6 }, { "MST", -7 }, { "PDT", -7 }, { "PST", -8 },
	    { "CET", 1 }, { "CEST", 2 }, { "MET", 1 }, { "BST", 1 } };
	int v;
	size_t i;

	if ((s[0] == '+' || s[0] == '-') && strlen(s) == 5 &&
	    strspn(s + 1, "0123456789") == 4) {
		v = (s[1] - '0') * 600 + (s[2] - '0') * 60 +
		    (s[3] - '0') * 10 + (s[4] - '0');
		return s[0] == '-' ? -v : v;
	}
	for (i = 0; i < sizeof(old) / sizeof(old[0]); i++)
		if (strcasecmp(s, old[i].name) == 0)
			return old[i].hours * 60;
	return 0;
}

/* Days since 1970 in the Gregorian calendar. */
static int64_t
days_of(int64_t y, int m, int d)
{
	int64_t era, of_era;

	y -= m <= 1;
	era = (y >= 0 ? y : y - 399) / 400;
	of_era = y - era * 400;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    (153 * (m > 1 ? m - 2 : m + 10) + 2) / 5 + d - 1 - 719468;
}

bool
when_read(int64_t *seconds, const char *s, size_t len)
{
	char t[TOKENS_MAX][TOKEN_SIZE];
	size_t n = split(t, s, len), i;
	int month = -1, day = 0, year = -1, hour = -1, minute = 0, second = 0;
	int zone = 0, a, b, c = 0;

	for (i = 0; i < n; i++) {
		int got = sscanf(t[i], "%2d:%2d:%2d", &a, &b, &c);

		if (strchr(t[i], ':') != NULL && got >= 2 && hour < 0) {
			hour = a;
			minute = b;
			second = got > 2 ? c : 0;
		} else if (month < 0 && month_of(t[i]) >= 0 &&
		    strlen(t[i]) >= 3) {
			month = month_of(t[i]);
		} else if (t[i][0] >= '0' && t[i][0] <= '9') {
			if (sscanf(t[i], "%5d", &a) != 1)
				continue;
			if (day == 0 && a >= 1 && a <= 31 && strlen(t[i]) < 3)
				day = a;
			else if (year < 0)
				year = strlen(t[i]) > 2 ? a :
				    a + (a < 50 ? 2000 : 1900);
		} else if (hour >= 0) {
			zone += zone_of(t[i]);
		}
	}
	if (month < 0 || day == 0 || year < 0 || year > 9999 || hour < 0 ||
	    hour > 23 || minute > 59 || second > 60 || minute < 0 ||
	    second < 0)
		return false;
	*seconds = days_of(year, month, day) * 86400 + hour * 3600 +
	    minute * 60 + second - zone * 60;
	return true;
}

void
when_write(char to[WHEN_SIZE], int64_t seconds)
{
	int64_t day = seconds / 86400, rest = seconds % 86400, year = 1970;
	int month;

	if (rest < 0) {
		rest += 86400;
		day--;
	}
	year += day / 366;
	while (days_of(year + 1, 0, 1) <= day)
		year++;
	while (days_of(year, 0, 1) > day)
		year--;
	for (month = 11; days_of(year, month, 1) > day; month--)
		;
	(void)snprintf(to, WHEN_SIZE, "%s, %d %s %04d %02d:%02d:%02d +0000",
	    days[((day % 7) + 7) % 7],
	    (int)(day - days_of(year, month, 1)) + 1, months[month],
	    (int)year % 10000, (int)(rest / 3600), (int)(rest / 60 % 60),
	    (int)(rest % 60));
}
