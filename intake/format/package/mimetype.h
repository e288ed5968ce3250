/* mimetype.h -- packages that say what they are in a member "mimetype", as
 * OpenDocument and EPUB do. */
#ifndef INTAKE_FORMAT_PACKAGE_MIMETYPE_H
#define INTAKE_FORMAT_PACKAGE_MIMETYPE_H

#include <stddef.h>

#define MIMETYPE_SIZE 80u	/* with its NUL */

/*
 * What it says, without white space at its end; "" when it says nothing.
 * Cheap where the member is the first and not packed, as it should be; else
 * the directory is read.
 */
void mimetype_read(char to[MIMETYPE_SIZE], const void *data, size_t len);

#endif
