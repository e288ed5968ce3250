/* sending.c -- see sending.h. */
#include "intake/serve/sending.h"

#include <stdlib.h>
#include <string.h>

#include "intake/receive/submission.h"
#include "intake/serve/text.h"
#include "vault/base/err.h"
#include "vault/seal/sshsig.h"

#define NO_NAME "file"		/* what a file without a name is called */

struct sending {
	struct server *server;
	struct submission *submission;
	struct sink *sink;
	bool open;		/* an item is */
	bool message;		/* ... and it is one */
	struct text text;	/* is it UTF-8? */
};

static int
add_recipients(struct submission *sub, const struct cards *desk)
{
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < desk->n; i++)
		r = submission_recipient(sub, &desk->v[i]);
	return r;
}

static int
begin(struct sending **out, struct server *s,
    const struct letterbox_public *pub, size_t items, const char *channel,
    int (*new_sink)(struct sink **out, const char *outbox, const struct id *id))
{
	struct sending *g;
	int r;

	*out = NULL;
	if ((g = calloc(1, sizeof(*g))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	g->server = s;
	if ((r = submission_new(&g->submission, channel, items)) < 0 ||
	    (r = add_recipients(g->submission, &s->desk)) < 0 ||
	    (r = submission_letterbox(g->submission, &pub->id,
	    pub->box_pk)) < 0 ||
	    (r = new_sink(&g->sink, s->set->outbox,
	    submission_id(g->submission))) < 0)
		goto done;
	*out = g;
	g = NULL;
done:
	sending_free(g);
	return r;
}

int
sending_begin(struct sending **out, struct server *s,
    const struct letterbox_public *pub, size_t items)
{
	return begin(out, s, pub, items, SERVE_CHANNEL, sink_drop_late);
}

int
sending_begin_kept(struct sending **out, struct server *s,
    const struct letterbox_public *pub, size_t items, const char *channel)
{
	return begin(out, s, pub, items, channel, sink_drop_kept);
}

const struct id *
sending_id(const struct sending *g)
{
	return submission_id(g->submission);
}

int
sending_item(struct sending *g, enum item_what what, const char *name)
{
	g->open = true;
	g->message = what == ITEM_MESSAGE;
	g->text = (struct text){ .left = 0 };
	if (name[0] == '\0')
		name = NO_NAME;
	return submission_begin_item(g->submission, g->sink, what, name);
}

int
sending_write(struct sending *g, const void *p, size_t len)
{
	if (g->message)
		text_add(&g->text, p, len);
	return submission_write(g->submission, g->sink, p, len);
}

int
sending_item_end(struct sending *g)
{
	if (!g->open)
		return 0;
	g->open = false;
	if (g->message && !text_valid(&g->text))
		submission_no_message(g->submission);
	return submission_end_item(g->submission, g->sink);
}

int
sending_finish(struct sending *g)
{
	struct server *s = g->server;
	struct bytes text = BYTES_INIT(DROP_TEXT_MAX);
	struct bytes sig = BYTES_INIT(SSHSIG_ARMOR_MAX);
	int r;

	if ((r = submission_close(g->submission, g->sink,
	    &s->session->my_fpr, &text)) < 0)
		goto done;
	(void)pthread_mutex_lock(&s->signing);
	r = keeper_sign(s->session->keeper, SSHSIG_NS_DROP, text.data,
	    text.len, &sig);
	(void)pthread_mutex_unlock(&s->signing);
	if (r == 0)
		r = submission_appear(g->submission, g->sink, &text, &sig);
done:
	bytes_free(&text);
	bytes_free(&sig);
	return r;
}

void
sending_free(struct sending *g)
{
	if (g == NULL)
		return;
	sink_free(g->sink);
	submission_free(g->submission);
	free(g);
}
