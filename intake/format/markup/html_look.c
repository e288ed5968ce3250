/* html_look.c -- see html_look.h. */
#include "intake/format/markup/html_look.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "intake/format/markup/embed.h"
#include "intake/format/markup/html_names.h"
#include "intake/format/markup/html_walk.h"
#include "vault/base/bytes.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define HIDDEN_MAX META_VALUE_MAX	/* bytes of hidden text that are told */
#define LISTED_MAX 1024u		/* bytes of addresses in a mark's line */
#define NAME_SIZE 160u

struct look {
	const struct html *html;
	const char *group;
	struct answer *answer;
	size_t hidden;		/* elements open inside one that is hidden */
	size_t dropped;		/* inside one that goes, hidden or not */
	bool structured;	/* a script that holds data */
	struct bytes text;	/* of the hidden element, or of the data */
	struct bytes hosts;	/* of what is loaded */
	unsigned long scripts, loads, hidden_texts;
};

static void
meta(struct look *l, const char *name, const char *value)
{
	value += strspn(value, " \t\r\n\f");
	if (value[0] != '\0')
		answer_meta(l->answer, l->group, name, value, strlen(value));
}

static bool
begins(const char *s, const char *with)
{
	return strncasecmp(s, with, strlen(with)) == 0;
}

/* The host of an address that is loaded from elsewhere. */
static void
note_load(struct look *l, const char *address)
{
	const char *host = strstr(address, "//");
	size_t n;

	l->loads++;
	host = host != NULL ? host + 2 : address;
	n = strcspn(host, "/?#\\ \t\r\n");
	if (n == 0 || n > 128 || l->hosts.len + n + 2 > LISTED_MAX ||
	    (l->hosts.len > 0 && memmem(l->hosts.data, l->hosts.len, host,
	    n) != NULL))
		return;
	if (l->hosts.len > 0)
		(void)bytes_add_str(&l->hosts, ", ");
	(void)bytes_add(&l->hosts, host, n);
}

/* A picture or style whose address the copy will not have. */
static void
look_source(struct look *l, const char *address)
{
	bool changed = false;
	struct bytes b = BYTES_INIT(EMBED_MAX);

	if (embed_is(address)) {
		if (!embed_clean(&b, address, &changed) || changed)
			answer_metaf(l->answer, l->group, "Embedded picture",
			    "%zu bytes, %s", strlen(address), changed ?
			    "with metadata" : "of no kind that is handled");
	} else if (l->html->resource == NULL && !html_is_relative(address) &&
	    address[0] != '\0' && strncasecmp(address, "cid:", 4) != 0) {
		/* "cid:" is a part of the mail that the page is in. */
		note_load(l, address);
	}
	bytes_free(&b);
}

static void
look_meta(struct look *l, const struct html_attr *attrs, size_t n)
{
	static const char *const keys[] = {
		"name", "property", "itemprop", "http-equiv"
	};
	const char *content = html_attr(attrs, n, "content");
	const char *name = NULL;
	size_t i;

	for (i = 0; i < COUNT(keys) && name == NULL; i++)
		name = html_attr(attrs, n, keys[i]);
	if (content == NULL || (name != NULL &&
	    strcasecmp(name, "content-type") == 0))
		return;
	meta(l, name != NULL && name[0] != '\0' ? name : "meta", content);
	if (name != NULL && strcasecmp(name, "refresh") == 0 &&
	    strcasestr(content, "url") != NULL)
		note_load(l, content);
}

static void
look_link(struct look *l, const struct html_attr *attrs, size_t n)
{
	static const char *const loaded[] = {
		"stylesheet", "icon", "preload", "prefetch", "preconnect",
		"dns-prefetch", "manifest", "modulepreload", "apple-touch",
	};
	const char *rel = html_attr(attrs, n, "rel");
	const char *href = html_attr(attrs, n, "href");
	char name[NAME_SIZE];
	size_t i;

	if (href == NULL || href[0] == '\0')
		return;
	for (i = 0; rel != NULL && i < COUNT(loaded); i++)
		if (strcasestr(rel, loaded[i]) != NULL) {
			if (l->html->resource == NULL)
				note_load(l, href);
			return;
		}
	(void)snprintf(name, sizeof(name), "Link %s", rel != NULL ? rel : "");
	meta(l, name, href);
}

static void
look_attr(struct look *l, const char *element, const struct html_attr *a)
{
	static const char *const loaders[] = {
		"background", "poster", "srcset", "data", "codebase",
		"archive", "classid", "longdesc", "action", "formaction",
		"ping", "manifest", "dynsrc", "lowsrc",
	};
	struct css_seen seen = { 0 };
	struct bytes b = BYTES_INIT(CSS_MAX);
	char name[NAME_SIZE];
	size_t i;

	if (begins(a->name, "on")) {
		l->scripts++;
	} else if (begins(a->name, "data-")) {
		meta(l, a->name, a->value);
	} else if (strcmp(a->name, "content") == 0 ||
	    strcmp(a->name, "itemid") == 0 || strcmp(a->name, "about") == 0 ||
	    strcmp(a->name, "resource") == 0) {
		(void)snprintf(name, sizeof(name), "%s of %s", a->name,
		    element);
		meta(l, name, a->value);
	} else if (strcmp(a->name, "style") == 0) {
		if (css_clean(&b, a->value, strlen(a->value), &seen) == 0 &&
		    seen.loads > 0)
			note_load(l, "a style");
	} else if (strcmp(a->name, "src") == 0) {
		look_source(l, a->value);
	} else if (strcmp(a->name, "href") == 0 &&
	    (begins(a->value, "javascript:") ||
	    begins(a->value, "vbscript:"))) {
		l->scripts++;
	}
	for (i = 0; i < COUNT(loaders); i++)
		if (strcmp(a->name, loaders[i]) == 0 && a->value[0] != '\0')
			note_load(l, a->value);
	bytes_free(&b);
}

static void
look_input(struct look *l, const struct html_attr *attrs, size_t n)
{
	const char *type = html_attr(attrs, n, "type");
	const char *value = html_attr(attrs, n, "value");
	const char *of = html_attr(attrs, n, "name");
	char name[NAME_SIZE];

	if (type == NULL || strcasecmp(type, "hidden") != 0 || value == NULL)
		return;
	(void)snprintf(name, sizeof(name), "Hidden field %s",
	    of != NULL ? of : "");
	meta(l, name, value);
}

static void
look_element(struct look *l, const char *name, const struct html_attr *attrs,
    size_t n)
{
	static const char *const named_elsewhere[] = {
		"meta", "link", "base", "script", "style", "title", "param",
		"source", "track", "basefont",
	};
	const struct html_element *e = html_element(name);
	const char *type;
	size_t i;

	if (strcmp(name, "meta") == 0) {
		look_meta(l, attrs, n);
	} else if (strcmp(name, "link") == 0) {
		look_link(l, attrs, n);
	} else if (strcmp(name, "base") == 0) {
		type = html_attr(attrs, n, "href");
		meta(l, "Base", type != NULL ? type : "");
	} else if (strcmp(name, "script") == 0) {
		type = html_attr(attrs, n, "type");
		l->structured = type != NULL &&
		    strcasestr(type, "json") != NULL;
		l->scripts += !l->structured;
	} else if (strcmp(name, "input") == 0) {
		look_input(l, attrs, n);
	} else if (e != NULL && (e->is & HTML_DROP) != 0) {
		for (i = 0; i < COUNT(named_elsewhere); i++)
			if (strcmp(name, named_elsewhere[i]) == 0)
				return;
		meta(l, "Left out", name);
	}
}

static int
on_start(void *arg, const char *name, const struct html_attr *attrs, size_t n)
{
	const struct html_element *e = html_element(name);
	struct look *l = arg;
	size_t i;

	if (l->dropped == 0 || strcmp(name, "meta") == 0)
		look_element(l, name, attrs, n);
	if (strcmp(name, "meta") != 0 && strcmp(name, "base") != 0 &&
	    strcmp(name, "link") != 0)
		for (i = 0; i < n; i++)
			look_attr(l, name, &attrs[i]);
	if (l->hidden > 0 || (html_hides(name, attrs, n) &&
	    strcmp(name, "input") != 0))
		l->hidden++;
	if (l->dropped > 0 || (e != NULL && (e->is & HTML_DROP) != 0))
		l->dropped++;
	return 0;
}

static void
tell_text(struct look *l, const char *name)
{
	if (bytes_str(&l->text) != NULL)
		meta(l, name, (const char *)l->text.data);
	bytes_reset(&l->text);
}

static int
on_end(void *arg, const char *name)
{
	struct look *l = arg;

	if (strcmp(name, "script") == 0 && l->structured) {
		tell_text(l, "Structured data");
		l->structured = false;
	}
	l->dropped -= l->dropped > 0;
	if (l->hidden > 0 && --l->hidden == 0 && l->text.len > 0) {
		l->hidden_texts++;
		tell_text(l, "Hidden text");
	}
	return 0;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct look *l = arg;
	size_t i, room = HIDDEN_MAX - l->text.len;

	for (i = 0; i < len && strchr(" \t\r\n", s[i]) != NULL; i++)
		;
	if (!l->structured && (l->hidden == 0 || l->dropped > 0))
		return 0;
	/* What is cut is cut when it is told, between characters. */
	if (i < len && room > 0)
		(void)bytes_add(&l->text, s, len < room ? len : room);
	return 0;
}

static int
on_comment(void *arg, const char *s)
{
	meta(arg, "Comment", s);
	return 0;
}

int
html_look(const struct html *h, const struct html_page *p,
    const struct html_first *f, const char *group, struct answer *a)
{
	static const struct html_events events = {
		on_start, on_end, on_text, on_comment
	};
	struct look l = { .html = h, .group = group, .answer = a,
	    .text = BYTES_INIT(HIDDEN_MAX + 1),
	    .hosts = BYTES_INIT(2 * LISTED_MAX) };
	int r;

	if ((r = html_page_walk(p, &events, &l)) < 0)
		goto done;
	if (f->title.len > 0 && (h->flags & HTML_KEEP_NAMES) == 0)
		answer_meta(a, group, "Title", f->title.data, f->title.len);
	if (f->css_seen.loads > 0)
		note_load(&l, "a style sheet");
	if (f->css_seen.comments > 0)
		answer_metaf(a, group, "Comments in styles", "%lu",
		    f->css_seen.comments);
	if (f->css_seen.words > 0)
		answer_metaf(a, group, "Words in styles", "%lu",
		    f->css_seen.words);
	if (l.scripts > 0)
		answer_mark(a, MARK_SCRIPT, l.scripts, "in %s", group);
	if (l.hidden_texts > 0)
		answer_mark(a, MARK_HIDDEN_TEXT, l.hidden_texts, "in %s",
		    group);
	if (l.loads > 0)
		answer_mark(a, MARK_EXTERNAL, l.loads, "%s",
		    bytes_str(&l.hosts) != NULL ?
		    (const char *)l.hosts.data : "");
done:
	bytes_free(&l.text);
	bytes_free(&l.hosts);
	return r;
}
