/* copy.h -- verbs that write a new copy of each file into a folder. */
#ifndef REDACT_CMD_COPY_H
#define REDACT_CMD_COPY_H

#include "redact/cmd/input.h"

/*
 * copy_done(v, dirfd, removed):
 * Write the document's file under the input's own name, with the ending of what
 * it is behind that when it became another format, and say so; `removed`
 * counts what is gone, for the person.  Members that were left out, or kept as
 * they are, are told one by one.  Those, and a document that is not done,
 * become EXIT_SOME_REFUSED.
 */
int copy_done(const struct visit *v, int dirfd, size_t removed);

#endif
