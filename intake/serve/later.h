/*
 * later.h -- answers that leave at a full step of time after their question
 * came: how long it took to look for something tells nothing of what was found.
 */
#ifndef INTAKE_SERVE_LATER_H
#define INTAKE_SERVE_LATER_H

#include <stdbool.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define LATER_STEP_MSEC 500
#define LATER_COOKIE_SIZE 160u

struct later;

/* A page on its way. */
struct later_page {
	uint32_t id;		/* of the request */
	int64_t due;		/* milliseconds */
	unsigned status;
	const char *type;	/* Content-Type; NULL: a page's */
	struct bytes html;	/* owned */
	char cookie[LATER_COOKIE_SIZE];	/* Set-Cookie; "" */
	struct later_page *next;
};

int later_new(struct later **out);
void later_free(struct later *l);	/* NULL is fine */

/* The full step after `came` that is not over `now`. */
int64_t later_due(int64_t came, int64_t now);

/* Keep a page until it is due; its html is taken over. */
int later_add(struct later *l, struct later_page *page);

/* Who asked went away. */
void later_forget(struct later *l, uint32_t id);

/* Milliseconds until something is due; -1: nothing waits. */
int later_wait(const struct later *l, int64_t now);

/* One that is due by now; later_page_free() it.  NULL: none. */
struct later_page *later_take(struct later *l, int64_t now);
void later_page_free(struct later_page *page);

#endif
