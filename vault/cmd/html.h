/*
 * html.h -- one page of HTML that loads nothing and runs nothing.
 *
 * Every string that is not our own goes through print_html() of
 * vault/base/print.h: none can end an element or an attribute.
 */
#ifndef VAULT_CMD_HTML_H
#define VAULT_CMD_HTML_H

#include "vault/base/bytes.h"

/* Everything up to <main>, with the page's look; and everything behind it. */
int html_begin(struct bytes *b, const char *title);
int html_end(struct bytes *b);

/* <time> of the seconds, as when_format() writes them. */
int html_time(struct bytes *b, int64_t seconds);

#endif
