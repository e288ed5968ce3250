/*
 * pdf_out.h -- a PDF written object by object, and a memory of what was
 * written already.
 *
 * Objects are numbered as they are finished: what others point to comes first.
 * So the same pages give the same file, and a file that was written here is
 * written again byte by byte.  1 is the catalog, 2 the tree of pages.  No Info,
 * no ID, no name or date of a program.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_OUT_H
#define INTAKE_FORMAT_PDF_PDF_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define OUT_OBJECTS_MAX 4000000u

enum { OUT_CATALOG = 1, OUT_PAGES, OUT_FIRST_FREE };

struct pdf_out {
	bool dry;		/* numbers only: nothing is written */
	struct bytes file;
	struct bytes offsets;	/* uint64_t of each object, by number */
	struct bytes pages;	/* uint32_t: the pages' numbers */
	struct bytes memory;	/* struct memo, in order of learning */
	uint32_t *buckets;	/* 1 + the newest memo of the bucket */
};

/* 0; ERR_NO_MEMORY. */
int pdf_out_begin(struct pdf_out *o);
void pdf_out_free(struct pdf_out *o);

/* An object of these bytes; its number, 0 when there is no room. */
uint32_t pdf_out_object(struct pdf_out *o, const struct bytes *body);

/*
 * A stream; `dict` is what its dictionary holds besides /Length (and, when it
 * is deflated here, /Filter).
 */
uint32_t pdf_out_stream(struct pdf_out *o, const struct bytes *dict,
    const void *data, size_t len, bool deflate);

/* A page: an object that says its parent itself. */
void pdf_out_page(struct pdf_out *o, uint32_t number);

/* What an object of the old file became: learned once, asked often. */
void pdf_out_learn(struct pdf_out *o, uint64_t key, uint32_t number);
bool pdf_out_known(const struct pdf_out *o, uint64_t key, uint32_t *number);

/* How far it is; and back to there, forgetting all since. */
struct pdf_mark {
	size_t file, offsets, pages, memory;
};
struct pdf_mark pdf_out_mark(const struct pdf_out *o);
void pdf_out_back(struct pdf_out *o, const struct pdf_mark *mark);

/* Catalog, tree, cross-reference table.  0; the first failure of all. */
int pdf_out_end(struct pdf_out *o);

#endif
