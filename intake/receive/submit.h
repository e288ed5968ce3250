/* submit.h -- tipline submit: files that lie on this machine. */
#ifndef INTAKE_RECEIVE_SUBMIT_H
#define INTAKE_RECEIVE_SUBMIT_H

#include "vault/session/options.h"

int submit_main(const struct options *o, int argc, char **argv);

#endif
