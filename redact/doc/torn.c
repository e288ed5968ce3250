/* torn.c -- see torn.h. */
#include "redact/doc/torn.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "redact/find/engine/choice.h"
#include "redact/find/engine/settle.h"
#include "redact/find/known/known.h"
#include "vault/base/err.h"

#define WORDS 6u		/* of each side of a tear */
#define NEAR_MAX 64u		/* lines that are looked at below one */
#define ROW_PART 40		/* percent of a height that words of one row share */
#define BELOW_PERCENT 220	/* of a height, from line to line */
#define SIZE_PERCENT 30		/* of a height: lines of one size */

/* A word of t->text. */
struct torn_part {
	uint64_t at, start, end;	/* there, and in the document's text */
	uint32_t tear;		/* where it was put together */
	bool below;		/* it stands behind it */
};

/* Words next to each other on one row. */
struct line {
	size_t first, last;	/* places */
	size_t number;		/* in the order of the text */
	int32_t x0, y0, x1, y1;
};

static int32_t
least(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

static bool
goes_on(const struct line *l, const struct place *p)
{
	int64_t high = least(l->y1 - l->y0, p->y1 - p->y0);
	int64_t both = (int64_t)least(l->y1, p->y1) -
	    (l->y0 > p->y0 ? l->y0 : p->y0);

	return both * 100 >= high * ROW_PART && p->x0 >= l->x0 &&
	    (int64_t)p->x0 - l->x1 <= l->y1 - l->y0;
}

/* Is there the end of a line between two words that follow each other? */
static bool
is_ended(const struct place *a, const struct place *b, const char *text)
{
	return memchr(text + a->end, '\n', (size_t)(b->start - a->end)) !=
	    NULL;
}

/* Of the page whose places are from `first` up to `end`; how many. */
static size_t
lines_of(struct line *lines, const struct place *at, size_t first, size_t end,
    const char *text)
{
	struct line *l = NULL;
	size_t n = 0, i;

	for (i = first; i < end; i++) {
		const struct place *p = &at[i];

		if (l == NULL || is_ended(p - 1, p, text) || !goes_on(l, p)) {
			l = &lines[n];
			*l = (struct line){ i, i, n, p->x0, p->y0, p->x1,
			    p->y1 };
			n++;
			continue;
		}
		l->last = i;
		l->x1 = p->x1 > l->x1 ? p->x1 : l->x1;
		l->y0 = least(l->y0, p->y0);
		l->y1 = p->y1 > l->y1 ? p->y1 : l->y1;
	}
	return n;
}

static int
by_top(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	if (x->y0 != y->y0)
		return x->y0 < y->y0 ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

/* The line next below; lines are by their top. */
static const struct line *
below(const struct line *lines, size_t n, const struct line *l)
{
	const struct line *end = lines + n, *b;
	int64_t high = (int64_t)l->y1 - l->y0, way, other;
	unsigned near = 0;

	for (b = l + 1; b < end && near++ < NEAR_MAX; b++) {
		way = (int64_t)b->y0 - l->y0;
		other = (int64_t)b->y1 - b->y0;
		if (way * 100 > high * BELOW_PERCENT)
			break;
		if (way > high / 2 && b->x0 < l->x1 && l->x0 < b->x1 &&
		    llabs(other - high) * 100 <= high * SIZE_PERCENT)
			return b;
	}
	return NULL;
}

static void
put_words(struct torn *t, const struct place *at, size_t first, size_t last,
    const void *text, uint32_t tear, bool behind)
{
	size_t i;

	for (i = first; i <= last; i++) {
		const struct torn_part part = { t->text.len, at[i].start,
			at[i].end, tear, behind };

		(void)bytes_add(&t->parts, &part, sizeof part);
		(void)bytes_add(&t->text, (const char *)text + at[i].start,
		    (size_t)(at[i].end - at[i].start));
		bytes_add_str(&t->text, i < last ? " " : "\n");
	}
}

/* The end of `l`, and what stands below it, as long as that goes on. */
static void
put_tear(struct torn *t, const struct place *at, const struct line *lines,
    size_t n, const struct line *l, const void *text, uint32_t tear)
{
	size_t from = l->last - l->first < WORDS ? l->first :
	    l->last - WORDS + 1;
	size_t left = WORDS, to;
	const struct line *b;

	put_words(t, at, from, l->last, text, tear, false);
	for (b = below(lines, n, l); b != NULL && left > 0;
	    b = below(lines, n, b)) {
		to = b->last - b->first < left ? b->last :
		    b->first + left - 1;
		put_words(t, at, b->first, to, text, tear, true);
		left -= to - b->first + 1;
	}
	bytes_add_str(&t->text, "\n\n");
}

static void
tear_page(struct torn *t, const struct layout *l, size_t first, size_t end,
    struct line *lines, const void *text)
{
	size_t n = lines_of(lines, l->places, first, end, text), i;
	const struct line *b;
	uint32_t tear;

	qsort(lines, n, sizeof *lines, by_top);
	for (i = 0; i < n; i++) {
		b = below(lines, n, &lines[i]);
		if (b == NULL || b->number == lines[i].number + 1 ||
		    bytes_ok(&t->text) < 0 || bytes_ok(&t->parts) < 0)
			continue;
		tear = (uint32_t)(t->parts.len / sizeof(struct torn_part)) + 1;
		put_tear(t, l->places, lines, n, &lines[i], text, tear);
	}
}

int
torn_of(struct torn *t, const struct layout *l, const void *text)
{
	struct line *lines;
	size_t i, end;

	*t = TORN_INIT;
	if (l->nplaces == 0)
		return 0;
	if ((lines = calloc(l->nplaces, sizeof *lines)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < l->nplaces; i = end) {
		for (end = i; end < l->nplaces &&
		    l->places[end].page == l->places[i].page; end++)
			continue;
		tear_page(t, l, i, end, lines, text);
	}
	free(lines);
	return 0;
}

/* The parts of one that was found, if it stands on both sides of a tear. */
static int
add_parts(const struct torn *t, const struct finding *f, struct findings *out)
{
	const struct torn_part *p =
	    (const struct torn_part *)(const void *)t->parts.data;
	size_t n = t->parts.len / sizeof *p, low = 0, high = n, mid, i;
	struct finding one = *f;
	int r = 0;

	while (low < high) {	/* the first word that ends behind its start */
		mid = low + (high - low) / 2;
		if (p[mid].at + (p[mid].end - p[mid].start) <= f->start)
			low = mid + 1;
		else
			high = mid;
	}
	for (high = low; high < n && p[high].at < f->end; high++)
		continue;
	if (low == high || p[low].tear != p[high - 1].tear ||
	    p[low].below || !p[high - 1].below)
		return 0;
	for (i = low; r == 0 && i < high; i++) {
		if (i > low && p[i].below == p[i - 1].below &&
		    p[i].start == one.end + 1) {
			one.end = p[i].end;
		} else {
			if (i > low)
				r = findings_add(out, &one);
			one.start = p[i].start;
			one.end = p[i].end;
		}
	}
	return r < 0 ? r : findings_add(out, &one);
}

static int
find_all(const struct torn *t, const struct known *known,
    struct findings *some)
{
	return known_empty(known) ? 0 : known_run(known, t->text.data,
	    t->text.len, some);
}

int
torn_find(const struct torn *t, const struct find_options *o,
    const struct known *known, const void *text, size_t len,
    struct findings *out)
{
	struct findings some = { 0 };
	size_t i, before = out->n;
	int r;

	if (t->text.len == 0)
		return 0;
	/* Not find_known(): that parts what it finds at the ends of lines. */
	if ((r = find_all(t, o->known, &some)) == 0)
		r = find_all(t, known, &some);
	for (i = 0; r == 0 && i < some.n; i++)
		if (some.list[i].confidence >= FIND_LEAST_PRECISE &&
		    choice_has(o->choice, some.list[i].kind))
			r = add_parts(t, &some.list[i], out);
	if (r == 0 && out->n > before && (r = settle(out, len)) == 0)
		settle_edges(out, text);
	findings_free(&some);
	if (r < 0)
		findings_free(out);
	return r;
}

void
torn_free(struct torn *t)
{
	bytes_free(&t->text);
	bytes_free(&t->parts);
}
