/*
 * keys.h -- inside the room: a known value is made into keys, each a run of
 * folded letters with what may stand around it.
 */
#ifndef REDACT_FIND_KEYS_H
#define REDACT_FIND_KEYS_H

#include "redact/find/known/automaton.h"
#include "redact/find/known/inflect.h"
#include "redact/find/known/known.h"
#include "redact/find/known/reading.h"
#include "redact/find/known/seen.h"

/* On a letter of a key: a gap stands before it. */
#define KEY_GAP 0x80000000u
#define KEY_SPACED_MIN 8u	/* letters from which spaces are seen through */
#define KEY_SPELLED_MIN 4u	/* the same, where each letter stands alone */

enum form {
	FORM_LITERAL,	/* as it is, between the ends of words */
	FORM_SURNAME,
	FORM_GIVEN,
	FORM_LOGIN,	/* names joined: "jkowalski"; digits may follow */
	FORM_INITIALS,
	FORM_NUMBER	/* any separators */
};

enum key_flag {
	KEY_OPEN_START = 1, KEY_OPEN_END = 2,
	KEY_CAPITAL = 4,	/* also a common word: with a capital only */
	KEY_CHANGED = 8,	/* a changed stem, or another spelling */
	KEY_UNSURE = 16,	/* what the name's words are is a guess */
	KEY_DIGITS = 32,	/* digits may follow */
	KEY_TURNED = 64		/* two words the other way round */
};

struct key {
	struct span span;	/* in the pool */
	const char *kind;
	uint32_t line;
	uint8_t form, endings, flags, origin;
	uint8_t words;
};

struct known {
	uint32_t *pool;
	size_t npool, pool_cap;
	struct key *keys;
	size_t nkeys, keys_cap;
	size_t nvalues;
	struct seen seen;	/* findings that were added */
	struct automaton *automaton;	/* known_ready() */
	struct beginnings begin;
};

/* A key while it is made. */
struct draft {
	uint32_t letters[KNOWN_LETTERS_MAX];
	size_t n, words;
	size_t second;		/* where the second word begins */
	bool digits;		/* there are some */
	bool long_one;		/* there was more */
};
void draft_read(struct draft *d, const void *value, size_t len);

/* Copy `like` with these letters. */
int keys_add(struct known *k, const struct key *like, const uint32_t *letters,
    size_t n);

/* The keys of a person's name. */
int name_keys(struct known *k, const struct key *like, const void *value,
    size_t len);
/* Of a given name and a surname as they stand in an address. */
int mailbox_keys(struct known *k, const struct key *like, const void *value,
    size_t len);
int number_keys(struct known *k, const struct key *like, const void *value,
    size_t len, bool phone);

/* Where a key was seen. */
struct hit {
	size_t from, to;	/* bytes of the text */
	const struct key *key;
	bool given, surname;	/* of a name: which it may be */
	bool inflected, spelled, upper, part;
};

/* Values of two words that overlap others of the same entry keep only what is
 * free; a range that is taken whole is empty.  Sorted by place. */
void part_hits(const void *text, struct hit *hits, size_t n);

/* Ends of lines; those, blanks and the signs that stand between cells. */
bool row_line_end(uint8_t c);
bool row_between(uint8_t c);

/* Are there cells in the line that ends at `at`, or in the next? */
bool row_ends(const void *text, size_t len, size_t at);

/* Make findings of hits, which are sorted: names side by side are one. */
int group_hits(const void *text, size_t len, struct hit *hits, size_t n,
    struct findings *out);

#endif
