/*
 * part.h -- the head of one part of a form: its field, and its file's name.
 */
#ifndef INTAKE_WEB_WALL_PART_H
#define INTAKE_WEB_WALL_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/web/web.h"

#define PART_HEAD_MAX 4096u	/* bytes of a part's head */

struct part {
	char field[WEB_PART_FIELD_MAX + 1];
	bool file;			/* it has a file name, maybe "" */
	char name[WEB_NAME_MAX + 1];	/* any bytes but NUL */
};

/*
 * part_read(part, head, len):
 * The lines of a head, each with its CR LF.  -1 for one that says no name, or
 * two, one with a name over its limit, or with an encoding of the content.
 */
int part_read(struct part *part, const char *head, size_t len);

#endif
