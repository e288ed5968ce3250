/*
 * labels.h -- what this desk calls the members: VAULT/labels, a local file that
 * is not part of the history and never leaves the machine with it.
 *
 * One line each: <fingerprint, 64 hex>\t<label>\n.  A label is printable UTF-8
 * without tabs, 1 to LABEL_SIZE - 1 bytes.  Lines that are not so are ignored.
 */
#ifndef VAULT_SESSION_LABELS_H
#define VAULT_SESSION_LABELS_H

#include <stdbool.h>
#include <stddef.h>

#include "vault/base/bytes.h"
#include "vault/base/id.h"

#define LABEL_SIZE 64			/* bytes, with NUL */
#define LABELS_FILE_MAX (1u << 20)	/* bytes */

/* Append the file's content; no file is an empty one.  ERR_TOO_BIG. */
int labels_read(struct bytes *file, const char *vault);

/* The label of a member in what labels_read() gave; "" when it has none. */
void labels_find(const struct bytes *file, const struct fpr *member,
    char label[LABEL_SIZE]);

/* 0, or ERR_USAGE that says what is wrong with the label. */
int labels_check(const char *label);

/* Replace the file, durably, by one in which `member` is called `label`. */
int labels_set(const char *vault, const struct fpr *member, const char *label);

#endif
