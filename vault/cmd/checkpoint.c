/*
 * checkpoint.c -- tipline checkpoint: a signed statement of how long the
 * history is and of its root, to be kept elsewhere.
 */
#include "vault/cmd/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/cmd.h"
#include "vault/cmd/notefile.h"
#include "vault/cmd/textfile.h"

#define LINE_MAX_BYTES (2 * NOTE_MAX + 4096)

int
checkpoint_sign(struct session *s, const struct checkpoint *c,
    struct bytes *note)
{
	struct bytes text = BYTES_INIT(CHECKPOINT_TEXT_MAX);
	int r;

	if ((r = checkpoint_format(&text, c)) < 0 ||
	    (r = bytes_add(note, text.data, text.len)) < 0 ||
	    (r = bytes_add_str(note, "\n")) < 0)
		goto done;
	r = keeper_sign_checkpoint(s->keeper, text.data, text.len, note);
done:
	bytes_free(&text);
	return r;
}

int
checkpoint_tell(const struct options *o, const struct checkpoint *c,
    const char *file, const struct bytes *text)
{
	struct bytes line = BYTES_INIT(LINE_MAX_BYTES + PROOF_FILE_MAX);
	struct json j = json_writer(&line);
	char hex[SHA256_HEX_SIZE];
	int r;

	if (!o->json || file != NULL) {
		if ((r = textfile_write(file, text->data, text->len)) < 0)
			return r;
		if (!o->json)
			return 0;
	}
	json_open(&j, '{');
	json_kstr(&j, "origin", c->origin);
	json_kuint(&j, "size", c->size);
	hex_of(hex, c->root.b, MERKLE_HASH_BYTES);
	json_kstr(&j, "root", hex);
	hex_of(hex, c->head, SHA256_BYTES);
	json_kstr(&j, "head", hex);
	if (file == NULL) {
		json_key(&j, "text");
		json_bytes(&j, text->data, text->len);
	} else {
		json_kstr(&j, "file", file);
	}
	json_close(&j, '}');
	if ((r = bytes_ok(&line)) == 0)
		r = json_line(&line);
	bytes_free(&line);
	return r;
}

/* A number, or a checkpoint's file; *root is known only from a file. */
static int
read_since(const char *word, uint64_t *size, struct merkle_hash *root,
    bool *known)
{
	struct notefile f;
	char *end;
	int r;

	*known = false;
	*size = strtoull(word, &end, 10);
	if (*word >= '0' && *word <= '9' && *end == '\0')
		return 0;
	if ((r = notefile_read(&f, word)) < 0)
		return r;
	*size = f.c.size;
	*root = f.c.root;
	*known = true;
	notefile_free(&f);
	return 0;
}

/* Put the proof that the history extends an older head before the note. */
static int
put_proof(struct session *s, const struct checkpoint *c, const char *since,
    const struct bytes *note, struct bytes *out)
{
	struct proof p = PROOF_INIT;
	struct merkle_hash root;
	bool known;
	int r;

	if ((r = read_since(since, &p.at, &root, &known)) < 0)
		return r;
	if (p.at > c->size)
		return err_set(ERR_INTEGRITY, "the older head has %llu "
		    "entries, this vault %llu: it was rolled back, or is "
		    "behind; sync it", (unsigned long long)p.at,
		    (unsigned long long)c->size);
	if ((r = store_prove_since(s->store, p.at, c->size, &p.path)) < 0 ||
	    (known && (r = merkle_check_consistency(&p.path, p.at, &root,
	    c->size, &c->root)) < 0))
		return r;
	p.note = (const char *)note->data;
	p.note_len = note->len;
	return proof_format_extension(out, &p);
}

static int
make(const struct options *o, const char *file, const char *since)
{
	struct bytes note = BYTES_INIT(NOTE_MAX), out = BYTES_INIT(NOTE_MAX);
	struct session *s = NULL;
	struct checkpoint c;
	int r;

	if ((r = session_open(&s, o, NEED_STORE | NEED_KEY |
	    NEED_MEMBER)) < 0)
		return r;
	if ((r = store_checkpoint(s->store, &c, NULL)) < 0 ||
	    (r = checkpoint_sign(s, &c, &note)) < 0)
		goto done;
	if (since == NULL)
		r = checkpoint_tell(o, &c, file, &note);
	else if ((r = put_proof(s, &c, since, &note, &out)) == 0)
		r = checkpoint_tell(o, &c, file, &out);
done:
	bytes_free(&note);
	bytes_free(&out);
	session_close(s);
	return r;
}

int
cmd_checkpoint(const struct options *o, int argc, char **argv)
{
	const char *file = NULL, *since = NULL;
	int i;

	if (argc > 1 && strcmp(argv[1], "cosign") == 0)
		return checkpoint_cosign(o, argc, argv);
	if (argc > 1 && strcmp(argv[1], "prove") == 0)
		return checkpoint_prove(o, argc, argv);
	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "-o", &file)) {
			if (file == NULL)
				return usage("-o needs a file");
		} else if (option_is(argc, argv, &i, "--since", &since)) {
			if (since == NULL)
				return usage("--since needs a checkpoint, or "
				    "its size");
		} else {
			return usage("checkpoint takes no %s", argv[i]);
		}
	}
	return make(o, file, since);
}
