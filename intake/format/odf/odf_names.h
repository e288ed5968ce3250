/*
 * odf_names.h -- which elements and attributes of OpenDocument (ISO/IEC 26300,
 * OASIS 1.3) a cleaned document may hold, and of what kind their values are.
 * What is not named here does not come through.
 */
#ifndef INTAKE_FORMAT_ODF_ODF_NAMES_H
#define INTAKE_FORMAT_ODF_ODF_NAMES_H

#include <stdbool.h>

#include "intake/format/package/xml.h"

/* The namespaces we know, and the declarations that every part begins with. */
extern const struct xml_namespace odf_namespaces[];
extern const char odf_declarations[];

enum odf_rule {
	ODF_DROP,	/* with all that is in it */
	ODF_KEEP,
	ODF_UNWRAP	/* its content stays */
};

enum odf_rule odf_element(const char *name);

/* What an attribute holds. */
enum odf_value {
	VALUE_NONE,	/* nothing that may stay */
	VALUE_TOKEN,	/* a number, a measure, a colour, a word of the schema */
	VALUE_STYLE,	/* the name of a style, a gradient, a page layout ... */
	VALUE_STYLES,	/* several of them */
	VALUE_ID,	/* what something else in the document refers to */
	VALUE_FONT,	/* a font's name */
	VALUE_PATH,	/* a shape's outline or formula */
	VALUE_WORDS,	/* words that are shown: around a number, as a bullet */
	VALUE_ADDRESS,	/* cells of a sheet */
	VALUE_CONDITION	/* of a number format */
};

enum odf_value odf_attribute(const char *element, const char *name);
/* Is it one of that kind?  For kinds that stay as they are. */
bool odf_value_fits(enum odf_value kind, const char *value);

/* A style that every office program has: its name says nothing. */
bool odf_style_is_common(const char *name);
/* Bytes of `name` before "-title", "-outline1" ...: the master page that a
 * style of presentations belongs to; 0 when it is none of those. */
size_t odf_style_master(const char *name);
/* Made by a program ("P12", "s3"): not worth a line in a report. */
bool odf_style_is_numbered(const char *name);


/* The type of a document whose body is this element; NULL for others. */
const char *odf_body_mime(const char *element);

#endif
