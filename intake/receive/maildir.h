/*
 * maildir.h -- the mails in a folder: a Maildir (cr.yp.to/proto/maildir.html),
 * or any folder of .eml files.
 */
#ifndef INTAKE_RECEIVE_MAILDIR_H
#define INTAKE_RECEIVE_MAILDIR_H

#include <stdbool.h>
#include <stddef.h>

#define MAILDIR_FLAGS_SIZE 64	/* bytes of flags in words, with NUL */

struct maildir {
	char **paths;		/* below the folder, in their order; owned */
	size_t n;
	bool flags;		/* it is a Maildir: their names tell flags */
	size_t folders;		/* folders in it that were not looked into */
};

/* ERR_TOO_BIG over MAIL_FILES_MAX. */
int maildir_read(struct maildir *m, int folder);
void maildir_free(struct maildir *m);

/* "seen, replied": the flags in the name of a mail; "" when it has none. */
void maildir_flags(char out[MAILDIR_FLAGS_SIZE], const char *path);

#endif
