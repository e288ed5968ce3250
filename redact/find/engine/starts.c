/* starts.c -- see starts.h. */
#include "redact/find/engine/starts.h"

#include <stdlib.h>
#include <string.h>

#include "redact/find/view/near.h"
#include "vault/base/err.h"

/*
 * Classes of bytes: 1 to 26 the letters in either case, 27 a digit, 28 other
 * parts of words, 0 the rest and what lies behind the end.
 */
#define CLASSES 29u
#define CLASS_BITS 5
#define KEYS (1u << 3 * CLASS_BITS)

struct starts {
	uint8_t class_of[256];
	const struct start **list;	/* by key, then as they were given */
	uint32_t first[KEYS + 1];	/* into list */
	uint64_t any[KEYS / 64];	/* a bit for each key that has some */
};

static unsigned
class_of(uint8_t c)
{
	uint8_t low = c | 32;

	if (low >= 'a' && low <= 'z')
		return low - 'a' + 1u;
	return is_digit(c) ? 27 : is_wordly(c) ? 28 : 0;
}

static void
measure(struct start *start)
{
	size_t len = strlen(start->word);
	bool stem = len > 1 && start->word[len - 1] == '-';

	start->len = len - stem;
	start->whole = !stem && is_wordly((uint8_t)start->word[len - 1]);
}

/* Bits of the classes that can stand at byte i where the word stands. */
static uint32_t
classes_at(const struct start *start, size_t i)
{
	if (i < start->len)
		return UINT32_C(1) << class_of((uint8_t)start->word[i]);
	/* The very next byte of a whole word is none of a word. */
	return i == start->len && start->whole ? 1 :
	    (UINT32_C(1) << CLASSES) - 1;
}

/* Put the word under each of its keys, or only count them. */
static void
enter(struct starts *w, const struct start *word, bool count)
{
	uint32_t set[3];
	unsigned a, b, c, key;

	for (size_t i = 0; i < 3; i++)
		set[i] = classes_at(word, i);
	for (a = 0; a < CLASSES; a++)
		for (b = 0; b < CLASSES && (set[0] >> a & 1) != 0; b++)
			for (c = 0; c < CLASSES && (set[1] >> b & 1) != 0; c++) {
				if ((set[2] >> c & 1) == 0)
					continue;
				key = (a << CLASS_BITS | b) << CLASS_BITS | c;
				w->any[key / 64] |= UINT64_C(1) << key % 64;
				if (count)
					w->first[key + 1]++;
				else
					w->list[w->first[key]++] = word;
			}
}

int
starts_new(struct starts **out, struct start *list, size_t n)
{
	struct starts *w;

	*out = NULL;
	if ((w = calloc(1, sizeof(*w))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (unsigned c = 0; c < 256; c++)
		w->class_of[c] = (uint8_t)class_of((uint8_t)c);
	for (size_t i = 0; i < n; i++) {
		measure(&list[i]);
		enter(w, &list[i], true);
	}
	for (size_t key = 0; key < KEYS; key++)
		w->first[key + 1] += w->first[key];
	w->list = calloc(w->first[KEYS] + (size_t)1, sizeof(*w->list));
	if (w->list == NULL) {
		starts_free(w);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	for (size_t i = 0; i < n; i++)
		enter(w, &list[i], false);
	/* Each `first` went on to where the next began: take it back. */
	memmove(w->first + 1, w->first, KEYS * sizeof(w->first[0]));
	w->first[0] = 0;
	*out = w;
	return 0;
}

void
starts_free(struct starts *w)
{
	if (w == NULL)
		return;
	free(w->list);
	free(w);
}

bool
start_stands(const struct start *start, const uint8_t *s, size_t len,
    size_t at)
{
	uint8_t c;

	if (len - at < start->len)
		return false;
	for (size_t i = 0; i < start->len; i++) {
		c = s[at + i];
		if (c >= 'A' && c <= 'Z')
			c = (uint8_t)(c + 32);
		if (c != (uint8_t)start->word[i])
			return false;
	}
	return !start->whole || at + start->len == len ||
	    !is_wordly(s[at + start->len]);
}

const struct start *const *
starts_at(const struct starts *w, const uint8_t *s, size_t len, size_t at,
    size_t *n)
{
	unsigned key = (unsigned)w->class_of[s[at]] << 2 * CLASS_BITS;

	if (at + 1 < len)
		key |= (unsigned)w->class_of[s[at + 1]] << CLASS_BITS;
	if (at + 2 < len)
		key |= w->class_of[s[at + 2]];
	*n = 0;
	if ((w->any[key / 64] >> key % 64 & 1) == 0)
		return NULL;
	*n = w->first[key + 1] - w->first[key];
	return w->list + w->first[key];
}
