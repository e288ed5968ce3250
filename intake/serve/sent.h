/* sent.h -- the end of a sending, in a thread: it appears and the source is
 * told, or nothing of it is left. */
#ifndef INTAKE_SERVE_SENT_H
#define INTAKE_SERVE_SENT_H

#include "intake/serve/keeping.h"
#include "intake/serve/sending.h"

/* What was sent. */
struct sent_what {
	struct sending *sending;	/* taken over */
	struct keeping *twins;		/* the same as parts; taken over, NULL */
	bool message;
	unsigned files;
};

/* All of it came: it is told when the drop is there and durable, and the twins
 * are destroyed then. */
void sent_finish(struct server *s, const struct asker *to, struct visit *visit,
    const struct sent_what *what);
/* Nothing is wanted of it; `g` is taken over. */
void sent_discard(struct server *s, struct sending *g);

#endif
