/*
 * io.h -- reads and writes that are whole or fail, and files that appear whole
 * or not at all.  Signals that interrupt are retried.
 */
#ifndef VAULT_BASE_IO_H
#define VAULT_BASE_IO_H

#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define IO_CHUNK 65536	/* bytes copied at a time */

/* Write all `len` bytes.  0; ERR_NO_SPACE; ERR_IO. */
int io_write_all(int fd, const void *p, size_t len);

/*
 * io_read(fd, p, len, &got):
 * Read until `len` bytes are there or the end is; *got says how many.
 */
int io_read(int fd, void *p, size_t len, size_t *got);

/* Append all that is left in `fd`; ERR_TOO_BIG over b's maximum. */
int io_read_all(int fd, struct bytes *b);

/* Read the file at `path` (relative to dirfd) whole; never follows a final link. */
int io_read_file(int dirfd, const char *path, struct bytes *b);

/*
 * io_write_file(dirfd, name, p, len, mode):
 * Make `name` with this content so that it is there whole and durable, or not
 * at all: written aside, fsync, linked into place, folder fsync.  `name` must
 * not exist: ERR_EXISTS.
 */
int io_write_file(int dirfd, const char *name, const void *p, size_t len,
    unsigned mode);

/* Like io_write_file(), but an existing `name` is replaced in one step. */
int io_replace_file(int dirfd, const char *name, const void *p, size_t len,
    unsigned mode);

/*
 * io_install(dirfd, name, in, mode):
 * Like io_write_file() with what is left in the descriptor `in` as content.
 */
int io_install(int dirfd, const char *name, int in, unsigned mode);

/* Copy from where `in` stands to its end; *copied (may be NULL) says how much. */
int io_copy(int out, int in, uint64_t *copied);

/* A memory file: close-on-exec, sealable.  `label` shows in /proc only. */
int io_memfd(int *fd, const char *label);

/* Put content into a new memory file, rewound to its start. */
int io_memfd_from(int *fd, const char *label, const void *p, size_t len);

/* Forbid any further change to the memory file (size and content). */
int io_memfd_freeze(int fd);

/* Size in bytes of the file behind `fd`. */
int io_size(int fd, uint64_t *size);

/* fsync, with ERR_IO/ERR_NO_SPACE; io_sync_dir opens and syncs a folder. */
int io_sync(int fd);
int io_sync_dir(int dirfd, const char *path);

/* close() when fd >= 0, then set it to -1. */
void io_close(int *fd);

#endif
