/*
 * attack.h -- look for values in one piece of a result, with every wrapping
 * taken off (redact/find/known/unwrap.h), and remember where they stand.
 */
#ifndef REDACT_RELEASE_ATTACK_H
#define REDACT_RELEASE_ATTACK_H

#include "intake/examine/layout.h"
#include "redact/release/hits.h"
#include "redact/release/values.h"

/* A text that somebody reads; with a layout the hits tell the page. */
int attack_text(const struct values *v, const char *place, const void *text,
    size_t len, const struct layout *layout, struct hits *hits);

/* Words that were read from a picture: a second time, where they stand in the
 * text too, so what may stand is not counted. */
int attack_words(const struct values *v, const char *place, uint32_t page,
    const void *text, size_t len, struct hits *hits);

/*
 * Any bytes.  What a format says of itself ("Normal", "Georgia") is no hit:
 * what people read is looked through as text.
 */
int attack_bytes(const struct values *v, const char *place, const void *p,
    size_t len, struct hits *hits);

#endif
