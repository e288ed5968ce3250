/* traces.c -- see traces.h. */
#include "redact/cmd/traces.h"

#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "redact/find/engine/choice.h"
#include "redact/find/trace/meta.h"
#include "redact/find/trace/path.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define TEXT_LEAST 4u	/* bytes in which something can be found */

static bool
is_wanted(const struct finding *f, const struct find_options *o)
{
	size_t i = 0;

	while (finders[i] != NULL && strcmp(finders[i]->name, f->finder) != 0)
		i++;
	return choice_has_finder(o->choice, i) &&
	    choice_has(o->choice, f->kind) && f->confidence >=
	    (o->mode == FIND_PRECISE ? FIND_LEAST_PRECISE : FIND_LEAST_SAFE);
}

static int
add(struct traces *t, const struct finding *f, const char *of,
    const struct meta *m)
{
	int r;

	if (t->n == TRACES_MAX)
		return 0;
	if ((r = array_grow(&t->list, t->n, TRACES_MAX,
	    sizeof(*t->list))) < 0)
		return r;
	t->list[t->n++] = (struct trace){ .finding = *f, .of = of,
	    .group = m == NULL ? NULL : m->group,
	    .field = m == NULL ? NULL : m->name };
	return 0;
}

/* Is the finding inside what the field itself said? */
static bool
is_said(const struct finding *f, const struct finding *said, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (f->start >= said[i].start && f->end <= said[i].end)
			return true;
	return false;
}

/* The tagger goes by the words around: outside of sentences it can tell
 * nothing. */
static bool
is_guess(const struct finding *f, const struct meta *m)
{
	static const char *const sentences[] = { "comment", "descr", "title",
	    "subject", "caption", "text", "abstract", "headline", "deleted",
	    "contents", "message", "keyword", "instructions", NULL };

	if (strcmp(f->finder, "tagger") != 0)
		return false;
	for (size_t i = 0; m != NULL && sentences[i] != NULL; i++)
		if (strcasestr(m->name, sentences[i]) != NULL)
			return false;
	return true;
}

/* What finders see in `text`, which is as long as `of`; not what was said. */
static int
look(struct traces *t, const char *text, const char *of, const struct meta *m,
    const struct finding *said, size_t n, const struct find_options *options)
{
	struct find_options o = *options;
	struct findings found = { 0 };
	int r;

	if (strlen(text) < TEXT_LEAST)
		return 0;
	o.where = m == NULL ? FIND_NAME : FIND_META;
	r = find_in(text, strlen(text), &o, &found);
	for (size_t i = 0; r == 0 && i < found.n; i++)
		if (!is_said(&found.list[i], said, n) &&
		    !is_guess(&found.list[i], m))
			r = add(t, &found.list[i], of, m);
	findings_free(&found);
	return r;
}

static int
of_field(struct traces *t, const struct meta *m,
    const struct find_options *o)
{
	struct finding said[META_MOST];
	size_t n = meta_read(m->group, m->name, m->value, said);
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++)
		if (is_wanted(&said[i], o))
			r = add(t, &said[i], m->value, m);
	return r < 0 ? r : look(t, m->value, m->value, m, said, n, o);
}

/* "home/mara/x.pdf" in an archive, without the slash before it. */
static int
of_path(struct traces *t, const char *name, const struct find_options *o,
    struct finding said[2], size_t *nsaid)
{
	struct path_names n = path_names((const uint8_t *)name, strlen(name));
	const struct finding user = { .kind = "USER_NAME", .finder = "path",
	    .start = n.user, .end = n.user_end, .confidence = 0.9,
	    .why = "the user in a path" };
	const struct finding company = { .kind = "ORG", .finder = "path",
	    .start = n.company, .end = n.company_end, .confidence = 0.9,
	    .why = "the company in a path" };
	int r = 0;

	*nsaid = 0;
	/* What is named last is a file. */
	if (n.user < n.user_end && name[n.user_end] != '\0' &&
	    is_wanted(&user, o)) {
		said[(*nsaid)++] = user;
		r = add(t, &user, name, NULL);
	}
	if (r == 0 && n.company < n.company_end && is_wanted(&company, o)) {
		said[(*nsaid)++] = company;
		r = add(t, &company, name, NULL);
	}
	return r;
}

/* Names of files have '_' and '+' where a text has a space. */
static int
of_name(struct traces *t, const char *name, const struct find_options *o)
{
	struct finding said[2];
	size_t n;
	char *plain;
	int r;

	if ((r = of_path(t, name, o, said, &n)) < 0)
		return r;
	if ((plain = strdup(name)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (char *c = plain; *c != '\0'; c++)
		if (*c == '_' || *c == '+')
			*c = ' ';
	r = look(t, plain, name, NULL, said, n, o);
	free(plain);
	return r;
}

int
traces_of(struct traces *out, const struct report *report, const char *name,
    const struct find_options *options)
{
	int r = 0;

	*out = (struct traces){ NULL, 0 };
	for (size_t i = 0; r == 0 && report != NULL && i < report->nmetas; i++)
		r = of_field(out, &report->metas[i], options);
	if (r == 0 && name != NULL &&
	    utf8_valid((const uint8_t *)name, strlen(name)))
		r = of_name(out, name, options);
	if (r < 0)
		traces_free(out);
	return r;
}

void
traces_free(struct traces *t)
{
	free(t->list);
	*t = (struct traces){ NULL, 0 };
}

int
traces_known(struct known *known, const struct traces *t)
{
	struct known_value v = { .line = 0 };
	const struct finding *f;
	int r = 0;

	for (size_t i = 0; r == 0 && i < t->n; i++) {
		f = &t->list[i].finding;
		if (f->confidence < FIND_LEAST_PRECISE ||
		    strcmp(f->kind, "WATCHLIST") == 0)
			continue;
		v.kind = f->kind;
		v.value = t->list[i].of + f->start;
		v.len = (size_t)(f->end - f->start);
		v.origin = t->list[i].field == NULL ? KNOWN_FILE : KNOWN_META;
		r = known_add(known, &v);
	}
	return r;
}
