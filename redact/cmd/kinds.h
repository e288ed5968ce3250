/* kinds.h -- all kinds of findings, for people. */
#ifndef REDACT_CMD_KINDS_H
#define REDACT_CMD_KINDS_H

#include "vault/session/options.h"

/* One line for each kind: its name, the finders that report it, what it is;
 * as JSON: kind, finders, what. */
int kinds_show(const struct options *o);

#endif
