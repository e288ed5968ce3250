/* import.h -- tipline import: what other programs exported. */
#ifndef INTAKE_RECEIVE_IMPORT_H
#define INTAKE_RECEIVE_IMPORT_H

#include "vault/session/options.h"

int import_main(const struct options *o, int argc, char **argv);

#endif
