/* features.c -- see features.h. */
#include "redact/find/name/features.h"

#define EDGE_HASH 0x51ed270b9f2cbb2du	/* beyond a sentence */
#define RUN_MAX 12u			/* capitals in a run */

/* Which kind of feature: a part of its hash. */
enum about {
	ABOUT_NOTHING = 1, ABOUT_WORD, ABOUT_BEFORE, ABOUT_AFTER,
	ABOUT_BEFORE2, ABOUT_AFTER2, ABOUT_PAIR_BEFORE, ABOUT_PAIR_AFTER,
	ABOUT_SHAPE, ABOUT_SHAPES, ABOUT_SHAPE_BEFORE, ABOUT_SHAPE_AFTER,
	ABOUT_END2, ABOUT_END3, ABOUT_END4, ABOUT_BEGIN3, ABOUT_BEGIN4,
	ABOUT_RULE, ABOUT_RULES, ABOUT_LISTS, ABOUT_LISTS_ALL,
	ABOUT_RUN_FIRST, ABOUT_RUN_LAST, ABOUT_RUN_BEFORE, ABOUT_RUN_AFTER,
	ABOUT_RUN_SHAPE, ABOUT_TONGUE, ABOUT_USED, ABOUT_END_BEFORE,
	ABOUT_END_AFTER, ABOUT_BETWEEN, ABOUT_LISTS_BEFORE = 64,
	ABOUT_LISTS_AT = 128, ABOUT_LISTS_AFTER = 192
};

static uint64_t
mix(uint64_t about, uint64_t a, uint64_t b)
{
	uint64_t h = (a + about * 0x9e3779b97f4a7c15u) ^
	    (b * 0xc2b2ae3d27d4eb4fu);

	h ^= h >> 31;
	h *= 0x7fb5d329728ea185u;
	h ^= h >> 27;
	h *= 0x81dadef4bc2dd44du;
	return h ^ (h >> 33);
}

/* A word with its digits made alike, but for a year's first two. */
static uint64_t
word_of(const struct token *k, const char *low)
{
	char b[TOKEN_LOW_MAX];
	size_t i;

	if ((k->is & TOKEN_DIGIT) == 0)
		return k->hash;
	if (k->sort == TOKEN_NUMBER && k->low_len <= 2)
		return k->hash;
	for (i = 0; i < k->low_len; i++)
		b[i] = low[i] >= '0' && low[i] <= '9' ? '0' : low[i];
	if (k->sort == TOKEN_NUMBER && i == 4 && (low[0] == '1' ||
	    (low[0] == '2' && low[1] == '0'))) {
		b[0] = low[0];
		b[1] = low[1];
	}
	return token_hash(b, i);
}

static uint32_t
shape_of(const struct token *k)
{
	uint32_t s = k->sort | (uint32_t)(k->is & (TOKEN_CAPITAL |
	    TOKEN_UPPER | TOKEN_MIXED | TOKEN_DIGIT | TOKEN_HYPHEN |
	    TOKEN_INITIAL | TOKEN_ELIDED | TOKEN_ADDED | TOKEN_ACCENT |
	    TOKEN_FIRST)) << 2;
	uint32_t len = k->low_len > 6 ? 4 : k->low_len > 3 ? 3 : k->low_len;

	if (k->sort == TOKEN_NUMBER)
		len = k->low_len > 15 ? 15 : k->low_len;
	return s | len << 16;
}

static uint64_t
tail(const char *low, size_t len, size_t n)
{
	return len > n ? token_hash(low + len - n, n) :
	    token_hash(low, len) + 1;
}

static uint64_t
head(const char *low, size_t len, size_t n)
{
	return token_hash(low, len > n ? n : len) + (len <= n);
}

/* May a token stand in a run of capitals, or join two of them? */
static bool
is_big(const struct token *k)
{
	return k->sort == TOKEN_WORD && (k->is & (TOKEN_CAPITAL |
	    TOKEN_ADDED)) != 0;
}

static bool
joins(const struct sentence *s, size_t i)
{
	static const char *const words[] = { "of", "de", "du", "des", "la",
		"the", "for", "and", "von", "van", "d'", "l'", "i", "et",
		".", "&", NULL };

	if (i + 1 >= s->t.n || !is_big(&s->t.list[i + 1]) ||
	    s->t.list[i].low_len > 3)
		return false;
	for (size_t w = 0; words[w] != NULL; w++)
		if (token_is_word(&s->t, i, words[w]))
			return true;
	return false;
}

static void
mark_runs(struct sentence *s)
{
	size_t i, from;

	for (i = 0; i < s->t.n; i++) {
		s->looks[i].run_from = s->looks[i].run_to = (uint16_t)i;
		if (!is_big(&s->t.list[i]))
			continue;
		for (from = i; i < s->t.n && i - from < RUN_MAX &&
		    (is_big(&s->t.list[i]) || joins(s, i)); i++)
			;
		for (size_t j = from; j < i; j++) {
			s->looks[j].run_from = (uint16_t)from;
			s->looks[j].run_to = (uint16_t)i;
		}
		i--;
	}
}

static void
mark_rules(struct sentence *s)
{
	for (size_t i = 0; i < s->t.n; i++)
		s->looks[i].rule = 0;
	for (size_t r = 0; r < s->nrules; r++)
		for (size_t i = s->rules[r].from; i < s->rules[r].to; i++)
			s->looks[i].rule = (uint32_t)s->rules[r].kind * 4 + 1 +
			    (uint32_t)(i > s->rules[r].from) +
			    (s->rules[r].confidence >=
			    FIND_LEAST_PRECISE ? 64 : 0);
}

/* Which language the small words tell. */
static uint32_t
tongue_of(const struct sentence *s)
{
	uint32_t n[4] = { 0 }, best = 0;

	for (size_t i = 0; i < s->t.n; i++)
		for (uint32_t k = 0; k < 3; k++)
			n[k + 1] += s->bits[i] >> (LIST_STOP_EN + k) & 1;
	for (uint32_t k = 1; k < 4; k++)
		if (n[k] > n[best])
			best = k;
	return best;
}

void
features_prepare(struct sentence *s)
{
	for (size_t i = 0; i < s->t.n; i++) {
		const struct token *k = &s->t.list[i];
		struct looks *l = &s->looks[i];
		size_t len;
		const char *low = token_low(&s->t, i, &len);

		l->word = word_of(k, low);
		l->shape = shape_of(k);
		l->end2 = l->end3 = l->end4 = l->begin3 = l->begin4 = 0;
		if (k->sort != TOKEN_WORD)
			continue;
		l->end2 = tail(low, len, 2);
		l->end3 = tail(low, len, 3);
		l->end4 = tail(low, len, 4);
		l->begin3 = head(low, len, 3);
		l->begin4 = head(low, len, 5);
	}
	mark_rules(s);
	mark_runs(s);
	s->tongue = tongue_of(s);
}

static uint64_t
word_at(const struct sentence *s, size_t i, size_t back, size_t on)
{
	if (i < back || i - back + on >= s->t.n)
		return EDGE_HASH + back;
	return s->looks[i - back + on].word;
}

static uint32_t
shape_at(const struct sentence *s, size_t i)
{
	return i < s->t.n ? s->looks[i].shape : 0xffff;
}

static uint32_t
rule_at(const struct sentence *s, size_t i)
{
	return i < s->t.n ? s->looks[i].rule : 0;
}

static size_t
lists_of(uint32_t bits, unsigned about, uint64_t *out, size_t max)
{
	size_t n = 0;

	for (; bits != 0 && n < max; bits &= bits - 1)
		out[n++] = mix(about + (unsigned)__builtin_ctz(bits), 0, 0);
	return n;
}

/* What the lists say of a token and its neighbours. */
static size_t
features_of_lists(const struct sentence *s, size_t i, uint64_t *out)
{
	const uint32_t stop = LIST_BIT(LIST_STOP_EN) | LIST_BIT(LIST_STOP_PL) |
	    LIST_BIT(LIST_STOP_FR);
	uint32_t at = s->bits[i] & ~stop, before, after;
	size_t n = 0;

	before = i > 0 ? s->bits[i - 1] & ~stop : 0;
	after = i + 1 < s->t.n ? s->bits[i + 1] & ~stop : 0;
	n += lists_of(at, ABOUT_LISTS_AT, out + n, 6);
	n += lists_of(before, ABOUT_LISTS_BEFORE, out + n, 4);
	n += lists_of(after, ABOUT_LISTS_AFTER, out + n, 4);
	if (at != 0)
		out[n++] = mix(ABOUT_LISTS, at, s->looks[i].shape &
		    (0x3f << 2));
	if ((at | before | after) != 0)
		out[n++] = mix(ABOUT_LISTS_ALL, at | (uint64_t)before << 32,
		    after);
	return n;
}

/* The run of capitals that a token stands in, and what is about it. */
static size_t
features_of_run(const struct sentence *s, size_t i, uint64_t *out)
{
	const struct looks *l = &s->looks[i];
	size_t n = 0, len = (size_t)l->run_to - l->run_from;

	if (len == 0)
		return 0;
	out[n++] = mix(ABOUT_RUN_BEFORE, word_at(s, l->run_from, 1, 0), 0);
	out[n++] = mix(ABOUT_RUN_AFTER, word_at(s, l->run_to, 0, 0), 0);
	out[n++] = mix(ABOUT_RUN_SHAPE, len, (i - l->run_from) * 16 +
	    (s->t.list[l->run_from].is & TOKEN_FIRST ? 1 : 0));
	if (len > 1) {
		out[n++] = mix(ABOUT_RUN_FIRST, s->looks[l->run_from].word,
		    i == l->run_from);
		out[n++] = mix(ABOUT_RUN_LAST, s->looks[l->run_to - 1].word,
		    i + 1u == l->run_to);
	}
	return n;
}

size_t
features_of(const struct sentence *s, size_t i, uint64_t out[FEATURES_MAX])
{
	const struct looks *l = &s->looks[i];
	uint64_t before = word_at(s, i, 1, 0), after = word_at(s, i, 0, 1);
	uint32_t was = i > 0 ? shape_at(s, i - 1) : 0xfffe;
	uint32_t next = shape_at(s, i + 1);
	size_t n = 0;

	out[n++] = mix(ABOUT_NOTHING, 0, 0);
	out[n++] = mix(ABOUT_WORD, l->word, 0);
	out[n++] = mix(ABOUT_BEFORE, before, 0);
	out[n++] = mix(ABOUT_AFTER, after, 0);
	out[n++] = mix(ABOUT_BEFORE2, word_at(s, i, 2, 0), 0);
	out[n++] = mix(ABOUT_AFTER2, word_at(s, i, 0, 2), 0);
	out[n++] = mix(ABOUT_PAIR_BEFORE, before, l->word);
	out[n++] = mix(ABOUT_PAIR_AFTER, l->word, after);
	out[n++] = mix(ABOUT_SHAPE, l->shape, 0);
	out[n++] = mix(ABOUT_SHAPES, was | (uint64_t)l->shape << 32, next);
	out[n++] = mix(ABOUT_SHAPE_BEFORE, l->shape, before);
	out[n++] = mix(ABOUT_SHAPE_AFTER, l->shape, after);
	out[n++] = mix(ABOUT_TONGUE, s->tongue, l->shape);
	out[n++] = mix(ABOUT_USED, s->used[i], l->shape);
	if (l->end2 != 0) {
		out[n++] = mix(ABOUT_END2, l->end2, l->shape & 0xfc);
		out[n++] = mix(ABOUT_END3, l->end3, l->shape & 0xfc);
		out[n++] = mix(ABOUT_END4, l->end4, 0);
		out[n++] = mix(ABOUT_BEGIN3, l->begin3, l->shape & 0xfc);
		out[n++] = mix(ABOUT_BEGIN4, l->begin4, 0);
	}
	if (i > 0 && s->looks[i - 1].end2 != 0)
		out[n++] = mix(ABOUT_END_BEFORE, s->looks[i - 1].end3,
		    l->shape);
	if (i + 1 < s->t.n && s->looks[i + 1].end2 != 0)
		out[n++] = mix(ABOUT_END_AFTER, s->looks[i + 1].end3,
		    l->shape);
	if (l->rule != 0)
		out[n++] = mix(ABOUT_RULE, l->rule, 0);
	if ((l->rule | rule_at(s, i + 1) |
	    (i > 0 ? rule_at(s, i - 1) : 0)) != 0)
		out[n++] = mix(ABOUT_RULES, l->rule |
		    (uint64_t)rule_at(s, i + 1) << 32,
		    i > 0 ? rule_at(s, i - 1) : 0);
	n += features_of_lists(s, i, out + n);
	return n + features_of_run(s, i, out + n);
}
