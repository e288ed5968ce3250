/*
 * css.h -- style sheets with nothing in them but style.
 *
 * What loads something (url(), image-set(), @import, @font-face) goes, so do
 * strings with words in them (but names of fonts), comments, expression() and the private properties of editors; references
 * into the same document, url(#name), stay.  The rest comes out as it was with
 * its white space made plain, and holds no "</".  Escapes that hide a name are
 * written out first, so that nothing slips through in them.
 */
#ifndef INTAKE_FORMAT_MARKUP_CSS_H
#define INTAKE_FORMAT_MARKUP_CSS_H

#include <stdbool.h>
#include <stddef.h>

#include "vault/base/bytes.h"

#define CSS_MAX ((size_t)64 << 20)	/* bytes of one style sheet */

/* What was left out. */
struct css_seen {
	unsigned long comments;
	unsigned long loads;		/* addresses elsewhere */
	unsigned long editor;		/* properties of an editor */
	unsigned long words;		/* strings that say something */
};

/* Append the cleaned form of a sheet, or of the inside of a style attribute.
 * The text is valid UTF-8.  `seen` may be NULL.  ERR_TOO_BIG. */
int css_clean(struct bytes *out, const char *s, size_t len,
    struct css_seen *seen);

/* Is what has this style attribute never seen? */
bool css_hides(const char *style);

/* The size of letters in it: 0 none is said, -1 too small to be read, 1. */
int css_letters(const char *style);

/* Does white space count in what has it? */
bool css_keeps_space(const char *style);

#endif
