/* entry.c -- see entry.h. */
#include "vault/sync/entry.h"

#include <string.h>

#include "vault/base/err.h"
#include "vault/session/erasure.h"

static bool
is(const struct own_entry *e, const char *event)
{
	return strcmp(e->entry.event, event) == 0;
}

/* From `i` on, the end of the files of the same submission (or of none). */
static size_t
group(const struct own_entry *e, size_t i, bool item)
{
	const struct path *p = &e->files[i].path, *q;

	for (; i < e->nfiles; i++) {
		q = &e->files[i].path;
		if (!id_equal(&p->submission, &q->submission) ||
		    (item && !id_equal(&p->item, &q->item)) ||
		    (id_is_zero(&p->submission) &&
		    !fpr_equal(&p->member, &q->member)))
			break;
	}
	return i;
}

static bool
any_not_new(const struct own_entry *e, size_t i, size_t j)
{
	for (; i < j; i++)
		if (e->files[i].stand == FILE_SAME ||
		    e->files[i].stand == FILE_THERE)
			return true;
	return false;
}

static bool
any_taken(const struct own_entry *e, size_t i, size_t j)
{
	for (; i < j; i++)
		if (e->files[i].stand == FILE_TAKEN)
			return true;
	return false;
}

/* What comes in comes in whole, and once: a submission, a member; what was
 * examined is one piece. */
static bool
in_one_piece(const struct own_entry *e)
{
	return is(e, "submit") || is(e, "examine") || is(e, "member-add");
}

static int
conflict(const struct own_file *f)
{
	const char *what = f->path.kind == PATH_POLICY ? "the policy" :
	    f->path.kind == PATH_EPOCH ? "this member's epoch" :
	    "a member's roles";

	return err_set(ERR_NOT_PERMITTED, "somebody else changed %s meanwhile; "
	    "look at it as it is now", what);
}

/* The course of a file whose number somebody else took. */
static int
course_taken(const struct own_entry *e, const struct own_file *f,
    enum course *c)
{
	*c = COURSE_REMAKE;
	switch (f->path.kind) {
	case PATH_POLICY:
	case PATH_EPOCH:
		return conflict(f);
	case PATH_ROLES:
		/* A removal holds, whatever else was changed. */
		return is(e, "member-remove") ? 0 : conflict(f);
	case PATH_APPROVAL:
		*c = COURSE_SIGN;
		return 0;
	case PATH_OBJECT:
		/* New proposals do not undo what somebody decided. */
		if (is(e, "find"))
			*c = COURSE_LEAVE;
		return 0;
	default:
		return 0;
	}
}

static bool
is_recall(const struct path *p)
{
	return p->kind == PATH_OBJECT && p->object == OBJECT_RECALL;
}

static int
course_of(const struct own_entry *e, const struct own_file *f,
    enum course *c)
{
	/* What is the same is found again, on top of what the others know. */
	if (f->path.kind == PATH_OBJECT && f->path.object == OBJECT_SUMS) {
		*c = COURSE_LEAVE;
		return 0;
	}
	switch (f->stand) {
	case FILE_NEW:
		/* What it withdraws may go by another number by now. */
		*c = f->path.kind == PATH_APPROVAL ? COURSE_SIGN :
		    is_recall(&f->path) ? COURSE_REMAKE : COURSE_KEEP;
		return 0;
	case FILE_TAKEN:
		return course_taken(e, f, c);
	case FILE_STALE:
		*c = is(e, "submit") ? COURSE_KEEP : COURSE_REMAKE;
		return 0;
	default:
		*c = COURSE_LEAVE;
		return 0;
	}
}

/* All files of a release go by the number of the submission's release. */
static void
renumber_release(const struct own_entry *e, enum course *course, size_t i,
    size_t j)
{
	if (!is(e, "release") || !any_taken(e, i, j))
		return;
	for (; i < j; i++)
		if (e->files[i].path.kind == PATH_OBJECT ||
		    e->files[i].path.kind == PATH_PARTNER)
			course[i] = COURSE_REMAKE;
}

int
entry_plan(const struct own_entry *e, enum course *course,
    struct entry_sum *sum)
{
	const bool item = is(e, "examine");
	size_t i, j, k;
	int r = 0;

	memset(sum, 0, sizeof(*sum));
	for (i = 0; i < e->nfiles && r == 0; i = j) {
		j = group(e, i, item);
		if (in_one_piece(e) && any_not_new(e, i, j))
			continue;	/* every course is COURSE_LEAVE */
		for (k = i; k < j && r == 0; k++)
			r = course_of(e, &e->files[k], &course[k]);
		renumber_release(e, course, i, j);
	}
	for (i = 0; i < e->nfiles; i++) {
		sum->along += course[i] != COURSE_LEAVE;
		sum->there += course[i] == COURSE_LEAVE &&
		    e->files[i].stand != FILE_SAME;
	}
	return r;
}

/* The place of the file that says that a submission is erased; or nfiles. */
static size_t
find_erased(const struct own_entry *e, const struct id *submission)
{
	size_t k;

	for (k = 0; k < e->nfiles; k++)
		if (e->files[k].path.kind == PATH_ERASED &&
		    id_equal(&e->files[k].path.submission, submission))
			break;
	return k;
}

static int
complete_erasure(struct session *s, const struct own_entry *e,
    const struct id *submission, enum course *course)
{
	struct path p = { .kind = PATH_ERASED, .submission = *submission };
	struct erasure now;
	struct policy policy;
	size_t at = find_erased(e, submission);
	bool due;
	int r;

	if ((r = store_policy(s->store, &policy)) < 0 ||
	    (r = erasure_read(&now, s, submission)) < 0)
		return r;
	due = now.n + 1 >= policy.erasers;
	erasure_free(&now);
	if (at < e->nfiles && !due)
		course[at] = COURSE_LEAVE;
	return at == e->nfiles && due ?
	    store_add(s->store, &p, "erased\n", 7) : 0;
}

int
entry_completes(struct session *s, const struct own_entry *e,
    enum course *course)
{
	size_t k;
	int r = 0;

	for (k = 0; k < e->nfiles && r == 0; k++)
		if (e->files[k].path.kind == PATH_ERASURE &&
		    course[k] == COURSE_KEEP)
			r = complete_erasure(s, e,
			    &e->files[k].path.submission, course);
	return r;
}

void
entry_touched(struct entry *out, const struct own_entry *e,
    const enum course *course, bool stale)
{
	const struct path *p;
	size_t k, n = 0;

	for (k = 0; k < e->nfiles; k++) {
		p = &e->files[k].path;
		if (course[k] == COURSE_LEAVE || id_is_zero(&p->submission) ||
		    (stale && e->files[k].stand != FILE_STALE))
			continue;
		if (n == 0 || !id_equal(&out->submissions[n - 1],
		    &p->submission))
			out->submissions[n++] = p->submission;
	}
	out->nsubmissions = n;
}
