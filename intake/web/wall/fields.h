/*
 * fields.h -- the head of a request: the fields that are passed on, each once,
 * short and of plain characters; everything else in it is forgotten.
 */
#ifndef INTAKE_WEB_WALL_FIELDS_H
#define INTAKE_WEB_WALL_FIELDS_H

#include <microhttpd.h>
#include <stdbool.h>

#include "intake/web/web.h"
#include "vault/base/bytes.h"

#define FIELDS_KEPT 8u		/* host ... range, in the order of records.h */
#define FIELDS_MAX (2 * WEB_PATH_MAX + FIELDS_KEPT * WEB_FIELD_MAX + 64)

struct fields {
	enum web_method method;
	char path[WEB_PATH_MAX + 1], query[WEB_PATH_MAX + 1];
	bool bad_target;		/* too long, or not of this form */
	char kept[FIELDS_KEPT][WEB_FIELD_MAX + 1];
};

/* The target as it came: "/path?query". */
void fields_target(struct fields *f, const char *target);

/* The rest of the head.  0, or the status with which it is refused. */
unsigned fields_read(struct fields *f, struct MHD_Connection *c,
    const char *method);

/* Append method, path, query and the kept fields, as records.h says. */
void fields_put(struct bytes *b, const struct fields *f);

#endif
