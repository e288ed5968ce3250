/*
 * owner.h -- whose a vault's files are.
 *
 * Whoever may write to them can put back an older history, or take it away:
 * they are this user's or root's, and nobody else may write to them.  On file
 * systems that know no owners (FAT on a stick) all files are the mounter's, and
 * only that is looked at.
 */
#ifndef VAULT_STORE_OWNER_H
#define VAULT_STORE_OWNER_H

#include <sys/stat.h>

#include "vault/store/trouble.h"

struct owner {
	uid_t user;		/* whose this process is */
	int modes;		/* 0: this file system has none */
};

/* For the file system of the folder `vault`. */
struct owner owner_of(int vault);

/* Tell what is wrong with one file or folder; 0 also when it was told. */
int owner_one(const struct owner *o, const struct stat *st, const char *name,
    const struct troubles *to);

/* The folder itself and all folders and files that have a fixed name. */
int owner_examine(int vault, const struct troubles *to);

#endif
