/* members.c -- the rules on who is in: how a member comes, and the signers. */
#include "vault/audit/ruling.h"

#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/card.h"
#include "vault/store/layout.h"
#include "vault/store/lfs.h"

#define SIGNERS_MAX (4u << 20)	/* bytes of allowed_signers */
#define FIRST_ROLES (ROLE_ADMIN | ROLE_DESK)

/* A file of the first entry has one content and no other. */
static int
check_text(const struct ruling *r, const char *name, const char *text)
{
	const struct change *c = changes_find(r->changes, name);
	struct bytes b = BYTES_INIT(POLICY_MAX);
	int code = c != NULL ? ruling_after(r, c, &b) : 0;

	if (code >= 0 && (code == 0 || !ruling_same(&b, text)))
		ruling_say(r, "path", name, "it is not as in every vault");
	bytes_free(&b);
	return code < 0 ? code : 0;
}

/* One card: canonical, of its path's member. */
static int
check_card(const struct ruling *r, const struct change *c, struct card *card)
{
	struct bytes text = BYTES_INIT(CARD_LINE_SIZE);
	char line[CARD_LINE_SIZE + 1];
	struct fpr fpr;
	int code;

	if ((code = ruling_after(r, c, &text)) <= 0)
		goto done;
	code = 0;
	if (bytes_str(&text) == NULL ||
	    card_parse(card, (const char *)text.data) < 0 ||
	    card_fpr(&fpr, card) < 0) {
		ruling_say(r, "member", c->name, "it is no card");
		goto done;
	}
	card_format(line, card);
	(void)strcat(line, "\n");
	if (!ruling_same(&text, line) || !fpr_equal(&fpr, &c->path.member))
		ruling_say(r, "member", c->name, "it is not the card of the "
		    "member it is filed under");
	else
		code = 1;
done:
	bytes_free(&text);
	return code;
}

static int
check_first_roles(const struct ruling *r, const struct change *c)
{
	unsigned roles;
	int code;

	if ((code = roles_read(r, c, &roles)) == 1 && r->facts->first &&
	    roles != FIRST_ROLES)
		ruling_say(r, "roles-fit", c->name, "the first member is admin "
		    "and desk");
	return code < 0 ? code : 0;
}

/* Card, roles.1 and one epoch of one member, and nothing else of it. */
static int
check_newcomer(const struct ruling *r, size_t i, size_t j,
    struct bytes *signers)
{
	const struct change *c, *card = NULL, *roles = NULL, *epoch = NULL;
	struct card parsed;
	size_t k;
	int code;

	for (k = i; k < j; k++) {
		c = &r->changes->v[k];
		if (c->path.kind == PATH_CARD)
			card = c;
		else if (c->path.kind == PATH_ROLES && c->path.version == 1)
			roles = c;
		else if (c->path.kind == PATH_EPOCH)
			epoch = c;
	}
	if (card == NULL || roles == NULL || epoch == NULL || j - i != 3) {
		ruling_say(r, "member", r->changes->v[i].name, "a new member "
		    "has a card, roles.1 and one epoch, once and for all");
		return 0;
	}
	if (r->facts->first &&
	    !fpr_equal(&card->path.member, &r->facts->entry->actor))
		ruling_say(r, "member", card->name, "the first member is not "
		    "the one who makes the vault");
	if ((code = check_first_roles(r, roles)) < 0 ||
	    (code = check_card(r, card, &parsed)) <= 0 ||
	    (code = card_signers_line(signers, &parsed)) < 0)
		return code;
	return epochs_check_first(r, epoch, &parsed);
}

/* allowed_signers is what it was, and then the newcomers' lines. */
static int
check_signers(const struct ruling *r, const struct bytes *newcomers)
{
	const char *name = "allowed_signers";
	const struct change *c = changes_find(r->changes, name);
	struct bytes due = BYTES_INIT(SIGNERS_MAX);
	struct bytes is = BYTES_INIT(SIGNERS_MAX);
	int code;

	if (c == NULL && newcomers->len == 0)
		return 0;
	if ((code = ruling_before(r, name, &due)) < 0 ||
	    (code = bytes_add(&due, newcomers->data, newcomers->len)) < 0)
		goto done;
	code = c != NULL && c->what != CHANGE_REMOVED ?
	    ruling_after(r, c, &is) : 0;
	if (code < 0)
		goto done;
	if (newcomers->len == 0 || is.len != due.len ||
	    memcmp(is.data, due.data, is.len) != 0)
		ruling_say(r, "signers", name, "it changes otherwise than by "
		    "the lines of new members");
	code = 0;
done:
	bytes_free(&due);
	bytes_free(&is);
	return code;
}

static bool
of_member(const struct change *c)
{
	return c->path.kind == PATH_CARD || c->path.kind == PATH_ROLES ||
	    c->path.kind == PATH_EPOCH;
}

int
members_check(const struct ruling *r)
{
	const bool known = ruling_event(r, "member-remove") ||
	    ruling_event(r, "member-roles") || ruling_event(r, "rotate");
	struct bytes signers = BYTES_INIT(SIGNERS_MAX);
	const struct changes *l = r->changes;
	size_t i, j, newcomers = 0;
	int code = 0;

	if (known && (code = ruling_event(r, "rotate") ? epochs_check(r) :
	    roles_check(r)) < 0)
		return code;
	for (i = 0; i < l->n && code == 0; i = j) {
		j = i + 1;
		if (!of_member(&l->v[i]) || known)
			continue;
		while (j < l->n && of_member(&l->v[j]) &&
		    fpr_equal(&l->v[j].path.member, &l->v[i].path.member))
			j++;
		newcomers++;
		code = check_newcomer(r, i, j, &signers);
	}
	if (code == 0)
		code = check_signers(r, &signers);
	if (code == 0 && r->facts->first) {
		if (newcomers != 1)
			ruling_say(r, "member", "", "a vault begins with one "
			    "member");
		if ((code = check_text(r, "VERSION", LAYOUT_VERSION)) == 0)
			code = check_text(r, ".gitattributes",
			    LFS_ATTRIBUTES);
	}
	bytes_free(&signers);
	return code;
}
