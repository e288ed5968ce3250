/*
 * words.h -- which elements and attributes a cleaned spreadsheet, presentation,
 * drawing, chart or diagram may hold (ISO/IEC 29500-1).  What is not named
 * here does not come through.  (Of word processing: docx_names.h.)
 *
 * Lists are words between spaces.  Attributes hold numbers and words of the
 * schema; none that a person types into is among them.
 */
#ifndef INTAKE_FORMAT_OFFICE_WORDS_H
#define INTAKE_FORMAT_OFFICE_WORDS_H

#include <stdbool.h>

#include "intake/format/package/xml.h"

#define WORD_VALUE_MAX 64u	/* bytes of a value that is a word or number */
#define LONG_VALUE_MAX 8192u	/* of those that are lists: places, paths */

struct words {
	const char *prefix;
	const char *elements;	/* kept, with what of them is kept */
	const char *text;	/* whose characters are layout: numbers, names
				 * of attributes */
	const char *unwrap;	/* not kept; what is in them is */
	const char *attributes;
	const char *long_attributes;
};

extern const struct words words_drawing, words_chart, words_diagram;
extern const struct words words_sheet, words_sheet_drawing, words_slide;
extern const struct words words_chart_drawing;

enum word_rule { WORD_DROP, WORD_KEEP, WORD_UNWRAP, WORD_LAYOUT };

/* What becomes of the element of this name, with its prefix. */
enum word_rule words_element(const char *name);
/* May this attribute stay on this element as it is? */
bool words_attribute(const char *element, const char *name,
    const char *value);
/* Can what this prefix means be written?  For alternate content. */
bool words_known(const char *prefix);
/* " xmlns:a=... " of all that may be written; the one of spreadsheets is the
 * default namespace there. */
const char *words_declarations(const char *root);

/* Is the value a number or a word of a schema? */
bool words_is_token(const char *value);

#endif
