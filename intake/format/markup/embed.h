/* embed.h -- pictures that stand in an address: data:image/png;base64,... */
#ifndef INTAKE_FORMAT_MARKUP_EMBED_H
#define INTAKE_FORMAT_MARKUP_EMBED_H

#include <stdbool.h>
#include <stddef.h>

#include "vault/base/bytes.h"

#define EMBED_MAX ((size_t)256 << 20)	/* bytes of one picture */

bool embed_is(const char *address);

/*
 * embed_clean(out, address, changed):
 * Append the address of the cleaned picture.  false when it is no picture
 * that can be cleaned; then nothing is appended.  *changed: there was
 * something to clean away; may be NULL.
 */
bool embed_clean(struct bytes *out, const char *address, bool *changed);

#endif
