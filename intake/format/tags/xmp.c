/* xmp.c -- see xmp.h. */
#include "intake/format/tags/xmp.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include <expat.h>

struct xmp {
	struct answer *a;
	XML_Parser parser;
	struct bytes names;	/* of the open elements, each with its NUL */
	size_t starts[XMP_DEPTH_MAX];
	size_t depth;
	struct bytes text;	/* of the innermost element so far */
	size_t lines;
};

/* RDF's own elements say how values are grouped, not what they are. */
static bool
is_property(const char *name)
{
	static const char *const frame[] = {
		"rdf:RDF", "rdf:Description", "rdf:Seq", "rdf:Bag",
		"rdf:Alt", "rdf:li", "x:xmpmeta", "x:xapmeta"
	};
	size_t i;

	for (i = 0; i < sizeof(frame) / sizeof(frame[0]); i++)
		if (strcmp(name, frame[i]) == 0)
			return false;
	return true;
}

static void
line(struct xmp *x, const char *name, const void *value, size_t len)
{
	if (x->lines++ < XMP_LINES_MAX)
		answer_meta(x->a, "XMP", name, value, len);
}

/* The innermost open element that is a property. */
static const char *
property(const struct xmp *x)
{
	size_t i;

	for (i = x->depth; i > 0; i--) {
		const char *name =
		    (const char *)x->names.data + x->starts[i - 1];

		if (is_property(name))
			return name;
	}
	return "(no name)";
}

static bool
is_blank(const struct bytes *b)
{
	size_t i;

	for (i = 0; i < b->len; i++)
		if (strchr(" \t\r\n", b->data[i]) == NULL)
			return false;
	return true;
}

static void
end_text(struct xmp *x)
{
	if (!is_blank(&x->text))
		line(x, property(x), x->text.data, x->text.len);
	bytes_reset(&x->text);
}

static void XMLCALL
on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
	struct xmp *x = user;

	end_text(x);
	if (x->depth == XMP_DEPTH_MAX) {
		(void)XML_StopParser(x->parser, XML_FALSE);
		return;
	}
	x->starts[x->depth] = x->names.len;
	if (bytes_add(&x->names, name, strlen(name) + 1) < 0) {
		(void)XML_StopParser(x->parser, XML_FALSE);
		return;
	}
	x->depth++;
	for (; attributes[0] != NULL; attributes += 2) {
		const char *key = attributes[0];

		if (strncmp(key, "xmlns", 5) == 0 ||
		    strncmp(key, "xml:", 4) == 0 ||
		    strcmp(key, "rdf:parseType") == 0 ||
		    attributes[1][0] == '\0')
			continue;
		line(x, key, attributes[1], strlen(attributes[1]));
	}
}

static void XMLCALL
on_end(void *user, const XML_Char *name)
{
	struct xmp *x = user;

	(void)name;
	end_text(x);
	x->depth--;
	x->names.len = x->starts[x->depth];
}

static void XMLCALL
on_text(void *user, const XML_Char *s, int len)
{
	struct xmp *x = user;

	/* Longer values are cut like every metadata value. */
	(void)bytes_add(&x->text, s, (size_t)len);
}

/* Entities are how small XML becomes large; a packet has no use for a DTD. */
static void XMLCALL
on_doctype(void *user, const XML_Char *name, const XML_Char *system,
    const XML_Char *public, int internal)
{
	struct xmp *x = user;

	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	(void)XML_StopParser(x->parser, XML_FALSE);
}

void
xmp_report(struct answer *a, const uint8_t *packet, size_t len)
{
	struct xmp x = {
		.a = a,
		.names = BYTES_INIT(XMP_DEPTH_MAX * 1024u),
		.text = BYTES_INIT(META_VALUE_MAX),
	};

	answer_metaf(a, "XMP", "Packet", "%zu bytes", len);
	if (len > INT_MAX || (x.parser = XML_ParserCreate(NULL)) == NULL)
		return;
	XML_SetUserData(x.parser, &x);
	XML_SetElementHandler(x.parser, on_start, on_end);
	XML_SetCharacterDataHandler(x.parser, on_text);
	XML_SetStartDoctypeDeclHandler(x.parser, on_doctype);
	(void)XML_Parse(x.parser, (const char *)packet, (int)len, XML_TRUE);
	XML_ParserFree(x.parser);
	bytes_free(&x.names);
	bytes_free(&x.text);
}
