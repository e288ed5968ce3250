/*
 * lists.c -- which lists a token stands in; see names.h.
 *
 * lists.txt (by lists/make.py) is a line for each entry, lower case without
 * accents, under lines "= letters" that say which lists the entries belong to.
 * It is read once into a table of hashes: 64 bits stand for an entry.
 */
#include "redact/find/name/names.h"

#include <pthread.h>
#include <string.h>

#include <unicode/utf8.h>

#include "redact/find/view/letter.h"

#define TABLE_BITS 19u
#define TABLE_SIZE ((size_t)1 << TABLE_BITS)
#define TABLE_MOST (TABLE_SIZE / 2)	/* entries; the lists hold 170,000 */
#define ENTRY_MAX 64u			/* bytes */
#define WORDS_MAX 8u			/* tokens of one entry */

/* Marks the first word of entries that have more. */
#define LIST_MORE ((uint32_t)1 << 31)
_Static_assert(LIST_COUNT < 31, "lists and LIST_MORE share 32 bits");

__asm__(".section .rodata\n"
    ".globl names_lists\n"
    ".globl names_lists_end\n"
    "names_lists:\n"
    ".incbin \"" NAMES_LISTS "\"\n"
    "names_lists_end:\n"
    ".byte 0\n"
    ".text\n");
extern const char names_lists[], names_lists_end[];

/* The letters of lists.txt, by enum name_list. */
static const char letters[LIST_COUNT + 1] = "fspcnjtkoOKqrmdu$#lCahw123";

struct slot {
	uint32_t check, bits;	/* bits 0: free */
};
static struct slot table[TABLE_SIZE];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static struct slot *
slot_of(uint64_t hash)
{
	size_t i = hash & (TABLE_SIZE - 1);
	uint32_t check = (uint32_t)(hash >> 32);

	while (table[i].bits != 0 && table[i].check != check)
		i = (i + 1) & (TABLE_SIZE - 1);
	return &table[i];
}

static void
put(const char *entry, size_t len, uint32_t bits, size_t *n)
{
	uint64_t hash = token_hash(entry, len);
	struct slot *s = slot_of(hash);

	if (s->bits == 0) {
		if (*n == TABLE_MOST)
			return;
		(*n)++;
		s->check = (uint32_t)(hash >> 32);
	}
	s->bits |= bits;
}

static uint32_t
bits_of(const char *line, const char *end)
{
	uint32_t bits = 0;

	for (; line < end; line++) {
		const char *l = strchr(letters, *line);

		if (l != NULL && *l != '\0')
			bits |= (uint32_t)1 << (l - letters);
	}
	return bits;
}

/*
 * An entry and, when it has more than one token, what it begins with: "new" of
 * "new york"; "s" of "s.a.", and "s.", as it is read where it is a capital.
 */
static void
put_entry(const char *p, size_t len, uint32_t bits, size_t *n)
{
	put(p, len, bits, n);
	for (size_t i = 1; i < len; i++) {
		if (strchr(" ./&'-", p[i]) == NULL)
			continue;
		put(p, i, LIST_MORE, n);
		if (i + 1 < len)
			put(p, i + 1, LIST_MORE, n);
	}
}

static void
load(void)
{
	const char *p = names_lists, *end;
	uint32_t bits = 0;
	size_t n = 0;

	for (; p < names_lists_end; p = end + 1) {
		end = memchr(p, '\n', (size_t)(names_lists_end - p));
		if (end == NULL)
			break;
		if (end - p > 2 && p[0] == '=' && p[1] == ' ') {
			bits = bits_of(p + 2, end);
			continue;
		}
		put_entry(p, (size_t)(end - p), bits, &n);
	}
}

/* The token as an entry is written, at most `max` bytes; returns how many. */
static size_t
key_of(const struct tokens *t, size_t i, char *key, size_t max)
{
	size_t len, n = 0;
	const char *low = token_low(t, i, &len);
	uint32_t to[LETTERS_MAX], cp;

	if ((t->list[i].is & TOKEN_ACCENT) == 0) {
		n = len < max ? len : max;
		memcpy(key, low, n);
		return n;
	}
	for (size_t at = 0; at < len;) {
		U8_NEXT_UNSAFE(low, at, cp);
		size_t many = letter_compare(to, cp, false);

		for (size_t k = 0; k < many; k++) {
			uint8_t b[U8_MAX_LENGTH];
			size_t m = 0;

			U8_APPEND_UNSAFE(b, m, to[k]);
			if (n + m > max)
				return n;
			memcpy(key + n, b, m);
			n += m;
		}
	}
	return n;
}

static uint32_t
look_up(const char *key, size_t len)
{
	return slot_of(token_hash(key, len))->bits;
}

/* "Anna-Maria", "Kowalska-Nowak": what all its parts are. */
static uint32_t
parts_of(const char *key, size_t len)
{
	uint32_t all = LIST_BIT(LIST_FIRST_NAME) | LIST_BIT(LIST_SURNAME) |
	    LIST_BIT(LIST_NATION) | LIST_BIT(LIST_PLACE) |
	    LIST_BIT(LIST_NUMBER_WORD) | LIST_BIT(LIST_COMMON);
	size_t from = 0;

	for (size_t i = 0; i <= len; i++) {
		if (i < len && key[i] != '-')
			continue;
		all &= look_up(key + from, i - from);
		from = i + 1;
	}
	return all;
}

static bool
ends(const char *key, size_t len, const char *with)
{
	size_t n = strlen(with);

	return len > n + 1 && memcmp(key + len - n, with, n) == 0;
}

/* Polish surnames tell themselves by their endings, in all cases. */
static bool
ends_as_surname(const char *key, size_t len)
{
	static const char *const endings[] = { "ski", "skiego", "skiemu",
		"skim", "ska", "skiej", "skich", "scy", "cki", "ckiego",
		"ckiemu", "ckim", "cka", "ckiej", "dzki", "dzkiego", "dzkiemu",
		"dzka", "dzkiej", "wicz", "wicza", "wiczowi", "wiczem",
		"wiczu", "wiczow", "czyk", "czyka", "czykowi", "czykiem",
		"enko", "enki", "oglu", "idis", "opoulos", "akis", "sson",
		"ovic", "evic", "yan", "dze", "shvili", "chuk", "yuk", "escu",
		NULL };

	for (size_t i = 0; endings[i] != NULL; i++)
		if (ends(key, len, endings[i]))
			return true;
	return false;
}

/* Entries of more words that begin at token i. */
static void
mark_more(const struct tokens *t, size_t i, uint32_t bits[TOKENS_MAX])
{
	char key[ENTRY_MAX];
	size_t n = key_of(t, i, key, sizeof(key)), last = i + WORDS_MAX;

	for (size_t j = i + 1; j < t->n && j < last &&
	    n + 1 < sizeof(key); j++) {
		if ((t->list[j].is & TOKEN_SPACE) != 0)
			key[n++] = ' ';
		n += key_of(t, j, key + n, sizeof(key) - n);
		uint32_t found = look_up(key, n);

		if (found == 0)
			break;
		for (size_t k = i; k <= j; k++)
			if (t->list[k].sort != TOKEN_MARK)
				bits[k] |= found & ~LIST_MORE;
	}
}

void
lists_mark(const struct tokens *t, uint32_t bits[TOKENS_MAX])
{
	char key[ENTRY_MAX];
	size_t n;

	(void)pthread_once(&once, load);
	memset(bits, 0, t->n * sizeof(bits[0]));
	for (size_t i = 0; i < t->n; i++) {
		const struct token *k = &t->list[i];
		uint32_t found;

		if (k->sort == TOKEN_NUMBER)
			continue;
		n = key_of(t, i, key, sizeof(key));
		found = look_up(key, n);
		if ((found & ~LIST_MORE) == 0 && (k->is & TOKEN_HYPHEN) != 0)
			found |= parts_of(key, n);
		if ((k->is & TOKEN_CAPITAL) != 0 && k->sort == TOKEN_WORD &&
		    ends_as_surname(key, n))
			found |= LIST_BIT(LIST_SURNAME);
		bits[i] |= found & ~LIST_MORE;
		if ((found & LIST_MORE) != 0)
			mark_more(t, i, bits);
	}
}
