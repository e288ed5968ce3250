/*
 * answer.h -- pages as they leave: all of a multiple of ANSWER_UNIT bytes, and
 * where a code name was asked about also with the same header fields and at a
 * full step of time (later.h): what somebody else sees of the way is the same
 * whatever the answer says.
 */
#ifndef INTAKE_SERVE_ANSWER_H
#define INTAKE_SERVE_ANSWER_H

#include "intake/serve/server.h"

#define ANSWER_UNIT (32u << 10)

/* Milliseconds that only go on. */
int64_t answer_clock(void);

/* The language and the time of a request. */
struct asker answer_asker(const struct web_request *q);

/*
 * The page that `draw` (view.h) makes of `v`, whose newsroom, advice, language
 * and limits are filled in here.  With a visit, its token is too.  `visit` is
 * also who gets the cookie where one is sent.
 */
void answer_page(struct server *s, const struct asker *to,
    const struct visit *visit, unsigned status,
    int (*draw)(struct bytes *html, const struct view *v), struct view *v);

/* The first page, or a page of the notice alone. */
void answer_home(struct server *s, const struct asker *to,
    enum view_notice notice);
void answer_notice(struct server *s, const struct asker *to,
    const struct visit *visit, unsigned status, enum view_notice notice);

/* Anything that is no page. */
void answer_raw(struct server *s, uint32_t id, const struct web_answer *answer);

/* Those that are due. */
void answer_due(struct server *s);

/* Fill up to a multiple of ANSWER_UNIT, and to what `least` bytes would be. */
int answer_fill(struct bytes *html, size_t least);

#endif
