/* work.c -- see work.h. */
#include "redact/cmd/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/cmd/input.h"
#include "redact/doc/unread.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/session/inside.h"

struct object_ctx
work_ctx(const struct work *w, size_t i, enum object_kind kind,
    uint32_t version)
{
	return (struct object_ctx){ .submission = w->id,
	    .item = w->manifest.items[w->number[i]].id,
	    .kind = kind, .version = version };
}

static int
read_manifest(struct work *w)
{
	struct object_ctx ctx = { .submission = w->id,
	    .kind = OBJECT_MANIFEST, .version = 1 };
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	int r;

	if ((r = session_read_object(w->session, w->original, &ctx, &b)) == 0)
		r = manifest_read(&w->manifest, b.data, b.len);
	bytes_free(&b);
	return r;
}

int
work_open(struct work **out, struct session *s, const struct id *id)
{
	struct work *w;
	int r;

	*out = NULL;
	if ((w = calloc(1, sizeof(*w))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	w->session = s;
	w->id = *id;
	id_name(w->name, id);
	if ((r = session_unlock(s, id, NULL, TIER_ORIGINAL,
	    &w->original)) < 0 ||
	    (r = session_unlock(s, id, NULL, TIER_WORKING,
	    &w->working)) < 0 ||
	    (r = session_unlock(s, id, NULL, TIER_RELEASE,
	    &w->release)) < 0 ||
	    (r = read_manifest(w)) < 0 ||
	    (r = inside_read(s, w->original, id, &w->manifest)) < 0) {
		work_free(w);
		return r;
	}
	*out = w;
	return 0;
}

int
work_has(struct work *w, const struct id *item, enum object_kind kind,
    bool *there)
{
	struct path p = { .kind = PATH_OBJECT, .submission = w->id,
	    .item = *item, .object = kind, .tier = object_tier(kind),
	    .version = 1 };
	uint64_t size;
	int fd, r;

	r = store_open_object(w->session->store, &p, &fd, &size);
	*there = r == 0;
	if (r == 0)
		io_close(&fd);
	return r == ERR_NOT_FOUND ? 0 : r;
}

/* Room for every item of the manifest, set so that freeing is safe. */
static int
make_room(struct work *w)
{
	size_t i, n = w->manifest.nitems;

	w->number = calloc(n, sizeof(*w->number));
	w->reports = calloc(n, sizeof(*w->reports));
	w->texts = calloc(n, sizeof(*w->texts));
	w->plans = calloc(n, sizeof(*w->plans));
	w->plan_at = calloc(n, sizeof(*w->plan_at));
	w->layouts = calloc(n, sizeof(*w->layouts));
	w->torn = calloc(n, sizeof(*w->torn));
	w->version = calloc(n, sizeof(*w->version));
	if (w->number == NULL || w->reports == NULL || w->texts == NULL ||
	    w->layouts == NULL || w->torn == NULL ||
	    w->plans == NULL || w->plan_at == NULL || w->version == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < n; i++) {
		w->texts[i] = BYTES_INIT(TEXT_MAX);
		w->torn[i] = TORN_INIT;
		w->plan_at[i] = &w->plans[i];
	}
	return 0;
}

int
work_examined(struct work *w, const struct id *item, uint32_t *version)
{
	const struct path p = { .kind = PATH_OBJECT, .submission = w->id,
	    .item = *item, .object = OBJECT_REPORT, .tier = TIER_WORKING };

	return store_latest(w->session->store, &p, version);
}

int
work_report(struct work *w, const struct id *item, struct report *report)
{
	struct object_ctx ctx = { .submission = w->id, .item = *item,
	    .kind = OBJECT_REPORT };
	struct bytes b = BYTES_INIT(REPORT_MAX);
	int r;

	if ((r = work_examined(w, item, &ctx.version)) == 0 &&
	    (r = session_read_object(w->session, w->working, &ctx, &b)) == 0)
		r = report_read(report, b.data, b.len);
	bytes_free(&b);
	return r;
}

int
work_plan(struct work *w, size_t i, uint32_t version, struct plan *out)
{
	struct object_ctx ctx = work_ctx(w, i, OBJECT_PLAN, version);
	struct bytes b = BYTES_INIT(PLAN_MAX);
	int r;

	if ((r = session_read_object(w->session, w->working, &ctx, &b)) == 0)
		r = plan_read(out, b.data, b.len, w->texts[i].data,
		    w->texts[i].len);
	bytes_free(&b);
	if (r == 0 && (!id_equal(&out->submission, &w->id) ||
	    !id_equal(&out->item, &ctx.item)))
		r = err_set(ERR_INTEGRITY, "a plan is of another item than it "
		    "lies with; run `tipline audit`");
	return r;
}

/* The newest plan of the item at i, if there is one. */
static int
load_plan(struct work *w, size_t i)
{
	struct path p = { .kind = PATH_OBJECT, .submission = w->id,
	    .item = w->manifest.items[w->number[i]].id,
	    .object = OBJECT_PLAN, .tier = TIER_WORKING };
	int r;

	if ((r = store_latest(w->session->store, &p, &w->version[i])) < 0 ||
	    w->version[i] == 0)
		return r;
	return work_plan(w, i, w->version[i], &w->plans[i]);
}

int
work_layout(struct work *w, size_t i, struct layout *out)
{
	struct object_ctx ctx = work_ctx(w, i, OBJECT_LAYOUT, 1);
	struct bytes b = BYTES_INIT(LAYOUT_MAX);
	int r;

	if ((r = session_read_object(w->session, w->working, &ctx, &b)) == 0 &&
	    (r = layout_read(out, b.data, b.len)) == 0 &&
	    (r = layout_check(out, w->texts[i].len)) < 0)
		layout_free(out);
	bytes_free(&b);
	return r;
}

/* Places are many, and needed only where boxes have to be made of words. */
static int
load_layout(struct work *w, size_t i)
{
	struct layout *l = &w->layouts[i];
	bool read = false;
	size_t k;
	int r;

	if ((r = work_layout(w, i, l)) < 0 ||
	    (r = torn_of(&w->torn[i], l, w->texts[i].data)) < 0)
		return r;
	for (k = 0; k < l->npages; k++)
		read = read || l->pages[k].own < l->pages[k].end;
	if (!read)
		layout_forget_places(l);
	return 0;
}

static int
load_item(struct work *w, size_t number)
{
	const struct id *item = &w->manifest.items[number].id;
	struct object_ctx ctx;
	size_t i = w->n;
	bool there;
	int r;

	if ((r = work_has(w, item, OBJECT_REPORT, &there)) < 0)
		return r;
	if (!there) {
		w->waiting++;
		return 0;
	}
	if ((r = work_report(w, item, &w->reports[i])) < 0)
		return r;
	if (w->reports[i].state != EXAM_DONE) {
		report_free(&w->reports[i]);
		w->withheld++;
		return 0;
	}
	w->number[i] = number;
	w->n++;		/* from here on work_free() looks after it */
	ctx = work_ctx(w, i, OBJECT_TEXT, 1);
	if ((r = session_read_object(w->session, w->working, &ctx,
	    &w->texts[i])) < 0)
		return r;
	/* Sealed by us, yet read as what it is: bytes from a disk. */
	if (w->texts[i].len != w->reports[i].text_len)
		return err_set(ERR_INTEGRITY, "a text is not as long as its "
		    "report says; run `tipline audit`");
	if ((r = load_layout(w, i)) < 0)
		return r;
	return load_plan(w, i);
}

int
work_load(struct work *w)
{
	size_t i;
	int r;

	if ((r = make_room(w)) < 0)
		return r;
	for (i = 0; r == 0 && i < w->manifest.nitems; i++)
		r = load_item(w, i);
	return r;
}

int
work_planned(const struct work *w)
{
	size_t i;

	if (w->waiting > 0)
		return err_set(ERR_FAILED, "%zu items of %s are not examined "
		    "yet; run `tipline examine %s`", w->waiting, w->name,
		    w->name);
	if (w->n == 0)
		return err_set(ERR_FAILED, "no item of %s could be examined; "
		    "`tipline examine %s` names the reasons", w->name, w->name);
	for (i = 0; i < w->n; i++)
		if (w->version[i] == 0)
			return err_set(ERR_FAILED, "an item of %s has no plan "
			    "yet; run `tipline find %s`", w->name, w->name);
	return 0;
}

size_t
work_unread(const struct work *w)
{
	size_t i, n = 0;

	for (i = 0; i < w->n; i++)
		n += unread_pages(&w->reports[i], &w->layouts[i],
		    &w->texts[i]);
	return n;
}

int
work_commit(struct work *w, const char *event, const char *subject)
{
	struct entry e = { .submissions = &w->id, .nsubmissions = 1,
	    .actor = w->session->my_fpr };
	char commit[41];

	(void)snprintf(e.event, sizeof(e.event), "%s", event);
	(void)snprintf(e.subject, sizeof(e.subject), "%s", subject);
	return session_commit(w->session, &e, commit);
}

void
work_free(struct work *w)
{
	size_t i;

	if (w == NULL)
		return;
	for (i = 0; i < w->n; i++) {
		report_free(&w->reports[i]);
		bytes_free(&w->texts[i]);
		layout_free(&w->layouts[i]);
		torn_free(&w->torn[i]);
		plan_free(&w->plans[i]);
	}
	free(w->number);
	free(w->reports);
	free(w->texts);
	free(w->layouts);
	free(w->torn);
	free(w->plans);
	free(w->plan_at);
	free(w->version);
	manifest_free(&w->manifest);
	free(w);
}

static int
each_one(struct session *s, const struct id *id,
    int (*each)(struct work *w, void *arg), void *arg)
{
	struct work *w;
	int r;

	if ((r = work_open(&w, s, id)) < 0)
		return r;
	r = each(w, arg);
	work_free(w);
	return r;
}

int
work_each(const struct options *o, char **words, int n,
    int (*each)(struct work *w, void *arg), void *arg)
{
	return work_each_last(o, words, n, each, NULL, arg);
}

int
work_each_last(const struct options *o, char **words, int n,
    int (*each)(struct work *w, void *arg), void (*last)(struct session *s,
    void *arg), void *arg)
{
	struct session *s = NULL;
	struct id *ids = NULL, one;
	size_t i, count = 0;
	int r, result = 0;

	if ((r = session_open(&s, o, NEED_STORE | NEED_KEY | NEED_MEMBER)) < 0 ||
	    (r = session_need_role(s, ROLE_DESK, "work on submissions")) < 0)
		goto done;
	if (n == 0 && (r = session_alive(s, &ids, &count)) < 0)
		goto done;
	if (n > 0)
		count = (size_t)n;
	for (i = 0; i < count; i++) {
		one = (struct id){ 0 };
		if (n > 0 && (r = session_find(s, words[i], &one)) < 0)
			goto done;
		if ((r = each_one(s, n > 0 ? &one : &ids[i], each, arg)) < 0)
			goto done;
		if (r > 0)
			result = r;
	}
	if (last != NULL)
		last(s, arg);
	r = result;
done:
	free(ids);
	session_close(s);
	return r;
}
