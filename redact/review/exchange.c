/* exchange.c -- see exchange.h. */
#include "redact/review/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/doc/plan_json.h"
#include "redact/review/decide.h"
#include "redact/review/same.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

int
exchange_write(struct bytes *b, const struct id *submission,
    struct plan *const plans[], const struct bytes texts[], size_t n)
{
	struct json j = json_writer(b);
	char hex[ID_HEX_SIZE];

	json_open(&j, '{');
	json_kuint(&j, "version", 1);
	id_hex(hex, submission);
	json_kstr(&j, "submission", hex);
	json_key(&j, "items");
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++)
		plan_json_write(&j, plans[i], texts[i].data);
	json_close(&j, ']');
	json_close(&j, '}');
	return bytes_add_str(b, "\n");
}

/* What the file says on one of the stored plans. */
struct answer {
	struct plan plan;
	bool given;
};

static int
read_item(struct answer answers[], const json_t *v, size_t at,
    struct plan *const plans[], const struct bytes texts[], size_t n)
{
	struct answer *a;
	char where[32];
	struct id item;
	size_t i;
	int r;

	(void)snprintf(where, sizeof(where), "items[%zu]", at);
	if (!json_is_object(v))
		return err_set(ERR_FORMAT, "%s is no plan; export the "
		    "submission anew", where);
	if ((r = plan_json_id(&item, v, "item", where)) < 0)
		return r;
	for (i = 0; i < n && !id_equal(&plans[i]->item, &item); i++)
		;
	if (i == n)
		return err_set(ERR_FORMAT, "%s is no item of this submission; "
		    "take the file that was exported from it", where);
	a = &answers[i];
	if (a->given)
		return err_set(ERR_FORMAT, "%s stands in the file twice; "
		    "delete one of the two", where);
	if ((r = plan_json_read(&a->plan, v, texts[i].data, texts[i].len)) < 0) {
		char line[ERR_LINE_MAX];

		(void)snprintf(line, sizeof(line), "%s", err_line());
		return err_set((enum err)r, "%s: %s", where, line);
	}
	a->given = true;
	if (!id_equal(&a->plan.submission, &plans[i]->submission))
		return err_set(ERR_FORMAT, "%s belongs to another submission; "
		    "take the file that was exported from this one", where);
	return 0;
}

static int
read_items(struct answer answers[], const json_t *doc,
    struct plan *const plans[], const struct bytes texts[], size_t n)
{
	static const char *const keys[] = { "version", "submission", "items",
	    NULL };
	const json_t *items, *version;
	struct id submission;
	int r;

	if ((r = plan_json_object(doc, keys, "file")) < 0 ||
	    (r = plan_json_id(&submission, doc, "submission", "file")) < 0)
		return r;
	version = json_object_get(doc, "version");
	if (!json_is_integer(version) || json_integer_value(version) != 1)
		return err_set(ERR_FORMAT, "file.version is not 1; export the "
		    "submission anew with this program");
	for (size_t i = 0; i < n; i++)
		if (!id_equal(&plans[i]->submission, &submission))
			return err_set(ERR_FORMAT, "the file is for another "
			    "submission; name that one, or export this one");
	items = json_object_get(doc, "items");
	if (!json_is_array(items) ||
	    json_array_size(items) > EXCHANGE_ITEMS_MAX)
		return err_set(ERR_FORMAT, "file.items is no list of at most "
		    "%u plans; export the submission anew",
		    EXCHANGE_ITEMS_MAX);
	for (size_t i = 0; i < json_array_size(items); i++)
		if ((r = read_item(answers, json_array_get(items, i), i, plans,
		    texts, n)) < 0)
			return r;
	return 0;
}

static int
merge_finding(struct plan *to, const struct planned *from,
    const struct fpr *by, size_t *changed)
{
	struct planned *stored = plan_find(to, from), fresh;

	if (stored != NULL) {
		if (stored->decision == from->decision &&
		    stored->show == from->show &&
		    strcmp(stored->reason, from->reason) == 0)
			return 0;
		memcpy(stored->reason, from->reason, sizeof(stored->reason));
		stored->show = from->show;
		decide_one(stored, from->decision, by);
		++*changed;
		return 0;
	}
	fresh = *from;
	fresh.label[0] = '\0';		/* plans_label() knows */
	(void)snprintf(fresh.finder, sizeof(fresh.finder), "person");
	fresh.confidence = 1;
	decide_one(&fresh, from->decision, by);
	++*changed;
	return plan_add(to, &fresh);
}

static int
merge_boxes(struct plan *to, const struct plan *from, const struct fpr *by,
    size_t *changed)
{
	struct planned_box box;
	int r = 0;

	for (size_t i = 0; r == 0 && i < from->nboxes; i++) {
		box = from->boxes[i];
		box.by = *by;
		if (same_box_in(to, &box) > 0)
			continue;
		r = plan_add_box(to, &box);
		++*changed;
	}
	return r;
}

static int
merge_times(struct plan *to, const struct plan *from, const struct fpr *by,
    size_t *changed)
{
	struct planned_time t;
	int r = 0;

	for (size_t i = 0; r == 0 && i < from->ntimes; i++) {
		t = from->times[i];
		t.by = *by;
		if (same_time_in(to, &t) > 0)
			continue;
		r = plan_add_time(to, &t);
		++*changed;
	}
	return r;
}

/* What is said of the item as a whole; the file only adds. */
static void
merge_whole(struct plan *to, const struct plan *from, const struct fpr *by,
    size_t *changed)
{
	static const struct fpr nobody;

	*changed += from->keep && !to->keep ? 1 : 0;
	*changed += from->whiten && !to->whiten ? 1 : 0;
	to->keep = to->keep || from->keep;
	to->whiten = to->whiten || from->whiten;
	if (from->unredacted && !to->unredacted) {
		to->unredacted = true;
		to->unredacted_by = *by;
		++*changed;
	}
	/* All decided in a file is decided by somebody who looked at the
	 * pages somewhere, unless the file says which were looked at. */
	if (fpr_equal(&to->stated_by, &nobody) &&
	    (!fpr_equal(&from->stated_by, &nobody) ||
	    (from->npages_seen == 0 && plan_undecided(to) == 0)))
		to->stated_by = *by;
}

static int
merge(struct plan *to, const struct plan *from, const struct fpr *by,
    size_t *changed)
{
	size_t i;
	int r;

	for (i = 0; i < from->n; i++)
		if ((r = merge_finding(to, &from->list[i], by, changed)) < 0)
			return r;
	if ((r = merge_boxes(to, from, by, changed)) < 0 ||
	    (r = merge_times(to, from, by, changed)) < 0)
		return r;
	for (i = 0; i < from->npages_seen; i++)
		if ((r = plan_add_page(to, from->pages_seen[i])) < 0)
			return r;
	merge_whole(to, from, by, changed);
	return 0;
}

int
exchange_merge(struct plan *plans[], const struct bytes texts[], size_t n,
    const void *json, size_t len, const struct fpr *by, size_t *changed)
{
	struct answer *answers = NULL;
	json_t *doc = NULL;
	size_t count = 0, i;
	int r;

	if ((answers = calloc(n + 1, sizeof(*answers))) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	if ((r = plan_json_parse(&doc, json, len, EXCHANGE_MAX, "file")) < 0 ||
	    (r = read_items(answers, doc, plans, texts, n)) < 0)
		goto done;
	for (i = 0; i < n; i++)
		if (answers[i].given && (r = merge(plans[i], &answers[i].plan,
		    by, &count)) < 0)
			goto done;
	if ((r = plans_label(plans, NULL, texts, n)) == 0 && changed != NULL)
		*changed = count;
done:
	for (i = 0; answers != NULL && i < n; i++)
		plan_free(&answers[i].plan);
	free(answers);
	json_decref(doc);
	return r;
}
