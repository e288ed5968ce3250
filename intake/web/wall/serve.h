/*
 * serve.h -- listen on this machine alone, and pass whole requests on
 * (records.h).  One thread; whatever comes is limited before it is kept.
 */
#ifndef INTAKE_WEB_WALL_SERVE_H
#define INTAKE_WEB_WALL_SERVE_H

#include <stdint.h>

struct server;

/* Listen on a port of 127.0.0.1; *port says which.  `sock` is the clean side. */
int server_start(struct server **out, int sock, uint16_t *port);

/* Serve until the clean side is gone: 0, or a failure. */
int server_run(struct server *s);

void server_stop(struct server *s);	/* NULL is fine */

#endif
