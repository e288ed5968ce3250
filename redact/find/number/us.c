/*
 * us.c -- numbers of the United States.
 */
#include "redact/find/number/form.h"

#include <string.h>

static const char *const kinds[] = { "US_SSN", NULL };

static const char *const ssn_cues[] = {
	"ssn", "ssns", "ss#", "ss no", "social security-", "soc sec",
	"soc. sec", "social sec", "s.s.n", "socialsecurity-", NULL
};

static const char *const phone_words[] = {
	"phone-", "tel", "telephone-", "fax", "mobile", "cell", NULL
};

/*
 * SSA, "Social Security Number Randomization": never area 000, 666, 900-999,
 * group 00, serial 0000; and three numbers printed on sample cards.
 */
static bool
is_ssn(const char *c, size_t n)
{
	(void)n;
	return memcmp(c, "000", 3) != 0 && memcmp(c, "666", 3) != 0 &&
	    c[0] != '9' && memcmp(c + 3, "00", 2) != 0 &&
	    memcmp(c + 5, "0000", 4) != 0 && strcmp(c, "078051120") != 0 &&
	    strcmp(c, "457555462") != 0 && strcmp(c, "219099999") != 0 &&
	    !form_is_filler(c, 9);
}

static const struct form rows[] = {
	{ "US_SSN", { "999-99-9999" }, is_ssn, ssn_cues, phone_words,
	    .alone = 0.8, .cued = 0.96, .why = "area, group and serial are "
	    "ones that are issued" },
	{ "US_SSN", { "999999999" }, is_ssn, ssn_cues, phone_words,
	    .alone = 0, .cued = 0.85, .why = "nine digits" },
};

static struct form_table table = {
	.finder = "us", .rows = rows, .nrows = sizeof(rows) / sizeof(rows[0])
};

static int
at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	(void)trigger;
	return form_at(&table, v, at, next);
}

const struct finder find_us = {
	.name = "us", .kinds = kinds,
	.what = "numbers of the United States: SSN and others",
	.triggers = TRIGGER_DIGIT, .at = at,
};
