/*
 * signal.c -- envelopes of signal-cli (kinds.h), one a line, bare or as
 * parameters of a JSON-RPC call.  What was edited comes again with its new
 * text; what was deleted says which message that was.  Receipts and typing
 * notices are nobody's words and are left out.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "intake/foreign/wall/chat.h"
#include "intake/foreign/wall/tree.h"
#include "intake/foreign/wall/kinds.h"
#include "vault/base/err.h"

#define EVENT_SIZE 64
#define PATH_SIZE 320
#define LINE_MAX_BYTES (8u << 20)	/* of one envelope */

struct pieces {
	char thread[160], event[EVENT_SIZE];
	char sent[TREE_NUMBER_SIZE], target[TREE_NUMBER_SIZE];
	char paths[CHAT_ATTACHMENTS_MAX][PATH_SIZE];
	struct attachment files[CHAT_ATTACHMENTS_MAX];
};

/* attachments/<id>; an id is a name of signal-cli's, and no path. */
static void
read_attachments(struct message *m, struct pieces *x, const json_t *list)
{
	const json_t *one;
	const char *id;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)list, i, one) {
		struct attachment *a = &x->files[m->nattachments];

		if (m->nattachments == CHAT_ATTACHMENTS_MAX)
			break;
		*a = (struct attachment){ NULL, tree_str(one, "filename") };
		id = tree_str(one, "id");
		if (id != NULL && strlen(id) < PATH_SIZE - 16 &&
		    strchr(id, '/') == NULL) {
			(void)snprintf(x->paths[m->nattachments], PATH_SIZE,
			    "attachments/%s", id);
			a->path = x->paths[m->nattachments];
		}
		m->nattachments++;
	}
	m->attachments = x->files;
}

static void
read_data(struct message *m, struct pieces *x, const json_t *data)
{
	const json_t *gone = json_object_get(data, "remoteDelete");
	const json_t *reaction = json_object_get(data, "reaction");
	const char *word;

	m->text = tree_str(data, "message");
	if ((word = tree_word(gone, "timestamp", x->target)) != NULL)
		(void)snprintf(x->event, sizeof(x->event), "deleted %s", word);
	if ((word = tree_str(reaction, "emoji")) != NULL)
		m->text = word;
	if ((word = tree_word(reaction, "targetSentTimestamp",
	    x->target)) != NULL)
		(void)snprintf(x->event, sizeof(x->event), "reaction to %s",
		    word);
	read_attachments(m, x, json_object_get(data, "attachments"));
}

/* Whose conversation it is: a group's, or the sender's. */
static void
name_thread(struct message *m, struct pieces *x, const json_t *envelope,
    const json_t *data)
{
	const json_t *group = json_object_get(data, "groupInfo");
	const char *id = tree_str(group, "groupId");

	if (id == NULL)
		id = tree_str(json_object_get(data, "groupV2"), "id");
	m->chat = tree_str(group, "groupName");
	if (id == NULL && (id = tree_str(envelope, "sourceUuid")) == NULL &&
	    (id = tree_str(envelope, "source")) == NULL)
		id = "unknown";
	(void)snprintf(x->thread, sizeof(x->thread), "signal %.140s", id);
	m->thread = x->thread;
}

/* 1 when the envelope holds a message; 0 when nobody said anything. */
static int
read_envelope(struct message *m, struct pieces *x, const json_t *v)
{
	const json_t *params = json_object_get(v, "params"), *envelope, *edit;
	const json_t *data;
	const char *word;

	envelope = json_object_get(params != NULL ? params : v, "envelope");
	if (envelope == NULL)	/* a subscription's answer */
		envelope = json_object_get(json_object_get(params, "result"),
		    "envelope");
	edit = json_object_get(envelope, "editMessage");
	data = json_object_get(edit != NULL ? edit : envelope, "dataMessage");
	if (!json_is_object(data))
		return 0;
	*m = (struct message){ .event = x->event };
	x->event[0] = '\0';
	m->sender_name = tree_str(envelope, "sourceName");
	m->sender_id = tree_str(envelope, "sourceUuid");
	if ((m->sender_phone = tree_str(envelope, "sourceNumber")) == NULL &&
	    (word = tree_str(envelope, "source")) != NULL && word[0] == '+')
		m->sender_phone = word;
	if ((m->sent = tree_word(data, "timestamp", x->sent)) == NULL)
		m->sent = tree_word(envelope, "timestamp", x->sent);
	m->id = m->sent;
	read_data(m, x, data);
	if ((word = tree_word(edit, "targetSentTimestamp", x->target)) != NULL)
		(void)snprintf(x->event, sizeof(x->event), "edited %s", word);
	name_thread(m, x, envelope, data);
	return m->text != NULL || m->nattachments > 0 || x->event[0] != '\0';
}

/* One line; what is no message is counted. */
static int
add_line(struct chat *c, struct say *s, struct pieces *x, const uint8_t *p,
    size_t len, size_t number)
{
	struct message m;
	json_error_t e;
	json_t *v;
	int r = 0;

	while (len > 0 && (p[len - 1] == '\r' || p[len - 1] == ' '))
		len--;
	if (len == 0)
		return 0;
	v = json_loadb((const char *)p, len, JSON_ALLOW_NUL, &e);
	if (v == NULL)
		return err_set(ERR_FORMAT, "line %zu is no JSON: it may be "
		    "cut; take it out and import the rest", number);
	if (read_envelope(&m, x, v) == 1)
		r = chat_add(c, &m);
	else
		s->left_out++;
	json_decref(v);
	return r;
}

int
kind_signal(struct say *s, const uint8_t *p, size_t len)
{
	static struct pieces pieces;
	const uint8_t *end = p + len, *line = p, *stop;
	struct chat *c;
	size_t number = 0;
	int r;

	if ((r = chat_new(&c)) < 0)
		goto done;
	for (; r == 0 && line < end; line = stop + 1) {
		stop = memchr(line, '\n', (size_t)(end - line));
		if (stop == NULL)
			stop = end;
		r = add_line(c, s, &pieces, line, (size_t)(stop - line),
		    ++number);
	}
	if (r == 0)
		chat_say(c, s);
done:
	chat_free(c);
	return r;
}

/* One envelope, said as soon as it is whole. */
static int
say_line(struct say *s, struct pieces *x, const uint8_t *p, size_t len,
    size_t number)
{
	struct chat *c;
	int r;

	if ((r = chat_new(&c)) == 0 &&
	    (r = add_line(c, s, x, p, len, number)) == 0) {
		chat_say(c, s);
		r = say_ok(s);
	}
	chat_free(c);
	return r;
}

int
kind_signal_live(struct say *s, int fd)
{
	static struct pieces pieces;
	struct bytes b = BYTES_INIT(LINE_MAX_BYTES + 65536);
	uint8_t part[65536], *stop;
	size_t number = 0, from = 0;
	ssize_t n = 1;
	int r = 0;

	while (r == 0 && (n = read(fd, part, sizeof(part))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			r = err_sys("cannot read messages");
			break;
		}
		if ((r = bytes_add(&b, part, (size_t)n)) < 0)
			break;
		for (from = 0; r == 0 && (stop = memchr(b.data + from, '\n',
		    b.len - from)) != NULL;
		    from = (size_t)(stop - b.data) + 1)
			r = say_line(s, &pieces, b.data + from,
			    (size_t)(stop - b.data) - from, ++number);
		memmove(b.data, b.data + from, b.len - from);
		b.len -= from;
		if (r == 0 && b.len > LINE_MAX_BYTES)
			r = err_set(ERR_TOO_BIG, "a message is over %u bytes; "
			    "take it out and go on", LINE_MAX_BYTES);
	}
	if (r == 0 && b.len > 0)
		r = say_line(s, &pieces, b.data, b.len, ++number);
	bytes_free(&b);
	return r;
}
