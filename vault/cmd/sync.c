/*
 * sync.c -- tipline sync: bring this vault and a copy elsewhere to the same
 * history; or write all of it into a file for a room without a network.
 */
#include "vault/cmd/cmd.h"

#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/session/draft.h"
#include "vault/session/store_sync.h"
#include "vault/sync/bundle.h"
#include "vault/sync/meet.h"

#define EXIT_ASIDE 5

struct call {
	const char *remote;
	const char *bundle;		/* write there, read nothing */
	const char *since;
	const char *with[SIGNERS_MAX];
	size_t nwith;
	bool leave_others;
};

static int
tell_json(const struct remote *remote, const struct met *m)
{
	struct bytes line = BYTES_INIT(4 * REMOTE_SIZE);
	struct json j = json_writer(&line);
	int r;

	json_open(&j, '{');
	json_kstr(&j, "remote", remote->shown);
	json_kuint(&j, "entries", m->number);
	json_kuint(&j, "fetched", m->fetched);
	json_kuint(&j, "sent", m->sent);
	json_kuint(&j, "again", m->own.again);
	json_kuint(&j, "there", m->own.there);
	json_kuint(&j, "partly", m->own.partly);
	json_kuint(&j, "aside", m->own.aside);
	json_kuint(&j, "handed", m->handed);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
tell(const struct options *o, const struct remote *remote,
    const struct met *m)
{
	if (o->json)
		return tell_json(remote, m);
	if (m->handed > 0) {
		say(o, "%s held %llu entries that were made without knowing "
		    "ours; it now holds ours (and what it was is in %s.old): "
		    "whoever made them syncs with it and brings it again",
		    remote->shown, (unsigned long long)m->handed,
		    remote->shown);
		return 0;
	}
	if (m->fetched == 0 && m->sent == 0) {
		(void)printf("both have the same %llu entries\n",
		    (unsigned long long)m->number);
		return 0;
	}
	(void)printf("%llu fetched, %llu sent", (unsigned long long)m->fetched,
	    (unsigned long long)m->sent);
	if (m->own.again > 0)
		(void)printf(", %llu signed again",
		    (unsigned long long)m->own.again);
	if (m->own.aside > 0)
		(void)printf(", %llu kept aside",
		    (unsigned long long)m->own.aside);
	(void)printf("; both have the same %llu entries\n",
	    (unsigned long long)m->number);
	return 0;
}

/* The entry that --since names, by its number. */
struct wanted {
	uint64_t number;
	char commit[COMMIT_HEX_SIZE];
};

static int
find_number(const struct entry_read *e, void *arg)
{
	struct wanted *w = arg;

	if (e->number != w->number)
		return 0;
	memcpy(w->commit, e->commit, sizeof(w->commit));
	return 1;
}

static int
find_since(struct session *s, const char *word,
    char commit[COMMIT_HEX_SIZE])
{
	struct wanted w = { .number = 0 };
	const char *at;
	int r;

	for (at = word; *at >= '0' && *at <= '9' && at - word < 10; at++)
		w.number = w.number * 10 + (uint64_t)(*at - '0');
	if (*at != '\0' || w.number == 0)
		return usage("--since needs the number of an entry, as tipline "
		    "log shows it");
	if ((r = store_log(s->store, find_number, &w)) < 0)
		return r;
	if (r == 0)
		return err_set(ERR_NOT_FOUND, "there is no entry %s; tipline "
		    "log shows them", word);
	memcpy(commit, w.commit, sizeof(w.commit));
	return 0;
}

/* Everything, or what came since, into one file; nothing is read from it. */
static int
write_bundle(struct session *s, const struct remote *remote, const char *since)
{
	struct transport t = TRANSPORT_INIT;
	struct sync_state state;
	char from[COMMIT_HEX_SIZE] = "";
	int r;

	if ((since != NULL && (r = find_since(s, since, from)) < 0) ||
	    (r = transport_open(&t, s->options->vault, remote)) < 0)
		return r;
	if ((r = store_sync_look(s->store, "", from, false, &state)) == 0 &&
	    (r = meet_send_large(s, &t, from)) == 0)
		r = transport_bundle(&t, state.head,
		    since != NULL ? from : NULL);
	transport_close(&t, r == 0);
	if (r == 0 && !s->options->quiet && !s->options->json)
		(void)printf("%s and %s.lfs hold %s %s\n", remote->shown,
		    remote->shown, since != NULL ? "what came after entry" :
		    "the whole vault", since != NULL ? since : "");
	return r;
}

static int
sync_with(struct session *s, const struct remote *remote,
    const struct call *c)
{
	struct transport t = TRANSPORT_INIT;
	struct signers keys;
	struct met met;
	int r;

	if ((r = signers_open(&keys, s, c->with, c->nwith)) == 0 &&
	    (r = transport_open(&t, s->options->vault, remote)) == 0) {
		keys.leave_others = c->leave_others;
		r = meet(s, &t, &keys, &met);
		transport_close(&t, r == 0);
	}
	signers_close(&keys, s);
	if (r == 0)
		r = tell(s->options, remote, &met);
	return r == 0 && met.own.aside + met.handed > 0 ? EXIT_ASIDE : r;
}

static int
run(struct session *s, const struct call *c)
{
	struct remote remote;
	int r;

	if ((r = remote_parse(&remote, c->bundle != NULL ? c->bundle :
	    c->remote)) < 0)
		return r;
	if (c->bundle == NULL)
		return sync_with(s, &remote, c);
	if (!remote.bundle)
		return usage("--bundle needs a file that is called "
		    "something.bundle");
	return write_bundle(s, &remote, c->since);
}

static int
take_words(struct call *c, int argc, char **argv)
{
	const char *key;
	int i;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--with", &key)) {
			if (key == NULL || c->nwith == SIGNERS_MAX)
				return usage("--with needs a key file, and "
				    "stands at most %d times", SIGNERS_MAX);
			c->with[c->nwith++] = key;
		} else if (option_is(argc, argv, &i, "--bundle",
		    &c->bundle)) {
			if (c->bundle == NULL)
				return usage("--bundle needs a file");
		} else if (option_is(argc, argv, &i, "--since", &c->since)) {
			if (c->since == NULL)
				return usage("--since needs a number");
		} else if (option_is(argc, argv, &i, "--leave-others", NULL)) {
			c->leave_others = true;
		} else if (option_is(argc, argv, &i, "--", NULL)) {
			continue;
		} else if (!operand(argc, argv, i)) {
			return usage("unknown option %s", argv[i]);
		} else if (c->remote != NULL) {
			return usage("%s is one word too many", argv[i]);
		} else {
			c->remote = argv[i];
		}
	}
	if ((c->remote != NULL) == (c->bundle != NULL))
		return usage("name a remote, or a file with --bundle");
	if (c->since != NULL && c->bundle == NULL)
		return usage("--since goes with --bundle");
	return 0;
}

int
cmd_sync(const struct options *o, int argc, char **argv)
{
	struct call c = { .remote = NULL };
	struct session *s = NULL;
	int r;

	if ((r = take_words(&c, argc, argv)) < 0 ||
	    (r = session_open(&s, o, NEED_STORE |
	    (c.bundle == NULL ? WANT_KEY : 0))) < 0)
		return r;
	if ((r = run(s, &c)) == 0)
		r = draft_sweep(s);
	session_close(s);
	return r;
}
