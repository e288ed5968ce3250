/*
 * html_parse.c -- see html_parse.h.
 *
 * Gumbo builds a tree.  Its memory comes from blocks of ours that are freed
 * as a whole: its own way to free a tree recurses, and a page of a million
 * open elements would end the process.
 */
#include "intake/format/markup/html_parse.h"

#include <gumbo.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/format/markup/html.h"
#include "intake/format/markup/xmlsax.h"
#include "vault/base/err.h"

#define BLOCK_BYTES ((size_t)256 << 10)
#define ALIGN 16u
#define TREE_MAX ((size_t)1536 << 20)	/* bytes of a page's tree */
#define NAME_SIZE 64u			/* of an element that is not of HTML */
#define XHTML "http://www.w3.org/1999/xhtml"

struct block {
	struct block *next;
	size_t used, room;
	_Alignas(ALIGN) uint8_t bytes[];
};

struct html_page {
	const char *utf8;	/* the caller's */
	size_t len;
	bool xml, doctype;
	GumboOutput *tree;
	struct block *blocks;
	size_t total;
	jmp_buf full;		/* Gumbo does not look whether it got memory */
};

/* --- memory --- */

static void *
give(void *arg, size_t n)
{
	struct html_page *p = arg;
	struct block *b = p->blocks;
	size_t room;

	n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (b == NULL || b->room - b->used < n) {
		room = n > BLOCK_BYTES / 4 ? n : BLOCK_BYTES;
		if (room > TREE_MAX - p->total ||
		    (b = malloc(sizeof(*b) + room)) == NULL)
			longjmp(p->full, 1);
		p->total += room;
		b->used = 0;
		b->room = room;
		b->next = p->blocks;
		p->blocks = b;
		/* A large piece fills its block; go on in the one before. */
		if (room == n && b->next != NULL) {
			p->blocks = b->next;
			b->next = p->blocks->next;
			p->blocks->next = b;
		}
	}
	b->used += n;
	return b->bytes + b->used - n;
}

static void
keep(void *arg, void *piece)
{
	(void)arg;
	(void)piece;	/* all goes at once */
}

static int
read_tree(struct html_page *p)
{
	GumboOptions o = kGumboDefaultOptions;

	o.allocator = give;
	o.deallocator = keep;
	o.userdata = p;
	o.max_errors = 0;
	if (setjmp(p->full) != 0)
		return err_set(ERR_TOO_BIG, "a page has more elements than fit "
		    "into %zu bytes; split it", TREE_MAX);
	p->tree = gumbo_parse_with_options(&o, p->utf8, p->len);
	p->doctype = p->tree->document->v.document.has_doctype;
	return 0;
}

/* --- walking Gumbo's tree --- */

/* The name, in lower case, of what HTML has no name for. */
static const char *
own_name(const GumboElement *e, char name[NAME_SIZE])
{
	GumboStringPiece s = e->original_tag;
	size_t i;

	gumbo_tag_from_original_text(&s);
	for (i = 0; s.data != NULL && i < s.length && i < NAME_SIZE - 1; i++)
		name[i] = s.data[i] >= 'A' && s.data[i] <= 'Z' ?
		    (char)(s.data[i] | 0x20) : s.data[i];
	name[i] = '\0';
	return name;
}

static const char *
name_of(const GumboElement *e, char name[NAME_SIZE])
{
	return e->tag == GUMBO_TAG_UNKNOWN ? own_name(e, name) :
	    gumbo_normalized_tagname(e->tag);
}

static int
start_node(const GumboElement *e, const struct html_events *events, void *ctx)
{
	struct html_attr attrs[HTML_ATTRS_MAX];
	char name[NAME_SIZE];
	const GumboAttribute *a;
	size_t i, n = 0;

	for (i = 0; i < e->attributes.length && n < HTML_ATTRS_MAX; i++) {
		a = e->attributes.data[i];
		attrs[n++] = (struct html_attr){ a->name,
		    a->value != NULL ? a->value : "" };
	}
	return events->start(ctx, name_of(e, name), attrs, n);
}

static int
visit(const GumboNode *n, const struct html_events *events, void *ctx)
{
	switch (n->type) {
	case GUMBO_NODE_ELEMENT:
	case GUMBO_NODE_TEMPLATE:
		return start_node(&n->v.element, events, ctx);
	case GUMBO_NODE_COMMENT:
		return events->comment(ctx, n->v.text.text);
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_CDATA:
	case GUMBO_NODE_WHITESPACE:
		return events->text(ctx, n->v.text.text,
		    strlen(n->v.text.text));
	default:
		return 0;
	}
}

static const GumboVector *
children_of(const GumboNode *n)
{
	if (n->type == GUMBO_NODE_DOCUMENT)
		return &n->v.document.children;
	if (n->type == GUMBO_NODE_ELEMENT || n->type == GUMBO_NODE_TEMPLATE)
		return &n->v.element.children;
	return NULL;
}

static int
walk_tree(const struct html_page *p, const struct html_events *events,
    void *ctx)
{
	const GumboNode *n = p->tree->document, *up;
	const GumboVector *in;
	char name[NAME_SIZE];
	size_t depth = 0, next = 0;	/* the child to go to */
	int r = 0;

	for (;;) {
		in = children_of(n);
		if (in != NULL && next < in->length) {
			n = in->data[next];
			next = 0;
			if (++depth > HTML_DEPTH_MAX)
				return err_set(ERR_TOO_BIG, "its elements are "
				    "nested more than %u deep; open it in a "
				    "browser and save it again",
				    HTML_DEPTH_MAX);
			if ((r = visit(n, events, ctx)) < 0)
				return r;
			continue;
		}
		if ((up = n->parent) == NULL || n == p->tree->document)
			return 0;
		if (in != NULL && (r = events->end(ctx,
		    name_of(&n->v.element, name))) < 0)
			return r;
		next = n->index_within_parent + 1;
		n = up;
		depth--;
	}
}

/* --- XHTML --- */

struct xhtml {
	const struct html_events *events;
	void *ctx;
};

static void
lower(char to[NAME_SIZE], const char *prefix, const char *local)
{
	size_t n = 0;

	for (; *prefix != '\0' && n < NAME_SIZE - 2; prefix++)
		to[n++] = *prefix;
	if (n > 0)
		to[n++] = ':';
	for (; *local != '\0' && n < NAME_SIZE - 1; local++)
		to[n++] = *local >= 'A' && *local <= 'Z' ?
		    (char)(*local | 0x20) : *local;
	to[n] = '\0';
}

/* What is not of HTML has a prefix, whatever it has in the file. */
static const char *
prefix_of(const char *prefix, const char *uri)
{
	if (uri[0] == '\0' || strcmp(uri, XHTML) == 0)
		return "";
	return prefix[0] != '\0' ? prefix : "x";
}

static int
xhtml_start(void *arg, const struct xmlsax_element *e)
{
	struct html_attr attrs[HTML_ATTRS_MAX];
	char names[HTML_ATTRS_MAX][NAME_SIZE], name[NAME_SIZE];
	struct xhtml *x = arg;
	size_t i;

	lower(name, prefix_of(e->prefix, e->uri), e->local);
	for (i = 0; i < e->nattrs && i < HTML_ATTRS_MAX; i++) {
		lower(names[i], e->attrs[i].prefix, e->attrs[i].local);
		attrs[i] = (struct html_attr){ strcmp(names[i], "xml:lang") ==
		    0 ? "lang" : names[i], e->attrs[i].value };
	}
	return x->events->start(x->ctx, name, attrs, i);
}

static int
xhtml_end(void *arg, const struct xmlsax_element *e)
{
	struct xhtml *x = arg;
	char name[NAME_SIZE];

	lower(name, prefix_of(e->prefix, e->uri), e->local);
	return x->events->end(x->ctx, name);
}

static int
xhtml_text(void *arg, const char *s, size_t len)
{
	struct xhtml *x = arg;

	return x->events->text(x->ctx, s, len);
}

static int
xhtml_comment(void *arg, const char *s)
{
	struct xhtml *x = arg;

	return x->events->comment(x->ctx, s);
}

static int
xhtml_instruction(void *arg, const char *target, const char *data)
{
	(void)target;
	return xhtml_comment(arg, data);
}

static const struct xmlsax_events xhtml_events = {
	.start = xhtml_start, .end = xhtml_end, .text = xhtml_text,
	.comment = xhtml_comment, .instruction = xhtml_instruction,
};

/* --- a page --- */

int
html_page_open(struct html_page **out, const char *utf8, size_t len, bool xml)
{
	static const struct xmlsax_events nothing;
	struct html_page *p;
	int r = 0;

	*out = NULL;
	if (len > HTML_MAX)
		return err_set(ERR_TOO_BIG, "a page has more than %u bytes; "
		    "split it", HTML_MAX);
	if ((p = calloc(1, sizeof(*p))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; split the page");
	p->utf8 = utf8;
	p->len = len;
	p->xml = xml && xmlsax_read(utf8, len, &nothing, NULL) == 0;
	p->doctype = true;
	if (!p->xml && (r = read_tree(p)) < 0)
		html_page_close(p);
	else
		*out = p;
	return r;
}

int
html_page_walk(const struct html_page *p, const struct html_events *events,
    void *ctx)
{
	struct xhtml x = { events, ctx };

	return p->xml ? xmlsax_read(p->utf8, p->len, &xhtml_events, &x) :
	    walk_tree(p, events, ctx);
}

bool
html_page_has_doctype(const struct html_page *p)
{
	return p->doctype;
}

void
html_page_close(struct html_page *p)
{
	struct block *b;

	if (p == NULL)
		return;
	while ((b = p->blocks) != NULL) {
		p->blocks = b->next;
		free(b);
	}
	free(p);
}

const char *
html_attr(const struct html_attr *attrs, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(attrs[i].name, name) == 0)
			return attrs[i].value;
	return NULL;
}
