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
#define FIELDS_TYPE 3u		/* Content-Type, in that order */
#define FIELDS_MAX (2 * WEB_PATH_MAX + FIELDS_KEPT * WEB_FIELD_MAX + 64)

struct fields {
	enum web_method method;
	bool form;			/* multipart/form-data: an upload */
	bool expects;			/* to be told to go on, before its body */
	bool chunked;			/* its length is not told */
	uint64_t length;		/* of the body; 0: none, or not told */
	char path[WEB_PATH_MAX + 1], query[WEB_PATH_MAX + 1];
	bool bad_target;		/* too long, or not of this form */
	char kept[FIELDS_KEPT][WEB_FIELD_MAX + 1];
};

/* The target as it came: "/path?query". */
void fields_target(struct fields *f, const char *target);

/* What a body may be. */
struct fields_may {
	bool stream;			/* forms that stream in, chunks */
	uint64_t whole_max;		/* bytes of one that does not */
};

/* The rest of the head.  0, or the status with which it is refused. */
unsigned fields_judge(struct fields *f, struct MHD_Connection *c,
    const char *method, const char *version, const struct fields_may *may);

/* Append method, path, query and the kept fields, as records.h says. */
void fields_put(struct bytes *b, const struct fields *f);

#endif
