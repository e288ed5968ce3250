/*
 * name.c -- the keys of a person's name: surname and given names with their
 * endings and in other spellings, both joined as an account name, initials.
 */
#include <string.h>

#include "redact/find/known/keys.h"
#include "redact/find/known/spelling.h"
#include "redact/find/known/words.h"

#define TOKENS_MAX 12u
#define LOGIN_LEAST 5u
#define SPELLED_LEAST 4u	/* letters of a spelling that is looked for */
#define INITIALS_LEAST 2u
#define INITIALS_MAX 4u

struct token {
	uint32_t letters[STEM_MAX];
	size_t n;
	size_t from, to;	/* bytes of the value */
	uint32_t before;	/* the sign before it, ' ' for none */
	bool upper;		/* begins with a capital */
	bool capitals;		/* has no other letters */
	bool digits;
	bool elided;		/* d' or l' or o' stood before it */
	uint32_t particle;	/* that letter */
	bool surname;
};

struct name {
	struct token list[TOKENS_MAX];
	size_t n;
	uint32_t initials[INITIALS_MAX];
	size_t ninitials;
};

/* The sign between two words that says most. */
static uint32_t
sign_between(const uint8_t *value, size_t from, size_t to)
{
	uint32_t sign = ' ', cp;

	for (; from < to; from++) {
		cp = (value[from] & 0xc0) == 0x80 ? ' ' :
		    reading_at(value, to, from);
		if (cp == ',' || cp == '-' || cp == '\'')
			return cp;
		if (cp != ' ' && cp > ' ')
			sign = cp;
	}
	return sign;
}

static void
take_letter(struct token *t, const struct letter *l)
{
	if (t->n == 0) {
		t->from = l->from;
		t->upper = t->capitals = l->upper;
	}
	t->capitals = t->capitals && (l->upper || l->part);
	t->digits = t->digits || l->digit;
	if (t->n < STEM_MAX)
		t->letters[t->n++] = l->cp;
	t->to = l->to;
}

static void
read_tokens(struct name *name, const uint8_t *value, size_t len)
{
	struct token *t = NULL;
	struct reading r;
	struct letter l;

	for (reading_begin(&r, value, len, 0); reading_next(&r, &l);) {
		if (t == NULL || (l.gap != GAP_NONE && l.gap != GAP_BREAK)) {
			if (name->n == TOKENS_MAX)
				return;
			t = &name->list[name->n++];
			t->before = name->n == 1 ? ' ' : sign_between(value,
			    t[-1].to, l.from);
		}
		take_letter(t, &l);
	}
}

/* Only what is a word of the name stays; the initials of all are kept. */
static void
sift(struct name *name)
{
	bool any_upper = false;
	struct token *t, *end = name->list + name->n, *to = name->list;
	bool comma = false;

	for (t = name->list; t < end; t++)
		any_upper = any_upper || (t->upper && t->n > 1);
	for (t = name->list; t < end; t++) {
		comma = comma || t->before == ',';
		if (t->digits || t->n == STEM_MAX)
			continue;
		if (t->n == 1) {
			if (t + 1 < end && t[1].before == '\'') {
				t[1].elided = true;
				t[1].particle = t->letters[0];
			} else if (t->upper &&
			    name->ninitials < INITIALS_MAX) {
				name->initials[name->ninitials++] =
				    t->letters[0];
			}
			continue;
		}
		if ((any_upper && !t->upper) || (!t->capitals &&
		    word_is_particle(t->letters, t->n)) ||
		    (t->n > 1 && name->n > 1 &&
		    word_is_title(t->letters, t->n)))
			continue;
		if (name->ninitials < INITIALS_MAX)
			name->initials[name->ninitials++] = t->letters[0];
		/* The comma behind a surname, past what went. */
		if (comma)
			t->before = ',';
		comma = false;
		*to++ = *t;
	}
	name->n = (size_t)(to - name->list);
}

/* Which of the words are surnames. */
static void
part_roles(struct name *name)
{
	size_t capitals = 0, i;
	struct token *t = name->list;

	for (i = 0; i < name->n; i++)
		capitals += t[i].capitals;
	if (name->n == 0)
		return;
	if (capitals > 0 && capitals < name->n) {
		for (i = 0; i < name->n; i++)
			t[i].surname = t[i].capitals;
		return;
	}
	if (name->n > 1 && t[1].before == ',') {
		t[0].surname = true;
		return;
	}
	/* "Anna Nowak-Kowalska", and "Kowalska-Nowak, Anna". */
	if (name->n > 2 && t[2].before == ',' && t[1].before == '-') {
		t[0].surname = t[1].surname = true;
		return;
	}
	for (i = name->n; i-- > 0;) {
		t[i].surname = true;
		if (t[i].before != '-')
			return;
	}
}

/* The stems of one spelling of a name. */
static int
add_stems(struct known *k, const struct key *like, const uint32_t *letters,
    size_t n, bool endings)
{
	struct stem stems[STEMS_MAX];
	struct key key = *like;
	size_t i, count;
	int r = 0;

	if (!endings)
		return keys_add(k, &key, letters, n);
	count = inflect(stems, letters, n);
	for (i = 0; r == 0 && i < count; i++) {
		key.endings = (uint8_t)stems[i].endings;
		key.flags = (uint8_t)(like->flags |
		    (stems[i].changed ? KEY_CHANGED : 0));
		r = keys_add(k, &key, stems[i].letters, stems[i].n);
	}
	return r;
}

/* "d'Arc": the whole, and the noun alone where it has a capital. */
static int
add_elided(struct known *k, const struct key *like, const struct token *t)
{
	struct stem stems[STEMS_MAX];
	uint32_t letters[STEM_MAX + 1];
	struct key key = *like;
	size_t i, count = inflect(stems, t->letters, t->n);
	int r = 0;

	letters[0] = t->particle;
	for (i = 0; r == 0 && i < count; i++) {
		key.endings = (uint8_t)stems[i].endings;
		memcpy(letters + 1, stems[i].letters,
		    stems[i].n * sizeof(*letters));
		letters[1] |= KEY_GAP;
		if ((r = keys_add(k, &key, letters, stems[i].n + 1)) < 0)
			break;
		letters[1] &= ~KEY_GAP;		/* "OBrien" */
		r = keys_add(k, &key, letters, stems[i].n + 1);
	}
	key.endings = ENDS_NOT;
	key.flags |= KEY_CAPITAL;
	return r < 0 ? r : keys_add(k, &key, t->letters, t->n);
}

static int
add_word(struct known *k, const struct key *like, const struct token *t,
    const uint8_t *value)
{
	struct spelling other[SPELLINGS_MAX];
	struct key key = *like;
	struct draft d;
	size_t i, n, least;
	int r;

	key.form = t->surname ? FORM_SURNAME : FORM_GIVEN;
	if (t->elided)
		return add_elided(k, &key, t);
	if (word_is_common(t->letters, t->n))
		key.flags |= KEY_CAPITAL;
	if ((r = add_stems(k, &key, t->letters, t->n, t->n > 2)) < 0)
		return r;
	n = spellings_of(other, value + t->from, t->to - t->from);
	key.flags |= KEY_CHANGED;
	for (i = 0; r == 0 && i < n; i++) {
		draft_read(&d, other[i].text, other[i].len);
		least = d.n > 0 && d.letters[d.n - 1] >= 0x80 ? 2 :
		    SPELLED_LEAST;
		if (d.words != 1 || d.n < least || d.n > STEM_MAX ||
		    word_is_common(d.letters, d.n))
			continue;
		r = add_stems(k, &key, d.letters, d.n, true);
	}
	return r;
}

/* The letters of a name as an account has them: the first ASCII spelling. */
static size_t
login_letters(uint32_t to[STEM_MAX], const struct token *t,
    const uint8_t *value)
{
	struct spelling other[SPELLINGS_MAX];
	struct draft d;
	size_t i, n;

	for (i = 0; i < t->n && t->letters[i] < 0x80; i++)
		;
	if (i == t->n) {
		memcpy(to, t->letters, t->n * sizeof(*to));
		return t->n;
	}
	n = spellings_of(other, value + t->from, t->to - t->from);
	if (n == 0)
		return 0;
	draft_read(&d, other[0].text, other[0].len);
	for (i = 0; i < d.n && i < STEM_MAX && d.letters[i] < 0x80; i++)
		to[i] = d.letters[i];
	return i;
}

/* jankowalski kowalskijan jkowalski kowalskij */
static int
add_logins(struct known *k, const struct key *like, const struct token *given,
    const struct token *surname, const uint8_t *value)
{
	uint32_t g[STEM_MAX], s[STEM_MAX], joined[2 * STEM_MAX];
	size_t gn = login_letters(g, given, value);
	size_t sn = login_letters(s, surname, value);
	struct key key = *like;
	size_t taken;
	int r = 0;

	if (gn == 0 || sn < 3)
		return 0;
	key.form = FORM_LOGIN;
	key.flags |= KEY_DIGITS;
	for (int i = 0; r == 0 && i < 4; i++) {
		taken = i < 2 ? gn : 1;
		if (taken + sn < LOGIN_LEAST)
			continue;
		if (i % 2 == 0) {
			memcpy(joined, g, taken * sizeof(*g));
			memcpy(joined + taken, s, sn * sizeof(*s));
		} else {
			memcpy(joined, s, sn * sizeof(*s));
			memcpy(joined + sn, g, taken * sizeof(*g));
		}
		r = keys_add(k, &key, joined, taken + sn);
	}
	return r;
}

static int
add_initials(struct known *k, const struct key *like, const struct name *name)
{
	struct key key = *like;

	if (name->ninitials < INITIALS_LEAST || name->n < 2)
		return 0;
	key.form = FORM_INITIALS;
	return keys_add(k, &key, name->initials, name->ninitials);
}

int
name_keys(struct known *k, const struct key *like, const void *value,
    size_t len)
{
	const struct token *given = NULL, *surname = NULL;
	struct name name = { .n = 0 };
	struct key key = *like;
	int r;

	read_tokens(&name, value, len);
	sift(&name);
	part_roles(&name);
	if (name.n == 1) {
		if (word_is_title(name.list[0].letters, name.list[0].n))
			return 0;
		key.flags |= KEY_UNSURE;
	}
	for (size_t i = 0; i < name.n; i++) {
		if ((r = add_word(k, &key, &name.list[i], value)) < 0)
			return r;
		if (name.list[i].surname && surname == NULL)
			surname = &name.list[i];
		else if (!name.list[i].surname && given == NULL)
			given = &name.list[i];
	}
	if (given != NULL && surname != NULL &&
	    (r = add_logins(k, like, given, surname, value)) < 0)
		return r;
	return add_initials(k, like, &name);
}

/* "jan.kowalski" of an address: letters, a sign, letters. */
int
mailbox_keys(struct known *k, const struct key *like, const void *value,
    size_t len)
{
	const uint8_t *at = memchr(value, '@', len);
	struct name name = { .n = 0 };
	struct key key = *like;
	struct draft d;
	int r;

	if (at == NULL)
		return 0;
	len = (size_t)(at - (const uint8_t *)value);
	read_tokens(&name, value, len);
	for (size_t i = 0; i < name.n; i++)
		if (name.list[i].digits || word_is_office(
		    name.list[i].letters, name.list[i].n))
			return 0;
	key.flags |= KEY_UNSURE;
	if (name.n == 2 && name.list[1].n > 2) {
		name.list[1].surname = true;
		if (name.list[0].n > 2 && (r = add_word(k, &key,
		    &name.list[0], value)) < 0)
			return r;
		return add_word(k, &key, &name.list[1], value);
	}
	/* As an account's name, elsewhere. */
	draft_read(&d, value, len);
	if (d.long_one || d.n < LOGIN_LEAST || (d.words == 1 &&
	    (word_is_office(d.letters, d.n) || word_is_common(d.letters,
	    d.n))))
		return 0;
	key.form = FORM_LITERAL;
	return keys_add(k, &key, d.letters, d.n);
}
