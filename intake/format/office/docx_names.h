/*
 * docx_names.h -- which elements and attributes of WordprocessingML and
 * DrawingML (ISO/IEC 29500-1, and the VML of part 4) a cleaned document may
 * hold.  What is not named here does not come through.
 */
#ifndef INTAKE_FORMAT_OFFICE_DOCX_NAMES_H
#define INTAKE_FORMAT_OFFICE_DOCX_NAMES_H

#include <stdbool.h>

#include "intake/format/package/xml.h"

/* The namespaces we know; transitional and strict are one. */
extern const struct xml_namespace office_namespaces[];

/* The declarations that every part we write begins with. */
extern const char docx_declarations[];
extern const char docx_theme_declarations[];

enum docx_rule {
	RULE_DROP,	/* with all that is in it */
	RULE_KEEP,
	RULE_UNWRAP,	/* its content stays */
	RULE_ROW,	/* drops the table row it stands in: deleted, hidden */
	RULE_SPECIAL	/* docx_walk.c knows */
};

/* What becomes of the element, inside document parts. */
enum docx_rule docx_element(const char *name);
/* May this attribute stay on this element as it is? */
bool docx_attribute(const char *element, const char *name, const char *value);
/* Elements of word/settings.xml that change how pages look. */
bool docx_setting(const char *name);
/* A style's name or id made of nothing but words of Word's own ones. */
bool docx_names_style(const char *name);
/* Elements whose character data is layout, not text. */
bool docx_number_text(const char *name);

#endif
