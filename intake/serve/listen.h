/*
 * listen.h -- the socket that the page is reached through, made or handed over;
 * and whoever started the service is told that it is ready.
 */
#ifndef INTAKE_SERVE_LISTEN_H
#define INTAKE_SERVE_LISTEN_H

#include <stdbool.h>
#include <stdint.h>

#define LISTEN_BACKLOG 4096

/*
 * A unix socket at `path`, for its owner and group.  Its folder must be ours and
 * nobody else's to write to; what an earlier run left there goes, and nothing
 * but a socket does.
 */
int listen_unix(int *fd, const char *path);
void listen_unlink(const char *path);

/* A port of 127.0.0.1 (0: any); *port says which. */
int listen_port(int *fd, uint16_t *port);

/* The one that systemd handed over (sd_listen_fds(3)); ERR_NOT_FOUND if none
 * was, ERR_USAGE when it is of another kind or can be reached from elsewhere. */
int listen_handed(int *fd);

/* sd_notify(3); nobody who wants to hear is no error. */
void listen_tell(const char *state);

#endif
