/*
 * browser.h -- show the page to the person at this machine.
 *
 * The browser is started on a file that only this user can read, and whose form
 * posts the one-time token by itself: so no token stands in an argument, where
 * `ps` shows it, nor in an address, which browsers remember.  The file goes when
 * it was used.
 */
#ifndef REDACT_PAGE_BROWSER_H
#define REDACT_PAGE_BROWSER_H

#include <stdbool.h>

struct browser;

/*
 * browser_open(out, origin, token):
 * Write the file, and start $BROWSER (words with %s, a ':' between several; the
 * first is taken) or else xdg-open on it, with no descriptor and no variable of
 * ours but what a desktop needs.  ERR_NOT_FOUND when neither can be started.
 */
int browser_open(struct browser **out, const char *origin, const char *token);

/* It ended and said that it could not show anything. */
bool browser_failed(struct browser *b);

/* The token was used: take the file away. */
void browser_done(struct browser *b);	/* NULL is fine */
void browser_free(struct browser *b);	/* the same, and forget it */

#endif
