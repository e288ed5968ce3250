/* parts.h -- parts that wait to be sent on, and the form that takes more. */
#ifndef INTAKE_SERVE_VIEW_PARTS_H
#define INTAKE_SERVE_VIEW_PARTS_H

#include "intake/serve/view/put.h"

void parts_put(const struct page *p);

#endif
