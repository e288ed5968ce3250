/*
 * rule_person.c -- persons, by a title ("Mr J. Smith", "pan Kowalski", "Me
 * Axelsson"), by initials, by a first name, by the form "SURNAME, Given", and
 * behind "née" or a word of kin.
 */
#include "redact/find/name/rule.h"

#define NAME_TOKENS_MAX 8u

static const char *const particles[] = { "van", "von", "de", "der", "den",
	"du", "da", "di", "del", "della", "la", "le", "el", "al", "bin", "ibn",
	"ben", "abu", "zu", "zur", "af", "av", "ter", "ten", "dos", "das", "do",
	"y", "vom", "ould", "bint", "des", "d'", NULL };

/* A capital word that is no name, though it follows one. */
static bool
is_no_name(const struct seen *s, size_t i)
{
	const uint32_t other = LIST_BIT(LIST_ORG_CUE) | LIST_BIT(LIST_MONTH) |
	    LIST_BIT(LIST_DAY) | LIST_BIT(LIST_COUNTRY) |
	    LIST_BIT(LIST_LAW) | LIST_BIT(LIST_STOP_EN) |
	    LIST_BIT(LIST_STOP_FR) | LIST_BIT(LIST_STOP_PL);
	const uint32_t names = LIST_BIT(LIST_FIRST_NAME) |
	    LIST_BIT(LIST_SURNAME);

	if (seen_is(s, i, TOKEN_DIGIT))
		return true;
	return seen_any(s, i, other) && !seen_any(s, i, names);
}

/* Where capitals say nothing, behind a first name. */
static bool
is_surname(const struct seen *s, size_t i)
{
	return seen_in(s, i, LIST_SURNAME) && !seen_any(s, i,
	    LIST_BIT(LIST_STOP_EN) | LIST_BIT(LIST_STOP_PL) |
	    LIST_BIT(LIST_STOP_FR));
}

/* What a name is made of, from i: the end, or i. */
static size_t
over_name(const struct seen *s, size_t i)
{
	size_t at = i, ahead;

	while (at < s->t->n && at < i + NAME_TOKENS_MAX) {
		if (seen_is(s, at, TOKEN_INITIAL)) {
			at++;
			/* "J.-P.", "L. - E." */
			if (seen_mark(s, at, '-') && (seen_is(s, at + 1,
			    TOKEN_INITIAL) || seen_capital(s, at + 1)))
				at++;
			continue;
		}
		if ((seen_capital(s, at) || (s->flat && at > i &&
		    is_surname(s, at))) && !seen_is(s, at, TOKEN_ADDED) &&
		    !is_no_name(s, at)) {
			at++;
			continue;
		}
		ahead = at;
		while (seen_one_of(s, ahead, particles) && ahead < at + 3)
			ahead++;
		if (ahead == at || !seen_capital(s, ahead) ||
		    is_no_name(s, ahead) || seen_in(s, ahead, LIST_TITLE))
			break;
		at = ahead + 1;
	}
	return at;
}

/* Where the name behind a title begins; i when this is none. */
static size_t
over_title(const struct seen *s, size_t i)
{
	/* Before a name and before nothing else. */
	static const char *const strong[] = { "mr", "mrs", "ms", "miss",
		"messrs", "dr", "prof", "sir", "m.", "mm", "mme", "mmes",
		"mlle", "mlles", "me", "maître", "monsieur", "madame", "pan",
		"pana", "panu", "panem", "panie", "pani", "panią", "panna",
		"pr", "inż", "mgr", "hab", "ks", "mec", "herr", "frau",
		"docteur", "doktor", "mademoiselle", NULL };
	size_t at = i, n = 0;

	for (; n < 4; n++) {
		if (!seen_in(s, at, LIST_TITLE) && !seen_word(s, at, "m."))
			break;
		if (seen_is(s, at, TOKEN_INITIAL) && !seen_word(s, at, "m."))
			break;
		/* One letter, "me" and "pan" only as they are written. */
		if (s->t->list[at].low_len == 1 || (seen_word(s, at, "me") &&
		    !seen_is(s, at, TOKEN_CAPITAL)))
			break;
		if (!seen_one_of(s, at, strong) && seen_in(s, at + 1,
		    LIST_ORG_CUE))
			break;
		at++;
		if (seen_mark(s, at, '.') && seen_joined(s, at))
			at++;
	}
	return at;
}

static bool
is_sure_title(const struct seen *s, size_t i)
{
	static const char *const sure[] = { "mr", "mrs", "ms", "miss",
		"messrs", "mm", "mme", "mlle", "pan", "pani", "panu", "pana",
		"panem", "panią", "m.", "monsieur", "madame", "mademoiselle",
		"dr", "prof", NULL };

	return seen_one_of(s, i, sure);
}

static bool
is_doubtful(const struct seen *s, size_t i)
{
	return seen_any(s, i, LIST_BIT(LIST_COMMON) | LIST_BIT(LIST_PLACE) |
	    LIST_BIT(LIST_MONTH) | LIST_BIT(LIST_COUNTRY) |
	    LIST_BIT(LIST_NATION) | LIST_BIT(LIST_ORG_CUE) |
	    LIST_BIT(LIST_ORG_KNOWN));
}

static size_t
by_title(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t at = over_title(s, i), to;

	if (at == i)
		return 0;
	/* "Mr and Mrs Smith" */
	if ((seen_word(s, at, "and") || seen_word(s, at, "et") ||
	    seen_word(s, at, "i") || seen_mark(s, at, '&')) && over_title(s, at + 1) > at + 1)
		at = over_title(s, at + 1);
	to = over_name(s, at);
	if (to == at)
		return 0;
	if (is_sure_title(s, i))
		return rule_says(span, to, RULE_PERSON, .93,
		    "name behind a title");
	/* "General Accident", "Minister Gospodarki" */
	if (!seen_is(s, at, TOKEN_INITIAL) && (is_doubtful(s, to - 1) ||
	    !seen_any(s, at, LIST_BIT(LIST_FIRST_NAME) |
	    LIST_BIT(LIST_SURNAME))))
		return rule_says(span, to, RULE_PERSON, is_doubtful(s,
		    to - 1) || is_no_name(s, at) ? 0 : .5,
		    "perhaps a name behind a title");
	return rule_says(span, to, RULE_PERSON, .65, "name behind a title");
}

static bool
is_form(const struct seen *s, size_t i)
{
	return seen_any(s, i, LIST_BIT(LIST_ORG_FORM) |
	    LIST_BIT(LIST_ORG_KNOWN) | LIST_BIT(LIST_COUNTRY));
}

/* "J. Smith", "A.B. Smith", "J.S." */
static size_t
by_initials(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t at = i, to, initials = 0;

	if (!seen_is(s, i, TOKEN_INITIAL) || is_form(s, i))
		return 0;
	while (seen_is(s, at, TOKEN_INITIAL)) {
		if (is_form(s, at))
			return 0;
		initials++;
		at++;
		if (seen_mark(s, at, '-') && seen_is(s, at + 1, TOKEN_INITIAL))
			at++;
	}
	to = over_name(s, at);
	/* "C. Proceedings": a heading */
	if (to > at && initials == 1 && seen_is(s, i, TOKEN_LINE |
	    TOKEN_FIRST) && (seen_any(s, at, LIST_BIT(LIST_COMMON) |
	    LIST_BIT(LIST_STOP_EN) | LIST_BIT(LIST_STOP_FR)) ||
	    seen_is(s, at, TOKEN_UPPER)) && !seen_in(s, at, LIST_SURNAME))
		return 0;
	if (to > at)
		return rule_says(span, to, RULE_PERSON, seen_in(s, at,
		    LIST_COMMON) ? .45 : .8, "initials and a surname");
	if (initials >= 2 && initials <= 3)
		return rule_says(span, at, RULE_PERSON, .45, "initials");
	return 0;
}

static bool
is_first(const struct seen *s, size_t i)
{
	return seen_capital(s, i) && seen_in(s, i, LIST_FIRST_NAME) &&
	    !seen_any(s, i, LIST_BIT(LIST_STOP_EN) | LIST_BIT(LIST_STOP_PL) |
	    LIST_BIT(LIST_STOP_FR) | LIST_BIT(LIST_NATION) |
	    LIST_BIT(LIST_ORG_CUE) | LIST_BIT(LIST_COUNTRY));
}

static bool
begins(const struct seen *s, size_t i)
{
	return seen_is(s, i, TOKEN_FIRST | TOKEN_LINE) || (i > 0 &&
	    s->t->list[i - 1].sort == TOKEN_MARK &&
	    !seen_mark(s, i - 1, ','));
}

/* Which is told by a first name: "Anna Nowak", "Anna". */
static size_t
by_first_name(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t to, last;
	bool doubt;

	/* "ID", "PM": two capitals are no first name. */
	if (!is_first(s, i) || (seen_is(s, i, TOKEN_UPPER) &&
	    s->t->list[i].low_len <= 2))
		return 0;
	doubt = is_doubtful(s, i);
	to = over_name(s, i);
	last = to - 1;
	if (to > i + 1) {
		bool surname = seen_in(s, last, LIST_SURNAME) ||
		    !is_doubtful(s, last);

		return rule_says(span, to, RULE_PERSON, doubt && !surname ? 0 :
		    doubt && begins(s, i) ? .45 : surname ? .75 : .45,
		    "first name and surname");
	}
	if (doubt)
		return rule_says(span, i + 1, RULE_PERSON, begins(s, i) ||
		    seen_any(s, i, LIST_BIT(LIST_PLACE) | LIST_BIT(LIST_LAW) |
		    LIST_BIT(LIST_ORG_KNOWN) | LIST_BIT(LIST_UNIT)) ||
		    seen_capital(s, i - 1) ? 0 : .35, "first name?");
	return rule_says(span, i + 1, RULE_PERSON, begins(s, i) ? .45 : .5,
	    "first name");
}

/* "KOWALSKI Jan", "KOWALSKI, Jan", "Kowalski Jan". */
static size_t
surname_first(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t at = i + 1;

	if (!seen_capital(s, i) || is_first(s, i) || is_no_name(s, i))
		return 0;
	if (!seen_in(s, i, LIST_SURNAME) && (!seen_is(s, i, TOKEN_UPPER) ||
	    s->t->list[i].low_len < 4))
		return 0;
	if (seen_mark(s, at, ',') && seen_is(s, i, TOKEN_UPPER))
		at++;
	if (!is_first(s, at) || (is_doubtful(s, i) && !(seen_is(s, i,
	    TOKEN_UPPER) && seen_in(s, i, LIST_SURNAME) &&
	    !seen_in(s, i, LIST_COMMON))) ||
	    (seen_is(s, i, TOKEN_UPPER) && seen_is(s, at, TOKEN_UPPER) &&
	    is_doubtful(s, at)))
		return 0;
	return rule_says(span, over_name(s, at), RULE_PERSON, .6,
	    "surname and first name");
}

static size_t
by_surname(const struct seen *s, size_t i, struct rule_span *span)
{
	if (!seen_capital(s, i) || !seen_in(s, i, LIST_SURNAME) ||
	    is_no_name(s, i))
		return 0;
	if (is_doubtful(s, i))
		return rule_says(span, i + 1, RULE_PERSON, 0, "surname?");
	return rule_says(span, over_name(s, i + 1), RULE_PERSON,
	    begins(s, i) ? .35 : .42, "surname");
}

static bool
is_plain_word(const struct seen *s, size_t i)
{
	return seen_any(s, i, LIST_BIT(LIST_COMMON) | LIST_BIT(LIST_PLACE) |
	    LIST_BIT(LIST_COUNTRY) | LIST_BIT(LIST_NATION) |
	    LIST_BIT(LIST_ORG_CUE) | LIST_BIT(LIST_ORG_KNOWN) |
	    LIST_BIT(LIST_STOP_EN) | LIST_BIT(LIST_TITLE) |
	    LIST_BIT(LIST_PROFESSION));
}

/* "Dear Keiko", "Hi Sepi", "Cher Yannick": at the head of a line. */
static bool
is_greeted(const struct seen *s, size_t i)
{
	static const char *const greets[] = { "dear", "hi", "hello", "hey",
		"cher", "chère", "bonjour", "salut", "drogi", "droga", "cześć",
		"hej", "witaj", "regards", "cheers", "pozdrawiam", NULL };

	if (i > 1 && seen_mark(s, i - 1, ',') && seen_one_of(s, i - 2,
	    greets))
		return !is_plain_word(s, i);
	return seen_one_of(s, i - 1, greets) &&
	    seen_is(s, i - 1, TOKEN_FIRST | TOKEN_LINE) &&
	    !is_plain_word(s, i);
}

/* "said Rintanen", "Rintanen said". */
static bool
is_saying(const struct seen *s, size_t i)
{
	static const char *const says[] = { "said", "says", "told", "asked",
		"replied", "wrote", "added", "explained", "shouted",
		"powiedział", "powiedziała", "mówi", "dodał", "dodała",
		"twierdzi", "zapytał", "zapytała", "napisał", "napisała",
		"déclare", "dit", "explique", "affirme", "répond", "ajoute",
		NULL };

	if (is_plain_word(s, i) || seen_is(s, i, TOKEN_UPPER))
		return false;
	return (i > 0 && seen_one_of(s, i - 1, says)) ||
	    seen_one_of(s, i + 1, says) ||
	    (seen_capital(s, i + 1) && seen_one_of(s, i + 2, says));
}

/* "née Kowalska", "his wife Selma", "named Ali". */
static size_t
by_cue(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const cues[] = { "née", "né", "nee", "named",
		"prénommé", "prénommée", "nommé", "nommée", "imieniem",
		"nazwiskiem", "alias", "vel", NULL };
	size_t to;

	if (!seen_capital(s, i) || is_no_name(s, i))
		return 0;
	if (i == 0)
		return is_saying(s, 0) ? rule_says(span, over_name(s, 0),
		    RULE_PERSON, .35, "name of who speaks") : 0;
	if (is_greeted(s, i) || is_saying(s, i))
		return rule_says(span, over_name(s, i), RULE_PERSON,
		    seen_in(s, i, LIST_SURNAME) ? .5 : .4,
		    "name of who is greeted or speaks");
	if (!seen_one_of(s, i - 1, cues) && !(seen_in(s, i - 1, LIST_KIN) &&
	    !seen_is(s, i - 1, TOKEN_CAPITAL)) &&
	    !((seen_word(s, i - 1, "is") || seen_mark(s, i - 1, ':')) &&
	    i > 1 && (seen_word(s, i - 2, "name") ||
	    seen_word(s, i - 2, "nazwisko") || seen_word(s, i - 2, "nom"))))
		return 0;
	to = over_name(s, i);
	return rule_says(span, to, RULE_PERSON, seen_in(s, i, LIST_COMMON) ?
	    .4 : .65, "name behind a word that calls for one");
}

size_t
rule_person(const struct seen *s, size_t i, struct rule_span *span)
{
	struct rule_span named = { .kind = RULE_NONE };
	size_t to, named_to;

	if (i >= s->t->n || s->t->list[i].sort != TOKEN_WORD)
		return 0;
	/* Lines for machines: those who know their check digits see to them. */
	if ((seen_joined(s, i) && seen_mark(s, i - 1, '<')) ||
	    (seen_joined(s, i + 1) && seen_mark(s, i + 1, '<')))
		return 0;
	if ((to = by_title(s, i, span)) > 0 ||
	    (to = by_initials(s, i, span)) > 0)
		return to;
	/* The surer of two: somebody greeted, who has a first name. */
	to = by_cue(s, i, span);
	if ((named_to = by_first_name(s, i, &named)) > 0 && (to == 0 ||
	    named.confidence > span->confidence)) {
		*span = named;
		to = named_to;
	}
	if (to > 0 || (to = surname_first(s, i, span)) > 0)
		return to;
	return by_surname(s, i, span);
}
