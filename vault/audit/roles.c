/* roles.c -- the rules on roles: member-roles, member-remove. */
#include "vault/audit/ruling.h"

#include <string.h>

#include "vault/base/err.h"

#define ROLES_FILE_MAX (2 * ROLES_SIZE)

int
roles_read(const struct ruling *r, const struct change *c, unsigned *roles)
{
	struct bytes b = BYTES_INIT(ROLES_FILE_MAX);
	char text[ROLES_SIZE + 1];
	bool fit = false;
	int code;

	*roles = 0;
	if ((code = ruling_after(r, c, &b)) < 0)
		goto done;
	if (code == 1 && b.len > 0 && b.data[b.len - 1] == '\n') {
		b.len--;
		fit = bytes_str(&b) != NULL &&
		    roles_parse(roles, (const char *)b.data) &&
		    roles_fit(*roles);
		roles_format(text, *roles);
		fit = fit && ruling_same(&b, text);
	}
	if (!fit)
		ruling_say(r, "roles-fit", c->name, "these are no roles that a "
		    "member may hold together");
	code = fit;
done:
	bytes_free(&b);
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

/*
 * Did the member ever hold a role that opens more than releases?  Its keys
 * would stay with it, so it cannot become an analyst.
 */
static int
check_analyst(const struct ruling *r, const struct change *c)
{
	struct bytes b = BYTES_INIT(ROLES_FILE_MAX);
	struct path p = c->path;
	char name[PATH_SIZE];
	unsigned had;
	int code = 0;

	for (p.version = 1; p.version < c->path.version && code >= 0;
	    p.version++) {
		path_format(name, &p);
		bytes_reset(&b);
		if ((code = ruling_before(r, name, &b)) != 1 || b.len == 0)
			continue;
		b.len--;	/* its line end */
		if (bytes_str(&b) == NULL ||
		    !roles_parse(&had, (const char *)b.data) ||
		    !roles_fit(had | ROLE_ANALYST)) {
			ruling_say(r, "roles-fit", c->name, "who could open "
			    "more than releases cannot become an analyst; add "
			    "a second key for that role");
			break;
		}
	}
	bytes_free(&b);
	return code < 0 ? code : 0;
}

/* The version below is there; that this one is not, another rule says. */
static int
check_number(const struct ruling *r, const struct change *c)
{
	struct bytes b = BYTES_INIT(ROLES_FILE_MAX);
	struct path last = c->path;
	char name[PATH_SIZE];
	int code = 0;

	if (--last.version > 0) {
		path_format(name, &last);
		code = ruling_before(r, name, &b);
	}
	if (code == 0)
		ruling_say(r, "order", c->name, "the versions of the roles do "
		    "not count up one by one");
	bytes_free(&b);
	return code < 0 ? code : 0;
}

/* What the member's roles become; of one that is removed, none. */
static int
read_next(const struct ruling *r, const struct change *c, unsigned *roles)
{
	struct bytes b = BYTES_INIT(ROLES_FILE_MAX);
	int code;

	*roles = 0;
	if (!ruling_event(r, "member-remove"))
		return roles_read(r, c, roles);
	if ((code = ruling_after(r, c, &b)) == 1 && !ruling_same(&b, "\n"))
		ruling_say(r, "roles-fit", c->name, "a removed member has no "
		    "roles");
	bytes_free(&b);
	return code;
}

static int
check_change(const struct ruling *r, const struct change *c, size_t *admins)
{
	unsigned roles, next;
	int code;

	if ((code = ruling_roles(r, &c->path.member, &roles)) < 0)
		return code;
	if (code == 0 || roles == 0) {
		ruling_say(r, "member", c->name, "this is no member");
		return 0;
	}
	if ((code = check_number(r, c)) < 0 ||
	    (code = read_next(r, c, &next)) < 0)
		return code;
	if ((next & ROLE_ANALYST) != 0 && (code = check_analyst(r, c)) < 0)
		return code;
	if ((roles & ~next & ROLE_ADMIN) != 0 && --*admins == 0)
		ruling_say(r, "role", c->name, "the last admin stays; make "
		    "another one first");
	return 0;
}

int
roles_check(const struct ruling *r)
{
	const struct change *c;
	size_t i, admins;
	int code = count_admins(r, &admins);

	for (i = 0; i < r->changes->n && code == 0; i++) {
		c = &r->changes->v[i];
		if (c->path.kind == PATH_ROLES && c->what == CHANGE_ADDED)
			code = check_change(r, c, &admins);
	}
	return code;
}
