/*
 * checkpoint_cosign.c -- tipline checkpoint cosign: the offline witness.  It
 * needs no vault: it remembers the last head of each history and signs only
 * what extends it.
 */
#include "vault/cmd/checkpoint.h"

#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/cmd/notefile.h"
#include "vault/cmd/textfile.h"
#include "vault/seal/witness.h"

struct cosigning {
	const char *file, *out, *state, *proof;
	struct signers given;		/* keys named in this call */
};

static int
parse(struct cosigning *c, int argc, char **argv)
{
	const char *v;
	int i, r = 0;

	for (i = 2; i < argc && r == 0; i++) {
		if (option_is(argc, argv, &i, "-o", &c->out)) {
			if (c->out == NULL)
				return usage("-o needs a file");
		} else if (option_is(argc, argv, &i, "--state", &c->state)) {
			if (c->state == NULL)
				return usage("--state needs a file");
		} else if (option_is(argc, argv, &i, "--proof", &c->proof)) {
			if (c->proof == NULL)
				return usage("--proof needs a file");
		} else if (option_is(argc, argv, &i, "--key", &v)) {
			r = v == NULL ? usage("--key needs a card") :
			    notefile_card(&c->given, v);
		} else if (option_is(argc, argv, &i, "--signers", &v)) {
			r = v == NULL ? usage("--signers needs a file") :
			    notefile_signers(&c->given, v);
		} else if (operand(argc, argv, i) && c->file == NULL) {
			c->file = argv[i];
		} else if (strcmp(argv[i], "--") != 0) {
			return usage("checkpoint cosign takes no %s", argv[i]);
		}
	}
	if (r == 0 && (c->file == NULL || c->state == NULL))
		r = usage("checkpoint cosign needs a checkpoint, and --state");
	return r;
}

/* The state, under a lock on its folder until `dir` is closed. */
static int
read_state(struct witness *w, int *dir, const char **name, const char *path)
{
	struct bytes text = BYTES_INIT(WITNESS_FILE_MAX);
	int r;

	*w = WITNESS_INIT;
	if ((r = textfile_place(dir, name, path)) < 0)
		return r;
	if (flock(*dir, LOCK_EX | LOCK_NB) != 0)
		return err_set(ERR_BUSY, "another witness works in the folder "
		    "of %s; try again", path);
	r = io_read_file(*dir, *name, &text);
	if (r == 0)
		r = witness_parse(w, text.data, text.len);
	else if (r == ERR_NOT_FOUND)
		r = 0;		/* the first head it sees */
	bytes_free(&text);
	return r;
}

static int
write_state(const struct witness *w, int dir, const char *name)
{
	struct bytes text = BYTES_INIT(WITNESS_FILE_MAX);
	int r;

	if ((r = witness_format(&text, w)) == 0)
		r = io_replace_file(dir, name, text.data, text.len, 0600);
	bytes_free(&text);
	return r;
}

/* The proof of the file itself, or of another that is about the same head. */
static int
find_proof(const struct cosigning *c, const struct notefile *f,
    struct notefile *with, const struct notefile **proof)
{
	int r;

	*proof = f->extends ? f : NULL;
	if (c->proof == NULL)
		return 0;
	if ((r = notefile_read(with, c->proof)) < 0)
		return r;
	if (!with->extends || with->note.len != f->note.len ||
	    memcmp(with->note.text, f->note.text, f->note.len) != 0)
		return err_set(ERR_USAGE, "%s is not a proof for this "
		    "checkpoint; make one with `tipline checkpoint --since`",
		    c->proof);
	*proof = with;
	return 0;
}

/* Is it signed by a key that counts, and does it extend what was seen? */
static int
check(const struct cosigning *c, const struct notefile *f,
    struct witness_log *log)
{
	struct notefile with = { .proof = PROOF_INIT };
	const struct notefile *proof;
	const struct signer *who;
	size_t i;
	int r = 0;

	for (i = 0; i < c->given.n && r == 0; i++)
		r = witness_trust(log, c->given.v[i].pk);
	if (r < 0)
		return r;
	if (log->keys.n == 0)
		return err_set(ERR_USAGE, "this witness does not know whose "
		    "signature counts for %s; say it once with --key CARD or "
		    "--signers FILE", log->origin);
	if ((r = signers_of_note(&log->keys, &f->note, f->c.origin,
	    &who)) < 0)
		return r != ERR_NOT_FOUND ? r : err_set(ERR_INTEGRITY,
		    "the checkpoint is signed by none of the keys that count "
		    "for %s; ask a member for one, or accept another key with "
		    "--key", f->c.origin);
	if ((r = find_proof(c, f, &with, &proof)) == 0)
		r = witness_see(log, &f->c, proof != NULL ? proof->proof.at :
		    0, proof != NULL ? &proof->proof.path : NULL);
	notefile_free(&with);
	return r;
}

static int
cosign(const struct options *o, const struct cosigning *c,
    const struct notefile *f)
{
	struct bytes note = BYTES_INIT(NOTE_MAX);
	struct witness w = WITNESS_INIT;
	struct witness_log *log;
	struct session *s = NULL;
	const char *name;
	int dir = -1, r;

	if ((r = read_state(&w, &dir, &name, c->state)) < 0 ||
	    (r = witness_find(&w, f->c.origin, &log)) < 0 ||
	    (r = check(c, f, log)) < 0 ||
	    (r = session_open(&s, o, NEED_KEY)) < 0)
		goto done;
	if ((r = bytes_add(&note, f->note.text, (size_t)((const char *)
	    f->raw.data + f->raw.len - f->note.text))) < 0 ||
	    (r = keeper_cosign(s->keeper, f->note.text, f->note.len,
	    &note)) < 0)
		goto done;
	/* It is remembered before anybody sees the signature. */
	if ((r = write_state(&w, dir, name)) == 0)
		r = checkpoint_tell(o, &f->c, c->out, &note);
done:
	session_close(s);
	witness_free(&w);
	io_close(&dir);
	bytes_free(&note);
	return r;
}

int
checkpoint_cosign(const struct options *o, int argc, char **argv)
{
	struct cosigning c = { .file = NULL };
	struct notefile f;
	int r;

	if ((r = parse(&c, argc, argv)) == 0 &&
	    (r = notefile_read(&f, c.file)) == 0) {
		r = cosign(o, &c, &f);
		notefile_free(&f);
	}
	signers_free(&c.given);
	return r;
}
