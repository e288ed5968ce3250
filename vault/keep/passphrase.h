/*
 * passphrase.h -- a passphrase, from a descriptor or from the person.
 */
#ifndef VAULT_KEEP_PASSPHRASE_H
#define VAULT_KEEP_PASSPHRASE_H

#include "vault/seal/secret.h"

#define PASSPHRASE_MAX 1024		/* bytes */
#define PASSPHRASE_LEAST 8		/* characters of a new one */

/*
 * passphrase_read(out, fd):
 * One line without its end; reads nothing behind it, so that the next call
 * gets the next line.  ERR_USAGE when there is none, ERR_TOO_BIG.
 */
int passphrase_read(struct secret **out, int fd);

/*
 * passphrase_ask(out, question, name):
 * Ask on the terminal, with echo off: "<question> <name>: ", `name` escaped.
 * ERR_USAGE with the way out when there is no terminal.
 */
int passphrase_ask(struct secret **out, const char *question,
    const char *name);

/* Ask for a new one, twice; ERR_USAGE when the answers differ. */
int passphrase_ask_new(struct secret **out, const char *name);

/* ERR_USAGE unless a new passphrase is long enough. */
int passphrase_check(const struct secret *passphrase);

#endif
