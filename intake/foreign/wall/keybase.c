/*
 * keybase.c -- answers of Keybase's chat API (kinds.h): messages of a
 * conversation, the newest first.  An attachment lies in the export's folder
 * under its own name.
 */
#include <stdio.h>
#include <string.h>

#include "intake/foreign/wall/chat.h"
#include "intake/foreign/wall/tree.h"
#include "intake/foreign/wall/kinds.h"
#include "vault/base/err.h"

#define EVENT_SIZE 256

/* "deleted 12, 13" */
static void
name_deleted(char *event, size_t size, const json_t *ids)
{
	const json_t *one;
	size_t i, at;

	at = (size_t)snprintf(event, size, "deleted");
	json_array_foreach((json_t *)(uintptr_t)ids, i, one)
		if (json_is_integer(one) && at + TREE_NUMBER_SIZE < size)
			at += (size_t)snprintf(event + at, size - at,
			    "%s %" JSON_INTEGER_FORMAT, i > 0 ? "," : "",
			    json_integer_value(one));
}

static void
read_content(struct message *m, const json_t *content,
    struct attachment *file, char *event, size_t size)
{
	const char *type = tree_str(content, "type");
	const json_t *v, *object;
	char id[TREE_NUMBER_SIZE];
	const char *word;

	if (type == NULL)
		return;
	v = json_object_get(content, type);
	if (strcmp(type, "text") == 0) {
		m->text = tree_str(v, "body");
	} else if (strcmp(type, "edit") == 0) {
		m->text = tree_str(v, "body");
		word = tree_word(v, "messageID", id);
		(void)snprintf(event, size, "edited %s",
		    word != NULL ? word : "");
	} else if (strcmp(type, "delete") == 0) {
		name_deleted(event, size, json_object_get(v, "messageIDs"));
	} else if (strcmp(type, "attachment") == 0) {
		object = json_object_get(v, "object");
		m->text = tree_str(object, "title");
		file->path = file->name = tree_str(object, "filename");
		m->attachments = file;
		m->nattachments = 1;
	} else {
		(void)snprintf(event, size, "%.60s", type);
	}
}

static int
add_message(struct chat *c, struct say *s, const json_t *v)
{
	const json_t *channel, *sender;
	char id[TREE_NUMBER_SIZE], sent[TREE_NUMBER_SIZE];
	char thread[128], event[EVENT_SIZE] = "", user[192] = "";
	struct attachment file = { NULL, NULL };
	struct message m = { .thread = thread };
	const char *word, *device;

	v = json_object_get(v, "msg");
	if (!json_is_object(v)) {	/* "error": what it could not read */
		s->left_out++;
		return 0;
	}
	channel = json_object_get(v, "channel");
	sender = json_object_get(v, "sender");
	m.chat = tree_str(channel, "name");
	word = tree_str(v, "conversation_id");
	(void)snprintf(thread, sizeof(thread), "keybase %.100s",
	    word != NULL ? word : m.chat != NULL ? m.chat : "chat");
	m.id = tree_word(v, "id", id);
	if ((m.sent = tree_word(v, "sent_at_ms", sent)) == NULL)
		m.sent = tree_word(v, "sent_at", sent);
	m.sender_user = tree_str(sender, "username");
	word = tree_str(sender, "uid");
	device = tree_str(sender, "device_name");
	if (word != NULL || device != NULL)
		(void)snprintf(user, sizeof(user), "%.80s%s%.80s",
		    word != NULL ? word : "", word != NULL && device != NULL ?
		    ", " : "", device != NULL ? device : "");
	m.sender_id = user;
	m.event = event;
	read_content(&m, json_object_get(v, "content"), &file, event,
	    sizeof(event));
	return chat_add(c, &m);
}

/* The newest comes first. */
static int
add_answer(struct chat *c, struct say *s, const json_t *v)
{
	const json_t *list = json_object_get(json_object_get(v, "result"),
	    "messages");
	size_t i;
	int r = 0;

	if (!json_is_array(list))
		return err_set(ERR_FORMAT, "an answer has no messages; save "
		    "what `keybase chat api` answers to a read");
	for (i = json_array_size(list); r == 0 && i > 0; i--)
		r = add_message(c, s, json_array_get(list, i - 1));
	return r;
}

int
kind_keybase(struct say *s, const uint8_t *p, size_t len)
{
	struct chat *c;
	json_error_t e;
	json_t *v;
	size_t at = 0;
	int r;

	if ((r = chat_new(&c)) < 0)
		goto done;
	while (r == 0 && at < len) {
		if (p[at] == ' ' || p[at] == '\n' || p[at] == '\r' ||
		    p[at] == '\t') {
			at++;
			continue;
		}
		v = json_loadb((const char *)p + at, len - at,
		    JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK, &e);
		if (v == NULL) {
			r = err_set(ERR_FORMAT, "line %d, column %d behind "
			    "byte %zu is no JSON: the answer may be cut; save "
			    "it again", e.line, e.column, at);
			break;
		}
		at += (size_t)e.position;
		r = add_answer(c, s, v);
		json_decref(v);
	}
	if (r == 0)
		chat_say(c, s);
done:
	chat_free(c);
	return r;
}
