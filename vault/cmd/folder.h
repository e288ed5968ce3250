/*
 * folder.h -- a folder of files that appear whole or not at all.
 *
 * Files are written in a folder `.part` inside it and get their names when all
 * of them are durable.  What was begun and not finished is removed again, also
 * when the person interrupts: plaintext must not stay behind by accident.
 */
#ifndef VAULT_CMD_FOLDER_H
#define VAULT_CMD_FOLDER_H

struct folder;

/*
 * folder_begin(out, path):
 * `path` is made, mode 0700, or is an empty folder: ERR_EXISTS if it is not.
 * From here to folder_free() SIGINT, SIGTERM and SIGHUP wait.
 */
int folder_begin(struct folder **out, const char *path);

/* A new file, mode 0600, for reading and writing; the descriptor stays ours. */
int folder_file(struct folder *f, int *fd);

/* The file is done: it will be called `name`.  ERR_EXISTS for a name twice. */
int folder_keep(struct folder *f, const char *name);

/* All of it appears.  ERR_FAILED when a signal waits. */
int folder_finish(struct folder *f);

/* Remove what was not finished; then a signal that waited does its work. */
void folder_free(struct folder *f);

#endif
