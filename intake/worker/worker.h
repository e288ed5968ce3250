/*
 * worker.h -- the life of a worker program: it prepares once, then forks one
 * child for each document (intake/examine/records.h).  It never reads a
 * document itself.
 */
#ifndef INTAKE_WORKER_WORKER_H
#define INTAKE_WORKER_WORKER_H

#include "intake/format/format.h"

/* Serve descriptor 3 until it ends; the program's exit code. */
int worker_main(const struct format *const *formats);

#endif
