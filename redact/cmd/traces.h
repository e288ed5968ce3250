/*
 * traces.h -- what stands beside a document's text and tells on somebody: the
 * values of its metadata, its name, its path inside an archive.
 */
#ifndef REDACT_CMD_TRACES_H
#define REDACT_CMD_TRACES_H

#include "intake/examine/report.h"
#include "redact/find/engine/find.h"
#include "redact/find/known/known.h"

#define TRACES_MAX 100000u	/* of one document; more are left out */

struct trace {
	struct finding finding;	/* places are of `of` */
	const char *of;		/* the field's value, or the name; borrowed */
	const char *group, *field;	/* borrowed; NULL: of the name */
};

struct traces {
	struct trace *list;
	size_t n;
};

/*
 * traces_of(out, report, name, options):
 * What the report's metadata says (where a field is for something, that;
 * finders over every value), and the name: `name` is a file's, or its path
 * inside what it lies in.  Either may be NULL; both are borrowed until
 * traces_free().  The kinds and the mode are those of `options`.
 */
int traces_of(struct traces *out, const struct report *report,
    const char *name, const struct find_options *options);
void traces_free(struct traces *t);

/* What they say (of confidence 0.6 and more) is to be known elsewhere. */
int traces_known(struct known *known, const struct traces *t);

#endif
