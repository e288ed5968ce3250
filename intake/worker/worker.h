/*
 * worker.h -- the life of a worker program: it prepares once, then forks one
 * child for each document (intake/examine/records.h).  It never reads a
 * document itself.
 */
#ifndef INTAKE_WORKER_WORKER_H
#define INTAKE_WORKER_WORKER_H

#include "intake/format/format.h"

/*
 * worker_main(formats, libraries):
 * Serve descriptor 3 until it ends; the program's exit code.  `libraries` names
 * what makes its files, with versions: "poppler 22.12.0, cairo 1.16.0".
 */
int worker_main(const struct format *const *formats, const char *libraries);

#endif
