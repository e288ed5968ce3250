/*
 * visit.h -- who is here: from the code name to the goodbye, or until nothing
 * was heard for a while.  In memory alone; the browser has a random cookie, and
 * every form of a visit a random token that goes with it.
 *
 * There are so many at most.  For a new one the visit goes that was not heard
 * of for the longest, and of those that did something none as long as there
 * are others: so whoever asks for code names by the thousand ends their own.
 * One that is busy with an upload stays.
 */
#ifndef INTAKE_SERVE_VISIT_H
#define INTAKE_SERVE_VISIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/letterbox/letterbox.h"

#define VISITS_MAX 1500u
#define VISIT_IDLE_SECONDS 1800
#define VISIT_HEX 65u		/* of a cookie or a token, with NUL */
#define VISIT_COOKIE "tipline-s"
#define VISIT_COOKIE_SIZE 128u	/* of the whole Set-Cookie field */

struct visit {
	char cookie[VISIT_HEX], token[VISIT_HEX];
	uint32_t handle;	/* at the letterbox */
	struct letterbox_public pub;
	int64_t used;		/* seconds */
	bool did;		/* something came in, or was read */
	unsigned busy;		/* uploads that need it */
	bool ended;		/* forgotten when it is no longer busy */
};

struct visits;

/* `leave` is told the handle of each that ends. */
int visits_new(struct visits **out, void (*leave)(void *arg, uint32_t handle),
    void *arg);
void visits_free(struct visits *v);	/* ends all; NULL is fine */

/* A new one; NULL when all are busy. */
struct visit *visits_begin(struct visits *v, int64_t now, uint32_t handle,
    const struct letterbox_public *pub);

/* The one that this Cookie header tells of, used now; NULL. */
struct visit *visits_find(struct visits *v, int64_t now, const char *cookies);

/* Is this the token of its forms? */
bool visit_token(const struct visit *visit, const char *token);

/* Set-Cookie for it; for nobody (NULL): forget the cookie. */
void visit_cookie(const struct visit *visit, char out[VISIT_COOKIE_SIZE]);

/* It is over, at once or when it is no longer busy. */
void visits_end(struct visits *v, struct visit *visit);
void visits_busy(struct visit *visit);
void visits_idle(struct visits *v, struct visit *visit, int64_t now);

/* End those that were not heard of for too long. */
void visits_sweep(struct visits *v, int64_t now);
size_t visits_count(const struct visits *v);

#endif
