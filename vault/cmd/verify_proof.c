/*
 * verify_proof.c -- tipline verify-proof: does a file show that a submission
 * was in a vault?  Needs no vault and no key, only to know whose signature
 * counts.
 */
#include "vault/cmd/cmd.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/entrytext.h"
#include "vault/cmd/notefile.h"
#include "vault/cmd/textfile.h"
#include "vault/cmd/words.h"

#define LINE_MAX_BYTES (1u << 20)

/* A witness that was asked for, and when it saw the checkpoint. */
struct seen {
	struct fpr fpr;
	uint64_t time;
};

struct verifying {
	const char *file;
	struct signers signers, witnesses;
	struct bytes raw;
	struct proof proof;
	struct note note;
	struct checkpoint c;
	struct entrytext entry;
	struct fpr signer;
	struct seen *seen;		/* one for each of witnesses */
};

static int
parse(struct verifying *v, int argc, char **argv)
{
	const char *word;
	int i, r = 0;

	for (i = 1; i < argc && r == 0; i++) {
		if (option_is(argc, argv, &i, "--signers", &word))
			r = word == NULL ? usage("--signers needs a file") :
			    notefile_signers(&v->signers, word);
		else if (option_is(argc, argv, &i, "--key", &word))
			r = word == NULL ? usage("--key needs a card") :
			    notefile_card(&v->signers, word);
		else if (option_is(argc, argv, &i, "--witness", &word))
			r = word == NULL ? usage("--witness needs a card") :
			    notefile_card(&v->witnesses, word);
		else if (operand(argc, argv, i) && v->file == NULL)
			v->file = argv[i];
		else if (strcmp(argv[i], "--") != 0)
			r = usage("verify-proof takes no %s", argv[i]);
	}
	if (r == 0 && v->file == NULL)
		r = usage("verify-proof needs a proof");
	if (r == 0 && v->signers.n == 0)
		r = usage("verify-proof needs to know whose signature counts; "
		    "name a card with --key, or a file with --signers");
	return r;
}

/* Who signs for the history, and all witnesses that were asked for. */
static int
check_signatures(struct verifying *v)
{
	char name[CHECKPOINT_WITNESS_SIZE];
	const struct signer *who;
	size_t i;
	int r;

	if ((r = signers_of_note(&v->signers, &v->note, v->c.origin,
	    &who)) < 0)
		return r;
	v->signer = who->fpr;
	v->seen = calloc(v->witnesses.n + 1, sizeof(*v->seen));
	if (v->seen == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < v->witnesses.n; i++) {
		v->seen[i].fpr = v->witnesses.v[i].fpr;
		checkpoint_witness(name, &v->seen[i].fpr);
		if ((r = note_check_cosignature(&v->note, name,
		    v->witnesses.v[i].pk, &v->seen[i].time)) < 0)
			return r;
	}
	return 0;
}

static int
check(struct verifying *v)
{
	struct merkle_hash leaf;
	int r;

	if ((r = textfile_read(&v->raw, v->file)) < 0 ||
	    (r = proof_parse_inclusion(&v->proof, v->raw.data,
	    v->raw.len)) < 0 ||
	    (r = note_parse(&v->note, v->proof.note, v->proof.note_len)) < 0 ||
	    (r = checkpoint_parse(&v->c, v->note.text, v->note.len)) < 0 ||
	    (r = check_signatures(v)) < 0)
		return r;
	merkle_leaf(&leaf, v->proof.extra.data, v->proof.extra.len);
	if ((r = merkle_check_inclusion(&v->proof.path, v->proof.at, &leaf,
	    v->c.size, &v->c.root)) < 0)
		return r;
	return entrytext_read(&v->entry, v->proof.extra.data,
	    v->proof.extra.len);
}

static void
put_seen(struct json *j, const struct verifying *v)
{
	char hex[FPR_HEX_SIZE], when[WHEN_SIZE];
	size_t i;

	json_key(j, "witnesses");
	json_open(j, '[');
	for (i = 0; i < v->witnesses.n; i++) {
		fpr_hex(hex, &v->seen[i].fpr);
		when_format(when, (int64_t)v->seen[i].time);
		json_open(j, '{');
		json_kstr(j, "witness", hex);
		json_kstr(j, "time", when);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static int
tell_json(const struct verifying *v)
{
	struct bytes line = BYTES_INIT(LINE_MAX_BYTES);
	struct json j = json_writer(&line);
	const struct entry *e = &v->entry.entry;
	char hex[FPR_HEX_SIZE], when[WHEN_SIZE];
	size_t i;
	int r;

	json_open(&j, '{');
	json_kstr(&j, "verdict", "proven");
	json_kstr(&j, "origin", v->c.origin);
	json_kuint(&j, "entry", v->proof.at + 1);
	json_kuint(&j, "size", v->c.size);
	json_kstr(&j, "event", e->event);
	when_format(when, v->entry.time);
	json_kstr(&j, "time", when);
	fpr_hex(hex, &e->actor);
	json_kstr(&j, "actor", hex);
	json_key(&j, "submissions");
	json_open(&j, '[');
	for (i = 0; i < e->nsubmissions; i++) {
		id_hex(hex, &e->submissions[i]);
		json_str(&j, hex);
	}
	json_close(&j, ']');
	fpr_hex(hex, &v->signer);
	json_kstr(&j, "signer", hex);
	put_seen(&j, v);
	json_close(&j, '}');
	if ((r = bytes_ok(&line)) == 0)
		r = json_line(&line);
	bytes_free(&line);
	return r;
}

static void
print_member(const char *before, const struct fpr *fpr, const char *after)
{
	char words[FPR_WORDS_SIZE], ssh[FPR_SSH_SIZE];

	fpr_words(words, fpr);
	fpr_ssh(ssh, fpr);
	(void)printf("%s%s (%s)%s", before, words, ssh, after);
}

static void
print_what(const struct entry *e)
{
	char hex[ID_HEX_SIZE], name[ID_NAME_SIZE];
	size_t i;

	(void)fputs("  what    ", stdout);
	print_word(e->event);
	for (i = 0; i < e->nsubmissions; i++) {
		id_hex(hex, &e->submissions[i]);
		id_name(name, &e->submissions[i]);
		(void)printf("%s submission %s (%s)", i > 0 ? "," : "", name,
		    hex);
	}
	(void)fputc('\n', stdout);
}

static void
tell(const struct verifying *v)
{
	const struct entry *e = &v->entry.entry;
	char when[WHEN_SIZE];
	size_t i;

	(void)printf("proven: entry %llu was in the vault %s when it had %llu "
	    "entries\n", (unsigned long long)v->proof.at + 1, v->c.origin,
	    (unsigned long long)v->c.size);
	print_what(e);
	print_member("  who     ", &e->actor, ", by signature\n");
	when_format(when, v->entry.time);
	(void)printf("  when    %s, as that member's vault says (rounded "
	    "down)\n", when);
	print_member("  signed  the state of the vault, by ", &v->signer, "\n");
	for (i = 0; i < v->witnesses.n; i++) {
		when_format(when, (int64_t)v->seen[i].time);
		(void)printf("  seen    %s by the witness ", when);
		print_member("", &v->seen[i].fpr, "\n");
	}
	(void)fputs("Not proven: what the submission holds, who sent it, or "
	    "the hour; nor that\nthe member had the right to do this, which "
	    "`tipline audit` on the vault shows.\n", stdout);
	if (v->witnesses.n == 0)
		(void)fputs("No witness was asked for: the day rests on the "
		    "vault's own word.\n", stdout);
}

/* What is not proven is a matter of integrity, whatever the reason. */
static int
not_proven(void)
{
	char line[ERR_LINE_MAX];

	(void)snprintf(line, sizeof(line), "%s", err_line());
	return err_set(ERR_INTEGRITY, "%s", line);
}

int
cmd_verify_proof(const struct options *o, int argc, char **argv)
{
	struct verifying v = { .raw = BYTES_INIT(PROOF_FILE_MAX),
	    .proof = PROOF_INIT };
	int r;

	if ((r = parse(&v, argc, argv)) == 0 && (r = check(&v)) == 0) {
		if (o->json)
			r = tell_json(&v);
		else
			tell(&v);
	}
	if (r == ERR_FORMAT || r == ERR_NOT_FOUND)
		r = not_proven();
	entrytext_free(&v.entry);
	proof_free(&v.proof);
	bytes_free(&v.raw);
	signers_free(&v.signers);
	signers_free(&v.witnesses);
	free(v.seen);
	return r;
}
