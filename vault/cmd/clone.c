/*
 * clone.c -- tipline clone: a new copy of a vault, every entry judged before
 * any of it counts.
 */
#include "vault/cmd/cmd.h"

#include <stdio.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/session/session.h"
#include "vault/sync/meet.h"

static int
tell(const struct options *o, const struct session *s, const struct met *m)
{
	struct bytes line = BYTES_INIT(65536);
	struct json j = json_writer(&line);
	struct checkpoint c;
	int r;

	if ((r = store_checkpoint(s->store, &c, NULL)) < 0)
		return r;
	if (!o->json) {
		(void)fputs("made ", stdout);
		print_escaped(stdout, s->options->vault);
		(void)printf(": %llu entries of %s\n",
		    (unsigned long long)m->number, c.origin);
		say(o, "compare that name with somebody's who has the vault: "
		    "tipline checkpoint shows it");
		return 0;
	}
	json_open(&j, '{');
	json_kstr(&j, "vault", s->options->vault);
	json_kuint(&j, "entries", m->number);
	json_kstr(&j, "origin", c.origin);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
fetch(struct session *s, const struct remote *remote, struct met *met)
{
	const struct signers nobody = { .n = 0 };
	struct transport t = TRANSPORT_INIT;
	int r;

	if ((r = transport_open(&t, s->options->vault, remote)) < 0)
		return r;
	r = meet(s, &t, &nobody, met);
	transport_close(&t, true);
	return r;
}

int
cmd_clone(const struct options *o, int argc, char **argv)
{
	struct options here = *o;
	struct session *s = NULL;
	const char *words[2];
	struct remote remote;
	struct met met;
	int i, n = 0, r;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--", NULL))
			continue;
		if (!operand(argc, argv, i))
			return usage("unknown option %s", argv[i]);
		if (n == 2)
			return usage("%s is one word too many", argv[i]);
		words[n++] = argv[i];
	}
	if (n < 2)
		return usage("name a remote and a new folder");
	here.vault = words[1];
	if ((r = remote_parse(&remote, words[0])) < 0 ||
	    (r = session_open(&s, &here, 0)) < 0)
		return r;
	/* It has no policy of its own: the first entry that comes brings it. */
	if ((r = store_init(&s->store, words[1], &policy_default)) == 0 &&
	    (r = fetch(s, &remote, &met)) == 0)
		r = tell(o, s, &met);
	session_close(s);
	return r;
}
