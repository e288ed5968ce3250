/* door.c -- see door.h. */
#include "intake/serve/door.h"

#include <string.h>

/* "http://host" or "https://host", and nothing else. */
static bool
is_own(const char *origin, const char *host)
{
	const char *rest = strstr(origin, "://");

	return rest != NULL && strncmp(origin, "http", 4) == 0 &&
	    host[0] != '\0' && strcmp(rest + 3, host) == 0;
}

bool
door_from_here(const struct web_request *q)
{
	if (q->method == WEB_GET)
		return true;
	if (q->fetch_site[0] != '\0' &&
	    strcmp(q->fetch_site, "same-origin") != 0)
		return false;
	return q->origin[0] == '\0' || is_own(q->origin, q->host);
}
