/*
 * recall.c -- tipline recall: mark releases as withdrawn.
 *
 * The reason is sealed to those who may read releases.  `open` refuses what is
 * withdrawn; what was written out before is out of reach, and so is what
 * somebody with the key opens by other means.  A later release stands.
 */
#include "vault/cmd/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/base/reason.h"
#include "vault/session/releases.h"

struct recall {
	struct session *s;
	struct id id;
	char name[ID_NAME_SIZE];
	uint32_t only;			/* --release; 0: all that stand */
	const char *reason;		/* "" */
	struct releases before;
	uint32_t *done;			/* owned; the numbers withdrawn */
	size_t n;
};

/* Which of them; under the lock, so that nobody withdraws one twice. */
static int
choose(struct recall *rc)
{
	const struct releases *b = &rc->before;
	uint32_t i;

	if (b->newest == 0)
		return err_set(ERR_NOT_FOUND, "%s has no release to withdraw; "
		    "tipline show %s tells its state", rc->name, rc->name);
	if (rc->only > b->newest)
		return err_set(ERR_NOT_FOUND, "%s has %u releases; name one of "
		    "them with --release", rc->name, b->newest);
	if (rc->only > 0 ? releases_recalled(b, rc->only) :
	    releases_standing(b) == 0)
		return err_set(ERR_EXISTS, "%s of %s was withdrawn before; "
		    "nothing is left to do", rc->only > 0 ? "this release" :
		    "every release", rc->name);
	if ((rc->done = calloc(b->newest, sizeof(*rc->done))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 1; i <= b->newest; i++)
		if ((rc->only == 0 || rc->only == i) &&
		    !releases_recalled(b, i))
			rc->done[rc->n++] = i;
	return 0;
}

static int
add_all(struct recall *rc, uint32_t key)
{
	struct object_ctx ctx = { .submission = rc->id,
	    .kind = OBJECT_RECALL };
	size_t i;
	int r;

	if ((r = releases_read(&rc->before, rc->s, &rc->id)) < 0 ||
	    (r = choose(rc)) < 0)
		return r;
	for (i = 0; i < rc->n && r == 0; i++) {
		ctx.version = rc->done[i];
		r = session_add_object_bytes(rc->s, key, &ctx, rc->reason,
		    strlen(rc->reason), NULL);
	}
	return r;
}

static int
commit(struct recall *rc)
{
	struct entry e = { .event = "recall", .submissions = &rc->id,
	    .nsubmissions = 1 };
	uint32_t key;
	char hex[41];
	int r;

	if ((r = session_unlock(rc->s, &rc->id, NULL, TIER_RELEASE,
	    &key)) < 0 || (r = session_begin(rc->s)) < 0)
		return r;
	if ((r = add_all(rc, key)) < 0)
		return session_abort(rc->s, r);
	if (rc->n == 1)
		(void)snprintf(e.subject, sizeof(e.subject), "release %u",
		    rc->done[0]);
	else
		(void)snprintf(e.subject, sizeof(e.subject), "%zu releases",
		    rc->n);
	return session_commit(rc->s, &e, hex);
}

/* Whoever got one of them elsewhere learns of it from people alone. */
static bool
went_with(const struct recall *rc, const struct release_partner *p)
{
	size_t i;

	for (i = 0; i < rc->n; i++)
		if (rc->done[i] == p->release)
			return true;
	return false;
}

static int
tell_json(const struct recall *rc)
{
	struct bytes line = BYTES_INIT(16u << 20);
	struct json j = json_writer(&line);
	char hex[FPR_HEX_SIZE];
	size_t i;
	int r;

	id_hex(hex, &rc->id);
	json_open(&j, '{');
	json_kstr(&j, "submission", hex);
	json_key(&j, "recalled");
	json_open(&j, '[');
	for (i = 0; i < rc->n; i++)
		json_uint(&j, rc->done[i]);
	json_close(&j, ']');
	json_key(&j, "partners");
	json_open(&j, '[');
	for (i = 0; i < rc->before.npartners; i++)
		if (went_with(rc, &rc->before.partners[i])) {
			fpr_hex(hex, &rc->before.partners[i].to);
			json_str(&j, hex);
		}
	json_close(&j, ']');
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
tell(const struct recall *rc)
{
	char words[FPR_WORDS_SIZE];
	size_t i;

	if (rc->s->options->json)
		return tell_json(rc);
	for (i = 0; i < rc->n; i++)
		(void)printf("%s: release %u is withdrawn\n", rc->name,
		    rc->done[i]);
	for (i = 0; i < rc->before.npartners; i++)
		if (went_with(rc, &rc->before.partners[i])) {
			fpr_words(words, &rc->before.partners[i].to);
			(void)printf("  release %u also left for %s, who must "
			    "be told\n", rc->before.partners[i].release, words);
		}
	say(rc->s->options, "tipline opens it no more; what somebody has "
	    "written out already cannot be taken back: ask them to remove it");
	return 0;
}

static int
parse(struct recall *rc, const char **word, int argc, char **argv)
{
	const char *value = NULL;
	unsigned long n;
	char *end;
	int i;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--reason", &rc->reason)) {
			if (rc->reason == NULL)
				return usage("--reason needs a text");
		} else if (option_is(argc, argv, &i, "--release", &value)) {
			n = value != NULL ? strtoul(value, &end, 10) : 0;
			if (n == 0 || n > UINT32_MAX || *end != '\0')
				return usage("--release takes a number from 1");
			rc->only = (uint32_t)n;
		} else if (option_is(argc, argv, &i, "--", NULL)) {
			continue;
		} else if (!operand(argc, argv, i)) {
			return usage("unknown option %s", argv[i]);
		} else if (*word != NULL) {
			return usage("one submission at a time");
		} else {
			*word = argv[i];
		}
	}
	if (*word == NULL)
		return usage("name the submission whose release is withdrawn");
	return rc->reason[0] != '\0' ? reason_check(rc->reason) : 0;
}

int
cmd_recall(const struct options *o, int argc, char **argv)
{
	struct recall rc = { .reason = "" };
	const char *word = NULL;
	int r;

	if ((r = parse(&rc, &word, argc, argv)) < 0 ||
	    (r = session_open(&rc.s, o, NEED_STORE | NEED_KEY |
	    NEED_MEMBER)) < 0)
		return r;
	if ((r = session_need_role(rc.s, ROLE_DESK,
	    "withdrawing a release")) == 0 &&
	    (r = session_find(rc.s, word, &rc.id)) == 0) {
		id_name(rc.name, &rc.id);
		if ((r = commit(&rc)) == 0)
			r = tell(&rc);
	}
	releases_free(&rc.before);
	free(rc.done);
	session_close(rc.s);
	return r;
}
