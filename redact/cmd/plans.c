/* plans.c -- see plans.h. */
#include "redact/cmd/plans.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define APPROVAL_MAX (32u << 20)	/* bytes of one approval file */
#define SUMMARY_KINDS_MAX 256

/* One signed line: a plan and the SHA-256 of its sealed bytes. */
struct line {
	char path[PATH_SIZE];
	uint8_t sha256[SHA256_BYTES];
};

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct line *)a)->path,
	    ((const struct line *)b)->path);
}

/* The path of item i's plan of this version, as it lies in the tree. */
static int
plan_path(struct work *w, size_t i, uint32_t version, struct line *line)
{
	struct path p = { .kind = PATH_OBJECT, .submission = w->id,
	    .item = w->manifest.items[w->number[i]].id, .object = OBJECT_PLAN,
	    .tier = TIER_WORKING, .version = version };
	uint64_t size;
	int fd, r;

	if ((r = store_open_object(w->session->store, &p, &fd, &size)) < 0)
		return r;
	r = sha256_fd(line->sha256, fd, NULL);
	io_close(&fd);
	p.large = size > PATH_SEALED_MAX;
	path_format(line->path, &p);
	return r;
}

static int
format_lines(struct bytes *b, struct line *lines, size_t n)
{
	char hex[SHA256_HEX_SIZE];
	size_t i;

	qsort(lines, n, sizeof(*lines), by_path);
	for (i = 0; i < n; i++) {
		hex_of(hex, lines[i].sha256, SHA256_BYTES);
		(void)bytes_addf(b, "%s %s\n", hex, lines[i].path);
	}
	return bytes_ok(b);
}

/* The text that signs the stored newest plans. */
static int
stored_lines(struct work *w, struct bytes *b)
{
	struct line *lines;
	size_t i;
	int r = 0;

	if ((lines = calloc(w->n, sizeof(*lines))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; r == 0 && i < w->n; i++)
		r = plan_path(w, i, w->version[i], &lines[i]);
	if (r == 0)
		r = format_lines(b, lines, w->n);
	free(lines);
	return r;
}

static int
next_approval(struct work *w, struct path *p)
{
	int r;

	*p = (struct path){ .kind = PATH_APPROVAL, .submission = w->id,
	    .member = w->session->my_fpr };
	r = store_latest(w->session->store, p, &p->version);
	p->version++;
	return r;
}

/* Seal item i's plan as its next version; say what a signature would. */
static int
add_plan(struct work *w, size_t i, struct line *line)
{
	struct object_ctx ctx = work_ctx(w, i, OBJECT_PLAN, w->version[i] + 1);
	struct bytes b = BYTES_INIT(PLAN_MAX);
	struct stored stored;
	int r;

	if ((r = plan_write(&b, &w->plans[i], w->texts[i].data)) == 0 &&
	    (r = session_add_object_bytes(w->session, w->working, &ctx, b.data,
	    b.len, &stored)) == 0) {
		path_format(line->path, &stored.path);
		memcpy(line->sha256, stored.sha256, SHA256_BYTES);
	}
	bytes_free(&b);
	return r;
}

int
plans_still_newest(struct work *w)
{
	struct path p = { .kind = PATH_OBJECT, .submission = w->id,
	    .object = OBJECT_PLAN, .tier = TIER_WORKING };
	uint32_t newest;
	size_t i;
	int r;

	for (i = 0; i < w->n; i++) {
		p.item = w->manifest.items[w->number[i]].id;
		if ((r = store_latest(w->session->store, &p, &newest)) < 0)
			return r;
		if (newest != w->version[i])
			return err_set(ERR_BUSY, "somebody else changed the "
			    "plan of %s meanwhile; look at it again and "
			    "repeat what you did", w->name);
	}
	return 0;
}

static int
add_all(struct work *w, bool sign)
{
	struct bytes b = BYTES_INIT(APPROVAL_MAX);
	struct path p;
	struct line *lines;
	size_t i;
	int r = 0;

	if ((r = plans_still_newest(w)) < 0)
		return r;
	if ((lines = calloc(w->n, sizeof(*lines))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; r == 0 && i < w->n; i++)
		r = add_plan(w, i, &lines[i]);
	if (r == 0 && sign && (r = format_lines(&b, lines, w->n)) == 0 &&
	    (r = next_approval(w, &p)) == 0)
		r = store_add(w->session->store, &p, b.data, b.len);
	bytes_free(&b);
	free(lines);
	return r;
}

int
plans_store(struct work *w, const char *event, bool sign)
{
	char subject[ENTRY_SUBJECT_SIZE];
	size_t i;
	int r;

	if ((r = session_begin(w->session)) < 0)
		return r;
	if ((r = add_all(w, sign)) < 0)
		return session_abort(w->session, r);
	(void)snprintf(subject, sizeof(subject), "%zu plans", w->n);
	if ((r = work_commit(w, event, subject)) < 0)
		return r;
	for (i = 0; i < w->n; i++)
		w->version[i]++;
	return 0;
}

int
plans_sign(struct work *w, const char *event)
{
	struct bytes b = BYTES_INIT(APPROVAL_MAX);
	char subject[ENTRY_SUBJECT_SIZE];
	struct path p;
	int r;

	if ((r = session_begin(w->session)) < 0)
		return r;
	if ((r = plans_still_newest(w)) < 0 || (r = stored_lines(w, &b)) < 0 ||
	    (r = next_approval(w, &p)) < 0 ||
	    (r = store_add(w->session->store, &p, b.data, b.len)) < 0) {
		r = session_abort(w->session, r);
		goto done;
	}
	(void)snprintf(subject, sizeof(subject), "%zu plans", w->n);
	r = work_commit(w, event, subject);
done:
	bytes_free(&b);
	return r;
}

/* Does the approval called `name` sign just these lines?  By whom? */
static int
signs(struct work *w, const char *name, const struct bytes *lines,
    struct fpr *who, bool *yes)
{
	struct bytes b = BYTES_INIT(APPROVAL_MAX);
	char path[2 * PATH_SIZE], folder[PATH_SIZE];
	struct path p;
	int r;

	*yes = false;
	path_submission(folder, &w->id);
	(void)snprintf(path, sizeof(path), "%s/approvals/%s", folder, name);
	p = path_parse(path);
	if (p.kind != PATH_APPROVAL)
		return 0;
	if ((r = store_read(w->session->store, path, &b)) == 0) {
		*who = p.member;
		*yes = b.len == lines->len &&
		    memcmp(b.data, lines->data, b.len) == 0;
	}
	bytes_free(&b);
	return r;
}

static void
count(struct standing *st, const struct fpr *who, const struct fpr *me)
{
	size_t i, known = st->people < STANDING_MAX ? st->people :
	    STANDING_MAX;

	for (i = 0; i < known; i++)
		if (fpr_equal(&st->who[i], who))
			return;
	if (known < STANDING_MAX) {
		st->who[known] = *who;
		st->people++;
	}
	st->me = st->me || fpr_equal(who, me);
}

static int
count_signers(struct work *w, struct standing *st)
{
	struct bytes lines = BYTES_INIT(APPROVAL_MAX);
	struct bytes names = BYTES_INIT(APPROVAL_MAX);
	char folder[PATH_SIZE + sizeof("/approvals")];
	const char *name;
	struct fpr who;
	bool yes;
	int r;

	path_submission(folder, &w->id);
	strcat(folder, "/approvals");
	if ((r = stored_lines(w, &lines)) < 0 ||
	    (r = sha256(st->lines, lines.data, lines.len)) < 0 ||
	    (r = store_list(w->session->store, folder, &names)) < 0)
		goto done;
	for (name = (const char *)names.data; name != NULL &&
	    name < (const char *)names.data + names.len;
	    name += strlen(name) + 1) {
		if ((r = signs(w, name, &lines, &who, &yes)) < 0)
			goto done;
		if (yes)
			count(st, &who, &w->session->my_fpr);
	}
done:
	bytes_free(&names);
	bytes_free(&lines);
	return r;
}

int
plans_signers(struct work *w, struct standing *out)
{
	struct policy policy;
	int r;

	*out = (struct standing){ .people = 0 };
	if ((r = store_policy(w->session->store, &policy)) < 0)
		return r;
	out->needed = policy.approvals;
	return count_signers(w, out);
}

int
plans_standing(struct work *w, struct standing *out)
{
	if (plans_undecided(w) > 0)
		return err_set(ERR_NOT_PERMITTED, "%zu findings of %s are "
		    "undecided; run `tipline review %s` first",
		    plans_undecided(w), w->name, w->name);
	return plans_signers(w, out);
}

size_t
plans_undecided(const struct work *w)
{
	size_t i, n = 0;

	for (i = 0; i < w->n; i++)
		n += plan_undecided(&w->plans[i]);
	return n;
}

void
plans_summary(const struct work *w)
{
	const struct planned *one;
	struct {
		const char *kind;
		size_t count[3];	/* by enum decision */
	} sums[SUMMARY_KINDS_MAX] = { { NULL, { 0, 0, 0 } } };
	size_t i, k, s, n = 0, boxes = 0;

	for (i = 0; i < w->n; i++) {
		boxes += w->plans[i].nboxes;
		for (k = 0; k < w->plans[i].n; k++) {
			one = &w->plans[i].list[k];
			for (s = 0; s < n; s++)
				if (strcmp(sums[s].kind, one->kind) == 0)
					break;
			if (s == SUMMARY_KINDS_MAX)
				continue;	/* more kinds than exist */
			if (s == n)
				sums[n++].kind = one->kind;
			sums[s].count[one->decision]++;
		}
	}
	for (s = 0; s < n; s++)
		(void)printf("  %-18s %zu to redact, %zu to keep, "
		    "%zu undecided\n", sums[s].kind,
		    sums[s].count[DECISION_REDACT], sums[s].count[DECISION_KEEP],
		    sums[s].count[DECISION_NONE]);
	if (boxes > 0)
		(void)printf("  boxes              %zu\n", boxes);
	if (n == 0 && boxes == 0)
		(void)puts("  nothing was found");
}
