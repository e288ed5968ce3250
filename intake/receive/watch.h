/* watch.h -- tipline watch: a folder whose files are taken as they come. */
#ifndef INTAKE_RECEIVE_WATCH_H
#define INTAKE_RECEIVE_WATCH_H

#include "vault/session/options.h"

#define WATCH_QUIET 5u		/* seconds without a change: it is whole */
#define WATCH_QUIET_MAX 86400u
#define WATCH_RETRY 30u		/* seconds until what failed is tried again */

int watch_main(const struct options *o, int argc, char **argv);

#endif
