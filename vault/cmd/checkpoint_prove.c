/*
 * checkpoint_prove.c -- tipline checkpoint prove: a file that shows, without
 * the vault and years later, that a submission was in it.
 */
#include "vault/cmd/checkpoint.h"

#include <string.h>

#include "vault/base/err.h"
#include "vault/cmd/entrytext.h"
#include "vault/cmd/notefile.h"

struct proving {
	const char *id, *out, *checkpoint;
};

/* The checkpoint that is named must be of this history; its note goes in as it
 * is, with all its signatures. */
static int
use_named(struct session *s, const char *word, struct checkpoint *c,
    struct bytes *note)
{
	struct notefile f;
	uint64_t entries;
	int r;

	if ((r = checkpoint_holds(s, word, c, &entries)) < 0 ||
	    (r = notefile_read(&f, word)) < 0)
		return r;
	r = bytes_add(note, f.note.text, (size_t)((const char *)f.raw.data +
	    f.raw.len - f.note.text));
	notefile_free(&f);
	return r;
}

/* What goes out is checked first, as whoever gets it will. */
static int
check(const struct proof *p, const struct checkpoint *c)
{
	struct merkle_hash leaf;
	struct entrytext t;
	int r;

	merkle_leaf(&leaf, p->extra.data, p->extra.len);
	if ((r = merkle_check_inclusion(&p->path, p->at, &leaf, c->size,
	    &c->root)) < 0 ||
	    (r = entrytext_read(&t, p->extra.data, p->extra.len)) < 0)
		return r;
	entrytext_free(&t);
	return 0;
}

static int
prove(struct session *s, const struct proving *a)
{
	struct bytes note = BYTES_INIT(NOTE_MAX);
	struct bytes out = BYTES_INIT(PROOF_FILE_MAX);
	struct proof p = PROOF_INIT;
	struct checkpoint c;
	struct id id;
	uint64_t number;
	int r;

	if ((r = session_find_any(s, a->id, &id)) < 0)
		goto done;
	if (a->checkpoint != NULL)
		r = use_named(s, a->checkpoint, &c, &note);
	else if ((r = store_checkpoint(s->store, &c, NULL)) == 0)
		r = checkpoint_sign(s, &c, &note);
	if (r < 0 || (r = store_came_with(s->store, &id, c.size,
	    &number)) < 0 ||
	    (r = store_entry(s->store, number, &p.extra)) < 0 ||
	    (r = store_prove_entry(s->store, number, c.size, &p.path)) < 0)
		goto done;
	p.at = number - 1;
	p.note = (const char *)note.data;
	p.note_len = note.len;
	if ((r = check(&p, &c)) == 0 &&
	    (r = proof_format_inclusion(&out, &p)) == 0)
		r = checkpoint_tell(s->options, &c, a->out, &out);
done:
	proof_free(&p);
	bytes_free(&note);
	bytes_free(&out);
	return r;
}

int
checkpoint_prove(const struct options *o, int argc, char **argv)
{
	struct proving a = { .id = NULL };
	struct session *s = NULL;
	int i, r;

	for (i = 2; i < argc; i++) {
		if (option_is(argc, argv, &i, "-o", &a.out)) {
			if (a.out == NULL)
				return usage("-o needs a file");
		} else if (option_is(argc, argv, &i, "--checkpoint",
		    &a.checkpoint)) {
			if (a.checkpoint == NULL)
				return usage("--checkpoint needs a file");
		} else if (operand(argc, argv, i) && a.id == NULL) {
			a.id = argv[i];
		} else if (strcmp(argv[i], "--") != 0) {
			return usage("checkpoint prove takes no %s", argv[i]);
		}
	}
	if (a.id == NULL)
		return usage("checkpoint prove needs a submission");
	/* Somebody else's signature is there already. */
	if ((r = session_open(&s, o, NEED_STORE | (a.checkpoint != NULL ? 0 :
	    NEED_KEY | NEED_MEMBER))) < 0)
		return r;
	r = prove(s, &a);
	session_close(s);
	return r;
}
