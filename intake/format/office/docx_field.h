/*
 * docx_field.h -- field instructions (ISO/IEC 29500-1, 17.16): which a cleaned
 * document may hold, and how they are written there.
 *
 * Fields that tell of their author, of files, dates, programs or data sources
 * do not pass; their last result stays as plain text.
 */
#ifndef INTAKE_FORMAT_OFFICE_DOCX_FIELD_H
#define INTAKE_FORMAT_OFFICE_DOCX_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#define DOCX_FIELD_MAX 8192u	/* bytes of an instruction */

enum docx_field_kind {
	FIELD_NONE,		/* does not pass */
	FIELD_PLAIN,		/* PAGE, NUMPAGES, TOC ... */
	FIELD_REFERENCE,	/* to a bookmark: REF, PAGEREF, NOTEREF */
	FIELD_LINK		/* HYPERLINK: target, or bookmark, or both */
};

struct docx_field {
	enum docx_field_kind kind;
	char name[16];
	char bookmark[256];		/* "" when there is none */
	char target[DOCX_FIELD_MAX];	/* "" when there is none */
	char switches[128];		/* only those we know, in order */
};

/* What the instruction asks for. */
void docx_field_parse(struct docx_field *f, const char *s, size_t len);

/* May a document point there?  http, https and mailto. */
bool docx_field_target(const char *target);

/* Does it name a file?  Word puts those into descriptions by itself. */
bool docx_field_is_path(const char *s);

#endif
