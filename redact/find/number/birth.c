/*
 * birth.c -- days of birth: a date beside a word that says so, of somebody
 * who may be alive.
 */
#include "redact/find/number/date.h"
#include "redact/find/view/near.h"

#define BEFORE 44u	/* bytes: "born to Polish parents in Leeds on" */
#define BEFORE_YEAR 20u
#define AFTER 22u

static const char *const kinds[] = { "DATE_OF_BIRTH", NULL };

static const char *const cues[] = {
	"born", "birth", "births", "birthday-", "birthdate-", "birth-", "dob",
	"d.o.b", "b.", "date_of_birth", "dateofbirth", "dob-",
	"ur", "urodz-", "ur.", "data ur", "urodzin-",
	"n\xc3\xa9", "n\xc3\xa9" "e", "n\xc3\xa9s", "n\xc3\xa9" "es",
	"n\xc3\xa9(e", "n\xc3\xa9(e)", "n\xc3\xa9-", "naissance-", "ddn",
	"d\xc3\xa9" "but de vie", NULL
};

/* Words before a bare year. */
static const char *const born[] = {
	"born", "born in", "urodz-", "ur", "n\xc3\xa9 en", "n\xc3\xa9" "e en",
	"birth year", "year of birth", "yob", "rok urodzenia", "rocznik",
	"ann\xc3\xa9" "e de naissance", "naissance", NULL
};

static const char *const behind[] = {
	"birth-", "dob", "born", "urodz-", "naissance", NULL
};

static int
at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	struct date d;
	bool named;

	(void)trigger;
	if (!date_read(&d, v, at))
		return 0;
	if (d.month == 0) {
		if (!near_before(v, d.start, BEFORE_YEAR, born))
			return 0;
		return report(v, d.start, d.end, "DATE_OF_BIRTH", "birth",
		    0.85, "a year beside a word for birth");
	}
	named = near_before(v, d.start, BEFORE, cues);
	if (!named && !near_after(v, d.end, AFTER, behind))
		return 0;
	*next = d.end;
	return report(v, d.start, d.end, "DATE_OF_BIRTH", "birth",
	    named ? 0.97 : 0.92, "a date beside a word for birth");
}

const struct finder find_birth = {
	.name = "birth", .kinds = kinds,
	.what = "days of birth: a date beside a word that says so",
	.triggers = TRIGGER_DIGIT, .at = at,
};
