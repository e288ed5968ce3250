/* xmlsax.c -- see xmlsax.h. */
#include "intake/format/markup/xmlsax.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include "vault/base/bytes.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define VALUES_MAX ((size_t)512 << 20)	/* bytes of an element's values */
#define OPTIONS (XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | \
	XML_PARSE_NONET | XML_PARSE_IGNORE_ENC)

struct sax {
	const struct xmlsax_events *events;
	void *ctx;
	xmlParserCtxtPtr ctxt;
	struct bytes values;	/* of the element at hand */
	struct xmlsax_attr attrs[XMLSAX_ATTRS_MAX];
	xmlEntity entity;	/* the last of HTML's own */
	struct bytes character;
	unsigned depth;
	int failed;
};

static struct sax *
of(void *arg)
{
	return ((xmlParserCtxtPtr)arg)->_private;
}

/* Entities are read by parsers of their own: all of them must stop. */
static void
done(struct sax *s, void *arg, int r)
{
	if (r >= 0 || s->failed < 0)
		return;
	s->failed = r;
	xmlStopParser(arg);
	if (arg != (void *)s->ctxt)
		xmlStopParser(s->ctxt);
}

static const char *
or_empty(const xmlChar *s)
{
	return s != NULL ? (const char *)s : "";
}

static int
read_values(struct sax *s, int n, const xmlChar **from)
{
	size_t at = 0;
	int i, r;

	/* First all bytes, then the pointers: the buffer moves as it grows. */
	bytes_reset(&s->values);
	for (i = 0; i < n; i++) {
		(void)bytes_add(&s->values, from[5 * i + 3],
		    (size_t)(from[5 * i + 4] - from[5 * i + 3]));
		(void)bytes_add(&s->values, "", 1);
	}
	if ((r = bytes_ok(&s->values)) < 0)
		return r;
	for (i = 0; i < n; i++) {
		s->attrs[i] = (struct xmlsax_attr){
		    .prefix = or_empty(from[5 * i + 1]),
		    .local = (const char *)from[5 * i],
		    .uri = or_empty(from[5 * i + 2]),
		    .value = (const char *)s->values.data + at };
		at += (size_t)(from[5 * i + 4] - from[5 * i + 3]) + 1;
	}
	return 0;
}

static void
on_start(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri, int nspaces, const xmlChar **spaces, int nattrs,
    int ndefaulted, const xmlChar **attrs)
{
	struct sax *s = of(arg);
	struct xmlsax_element e = { .prefix = or_empty(prefix),
	    .local = (const char *)local, .uri = or_empty(uri) };
	int i, r;

	(void)ndefaulted;	/* they are among the others */
	if (s->failed < 0)
		return;
	if (++s->depth > XMLSAX_DEPTH_MAX ||
	    (unsigned)nattrs + (unsigned)nspaces > XMLSAX_ATTRS_MAX) {
		done(s, arg, err_set(ERR_TOO_BIG, "more than %u elements inside "
		    "each other, or %u attributes at one; save it again with "
		    "another program", XMLSAX_DEPTH_MAX, XMLSAX_ATTRS_MAX));
		return;
	}
	if ((r = read_values(s, nattrs, attrs)) < 0) {
		done(s, arg, r);
		return;
	}
	for (i = 0; i < nspaces; i++)
		s->attrs[nattrs + i] = (struct xmlsax_attr){
		    .prefix = or_empty(spaces[2 * i]), .local = "",
		    .uri = or_empty(spaces[2 * i + 1]), .value = "" };
	e.attrs = s->attrs;
	e.nattrs = (size_t)nattrs;
	e.spaces = s->attrs + nattrs;
	e.nspaces = (size_t)nspaces;
	if (s->events->start != NULL)
		done(s, arg, s->events->start(s->ctx, &e));
}

static void
on_end(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct sax *s = of(arg);
	struct xmlsax_element e = { .prefix = or_empty(prefix),
	    .local = (const char *)local, .uri = or_empty(uri) };

	s->depth -= s->depth > 0;
	if (s->failed == 0 && s->events->end != NULL)
		done(s, arg, s->events->end(s->ctx, &e));
}

static void
on_text(void *arg, const xmlChar *p, int len)
{
	struct sax *s = of(arg);

	if (s->failed == 0 && len > 0 && s->events->text != NULL)
		done(s, arg, s->events->text(s->ctx, (const char *)p,
		    (size_t)len));
}

static void
on_comment(void *arg, const xmlChar *p)
{
	struct sax *s = of(arg);

	if (s->failed == 0 && s->events->comment != NULL)
		done(s, arg, s->events->comment(s->ctx, or_empty(p)));
}

static void
on_instruction(void *arg, const xmlChar *target, const xmlChar *data)
{
	struct sax *s = of(arg);

	if (s->failed == 0 && s->events->instruction != NULL)
		done(s, arg, s->events->instruction(s->ctx, or_empty(target),
		    or_empty(data)));
}

static void
on_doctype(void *arg, const xmlChar *name, const xmlChar *public_id,
    const xmlChar *system_id)
{
	struct sax *s = of(arg);

	/* The tables of its entities are libxml2's. */
	xmlSAX2InternalSubset(arg, name, public_id, system_id);
	if (s->failed == 0 && s->events->doctype != NULL)
		done(s, arg, s->events->doctype(s->ctx, or_empty(name),
		    or_empty(public_id), or_empty(system_id)));
}

/* One of the names that HTML has for characters. */
static xmlEntityPtr
html_entity(struct sax *s, const xmlChar *name)
{
	const htmlEntityDesc *known = htmlEntityLookup(name);

	if (known == NULL)
		return NULL;
	bytes_reset(&s->character);
	(void)utf8_put(&s->character, known->value);
	s->entity = (xmlEntity){ .type = XML_ENTITY_DECL,
	    .name = (const xmlChar *)known->name,
	    .etype = XML_INTERNAL_PREDEFINED_ENTITY, .length =
	    (int)s->character.len };
	s->entity.content = (xmlChar *)(uintptr_t)bytes_str(&s->character);
	return s->entity.content != NULL ? &s->entity : NULL;
}

/* Entities of the document itself; those of HTML where it has none. */
static xmlEntityPtr
on_entity(void *arg, const xmlChar *name)
{
	xmlEntityPtr e = xmlSAX2GetEntity(arg, name);

	if (e == NULL)
		return html_entity(of(arg), name);
	return e->etype == XML_EXTERNAL_GENERAL_PARSED_ENTITY ||
	    e->etype == XML_EXTERNAL_GENERAL_UNPARSED_ENTITY ? NULL : e;
}

/* An entity that is declared nowhere stays what it is: its name. */
static void
on_reference(void *arg, const xmlChar *name)
{
	on_text(arg, (const xmlChar *)"&", 1);
	on_text(arg, name, (int)strlen((const char *)name));
	on_text(arg, (const xmlChar *)";", 1);
}

static xmlParserInputPtr
load_nothing(const char *url, const char *id, xmlParserCtxtPtr ctxt)
{
	(void)url;
	(void)id;
	(void)ctxt;
	return NULL;
}

static void
set_events(xmlSAXHandlerPtr h)
{
	h->startElementNs = on_start;
	h->endElementNs = on_end;
	h->characters = on_text;
	h->ignorableWhitespace = on_text;
	h->cdataBlock = on_text;
	h->comment = on_comment;
	h->processingInstruction = on_instruction;
	h->internalSubset = on_doctype;
	h->externalSubset = NULL;
	h->resolveEntity = NULL;
	h->getEntity = on_entity;
	h->reference = on_reference;
	h->error = NULL;
	h->warning = NULL;
	h->fatalError = NULL;
	h->serror = NULL;
}

static int
not_well_formed(const xmlParserCtxt *c)
{
	switch (c->lastError.code) {
	case XML_ERR_NO_MEMORY:
		return err_set(ERR_NO_MEMORY, "out of memory; split the "
		    "document");
	case XML_ERR_ENTITY_LOOP:
	case XML_ERR_NAME_TOO_LONG:
		return err_set(ERR_TOO_BIG, "its entities or names grow without "
		    "end; save it again with another program");
	default:
		return err_set(ERR_FORMAT, "it is no well-formed XML (line "
		    "%d); save it again with another program",
		    c->lastError.line);
	}
}

int
xmlsax_read(const char *utf8, size_t len, const struct xmlsax_events *events,
    void *ctx)
{
	struct sax s = { .events = events, .ctx = ctx,
	    .values = BYTES_INIT(VALUES_MAX), .character = BYTES_INIT(16) };
	int options = OPTIONS;
	xmlDocPtr doc;

	if (len > INT_MAX)
		return err_set(ERR_TOO_BIG, "it has more than %d bytes; split "
		    "it", INT_MAX);
	/* libxml2's limits are for entities; pictures inside are long, too. */
	if (len == 0 || memmem(utf8, len, "<!ENTITY", 8) == NULL)
		options |= XML_PARSE_HUGE;
	xmlSetExternalEntityLoader(load_nothing);
	if ((s.ctxt = xmlNewParserCtxt()) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; split the "
		    "document");
	set_events(s.ctxt->sax);
	s.ctxt->_private = &s;
	/* A document without elements, but with a document type's tables. */
	doc = xmlCtxtReadMemory(s.ctxt, utf8, (int)len, NULL, "UTF-8",
	    options);
	if (s.failed == 0 && !s.ctxt->wellFormed)
		s.failed = not_well_formed(s.ctxt);
	if (doc != NULL)
		xmlFreeDoc(doc);
	xmlFreeParserCtxt(s.ctxt);
	bytes_free(&s.values);
	bytes_free(&s.character);
	return s.failed;
}
