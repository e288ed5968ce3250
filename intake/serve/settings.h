/* settings.h -- the words of the call `tipline serve`, read and checked. */
#ifndef INTAKE_SERVE_SETTINGS_H
#define INTAKE_SERVE_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "vault/session/options.h"

#define SETTINGS_LIMIT ((uint64_t)2 << 30)	/* bytes of one sending ... */
#define SETTINGS_LIMIT_MAX ((uint64_t)1 << 40)	/* ... whatever is asked */
#define SETTINGS_QUOTA ((uint64_t)16 << 30)	/* on their way and in parts */
#define SETTINGS_FLOOR ((uint64_t)1 << 30)	/* stays free on each disk */
#define SETTINGS_SIZE_MAX ((uint64_t)1 << 50)	/* of any size that is named */
#define SETTINGS_IDLE 120u	/* seconds a connection may be silent */
#define SETTINGS_IDLE_MAX 3600u
#define SETTINGS_DAYS 7u	/* that parts are kept for */
#define SETTINGS_DAYS_MAX 365u
#define SETTINGS_NAME_MAX 100u	/* bytes of the newsroom's name */

struct settings {
	const struct options *options;
	/* Words of the call, borrowed; NULL when they were not said. */
	const char *to, *outbox, *state, *replies, *from, *name, *advice,
	    *socket;
	bool by_port, cover;
	uint16_t port;
	uint64_t limit, quota, floor;
	unsigned idle, days;
	unsigned interval;		/* of cover mode; 0: it was not said */
};

/* ERR_USAGE with a line; else all that must be there is. */
int settings_read(struct settings *s, const struct options *o, int argc,
    char **argv);

/* "2GiB", "500MiB", "64KiB" or bytes; false when it is none. */
bool settings_size(uint64_t *size, const char *word);

#endif
