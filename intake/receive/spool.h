/*
 * spool.h -- a folder where others put files (a scanner, a copy of a stick,
 * SFTP, OnionShare's receive mode), and what in it is whole by now.
 *
 * What lies at the top belongs together by itself: a file, or a folder with
 * all that is below it.  In OnionShare's layout (docs.onionshare.org, "Receive
 * Files"), <date>/<time>/..., it is each <time> folder with the message that
 * lies beside it, <time>-message.txt.
 *
 * A file is whole when it has not changed for a while and nobody has it open
 * for writing (fcntl(2), leases).  Names that programs give to what they have
 * not finished (.part, .tmp ...), and hidden ones, wait.  Links, pipes and
 * devices are never taken, and never followed.
 */
#ifndef INTAKE_RECEIVE_SPOOL_H
#define INTAKE_RECEIVE_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

#define SPOOL_DEPTH_MAX 16u	/* folders in folders */
#define SPOOL_FILES_MAX 10000u	/* files of one gathering */
#define SPOOL_PATH_MAX 4096u	/* bytes of a path below the folder */

/* What belongs together.  Paths are below the folder that was looked at. */
struct gathering {
	char *path;		/* the file or folder itself; owned */
	char *message;		/* a file beside it that is its message; owned,
				 * NULL: none */
	char when[32];		/* as OnionShare's folders say; "" */
};

struct spool {
	struct gathering *list;	/* owned */
	size_t n;
	size_t waiting;		/* gatherings that are not whole yet */
	size_t refused;		/* links, devices and the like at the top */
};

/*
 * spool_look(s, folder, quiet): what is whole in the open folder, where whole
 * means unchanged for `quiet` seconds.  The names come in their order.
 */
int spool_look(struct spool *s, int folder, unsigned quiet);
/* The same of a folder that nobody writes to: all that lies there, whole or
 * not; and whether that is the name of a file that is not. */
int spool_look_all(struct spool *s, int folder);
bool spool_unfinished(const char *path);
void spool_free(struct spool *s);

/*
 * spool_files(folder, path, files, n):
 * The regular files of what lies at `path`, a file or a folder, in their order;
 * free() each and the array.  ERR_FORMAT with anything in it that is neither
 * folder nor file; ERR_TOO_BIG.
 */
int spool_files(int folder, const char *path, char ***files, size_t *n);
void spool_files_free(char **files, size_t n);

/* Open a file below `folder`; no link on the way to it is followed. */
int spool_open(int folder, const char *path);

#endif
