/*
 * textfile.h -- small files that a person names: read whole, written whole.
 */
#ifndef VAULT_CMD_TEXTFILE_H
#define VAULT_CMD_TEXTFILE_H

#include "vault/base/bytes.h"

/* Append all of the file, or of stdin for "-"; ERR_TOO_BIG over b's maximum. */
int textfile_read(struct bytes *b, const char *word);

/* The folder of a path, opened, and the name in it (borrowed from path). */
int textfile_place(int *dir, const char **name, const char *path);

/* To a new file, durably; to stdout when `path` is NULL or "-". */
int textfile_write(const char *path, const void *p, size_t len);

#endif
