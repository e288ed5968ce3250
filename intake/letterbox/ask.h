/*
 * ask.h -- ask tipline-letterbox what is answered at once (records.h); for this
 * room alone.
 */
#ifndef INTAKE_LETTERBOX_ASK_H
#define INTAKE_LETTERBOX_ASK_H

#include "intake/letterbox/letterbox.h"
#include "intake/letterbox/records.h"

/*
 * letterbox_ask(l, type, body, reply_type, reply):
 * As wire_ask(): answers to code names that come meanwhile are kept for
 * letterbox_next().
 */
int letterbox_ask(struct letterbox *l, uint32_t type, const struct bytes *body,
    uint32_t reply_type, struct wire_frame *reply);

#endif
