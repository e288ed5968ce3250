/*
 * door.h -- who may come in: one browser of the person who started the review.
 *
 * They bring a token that was made for this once (in a file that the browser
 * posts, or as a short code that is typed) and get a cookie for it; the page
 * that is then shown holds a second secret, which every change must bring.  All
 * of them are random, in guarded memory, and compared in constant time.
 *
 * Nothing that another page can make a browser do is let in: the Host must be
 * this very address and port (so no name that points here does), and whatever
 * changes something must come from this page's origin.
 */
#ifndef REDACT_PAGE_DOOR_H
#define REDACT_PAGE_DOOR_H

#include <stdbool.h>
#include <stdint.h>

#include "intake/web/web.h"

#define DOOR_TRIES 10u		/* wrong tokens, then the review ends */
#define DOOR_SECRET_HEX 65	/* bytes of a token, with NUL: 256 bits */
#define DOOR_CODE_SIZE 15	/* "k7mq-2w9x-hr4t", with NUL: 59 bits */
#define DOOR_COOKIE_SIZE 160	/* of the field Set-Cookie, with NUL */
#define DOOR_ORIGIN_SIZE 32	/* "http://127.0.0.1:65535", with NUL */

struct door;

enum door_says {
	DOOR_IN = 0,		/* go on */
	DOOR_FORM,		/* GET / of a stranger: ask for the code */
	DOOR_WELCOME,		/* the token was right: give the cookie */
	DOOR_NO,		/* 403: not from here, or a stranger */
	DOOR_NO_TYPE,		/* 415: not of the type that is taken */
	DOOR_NO_METHOD,		/* 405 */
	DOOR_WRONG,		/* 403: not the token, or one that was used */
	DOOR_OVER		/* 403: too many wrong ones; the review ends */
};

int door_new(struct door **out, uint16_t port);
void door_free(struct door *d);		/* wipes; NULL is fine */

/* What a request is to be told; a right token is used up by it. */
enum door_says door_ask(struct door *d, const struct web_request *q);

/* The value of Set-Cookie after DOOR_WELCOME. */
void door_cookie(const struct door *d, char out[DOOR_COOKIE_SIZE]);
/* What a change must bring in X-Tipline-Token; in the page. */
const char *door_form(const struct door *d);

const char *door_origin(const struct door *d);
/* The one-time token and the code; NULL once one of them was used. */
const char *door_token(const struct door *d);
const char *door_code(const struct door *d);
/* Did anybody come in yet? */
bool door_used(const struct door *d);

#endif
