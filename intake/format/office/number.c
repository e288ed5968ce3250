/* number.c -- see number.h. */
#include "intake/format/office/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SECTION_MAX 256u
#define DAYS_MAX 2958466.0	/* 9999-12-31 */
#define DIGITS_MAX 15

const char *
number_format_known(unsigned id)
{
	static const char *const codes[50] = { [0] = "General", [1] = "0",
		[2] = "0.00", [3] = "#,##0", [4] = "#,##0.00", [9] = "0%",
		[10] = "0.00%", [11] = "0.00E+00", [12] = "General",
		[13] = "General", [14] = "yyyy-mm-dd", [15] = "d-mmm-yy",
		[16] = "d-mmm", [17] = "mmm-yy", [18] = "h:mm AM/PM",
		[19] = "h:mm:ss AM/PM", [20] = "h:mm", [21] = "h:mm:ss",
		[22] = "yyyy-mm-dd h:mm", [37] = "#,##0;-#,##0",
		[38] = "#,##0;-#,##0", [39] = "#,##0.00;-#,##0.00",
		[40] = "#,##0.00;-#,##0.00", [41] = "#,##0;-#,##0",
		[42] = "#,##0;-#,##0", [43] = "#,##0.00;-#,##0.00",
		[44] = "#,##0.00;-#,##0.00", [45] = "mm:ss",
		[46] = "[h]:mm:ss", [47] = "mm:ss.0", [48] = "0.0E+0",
		[49] = "@" };

	return id < 50 ? codes[id] : NULL;
}

/* The section for this value: positive; negative; zero; text. */
static void
section_of(char out[SECTION_MAX], const char *code, double v, bool *own_sign)
{
	const char *start[4] = { code, NULL, NULL, NULL }, *s, *end;
	size_t n = 1, pick = 0, len;
	bool quoted = false;

	for (s = code; *s != '\0'; s++) {
		if (*s == '\\' && s[1] != '\0')
			s++;
		else if (*s == '"')
			quoted = !quoted;
		else if (*s == ';' && !quoted && n < 4)
			start[n++] = s + 1;
	}
	if (v < 0 && n > 1)
		pick = 1;
	else if (v == 0 && n > 2)
		pick = 2;
	*own_sign = pick == 1;
	end = pick + 1 < n ? start[pick + 1] - 1 : code + strlen(code);
	len = (size_t)(end - start[pick]);
	if (len >= SECTION_MAX)
		len = 0;
	memcpy(out, start[pick], len);
	out[len] = '\0';
}

/* [Red], [$-409], [>100]: nothing is shown of them, but a currency is. */
static const char *
bracket(struct bytes *out, const char *s)
{
	const char *end = strchr(s, ']'), *dash;

	if (end == NULL)
		return s + strlen(s);
	if (s[1] == '$') {
		dash = memchr(s, '-', (size_t)(end - s));
		(void)bytes_add(out, s + 2, (size_t)((dash != NULL ? dash :
		    end) - (s + 2)));
	}
	return end + 1;
}

static bool
is_elapsed(const char *s)
{
	return s[0] == '[' && strchr("hHmMsS", s[1]) != NULL && s[1] != '\0' &&
	    (s[2] == ']' || (s[2] == s[1] && s[3] == ']'));
}

/* Outside quotes, is there a letter that stands for a part of a date? */
static bool
is_date(const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '\\' || *s == '_' || *s == '*') {
			if (s[1] != '\0')
				s++;
		} else if (*s == '"') {
			if ((s = strchr(s + 1, '"')) == NULL)
				return false;
		} else if (*s == '[') {
			if (is_elapsed(s))
				return true;
			if ((s = strchr(s, ']')) == NULL)
				return false;
		} else if (strchr("yYdDhHsS", *s) != NULL ||
		    ((*s == 'm' || *s == 'M'))) {
			return true;
		}
	}
	return false;
}

struct moment {
	int year, month, day, weekday, hour, minute, second;
	double days, fraction;	/* of a second */
};

/* Days since 1970-01-01 to a date (Gregorian). */
static void
civil(long z, struct moment *m)
{
	long era, doe, yoe, doy, mp;

	z += 719468;
	era = (z >= 0 ? z : z - 146096) / 146097;
	doe = z - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	m->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	m->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	m->year = (int)(yoe + era * 400 + (m->month <= 2));
}

static void
moment_of(struct moment *m, double v, bool epoch1904, bool fine)
{
	double days = floor(v), seconds = (v - days) * 86400.0;
	long whole;

	/* Without a fraction shown, seconds are rounded as a whole. */
	if (!fine)
		seconds = floor(seconds + 0.5);
	else
		seconds = floor(seconds * 1000 + 0.5) / 1000;
	if (seconds >= 86400.0) {
		seconds -= 86400.0;
		days += 1;
	}
	whole = (long)days;
	/* Day 60 of the 1900 system never was; what comes before it is a day
	 * later there. */
	civil(epoch1904 ? whole - 24107 : whole < 60 ? whole - 25568 :
	    whole - 25569, m);
	m->weekday = (int)((whole + (epoch1904 ? 5 : 6)) % 7);
	m->days = days;
	m->hour = (int)(seconds / 3600);
	m->minute = (int)(seconds / 60) % 60;
	m->second = (int)seconds % 60;
	m->fraction = seconds - floor(seconds);
}

static const char months[] = "January\0  February\0 March\0    April\0    "
    "May\0      June\0     July\0     August\0   September\0October\0  "
    "November\0 December\0 ";
static const char weekdays[] = "Sunday\0   Monday\0   Tuesday\0  "
    "Wednesday\0Thursday\0 Friday\0   Saturday\0 ";

static void
put_month(struct bytes *out, int month, size_t n)
{
	const char *name = months + (month - 1) * 10;

	if (n < 3)
		(void)bytes_addf(out, n == 1 ? "%d" : "%02d", month);
	else
		(void)bytes_addf(out, "%.*s", n == 3 ? 3 : n == 5 ? 1 : 10,
		    name);
}

static void
show_date(struct bytes *out, const char *s, double v, bool epoch1904)
{
	bool hours12 = strcasestr(s, "AM/PM") != NULL ||
	    strcasestr(s, "A/P") != NULL;
	bool time = false;	/* an m now means minutes */
	const char *ahead;
	struct moment m;
	size_t n;
	char c;

	moment_of(&m, v, epoch1904, strstr(s, ".0") != NULL);
	while ((c = *s) != '\0') {
		for (n = 1; s[n] == c; n++)
			;
		if (c == '"') {
			const char *end = strchr(s + 1, '"');

			if (end == NULL)
				return;
			(void)bytes_add(out, s + 1, (size_t)(end - s - 1));
			s = end + 1;
			continue;
		}
		if (c == '\\') {
			if (s[1] == '\0')
				return;
			(void)bytes_add(out, s + 1, 1);
			s += 2;
			continue;
		}
		if (c == '_' || c == '*') {
			s += s[1] != '\0' ? 2 : 1;
			continue;
		}
		if (is_elapsed(s)) {
			double all = m.days * 24 + m.hour;

			if (s[1] == 'm' || s[1] == 'M')
				all = all * 60 + m.minute;
			else if (s[1] == 's' || s[1] == 'S')
				all = (all * 60 + m.minute) * 60 + m.second;
			(void)bytes_addf(out, "%.0f", all);
			time = true;
			s = strchr(s, ']') + 1;
			continue;
		}
		if (c == '[') {
			s = bracket(out, s);
			continue;
		}
		if (strncasecmp(s, "AM/PM", 5) == 0 ||
		    strncasecmp(s, "A/P", 3) == 0) {
			(void)bytes_add_str(out, m.hour < 12 ? "AM" : "PM");
			s += s[1] == '/' ? 3 : 5;
			continue;
		}
		switch (c | 0x20) {
		case 'y':
			(void)bytes_addf(out, n <= 2 ? "%02d" : "%04d",
			    n <= 2 ? m.year % 100 : m.year);
			break;
		case 'd':
			if (n < 3)
				(void)bytes_addf(out, n == 1 ? "%d" : "%02d",
				    m.day);
			else
				(void)bytes_addf(out, "%.*s", n == 3 ? 3 : 10,
				    weekdays + m.weekday * 10);
			break;
		case 'h':
			(void)bytes_addf(out, n == 1 ? "%d" : "%02d",
			    !hours12 ? m.hour :
			    m.hour % 12 == 0 ? 12 : m.hour % 12);
			time = true;
			break;
		case 's':
			(void)bytes_addf(out, n == 1 ? "%d" : "%02d",
			    m.second);
			time = true;
			break;
		case 'm':
			for (ahead = s + n; *ahead != '\0' &&
			    strchr("dDyYhHmMsS", *ahead) == NULL; ahead++)
				;
			if (n < 3 && (time || (*ahead | 0x20) == 's')) {
				(void)bytes_addf(out, n == 1 ? "%d" : "%02d",
				    m.minute);
				time = false;
			} else {
				put_month(out, m.month, n);
			}
			break;
		case '0' | 0x20:
			(void)bytes_addf(out, "%0*d", (int)(n > 3 ? 3 : n),
			    (int)(m.fraction * pow(10, n > 3 ? 3 :
			    (double)n)));
			break;
		default:
			(void)bytes_add(out, s, n);
		}
		s += n;
	}
}

/* What the digits of a section ask for. */
struct shape {
	int whole, places;	/* digits that are always shown */
	int most;		/* places at most */
	bool grouped, exponent;
	int percents, thousands;
	const char *first, *last;	/* the digits' part of the section */
};

static bool
shape_of(struct shape *f, const char *s)
{
	bool point = false;

	memset(f, 0, sizeof *f);
	for (; *s != '\0'; s++) {
		if (*s == '\\' || *s == '_' || *s == '*') {
			if (s[1] != '\0')
				s++;
			continue;
		}
		if (*s == '"') {
			if ((s = strchr(s + 1, '"')) == NULL)
				return false;
			continue;
		}
		if (*s == '[') {
			if ((s = strchr(s, ']')) == NULL)
				return false;
			continue;
		}
		if (*s == '%')
			f->percents++;
		if (*s == '/' || (*s == '@'))
			return false;	/* fractions, texts */
		if (strchr("0#?.,", *s) == NULL) {
			if ((*s == 'E' || *s == 'e') && f->first != NULL &&
			    (s[1] == '+' || s[1] == '-')) {
				f->exponent = true;
				for (s++; s[1] == '0' || s[1] == '#'; s++)
					;
				f->last = s;
			}
			continue;
		}
		if (f->first == NULL)
			f->first = s;
		f->last = s;
		if (*s == '.')
			point = true;
		else if (*s == ',')
			f->grouped = f->thousands++ >= 0;
		else {
			f->thousands = 0;
			if (point) {
				f->most++;
				if (*s != '#')
					f->places = f->most;
			} else if (*s == '0')
				f->whole++;
		}
	}
	return f->first != NULL && f->most <= DIGITS_MAX &&
	    f->whole <= DIGITS_MAX;
}

static void
put_number(struct bytes *out, const struct shape *f, double v)
{
	char digits[400], *point;
	size_t len, i;

	v = fabs(v);
	for (i = 0; i < (size_t)f->percents; i++)
		v *= 100;
	for (i = 0; i < (size_t)f->thousands; i++)
		v /= 1000;
	if (f->exponent) {
		(void)bytes_addf(out, "%.*E", f->most, v);
		return;
	}
	(void)snprintf(digits, sizeof digits, "%.*f", f->most, v);
	point = strchr(digits, '.');
	len = strlen(digits);
	if (point != NULL)
		while (len > 0 && (size_t)(len - (size_t)(point + 1 - digits)) >
		    (size_t)f->places && digits[len - 1] == '0')
			digits[--len] = '\0';
	if (len > 0 && digits[len - 1] == '.')
		digits[--len] = '\0';
	point = strchr(digits, '.');
	len = point != NULL ? (size_t)(point - digits) : strlen(digits);
	if (f->whole == 0 && len == 1 && digits[0] == '0' && point != NULL)
		len = 0;
	for (i = len; (int)i < f->whole; i++)
		(void)bytes_add(out, "0", 1);
	for (i = 0; i < len; i++) {
		(void)bytes_add(out, &digits[i], 1);
		if (f->grouped && (len - i) % 3 == 1 && i + 1 < len)
			(void)bytes_add(out, ",", 1);
	}
	if (point != NULL)
		(void)bytes_add_str(out, point);
}

static void
show_number(struct bytes *out, const char *s, const struct shape *f,
    double v, bool own_sign)
{
	bool done = false;

	if (v < 0 && !own_sign)
		(void)bytes_add(out, "-", 1);
	while (*s != '\0') {
		if (s == f->first) {
			put_number(out, f, v);
			s = f->last + 1;
			done = true;
			continue;
		}
		if (*s == '"') {
			const char *end = strchr(s + 1, '"');

			if (end == NULL)
				break;
			(void)bytes_add(out, s + 1, (size_t)(end - s - 1));
			s = end + 1;
		} else if (*s == '\\' && s[1] != '\0') {
			(void)bytes_add(out, s + 1, 1);
			s += 2;
		} else if ((*s == '_' || *s == '*') && s[1] != '\0') {
			s += 2;
		} else if (*s == '[') {
			s = bracket(out, s);
		} else {
			(void)bytes_add(out, s++, 1);
		}
	}
	if (!done)
		put_number(out, f, v);
}

/* As a cell without a format shows it: whole numbers whole. */
static void
show_plain(struct bytes *out, const char *value, double v)
{
	char s[64];

	if (!isfinite(v) || strlen(value) <= 11 || fabs(v) >= 1e15)
		(void)bytes_add_str(out, value);
	else if (v == floor(v))
		(void)bytes_addf(out, "%.0f", v);
	else {
		(void)snprintf(s, sizeof s, "%.10g", v);
		(void)bytes_add_str(out, s);
	}
}

void
number_show(struct bytes *out, const char *code, const char *value,
    bool epoch1904)
{
	char section[SECTION_MAX], *end;
	size_t before = out->len, i;
	double v = strtod(value, &end);
	struct shape f;
	bool own_sign;

	if (end == value || *end != '\0') {
		(void)bytes_add_str(out, value);
		return;
	}
	if (code != NULL && *code != '\0' && isfinite(v)) {
		section_of(section, code, v, &own_sign);
		if (strncasecmp(section, "General", 7) == 0)
			;
		else if (is_date(section)) {
			if (v >= 0 && v < DAYS_MAX)
				show_date(out, section, v, epoch1904);
		} else if (shape_of(&f, section)) {
			show_number(out, section, &f, v, own_sign);
		}
	}
	/* A format may show nothing at all; whoever redacts must see it. */
	for (i = before; i < out->len && strchr("0123456789", out->data[i]) ==
	    NULL; i++)
		;
	if (i == out->len) {
		out->len = before;
		show_plain(out, value, v);
	}
}

bool
number_format_is_plain(const char *code)
{
	const char *s;
	size_t letters = 0;
	bool quoted = false;

	if (strlen(code) > NUMBER_FORMAT_MAX)
		return false;
	for (s = code; *s != '\0'; s++) {
		if ((unsigned char)*s < 0x20)
			return false;
		if (*s == '"') {
			quoted = !quoted;
			letters = 0;
		} else if (quoted || *s == '\\') {
			if (*s == '\\' && s[1] != '\0')
				s++;
			letters += ((*s | 0x20) >= 'a' &&
			    (*s | 0x20) <= 'z') || (unsigned char)*s >= 0x80;
			if (letters > 4)	/* "EUR", " zł" */
				return false;
		}
	}
	return true;
}
