/* tidy.h -- parts that are too old go, and what all that are left take is
 * counted anew; the operator is told of replies that cannot be read. */
#ifndef INTAKE_SERVE_TIDY_H
#define INTAKE_SERVE_TIDY_H

#include "intake/serve/server.h"

#define TIDY_SECONDS 3600

void tidy_now(struct server *s);

/* First destroy these, of one letterbox; `ids` is copied. */
void tidy_destroy(struct server *s, const struct id *box, const struct id *ids,
    size_t n);

#endif
