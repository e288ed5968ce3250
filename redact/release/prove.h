/*
 * prove.h -- attack the result: is any redacted value still in it?
 *
 * The result was examined from scratch (its text and metadata are in `exam`).
 * Every value (values.h) is looked for in its text, its metadata and its raw
 * bytes.
 */
#ifndef REDACT_RELEASE_PROVE_H
#define REDACT_RELEASE_PROVE_H

#include "intake/examine/run.h"
#include "redact/release/values.h"

/*
 * prove_gone(v, result):
 * 0 when none is found in the examined result, whose file is result->file and
 * whose report and text are from an examination of that very file.
 * ERR_NOT_PERMITTED with a line that says where it stands (never the value).
 */
int prove_gone(const struct values *v, const struct exam *result);

#endif
