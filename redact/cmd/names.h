/* names.h -- names of a list that are to stand for persons (--pseudonyms). */
#ifndef REDACT_CMD_NAMES_H
#define REDACT_CMD_NAMES_H

#include "redact/cmd/work.h"

/* Read a list (pseudonyms.h); it is kept as a plan keeps it. */
int names_read(struct plan **out, const char *file);
void names_free(struct plan *names);	/* NULL is fine */

/* Every person of the submission is to have one: in its plans from now on. */
int names_give(struct work *w, const struct plan *names);

/* Say how many findings got none, for want of names. */
void names_tell(const struct options *o, const char *name,
    struct plan *const plans[], size_t n);

#endif
