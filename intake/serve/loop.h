/* loop.h -- the service at work: until it is asked to end. */
#ifndef INTAKE_SERVE_LOOP_H
#define INTAKE_SERVE_LOOP_H

#include "intake/serve/server.h"

/* `signals` is a signalfd.  Uploads that are under way at the end break; what
 * is whole by then appears and is told. */
int loop_run(struct server *s, int signals);

#endif
