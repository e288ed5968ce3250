/* known.c -- the set of values and their keys; see known.h. */
#include "redact/find/known/known.h"

#include <stdlib.h>
#include <string.h>

#include "redact/find/known/keys.h"
#include "redact/find/known/words.h"
#include "vault/base/err.h"

#define KNOWN_SURE 0.6		/* confidence from which a finding is a value */
#define NUMBER_LEAST 6u		/* letters and digits */
#define ACCOUNT_LEAST 4u
#define ORG_LEAST 4u		/* letters of its name alone */

/* How a kind is looked for. */
enum manner {
	LITERAL,	/* as it is */
	PERSON,
	ACCOUNT,	/* a user's name somewhere */
	MAILBOX,	/* an address, and who it is of */
	NUMBER, PHONE,
	DECIDED		/* as it is, and only if somebody decided it */
};

static const struct {
	const char *kind;
	enum manner manner;
} manners[] = {
	{ "PERSON", PERSON }, { "ORG", LITERAL }, { "ADDRESS", LITERAL },
	{ "WATCHLIST", LITERAL }, { "EMAIL", MAILBOX }, { "PHONE", PHONE },
	{ "USER_NAME", ACCOUNT }, { "SIGNAL_USERNAME", ACCOUNT },
	{ "MESSENGER_HANDLE", ACCOUNT }, { "HOSTNAME", ACCOUNT },
	{ "URL", DECIDED }, { "AMOUNT", DECIDED }, { "AGE", DECIDED },
	{ "DATE", DECIDED }, { "DATE_OF_BIRTH", DECIDED },
	{ "LOCATION", DECIDED }, { "NATIONALITY", DECIDED },
	{ "PROFESSION", DECIDED }, { "MISC", DECIDED }, { "GPS", DECIDED },
	{ "USER_PATH", DECIDED }, { "FILE_PATH", DECIDED },
	{ "MAIL_HEADER", DECIDED }, { "PRIVATE_KEY", DECIDED },
	{ "PGP_KEY", DECIDED }, { "MRZ", DECIDED },
};

int
known_new(struct known **out)
{
	if ((*out = calloc(1, sizeof(**out))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	return 0;
}

void
known_free(struct known *k)
{
	if (k == NULL)
		return;
	seen_free(&k->seen);
	free(k->pool);
	free(k->keys);
	automaton_free(k->automaton);
	free(k);
}

bool
known_empty(const struct known *k)
{
	return k == NULL || k->nkeys == 0;
}

/* Room for n more of `size` bytes behind `used`. */
static int
room(void *list, size_t *cap, size_t used, size_t n, size_t size)
{
	size_t want = *cap > 0 ? *cap : 64;
	void *grown;

	if (used + n <= *cap)
		return 0;
	while (want < used + n)
		want *= 2;
	if (want > UINT32_MAX / 2)
		return err_set(ERR_TOO_BIG, "too many values are known: look "
		    "for fewer at a time");
	memcpy(&grown, list, sizeof(grown));
	if ((grown = realloc(grown, want * size)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	memcpy(list, &grown, sizeof(grown));
	*cap = want;
	return 0;
}

int
keys_add(struct known *k, const struct key *like, const uint32_t *letters,
    size_t n)
{
	struct key *key;
	int r;

	if (n == 0 || n > KNOWN_LETTERS_MAX)
		return 0;
	if ((r = room(&k->pool, &k->pool_cap, k->npool, n,
	    sizeof(*k->pool))) < 0 ||
	    (r = room(&k->keys, &k->keys_cap, k->nkeys, 1,
	    sizeof(*k->keys))) < 0)
		return r;
	key = &k->keys[k->nkeys++];
	*key = *like;
	key->span = (struct span){ (uint32_t)k->npool, (uint32_t)n };
	key->words = 1;
	memcpy(k->pool + k->npool, letters, n * sizeof(*letters));
	/* A gap before the first letter is no gap of the key. */
	k->pool[k->npool] &= ~KEY_GAP;
	for (size_t i = 1; i < n; i++)
		key->words = (uint8_t)(key->words +
		    ((letters[i] & KEY_GAP) != 0 && key->words < UINT8_MAX));
	k->npool += n;
	return 0;
}

void
draft_read(struct draft *d, const void *value, size_t len)
{
	struct reading r;
	struct letter l;
	bool gap;

	d->n = d->words = d->second = 0;
	d->digits = d->long_one = false;
	for (reading_begin(&r, value, len, 0); reading_next(&r, &l);) {
		if (d->n == KNOWN_LETTERS_MAX) {
			d->long_one = true;
			return;
		}
		gap = d->n > 0 && l.gap != GAP_NONE && l.gap != GAP_BREAK;
		d->words += d->n == 0 || gap;
		if (d->words == 2 && d->second == 0)
			d->second = d->n;
		d->digits = d->digits || l.digit;
		d->letters[d->n] = l.cp | (gap ? KEY_GAP : 0);
		d->n++;
	}
}

/* "A B" as "B A". */
static int
add_turned(struct known *k, const struct key *like, const struct draft *d)
{
	uint32_t turned[KNOWN_LETTERS_MAX];
	size_t rest = d->n - d->second;
	struct key key = *like;

	memcpy(turned, d->letters + d->second, rest * sizeof(*turned));
	memcpy(turned + rest, d->letters, d->second * sizeof(*turned));
	turned[rest] |= KEY_GAP;
	key.flags |= KEY_TURNED;
	return keys_add(k, &key, turned, d->n);
}

/* "Sp. z o.o.", "Ltd": what a name of a company may be left without. */
static bool
is_legal_form(const uint32_t *letters, size_t n)
{
	static const char *const forms[] = { "sa", "s", "a", "sp", "z", "o",
	    "oo", "ltd", "limited", "inc", "llc", "llp", "gmbh", "ag", "plc",
	    "sarl", "sas", "corp", "corporation", "co", "kg", "bv", "nv",
	    "oy", "ab" };
	size_t i, k;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		for (k = 0; k < n && (uint8_t)forms[i][k] ==
		    (letters[k] & ~KEY_GAP); k++)
			;
		if (k == n && forms[i][k] == '\0')
			return true;
	}
	return false;
}

/* The letters that are left of a company's name without its legal form. */
static size_t
without_legal_form(const struct draft *d)
{
	size_t end = d->n, at;

	for (;;) {
		for (at = end; at > 0 && (d->letters[at - 1] & KEY_GAP) == 0;
		    at--)
			;
		if (at == 0 || !is_legal_form(d->letters + at - 1,
		    end - at + 1))
			return end;
		end = at - 1;
	}
}

/* An organisation: without its legal form, and one word inflected. */
static int
org_keys(struct known *k, const struct key *like, struct draft *d)
{
	struct stem stems[STEMS_MAX];
	struct key key = *like;
	size_t n = without_legal_form(d), words = 1, i, count;
	int r = 0;

	if (n < ORG_LEAST)
		return 0;
	for (i = 1; i < n; i++)
		words += (d->letters[i] & KEY_GAP) != 0;
	if (words > 1)
		return n < d->n ? keys_add(k, &key, d->letters, n) : 0;
	if (n > STEM_MAX || d->digits)
		return 0;
	key.flags |= KEY_CAPITAL;
	count = inflect(stems, d->letters, n);
	for (i = 0; r == 0 && i < count; i++) {
		key.endings = (uint8_t)stems[i].endings;
		r = keys_add(k, &key, stems[i].letters, stems[i].n);
	}
	return r;
}

/* A single word that is also a word of the language needs a capital. */
static int
literal_keys(struct known *k, const struct key *like,
    const struct known_value *v)
{
	struct key key = *like;
	struct draft d;
	int r;

	draft_read(&d, v->value, v->len);
	if (d.n == 0 || d.long_one)
		return 0;
	key.form = FORM_LITERAL;
	key.endings = ENDS_NOT;
	if (v->origin != KNOWN_LISTED && d.words == 1) {
		if (d.n < (d.digits ? 2u : 3u) || word_is_title(d.letters, d.n))
			return 0;
		if (!d.digits)
			key.flags |= KEY_CAPITAL;
	}
	key.flags = (uint8_t)(key.flags |
	    (v->open_start ? KEY_OPEN_START : 0) |
	    (v->open_end ? KEY_OPEN_END : 0));
	if ((r = keys_add(k, &key, d.letters, d.n)) < 0)
		return r;
	if (strcmp(v->as != NULL ? v->as : v->kind, "ORG") == 0 &&
	    (r = org_keys(k, &key, &d)) < 0)
		return r;
	/* Turned round, each word would keep the side on which it is open. */
	if (!v->turned || d.words != 2 || v->open_start || v->open_end)
		return 0;
	return add_turned(k, &key, &d);
}

static int
account_keys(struct known *k, const struct key *like,
    const struct known_value *v)
{
	struct key key = *like;
	struct draft d;

	draft_read(&d, v->value, v->len);
	if (d.n < ACCOUNT_LEAST || d.long_one ||
	    (d.words == 1 && (word_is_common(d.letters, d.n) ||
	    word_is_office(d.letters, d.n))))
		return 0;
	key.form = FORM_LITERAL;
	return keys_add(k, &key, d.letters, d.n);
}

static enum manner
manner_of(const struct known_value *v)
{
	const char *kind = v->as != NULL ? v->as : v->kind;
	struct draft d;

	for (size_t i = 0; i < sizeof(manners) / sizeof(manners[0]); i++)
		if (strcmp(kind, manners[i].kind) == 0)
			return manners[i].manner;
	draft_read(&d, v->value, v->len);
	return d.digits && d.n >= NUMBER_LEAST ? NUMBER : DECIDED;
}

int
known_add(struct known *k, const struct known_value *v)
{
	struct key key = { .kind = v->kind, .line = v->line,
	    .origin = (uint8_t)v->origin };
	enum manner manner = manner_of(v);
	int r;

	/* Lists have a limit of their own, and nothing of them is left out. */
	if (v->origin != KNOWN_LISTED && (k->nvalues++ >= KNOWN_VALUES_MAX ||
	    (manner == DECIDED && v->origin != KNOWN_DECIDED)))
		return 0;
	switch (manner) {
	case PERSON:
		return name_keys(k, &key, v->value, v->len);
	case ACCOUNT:
		return account_keys(k, &key, v);
	case MAILBOX:
		if ((r = literal_keys(k, &key, v)) < 0)
			return r;
		if (v->as == NULL)
			key.kind = "PERSON";
		return mailbox_keys(k, &key, v->value, v->len);
	case NUMBER:
	case PHONE:
		return number_keys(k, &key, v->value, v->len,
		    manner == PHONE);
	default:
		return literal_keys(k, &key, v);
	}
}

/* The same value may be found a thousand times. */
static int
is_fresh(struct known *k, const struct known_value *v, bool *fresh)
{
	struct bytes b = BYTES_INIT(FIND_REACH + 64);
	int r = 0;

	*fresh = true;
	(void)bytes_add_str(&b, v->kind);
	(void)bytes_add(&b, "", 1);
	if (bytes_add(&b, v->value, v->len) == 0)
		r = seen_add(&k->seen, b.data, b.len, fresh);
	bytes_free(&b);
	return r;
}

int
known_add_found(struct known *k, const struct findings *f, const void *text)
{
	struct known_value v = { .origin = KNOWN_FOUND };
	bool fresh;
	int r;

	for (size_t i = 0; i < f->n; i++) {
		if (f->list[i].confidence < KNOWN_SURE ||
		    strcmp(f->list[i].kind, "WATCHLIST") == 0)
			continue;
		v.kind = f->list[i].kind;
		v.value = (const uint8_t *)text + f->list[i].start;
		v.len = (size_t)(f->list[i].end - f->list[i].start);
		if ((r = is_fresh(k, &v, &fresh)) < 0 ||
		    (fresh && (r = known_add(k, &v)) < 0))
			return r;
	}
	return 0;
}

int
known_add_all(struct known *k, const struct known *other)
{
	const struct key *key;
	int r = 0;

	for (size_t i = 0; r == 0 && i < other->nkeys; i++) {
		key = &other->keys[i];
		r = keys_add(k, key, other->pool + key->span.at,
		    key->span.len);
	}
	return r;
}

/* qsort has no argument for it */
static _Thread_local const struct known *sorting;

static int
by_letters(const struct key *x, const struct key *y)
{
	const uint32_t *a = sorting->pool + x->span.at;
	const uint32_t *b = sorting->pool + y->span.at;
	size_t n = x->span.len < y->span.len ? x->span.len : y->span.len;
	uint32_t c, d;

	for (size_t i = 0; i < n; i++) {
		c = a[i] & AUTOMATON_LETTER;
		d = b[i] & AUTOMATON_LETTER;
		if (c != d)
			return c < d ? -1 : 1;
	}
	if (x->span.len != y->span.len)
		return x->span.len < y->span.len ? -1 : 1;
	return 0;
}

/* What makes two keys the same; the rest only says which of them stays. */
static int
by_sense(const struct key *x, const struct key *y)
{
	int c = by_letters(x, y);

	if (c != 0)
		return c;
	c = memcmp(sorting->pool + x->span.at, sorting->pool + y->span.at,
	    x->span.len * sizeof(*sorting->pool));
	if (c == 0)
		c = strcmp(x->kind, y->kind);
	if (c == 0)
		c = x->form - y->form;
	if (c == 0)
		c = x->endings - y->endings;
	if (c == 0)
		c = (x->flags & (KEY_OPEN_START | KEY_OPEN_END)) -
		    (y->flags & (KEY_OPEN_START | KEY_OPEN_END));
	return c;
}

static int
by_all(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int c = by_sense(x, y);

	if (c == 0)
		c = x->flags - y->flags;
	if (c == 0)
		c = x->origin - y->origin;
	if (c == 0)
		c = x->line < y->line ? -1 : x->line > y->line;
	return c;
}

int
known_ready(struct known *k)
{
	struct span *spans;
	size_t n = 0, i;
	int r;

	if (k->nkeys == 0)
		return 0;
	sorting = k;
	qsort(k->keys, k->nkeys, sizeof(*k->keys), by_all);
	for (i = 0; i < k->nkeys; i++)
		if (n == 0 || by_sense(&k->keys[n - 1], &k->keys[i]) != 0)
			k->keys[n++] = k->keys[i];
	k->nkeys = n;
	if ((spans = calloc(n, sizeof(*spans))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < n; i++) {
		spans[i] = k->keys[i].span;
		beginnings_add(&k->begin, k->pool + spans[i].at,
		    spans[i].len);
		if ((k->keys[i].flags & KEY_OPEN_START) != 0)
			k->begin.anywhere = true;
	}
	r = automaton_new(&k->automaton, k->pool, spans, n);
	free(spans);
	return r;
}
