/*
 * tell.h -- records to the clean side (records.h).  While there is no room for
 * one, what the clean side sends is taken (answer.h): it never waits for us.
 */
#ifndef INTAKE_WEB_WALL_TELL_H
#define INTAKE_WEB_WALL_TELL_H

#include <stddef.h>
#include <stdint.h>

#include "intake/web/records.h"
#include "intake/web/wall/part.h"
#include "intake/web/web.h"

struct request;

/* Each returns 0 or why the clean side cannot be told. */
int tell_request(struct request *q);	/* whole; frees its body */
int tell_upload(struct request *q);	/* its head */
int tell_part(struct request *q, const struct part *part);
int tell_data(struct request *q, const uint8_t *p, size_t len);
int tell_id(struct request *q, enum web_record what);
int tell_gone(struct request *q, enum web_gone why);

#endif
