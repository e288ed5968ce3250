/* svg_look.c -- what a drawing holds beside what it draws (svg.h). */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "intake/format/markup/embed.h"
#include "intake/format/markup/svg.h"
#include "intake/format/markup/svg_names.h"

#define GROUP "SVG"
#define NAME_SIZE 160u
#define KEPT_MAX META_VALUE_MAX
#define TOLD_SLOTS 1024u	/* attributes that are not told twice */
#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

struct look {
	const struct svg *svg;
	struct answer *answer;
	unsigned depth;
	unsigned skipped;	/* elements open inside one that goes */
	bool hidden;		/* that one is of SVG, and not shown */
	char name[NAME_SIZE];	/* the last element that is no list of RDF */
	struct bytes text;	/* of the element at hand */
	struct bytes sheet;	/* of the style element that is open */
	bool in_style;
	uint64_t told[TOLD_SLOTS];	/* sums of names and values */
	unsigned long scripts, loads, hidden_texts;
};

static bool
is_blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

static void
meta(struct look *l, const char *name, const char *value)
{
	value += strspn(value, " \t\r\n");
	if (value[0] != '\0')
		answer_meta(l->answer, GROUP, name, value, strlen(value));
}

static void
qualified(char to[NAME_SIZE], const char *prefix, const char *local)
{
	(void)snprintf(to, NAME_SIZE, "%s%s%s", prefix,
	    prefix[0] != '\0' ? ":" : "", local);
}

static void
look_href(struct look *l, const struct xmlsax_element *e, const char *v)
{
	struct bytes b = BYTES_INIT(EMBED_MAX);
	bool changed = false;

	v += strspn(v, " \t\r\n");
	if (strncasecmp(v, "javascript:", 11) == 0) {
		l->scripts++;
	} else if (embed_is(v)) {
		if (!embed_clean(&b, v, &changed) || changed)
			answer_metaf(l->answer, GROUP, "Embedded picture",
			    "%zu bytes, %s", strlen(v), changed ?
			    "with metadata" : "of no kind that is handled");
	} else if (v[0] != '#' && v[0] != '\0' &&
	    strcmp(e->local, "a") != 0) {
		l->loads++;
	}
	bytes_free(&b);
}

/* FNV-1a.  Editors say the same at every element: once is enough. */
static bool
was_told(struct look *l, const char *name, const char *value)
{
	uint64_t h = 0xcbf29ce484222325u, *slot;

	for (; *name != '\0'; name++)
		h = (h ^ (uint8_t)*name) * 0x100000001b3u;
	for (h ^= 1; *value != '\0'; value++)
		h = (h ^ (uint8_t)*value) * 0x100000001b3u;
	slot = &l->told[h % TOLD_SLOTS];
	if (*slot == h)
		return true;
	*slot = h;
	return false;
}

/* Attributes of editors are told; those of the XML itself say nothing. */
static void
look_attr(struct look *l, const struct xmlsax_element *e,
    const struct xmlsax_attr *a)
{
	struct bytes css = BYTES_INIT(2 * CSS_MAX);
	struct css_seen seen = { 0 };
	char name[NAME_SIZE];

	qualified(name, a->prefix, a->local);
	if (svg_is_href(a)) {
		look_href(l, e, a->value);
	} else if (strcmp(a->prefix, "xml") == 0 ||
	    strcmp(a->uri, SVG_XLINK) == 0 || strcmp(a->uri, RDF) == 0) {
		;
	} else if (a->uri[0] != '\0' ||
	    strncmp(a->local, "data-", 5) == 0) {
		if (!was_told(l, name, a->value))
			meta(l, name, a->value);
	} else if (strncasecmp(a->local, "on", 2) == 0) {
		l->scripts++;
	} else if (strcasestr(a->value, "url") != NULL &&
	    css_clean(&css, a->value, strlen(a->value), &seen) == 0) {
		l->loads += seen.loads;
	}
	bytes_free(&css);
}

/* The text so far belongs to the element that was open. */
static void
tell_text(struct look *l)
{
	if (bytes_str(&l->text) != NULL &&
	    !is_blank((const char *)l->text.data)) {
		meta(l, l->hidden ? "Hidden text" : l->name,
		    (const char *)l->text.data);
		l->hidden_texts += l->hidden;
	}
	bytes_reset(&l->text);
}

static int
on_start(void *arg, const struct xmlsax_element *e)
{
	struct look *l = arg;
	bool svg = e->uri[0] == '\0' || strcmp(e->uri, SVG_SPACE) == 0;
	size_t i;

	if (l->skipped > 0)
		tell_text(l);
	if (l->skipped > 0 || !svg_stays(l->svg, e, l->depth)) {
		if (l->skipped++ == 0)
			l->hidden = svg && svg_has_element(e->local) &&
			    strcmp(e->local, "title") != 0 &&
			    strcmp(e->local, "desc") != 0;
		if (svg && strcmp(e->local, "script") == 0)
			l->scripts++;
		if (svg && strcmp(e->local, "foreignObject") == 0)
			meta(l, "Left out", "foreignObject");
		if (strcmp(e->uri, RDF) != 0)
			qualified(l->name, svg ? "" : e->prefix, e->local);
	}
	l->in_style = l->skipped == 0 && strcmp(e->local, "style") == 0;
	l->depth++;
	for (i = 0; i < e->nattrs; i++)
		look_attr(l, e, &e->attrs[i]);
	return 0;
}

static void
look_style(struct look *l)
{
	struct bytes css = BYTES_INIT(2 * CSS_MAX);
	struct css_seen seen = { 0 };

	l->in_style = false;
	if (css_clean(&css, (const char *)l->sheet.data, l->sheet.len,
	    &seen) == 0) {
		l->loads += seen.loads;
		if (seen.comments > 0)
			answer_metaf(l->answer, GROUP, "Comments in styles",
			    "%lu", seen.comments);
		if (seen.words > 0)
			answer_metaf(l->answer, GROUP, "Words in styles",
			    "%lu", seen.words);
	}
	bytes_reset(&l->sheet);
	bytes_free(&css);
}

static int
on_end(void *arg, const struct xmlsax_element *e)
{
	struct look *l = arg;

	if (l->in_style)
		look_style(l);
	(void)e;
	l->depth--;
	if (l->skipped == 0)
		return 0;
	tell_text(l);
	l->skipped--;
	return 0;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct look *l = arg;
	size_t room = KEPT_MAX - l->text.len;

	if (l->in_style)
		return bytes_add(&l->sheet, s, len);
	if (l->skipped > 0 && room > 0 && strcmp(l->name, "script") != 0)
		(void)bytes_add(&l->text, s, len < room ? len : room);
	return 0;
}

static int
on_comment(void *arg, const char *s)
{
	meta(arg, "Comment", s);
	return 0;
}

static int
on_instruction(void *arg, const char *target, const char *data)
{
	struct look *l = arg;

	if (strcmp(target, "xml-stylesheet") == 0)
		l->loads++;
	else
		meta(l, target, data);
	return 0;
}

int
svg_look(const struct svg *s, struct answer *a)
{
	static const struct xmlsax_events events = {
		.start = on_start, .end = on_end, .text = on_text,
		.comment = on_comment, .instruction = on_instruction,
	};
	struct look l = { .svg = s, .answer = a,
	    .text = BYTES_INIT(KEPT_MAX + 1), .sheet = BYTES_INIT(CSS_MAX) };
	int r;

	if ((r = xmlsax_read(s->utf8, s->len, &events, &l)) == 0) {
		if (l.scripts > 0)
			answer_mark(a, MARK_SCRIPT, l.scripts, "in %s", GROUP);
		if (l.loads > 0)
			answer_mark(a, MARK_EXTERNAL, l.loads, "in %s", GROUP);
		if (l.hidden_texts > 0)
			answer_mark(a, MARK_HIDDEN_TEXT, l.hidden_texts,
			    "in %s", GROUP);
	}
	bytes_free(&l.text);
	bytes_free(&l.sheet);
	return r;
}
