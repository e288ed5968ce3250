/* show.h -- reports, findings and failures as lines for people or JSON. */
#ifndef REDACT_CMD_SHOW_H
#define REDACT_CMD_SHOW_H

#include "intake/examine/parts.h"
#include "intake/examine/report.h"
#include "redact/find/view/finder.h"
#include "vault/base/print.h"
#include "vault/session/options.h"

/* What a line is about: a document, or one that lies in another. */
struct subject {
	const char *file;	/* as named; below a container, its path */
	const char *parent;	/* the path of what it lies in; NULL: nothing */
	unsigned depth;
};

/* The keys that say which document a JSON line is about. */
void show_about(struct json *j, const struct subject *about);

/* What failed with `file`, from err_line(), on stderr (not silenced by -q). */
void show_failure(const struct options *o, const char *file);

/* How an examination ended when it is not done: one line on stderr, or JSON
 * (file, state, reason, detail, advice) on stdout. */
int show_undone(const struct options *o, const struct subject *about,
    const struct report *r);

/* The same of a member that was left out of its container, or kept. */
int show_uncleaned(const struct options *o, const struct subject *about,
    const struct report *r, enum part_what part);

/* All of a report. */
int show_report(const struct options *o, const struct subject *about,
    const struct report *r);

/* Tell, on stderr, that `n` pages hold no text that could be read (0: nothing). */
void show_unread(const struct options *o, const char *what, size_t n);

/* One finding; `text` is what its offsets count in. */
int show_finding(const struct options *o, const struct subject *about,
    const struct finding *f, const uint8_t *text);

/*
 * The same of what stands beside the text: in a field of metadata, or in a
 * name.  Its JSON has "where" ("metadata" or "name") and, of metadata, "field"
 * instead of places.
 */
struct trace;	/* traces.h */
int show_trace(const struct options *o, const struct subject *about,
    const struct trace *t);

#endif
