/* value.c -- see field.h. */
#include <stdlib.h>
#include <string.h>

#include "redact/find/field/field.h"
#include "redact/find/view/letter.h"
#include "redact/find/view/near.h"
#include "vault/base/print.h"

#define CELL .8		/* a column or a key holds nothing else */
#define LINE .7		/* words behind a colon may be a sentence */
#define HEADER .85
#define SIGNED .7
#define PERHAPS .4	/* one word below "name" */

struct field_is
field_is(enum label_kind kind)
{
	static const struct field_is is[] = {
		[LABEL_UNKNOWN] = { NULL, NULL },
		[LABEL_OTHER] = { NULL, NULL },
		[LABEL_PERSON] = { "PERSON", "names of people" },
		[LABEL_NAME] = { "PERSON", "names" },
		[LABEL_PARTY] = { "PERSON", "who writes to whom" },
		[LABEL_EMAIL] = { "EMAIL", "mail addresses" },
		[LABEL_PHONE] = { "PHONE", "phone numbers" },
		[LABEL_ADDRESS] = { "ADDRESS", "addresses" },
		[LABEL_PLACE] = { "LOCATION", "places" },
		[LABEL_ORG] = { "ORG", "organisations" },
		[LABEL_BIRTH] = { "DATE_OF_BIRTH", "dates of birth" },
		[LABEL_AGE] = { "AGE", "ages" },
		[LABEL_NATION] = { "NATIONALITY", "nationality or religion" },
		[LABEL_JOB] = { "PROFESSION", "professions" },
		[LABEL_AMOUNT] = { "AMOUNT", "income" },
		[LABEL_USER] = { "USER_NAME", "user names" },
		[LABEL_PASSWORD] = { "PASSWORD", "passwords" },
		[LABEL_ACCOUNT] = { "CODE", "numbers of people's own" },
		[LABEL_CASE] = { "CASE_NUMBER", "case numbers" },
	};

	return is[kind];
}

/* What a value is made of. */
struct made {
	size_t letters, digits, words, others;	/* others: no '-' '.' ... */
	bool capital;	/* the first letter is one, or has none */
	bool at;
};

static struct made
look(const uint8_t *s, size_t len)
{
	struct made m = { .letters = 0 };
	bool gap = true;
	uint32_t cp;
	size_t n;

	for (; len > 0 && (n = utf8_next(s, len, &cp)) > 0; s += n, len -= n) {
		if (letter_is(cp) && m.letters++ == 0)
			m.capital = cp >= 0x80 || (cp >= 'A' && cp <= 'Z');
		else if (cp >= '0' && cp <= '9')
			m.digits++;
		else if (!letter_is(cp) && (cp >= 0x80 ||
		    strchr(" -.,/'()+", (int)cp) == NULL))
			m.others++;
		m.at = m.at || cp == '@';
		m.words += gap && cp != ' ';
		gap = cp == ' ';
	}
	return m;
}

/* What people write where there is nothing to write. */
static bool
is_nothing(const uint8_t *s, size_t len)
{
	static const char *const words[] = { "a", "n/a", "none", "nil", "null",
	    "unknown", "other", "yes", "no", "true", "false", "n.a.", "tbd",
	    "not known", "not applicable", "not stated", "brak", "nie dotyczy",
	    "nie", "tak", "nieznany", "nieznana", "nd", "oui", "non", "aucun",
	    "aucune", "inconnu", "inconnue", "male", "female", "string",
	    "text", "required", "optional", "admin", "root", "default" };

	for (size_t i = 0, k; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i]) != len)
			continue;
		for (k = 0; k < len && (s[k] >= 'A' && s[k] <= 'Z' ?
		    s[k] + 32 : s[k]) == words[i][k]; k++)
			;
		if (k == len)
			return true;
	}
	return len < 2;
}

static double
by_form(const struct field *x)
{
	static const double worth[FIELD_FORM_LAST + 1] = {
		[FIELD_CELL] = CELL, [FIELD_KEY] = CELL, [FIELD_LINE] = LINE,
		[FIELD_HEADER] = HEADER, [FIELD_SIGNED] = SIGNED,
	};

	return worth[x->form];
}

static double
person(const struct field *x, const uint8_t *s, size_t len, struct made m)
{
	bool data = x->form == FIELD_CELL || x->form == FIELD_KEY;

	if (fields_is_name(s, len, x->kind == LABEL_NAME ? 2 : 1))
		return by_form(x) - (x->kind == LABEL_NAME ? .1 : 0);
	if (!data || m.digits + m.others > 0 || m.words > 4)
		return 0;
	if (x->kind == LABEL_PERSON)	/* in small letters */
		return by_form(x) - .1;
	return m.capital && m.words == 1 && m.letters >= 3 ? PERHAPS : 0;
}

/* Words that begin with a capital. */
static bool
is_proper(struct made m, size_t words)
{
	return m.capital && m.letters >= 2 && m.words <= words && !m.at;
}

double
field_worth(const struct field *x, const uint8_t *s, size_t len)
{
	struct made m = look(s, len);
	bool fits = false;

	if (is_nothing(s, len))
		return 0;
	switch ((enum label_kind)x->kind) {
	case LABEL_PERSON:
	case LABEL_NAME:
		return person(x, s, len, m);
	case LABEL_EMAIL:
		fits = m.at && m.words == 1 && memchr(s, '.', len) != NULL;
		break;
	case LABEL_PHONE:
		fits = m.digits >= 6 && m.digits <= 15 && m.letters <= 4 &&
		    m.others == 0;
		break;
	case LABEL_ADDRESS:
		fits = m.letters >= 3 && !m.at && (m.digits > 0 ?
		    m.words >= 2 : is_proper(m, 4)) && m.words <= 16;
		break;
	case LABEL_PLACE:
		fits = is_proper(m, 5) && m.digits == 0 && m.others == 0;
		break;
	case LABEL_ORG:
		fits = is_proper(m, 9);
		break;
	case LABEL_BIRTH:
		fits = m.digits >= 4 && m.digits <= 8 && len <= 30;
		break;
	case LABEL_AGE:
		fits = m.digits >= 1 && m.digits <= 3 && m.words <= 2 &&
		    is_digit(s[0]) && m.others == 0;
		break;
	case LABEL_NATION:
		fits = m.letters >= 3 && m.digits == 0 && m.words <= 4 &&
		    m.others == 0;
		break;
	case LABEL_JOB:
		fits = m.letters >= 4 && m.digits == 0 && m.words <= 6 &&
		    m.others == 0 && !m.at;
		break;
	case LABEL_AMOUNT:
		fits = m.digits >= 2 && m.words <= 5;
		break;
	case LABEL_USER:
		fits = m.words == 1 && m.letters >= 2 && len <= 64;
		break;
	case LABEL_PASSWORD:
		/* Stars, "${PASSWORD}" and "<yours>" stand for one. */
		fits = m.words == 1 && len >= 4 && len <= 128 &&
		    m.letters + m.digits > 0 && s[0] != '$' && s[0] != '<';
		break;
	case LABEL_ACCOUNT:
	case LABEL_CASE:
		fits = m.digits >= 3 && len <= 40 && m.words <= 6;
		break;
	default:
		break;
	}
	return fits ? by_form(x) : 0;
}
