/* limits.h -- every limit of an examination: name, unit (docs/limits.md). */
#ifndef INTAKE_EXAMINE_LIMITS_H
#define INTAKE_EXAMINE_LIMITS_H

#include <stdint.h>

#define DOCUMENT_MAX ((uint64_t)1 << 30)	/* bytes of one document */
#define TEXT_MAX (256u << 20)			/* bytes of its text */
#define CLEAN_MAX ((uint64_t)2 << 30)		/* bytes of a file it becomes */
#define PAGES_MAX 10000u
#define PIXELS_MAX ((uint64_t)400 * 1000 * 1000)	/* of one picture */
#define METAS_MAX 20000u			/* metadata lines in a report */
#define META_VALUE_MAX 4096u			/* bytes; longer ones are cut */
#define META_NAME_MAX 128u			/* bytes, also of a group */
#define MARKS_MAX 1000u
#define PLACES_MAX 4000000u			/* words with a box */
#define EDITS_MAX 1000000u			/* redactions in one document */
#define TIME_MAX ((uint64_t)1 << 40)		/* milliseconds of sound or film */
#define EDIT_WORD_MAX 8192u			/* bytes of a word that stays */
#define EDIT_WORDS_BYTES_MAX (64u << 20)	/* bytes of them all */
#define LABEL_MAX 48u				/* bytes of a redaction label */
#define DETAIL_MAX 512u				/* bytes of a reason's detail */
#define NESTING_MAX 8u
#define EXPANSION_MAX 200u			/* unpacked / packed ... */
#define EXPANSION_FREE ((uint64_t)64 << 20)	/* ... above these bytes */
#define UNPACKED_MAX ((uint64_t)2 << 30)	/* bytes of all documents in it */
#define MEMBERS_MAX 10000u			/* how many of them */
#define PASSWORD_MAX 256u			/* bytes */
#define CHILD_CPU_SECONDS 60u
#define PATIENT_FACTOR 20u			/* times as many with --patient */
#define PICTURE_WIDTH_MAX 4000u			/* pixels of one page's picture */
#define PICTURE_BYTES_MAX (128u << 20)		/* of its file */
#define OCR_PAGES_BYTES (PAGES_MAX / 8 + 1)	/* a bit for each page */
#define OCR_CPU_SECONDS 8u			/* for each page to be read ... */
#define OCR_CPU_START 20u			/* ... beside these ... */
#define OCR_CPU_MAX 1200u			/* ... up to this for a document */
#define OCR_INNER_MAX 500u			/* pictures in a document that are read */
#define CHILD_MEMORY ((uint64_t)3 << 30)	/* bytes of address space */

#endif
