/*
 * import_drops.c -- CoverDrop's dead drops (import_run.h).  The wall takes the
 * file apart, tipline-coverdrop opens what is in it, the wall unpacks each
 * text: whoever parses has no key, and whoever has a key parses nothing.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "intake/foreign/drop.h"
#include "intake/receive/import_run.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define KEY_HEX_SIZE 65
#define WHAT_SIZE 160

/* The dead drop that is said. */
struct drops {
	struct import *m;
	struct drop_keys *keys;
	struct bytes data;
	char created[PLACE_WORD_SIZE * 2];
	char what[WHAT_SIZE];
	uint64_t real, cover, others;
	size_t unchecked, refused;
};

/* --- a message --- */

/* What the wall unpacks, in memory: it is short. */
static int
unpack(const struct drop_answer *a, struct bytes *text)
{
	struct foreign_saying s;
	struct foreign *f = NULL;
	int fd = -1, r;

	if ((r = io_memfd_from(&fd, "tipline-message", a->packed,
	    a->len)) < 0 ||
	    (r = foreign_start_with(&f, "gzip", "message", fd)) < 0)
		goto done;
	do {
		if ((r = foreign_next(f, &s)) == 0 &&
		    s.record == FOREIGN_DATA)
			r = bytes_add(text, s.data, s.len);
	} while (r == 0 && s.record != FOREIGN_DONE);
done:
	foreign_stop(f);
	io_close(&fd);
	return r;
}

static int
add_item(struct import *m, enum item_what what, const char *name,
    const void *p, size_t len)
{
	struct bringing *g = &m->now;
	int r;

	if ((r = submission_begin_item(g->submission, g->sink, what,
	    name)) < 0 || (len > 0 && (r = submission_write(g->submission,
	    g->sink, p, len)) < 0))
		return r;
	m->items++;
	return submission_end_item(g->submission, g->sink);
}

static int
add_text(struct import *m, const struct drop_answer *a)
{
	struct bytes text = BYTES_INIT(FOREIGN_TEXT_MAX);
	struct submission *sub = m->now.submission;
	int r = unpack(a, &text);

	if (r == ERR_FORMAT || r == ERR_TOO_BIG) {
		if ((r = add_item(m, ITEM_FILE, "message.gz", a->packed,
		    a->len)) == 0)
			r = submission_fact(sub, FACT_EVENT, "not one whole "
			    "gzip file: kept as it came");
	} else if (r == 0) {
		bool is = utf8_valid(text.data, text.len) && (text.len == 0 ||
		    memchr(text.data, '\0', text.len) == NULL);

		r = add_item(m, is ? ITEM_MESSAGE : ITEM_FILE, "message.txt",
		    text.data, text.len);
	}
	if (text.data != NULL)
		explicit_bzero(text.data, text.cap);
	bytes_free(&text);
	return r;
}

static int
bring_message(struct drops *d, const struct drop_answer *a)
{
	char key[KEY_HEX_SIZE], thread[KEY_HEX_SIZE + 16];
	char id[WHAT_SIZE + 32];
	struct import *m = d->m;
	struct submission *sub;
	int r;

	hex_of(key, a->reply_key, sizeof(a->reply_key));
	(void)snprintf(thread, sizeof(thread), "coverdrop %s", key);
	(void)snprintf(id, sizeof(id), "%s, message %u", d->what,
	    (unsigned)a->record + 1);
	if ((r = import_begin(m, 1)) < 0)
		return r;
	sub = m->now.submission;
	if ((r = submission_fact(sub, FACT_THREAD, thread)) < 0 ||
	    (r = submission_fact(sub, FACT_SENDER_ID, key)) < 0 ||
	    (r = submission_fact(sub, FACT_SENT, d->created)) < 0 ||
	    (r = submission_fact(sub, FACT_MESSAGE_ID, id)) < 0 ||
	    (r = submission_fact(sub, FACT_EVENT,
	    drop_keys_identities(d->keys) == 0 ? "the dead drop's signature "
	    "was not checked" : "")) < 0 || (r = add_text(m, a)) < 0)
		return r;
	d->real++;
	return import_end(m);
}

/* --- a dead drop --- */

static int
end_drop(struct drops *d, const struct drop_answer *a)
{
	d->cover += a->cover;
	d->others += a->others;
	d->unchecked += a->signature == DROP_UNCHECKED;
	if (a->signature != DROP_BAD)
		return 0;
	d->refused++;
	say(d->m->bringer.options, "%s is signed by none of the identity keys: "
	    "nothing of it came in", d->what);
	return 0;
}

static int
open_drop(struct drops *d)
{
	struct drop_answer a;
	int r;

	if ((r = drop_open(d->keys, d->data.data, d->data.len)) < 0)
		return r;
	do {
		if ((r = drop_next(d->keys, &a)) == 0)
			r = a.done ? end_drop(d, &a) : bring_message(d, &a);
	} while (r == 0 && !a.done);
	explicit_bzero(&a, sizeof(a));
	return r;
}

static int
obey(struct drops *d, const struct foreign_saying *s)
{
	switch (s->record) {
	case FOREIGN_SUBMISSION:
		bytes_reset(&d->data);
		d->created[0] = d->what[0] = '\0';
		return 0;
	case FOREIGN_FACT:
		if (s->what == FACT_SENT)
			(void)snprintf(d->created, sizeof(d->created), "%.*s",
			    (int)sizeof(d->created) - 1, s->value);
		else
			(void)snprintf(d->what, sizeof(d->what), "%.*s",
			    (int)sizeof(d->what) - 1, s->value);
		return 0;
	case FOREIGN_DATA:
		return bytes_add(&d->data, s->data, s->len);
	case FOREIGN_WHOLE:
		return open_drop(d);
	default:
		return 0;
	}
}

static int
listen(struct drops *d)
{
	static struct foreign_saying s;
	int r;

	do {
		if ((r = foreign_next(d->m->foreign, &s)) == 0)
			r = obey(d, &s);
	} while (r == 0 && s.record != FOREIGN_DONE);
	return r;
}

static int
tell(const struct drops *d)
{
	const struct options *o = d->m->bringer.options;

	say(o, "%llu messages for these keys, %llu that are cover or for "
	    "others", (unsigned long long)d->real,
	    (unsigned long long)d->cover);
	if (d->others > 0)
		say(o, "%llu messages are sealed to a key that is not in the "
		    "key file: add older keys and import again",
		    (unsigned long long)d->others);
	if (d->unchecked > 0)
		say(o, "the signatures of %zu dead drops were not checked: "
		    "they have none, or the key file has no identity key",
		    d->unchecked);
	return d->others > 0 || d->refused > 0 ? EXIT_SOME_REFUSED : 0;
}

int
import_coverdrop(struct import *m)
{
	struct drops d = { .m = m, .data = BYTES_INIT(DROP_BYTES_MAX +
	    DROP_HEAD_BYTES) };
	int keys, r;

	keys = open(m->keys_name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (keys < 0)
		return err_sys("%s cannot be opened; name the file of the "
		    "journalist's keys", m->keys_name);
	if ((r = drop_keys_start(&d.keys, keys)) == 0 &&
	    (r = foreign_start(&m->foreign, "coverdrop", m->index)) == 0 &&
	    (r = listen(&d)) == 0)
		r = tell(&d);
	io_close(&keys);
	drop_keys_stop(d.keys);
	bytes_free(&d.data);
	return r;
}
