/*
 * telegram.c -- Telegram Desktop's "Machine-readable JSON" (kinds.h).  A text
 * is a string, or a list of strings and of objects with a text; a path is
 * one below the export's folder, or a sentence in brackets that says why the
 * file is not there.
 */
#include <stdio.h>
#include <string.h>

#include "intake/foreign/wall/chat.h"
#include "intake/foreign/wall/tree.h"
#include "intake/foreign/wall/kinds.h"
#include "vault/base/err.h"

#define EVENT_SIZE 128

/* Append what is said, without how it looks. */
static void
add_text(struct bytes *b, const json_t *v)
{
	const json_t *one;
	size_t i;

	if (json_is_string(v))
		(void)bytes_add(b, json_string_value(v),
		    strnlen(json_string_value(v), json_string_length(v)));
	else if (json_is_object(v))
		add_text(b, json_object_get(v, "text"));
	else if (json_is_array(v))
		json_array_foreach((json_t *)(uintptr_t)v, i, one)
			if (!json_is_array(one))
				add_text(b, one);
}

/* A card, a place, a poll: said in words, for nothing else holds them. */
static void
add_rest(struct bytes *b, const json_t *v)
{
	static const char *const cards[] = { "first_name", "last_name",
	    "phone_number" };
	const json_t *card = json_object_get(v, "contact_information");
	const json_t *place = json_object_get(v, "location_information");
	const json_t *poll = json_object_get(v, "poll"), *answer;
	const char *word;
	size_t i;

	for (i = 0; i < 3; i++)
		if ((word = tree_str(card, cards[i])) != NULL)
			(void)bytes_addf(b, "%s%s", b->len > 0 ? "\n" : "",
			    word);
	if (json_is_number(json_object_get(place, "latitude")))
		(void)bytes_addf(b, "%s%.6f, %.6f", b->len > 0 ? "\n" : "",
		    json_number_value(json_object_get(place, "latitude")),
		    json_number_value(json_object_get(place, "longitude")));
	if ((word = tree_str(poll, "question")) != NULL)
		(void)bytes_addf(b, "%s%s", b->len > 0 ? "\n" : "", word);
	json_array_foreach(json_object_get(poll, "answers"), i, answer)
		if ((word = tree_str(answer, "text")) != NULL)
			(void)bytes_addf(b, "\n- %s", word);
}

static size_t
add_file(struct attachment *a, size_t n, const json_t *v, const char *key)
{
	const char *path = tree_str(v, key);

	if (path == NULL)
		return n;
	a[n] = (struct attachment){ path[0] == '(' ? NULL : path,
	    tree_str(v, "file_name") };
	if (a[n].path == NULL && a[n].name == NULL)
		a[n].name = path;
	return n + 1;
}

static int
add_message(struct chat *c, const json_t *v, const char *thread,
    const char *chat)
{
	char id[TREE_NUMBER_SIZE], sent[TREE_NUMBER_SIZE];
	char edited[TREE_NUMBER_SIZE], event[EVENT_SIZE] = "";
	struct attachment files[2];
	struct bytes text = BYTES_INIT(FOREIGN_EXPORT_MAX);
	struct message m = { .thread = thread, .chat = chat,
	    .attachments = files };
	const char *word;
	int r;

	m.id = tree_word(v, "id", id);
	if ((m.sent = tree_word(v, "date_unixtime", sent)) == NULL)
		m.sent = tree_str(v, "date");
	m.sender_name = tree_str(v, "from");
	m.sender_id = tree_str(v, "from_id");
	if (m.sender_name == NULL)
		m.sender_name = tree_str(v, "actor");
	if (m.sender_id == NULL)
		m.sender_id = tree_str(v, "actor_id");
	if ((word = tree_word(v, "edited_unixtime", edited)) != NULL ||
	    (word = tree_str(v, "edited")) != NULL)
		(void)snprintf(event, sizeof(event), "edited %s", word);
	else if ((word = tree_str(v, "action")) != NULL)
		(void)snprintf(event, sizeof(event), "%s", word);
	m.event = event;
	add_text(&text, json_object_get(v, "text"));
	add_rest(&text, v);
	m.nattachments = add_file(files, 0, v, "photo");
	m.nattachments = add_file(files, m.nattachments, v, "file");
	m.text = bytes_str(&text);
	r = m.text == NULL ? bytes_ok(&text) : chat_add(c, &m);
	bytes_free(&text);
	return r;
}

static int
add_chat(struct chat *c, struct say *s, const json_t *v, size_t number)
{
	const json_t *messages = json_object_get(v, "messages"), *one;
	char id[TREE_NUMBER_SIZE], thread[64];
	const char *word = tree_word(v, "id", id);
	size_t i;
	int r = 0;

	if (!json_is_array(messages))
		return err_set(ERR_FORMAT, "chat %zu has no list of messages; "
		    "export it again as machine-readable JSON", number);
	(void)snprintf(thread, sizeof(thread), "telegram %.40s",
	    word != NULL ? word : "");
	if (word == NULL)
		(void)snprintf(thread, sizeof(thread), "telegram chat %zu",
		    number);
	json_array_foreach((json_t *)(uintptr_t)messages, i, one) {
		if (!json_is_object(one)) {
			s->left_out++;
			continue;
		}
		if (r == 0)
			r = add_message(c, one, thread, tree_str(v, "name"));
	}
	return r;
}

int
kind_telegram(struct say *s, const uint8_t *p, size_t len)
{
	json_t *v = NULL, *list, *one;
	struct chat *c = NULL;
	size_t i;
	int r;

	if ((r = tree_of(&v, p, len, "the export")) < 0 ||
	    (r = chat_new(&c)) < 0)
		goto done;
	list = json_object_get(json_object_get(v, "chats"), "list");
	if (!json_is_array(list))
		r = add_chat(c, s, v, 1);
	else
		json_array_foreach(list, i, one)
			if (r == 0)
				r = add_chat(c, s, one, i + 1);
	if (r == 0)
		chat_say(c, s);
done:
	chat_free(c);
	json_decref(v);
	return r;
}
