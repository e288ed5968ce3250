/* choice.c -- see choice.h. */
#include "redact/find/engine/choice.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "redact/find/engine/find.h"
#include "vault/base/err.h"

#define CHOICE_KINDS_MAX 512u	/* over all finders; a kind may come twice */

struct choice {
	const char *kinds[CHOICE_KINDS_MAX];
	bool in[CHOICE_KINDS_MAX];
	size_t n;
};

static bool
names(const char *word, size_t len, const char *kind)
{
	if (len > 0 && word[len - 1] == '*')
		return strncasecmp(kind, word, len - 1) == 0;
	return strlen(kind) == len && strncasecmp(kind, word, len) == 0;
}

/* Everything that one word names is in, or out. */
static int
take_word(struct choice *c, const char *word, size_t len, bool in)
{
	const struct finder *const *f;
	bool whole, hit = false;
	size_t n = 0;

	for (f = finders; *f != NULL; f++) {
		whole = names(word, len, (*f)->name);
		for (size_t k = 0; (*f)->kinds[k] != NULL; k++, n++)
			if (whole || names(word, len, (*f)->kinds[k])) {
				c->in[n] = in;
				hit = true;
			}
	}
	if (hit)
		return 0;
	return err_set(ERR_USAGE, "%.*s names no kind and no finder; `tipline "
	    "scan --list-kinds` names them", len > 64 ? 64 : (int)len, word);
}

static int
take_words(struct choice *c, const char *words, bool in)
{
	size_t len;
	int r = 0;

	for (; r == 0 && words != NULL; words += len + (words[len] == ',')) {
		len = strcspn(words, ",");
		if (len == 0 && words[len] == '\0')
			break;
		r = take_word(c, words, len, in);
	}
	return r;
}

int
choice_new(struct choice **out, const char *only, const char *without)
{
	const struct finder *const *f;
	struct choice *c;
	bool left = false;
	int r;

	*out = NULL;
	if ((c = calloc(1, sizeof(*c))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (f = finders; *f != NULL; f++)
		for (size_t k = 0; (*f)->kinds[k] != NULL &&
		    c->n < CHOICE_KINDS_MAX; k++) {
			c->in[c->n] = only == NULL;
			c->kinds[c->n++] = (*f)->kinds[k];
		}
	if ((r = take_words(c, only, true)) < 0 ||
	    (r = take_words(c, without, false)) < 0)
		goto done;
	for (size_t i = 0; i < c->n; i++)
		left = left || c->in[i];
	if (!left) {
		r = err_set(ERR_USAGE, "no kind is left to look for; name "
		    "fewer with --without");
		goto done;
	}
	*out = c;
	c = NULL;
done:
	choice_free(c);
	return r;
}

void
choice_free(struct choice *c)
{
	free(c);
}

bool
choice_has(const struct choice *c, const char *kind)
{
	if (c == NULL)
		return true;
	for (size_t i = 0; i < c->n; i++)
		if (c->in[i] && strcmp(c->kinds[i], kind) == 0)
			return true;
	return false;
}
