/* show.h -- reports, findings and failures as lines for people or JSON. */
#ifndef REDACT_CMD_SHOW_H
#define REDACT_CMD_SHOW_H

#include "intake/examine/report.h"
#include "redact/find/finder.h"
#include "vault/session/options.h"

/* What failed with `file`, from err_line(), on stderr (not silenced by -q). */
void show_failure(const struct options *o, const char *file);

/* How an examination ended when it is not done: one line on stderr, or JSON
 * (file, state, reason, detail, advice) on stdout. */
int show_undone(const struct options *o, const char *file,
    const struct report *r);

/* All of a report. */
int show_report(const struct options *o, const char *file,
    const struct report *r);

/* Tell, on stderr, that `n` pages hold no text that could be read (0: nothing). */
void show_unread(const struct options *o, const char *what, size_t n);

/* One finding; `text` is what its offsets count in. */
int show_finding(const struct options *o, const char *file,
    const struct finding *f, const uint8_t *text);

#endif
