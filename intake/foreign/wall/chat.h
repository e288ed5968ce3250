/*
 * chat.h -- messages of any messenger, gathered by conversation and then said:
 * a conversation is a submission, a message an item, what the messenger says
 * of sender and time facts of it.
 */
#ifndef INTAKE_FOREIGN_WALL_CHAT_H
#define INTAKE_FOREIGN_WALL_CHAT_H

#include <stdbool.h>

#include "intake/foreign/wall/say.h"

struct chat;

/* A file that came with a message; strings are borrowed while it is added. */
struct attachment {
	const char *path;	/* below the export's folder; NULL: not in it */
	const char *name;	/* as it was sent; NULL: nothing is known */
};

#define CHAT_FACTS_MAX 16u
#define CHAT_ATTACHMENTS_MAX 1000u

/* One message; strings are borrowed while it is added, NULL: not said. */
struct message {
	const char *thread;	/* what it belongs to; never NULL */
	const char *chat;	/* the conversation's name */
	const char *sent, *id, *event;
	const char *sender_name, *sender_phone, *sender_user, *sender_id;
	const char *text;
	const struct attachment *attachments;
	size_t nattachments;
};

int chat_new(struct chat **out);
void chat_free(struct chat *c);		/* NULL is fine */
int chat_add(struct chat *c, const struct message *m);

/* Conversations in the order of their first messages; in each, its messages in
 * the order they were added. */
void chat_say(const struct chat *c, struct say *s);

#endif
