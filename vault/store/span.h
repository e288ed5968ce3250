/*
 * span.h -- files inside the vault that others may cut or replace while they
 * are read: opened without following any link, read by position into bounded
 * memory.  Nothing is mapped, so that a file that shrinks is an error and not
 * a signal.
 */
#ifndef VAULT_STORE_SPAN_H
#define VAULT_STORE_SPAN_H

#include <stddef.h>
#include <stdint.h>

/*
 * span_open(dir, name, fd, size):
 * Open a regular file below `dir` for reading.  No part of `name` may be a
 * symbolic link.  ERR_NOT_FOUND; ERR_INTEGRITY when it is something else.
 */
int span_open(int dir, const char *name, int *fd, uint64_t *size);

/* A folder, in the same way. */
int span_folder(int dir, const char *name, int *fd);

/* Exactly `len` bytes at `at`, or ERR_INTEGRITY. */
int span_read(int fd, uint64_t at, void *p, size_t len);

#endif
