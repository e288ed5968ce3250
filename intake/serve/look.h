/* look.h -- the page of a visit: the form, what was answered, what waits in
 * parts.  It is gathered in a thread, for all of it lies on the disk. */
#ifndef INTAKE_SERVE_LOOK_H
#define INTAKE_SERVE_LOOK_H

#include "intake/serve/server.h"

/* Something to be done first, in that thread. */
enum look_first {
	LOOK_ONLY = 0,
	LOOK_WAIT,		/* nothing; view_wait() is shown */
	LOOK_DELETE,		/* the reply `id` */
	LOOK_DROP,		/* the parts `ids` */
	LOOK_COUNT		/* see how much lies in parts now */
};

void look_box(struct server *s, const struct asker *to, struct visit *visit,
    enum view_notice notice);

/* The page that waits: how many replies there are. */
void look_wait(struct server *s, const struct asker *to, struct visit *visit);

/* Delete a reply, or destroy parts; `ids` is copied. */
void look_after(struct server *s, const struct asker *to, struct visit *visit,
    enum look_first first, const struct id *ids, size_t n,
    enum view_notice notice);

#endif
