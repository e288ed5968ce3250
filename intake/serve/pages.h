/* pages.h -- what is asked for in one request, by its path. */
#ifndef INTAKE_SERVE_PAGES_H
#define INTAKE_SERVE_PAGES_H

#include "intake/serve/server.h"

void pages_answer(struct server *s, const struct web_request *q);

#endif
