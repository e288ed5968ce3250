/*
 * sealing.h -- content on its way from the wall to the disk: sealed in threads,
 * four more than there are processors, for so many wait for the disk; what comes of
 * one upload in its order.
 *
 * What waits lies where the wall put it (web_keep()), WEB_KEPT_MAX pieces for all
 * uploads together; when all are taken, no more content comes.
 */
#ifndef INTAKE_SERVE_SEALING_H
#define INTAKE_SERVE_SEALING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/web/web.h"
#include "vault/base/err.h"

#define SEALING_THREADS_MAX 12u

struct sealing;
struct piece;

/* The pieces of one upload. */
struct line {
	/* In a thread, never in two for one line; 0, or why not. */
	int (*seal)(void *arg, const uint8_t *p, size_t len);
	void *arg;
	struct piece *first, **last;	/* of sealing.c, and all below */
	struct line *next;
	bool under_way;		/* in a thread, or waits for one */
	int failed;
	char why[ERR_LINE_MAX];
};

int sealing_new(struct sealing **out);
void sealing_free(struct sealing *s);	/* no line has any; NULL is fine */

void line_init(struct line *l, int (*seal)(void *arg, const uint8_t *p,
    size_t len), void *arg);

/*
 * One thread adds and waits, for all lines.
 *
 * sealing_add(s, l, web, e):
 * Take over the bytes of a WEB_EV_DATA.  0, or what an earlier piece failed
 * with: then all that comes is forgotten.
 */
int sealing_add(struct sealing *s, struct line *l, struct web *web,
    const struct web_event *e);

/* Until all of this line is sealed: 0, or what a piece failed with. */
int sealing_wait(struct sealing *s, struct line *l);

/* The same, but what no thread has begun with is forgotten. */
void sealing_drop(struct sealing *s, struct line *l);

#endif
