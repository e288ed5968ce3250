/* path.c -- see path.h. */
#include "vault/base/path.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define NUMBER_DIGITS_MAX 9	/* of a version or epoch in a name */

static const char *const tier_names[] = { NULL, "original", "working",
    "release" };

static const struct {
	const char *name;
	enum tier tier;
	bool versioned;
	bool of_item;
} objects[] = {
	[OBJECT_MANIFEST] = { "manifest", TIER_ORIGINAL, false, false },
	[OBJECT_ORIGINAL] = { "original", TIER_ORIGINAL, false, true },
	[OBJECT_REPORT] = { "report", TIER_WORKING, true, true },
	[OBJECT_CLEAN] = { "clean", TIER_WORKING, false, true },
	[OBJECT_TEXT] = { "text", TIER_WORKING, false, true },
	[OBJECT_LAYOUT] = { "layout", TIER_WORKING, false, true },
	[OBJECT_PLAN] = { "plan", TIER_WORKING, true, true },
	[OBJECT_RELEASE] = { "release", TIER_RELEASE, true, true },
	[OBJECT_RELEASES] = { "releases", TIER_RELEASE, true, false },
	[OBJECT_UNPACKED] = { "unpacked", TIER_ORIGINAL, false, true },
	[OBJECT_CONTENTS] = { "contents", TIER_ORIGINAL, false, true },
	[OBJECT_WATCHLIST] = { "watchlist", TIER_WORKING, true, false },
	[OBJECT_DRAFT] = { "draft", TIER_WORKING, false, false },
	[OBJECT_ENTITIES] = { "entities", TIER_RELEASE, true, false },
	[OBJECT_RECALL] = { "recalls", TIER_RELEASE, true, false },
	[OBJECT_REPLY] = { "replies", TIER_WORKING, true, false },
	[OBJECT_LETTERBOX] = { "letterbox", TIER_WORKING, false, false },
	[OBJECT_SUMS] = { "sums", TIER_WORKING, true, false },
	[OBJECT_PART] = { "part", TIER_ORIGINAL, false, false },
};

const struct id path_shelf = { { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff } };

static const struct {
	const char *name;
	unsigned bit;
} roles_table[] = {
	{ "admin", ROLE_ADMIN }, { "desk", ROLE_DESK },
	{ "intake", ROLE_INTAKE }, { "reporter", ROLE_REPORTER },
	{ "analyst", ROLE_ANALYST }, { "auditor", ROLE_AUDITOR },
};
#define NROLES (sizeof(roles_table) / sizeof(roles_table[0]))

const char *
tier_name(enum tier t)
{
	assert(t >= TIER_ORIGINAL && t <= TIER_LAST);
	return tier_names[t];
}

bool
tier_parse(enum tier *t, const char *name)
{
	int i;

	for (i = TIER_ORIGINAL; i <= TIER_LAST; i++)
		if (strcmp(name, tier_names[i]) == 0) {
			*t = (enum tier)i;
			return true;
		}
	return false;
}

const char *
object_name(enum object_kind k)
{
	assert(k >= OBJECT_MANIFEST && k <= OBJECT_LAST);
	return objects[k].name;
}

enum tier
object_tier(enum object_kind k)
{
	assert(k >= OBJECT_MANIFEST && k <= OBJECT_LAST);
	return objects[k].tier;
}

bool
object_versioned(enum object_kind k)
{
	assert(k >= OBJECT_MANIFEST && k <= OBJECT_LAST);
	return objects[k].versioned;
}

/* A cursor over a name; every step eats what it matched or sets `bad`. */
struct cursor {
	const char *p;
	bool bad;
};

static bool
eat(struct cursor *c, const char *word)
{
	size_t n = strlen(word);

	if (c->bad || strncmp(c->p, word, n) != 0)
		return false;
	c->p += n;
	return true;
}

static void
must(struct cursor *c, const char *word)
{
	if (!eat(c, word))
		c->bad = true;
}

static void
eat_hex(struct cursor *c, uint8_t *out, size_t n)
{
	if (c->bad || strlen(c->p) < 2 * n ||
	    !hex_parse(out, n, c->p, 2 * n)) {
		c->bad = true;
		return;
	}
	c->p += 2 * n;
}

/* A number from 1 without leading zeros. */
static uint32_t
eat_number(struct cursor *c)
{
	uint32_t v = 0;
	int digits = 0;

	while (!c->bad && *c->p >= '0' && *c->p <= '9') {
		if (++digits > NUMBER_DIGITS_MAX || (v == 0 && *c->p == '0')) {
			c->bad = true;
			break;
		}
		v = v * 10 + (uint32_t)(*c->p++ - '0');
	}
	if (v == 0)
		c->bad = true;
	return v;
}

static void
eat_end(struct cursor *c, struct path *p)
{
	p->large = eat(c, ".large");
	if (!p->large)
		must(c, ".sealed");
}

static void
eat_grant(struct cursor *c, struct path *p)
{
	int i;

	p->kind = PATH_GRANT;
	for (i = TIER_ORIGINAL; i <= TIER_LAST; i++)
		if (eat(c, tier_names[i])) {
			p->tier = (enum tier)i;
			break;
		}
	must(c, "/");
	eat_hex(c, p->member.b, FPR_BYTES);
	must(c, ".");
	p->version = eat_number(c);
	if (i > TIER_LAST)
		c->bad = true;
}

static void
eat_object(struct cursor *c, struct path *p, bool of_item)
{
	int k;

	p->kind = PATH_OBJECT;
	for (k = OBJECT_LAST; k >= OBJECT_MANIFEST; k--)
		if (k != OBJECT_DRAFT && k != OBJECT_PART &&
		    objects[k].of_item == of_item && eat(c, objects[k].name))
			break;
	if (k < OBJECT_MANIFEST) {
		c->bad = true;
		return;
	}
	p->object = (enum object_kind)k;
	p->tier = objects[k].tier;
	p->version = 1;
	if (objects[k].versioned) {
		must(c, of_item ? "." : "/");
		p->version = eat_number(c);
	}
	eat_end(c, p);
}

static void
eat_member(struct cursor *c, struct path *p)
{
	eat_hex(c, p->member.b, FPR_BYTES);
	must(c, "/");
	if (eat(c, "card")) {
		p->kind = PATH_CARD;
	} else if (eat(c, "roles.")) {
		p->kind = PATH_ROLES;
		p->version = eat_number(c);
	} else {
		must(c, "epochs/");
		p->kind = PATH_EPOCH;
		p->version = eat_number(c);
	}
}

static void
eat_item(struct cursor *c, struct path *p)
{
	uint8_t shard[1];

	eat_hex(c, shard, 1);
	must(c, "/");
	eat_hex(c, p->item.b, ID_BYTES);
	must(c, "/");
	if (p->item.b[0] != shard[0] || id_is_zero(&p->item))
		c->bad = true;
	if (eat(c, "grants/"))
		eat_grant(c, p);
	else
		eat_object(c, p, true);
}

static void
eat_submission(struct cursor *c, struct path *p)
{
	uint8_t shard[2];

	eat_hex(c, shard, 1);
	must(c, "/");
	eat_hex(c, shard + 1, 1);
	must(c, "/");
	eat_hex(c, p->submission.b, ID_BYTES);
	must(c, "/");
	if (memcmp(p->submission.b, shard, 2) != 0)
		c->bad = true;
	if (eat(c, "items/")) {
		eat_item(c, p);
	} else if (eat(c, "grants/")) {
		eat_grant(c, p);
	} else if (eat(c, "approvals/")) {
		p->kind = PATH_APPROVAL;
		p->version = eat_number(c);
		must(c, ".");
		eat_hex(c, p->member.b, FPR_BYTES);
	} else if (eat(c, "receipts/")) {
		p->kind = PATH_RECEIPT;
		p->version = eat_number(c);
		must(c, ".");
		eat_hex(c, p->member.b, FPR_BYTES);
	} else if (eat(c, "partners/")) {
		p->kind = PATH_PARTNER;
		p->version = eat_number(c);
		must(c, ".");
		eat_hex(c, p->member.b, FPR_BYTES);
	} else if (eat(c, "sender")) {
		p->kind = PATH_SENDER;
	} else if (eat(c, "holds/")) {
		p->kind = PATH_HOLD;
		p->version = eat_number(c);
	} else if (eat(c, "erased/done")) {
		p->kind = PATH_ERASED;
	} else if (eat(c, "erased/")) {
		p->kind = PATH_ERASURE;
		eat_hex(c, p->member.b, FPR_BYTES);
	} else if (eat(c, "drop.sig")) {
		p->kind = PATH_DROP_SIG;
	} else if (eat(c, "drop")) {
		p->kind = PATH_DROP;
	} else {
		eat_object(c, p, false);
	}
}

struct path
path_parse(const char *name)
{
	static const struct path none = { .kind = PATH_NONE };
	struct cursor c = { .p = name, .bad = false };
	struct path p = none;

	if (eat(&c, "members/"))
		eat_member(&c, &p);
	else if (eat(&c, "submissions/"))
		eat_submission(&c, &p);
	else if (eat(&c, "VERSION"))
		p.kind = PATH_VERSION;
	else if (eat(&c, "policy.")) {
		p.kind = PATH_POLICY;
		p.version = eat_number(&c);
	} else if (eat(&c, "allowed_signers"))
		p.kind = PATH_SIGNERS;
	else if (eat(&c, ".gitattributes"))
		p.kind = PATH_ATTRIBUTES;
	return c.bad || *c.p != '\0' ? none : p;
}

void
path_submission(char out[PATH_SIZE], const struct id *s)
{
	static const char head[] = "submissions/";
	char *p = out + sizeof(head) - 1;

	/* By hand: a history's audit does it many times for each entry. */
	memcpy(out, head, sizeof(head) - 1);
	hex_of(p, s->b, 1);
	p[2] = '/';
	hex_of(p + 3, s->b + 1, 1);
	p[5] = '/';
	hex_of(p + 6, s->b, ID_BYTES);
}

void
path_item(char out[PATH_SIZE], const struct id *s, const struct id *item)
{
	static const char items[] = "/items/";
	char *p;

	path_submission(out, s);
	p = out + strlen(out);
	memcpy(p, items, sizeof(items) - 1);
	p += sizeof(items) - 1;
	hex_of(p, item->b, 1);
	p[2] = '/';
	hex_of(p + 3, item->b, ID_BYTES);
}

void
path_format(char out[PATH_SIZE], const struct path *p)
{
	static const char *const top[] = { [PATH_VERSION] = "VERSION",
	    [PATH_SIGNERS] = "allowed_signers",
	    [PATH_ATTRIBUTES] = ".gitattributes" };
	const char *end = p->large ? "large" : "sealed";
	char fpr[FPR_HEX_SIZE];
	size_t n;

	out[0] = '\0';
	fpr_hex(fpr, &p->member);
	if (p->kind <= PATH_ATTRIBUTES) {
		assert(p->kind != PATH_NONE);
		(void)snprintf(out, PATH_SIZE, "%s", top[p->kind]);
		return;
	}
	if (p->kind == PATH_POLICY) {
		(void)snprintf(out, PATH_SIZE, "policy.%u", p->version);
		return;
	}
	if (p->kind <= PATH_EPOCH) {
		if (p->kind == PATH_CARD)
			(void)snprintf(out, PATH_SIZE, "members/%s/card", fpr);
		else
			(void)snprintf(out, PATH_SIZE, "members/%s/%s%u", fpr,
			    p->kind == PATH_ROLES ? "roles." : "epochs/",
			    p->version);
		return;
	}
	if (id_is_zero(&p->item))
		path_submission(out, &p->submission);
	else
		path_item(out, &p->submission, &p->item);
	n = strlen(out);
	switch (p->kind) {
	case PATH_DROP:
		(void)snprintf(out + n, PATH_SIZE - n, "/drop");
		break;
	case PATH_DROP_SIG:
		(void)snprintf(out + n, PATH_SIZE - n, "/drop.sig");
		break;
	case PATH_GRANT:
		(void)snprintf(out + n, PATH_SIZE - n, "/grants/%s/%s.%u",
		    tier_name(p->tier), fpr, p->version);
		break;
	case PATH_APPROVAL:
		(void)snprintf(out + n, PATH_SIZE - n, "/approvals/%u.%s",
		    p->version, fpr);
		break;
	case PATH_ERASURE:
		(void)snprintf(out + n, PATH_SIZE - n, "/erased/%s", fpr);
		break;
	case PATH_ERASED:
		(void)snprintf(out + n, PATH_SIZE - n, "/erased/done");
		break;
	case PATH_HOLD:
		(void)snprintf(out + n, PATH_SIZE - n, "/holds/%u",
		    p->version);
		break;
	case PATH_PARTNER:
		(void)snprintf(out + n, PATH_SIZE - n, "/partners/%u.%s",
		    p->version, fpr);
		break;
	case PATH_SENDER:
		(void)snprintf(out + n, PATH_SIZE - n, "/sender");
		break;
	case PATH_RECEIPT:
		(void)snprintf(out + n, PATH_SIZE - n, "/receipts/%u.%s",
		    p->version, fpr);
		break;
	default:
		if (!objects[p->object].versioned)
			(void)snprintf(out + n, PATH_SIZE - n, "/%s.%s",
			    object_name(p->object), end);
		else
			(void)snprintf(out + n, PATH_SIZE - n, "/%s%c%u.%s",
			    object_name(p->object),
			    objects[p->object].of_item ? '.' : '/',
			    p->version, end);
		break;
	}
}

bool
roles_parse(unsigned *roles, const char *words)
{
	size_t i, n;

	*roles = 0;
	for (;;) {
		n = strcspn(words, ",");
		for (i = 0; i < NROLES; i++)
			if (strlen(roles_table[i].name) == n &&
			    strncmp(roles_table[i].name, words, n) == 0)
				break;
		if (i == NROLES || (*roles & roles_table[i].bit) != 0)
			return false;
		*roles |= roles_table[i].bit;
		if (words[n] == '\0')
			return true;
		words += n + 1;
	}
}

void
roles_format(char out[ROLES_SIZE], unsigned roles)
{
	size_t i;

	out[0] = '\0';
	for (i = 0; i < NROLES; i++) {
		if ((roles & roles_table[i].bit) == 0)
			continue;
		if (out[0] != '\0')
			strcat(out, ",");
		strcat(out, roles_table[i].name);
	}
}

bool
roles_fit(unsigned roles)
{
	const unsigned inside = ROLE_ADMIN | ROLE_DESK | ROLE_INTAKE |
	    ROLE_REPORTER;

	return roles != 0 && (roles & ~ROLES_ALL) == 0 &&
	    ((roles & ROLE_ANALYST) == 0 || (roles & inside) == 0);
}
