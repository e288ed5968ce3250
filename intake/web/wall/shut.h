/*
 * shut.h -- the wall's sandbox (vault/lock/lock.h): no file, no program, no new
 * connection to anywhere; one socket may be accepted from.
 */
#ifndef INTAKE_WEB_WALL_SHUT_H
#define INTAKE_WEB_WALL_SHUT_H

/*
 * For good, when `listener` is there: accept4() of it is the only way to more
 * descriptors, of which there may be what `connections` need.
 */
int shut_in(int listener, unsigned connections);

#endif
