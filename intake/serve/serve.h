/* serve.h -- tipline serve: the page that sources come to. */
#ifndef INTAKE_SERVE_SERVE_H
#define INTAKE_SERVE_SERVE_H

#include "vault/session/options.h"

int serve_main(const struct options *o, int argc, char **argv);

#endif
