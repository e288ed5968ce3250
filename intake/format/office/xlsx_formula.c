/*
 * xlsx_formula.c -- formulas of cells, names and charts (ISO/IEC 29500-1,
 * 18.17): what they refer to, and what they may.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "intake/format/office/xlsx.h"

#define FORMULA_NAME_MAX 300u	/* bytes of a name in a formula */

/* Functions that fetch something, or run something, when they are computed. */
static bool
function_is_banned(const char *name)
{
	static const char *const banned[] = { "WEBSERVICE", "RTD", "DDE",
	    "CALL", "REGISTER", "REGISTER.ID", "EXEC", "IMAGE",
	    "STOCKHISTORY", "SQL.REQUEST", "FORMULA", "RUN", "PY",
	    "CUBEKPIMEMBER", "CUBEMEMBER", "CUBEMEMBERPROPERTY",
	    "CUBERANKEDMEMBER", "CUBESET", "CUBESETCOUNT", "CUBEVALUE", NULL };
	static const char *const before[] = { "_xlfn.", "_xlws.", "_xludf.",
	    "_xll." };
	size_t i;

	for (i = 0; i < sizeof before / sizeof before[0]; i++)
		if (strncasecmp(name, before[i], strlen(before[i])) == 0) {
			name += strlen(before[i]);
			if (i == 3)
				return true;	/* of an add-in */
			i = (size_t)-1;
		}
	for (i = 0; banned[i] != NULL; i++)
		if (strcasecmp(name, banned[i]) == 0)
			return true;
	return false;
}

static struct xlsx_sheet *
sheet_named(struct xlsx *x, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < x->nsheets; i++)
		if (strlen(x->sheets[i].name) == len &&
		    strncasecmp(x->sheets[i].name, name, len) == 0)
			return &x->sheets[i];
	return NULL;
}

static void
put_sheet(struct bytes *out, struct xlsx_sheet *sheet, const char *as,
    size_t len)
{
	const char *s = sheet->renamed.len > 0 ? bytes_str(&sheet->renamed) :
	    NULL;

	if (s == NULL) {
		(void)bytes_add(out, as, len);
		return;
	}
	(void)bytes_add(out, "'", 1);
	for (; *s != '\0'; s++)
		(void)bytes_addf(out, *s == '\'' ? "''" : "%c", *s);
	(void)bytes_add(out, "'!", 2);
}

/* 'A sheet'!  *len becomes the bytes used. */
static bool
quoted(struct xlsx *x, const char *s, size_t *used, struct bytes *out)
{
	char name[FORMULA_NAME_MAX + 1];
	struct xlsx_sheet *sheet;
	size_t n = 0, i;

	for (i = 1; s[i] != '\0'; i++) {
		if (s[i] == '\'' && s[i + 1] != '\'')
			break;
		i += s[i] == '\'';
		if (n == FORMULA_NAME_MAX || s[i] == '[')
			return false;
		name[n++] = s[i];
	}
	if (s[i] == '\0' || s[i + 1] != '!' ||
	    (sheet = sheet_named(x, name, n)) == NULL)
		return false;
	*used = i + 2;
	put_sheet(out, sheet, s, *used);
	return true;
}

static bool
in_name(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '\\' ||
	    (unsigned char)c >= 0x80;
}

/* A name: of a function, a sheet, a defined name, a cell. */
static bool
word(struct xlsx *x, const char *s, size_t *used, struct bytes *out,
    bool *gone)
{
	char name[FORMULA_NAME_MAX + 1];
	struct xlsx_sheet *sheet;
	size_t n = 0;

	while (in_name(s[n]))
		if (++n > FORMULA_NAME_MAX)
			return false;
	memcpy(name, s, n);
	name[n] = '\0';
	*used = n;
	if (s[n] == '(' && function_is_banned(name))
		return false;
	if (s[n] == '[' || s[n] == '|')
		return false;	/* a table's column; another program's item */
	*gone |= map_find(&x->gone, name) != NULL;
	sheet = s[n] == '!' || s[n] == ':' ? sheet_named(x, name, n) : NULL;
	if (s[n] == '!') {
		if (sheet == NULL)
			return false;
		*used = n + 1;
		put_sheet(out, sheet, s, *used);
		return true;
	}
	/* The first of several sheets. */
	*gone |= sheet != NULL && sheet->renamed.len > 0;
	(void)bytes_add(out, s, n);
	return true;
}

bool
xlsx_formula(struct xlsx *x, const char *s, struct bytes *out, bool *gone)
{
	size_t used;

	*gone = false;
	for (; *s != '\0'; s += used) {
		used = 1;
		if (*s == '"') {
			while (s[used] != '\0' && s[used] != '"')
				used++;
			used += s[used] != '\0';
			(void)bytes_add(out, s, used);
		} else if (*s == '#') {		/* #REF!, #N/A, A1# */
			used += strspn(s + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0/");
			used += used > 1 && strchr("!?", s[used]) != NULL &&
			    s[used] != '\0';
			(void)bytes_add(out, s, used);
		} else if (*s == '\'') {
			if (!quoted(x, s, &used, out))
				return false;
		} else if (in_name(*s)) {
			if (!word(x, s, &used, out, gone))
				return false;
		} else if (*s == '[' || *s == '|') {
			return false;
		} else {
			(void)bytes_add(out, s, 1);
		}
	}
	return bytes_ok(out) == 0;
}

bool
xlsx_reference(struct office_job *job, const char *s, struct bytes *out)
{
	bool gone;

	return xlsx_formula((struct xlsx *)job, s, out, &gone) && !gone;
}

bool
xlsx_formula_has_words(const char *s)
{
	/* An empty string, as stands for what went, is no word. */
	while ((s = strchr(s, '"')) != NULL) {
		if (s[1] != '"')
			return true;
		s += 2;
	}
	return false;
}
