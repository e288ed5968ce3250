/*
 * path.h -- the paths of files, and whose they are: in "C:\Users\NAME\...",
 * "/home/NAME/...", "OneDrive - COMPANY" the NAME and the COMPANY tell.
 */
#ifndef REDACT_FIND_PATH_H
#define REDACT_FIND_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PATH_ELEMENTS_MAX 64u
#define PATH_ELEMENT_MAX 128u	/* bytes of one element */

/* Ranges of the bytes given; start == end when there is none. */
struct path_names {
	size_t user, user_end;
	size_t company, company_end;
};

/* Whose files lie at this path?  Either kind of slash, also doubled; one that
 * is everybody's ("Public", "Shared", "root") is nobody. */
struct path_names path_names(const uint8_t *s, size_t len);

#endif
