/*
 * pdf_walk.h -- meet every dictionary of a document once, by qpdf: first what
 * the trailer leads to, then what nothing leads to.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_WALK_H
#define INTAKE_FORMAT_PDF_PDF_WALK_H

#include <qpdf/qpdf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WALK_OBJECTS_MAX 4000000u	/* object numbers looked at */
#define WALK_DEPTH_MAX 60		/* direct objects inside each other */
#define WALK_KEYS_MAX ((size_t)1 << 20)	/* bytes of one dictionary's keys */

/*
 * One dictionary: `object` is the stream's handle or the dictionary's own;
 * `dict` is the dictionary; `number` the object it stands in, 0 for the
 * trailer; `orphan`: nothing leads to it.
 */
struct pdf_met {
	qpdf_oh object, dict;
	unsigned number;
	bool stream, orphan;
};

typedef void pdf_meet(void *ctx, qpdf_data q, const struct pdf_met *met);

/* *orphans: objects nothing leads to.  0; ERR_TOO_BIG; ERR_NO_MEMORY. */
int pdf_walk(qpdf_data q, pdf_meet *meet, void *ctx, uint32_t *orphans);

/*
 * A key of what may be no dictionary; then null.  qpdf's own call of this kind
 * asks names and numbers all the same, and warns of damage that there is not.
 */
qpdf_oh pdf_key_if_dict(qpdf_data q, qpdf_oh oh, const char *key);

/* The keys of `dict`, each with its NUL; an empty one ends.  Owned; NULL
 * when there is no memory or too much of it would be needed. */
char *pdf_keys(qpdf_data q, qpdf_oh dict);

#endif
