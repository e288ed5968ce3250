/*
 * lock.h -- the wall's sandbox: no file, no program, no new connection to
 * anywhere; what listens already may be accepted from.
 */
#ifndef INTAKE_WEB_WALL_LOCK_H
#define INTAKE_WEB_WALL_LOCK_H

/* For good, when the listening socket is there. */
int lock_enter(void);

#endif
