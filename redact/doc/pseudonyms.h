/*
 * pseudonyms.h -- names that may stand for persons: who was given which, and
 * which may still be given.
 *
 * A list is one name a line, printable ASCII without brackets, LABEL_MAX bytes
 * and a letter at least; empty lines and lines that begin with '#' are skipped.
 * Names are given in the order of the list, each to one person and never to
 * another.  A name of which any word of three letters or more stands in the
 * submission is passed over: it would be somebody's.
 */
#ifndef REDACT_DOC_PSEUDONYMS_H
#define REDACT_DOC_PSEUDONYMS_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/examine/limits.h"
#include "redact/doc/plan.h"
#include "vault/base/bytes.h"

#define PSEUDONYMS_FILE_MAX (256u << 10)	/* bytes of a list */

/* May it stand for a name? */
bool pseudonyms_fits(const char *name);

/* Add the names of a list to a plan; ERR_FORMAT with the line's number. */
int pseudonyms_read(struct plan *to, const void *p, size_t len);

/* Persons found in a plan shall have a name of the list; how many findings. */
size_t pseudonyms_show(struct plan *p);

/* How many findings were to have one, and there was none left. */
size_t pseudonyms_wanting(const struct plan *p);

struct pseudonyms;
int pseudonyms_new(struct pseudonyms **out);
void pseudonyms_free(struct pseudonyms *p);	/* NULL is fine */

/* A name to give, behind those that are there. */
int pseudonyms_add(struct pseudonyms *p, const char *name);

/* Somebody has this name already: *place says where it is kept, unless they
 * have another one. */
int pseudonyms_take(struct pseudonyms *p, const char *name, size_t *place);

/* Somebody had this name; nobody else gets it. */
int pseudonyms_keep(struct pseudonyms *p, const char *name);

/* The at-th name that somebody has or had; NULL: there are no more. */
const char *pseudonyms_given(const struct pseudonyms *p, size_t *at);

/* The name at *place; with none there, the next that may be given, whose place
 * is then *place.  Empty: there is none. */
int pseudonyms_give(struct pseudonyms *p, const struct bytes texts[],
    size_t ntexts, size_t *place, char label[LABEL_MAX + 1]);

#endif
