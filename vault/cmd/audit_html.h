/*
 * audit_html.h -- what an audit found as one page of HTML: the verdict, what
 * is overdue, who did what when, a time line for each submission.
 */
#ifndef VAULT_CMD_AUDIT_HTML_H
#define VAULT_CMD_AUDIT_HTML_H

#include "vault/session/session.h"

#define AUDIT_HTML_MAX (64u << 20)	/* bytes of a page */
#define AUDIT_HTML_EVENTS_MAX 500	/* entries about the vault as a whole */
#define AUDIT_HTML_FINDINGS_MAX 1000	/* of each weight */

struct audit_page {
	const struct verdict *verdict;
	const struct finding_read *found;	/* of both weights */
	size_t nfound;
	const char *since;		/* the checkpoint named; NULL: all */
	bool labels;			/* show what this copy calls members */
};

/* Append the page.  A vault too damaged to be read has a page all the same. */
int audit_html(struct bytes *b, struct session *s,
    const struct audit_page *p);

#endif
