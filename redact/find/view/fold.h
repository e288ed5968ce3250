/*
 * fold.h -- a text as a finder should see it, every byte of which knows its
 * place in the text.
 *
 * Both views: invisible, bidi and variation characters are dropped, unusual
 * spaces are ' ', full-width forms and decimal digits of any script are ASCII,
 * dashes are '-', curly quotes and primes are plain; Cyrillic and Greek
 * letters inside a Latin word are the Latin letters they look like.  Line
 * breaks stay.  The result is valid UTF-8.
 *
 * FOLD_READ keeps case, accents and joiners that belong: for patterns.
 * FOLD_COMPARE also folds case, strips accents, expands ligatures, and turns
 * every look-alike into Latin, so that equal things are equal bytes.
 */
#ifndef REDACT_FIND_FOLD_H
#define REDACT_FIND_FOLD_H

#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

struct fold;

#define FOLD_TEXT_MAX (256u << 20)	/* bytes of one text */

enum fold_view { FOLD_READ, FOLD_COMPARE };

/*
 * fold_new(out, text, len, view):
 * `text` is borrowed until fold_free().  ERR_TOO_BIG over FOLD_TEXT_MAX;
 * ERR_FORMAT when it is not UTF-8; ERR_NO_MEMORY.
 */
int fold_new(struct fold **out, const void *text, size_t len,
    enum fold_view view);
void fold_free(struct fold *f);

/* The folded bytes; never NULL. */
const uint8_t *fold_bytes(const struct fold *f, size_t *len);

/*
 * The range of the text that the folded range [i, j) came from, i < j: whole
 * characters, with what was dropped between them and not around them.
 */
size_t fold_start(const struct fold *f, size_t i);
size_t fold_end(const struct fold *f, size_t j);

/* Fold a value so that equal things compare equal (labels, leftovers): case,
 * accents, marks, white space and hyphens gone.  Appended to `b`. */
int fold_value(struct bytes *b, const void *value, size_t len);

#endif
