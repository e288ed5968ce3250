/* corpus.c -- see corpus.h. */
#include "redact/find/name/train/corpus.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "vault/base/err.h"

#define NONE LABEL_SET(LABEL_NONE)
#define PERSON LABEL_SET(LABEL_PERSON)
#define ORG LABEL_SET(LABEL_ORG)
#define PLACE LABEL_SET(LABEL_PLACE)
#define TRAIT LABEL_SET(LABEL_TRAIT)
#define DATE LABEL_SET(LABEL_DATE)
#define AMOUNT LABEL_SET(LABEL_AMOUNT)
#define CODE LABEL_SET(LABEL_CODE)
#define ADDRESS LABEL_SET(LABEL_ADDRESS)
#define MISC LABEL_SET(LABEL_MISC)
#define ORG_P LABEL_SET(LABEL_ORG_PUBLIC)
#define PLACE_P LABEL_SET(LABEL_PLACE_PUBLIC)
#define TRAIT_P LABEL_SET(LABEL_TRAIT_PUBLIC)
#define DATE_P LABEL_SET(LABEL_DATE_PUBLIC)
#define MISC_P LABEL_SET(LABEL_MISC_PUBLIC)
#define NUMBER LABEL_SET(LABEL_NUMBER)

/* What is not labelled in texts that have names alone. */
#define UNTOLD (NONE | DATE | DATE_P | AMOUNT | CODE | TRAIT | TRAIT_P | NUMBER)

struct meaning {
	const char *type;	/* ends in '*': begins so */
	const char *mask;	/* NULL: any */
	unsigned labels;
};

static const struct meaning tab[] = {
	{ "PERSON", NULL, PERSON },
	{ "ORG", "NO_MASK", ORG_P }, { "ORG", NULL, ORG },
	{ "LOC", "NO_MASK", PLACE_P }, { "LOC", NULL, PLACE },
	{ "DEM", "NO_MASK", TRAIT_P }, { "DEM", NULL, TRAIT },
	{ "DATETIME", "NO_MASK", DATE_P }, { "DATETIME", NULL, DATE },
	{ "MISC", "NO_MASK", MISC_P }, { "MISC", NULL, MISC },
	{ "QUANTITY", "NO_MASK", NONE }, { "QUANTITY", NULL, AMOUNT },
	{ "CODE", NULL, CODE },
	{ NULL, NULL, 0 }
};

static const struct meaning ewt[] = {
	{ "PERSON", NULL, PERSON }, { "ORG", NULL, ORG },
	{ "LOC", NULL, PLACE }, { NULL, NULL, 0 }
};

static const struct meaning kpwr[] = {
	{ "nam_liv_*", NULL, PERSON }, { "nam_adj_person", NULL, PERSON },
	{ "nam_adj_country", NULL, TRAIT | TRAIT_P },
	{ "nam_adj*", NULL, NONE | TRAIT | TRAIT_P | PLACE },
	{ "nam_org_nation", NULL, TRAIT },
	{ "nam_org_*", NULL, ORG },
	{ "nam_fac_road", NULL, ADDRESS | PLACE },
	{ "nam_fac_square", NULL, ADDRESS | PLACE },
	{ "nam_num_house", NULL, ADDRESS },
	{ "nam_num_*", NULL, NUMBER },
	{ "nam_loc*", NULL, PLACE }, { "nam_fac_*", NULL, PLACE | ORG },
	{ "nam_oth_currency", NULL, AMOUNT | NONE },
	{ "nam_oth_position", NULL, TRAIT | NONE },
	{ "nam_oth_www", NULL, NONE | NUMBER },
	{ "nam_pro_media*", NULL, ORG | MISC | MISC_P },
	{ "nam_*", NULL, MISC | MISC_P | NONE },
	{ NULL, NULL, 0 }
};

static const struct meaning echr_fr[] = {
	{ "LEGAL_PROFESSIONAL", NULL, PERSON }, { "PER", NULL, PERSON },
	{ "LOC", NULL, PLACE | PLACE_P }, { "DATE", NULL, DATE | DATE_P },
	{ "TIME", NULL, DATE }, { "QUANTITY", NULL, AMOUNT },
	{ "CURRENCY", NULL, AMOUNT }, { "CODE", NULL, CODE },
	{ "ORG", NULL, ORG | ORG_P }, { "NATIONALITY", NULL, TRAIT | TRAIT_P },
	{ "ETHNIC_CATEGORY", NULL, TRAIT | TRAIT_P }, { NULL, NULL, 0 }
};

static const struct meaning presidio[] = {
	{ "PERSON", NULL, PERSON }, { "PREFIX", NULL, PERSON | NONE },
	{ "TITLE", NULL, TRAIT | NONE }, { "ADDRESS", NULL, ADDRESS },
	{ "LOCATION", NULL, PLACE }, { "ORGANIZATION", NULL, ORG },
	{ "DATE_TIME", NULL, DATE }, { "*", NULL, NUMBER },
	{ NULL, NULL, 0 }
};

static const struct meaning ids[] = {
	{ "PERSON", NULL, PERSON }, { "DATE_OF_BIRTH", NULL, DATE },
	{ "*", NULL, NUMBER }, { NULL, NULL, 0 }
};

static const struct collection {
	const char *file;
	const struct meaning *meaning;
	unsigned outside;
} collections[] = {
	{ "tab-dev.jsonl", tab, NONE },
	{ "ewt-en-dev.jsonl", ewt, UNTOLD },
	{ "kpwr-pl-dev.jsonl", kpwr, UNTOLD },
	{ "echr-fr-dev.jsonl", echr_fr, NONE | ORG_P | MISC_P | TRAIT_P },
	{ "presidio-synth-dev.jsonl", presidio,
	    NONE | AMOUNT | CODE | TRAIT | TRAIT_P | DATE_P },
	{ "synthetic-ids-dev.jsonl", ids, NONE | DATE | AMOUNT | NUMBER },
};
#define COLLECTIONS (sizeof(collections) / sizeof(collections[0]))

static bool
is_like(const char *type, const char *pattern)
{
	size_t len = strlen(pattern);

	if (len > 0 && pattern[len - 1] == '*')
		return strncmp(type, pattern, len - 1) == 0;
	return strcmp(type, pattern) == 0;
}

static const char *
string_of(const json_t *object, const char *name)
{
	const char *s = json_string_value(json_object_get(object, name));

	return s == NULL ? "" : s;
}

/* Which labels a span may have; 0 when its type is unknown. */
static unsigned
labels_of(const struct meaning *m, const json_t *span)
{
	const char *fine = string_of(span, "fine");
	const char *type = *fine != '\0' ? fine : string_of(span, "type");

	for (; m->type != NULL; m++)
		if (is_like(type, m->type) && (m->mask == NULL ||
		    strcmp(string_of(span, "mask"), m->mask) == 0))
			return m->labels;
	return 0;
}

static int
add_spans(struct gold *g, const json_t *list, const struct meaning *m)
{
	json_t *span;
	size_t i;

	json_array_foreach(list, i, span) {
		struct gold_span *s = &g->spans[g->nspans];

		s->start = (size_t)json_integer_value(json_object_get(span,
		    "bstart"));
		s->end = (size_t)json_integer_value(json_object_get(span,
		    "bend"));
		s->labels = m != NULL ? labels_of(m, span) : NONE | NUMBER;
		if (s->labels == 0 || s->start >= s->end || s->end > g->len)
			return err_set(ERR_FORMAT, "%s: a span of type %s "
			    "is not understood; mend the text", g->id,
			    string_of(span, "type"));
		g->nspans++;
	}
	return 0;
}

/* Texts of one template, or one document, are in one fold. */
static unsigned
fold_of(const json_t *line, const char *id)
{
	const json_t *template = json_object_get(line, "template");
	unsigned h = 5381;

	if (json_is_integer(template))
		return (unsigned)json_integer_value(template);
	for (; *id != '\0'; id++)
		h = h * 33 + (unsigned char)*id;
	return h >> 4;
}

static int
add_text(struct corpus *c, const json_t *line, const struct collection *from)
{
	const json_t *spans = json_object_get(line, "spans");
	const json_t *negatives = json_object_get(line, "negatives");
	struct gold *list = realloc(c->list, (c->n + 1) * sizeof(*list)), *g;
	int r;

	if (list == NULL)
		goto no_memory;
	c->list = list;
	g = &list[c->n++];
	*g = (struct gold){ .outside = from->outside };
	g->id = strdup(string_of(line, "id"));
	g->text = strdup(string_of(line, "text"));
	g->spans = calloc(json_array_size(spans) + json_array_size(negatives) +
	    1, sizeof(*g->spans));
	if (g->id == NULL || g->text == NULL || g->spans == NULL)
		goto no_memory;
	g->len = strlen(g->text);
	g->fold = fold_of(line, g->id);
	if ((r = add_spans(g, spans, from->meaning)) < 0)
		return r;
	return add_spans(g, negatives, NULL);
no_memory:
	return err_set(ERR_NO_MEMORY, "not enough memory for the texts; close "
	    "other programs");
}

static int
read_collection(struct corpus *c, const char *folder,
    const struct collection *from)
{
	char path[4096], *line = NULL;
	size_t size = 0;
	json_t *json;
	FILE *f;
	int r = 0;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, from->file);
	if ((f = fopen(path, "r")) == NULL)
		return err_sys("%s cannot be read; give the folder of the "
		    "labelled texts", path);
	while (r == 0 && getline(&line, &size, f) > 0) {
		if ((json = json_loads(line, 0, NULL)) == NULL)
			r = err_set(ERR_FORMAT, "%s: a line is not JSON; get "
			    "the file again", path);
		else
			r = add_text(c, json, from);
		json_decref(json);
	}
	free(line);
	(void)fclose(f);
	return r;
}

int
corpus_read(struct corpus *c, const char *folder)
{
	int r = 0;

	*c = (struct corpus){ .list = NULL };
	for (size_t i = 0; r == 0 && i < COLLECTIONS; i++)
		r = read_collection(c, folder, &collections[i]);
	if (r < 0)
		corpus_free(c);
	return r;
}

void
corpus_free(struct corpus *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->list[i].id);
		free(c->list[i].text);
		free(c->list[i].spans);
	}
	free(c->list);
	*c = (struct corpus){ .list = NULL };
}
