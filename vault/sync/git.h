/*
 * git.h -- start stock git, which is the transport and nothing else.
 *
 * It works in VAULT/transport, never in the vault itself.  Of the environment
 * it keeps what reaches the person's own ssh agent, proxies and credentials;
 * hooks, other protocols, prompts and housekeeping are off.  What it says is
 * not trusted: it repeats what the other side sent.
 */
#ifndef VAULT_SYNC_GIT_H
#define VAULT_SYNC_GIT_H

#include "vault/base/bytes.h"

#define GIT_ARGS_MAX 1100	/* words of one call */
#define GIT_SAID_SIZE 512	/* bytes kept of why it failed, with NUL */

struct git {
	int dir;			/* where it works; borrowed */
	char said[GIT_SAID_SIZE];	/* its last complaint, one line */
};

/*
 * git_run(g, args, input, out):
 * Run `git args...` (NULL ends them) with `input` (may be NULL: nothing) and
 * append what it prints to `out` (may be NULL).  0; ERR_FAILED when it ends
 * otherwise than well: g->said tells why, the line is the caller's to set.
 * ERR_FAILED with a line when there is no git.
 */
int git_run(struct git *g, const char *const args[], const struct bytes *input,
    struct bytes *out);

#endif
