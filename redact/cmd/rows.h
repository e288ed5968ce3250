/* rows.h -- what a release's stored manifest says of its files. */
#ifndef REDACT_CMD_ROWS_H
#define REDACT_CMD_ROWS_H

#include "redact/cmd/work.h"
#include "redact/release/summary.h"

/* The rows of release `number`; the caller frees *rows.  `tool` made it. */
int rows_read(struct summary_row **rows, size_t *n,
    char tool[SUMMARY_TOOL_SIZE], struct work *w, uint32_t number);

#endif
