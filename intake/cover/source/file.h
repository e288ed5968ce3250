/*
 * file.h -- the state in its file, one program at a time: `run` takes it for a
 * moment at each turn, and so do `send` and `read` beside it.
 */
#ifndef INTAKE_COVER_SOURCE_FILE_H
#define INTAKE_COVER_SOURCE_FILE_H

#include "intake/cover/source/state.h"

struct file;

/* Make `path`, which must not exist, with this state. */
int file_make(const char *path, const struct code_name *name,
    const struct state *s);

/* Work out the key of `path`: some 20 ms.  ERR_WRONG_KEY comes with the first
 * file_take(). */
int file_open(struct file **out, const char *path,
    const struct code_name *name);
void file_close(struct file *f);	/* wipes; NULL is fine */

/* Lock and read; then write and let go, or only let go. */
int file_take(struct file *f, struct state **s);
int file_give(struct file *f, const struct state *s);
void file_leave(struct file *f);

#endif
