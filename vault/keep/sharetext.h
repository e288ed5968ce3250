/*
 * sharetext.h -- a share as text that can be printed, read aloud and typed
 * again.
 *
 *   # lines for people, which are not read
 *   tipshare1...		Bech32m (bech32.h) of
 *				line u16 | lines u16 | 1 to 32 bytes
 *
 * Lines count from 1 and stand in order; all but the last carry 32 bytes.
 * Letters may be capitals; blanks around a line and empty lines are fine.
 */
#ifndef VAULT_KEEP_SHARETEXT_H
#define VAULT_KEEP_SHARETEXT_H

#include "vault/keep/share.h"

#define SHARE_TEXT_MAX 65536	/* bytes of a file */

/* The text of a share's bytes. */
int sharetext_write(struct secret **text, const struct share *share);

/* The bytes again.  ERR_FORMAT names the file and the line that is wrong. */
int sharetext_read(struct secret **raw, const struct secret *text,
    const char *name);

#endif
