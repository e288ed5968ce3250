/* xml.c -- see xml.h. */
#include "intake/format/package/xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define SEPARATOR '|'	/* between URI and local name, as expat gives them */

struct declared {
	char *prefix;
	const char *ours;	/* NULL: not in the table */
};

struct xml {
	XML_Parser parser;
	const struct xml_namespace *table;
	const struct xml_events *events;
	void *ctx;
	struct declared *declared;
	size_t ndeclared, room;
	struct bytes names;	/* of the element in hand and its attributes */
	struct xml_attr attrs[XML_ATTRS_MAX];
	unsigned depth;
	int err;
};

static void
stop(struct xml *x, int err)
{
	if (x->err == 0)
		x->err = err;
	(void)XML_StopParser(x->parser, XML_FALSE);
}

static const char *
prefix_of(const struct xml *x, const char *uri, size_t len)
{
	const struct xml_namespace *n;

	for (n = x->table; n->prefix != NULL; n++)
		if ((strlen(n->uri) == len && memcmp(n->uri, uri, len) == 0) ||
		    (n->other != NULL && strlen(n->other) == len &&
		    memcmp(n->other, uri, len) == 0))
			return n->prefix;
	return NULL;
}

/* Append "prefix:local" with its NUL to x->names; the offset, or -1. */
static long
name_put(struct xml *x, const char *name)
{
	const char *bar = strrchr(name, SEPARATOR), *prefix;
	size_t at = x->names.len;

	if (bar != NULL) {
		prefix = strcmp(name, "http://www.w3.org/XML/1998/namespace"
		    "|space") == 0 ? "xml" :
		    prefix_of(x, name, (size_t)(bar - name));
		(void)bytes_add_str(&x->names, prefix != NULL ? prefix : "?");
		(void)bytes_add(&x->names, ":", 1);
		name = bar + 1;
	}
	if (strlen(name) > XML_NAME_MAX) {
		stop(x, err_set(ERR_TOO_BIG, "a name in the XML is too long; "
		    "treat the file as hostile"));
		return -1;
	}
	if (bytes_add(&x->names, name, strlen(name) + 1) < 0) {
		stop(x, bytes_ok(&x->names));
		return -1;
	}
	return (long)at;
}

static void
on_start(void *ctx, const char *name, const char **atts)
{
	long at[XML_ATTRS_MAX + 1];
	struct xml *x = ctx;
	size_t n, i;
	int r;

	if (x->err != 0)
		return;
	for (n = 0; atts[2 * n] != NULL; n++)
		;
	if (n > XML_ATTRS_MAX || ++x->depth > XML_DEPTH_MAX) {
		stop(x, err_set(ERR_TOO_BIG, "the XML is nested too deep or "
		    "has too many attributes; treat the file as hostile"));
		return;
	}
	bytes_reset(&x->names);
	if ((at[0] = name_put(x, name)) < 0)
		return;
	for (i = 0; i < n; i++)
		if ((at[i + 1] = name_put(x, atts[2 * i])) < 0)
			return;
	for (i = 0; i < n; i++) {
		x->attrs[i].name = (char *)x->names.data + at[i + 1];
		x->attrs[i].value = atts[2 * i + 1];
	}
	if (x->events->start != NULL && (r = x->events->start(x, x->ctx,
	    (char *)x->names.data + at[0], x->attrs, n)) < 0)
		stop(x, r);
}

static void
on_end(void *ctx, const char *name)
{
	struct xml *x = ctx;
	int r;

	if (x->err != 0)
		return;
	x->depth--;
	bytes_reset(&x->names);
	if (name_put(x, name) < 0)
		return;
	if (x->events->end != NULL &&
	    (r = x->events->end(x, x->ctx, (char *)x->names.data)) < 0)
		stop(x, r);
}

static void
on_text(void *ctx, const char *s, int len)
{
	struct xml *x = ctx;
	int r;

	if (x->err == 0 && x->events->text != NULL &&
	    (r = x->events->text(x, x->ctx, s, (size_t)len)) < 0)
		stop(x, r);
}

static void
on_comment(void *ctx, const char *s)
{
	struct xml *x = ctx;
	int r;

	if (x->err == 0 && x->events->aside != NULL &&
	    (r = x->events->aside(x, x->ctx, s)) < 0)
		stop(x, r);
}

static void
on_instruction(void *ctx, const char *target, const char *data)
{
	(void)target;
	on_comment(ctx, data);
}

static void
on_doctype(void *ctx, const char *name, const char *system,
    const char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	stop(ctx, err_set(ERR_FORMAT, "the XML has a document type "
	    "declaration, which documents never need; treat it as hostile"));
}

static void
on_declare(void *ctx, const char *prefix, const char *uri)
{
	struct xml *x = ctx;
	struct declared *d;

	if (x->err != 0)
		return;
	if (x->ndeclared == XML_PREFIXES_MAX) {
		stop(x, err_set(ERR_TOO_BIG, "the XML declares too many "
		    "namespaces; treat the file as hostile"));
		return;
	}
	if (x->ndeclared == x->room) {
		x->room = x->room == 0 ? 64 : x->room * 2;
		if ((d = realloc(x->declared, x->room * sizeof *d)) == NULL) {
			x->room = x->ndeclared;
			stop(x, err_set(ERR_NO_MEMORY, "out of memory"));
			return;
		}
		x->declared = d;
	}
	d = &x->declared[x->ndeclared];
	if ((d->prefix = strdup(prefix != NULL ? prefix : "")) == NULL) {
		stop(x, err_set(ERR_NO_MEMORY, "out of memory"));
		return;
	}
	d->ours = uri != NULL ? prefix_of(x, uri, strlen(uri)) : NULL;
	x->ndeclared++;
}

/* Expat ends declarations in the reverse of the order it began them. */
static void
on_undeclare(void *ctx, const char *prefix)
{
	struct xml *x = ctx;

	(void)prefix;
	if (x->err == 0 && x->ndeclared > 0)
		free(x->declared[--x->ndeclared].prefix);
}

const char *
xml_prefix(const struct xml *x, const char *s, size_t len)
{
	size_t i;

	for (i = x->ndeclared; i-- > 0; )
		if (strlen(x->declared[i].prefix) == len &&
		    memcmp(x->declared[i].prefix, s, len) == 0)
			return x->declared[i].ours;
	return NULL;
}

static int
parse(struct xml *x, const char *p, size_t len)
{
	const size_t chunk = (size_t)1 << 20;
	size_t n;

	do {
		n = len < chunk ? len : chunk;
		if (XML_Parse(x->parser, p, (int)n, n == len) !=
		    XML_STATUS_OK) {
			if (x->err != 0)
				return x->err;
			return err_set(ERR_FORMAT, "the XML of a part is not "
			    "well-formed (line %lu); ask for the file again",
			    (unsigned long)XML_GetCurrentLineNumber(
			    x->parser));
		}
		p += n;
		len -= n;
	} while (len > 0);
	return x->err;
}

int
xml_read(const void *data, size_t len, const struct xml_namespace *table,
    const struct xml_events *events, void *ctx)
{
	struct xml *x;
	int r;

	if (len > XML_PART_MAX)
		return err_set(ERR_TOO_BIG, "a part's XML is over %zu bytes; "
		    "treat the file by hand", (size_t)XML_PART_MAX);
	if ((x = calloc(1, sizeof *x)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	x->names = BYTES_INIT((XML_ATTRS_MAX + 1) * (XML_NAME_MAX + 32));
	x->table = table;
	x->events = events;
	x->ctx = ctx;
	if ((x->parser = XML_ParserCreateNS(NULL, SEPARATOR)) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetCommentHandler(x->parser, on_comment);
	XML_SetProcessingInstructionHandler(x->parser, on_instruction);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	XML_SetNamespaceDeclHandler(x->parser, on_declare, on_undeclare);
	r = parse(x, data, len);
done:
	if (x->parser != NULL)
		XML_ParserFree(x->parser);
	while (x->ndeclared > 0)
		free(x->declared[--x->ndeclared].prefix);
	free(x->declared);
	bytes_free(&x->names);
	free(x);
	return r;
}

const char *
xml_attr(const struct xml_attr *attrs, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(attrs[i].name, name) == 0)
			return attrs[i].value;
	return NULL;
}

bool
xml_is_on(const char *value)
{
	return value == NULL || (strcmp(value, "0") != 0 &&
	    strcmp(value, "false") != 0 && strcmp(value, "off") != 0);
}

static void
put(struct bytes *b, const char *s, size_t len, const char *special)
{
	size_t i, from = 0;

	for (i = 0; i < len; i++) {
		if (s[i] == '\0' || strchr(special, s[i]) == NULL)
			continue;
		(void)bytes_add(b, s + from, i - from);
		(void)bytes_addf(b, "&#%d;", s[i]);
		from = i + 1;
	}
	if (from < len)
		(void)bytes_add(b, s + from, len - from);
}

void
xml_put_text(struct bytes *b, const char *s, size_t len)
{
	put(b, s, len, "&<>\r");
}

void
xml_put_value(struct bytes *b, const char *s, size_t len)
{
	put(b, s, len, "&<>\"\r\n\t");
}

void
xml_put_attr(struct bytes *b, const char *name, const char *value)
{
	(void)bytes_add(b, " ", 1);
	(void)bytes_add_str(b, name);
	(void)bytes_add(b, "=\"", 2);
	xml_put_value(b, value, strlen(value));
	(void)bytes_add(b, "\"", 1);
}
