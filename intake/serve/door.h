/* door.h -- did the page itself ask, or another one through the browser? */
#ifndef INTAKE_SERVE_DOOR_H
#define INTAKE_SERVE_DOOR_H

#include <stdbool.h>

#include "intake/web/web.h"

/*
 * What the browser says about who asks, where it says it: Sec-Fetch-Site, and an
 * Origin, which must be this host's (Fetch, "Origin header").  Old ones say
 * nothing; then the token of the visit must do.  GET changes nothing: anybody
 * may link to a page.
 */
bool door_from_here(const struct web_request *q);

#endif
