/* incoming.c -- see incoming.h. */
#include "intake/serve/incoming.h"

#include "intake/serve/sent.h"
#include "vault/base/err.h"

/* A folder, keys, a file: also that takes its time. */
static int
begin_item(struct incoming *in)
{
	const char *name = in->name;
	int r;

	in->name = NULL;
	if (in->sending == NULL && (r = sending_begin(&in->sending, in->server,
	    &in->pub, SERVE_FILES_MAX + 1)) < 0)
		return r;
	return sending_item(in->sending, in->begins_message ? ITEM_MESSAGE :
	    ITEM_FILE, name);
}

/* In a thread. */
static int
seal(void *arg, const uint8_t *p, size_t len)
{
	struct incoming *in = arg;
	int r;

	if (in->for_parts)
		return keeping_write(in->keeping, p, len);
	if (in->name != NULL && (r = begin_item(in)) < 0)
		return r;
	if (in->keeping != NULL && !in->lost)
		in->lost = keeping_write(in->keeping, p, len) < 0;
	return sending_write(in->sending, p, len);
}

int
incoming_begin(struct incoming *in, struct server *s,
    const struct letterbox_public *pub, bool for_parts, uint64_t announced)
{
	const uint64_t most = s->set->limit + SERVE_FORM_OVERHEAD;
	const uint64_t comes = announced > 0 ? announced : most;
	const bool twins = !for_parts && comes >= SERVE_TWINS_LEAST;

	if (comes > most)
		return err_set(ERR_TOO_BIG, "a sending is over the limit; send "
		    "less at a time");
	*in = (struct incoming){ .server = s, .pub = *pub,
	    .for_parts = for_parts, .twinned = twins,
	    .reserved = twins ? 2 * comes : comes };
	line_init(&in->line, seal, in);
	return space_take(&s->space, in->reserved) ? 0 : err_set(ERR_NO_SPACE,
	    "there is no room for more now; make some, or raise the quota");
}

static int
begin_part(struct incoming *in, const char *name)
{
	int r;

	if (in->keeping == NULL && (r = keeping_begin(&in->keeping, in->server,
	    &in->pub, !in->for_parts)) < 0)
		return r;
	return keeping_part(in->keeping, name);
}

/* It goes on without: what breaks is lost then, nothing else. */
static void
no_twins(struct incoming *in)
{
	in->twinned = false;
	if (in->keeping != NULL)
		keeping_undo(in->keeping);
	in->keeping = NULL;
}

int
incoming_item(struct incoming *in, bool message, const char *name)
{
	const unsigned most = in->for_parts ? SERVE_PARTS_MAX : SERVE_FILES_MAX;

	if (message)
		in->message = true;
	else if (++in->files > most)
		return err_set(ERR_EXISTS, "over %u files in one form; send "
		    "them in several", most);
	if (in->for_parts)
		return begin_part(in, name);
	if (in->twinned && begin_part(in, name) < 0)
		no_twins(in);
	in->name = name;
	in->begins_message = message;
	return 0;
}

int
incoming_write(struct incoming *in, const struct web_event *e)
{
	const uint64_t len = e->len, takes = in->twinned ? 2 * len : len;

	if (takes > in->reserved - in->written ||
	    in->came + len > in->server->set->limit)
		return err_set(ERR_TOO_BIG, "a sending is over the limit; send "
		    "less at a time");
	in->came += len;
	in->written += takes;
	space_wrote(&in->server->space, takes);
	return sealing_add(in->server->sealing, &in->line, in->server->web, e);
}

int
incoming_item_end(struct incoming *in)
{
	int r;

	if ((r = sealing_wait(in->server->sealing, &in->line)) < 0)
		return r;
	if (in->for_parts)
		return keeping_part_end(in->keeping);
	if (in->name != NULL && (r = begin_item(in)) < 0)	/* empty */
		return r;
	if (in->twinned && (in->lost || keeping_part_end(in->keeping) < 0))
		no_twins(in);
	return sending_item_end(in->sending);
}

void
incoming_end(struct incoming *in, bool broke)
{
	if (broke)
		(void)sealing_wait(in->server->sealing, &in->line);
	else
		sealing_drop(in->server->sealing, &in->line);
	space_give(&in->server->space, in->reserved, in->written);
	if (in->sending != NULL)
		sent_discard(in->server, in->sending);
	if (in->keeping != NULL) {
		if (broke)
			keeping_end(in->keeping);
		else
			keeping_undo(in->keeping);
	}
}
