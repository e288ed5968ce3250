/*
 * serve.h -- take connections and pass requests on (records.h).  One thread;
 * whatever comes is limited before it is kept.
 */
#ifndef INTAKE_WEB_WALL_SERVE_H
#define INTAKE_WEB_WALL_SERVE_H

#include <stdint.h>

struct server;

/*
 * Be told by the clean side, `sock`, for whom: for the person at this machine,
 * listen on a port of 127.0.0.1; for strangers, on the socket that it gives.
 */
int server_start(struct server **out, int sock);

uint16_t server_port(const struct server *s);	/* 0: it was given a socket */
int server_listener(const struct server *s);
unsigned server_connections(const struct server *s);	/* at once */

/* Serve until the clean side is gone: 0, or a failure. */
int server_run(struct server *s);

void server_stop(struct server *s);	/* NULL is fine */

#endif
