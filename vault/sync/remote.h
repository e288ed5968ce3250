/*
 * remote.h -- where a vault is synced with, from what a person types.
 *
 *   /path  ./path  file:///path     a bare repository on a disk
 *   PATH.bundle                     one file (git bundle), large objects
 *                                   beside it in PATH.bundle.lfs/; it carries
 *                                   a history to and fro, and may lose it
 *   user@host:path  ssh://...       over ssh
 *   https://...                     over https; http:// to this machine or
 *                                   to an onion service
 *
 * Nothing else: no other transport, no remote helper.
 */
#ifndef VAULT_SYNC_REMOTE_H
#define VAULT_SYNC_REMOTE_H

#include <stdbool.h>

#include "vault/seal/digest.h"

#define REMOTE_SIZE 4096	/* bytes of an address, with NUL */

struct remote {
	char url[REMOTE_SIZE];		/* for git */
	char path[REMOTE_SIZE];		/* absolute; "" unless on a disk */
	char shown[REMOTE_SIZE];	/* for people: no password in it */
	char id[SHA256_HEX_SIZE];	/* to remember it by; "": a bundle */
	bool bundle;
};

/* ERR_USAGE for what is none of the above. */
int remote_parse(struct remote *r, const char *word);

/* A path as a file:// address, its special characters escaped. */
int remote_file_url(char out[REMOTE_SIZE], const char *path);

#endif
