/* ask.h -- code names: a new one, or the one that a source comes back with.
 * The letterbox makes the keys, in its time; then the visit begins. */
#ifndef INTAKE_SERVE_ASK_H
#define INTAKE_SERVE_ASK_H

#include "intake/serve/server.h"

void ask_new(struct server *s, const struct asker *to);
void ask_enter(struct server *s, const struct asker *to, const char *words);

/* Who asked went away. */
void ask_forget(struct server *s, uint32_t id);

/* The letterbox has answers. */
int ask_settle(struct server *s);
void ask_free(struct server *s);

#endif
