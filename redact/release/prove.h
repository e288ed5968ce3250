/*
 * prove.h -- attack the result: is any redacted value still in it?
 *
 * The result was examined from scratch (its text and metadata are in `exam`).
 * Every value is looked for in its text and its metadata, folded (case,
 * accents, hidden marks, white space and hyphens seen through), and in its raw
 * bytes as UTF-8 and UTF-16.
 */
#ifndef REDACT_RELEASE_PROVE_H
#define REDACT_RELEASE_PROVE_H

#include <stddef.h>
#include <stdint.h>

#include "intake/examine/run.h"
#include "redact/doc/plan.h"

/* Values that must be gone, as they stood in the text. */
struct values;

/*
 * values_of(out, plan, text):
 * The values of a plan's redact decisions; one that is equal (folded) to a
 * value somebody decided to keep is not asked for, for it may stand elsewhere.
 */
int values_of(struct values **out, const struct plan *plan,
    const uint8_t *text);
void values_free(struct values *v);

/*
 * values_gone(v, result):
 * 0 when none is found in the examined result, whose file is result->file and
 * whose report and text are from an examination of that very file.
 * ERR_NOT_PERMITTED with a line that says where it stands (never the value).
 */
int values_gone(const struct values *v, const struct exam *result);

#endif
