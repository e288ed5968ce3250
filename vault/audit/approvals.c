/*
 * approvals.c -- the rule `policy`: plans are signed by different people.
 *
 * An approval (docs/format.md "Approval") is lines "<sha256 hex> <path>\n",
 * sorted by path: which plan versions its member stands for, by the SHA-256
 * of the ciphertext (a large plan's is its LFS oid).
 */
#include "vault/audit/ruling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/store/lfs.h"
#include "vault/store/tree.h"

#define APPROVAL_MAX (32u << 20)	/* bytes of one approval */
#define PEOPLE_MAX 128			/* counted on one plan */

struct line {
	uint8_t sha256[SHA256_BYTES];
	char name[PATH_SIZE];
	struct path path;
};

/* The next line of [*at, end); false when it is not of its form. */
static bool
next_line(const char **at, const char *end, struct line *l)
{
	const char *nl = memchr(*at, '\n', (size_t)(end - *at));
	size_t n;

	if (nl == NULL || nl - *at < 2 * SHA256_BYTES + 2 ||
	    (*at)[2 * SHA256_BYTES] != ' ' ||
	    !hex_parse(l->sha256, SHA256_BYTES, *at, 2 * SHA256_BYTES))
		return false;
	*at += 2 * SHA256_BYTES + 1;
	n = (size_t)(nl - *at);
	if (n >= PATH_SIZE)
		return false;
	memcpy(l->name, *at, n);
	l->name[n] = '\0';
	l->path = path_parse(l->name);
	*at = nl + 1;
	return strlen(l->name) == n && l->path.kind == PATH_OBJECT &&
	    l->path.object == OBJECT_PLAN;
}

static uint32_t
newest_change(const struct ruling *r, const struct path *item)
{
	uint32_t highest = 0;
	const struct path *p;
	size_t i;

	for (i = 0; i < r->changes->n; i++) {
		p = &r->changes->v[i].path;
		if (p->kind == PATH_OBJECT && p->object == OBJECT_PLAN &&
		    id_equal(&p->item, &item->item) &&
		    id_equal(&p->submission, &item->submission) &&
		    p->version > highest)
			highest = p->version;
	}
	return highest;
}

/* The newest plan of an item, this entry's included: 1, and which. */
static int
newest_plan(const struct ruling *r, const struct path *item,
    struct path *plan)
{
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	char folder[PATH_SIZE], name[PATH_SIZE], *last;
	uint32_t before, here;
	size_t at, n;
	int code;

	*plan = (struct path){ .kind = PATH_OBJECT, .object = OBJECT_PLAN,
	    .tier = TIER_WORKING, .submission = item->submission,
	    .item = item->item };
	path_item(folder, &item->submission, &item->item);
	if ((code = ruling_list(r, folder, &names)) < 0)
		goto done;
	before = tree_highest(&names, "plan.");
	here = newest_change(r, item);
	plan->version = here > before ? here : before;
	code = plan->version > 0;
	plan->large = true;
	path_format(name, plan);
	if (here > before) {
		plan->large = changes_find(r->changes, name) != NULL;
		goto done;
	}
	last = strrchr(name, '/') + 1;
	for (at = 0, plan->large = false; at < names.len; at += n + 1) {
		n = strlen((const char *)names.data + at);
		if (strcmp((const char *)names.data + at, last) == 0)
			plan->large = true;
	}
done:
	bytes_free(&names);
	return code;
}

/* SHA-256 of a plan's ciphertext. */
static int
plan_sum(const struct ruling *r, const struct path *plan,
    uint8_t sum[SHA256_BYTES])
{
	struct bytes b = BYTES_INIT(PATH_SEALED_MAX);
	const struct change *c;
	struct lfs_pointer p;
	char name[PATH_SIZE];
	int code;

	path_format(name, plan);
	c = changes_find(r->changes, name);
	code = c != NULL ? ruling_after(r, c, &b) : ruling_before(r, name, &b);
	if (code != 1)
		goto done;
	if (!plan->large) {
		code = sha256(sum, b.data, b.len) < 0 ? ERR_FAILED : 1;
	} else if (lfs_parse(&p, b.data, b.len) < 0) {
		code = 0;
	} else {
		memcpy(sum, p.sha256, SHA256_BYTES);
	}
done:
	bytes_free(&b);
	return code;
}

/* Does the approval in `text` stand for that plan? */
static bool
stands_for(const struct bytes *text, const char *name,
    const uint8_t sum[SHA256_BYTES])
{
	char due[2 * SHA256_BYTES + 1 + PATH_SIZE + 1];
	const char *at = (const char *)text->data;
	size_t n;

	hex_of(due, sum, SHA256_BYTES);
	n = (size_t)snprintf(due + 2 * SHA256_BYTES, sizeof(due) -
	    2 * SHA256_BYTES, " %s\n", name) + 2 * SHA256_BYTES;
	if (text->len < n)
		return false;
	at = memmem(at, text->len, due, n);
	/* A digest's hex cannot begin inside another line's. */
	return at != NULL && (at == (const char *)text->data || at[-1] == '\n');
}

/* The approvals of a submission before this entry, one after another. */
struct past {
	struct bytes names;
	struct bytes *texts;
	struct fpr *by;
	size_t n;
};

static void
past_free(struct past *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		bytes_free(&p->texts[i]);
	free(p->texts);
	free(p->by);
	bytes_free(&p->names);
	*p = (struct past){ .names = BYTES_INIT(RULING_NAMES_MAX) };
}

static int
past_add(const struct ruling *r, struct past *p, const char *name)
{
	const struct path path = path_parse(name);
	struct bytes *texts;
	struct fpr *by;

	if (path.kind != PATH_APPROVAL)
		return 0;
	texts = realloc(p->texts, (p->n + 1) * sizeof(*texts));
	if (texts != NULL)
		p->texts = texts;
	by = realloc(p->by, (p->n + 1) * sizeof(*by));
	if (by != NULL)
		p->by = by;
	if (texts == NULL || by == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	p->by[p->n] = path.member;
	p->texts[p->n] = BYTES_INIT(APPROVAL_MAX);
	return ruling_before(r, name, &p->texts[p->n++]);
}

static int
past_read(const struct ruling *r, const struct id *submission,
    struct past *p)
{
	char name[PATH_SIZE];
	const char *last;
	size_t at, n, len;
	int code;

	*p = (struct past){ .names = BYTES_INIT(RULING_NAMES_MAX) };
	path_submission(name, submission);
	(void)strcat(name, "/approvals");
	n = strlen(name);
	code = ruling_list(r, name, &p->names);
	for (at = 0; at < p->names.len && code >= 0; at += len + 1) {
		last = (const char *)p->names.data + at;
		len = strlen(last);
		if (n + 1 + len >= PATH_SIZE)
			continue;
		name[n] = '/';
		memcpy(name + n + 1, last, len + 1);
		code = past_add(r, p, name);
	}
	return code < 0 ? code : 0;
}

/* One line of an approval: it must be the newest plan, as it lies there. */
static int
check_line(const struct ruling *r, const struct change *c,
    const struct line *l)
{
	uint8_t sum[SHA256_BYTES];
	struct path newest;
	char name[PATH_SIZE];
	int code;

	if (!id_equal(&l->path.submission, &c->path.submission)) {
		ruling_say(r, "policy", c->name, "it approves a plan of "
		    "another submission");
		return 0;
	}
	if ((code = newest_plan(r, &l->path, &newest)) < 0)
		return code;
	path_format(name, &newest);
	if (code == 0 || strcmp(name, l->name) != 0) {
		ruling_say(r, "policy", c->name, "it approves a plan that is "
		    "not the newest; look at the newest one first");
		return 0;
	}
	if ((code = plan_sum(r, &newest, sum)) < 0)
		return code;
	if (code == 0 || memcmp(sum, l->sha256, SHA256_BYTES) != 0)
		ruling_say(r, "policy", c->name, "it approves other bytes "
		    "than those of the plan");
	return 0;
}

/* True when this member stood for that very plan before. */
static bool
signed_before(const struct past *past, const struct change *c,
    const struct line *l)
{
	size_t i;

	for (i = 0; i < past->n; i++)
		if (fpr_equal(&past->by[i], &c->path.member) &&
		    stands_for(&past->texts[i], l->name, l->sha256))
			return true;
	return false;
}

static int
check_lines(const struct ruling *r, const struct change *c,
    const struct bytes *text, const struct past *past)
{
	const char *at = (const char *)text->data;
	const char *end = text->len > 0 ? at + text->len : at;
	char last[PATH_SIZE] = "";
	struct line l;
	bool any_new = false;
	int code = 0;

	while (at < end && code == 0) {
		if (!next_line(&at, end, &l) || strcmp(last, l.name) >= 0) {
			ruling_say(r, "policy", c->name, "it is not of the "
			    "form of an approval");
			return 0;
		}
		memcpy(last, l.name, sizeof(last));
		any_new = any_new || !signed_before(past, c, &l);
		code = check_line(r, c, &l);
	}
	if (code == 0 && !any_new)
		ruling_say(r, "policy", c->name, "this member approved these "
		    "plans before; another one must");
	return code;
}

/* Who decides stands for every plan that the decision makes. */
static int
check_decided(const struct ruling *r, const struct id *submission,
    const struct bytes *text)
{
	const struct change *c;
	uint8_t sum[SHA256_BYTES];
	size_t i;
	int code;

	for (i = 0; i < r->changes->n; i++) {
		c = &r->changes->v[i];
		if (c->path.kind != PATH_OBJECT ||
		    c->path.object != OBJECT_PLAN ||
		    !id_equal(&c->path.submission, submission))
			continue;
		if ((code = plan_sum(r, &c->path, sum)) < 0)
			return code;
		if (code == 0 || !stands_for(text, c->name, sum))
			ruling_say(r, "policy", c->name, "who decides must "
			    "sign the plan");
	}
	return 0;
}

/* Above this member's own, at most one above the highest of all. */
static void
check_number(const struct ruling *r, const struct change *c,
    const struct past *past)
{
	char tail[FPR_HEX_SIZE + 1];
	const char *name;
	uint32_t own = 0, highest = tree_highest(&past->names, ""), v;
	size_t at, n;

	tail[0] = '.';
	fpr_hex(tail + 1, &c->path.member);
	for (at = 0; at < past->names.len; at += n + 1) {
		name = (const char *)past->names.data + at;
		n = strlen(name);
		v = (uint32_t)strtoul(name, NULL, 10);
		if (n > FPR_HEX_SIZE && v > own &&
		    strcmp(name + n - FPR_HEX_SIZE, tail) == 0)
			own = v;
	}
	if (c->path.version <= own || c->path.version > highest + 1)
		ruling_say(r, "order", c->name, "approval %u follows on %u",
		    c->path.version, highest);
}

static int
check_approval(const struct ruling *r, const struct change *c)
{
	struct bytes text = BYTES_INIT(APPROVAL_MAX);
	struct past past;
	int code;

	if (!fpr_equal(&c->path.member, &r->facts->entry->actor))
		ruling_say(r, "policy", c->name, "nobody approves for "
		    "somebody else");
	if ((code = past_read(r, &c->path.submission, &past)) < 0)
		goto done;
	check_number(r, c, &past);
	if ((code = ruling_after(r, c, &text)) <= 0)
		goto done;
	if ((code = check_lines(r, c, &text, &past)) == 0)
		code = check_decided(r, &c->path.submission, &text);
done:
	past_free(&past);
	bytes_free(&text);
	return code < 0 ? code : 0;
}

/* How many different people stand for a plan. */
static size_t
people(const struct past *past, const char *name, const uint8_t *sum)
{
	struct fpr seen[PEOPLE_MAX];
	size_t i, j, n = 0;

	for (i = 0; i < past->n && n < PEOPLE_MAX; i++) {
		if (!stands_for(&past->texts[i], name, sum))
			continue;
		for (j = 0; j < n; j++)
			if (fpr_equal(&seen[j], &past->by[i]))
				break;
		if (j == n)
			seen[n++] = past->by[i];
	}
	return n;
}

static int
check_item(const struct ruling *r, const struct change *c,
    const struct past *past, const struct policy *policy)
{
	uint8_t sum[SHA256_BYTES];
	struct path plan;
	char name[PATH_SIZE];
	size_t n;
	int code;

	if ((code = newest_plan(r, &c->path, &plan)) == 1)
		code = plan_sum(r, &plan, sum);
	if (code < 0)
		return code;
	if (code == 0) {
		ruling_say(r, "policy", c->name, "it is released without a "
		    "plan");
		return 0;
	}
	path_format(name, &plan);
	n = people(past, name, sum);
	if (n < policy->approvals)
		ruling_say(r, "policy", c->name, "its plan is approved by %zu "
		    "of the %u people that the policy asks for; have it "
		    "approved with `tipline approve`", n, policy->approvals);
	return 0;
}

static int
check_release(const struct ruling *r, size_t i, size_t j,
    const struct policy *policy)
{
	const struct change *c;
	const char *first = r->changes->v[i].name;
	struct past past;
	size_t manifests = 0, entities = 0, items = 0;
	int code;

	code = past_read(r, &r->changes->v[i].path.submission, &past);
	for (; i < j && code == 0; i++) {
		c = &r->changes->v[i];
		if (c->path.kind != PATH_OBJECT)
			continue;
		manifests += c->path.object == OBJECT_RELEASES;
		entities += c->path.object == OBJECT_ENTITIES;
		if (c->path.object != OBJECT_RELEASE)
			continue;
		items++;
		code = check_item(r, c, &past, policy);
	}
	if (code == 0 && (manifests != 1 || entities != 1 || items == 0))
		ruling_say(r, "policy", first, "a release is one manifest, its "
		    "entities, and the items it lists");
	past_free(&past);
	return code;
}

/* A decision without its approval is none. */
static void
check_decision(const struct ruling *r, size_t i, size_t j)
{
	const char *first = r->changes->v[i].name;
	size_t approvals = 0;

	for (; i < j; i++)
		approvals += r->changes->v[i].path.kind == PATH_APPROVAL;
	if (approvals != 1)
		ruling_say(r, "policy", first, "who decides must sign the "
		    "plan, once");
}

int
approvals_check(const struct ruling *r)
{
	const char *event = r->facts->entry->event;
	const bool decide = strcmp(event, "decide") == 0;
	const bool release = strcmp(event, "release") == 0;
	struct policy policy = { .approvals = 1 };
	size_t i, j;
	int code;

	if (release && (code = ruling_policy(r, &policy)) <= 0)
		return code;
	code = 0;
	for (i = 0; i < r->changes->n && code == 0; i++)
		if (r->changes->v[i].path.kind == PATH_APPROVAL &&
		    r->changes->v[i].what != CHANGE_REMOVED)
			code = check_approval(r, &r->changes->v[i]);
	for (i = 0; i < r->changes->n && code == 0; i = j) {
		j = ruling_group(r, i);
		if (id_is_zero(&r->changes->v[i].path.submission))
			continue;
		if (release)
			code = check_release(r, i, j, &policy);
		else if (decide)
			check_decision(r, i, j);
	}
	return code;
}
