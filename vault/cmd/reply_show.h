/*
 * reply_show.h -- the replies to a source, for whoever may read the working
 * tier of its submission.
 */
#ifndef VAULT_CMD_REPLY_SHOW_H
#define VAULT_CMD_REPLY_SHOW_H

#include "vault/base/print.h"
#include "vault/session/given.h"

struct replies_view {
	bool known;			/* this key may know */
	bool can;			/* it can be answered */
	struct given_all given;
};

/* What this key may know; nothing without a grant of the working tier. */
int replies_view_read(struct replies_view *v, struct session *s,
    const struct id *submission);
void replies_view_free(struct replies_view *v);

/* For people; and for programs, the values of two keys. */
void replies_view_print(const struct replies_view *v, struct session *s,
    const struct id *submission);
void replies_view_json(const struct replies_view *v, struct json *j);

/* The same as a text file, appended. */
int replies_view_text(const struct replies_view *v, struct session *s,
    struct bytes *b);

#endif
