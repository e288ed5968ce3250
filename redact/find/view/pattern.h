/*
 * pattern.h -- a PCRE2 pattern, compiled at its first use and kept, run once
 * over a folded text.
 *
 * Patterns begin with a look-behind that lets few places begin, and repeat
 * with bounds and possessively, so that a pass is linear whatever the text;
 * match limits make a mistake in that an error instead of a hang.
 */
#ifndef REDACT_FIND_PATTERN_H
#define REDACT_FIND_PATTERN_H

#include <stddef.h>
#include <stdint.h>

#include "redact/find/view/view.h"

#define PATTERN_GROUPS_MAX 12
#define PATTERN_NONE ((size_t)-1)	/* a group that took no part */

struct pattern {
	const char *re;
	enum { PATTERN_BYTES, PATTERN_UTF } mode;
	void *code;	/* NULL until the first use */
};

#define PATTERN_INIT(re_, mode_) { .re = (re_), .mode = (mode_), .code = NULL }

struct match {
	const struct view *v;
	const uint8_t *s;	/* the folded text: v->s */
	size_t len;
	size_t start[PATTERN_GROUPS_MAX], end[PATTERN_GROUPS_MAX];
	size_t next;	/* where to go on; set to the end of the match */
};

/*
 * pattern_run(p, v, hit):
 * Call `hit` for each match, from left to right; it may set m->next anywhere
 * behind m->start[0].  Ends with the first error of `hit`.  Letters match in
 * either case.  ERR_FAILED when PCRE2 refuses the pattern or gives up.
 */
int pattern_run(struct pattern *p, const struct view *v,
    int (*hit)(struct match *m));

#endif
