/*
 * upload.h -- a form that brings files, while it streams in: the fields in
 * their order, each bound to its visit by the token that comes first.
 *
 * POST /send becomes one submission, POST /part parts that wait.  What the wall
 * tells comes in any mixture of several uploads; each has its own state here.
 */
#ifndef INTAKE_SERVE_UPLOAD_H
#define INTAKE_SERVE_UPLOAD_H

#include "intake/serve/server.h"

/* Any event but WEB_EV_REQUEST. */
void upload_event(struct server *s, const struct web_event *e);

/* The service ends: what is under way breaks here and now. */
void upload_end_all(struct server *s);

#endif
