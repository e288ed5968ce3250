/* codename.c -- see codename.h. */
#include "intake/letterbox/wall/codename.h"

#include <sodium.h>
#include <string.h>

#include "vault/base/err.h"

#define LIST_WORDS 7772
#define WORD_MAX 9		/* letters */
#define CHECK_LABEL "tipline code name "

_Static_assert(LETTERBOX_WORDS_SIZE >= LETTERBOX_WORDS * (WORD_MAX + 1),
    "a code name has room");

/* words.txt, by the assembler: sorted, one on a line; '#' begins a comment. */
__asm__(".section .rodata\n"
    ".globl letterbox_words\n"
    ".globl letterbox_words_end\n"
    "letterbox_words:\n"
    ".incbin \"" LETTERBOX_WORDS_FILE "\"\n"
    "letterbox_words_end:\n"
    ".byte 0\n"
    ".text\n");
extern const char letterbox_words[], letterbox_words_end[];

static struct {
	const char *p;
	uint8_t len;
} list[LIST_WORDS];

int
codename_load(void)
{
	const char *at = letterbox_words, *end;
	size_t n = 0, len;

	for (; at < letterbox_words_end; at = end + 1) {
		end = memchr(at, '\n', (size_t)(letterbox_words_end - at));
		if (end == NULL)
			break;
		if (*at == '#')
			continue;
		len = (size_t)(end - at);
		if (n == LIST_WORDS || len == 0 || len > WORD_MAX)
			break;
		list[n].p = at;
		list[n++].len = (uint8_t)len;
	}
	if (n != LIST_WORDS || at != letterbox_words_end)
		return err_set(ERR_FAILED, "the list of words is not whole; "
		    "install tipline again");
	return 0;
}

/* The word's place in the list; LIST_WORDS for none. */
static uint16_t
find(const char *word, size_t len)
{
	size_t low = 0, high = LIST_WORDS, mid, n;
	int order;

	while (low < high) {
		mid = (low + high) / 2;
		n = len < list[mid].len ? len : list[mid].len;
		if ((order = memcmp(word, list[mid].p, n)) == 0)
			order = (len > list[mid].len) - (len < list[mid].len);
		if (order == 0)
			return (uint16_t)mid;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return LIST_WORDS;
}

void
codename_draw(struct code_name *name)
{
	for (size_t i = 0; i < WORDS_DRAWN; i++)
		name->word[i] = (uint16_t)randombytes_uniform(LIST_WORDS);
}

static char *
put_word(char *to, uint16_t word)
{
	memcpy(to, list[word].p, list[word].len);
	return to + list[word].len;
}

size_t
codename_secret(char out[LETTERBOX_WORDS_SIZE], const struct code_name *name)
{
	char *p = out;

	for (size_t i = 0; i < WORDS_DRAWN; i++) {
		if (i > 0)
			*p++ = ' ';
		p = put_word(p, name->word[i]);
	}
	*p = '\0';
	return (size_t)(p - out);
}

/* The word that checks the others: it follows from them. */
static uint16_t
check_of(const struct code_name *name)
{
	char text[sizeof(CHECK_LABEL) + LETTERBOX_WORDS_SIZE] = CHECK_LABEL;
	const size_t label = sizeof(CHECK_LABEL) - 1;
	uint8_t sum[crypto_generichash_BYTES];
	uint32_t v;

	crypto_generichash(sum, sizeof(sum), (const uint8_t *)text,
	    label + codename_secret(text + label, name), NULL, 0);
	v = (uint32_t)sum[0] << 24 | (uint32_t)sum[1] << 16 |
	    (uint32_t)sum[2] << 8 | sum[3];
	sodium_memzero(text, sizeof(text));
	sodium_memzero(sum, sizeof(sum));
	return (uint16_t)(v % LIST_WORDS);
}

void
codename_show(char out[LETTERBOX_WORDS_SIZE], const struct code_name *name)
{
	char *p = out + codename_secret(out, name);

	*p++ = ' ';
	*put_word(p, check_of(name)) = '\0';
}

/* The letter in small, or 0: ASCII alone, whatever the locale. */
static char
letter(char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	return c >= 'a' && c <= 'z' ? c : '\0';
}

enum letterbox_said
codename_read(struct code_name *name, const char *typed, size_t len,
    uint32_t *word)
{
	uint16_t place[LETTERBOX_WORDS] = { 0 };
	char w[WORD_MAX + 1];
	uint32_t n = 0, unknown = 0;
	size_t i = 0, k;

	while (i < len) {
		if (letter(typed[i]) == '\0') {
			i++;
			continue;
		}
		for (k = 0; i < len && letter(typed[i]) != '\0'; i++)
			if (k < sizeof(w))
				w[k++] = letter(typed[i]);
		if (++n > LETTERBOX_WORDS)
			continue;
		if ((place[n - 1] = find(w, k)) == LIST_WORDS && unknown == 0)
			unknown = n;
	}
	memcpy(name->word, place, sizeof(name->word));
	*word = unknown > 0 ? unknown : n;
	sodium_memzero(w, sizeof(w));
	if (unknown > 0)
		return LETTERBOX_NO_WORD;
	if (n != LETTERBOX_WORDS)
		return LETTERBOX_NOT_SO_MANY;
	return place[WORDS_DRAWN] == check_of(name) ? LETTERBOX_OPEN :
	    LETTERBOX_SLIP;
}
