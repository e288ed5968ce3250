/*
 * shut.h -- the wall's sandbox (vault/lock/lock.h): no file, no program, no new
 * connection to anywhere; what listens already may be accepted from.
 */
#ifndef INTAKE_WEB_WALL_SHUT_H
#define INTAKE_WEB_WALL_SHUT_H

/* For good, when the listening socket is there. */
int shut_in(void);

#endif
