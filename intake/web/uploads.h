/*
 * uploads.h -- which uploads there are, and what may come next of each: what
 * the wall tells out of order is not believed.
 */
#ifndef INTAKE_WEB_UPLOADS_H
#define INTAKE_WEB_UPLOADS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/web/web.h"

struct uploads_one;

struct uploads {
	struct uploads_one *all;	/* NULL at first */
	size_t count, room;
};

void uploads_free(struct uploads *u);

/* One begins: 0; -1 when it is there already, there are too many, no memory. */
int uploads_add(struct uploads *u, uint32_t id);

/*
 * uploads_step(u, id, kind, told):
 * PART ... GONE of it: 0, and *told says whether the caller is to hear of it,
 * or has answered already.  -1 when that is not what may come now.
 */
int uploads_step(struct uploads *u, uint32_t id, enum web_event_kind kind,
    bool *told);

/* The caller lets it go on; false when there is none that could. */
bool uploads_go_on(struct uploads *u, uint32_t id);

/* The caller answers; of what is no upload nothing is kept. */
void uploads_answer(struct uploads *u, uint32_t id);

#endif
