/*
 * store_link.h -- the face's end of the socket to tipline-store: one question
 * and its answers.  Only the store_*.c files of this room use it.
 */
#ifndef VAULT_SESSION_STORE_LINK_H
#define VAULT_SESSION_STORE_LINK_H

#include <stdbool.h>

#include "vault/session/store.h"
#include "vault/session/store_records.h"
#include "vault/session/wall.h"

struct store {
	struct wall wall;	/* its frame is the last answer */
	int64_t time;		/* of the write that is begun */
	struct bytes out;	/* the question that is being put together */
	char *path;		/* of the vault */
	bool made;		/* we made the folder, for an init */
};

/* ERR_PROTOCOL: the store answered with `what`, which cannot be. */
int store_link_lied(const char *what);

/* Send what is in s->out and await the one answer, of that type; read by rd. */
int store_link_ask(struct store *s, uint32_t type, int fd, uint32_t answer,
    struct wire_reader *rd);
/* The same where the answer is an empty STORE_OK. */
int store_link_ask_ok(struct store *s, uint32_t type, int fd);

/* The next of several answers; the types it may have. */
int store_link_next(struct store *s, uint32_t type);
int store_link_one_of(struct store *s, uint32_t one, uint32_t other,
    uint32_t third);

/* The finding that was just answered. */
int store_link_finding(struct store *s, struct finding_read *f);

/*
 * Ask and append all parts of the answer.  What does not fit is still taken
 * off the socket, so that the next answer is that to the next question.
 */
int store_link_ask_parts(struct store *s, uint32_t type, struct bytes *b);

/* Put a path's text into the question. */
void store_link_put_path(struct store *s, const struct path *path);

/* 40 lower-case hex digits? */
bool store_link_is_commit(const char *hex);

#endif
