/*
 * shut.h -- from here on the service opens nothing but its own folders: the
 * outbox, the state, the replies, and the socket's to take it away at the end.
 * Before the first byte of a stranger, and before its threads begin.
 */
#ifndef INTAKE_SERVE_SHUT_H
#define INTAKE_SERVE_SHUT_H

#include "intake/serve/server.h"

int shut(const struct server *s);

#endif
