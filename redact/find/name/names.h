/*
 * names.h -- what lists and rules know of a sentence: the tagger takes it as
 * features, and find_names reports what rules are sure of.
 *
 * Offsets are numbers of tokens.  Whatever changes here, or in the lists and
 * rules, changes what the model saw: train it again (docs/models.md).
 */
#ifndef REDACT_FIND_NAMES_H
#define REDACT_FIND_NAMES_H

#include "redact/find/name/token.h"

/* Lists that a token may stand in, alone or as a part of a longer entry. */
enum name_list {
	LIST_FIRST_NAME,	/* Anna, Jean-Pierre; Polish cases too */
	LIST_SURNAME,		/* frequent ones, and -ski, -wicz endings */
	LIST_PLACE,		/* a town, river, region */
	LIST_COUNTRY,
	LIST_NATION,		/* Polish, française; languages, religions, peoples */
	LIST_PROFESSION,	/* judge, avocat, policjant; offices held */
	LIST_TITLE,		/* Mr, Mme, pan, Dr: a name follows */
	LIST_KIN,		/* wife, brat, fils: a person is meant */
	LIST_ORG_CUE,		/* Court, Bank, ministerstwo, société */
	LIST_ORG_FORM,		/* Ltd, S.A., sp. z o.o. */
	LIST_ORG_KNOWN,		/* Reuters, NATO */
	LIST_PLACE_CUE,		/* in, near, miasto, à, w: a place may follow */
	LIST_STREET,		/* Street, ul., rue */
	LIST_MONTH,
	LIST_DAY,		/* weekdays, yesterday, hier */
	LIST_TIME_UNIT,		/* year, miesiąc, heures */
	LIST_UNIT,		/* currency, metres, kg, per cent */
	LIST_NUMBER_WORD,	/* two, trzech, vingt; first, drugi */
	LIST_LAW,		/* Act, Code, Article, ustawa, loi, § */
	LIST_CODE_CUE,		/* no., file, case, numer, dossier */
	LIST_AGE_CUE,		/* aged, old, lat, ans */
	LIST_HEALTH,		/* illness, injury, disability */
	LIST_COMMON,		/* an ordinary word of a dictionary: rarely a name */
	LIST_STOP_EN, LIST_STOP_PL, LIST_STOP_FR,	/* tell the language */
	LIST_COUNT
};
#define LIST_BIT(list) ((uint32_t)1 << (list))

/*
 * lists_mark(t, bits): set bits[i] to the LIST_BITs of token i, for all t->n.
 */
void lists_mark(const struct tokens *t, uint32_t bits[TOKENS_MAX]);

enum rule_kind {
	RULE_NONE, RULE_PERSON, RULE_ORG, RULE_LOCATION, RULE_ADDRESS,
	RULE_NATIONALITY, RULE_PROFESSION, RULE_DATE, RULE_AGE, RULE_AMOUNT,
	RULE_CASE_NUMBER, RULE_CODE, RULE_LAW, RULE_COUNT
};

struct rule_span {
	uint16_t from, to;	/* tokens [from, to) */
	uint8_t kind;		/* enum rule_kind; RULE_LAW is never reported */
	double confidence;	/* as a finding's; 0: only a hint for the tagger */
	const char *why;	/* static; no document text */
};
#define RULE_SPANS_MAX 128u	/* of one sentence */

/*
 * rules_mark(t, bits, out): the spans that rules see, at most RULE_SPANS_MAX,
 * sorted by `from`, none overlapping; returns how many.  `bits` is what
 * lists_mark() set.
 */
size_t rules_mark(const struct tokens *t, const uint32_t bits[TOKENS_MAX],
    struct rule_span out[RULE_SPANS_MAX]);

#endif
