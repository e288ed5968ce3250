/* members.c -- the rules on who is in: init, member-add, member-remove. */
#include "vault/audit/ruling.h"

#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/card.h"
#include "vault/store/lfs.h"
#include "vault/store/policy.h"

#define SIGNERS_MAX (4u << 20)	/* bytes of allowed_signers */
#define CARD_TEXT_MAX 512
#define FIRST_ROLES (ROLE_ADMIN | ROLE_DESK)

static bool
is_event(const struct ruling *r, const char *name)
{
	return strcmp(r->facts->entry->event, name) == 0;
}

static bool
same(const struct bytes *b, const char *text)
{
	return b->len == strlen(text) && memcmp(b->data, text, b->len) == 0;
}

/* A file of the first entry has one content and no other. */
static int
check_text(const struct ruling *r, const char *name, const char *text)
{
	const struct change *c = changes_find(r->changes, name);
	struct bytes b = BYTES_INIT(POLICY_MAX);
	int code = c != NULL ? ruling_after(r, c, &b) : 0;

	if (code >= 0 && (code == 0 || !same(&b, text)))
		ruling_say(r, "path", name, "it is not as in every vault");
	bytes_free(&b);
	return code < 0 ? code : 0;
}

/* One card: canonical, of its path's member, of epoch 1. */
static int
check_card(const struct ruling *r, const struct change *c,
    struct card *card, struct bytes *text)
{
	char line[CARD_LINE_SIZE + 1];
	struct fpr fpr;
	int code;

	if ((code = ruling_after(r, c, text)) <= 0)
		return code;
	if (bytes_str(text) == NULL ||
	    card_parse(card, (const char *)text->data) < 0 ||
	    card_fpr(&fpr, card) < 0) {
		ruling_say(r, "member", c->name, "it is no card");
		return 0;
	}
	card_format(line, card);
	(void)strcat(line, "\n");
	if (!same(text, line) || !fpr_equal(&fpr, &c->path.member) ||
	    card->epoch != 1) {
		ruling_say(r, "member", c->name, "it is not the first card of "
		    "the member it is filed under");
		return 0;
	}
	return 1;
}

static int
check_first_roles(const struct ruling *r, const struct change *c)
{
	struct bytes b = BYTES_INIT(ROLES_SIZE * 2);
	char text[ROLES_SIZE + 1];
	unsigned roles = 0;
	int code;

	if ((code = ruling_after(r, c, &b)) < 0)
		goto done;
	if (code == 0 || b.len == 0 || b.data[b.len - 1] != '\n')
		goto bad;
	b.len--;
	if (bytes_str(&b) == NULL ||
	    !roles_parse(&roles, (const char *)b.data) || !roles_fit(roles))
		goto bad;
	roles_format(text, roles);
	if (!same(&b, text) || (r->facts->first && roles != FIRST_ROLES))
		goto bad;
	goto done;
bad:
	ruling_say(r, "roles-fit", c->name, "these are no roles that a member "
	    "may hold together");
done:
	bytes_free(&b);
	return code < 0 ? code : 0;
}

/* Card, roles.1 and epochs/1 of one member, and nothing else of it. */
static int
check_newcomer(const struct ruling *r, size_t i, size_t j,
    struct bytes *signers)
{
	const struct change *c, *card = NULL, *roles = NULL, *epoch = NULL;
	struct bytes text = BYTES_INIT(CARD_TEXT_MAX);
	struct bytes again = BYTES_INIT(CARD_TEXT_MAX);
	struct card parsed;
	size_t k;
	int code = 0;

	for (k = i; k < j; k++) {
		c = &r->changes->v[k];
		if (c->path.kind == PATH_CARD)
			card = c;
		else if (c->path.kind == PATH_ROLES && c->path.version == 1)
			roles = c;
		else if (c->path.kind == PATH_EPOCH && c->path.version == 1)
			epoch = c;
		else
			card = NULL;
	}
	if (card == NULL || roles == NULL || epoch == NULL || j - i != 3) {
		ruling_say(r, "member", r->changes->v[i].name, "a new member "
		    "has a card, roles.1 and epochs/1, once and for all");
		goto done;
	}
	if (r->facts->first &&
	    !fpr_equal(&card->path.member, &r->facts->entry->actor))
		ruling_say(r, "member", card->name, "the first member is not "
		    "the one who makes the vault");
	if ((code = check_first_roles(r, roles)) < 0 ||
	    (code = check_card(r, card, &parsed, &text)) <= 0 ||
	    (code = card_signers_line(signers, &parsed)) < 0 ||
	    (code = ruling_after(r, epoch, &again)) <= 0)
		goto done;
	if (again.len != text.len ||
	    memcmp(again.data, text.data, text.len) != 0)
		ruling_say(r, "member", epoch->name, "it is not the member's "
		    "card");
done:
	bytes_free(&text);
	bytes_free(&again);
	return code < 0 ? code : 0;
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

/* How many members hold the admin role before the entry. */
static int
count_admins(const struct ruling *r, size_t *n)
{
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	char hex[FPR_HEX_SIZE];
	const char *name;
	struct fpr fpr;
	unsigned roles;
	size_t at, len;
	int code;

	*n = 0;
	code = ruling_list(r, "members", &names);
	for (at = 0; at < names.len && code >= 0; at += len + 1) {
		name = (const char *)names.data + at;
		len = strlen(name);
		if (len != FPR_HEX_SIZE)	/* with its '/' */
			continue;
		memcpy(hex, name, FPR_HEX_SIZE - 1);
		hex[FPR_HEX_SIZE - 1] = '\0';
		if (fpr_parse(&fpr, hex) == 0 &&
		    (code = ruling_roles(r, &fpr, &roles)) == 1 &&
		    (roles & ROLE_ADMIN) != 0)
			++*n;
	}
	bytes_free(&names);
	return code < 0 ? code : 0;
}

static int
check_leaver(const struct ruling *r, const struct change *c, size_t *admins)
{
	struct bytes b = BYTES_INIT(ROLES_SIZE);
	struct path last = c->path;
	char name[PATH_SIZE];
	unsigned roles;
	int code;

	if ((code = ruling_roles(r, &c->path.member, &roles)) < 0)
		return code;
	if (code == 0 || roles == 0) {
		ruling_say(r, "member", c->name, "this is no member");
		return 0;
	}
	last.version = c->path.version - 1;
	if (last.version > 0) {
		path_format(name, &last);
		code = ruling_before(r, name, &b);
	}
	if (code >= 0 && (last.version == 0 || code == 0))
		ruling_say(r, "order", c->name, "the versions of the roles do "
		    "not count up one by one");
	bytes_reset(&b);
	if (code >= 0 && (code = ruling_after(r, c, &b)) >= 0 &&
	    !same(&b, "\n"))
		ruling_say(r, "roles-fit", c->name, "a removed member has no "
		    "roles");
	bytes_free(&b);
	if ((roles & ROLE_ADMIN) != 0 && --*admins == 0)
		ruling_say(r, "role", c->name, "the last admin cannot be "
		    "removed; make another one first");
	return code < 0 ? code : 0;
}

static int
check_leavers(const struct ruling *r)
{
	size_t i, admins;
	int code = count_admins(r, &admins);

	for (i = 0; i < r->changes->n && code == 0; i++)
		if (r->changes->v[i].path.kind == PATH_ROLES)
			code = check_leaver(r, &r->changes->v[i], &admins);
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
	struct bytes signers = BYTES_INIT(SIGNERS_MAX);
	const struct changes *l = r->changes;
	size_t i, j, newcomers = 0;
	int code = 0;

	if (is_event(r, "member-remove") && (code = check_leavers(r)) < 0)
		return code;
	for (i = 0; i < l->n && code == 0; i = j) {
		j = i + 1;
		if (!of_member(&l->v[i]) || is_event(r, "member-remove"))
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
		if ((code = check_text(r, "VERSION", POLICY_VERSION)) == 0)
			code = check_text(r, ".gitattributes",
			    LFS_ATTRIBUTES);
	}
	bytes_free(&signers);
	return code;
}
