/* repeat.c -- see repeat.h. */
#include "intake/format/text/repeat.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define LETTERS_LEAST 6u	/* in a line that is compared */
#define TOLD_MAX 5u		/* lines that are told */
#define SHOWN_MAX 100u		/* bytes of each */

/* One line: what it is but for its figures, and where. */
struct seen {
	uint64_t sum;
	uint32_t page;
	uint32_t copy;		/* it says for whom the copy is */
	const uint8_t *p;
	size_t len;
};

/* FNV-1a over letters; a run of figures counts as one. */
static uint64_t
sum_of(const uint8_t *p, size_t len, size_t *letters)
{
	uint64_t h = 0xcbf29ce484222325u;
	uint8_t c, last = 0;
	size_t i;

	for (*letters = 0, i = 0; i < len; i++) {
		c = p[i];
		if (c == ' ' || c == '\t' || c == '\r')
			continue;
		if (c >= '0' && c <= '9')
			c = '0';
		*letters += (c | 0x20) >= 'a' || c >= 0x80;
		if (c != '0' || last != '0')
			h = (h ^ c) * 0x100000001b3u;
		last = c;
	}
	return h;
}

static bool
says_for_whom(const uint8_t *p, size_t len)
{
	static const char *const words[] = {
		"confidential", "copy for", "copy no", "licensed to",
		"downloaded by", "printed by", "issued to", "for use by",
		"prepared for", "vertraulich", "exemplar", "kopie",
		"confidentiel", "exemplaire", "poufne", "egzemplarz",
	};
	char line[256];
	size_t i, n = len < sizeof(line) - 1 ? len : sizeof(line) - 1;

	for (i = 0; i < n; i++)
		line[i] = (char)(p[i] >= 'A' && p[i] <= 'Z' ? p[i] | 0x20 :
		    p[i] == 0 ? ' ' : p[i]);
	line[n] = '\0';
	for (i = 0; i < COUNT(words); i++)
		if (strstr(line, words[i]) != NULL)
			return true;
	return false;
}

static int
by_sum(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;

	if (x->sum != y->sum)
		return x->sum < y->sum ? -1 : 1;
	return x->page != y->page ? (x->page < y->page ? -1 : 1) :
	    x->p < y->p ? -1 : x->p > y->p;
}

/* The lines that are worth comparing; *pages: how many there are. */
static size_t
collect(struct seen *v, const uint8_t *p, size_t len, uint32_t *pages)
{
	const uint8_t *end = p + len, *stop;
	size_t n = 0, letters, size;
	uint64_t sum;

	for (*pages = 1; p < end && n < REPEAT_LINES_MAX; p = stop + 1) {
		for (stop = p; stop < end && *stop != '\n' && *stop != '\f';
		    stop++)
			;
		size = (size_t)(stop - p);
		sum = sum_of(p, size, &letters);
		if (letters >= LETTERS_LEAST)
			v[n++] = (struct seen){ sum, *pages - 1,
			    says_for_whom(p, size), p, size };
		*pages += stop < end && *stop == '\f' && stop + 1 < end;
	}
	return n;
}

static void
tell(const struct seen *s, uint64_t times, struct answer *a)
{
	size_t n = s->len < SHOWN_MAX ? s->len : SHOWN_MAX;

	while (n < s->len && n > 0 && (s->p[n] & 0xc0) == 0x80)
		n--;		/* between characters */
	answer_mark(a, MARK_WATERMARK, times, "%.*s", (int)n,
	    (const char *)s->p);
}

void
repeat_report(const uint8_t *p, size_t len, struct answer *a)
{
	struct seen *v;
	uint32_t pages, on;
	size_t n, i, j, told = 0;

	if (len < 32 || (v = calloc(REPEAT_LINES_MAX < len ?
	    REPEAT_LINES_MAX : len, sizeof(*v))) == NULL)
		return;		/* nothing is lost but a finding */
	n = collect(v, p, len, &pages);
	qsort(v, n, sizeof(*v), by_sum);
	for (i = 0; i < n && told < TOLD_MAX; i = j) {
		for (j = i, on = 0; j < n && v[j].sum == v[i].sum; j++)
			on += j == i || v[j].page != v[j - 1].page;
		if (pages >= REPEAT_LEAST ? on >= REPEAT_LEAST &&
		    on * 5 >= pages * 4 :
		    v[i].copy != 0 && j - i >= REPEAT_LEAST) {
			tell(&v[i], j - i, a);
			told++;
		}
	}
	free(v);
}
