/* choice.c -- see choice.h. */
#include "redact/find/engine/choice.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "redact/find/engine/find.h"
#include "vault/base/err.h"

/* Of all finders; a kind may come twice. */
struct one {
	const char *kind;
	size_t finder;	/* its place in the row of finders */
	bool in;
};

struct choice {
	size_t n;
	struct one list[];
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
	struct one *one;
	bool hit = false;

	for (one = c->list; one < c->list + c->n; one++)
		if (names(word, len, finders[one->finder]->name) ||
		    names(word, len, one->kind)) {
			one->in = in;
			hit = true;
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

/* A choice of everything, or of nothing. */
static struct choice *
choose_all(bool in)
{
	struct choice *c;
	size_t n = 0, i, k;

	for (i = 0; finders[i] != NULL; i++)
		for (k = 0; finders[i]->kinds[k] != NULL; k++)
			n++;
	if ((c = calloc(1, sizeof(*c) + n * sizeof(c->list[0]))) == NULL)
		return NULL;
	for (i = 0; finders[i] != NULL; i++)
		for (k = 0; finders[i]->kinds[k] != NULL; k++)
			c->list[c->n++] = (struct one){ .in = in,
			    .kind = finders[i]->kinds[k], .finder = i };
	return c;
}

int
choice_new(struct choice **out, const char *only, const char *without)
{
	struct choice *c;
	bool left = false;
	int r;

	*out = NULL;
	if ((c = choose_all(only == NULL)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = take_words(c, only, true)) < 0 ||
	    (r = take_words(c, without, false)) < 0)
		goto done;
	for (size_t i = 0; i < c->n; i++)
		left = left || c->list[i].in;
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
		if (c->list[i].in && strcmp(c->list[i].kind, kind) == 0)
			return true;
	return false;
}

bool
choice_has_finder(const struct choice *c, size_t finder)
{
	if (c == NULL)
		return true;
	for (size_t i = 0; i < c->n; i++)
		if (c->list[i].in && c->list[i].finder == finder)
			return true;
	return false;
}
