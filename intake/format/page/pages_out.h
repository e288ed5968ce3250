/*
 * pages_out.h -- the objects of a PDF that is written from nothing.
 *
 * Small enough to be written by hand, and then it holds what is given here
 * and nothing else: no Info dictionary, no ID, no library's name or date.
 * Streams go to the answer as they come; all other objects stand in object
 * streams, and what finds them is a cross-reference stream (ISO 32000-1,
 * 7.5.7 and 7.5.8).
 */
#ifndef INTAKE_FORMAT_PAGE_PAGES_OUT_H
#define INTAKE_FORMAT_PAGE_PAGES_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "intake/format/format.h"
#include "vault/base/bytes.h"

struct pages_out;

/* Room for `objects` at most.  0, or -1 after a refusal, as the rest. */
int pages_out_new(struct pages_out **out, uint32_t objects, struct answer *a);

/* A number for an object that is written later; 1, 2, 3 and so on. */
uint32_t pages_out_number(struct pages_out *o);

/* An object that is no stream: append it to pages_out_body(), then name it. */
struct bytes *pages_out_body(struct pages_out *o);
int pages_out_object(struct pages_out *o, uint32_t number);

/* A stream; `dict` is what its dictionary holds besides its length and, with
 * `deflate`, its filter. */
int pages_out_stream(struct pages_out *o, uint32_t number, const char *dict,
    const struct bytes *data, bool deflate);

/* The end of the file, whose catalog is `root`. */
int pages_out_end(struct pages_out *o, uint32_t root);
void pages_out_free(struct pages_out *o);	/* NULL is fine */

#endif
