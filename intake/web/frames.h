/*
 * frames.h -- what the wall tells (records.h), checked again: every length,
 * every number, every field, and that it may come now.
 */
#ifndef INTAKE_WEB_FRAMES_H
#define INTAKE_WEB_FRAMES_H

#include <stdbool.h>

#include "intake/web/slots.h"
#include "intake/web/uploads.h"
#include "intake/web/web.h"
#include "vault/base/wire.h"

/* A WEB_REQUEST; ERR_WALL for anything else. */
int frames_request(struct wire_frame *f, struct web_request *q);

/*
 * frames_event(u, s, f, e, told):
 * Any record of a page for strangers.  e->data points into a slot, which is taken.
 * *told is false when it is about an upload that was answered already.
 */
int frames_event(struct uploads *u, struct slots *s, struct wire_frame *f,
    struct web_event *e, bool *told);

#endif
