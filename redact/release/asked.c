/* asked.c -- see asked.h. */
#include "redact/release/asked.h"

#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '*';
}

/* "PERSON: Jan" is "Jan". */
static size_t
kind_of(const uint8_t *p, size_t len)
{
	size_t n = 0;

	while (n < len && ((p[n] >= 'A' && p[n] <= 'Z') || p[n] == '_'))
		n++;
	return n > 0 && n + 1 < len && p[n] == ':' && p[n + 1] == ' ' ? n + 2 :
	    0;
}

static int
add(struct plan *plan, const uint8_t *list, size_t from, size_t to,
    unsigned line)
{
	struct planned one = { .kind = "WATCHLIST",
	    .decision = DECISION_REDACT };

	while (from < to && is_blank(list[from]))
		from++;
	while (from < to && is_blank(list[to - 1]))
		to--;
	if (from == to)
		return 0;
	one.start = from;
	one.end = to;
	(void)snprintf(one.label, sizeof(one.label), "line %u", line);
	return plan_add(plan, &one);
}

/* Forms of an entry stand on one line, with bars between them. */
static int
add_line(struct plan *plan, const uint8_t *list, size_t from, size_t to,
    unsigned line)
{
	const uint8_t *bar;
	size_t end;
	int r = 0;

	from += kind_of(list + from, to - from);
	for (; r == 0 && from < to; from = end + 1) {
		bar = memchr(list + from, '|', to - from);
		end = bar != NULL ? (size_t)(bar - list) : to;
		r = add(plan, list, from, end, line);
	}
	return r;
}

int
asked_values(struct values **out, const void *list, size_t len)
{
	static const uint8_t bom[] = { 0xef, 0xbb, 0xbf };
	const struct bytes text = { .data = (uint8_t *)(uintptr_t)list,
	    .len = len };
	const uint8_t *p = list, *newline;
	struct plan plan = { 0 };
	size_t at = len >= 3 && memcmp(p, bom, 3) == 0 ? 3 : 0, end;
	unsigned line = 1;
	int r = 0;

	*out = NULL;
	if (!utf8_valid(p, len))
		return err_set(ERR_FORMAT, "the list is not UTF-8; save it as "
		    "that");
	for (; r == 0 && at < len; at = end + 1, line++) {
		newline = memchr(p + at, '\n', len - at);
		end = newline != NULL ? (size_t)(newline - p) : len;
		if (p[at] != '#')
			r = add_line(&plan, p, at, end, line);
	}
	if (r == 0)
		r = values_of(out, &plan, &text);
	plan_free(&plan);
	return r;
}
