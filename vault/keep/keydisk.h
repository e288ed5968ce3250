/*
 * keydisk.h -- a key file on disk: who may read it, and how it gets there.
 */
#ifndef VAULT_KEEP_KEYDISK_H
#define VAULT_KEEP_KEYDISK_H

#include "vault/seal/secret.h"

/*
 * keydisk_read(file, path):
 * The whole file.  ERR_NOT_FOUND; ERR_NOT_PERMITTED when others than its owner
 * may read or change it (a systemd credential may be readable by its group:
 * that is the service's own access list); ERR_FORMAT when it is no plain file
 * or too long.
 */
int keydisk_read(struct secret **file, const char *path);
/* The same of a file that is open; `path` is for error lines. */
int keydisk_read_fd(struct secret **file, int fd, const char *path);
/* Why it cannot be opened, from errno. */
int keydisk_absent(const char *path);

/* Open the folder that `path` lies in; *name points at the rest of `path`. */
int keydisk_folder(int *dirfd, const char **name, const char *path);

/* A new file of mode 0600, whole and durable or not at all; ERR_EXISTS. */
int keydisk_create(const char *path, const struct secret *file);

/* ERR_EXISTS when something is there: told before anybody is asked anything. */
int keydisk_check_free(const char *path);

#endif
