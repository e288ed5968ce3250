/*
 * mbox.h -- where the mails of an mbox begin and end, in one pass and constant
 * memory.
 *
 * A mail begins behind a line "From sender date" that is the file's first, or
 * has an empty line before it and either a date in it or a header field behind
 * it; the empty line belongs to neither.  What the mbox quotes (">From ") is
 * left as it is: mboxo cannot be told from mboxrd, and the mail goes in as it
 * lies there.  In mboxcl2 nothing is quoted and a field Content-Length says how
 * long the mail is; anybody can write such a field, so it is believed only when
 * it is asked for, and then only where a mail ends that long.
 */
#ifndef INTAKE_FOREIGN_WALL_MBOX_H
#define INTAKE_FOREIGN_WALL_MBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/foreign/wall/head.h"

#define MBOX_LINE_MAX 1024u	/* bytes of a "From " line */

struct mbox_mail {
	uint64_t offset, length;	/* in the file */
	char from[MBOX_LINE_MAX];	/* the sender in its first line; "" */
	const struct head *head;
};

/* Does a file that begins so hold mails of an mbox? */
bool mbox_begins(const void *p, size_t len);

/*
 * mbox_read(fd, lengths, each, arg):
 * Read the file from where it stands, its offset 0, and tell each mail.  A
 * failure of `each` ends it.
 */
int mbox_read(int fd, bool lengths,
    int (*each)(void *arg, const struct mbox_mail *mail), void *arg);

#endif
