/*
 * layout.h -- the folders and files of a new vault, made durable; and taken
 * away again when it never became one.
 */
#ifndef VAULT_STORE_LAYOUT_H
#define VAULT_STORE_LAYOUT_H

#define LAYOUT_HEAD "ref: refs/heads/main\n"	/* the file HEAD */
#define LAYOUT_VERSION "tipline-vault 1\n"	/* the file VERSION of the tree */

/* An empty repository in the empty folder `path`; ERR_EXISTS when something
 * is in it.  After an error nothing is left in it. */
int layout_make(const char *path);

/* Remove all that is in the folder `path`. */
int layout_unmake(const char *path);

#endif
