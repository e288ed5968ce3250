/* copy.h -- verbs that write a new copy of each file into a folder. */
#ifndef REDACT_CMD_COPY_H
#define REDACT_CMD_COPY_H

#include "redact/cmd/input.h"

/*
 * copy_done(v, dirfd, ending, removed):
 * Write exam->file and say so; `removed` counts what is gone, for the person.
 * A document that is not done is told and becomes EXIT_SOME_REFUSED.
 */
int copy_done(const struct visit *v, int dirfd, const char *ending,
    size_t removed);

#endif
