/* intake.c -- the rule `drop`: what came in is exactly what was signed. */
#include "vault/audit/ruling.h"

#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/card.h"
#include "vault/seal/drop.h"
#include "vault/seal/sshsig.h"
#include "vault/store/lfs.h"

/*
 * A drop that somebody outside made: the desk member who takes it says so, by
 * the card of whoever signed it.
 */
static int
check_sender(const struct ruling *r, const struct change *sender,
    const struct fpr *signer)
{
	struct bytes text = BYTES_INIT(CARD_LINE_SIZE + 1);
	char line[CARD_LINE_SIZE + 1];
	struct card card;
	struct fpr fpr;
	unsigned roles = 0;
	int code;

	if ((code = ruling_after(r, sender, &text)) <= 0)
		goto done;
	if (bytes_str(&text) == NULL ||
	    card_parse(&card, (const char *)text.data) < 0 ||
	    card_fpr(&fpr, &card) < 0 || !fpr_equal(&fpr, signer)) {
		ruling_say(r, "drop", sender->name, "it is not the card of "
		    "who signed what came in");
		goto done;
	}
	card_format(line, &card);
	(void)strcat(line, "\n");
	if (!ruling_same(&text, line))
		ruling_say(r, "drop", sender->name, "it is no card as it is "
		    "written");
	if ((code = ruling_roles(r, &r->facts->entry->actor, &roles)) >= 0 &&
	    (roles & ROLE_DESK) == 0)
		ruling_say(r, "drop", sender->name, "only the desk decides to "
		    "take what somebody outside made");
done:
	bytes_free(&text);
	return code < 0 ? code : 0;
}

/* Who signed: the one that the text names, with a role to bring things in, or
 * somebody outside whom the desk accepted. */
static int
check_signer(const struct ruling *r, const struct change *sig,
    const struct change *sender, const struct bytes *text,
    const struct drop *drop)
{
	struct bytes armored = BYTES_INIT(SSHSIG_ARMOR_MAX);
	uint8_t key[SIGN_PK_BYTES];
	struct fpr fpr;
	unsigned roles;
	int code;

	if ((code = ruling_after(r, sig, &armored)) <= 0)
		goto done;
	if (sshsig_verify(key, armored.data, armored.len, SSHSIG_NS_DROP,
	    text->data, text->len) < 0 || fpr_of_key(&fpr, key) < 0 ||
	    !fpr_equal(&fpr, &drop->intake)) {
		ruling_say(r, "drop", sig->name, "the signature of what came "
		    "in does not hold");
		goto done;
	}
	if (sender != NULL)
		code = check_sender(r, sender, &fpr);
	else if ((code = ruling_roles(r, &fpr, &roles)) >= 0 &&
	    (roles & (ROLE_DESK | ROLE_INTAKE)) == 0)
		ruling_say(r, "drop", sig->name, "it is signed by somebody "
		    "who may not bring things in; add them with the role "
		    "intake first");
done:
	bytes_free(&armored);
	return code < 0 ? code : 0;
}

/* The ciphertext's SHA-256 and size; of a large one as its pointer says. */
static int
check_file(const struct ruling *r, const struct drop_file *f,
    const struct change *c)
{
	struct bytes b = BYTES_INIT(LFS_POINTER_MAX);
	struct lfs_pointer p = { .size = c->size };
	int code = 1;

	memcpy(p.sha256, c->sha256, SHA256_BYTES);
	if (c->path.large && (code = ruling_after(r, c, &b)) == 1)
		code = lfs_parse(&p, b.data, b.len) == 0;
	if (code >= 0 && (code == 0 || p.size != f->size ||
	    memcmp(p.sha256, f->sha256, SHA256_BYTES) != 0))
		ruling_say(r, "drop", c->name, "it is not the file that was "
		    "signed");
	bytes_free(&b);
	return code < 0 ? code : 0;
}

/*
 * What was signed but is not there: only a grant may be, and only to somebody
 * who had left the desk by the time the drop was taken.  The submission must
 * not be lost for that, and who left must not get its keys.
 */
static int
check_missing(const struct ruling *r, const struct drop_file *f,
    const char *name)
{
	unsigned roles = 0;
	int code = 0;

	if (f->path.kind == PATH_GRANT)
		code = ruling_roles(r, &f->path.member, &roles);
	if (code >= 0 && (f->path.kind != PATH_GRANT ||
	    (roles & ROLE_DESK) != 0))
		ruling_say(r, "drop", name, "it is on the list that was "
		    "signed, but it is not there");
	return code < 0 ? code : 0;
}

/* Both lists are sorted by path: what stands on one side only is wrong. */
static int
check_files(const struct ruling *r, const struct drop *drop, size_t i,
    size_t j)
{
	const struct change *c;
	char name[PATH_SIZE];
	size_t k = 0;
	int order, code = 0;

	while ((i < j || k < drop->nfiles) && code == 0) {
		c = i < j ? &r->changes->v[i] : NULL;
		if (c != NULL && (c->path.kind == PATH_DROP ||
		    c->path.kind == PATH_DROP_SIG ||
		    c->path.kind == PATH_SENDER)) {
			i++;
			continue;
		}
		if (k < drop->nfiles)
			path_format(name, &drop->files[k].path);
		order = c == NULL ? 1 : k == drop->nfiles ? -1 :
		    strcmp(c->name, name);
		if (order < 0) {
			ruling_say(r, "drop", c->name, "it is not on the list "
			    "that was signed");
			i++;
		} else if (order > 0) {
			code = check_missing(r, &drop->files[k], name);
			k++;
		} else {
			code = check_file(r, &drop->files[k], c);
			i++;
			k++;
		}
	}
	return code;
}

static int
check_drop(const struct ruling *r, size_t i, size_t j)
{
	const struct change *text_at = NULL, *sig = NULL, *sender = NULL;
	const struct id *id = &r->changes->v[i].path.submission;
	struct bytes text = BYTES_INIT(DROP_TEXT_MAX);
	struct drop drop;
	size_t k;
	int code = 0;

	memset(&drop, 0, sizeof(drop));
	for (k = i; k < j; k++) {
		if (r->changes->v[k].path.kind == PATH_DROP)
			text_at = &r->changes->v[k];
		else if (r->changes->v[k].path.kind == PATH_DROP_SIG)
			sig = &r->changes->v[k];
		else if (r->changes->v[k].path.kind == PATH_SENDER)
			sender = &r->changes->v[k];
	}
	if (text_at == NULL || sig == NULL) {
		ruling_say(r, "drop", r->changes->v[i].name, "a submission "
		    "comes in with its list and the list's signature");
		return 0;
	}
	if ((code = ruling_after(r, text_at, &text)) <= 0)
		goto done;
	code = drop_parse(&drop, text.data, text.len);
	if (code == ERR_NO_MEMORY)
		goto done;
	if (code < 0 || !id_equal(&drop.submission, id)) {
		ruling_say(r, "drop", text_at->name, "it is no list of this "
		    "submission's files");
		code = 0;
		goto done;
	}
	if ((code = check_signer(r, sig, sender, &text,
	    &drop)) == 0)
		code = check_files(r, &drop, i, j);
done:
	drop_free(&drop);
	bytes_free(&text);
	return code < 0 ? code : 0;
}

int
intake_check(const struct ruling *r)
{
	size_t i, j;
	int code = 0;

	if (strcmp(r->facts->entry->event, "submit") != 0)
		return 0;
	for (i = 0; i < r->changes->n && code == 0; i = j) {
		j = ruling_group(r, i);
		if (!id_is_zero(&r->changes->v[i].path.submission))
			code = check_drop(r, i, j);
	}
	return code;
}
