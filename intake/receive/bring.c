/* bring.c -- see bring.h. */
#include "intake/receive/bring.h"

#include <stdio.h>
#include <string.h>

#include "intake/receive/recipients.h"
#include "intake/receive/submit.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define FOLDER_NAMES_MAX (1u << 20)	/* bytes of a submission's names */
#define ANSWER_MAX (16u << 20)		/* bytes of the line with every item */

int
bringer_option(struct bringer *b, int argc, char **argv, int *i)
{
	if (option_is(argc, argv, i, "--to", &b->to))
		return b->to == NULL ? usage("--to needs a file of cards") : 1;
	if (option_is(argc, argv, i, "--outbox", &b->outbox))
		return b->outbox == NULL ? usage("--outbox needs a folder") : 1;
	return 0;
}

int
bringer_check(const struct bringer *b)
{
	if ((b->to == NULL) != (b->outbox == NULL))
		return usage("--to and --outbox go together");
	return 0;
}

int
bringer_open(struct bringer *b)
{
	int r;

	if (b->to != NULL)
		return session_open(&b->session, b->options, NEED_KEY);
	if ((r = session_open(&b->session, b->options, NEED_STORE | NEED_KEY |
	    NEED_MEMBER)) < 0)
		return r;
	return session_need_role(b->session, ROLE_DESK | ROLE_INTAKE,
	    "submitting");
}

void
bringer_close(struct bringer *b)
{
	session_close(b->session);
	b->session = NULL;
}

int
bringer_has(struct bringer *b, const struct id *id, bool *has)
{
	struct bytes names = BYTES_INIT(FOLDER_NAMES_MAX);
	char folder[PATH_SIZE];
	int r = 0;

	path_submission(folder, id);
	if (b->to == NULL)
		r = store_list(b->session->store, folder, &names);
	*has = names.len > 0;
	bytes_free(&names);
	return r;
}

int
bringing_begin(struct bringing *g, struct bringer *b, const char *channel,
    size_t items)
{
	int r;

	*g = (struct bringing){ .bringer = b };
	if ((r = submission_new(&g->submission, channel, items)) < 0)
		return r;
	if (b->to == NULL)
		return (r = recipients_of_vault(g->submission,
		    b->session)) < 0 ? r : sink_vault(&g->sink, b->session);
	if ((r = recipients_of_file(g->submission, b->to)) < 0)
		return r;
	return b->kept ? sink_drop_kept(&g->sink, b->outbox,
	    submission_id(g->submission)) : sink_drop(&g->sink, b->outbox,
	    submission_id(g->submission));
}

int
bringing_file(struct bringing *g, int fd, const char *name)
{
	return submission_add(g->submission, g->sink, g->bringer->options, fd,
	    ITEM_FILE, name);
}

int
bringing_message(struct bringing *g, const void *text, size_t len)
{
	int fd = -1, r;

	if (!utf8_valid(text, len))
		return err_set(ERR_USAGE, "a message is UTF-8 text; submit it as "
		    "a file");
	if ((r = io_memfd_from(&fd, "tipline-message", text, len)) == 0)
		r = submission_add(g->submission, g->sink, g->bringer->options,
		    fd, ITEM_MESSAGE, SUBMIT_MESSAGE_NAME);
	io_close(&fd);
	return r;
}

int
bringer_tell(const struct bringer *b, const struct id *submission,
    const struct manifest *m)
{
	struct bytes line = BYTES_INIT(ANSWER_MAX);
	struct json j = json_writer(&line);
	char hex[ID_HEX_SIZE], name[ID_NAME_SIZE];
	size_t i;
	int r;

	id_hex(hex, submission);
	id_name(name, submission);
	if (!b->options->json) {
		return printf("submitted %s (%s)\n", name, hex) < 0 ||
		    fflush(stdout) != 0 ? err_sys("%s is in the vault, but "
		    "that cannot be told; see tipline list", name) : 0;
	}
	json_open(&j, '{');
	json_kstr(&j, "submission", hex);
	json_kstr(&j, "name", name);
	json_key(&j, "items");
	json_open(&j, '[');
	for (i = 0; i < m->nitems; i++) {
		id_hex(hex, &m->items[i].id);
		json_open(&j, '{');
		json_kstr(&j, "item", hex);
		json_kuint(&j, "size", m->items[i].size);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	if ((r = bytes_ok(&line)) == 0)
		r = json_line(&line);
	bytes_free(&line);
	return r;
}

int
bringing_finish(struct bringing *g)
{
	struct session *s = g->bringer->session;
	const struct id *id = submission_id(g->submission);
	int r;

	if ((r = submission_finish(g->submission, g->sink, s->keeper,
	    &s->my_fpr)) < 0)
		return r;
	g->in = true;
	/* Only then may it be forgotten that it was promised. */
	r = bringer_tell(g->bringer, id, submission_manifest(g->submission));
	if (r == 0 && s->store != NULL)
		r = store_told(s->store, id);
	return r;
}

void
bringing_free(struct bringing *g)
{
	sink_free(g->sink);
	submission_free(g->submission);
	*g = (struct bringing){ .bringer = NULL };
}
