/* reasons.c -- see reasons.h. */
#include "redact/review/reasons.h"

#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "vault/base/err.h"

const char *const reasons_words[REASONS_KEYS + 1] = { "source", "bystander",
    "minor", "contact", "place", "credential", "legal", "security",
    "off-topic", NULL };

bool
reasons_is_word(const char *code)
{
	for (size_t i = 0; i < REASONS_KEYS; i++)
		if (strcmp(reasons_words[i], code) == 0)
			return true;
	return false;
}

/* Copy what can be seen; false when it cannot, or is too long or empty. */
static bool
take(char *to, size_t size, const uint8_t *p, size_t len)
{
	if (len == 0 || len >= size || !plan_words_fit(p, len))
		return false;
	memcpy(to, p, len);
	to[len] = '\0';
	return true;
}

static int
read_line(struct plan_reason **list, size_t *n, const uint8_t *p, size_t len,
    size_t line)
{
	const uint8_t *tab = len > 0 ? memchr(p, '\t', len) : NULL;
	struct plan_reason one = { .code = "" };
	size_t i;
	int r;

	if (tab == NULL || !take(one.code, sizeof(one.code), p,
	    (size_t)(tab - p)) || !take(one.text, sizeof(one.text), tab + 1,
	    len - (size_t)(tab - p) - 1))
		return err_set(ERR_FORMAT, "line %zu of the list of reasons is "
		    "not a code of at most %d bytes, a tab and a text of at "
		    "most %d; mend it", line, PLAN_WORD_SIZE - 1,
		    PLAN_REASON_TEXT_SIZE - 1);
	if (reasons_is_word(one.code))
		return err_set(ERR_FORMAT, "line %zu of the list of reasons "
		    "has a code that means something already; choose another",
		    line);
	for (i = 0; i < *n; i++)
		if (strcmp((*list)[i].code, one.code) == 0)
			return err_set(ERR_FORMAT, "line %zu of the list of "
			    "reasons has a code that stands there before; "
			    "take one out", line);
	if ((r = array_grow(list, *n, PLAN_REASONS_MAX, sizeof(**list))) < 0)
		return err_set((enum err)r, "the list has more than %u "
		    "reasons; bring a shorter one", PLAN_REASONS_MAX);
	(*list)[(*n)++] = one;
	return 0;
}

int
reasons_read(struct plan_reason **out, size_t *n, const void *p, size_t len)
{
	static const uint8_t bom[] = { 0xef, 0xbb, 0xbf };
	const uint8_t *at = p, *end = at + len, *nl;
	size_t line = 0, n_line;
	int r = 0;

	*out = NULL;
	*n = 0;
	if (len >= sizeof(bom) && memcmp(at, bom, sizeof(bom)) == 0)
		at += sizeof(bom);
	for (; r == 0 && at < end; at = nl < end ? nl + 1 : end) {
		if ((nl = memchr(at, '\n', (size_t)(end - at))) == NULL)
			nl = end;
		n_line = (size_t)(nl - at);
		line++;
		if (n_line > 0 && at[n_line - 1] == '\r')
			n_line--;
		if (n_line > 0 && at[0] != '#')
			r = read_line(out, n, at, n_line, line);
	}
	if (r < 0) {
		free(*out);
		*out = NULL;
		*n = 0;
	}
	return r;
}

const char *
reasons_text(struct plan *const plans[], size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < plans[i]->nreasons; k++)
			if (strcmp(plans[i]->reasons[k].code, code) == 0)
				return plans[i]->reasons[k].text;
	return NULL;
}
