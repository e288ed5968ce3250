/* odf_hidden.c -- see odf_hidden.h. */
#include "intake/format/odf/odf_hidden.h"

#include <stdlib.h>
#include <string.h>

#include "intake/format/odf/odf_names.h"
#include "vault/base/err.h"

#define KEY_SIZE (XML_NAME_MAX + 512u)

/* Automatic styles of content.xml, of styles.xml, and those of all. */
enum { SCOPE_CONTENT = 'c', SCOPE_MASTER = 'm', SCOPE_COMMON = 's' };

struct reading {
	struct odf_hidden *h;
	char automatic;		/* scope of automatic styles here */
	char scope;		/* of those in hand; 0: none */
	struct odf_style *style;	/* in hand; NULL */
};

/* false when it is too long to be one. */
static bool
key_of(char key[KEY_SIZE], char scope, const char *family, const char *name)
{
	size_t f = strlen(family), n = strlen(name);

	if (f + n + 4 > KEY_SIZE)
		return false;
	key[0] = scope;
	memcpy(key + 1, family, f);
	key[1 + f] = '|';
	memcpy(key + 2 + f, name, n + 1);
	return true;
}

static int
begin_style(struct reading *r, const struct xml_attr *attrs, size_t n)
{
	const char *name = xml_attr(attrs, n, "style:name");
	const char *family = xml_attr(attrs, n, "style:family");
	const char *parent = xml_attr(attrs, n, "style:parent-style-name");
	struct odf_hidden *h = r->h;
	struct map_entry *e;
	char key[KEY_SIZE];
	struct odf_style *s;
	size_t room;

	if (name == NULL || family == NULL ||
	    !key_of(key, r->scope, family, name))
		return 0;
	if ((e = map_put(&h->names, key)) == NULL)
		return ERR_NO_MEMORY;
	if (e->value != 0)
		return 0;
	if (h->n == h->room) {
		room = h->room == 0 ? 64 : h->room * 2;
		if ((s = realloc(h->list, room * sizeof *s)) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		h->list = s;
		h->room = room;
	}
	r->style = &h->list[h->n];
	*r->style = (struct odf_style){ .said = false };
	e->value = (unsigned)++h->n;
	if (parent != NULL && (r->style->parent = strdup(parent)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	return 0;
}

static void
property(struct reading *r, const char *value, const char *hides)
{
	if (r->style == NULL || value == NULL)
		return;
	r->style->said = true;
	r->style->hides = strcmp(value, hides) == 0;
}

static int
on_start(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	struct reading *r = ctx;

	(void)x;
	if (odf_body_mime(name) != NULL)
		r->h->body = true;
	if (strcmp(name, "office:styles") == 0)
		r->scope = SCOPE_COMMON;
	else if (strcmp(name, "office:automatic-styles") == 0)
		r->scope = r->automatic;
	else if (r->scope == 0)
		return 0;
	else if (strcmp(name, "style:style") == 0)
		return begin_style(r, attrs, n);
	else if (strcmp(name, "style:text-properties") == 0)
		property(r, xml_attr(attrs, n, "text:display"), "none");
	else if (strcmp(name, "style:table-properties") == 0)
		property(r, xml_attr(attrs, n, "table:display"), "false");
	else if (strcmp(name, "style:graphic-properties") == 0)
		property(r, xml_attr(attrs, n, "draw:auto-grow-width"),
		    "true");
	else if (strcmp(name, "style:drawing-page-properties") == 0)
		property(r, xml_attr(attrs, n, "presentation:visibility"),
		    "hidden");
	return 0;
}

static int
on_end(struct xml *x, void *ctx, const char *name)
{
	struct reading *r = ctx;

	(void)x;
	if (strcmp(name, "style:style") == 0)
		r->style = NULL;
	else if (strcmp(name, "office:styles") == 0 ||
	    strcmp(name, "office:automatic-styles") == 0)
		r->scope = 0;
	return 0;
}

int
odf_hidden_add(struct odf_hidden *h, const void *xml, size_t len,
    bool is_content)
{
	static const struct xml_events events = { .start = on_start,
	    .end = on_end };
	struct reading r = { .h = h, .automatic = is_content ? SCOPE_CONTENT :
	    SCOPE_MASTER };

	return xml_read(xml, len, odf_namespaces, &events, &r);
}

void
odf_hidden_free(struct odf_hidden *h)
{
	while (h->n > 0)
		free(h->list[--h->n].parent);
	free(h->list);
	map_free(&h->names);
	*h = ODF_HIDDEN_INIT;
}

static const struct odf_style *
find(const struct odf_hidden *h, char scope, const char *family,
    const char *name)
{
	const struct map_entry *e;
	char key[KEY_SIZE];

	if (!key_of(key, scope, family, name) ||
	    (e = map_find(&h->names, key)) == NULL || e->value == 0)
		return NULL;
	return &h->list[e->value - 1];
}

bool
odf_hidden_is(const struct odf_hidden *h, bool in_content,
    const char *family, const char *name)
{
	const struct odf_style *s;
	unsigned i;

	if (name == NULL)
		return false;
	s = find(h, in_content ? SCOPE_CONTENT : SCOPE_MASTER, family, name);
	if (s == NULL)
		s = find(h, SCOPE_COMMON, family, name);
	for (i = 0; s != NULL && i < ODF_STYLE_CHAIN_MAX; i++) {
		if (s->said)
			return s->hides;
		if (s->parent == NULL)
			return false;
		s = find(h, SCOPE_COMMON, family, s->parent);
	}
	return false;
}
