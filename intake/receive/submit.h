/* submit.h -- tipline submit: files that lie on this machine. */
#ifndef INTAKE_RECEIVE_SUBMIT_H
#define INTAKE_RECEIVE_SUBMIT_H

#include "vault/session/options.h"

#define SUBMIT_MESSAGE_NAME "message.txt"	/* of a message's item */

int submit_main(const struct options *o, int argc, char **argv);

#endif
