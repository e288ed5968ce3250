/* pass.c -- see pass.h. */
#include "redact/find/engine/pass.h"

#include <string.h>

#include "redact/find/view/near.h"

#define PASS_FINDERS_MAX 64u
#define PASS_WORDS_MAX 2048u

/* A word of a finder, in the list of its first letter. */
struct word {
	const char *word;
	const struct word *next;
	size_t finder;
};

struct pass {
	const struct view *v;
	const struct finder *const *list;
	size_t n;
	unsigned wanted;		/* all triggers of all finders */
	size_t next[PASS_FINDERS_MAX];	/* nothing before it */
	struct word words[PASS_WORDS_MAX];
	const struct word *first[26];
};

static bool
is_alnum(uint8_t c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_dense(uint8_t c)
{
	return is_alnum(c) || (c != 0 && strchr("_-+/=", c) != NULL);
}

static int
call(struct pass *p, size_t finder, size_t at, enum trigger trigger)
{
	if (at < p->next[finder])
		return 0;
	return p->list[finder]->at(p->v, at, trigger, &p->next[finder]);
}

static int
call_all(struct pass *p, size_t at, enum trigger trigger)
{
	int r = 0;

	if ((p->wanted & trigger) == 0)
		return 0;
	for (size_t i = 0; r == 0 && i < p->n; i++)
		if ((p->list[i]->triggers & trigger) != 0)
			r = call(p, i, at, trigger);
	return r;
}

static void
take_words(struct pass *p)
{
	size_t used = 0, letter;

	for (size_t i = 0; i < p->n; i++) {
		if ((p->list[i]->triggers & TRIGGER_WORD) == 0)
			continue;
		for (const char *const *w = p->list[i]->words;
		    *w != NULL && used < PASS_WORDS_MAX; w++) {
			letter = (size_t)(**w - 'a');
			p->words[used] = (struct word){ .word = *w,
			    .finder = i, .next = p->first[letter] };
			p->first[letter] = &p->words[used++];
		}
	}
}

static int
at_word(struct pass *p, size_t at)
{
	uint8_t c = (uint8_t)(p->v->s[at] | 32);
	int r = 0;

	for (const struct word *w = p->first[c - 'a']; r == 0 && w != NULL;
	    w = w->next)
		if (near_stands(p->v, at, w->word))
			r = call(p, w->finder, at, TRIGGER_WORD);
	return r;
}

/* What can begin at this byte. */
static int
at_byte(struct pass *p, size_t at)
{
	const struct view *v = p->v;
	uint8_t c = v->s[at], before = byte_before(v, at);
	int r = 0;

	if (is_digit(c) && !is_digit(before))
		r = call_all(p, at, TRIGGER_DIGIT);
	else if (c == '@')
		r = call_all(p, at, TRIGGER_AT);
	else if (c == ':')
		r = call_all(p, at, TRIGGER_COLON);
	else if (c == '/')
		r = call_all(p, at, TRIGGER_SLASH);
	else if (c == '\\')
		r = call_all(p, at, TRIGGER_BACKSLASH);
	else if (c == '.' && is_alnum(before) && is_alnum(byte_at(v, at + 1)))
		r = call_all(p, at, TRIGGER_DOT);
	else if (c == '<' && before != '<')
		r = call_all(p, at, TRIGGER_LESS);
	else if (c == '=' && before != '=')
		r = call_all(p, at, TRIGGER_EQUALS);
	else if (c == '-' && before != '-' && v->len - at >= 5 &&
	    memcmp(v->s + at, "-----", 5) == 0)
		r = call_all(p, at, TRIGGER_DASHES);
	if (r == 0 && (p->wanted & TRIGGER_WORD) != 0 && is_alnum(c) &&
	    !is_digit(c) && !is_wordly(before))
		r = at_word(p, at);
	return r;
}

int
pass_run(const struct finder *const list[], size_t n, const struct view *v)
{
	struct pass p = { .v = v, .list = list, .n = n };
	size_t at, run = 0;
	int r = 0;

	for (size_t i = 0; i < n; i++)
		p.wanted |= list[i]->triggers;
	take_words(&p);
	for (at = 0; r == 0 && at < v->len; at++) {
		r = at_byte(&p, at);
		run = is_dense(v->s[at]) ? run + 1 : 0;
		if (r == 0 && run == TRIGGER_LONG_LEAST)
			r = call_all(&p, at + 1 - run, TRIGGER_LONG);
	}
	return r;
}
