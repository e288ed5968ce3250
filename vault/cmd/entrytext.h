/*
 * entrytext.h -- an entry from its commit's bytes alone, without a repository
 * (docs/format.md "Entry"): what it says, and that its actor signed it.
 */
#ifndef VAULT_CMD_ENTRYTEXT_H
#define VAULT_CMD_ENTRYTEXT_H

#include "vault/session/store.h"

struct entrytext {
	struct entry entry;		/* its submissions are owned */
	int64_t time;			/* as rounded */
};

/*
 * entrytext_read(t, p, len):
 * ERR_FORMAT when the text is not an entry's; ERR_INTEGRITY when the member
 * that it names as actor did not sign it.
 */
int entrytext_read(struct entrytext *t, const void *p, size_t len);
void entrytext_free(struct entrytext *t);

#endif
