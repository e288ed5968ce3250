/* verifying.h -- the parts of the verb `verify` that need no vault. */
#ifndef REDACT_CMD_VERIFYING_H
#define REDACT_CMD_VERIFYING_H

#include "redact/cmd/making.h"

struct verify_file {
	const struct options *options;
	const struct making *making;	/* its worker runs */
	char **files;
	int nfiles;
	const char *plan, *made;	/* --plan, --made; NULL */
	const char *watchlist;		/* --watchlist; NULL */
};

int verify_file(const struct verify_file *v);

#endif
