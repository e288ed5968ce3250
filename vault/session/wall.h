/*
 * wall.h -- start a wall beside this program, hear what it says, and see it
 * end.
 *
 * A wall is a program of prefix/libexec/tipline that locks itself in.  It has
 * one end of a socket pair as descriptor 3 and nothing else open but 0 and 1
 * (/dev/null), 2 (kept) and maybe one more, as 4; an empty environment but for
 * LC_ALL=C.UTF-8.
 */
#ifndef VAULT_SESSION_WALL_H
#define VAULT_SESSION_WALL_H

#include <stddef.h>

#include "vault/base/wire.h"

struct wall {
	int sock, pid;			/* -1: it does not run */
	struct wire_frame frame;	/* what it said last */
};

#define WALL_INIT \
	((struct wall){ .sock = -1, .pid = -1, .frame = WIRE_FRAME_INIT })

/*
 * wall_start(w, argv, keep_fd):
 * Start the program argv[0] names, with `keep_fd` (the caller's; -1: none) as
 * 4.  `w` need not have a value yet; wall_stop() is due also after a failure.
 */
int wall_start(struct wall *w, char *const argv[], int keep_fd);

/*
 * wall_hear(w, died):
 * The next frame, in w->frame.  A WIRE_ERROR is returned as the failure that it
 * tells; ERR_WALL when the wall has ended, with the line `died` (NULL: one that
 * does for any).
 */
int wall_hear(struct wall *w, const char *died);

/* What w->frame says, to be read from its beginning. */
struct wire_reader wall_said(const struct wall *w);

/*
 * wall_stop(w):
 * Close the socket, wait, and forget what was said.  ERR_WALL with a line when
 * the wall did not end well; 0 when it does not run.
 */
int wall_stop(struct wall *w);

/* --- what they are made of --- */

/* Path of a program beside this one: prefix/libexec/tipline/<name>. */
int libexec_path(char *out, size_t size, const char *name);

/* The same as wall_start() and wall_stop() of any program, without a frame. */
int wall_spawn(const char *path, char *const argv[], int keep_fd, int *sock,
    int *pid);
int wall_end(int *sock, int *pid);

#endif
