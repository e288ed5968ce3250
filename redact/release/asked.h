/*
 * asked.h -- values that somebody asks for: is any of them in a file?
 */
#ifndef REDACT_RELEASE_ASKED_H
#define REDACT_RELEASE_ASKED_H

#include "redact/release/values.h"

/*
 * asked_values(out, list, len):
 * The entries of a watchlist (redact/find/known/watchlist.h) as values that
 * must stand nowhere: each as it is, in every wrapping; a '*' at its ends and a
 * word that says its kind do not count.  The label of one is "line <n>".
 * ERR_FORMAT for bytes that are not UTF-8.
 */
int asked_values(struct values **out, const void *list, size_t len);

#endif
